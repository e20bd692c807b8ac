//! Linear regression from weighted sums of products: rows are seen once, and any penalty, fold or resample is had from
//! the sums.

/// A pivot this small against its diagonal is rounding: the columns depend on each other.
const SINGULAR: f64 = 1e-12;

/// Weighted sums of the products of every two of: one, the columns, the outcome.
///
/// They are all that least squares and ridge regression need of the rows, they add up, and their size does not depend
/// on the number of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    columns: usize,
    /// The upper triangle, row by row, of the sum of w z z', where z = (1, columns, outcome).
    products: Vec<f64>,
}

/// A line through the rows: outcome = intercept + slopes x columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The outcome where every column is zero.
    pub intercept: f64,
    /// By column, in units of the outcome for one unit of the column.
    pub slopes: Vec<f64>,
}

impl Sums {
    /// Of no rows.
    pub fn new(columns: usize) -> Self {
        let size = columns + 2;
        Self { columns, products: vec![0.0; size * (size + 1) / 2] }
    }

    /// How many columns there are.
    pub const fn columns(&self) -> usize {
        self.columns
    }

    fn at(&self, one: usize, other: usize) -> usize {
        let (low, high) = (one.min(other), one.max(other));
        low * (2 * (self.columns + 2) - low + 1) / 2 + high - low
    }

    fn get(&self, one: usize, other: usize) -> f64 {
        self.products[self.at(one, other)]
    }

    /// Adds a row, given by its cells that are not zero: the column and what stands there, no column twice.
    pub fn add(&mut self, weight: f64, cells: &[(usize, f64)], outcome: f64) {
        let last = self.columns + 1;
        let row = || {
            let cells = cells.iter().map(|(column, value)| (column + 1, *value));
            std::iter::once((0, 1.0)).chain(cells).chain(std::iter::once((last, outcome)))
        };
        for (place, (one, value)) in row().enumerate() {
            for (other, second) in row().skip(place) {
                let at = self.at(one, other);
                self.products[at] += weight * value * second;
            }
        }
    }

    /// Adds other sums, so many times.
    pub fn add_times(&mut self, times: f64, other: &Self) {
        for (sum, more) in self.products.iter_mut().zip(&other.products) {
            *sum += times * more;
        }
    }

    /// The sums of these columns alone, in this order.
    #[must_use]
    pub fn only(&self, columns: &[usize]) -> Self {
        let mut kept = Self::new(columns.len());
        let from: Vec<usize> =
            std::iter::once(0).chain(columns.iter().map(|column| column + 1)).chain([self.columns + 1]).collect();
        for (one, first) in from.iter().enumerate() {
            for (other, second) in from.iter().enumerate().skip(one) {
                let at = kept.at(one, other);
                kept.products[at] = self.get(*first, *second);
            }
        }
        kept
    }

    /// The weights' sum.
    pub fn weight(&self) -> f64 {
        self.products[0]
    }

    /// The sum of a column.
    pub fn sum(&self, column: usize) -> f64 {
        self.get(0, column + 1)
    }

    /// The sum of the outcome.
    pub fn outcome(&self) -> f64 {
        self.get(0, self.columns + 1)
    }

    /// The sum of a column times the outcome.
    pub fn outcome_with(&self, column: usize) -> f64 {
        self.get(column + 1, self.columns + 1)
    }

    /// The sum of products of two of (columns, outcome), each less its mean.
    fn about_means(&self, one: usize, other: usize) -> f64 {
        self.get(one + 1, other + 1) - self.get(0, one + 1) * self.get(0, other + 1) / self.weight()
    }

    /// The sum of squares of a column less its mean.
    pub fn scatter(&self, column: usize) -> f64 {
        self.about_means(column, column).max(0.0)
    }

    /// The sum of squares of the outcome less its mean.
    pub fn outcome_scatter(&self) -> f64 {
        self.about_means(self.columns, self.columns).max(0.0)
    }

    /// How two columns go together, -1 to 1 (Pearson 1895); none where one of them is constant.
    pub fn correlation(&self, one: usize, other: usize) -> Option<f64> {
        let spread = (self.scatter(one) * self.scatter(other)).sqrt();
        (spread > 0.0).then(|| (self.about_means(one, other) / spread).clamp(-1.0, 1.0))
    }

    fn factor(&self, penalty: f64) -> Option<Factor> {
        let n = self.columns;
        let mut matrix = vec![0.0; n * n];
        for one in 0..n {
            for other in one..n {
                matrix[other * n + one] = self.about_means(one, other);
            }
            matrix[one * n + one] += penalty;
        }
        Factor::of(matrix, n)
    }

    fn line(&self, slopes: Vec<f64>) -> Fit {
        let fitted: f64 = slopes.iter().enumerate().map(|(column, slope)| slope * self.sum(column)).sum();
        Fit { intercept: (self.outcome() - fitted) / self.weight(), slopes }
    }

    fn with_outcome(&self) -> Vec<f64> {
        (0..self.columns).map(|column| self.about_means(column, self.columns)).collect()
    }

    /// Ridge regression (Hoerl and Kennard 1970): least weighted squares plus `penalty` times the slopes' sum of
    /// squares; the intercept is free. With a penalty of zero, least squares.
    ///
    /// None without rows, and with a penalty of zero where columns depend on each other.
    pub fn ridge(&self, penalty: f64) -> Option<Fit> {
        let factor = (self.weight() > 0.0).then(|| self.factor(penalty))??;
        Some(self.line(factor.solve(&self.with_outcome())))
    }

    /// Ridge regression with the first order of its bias taken off: b + k (X'X + k I)^-1 b, where b are the slopes at
    /// penalty k (Kadiyala 1984; Singh, Chaubey and Dwivedi 1986).
    ///
    /// A column with m times the penalty as its scatter keeps 1 - 1/(m + 1)^2 of its slope, where ridge keeps 1 - 1/(m
    /// + 1).
    pub fn almost_unbiased_ridge(&self, penalty: f64) -> Option<Fit> {
        let factor = (self.weight() > 0.0).then(|| self.factor(penalty))??;
        let slopes = factor.solve(&self.with_outcome());
        let shrunk = factor.solve(&slopes);
        Some(self.line(slopes.iter().zip(shrunk).map(|(slope, more)| slope + penalty * more).collect()))
    }

    /// For each column the share of its scatter that the other columns do not explain, 1 over its variance inflation
    /// factor (Marquardt 1970): 1 where it goes its own way, near 0 where others tell what it is. A small `penalty`
    /// keeps it defined.
    pub fn tolerances(&self, penalty: f64) -> Option<Vec<f64>> {
        let factor = (self.weight() > 0.0).then(|| self.factor(penalty))??;
        let of = |column: usize| {
            let mut unit = vec![0.0; self.columns];
            unit[column] = 1.0;
            let alone = 1.0 / factor.solve(&unit)[column] - penalty;
            let scatter = self.scatter(column);
            if scatter > 0.0 { (alone / scatter).clamp(0.0, 1.0) } else { 0.0 }
        };
        Some((0..self.columns).map(of).collect())
    }

    /// The weighted sum of squares of what a line leaves of these rows' outcomes.
    pub fn squared_error(&self, fit: &Fit) -> f64 {
        let by: Vec<f64> =
            std::iter::once(-fit.intercept).chain(fit.slopes.iter().map(|slope| -slope)).chain([1.0]).collect();
        let mut sum = 0.0;
        for (one, first) in by.iter().enumerate() {
            sum += first * first * self.get(one, one);
            for (other, second) in by.iter().enumerate().skip(one + 1) {
                sum += 2.0 * first * second * self.get(one, other);
            }
        }
        sum.max(0.0)
    }
}

/// The lower triangle L of a symmetric matrix L L' (Cholesky 1910).
struct Factor {
    lower: Vec<f64>,
    n: usize,
}

impl Factor {
    fn of(mut matrix: Vec<f64>, n: usize) -> Option<Self> {
        for column in 0..n {
            let diagonal = matrix[column * n + column];
            let (before, row) = (column * n, column * n + column);
            let pivot = diagonal - matrix[before..row].iter().map(|value| value * value).sum::<f64>();
            if pivot.is_nan() || pivot <= SINGULAR * diagonal {
                return None;
            }
            let root = pivot.sqrt();
            matrix[row] = root;
            for below in column + 1..n {
                let start = below * n;
                let product: f64 = (0..column).map(|place| matrix[start + place] * matrix[before + place]).sum();
                matrix[start + column] = (matrix[start + column] - product) / root;
            }
        }
        Some(Self { lower: matrix, n })
    }

    fn solve(&self, right: &[f64]) -> Vec<f64> {
        let (n, mut solution) = (self.n, right.to_vec());
        for row in 0..n {
            let known: f64 = (0..row).map(|column| self.lower[row * n + column] * solution[column]).sum();
            solution[row] = (solution[row] - known) / self.lower[row * n + row];
        }
        for row in (0..n).rev() {
            let known: f64 = (row + 1..n).map(|below| self.lower[below * n + row] * solution[below]).sum();
            solution[row] = (solution[row] - known) / self.lower[row * n + row];
        }
        solution
    }
}
