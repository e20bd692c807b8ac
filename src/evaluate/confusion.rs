//! Which class was taken for which: the figures of a task with one label a comment.
//!
//! The conventions are scikit-learn's: averages over classes take those that occur in the gold or in the predictions, a ratio of nothing
//! counts as zero, and macro-recall (balanced accuracy) takes the classes of the gold only.

/// Counts of gold classes (rows) by predicted ones (columns).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    classes: usize,
    counts: Vec<u64>,
}

/// One class's figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassScore {
    /// Comments of the class.
    pub gold: u64,
    /// Comments taken for it.
    pub predicted: u64,
    /// The share of those taken for it that are of it.
    pub precision: f64,
    /// The share of it that was taken for it.
    pub recall: f64,
    /// The harmonic mean of the two.
    pub f1: f64,
}

impl Confusion {
    /// The counts of pairs (gold, predicted), each below `classes`.
    pub fn new(classes: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut counts = vec![0; classes * classes];
        for (gold, predicted) in pairs {
            counts[gold * classes + predicted] += 1;
        }
        Self { classes, counts }
    }

    /// Comments of class `gold` that were taken for `predicted`.
    pub fn count(&self, gold: usize, predicted: usize) -> u64 {
        self.counts[gold * self.classes + predicted]
    }

    /// All comments.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The figures of each class.
    pub fn classes(&self) -> Vec<ClassScore> {
        (0..self.classes)
            .map(|class| {
                let right = self.count(class, class) as f64;
                let gold: u64 = (0..self.classes).map(|other| self.count(class, other)).sum();
                let predicted: u64 = (0..self.classes).map(|other| self.count(other, class)).sum();
                ClassScore {
                    gold,
                    predicted,
                    precision: ratio(right, predicted as f64),
                    recall: ratio(right, gold as f64),
                    f1: ratio(2.0 * right, (gold + predicted) as f64),
                }
            })
            .collect()
    }

    /// The share that is right; for one label a comment this is micro-F1 as well. None without comments.
    pub fn accuracy(&self) -> Option<f64> {
        let right: u64 = (0..self.classes).map(|class| self.count(class, class)).sum();
        (self.total() > 0).then(|| right as f64 / self.total() as f64)
    }

    /// The mean F1 of the classes that occur.
    pub fn macro_f1(&self) -> Option<f64> {
        mean(self.classes().iter().filter(|class| class.gold + class.predicted > 0).map(|class| class.f1))
    }

    /// The mean recall of the classes of the gold.
    pub fn macro_recall(&self) -> Option<f64> {
        mean(self.classes().iter().filter(|class| class.gold > 0).map(|class| class.recall))
    }

    /// Matthews' correlation coefficient for several classes (Gorodkin 2004), from -1 to 1; zero where either side has one class only.
    pub fn matthews(&self) -> Option<f64> {
        let total = self.total() as f64;
        let right: u64 = (0..self.classes).map(|class| self.count(class, class)).sum();
        let classes = self.classes();
        let sum = |product: fn(&ClassScore) -> u64| classes.iter().map(|class| product(class) as f64).sum::<f64>();
        let together = sum(|class| class.gold * class.predicted);
        let gold = total * total - sum(|class| class.gold * class.gold);
        let predicted = total * total - sum(|class| class.predicted * class.predicted);
        (total > 0.0).then(|| ratio(right as f64 * total - together, (gold * predicted).sqrt()))
    }
}

/// A ratio, zero over zero being zero.
pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// The mean of some figures; none of none.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}
