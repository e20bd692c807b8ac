//! A change of a mean, split into what changed within groups and what changed in the mix of groups.

use super::interval::Interval;
use super::resample::resample;

/// A group on both sides: how many, and the sum of their values.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cell {
    /// How many before.
    pub n_before: f64,
    /// Their sum.
    pub sum_before: f64,
    /// How many after.
    pub n_after: f64,
    /// Their sum.
    pub sum_after: f64,
}

impl Cell {
    /// Whether it is there on both sides.
    pub fn on_both_sides(&self) -> bool {
        self.n_before > 0.0 && self.n_after > 0.0
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.add_times(1.0, other);
    }

    fn add_times(&mut self, times: f64, other: &Self) {
        self.n_before += times * other.n_before;
        self.sum_before += times * other.sum_before;
        self.n_after += times * other.n_after;
        self.sum_after += times * other.sum_after;
    }
}

/// A split change: `within + mix` is the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Split {
    /// What changed within the groups.
    pub within: f64,
    /// What changed because the groups have other shares.
    pub mix: f64,
}

impl Split {
    /// The change.
    pub fn whole(&self) -> f64 {
        self.within + self.mix
    }
}

/// The symmetric decomposition of Kitagawa (1955) of the change of a mean, with each cell's part of it.
///
/// With s a cell's share of its side and r its mean: within = (r1 - r0) (s0 + s1) / 2, mix = (s1 - s0) ((r0 + r1) / 2 - m), m being the
/// mean of both sides' overall means. It leaves the sum as it is, and makes a cell's part positive where a better one than the average
/// grew. A cell on one side only has nothing to compare its mean with: it is given the same mean on the other, so its part is all mix.
/// None where a side is empty.
pub fn kitagawa(cells: &[Cell]) -> Option<(Split, Vec<Split>)> {
    let mut all = Cell::default();
    for cell in cells {
        all.add(cell);
    }
    if !all.on_both_sides() {
        return None;
    }
    let middle = f64::midpoint(all.sum_before / all.n_before, all.sum_after / all.n_after);
    let parts: Vec<Split> = cells
        .iter()
        .map(|cell| {
            let (share_before, share_after) = (cell.n_before / all.n_before, cell.n_after / all.n_after);
            let (before, after) = match (cell.n_before > 0.0, cell.n_after > 0.0) {
                (true, true) => (cell.sum_before / cell.n_before, cell.sum_after / cell.n_after),
                (true, false) => (cell.sum_before / cell.n_before, cell.sum_before / cell.n_before),
                (false, true) => (cell.sum_after / cell.n_after, cell.sum_after / cell.n_after),
                (false, false) => return Split::default(),
            };
            Split {
                within: (after - before) * f64::midpoint(share_before, share_after),
                mix: (share_after - share_before) * (f64::midpoint(before, after) - middle),
            }
        })
        .collect();
    let whole = parts
        .iter()
        .fold(Split::default(), |sum, part| Split { within: sum.within + part.within, mix: sum.mix + part.mix });
    Some((whole, parts))
}

/// The 95 % intervals of a split change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SplitIntervals {
    /// Of the change.
    pub whole: Interval,
    /// Of what changed within groups.
    pub within: Interval,
    /// Of what changed in the mix.
    pub mix: Interval,
}

/// Bootstrap intervals of [`kitagawa`]: `blocks` are disjoint lots of what was counted, each by cell, drawn as [`resample`] does.
/// Draws with an empty side are left out; none where those are more than half.
pub fn kitagawa_bootstrap(
    blocks: &[Vec<(usize, Cell)>],
    cells: usize,
    draws: usize,
    seed: u64,
) -> Option<SplitIntervals> {
    let mut drawn = vec![Cell::default(); cells];
    let found = resample(blocks.len(), draws, seed, |times| {
        drawn.fill(Cell::default());
        for (block, times) in blocks.iter().zip(times) {
            for (cell, counts) in block {
                drawn[*cell].add_times(f64::from(*times), counts);
            }
        }
        let split = kitagawa(&drawn).map_or([f64::NAN; 3], |(split, _)| [split.whole(), split.within, split.mix]);
        split.to_vec()
    });
    let [Some(whole), Some(within), Some(mix)] = found[..] else { return None };
    Some(SplitIntervals { whole: whole.interval, within: within.interval, mix: mix.interval })
}
