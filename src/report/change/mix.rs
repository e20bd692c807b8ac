//! A change split into what customers of the same kind say differently, and who answered.

use schemars::JsonSchema;
use serde::Serialize;

use super::between::Sides;
use crate::labels::Sentiment;
use crate::report::columns::GroupPlan;
use crate::report::drivers::Kind;
use crate::report::notes::Note;
use crate::report::plan::{Plan, Seen};
use crate::report::tally::whole;
use crate::statistics::Interval;
use crate::statistics::decomposition::{Cell, Split, kitagawa, kitagawa_bootstrap};

/// The most groups, joint values of all columns, that are told apart.
const MOST_CELLS: usize = 1000;
/// Lots of customers, or of comments, that are resampled.
const BLOCKS: usize = 200;
/// Fewer lots than this on a side give no interval.
const FEWEST_BLOCKS: usize = 10;
/// Samples of the bootstrap.
const DRAWS: usize = 1000;
/// Where its random numbers start.
const SEED: u64 = 20_260_101;
/// A group with fewer on a side says little of its own.
const SMALL: f64 = 10.0;
/// How many groups are named, those with the largest parts.
const NAMED: usize = 12;

/// The change of a mean, split by the symmetric decomposition of Kitagawa (1955).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Decomposition {
    /// The outcome; none for net sentiment.
    pub outcome: Option<String>,
    /// What the outcome's numbers are.
    pub kind: Option<Kind>,
    /// The mean before: points of net sentiment, of NPS or of a percentage, or the outcome's own unit.
    pub before: f64,
    /// The mean after.
    pub after: f64,
    /// Of how many before: comments, or customers.
    pub n_before: f64,
    /// Of how many after.
    pub n_after: f64,
    /// The change.
    pub whole: Change,
    /// What customers of the same group say differently.
    pub customers: Change,
    /// What comes from other shares of the groups.
    pub mix: Change,
    /// Samples of the bootstrap, of 200 lots of customers or comments by their hash.
    pub draws: usize,
    /// Where its random numbers start.
    pub seed: u64,
    /// Groups with anyone in them.
    pub groups: usize,
    /// Of these, those with fewer than 10 on a side.
    pub small_groups: usize,
    /// The share of those in groups that are on one side only: what they change counts as mix.
    pub one_sided: f64,
    /// The groups with the largest parts.
    pub parts: Vec<Part>,
}

/// A change with its 95 % bootstrap interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// How much.
    pub change: f64,
    /// The interval's lower end; none where there are too few to resample.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
}

/// A group's part of a change.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Part {
    /// Its value in each column.
    pub values: Vec<CellValue>,
    /// How many before: comments, or customers' votes.
    pub n_before: f64,
    /// How many after.
    pub n_after: f64,
    /// Their mean before.
    pub mean_before: Option<f64>,
    /// Their mean after.
    pub mean_after: Option<f64>,
    /// What it adds because its customers say something else.
    pub customers: f64,
    /// What it adds because it is a larger or smaller part of all.
    pub mix: f64,
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CellValue {
    /// This one.
    Value(String),
    /// Any of those that are not told apart.
    Others,
    /// None.
    Blank,
}

/// How many values of a column are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ColumnKept {
    /// The column.
    pub column: String,
    /// The most frequent values, told apart.
    pub kept: usize,
    /// The others, taken together.
    pub pooled: usize,
}

/// Counts by group and lot.
#[derive(Debug, Clone)]
pub(super) struct Mix {
    /// For each column how many values are told apart; the others and the blank follow them.
    kept: Vec<usize>,
    /// For each column the place here of every place of the files compared with.
    places: Vec<Vec<Option<usize>>>,
    cells: usize,
    /// Net sentiment and the outcomes.
    measures: usize,
    /// What the outcomes are.
    kinds: Vec<Kind>,
    /// By lot, group and measure.
    counts: Vec<Cell>,
}

impl Mix {
    /// None without columns, or with too many.
    pub(super) fn new(plan: &Plan, before: Option<&Plan>, notes: &mut Vec<Note>) -> Option<Self> {
        if plan.by.is_empty() {
            notes.push(Note::new(
                "No columns are named (--by): a change cannot be split into customers and the mix of who answered.",
                "No se han indicado columnas (--by): no se puede separar lo que cambian los clientes de lo que cambia su composición.",
            ));
            return None;
        }
        let mut kept: Vec<usize> = plan.by.iter().map(|column| column.values.len()).collect();
        let cells = loop {
            let cells = kept.iter().fold(1_usize, |cells, kept| cells.saturating_mul(kept + 2));
            if cells <= MOST_CELLS {
                break cells;
            }
            match kept.iter_mut().max() {
                Some(most) if *most > 1 => *most -= 1,
                _ => {
                    notes.push(Note::new(
                        format!("{} columns have too many joint values to split a change by.", plan.by.len()),
                        format!(
                            "{} columnas tienen demasiados valores conjuntos para separar un cambio.",
                            plan.by.len()
                        ),
                    ));
                    return None;
                }
            }
        };
        let place = |column: &GroupPlan, other: &GroupPlan| {
            other.values.iter().map(|(value, _)| column.place(value)).chain([Some(usize::MAX)]).collect()
        };
        let places =
            before.map(|before| plan.by.iter().zip(&before.by).map(|(one, other)| place(one, other)).collect());
        let measures = 1 + plan.outcomes.len();
        let counts = vec![Cell::default(); BLOCKS * cells * measures];
        let kinds = plan.outcomes.iter().map(|outcome| outcome.kind).collect();
        Some(Self { kept, places: places.unwrap_or_default(), cells, measures, kinds, counts })
    }

    pub(super) fn see(&mut self, seen: &Seen<'_>, sides: Sides, after: bool, of_before: bool) {
        let mut cell = 0;
        for (column, (place, kept)) in seen.by.iter().zip(&self.kept).enumerate() {
            let place = match (place, of_before) {
                (Some(place), true) => self.places.get(column).and_then(|places| *places.get(*place)?),
                _ => *place,
            };
            cell = cell * (kept + 2) + place.map_or(kept + 1, |place| place.min(*kept));
        }
        let start = (seen.unit as usize % BLOCKS * self.cells + cell) * self.measures;
        let net = match seen.tagged.sentiment {
            Sentiment::Positive => 100.0,
            Sentiment::Negative => -100.0,
            _ => 0.0,
        };
        let points = seen.outcomes.iter().zip(&self.kinds).map(|(value, kind)| value.map(|value| kind.points(value)));
        let values = std::iter::once(Some(net)).chain(points);
        for (measure, (counts, value)) in self.counts[start..].iter_mut().zip(values).enumerate() {
            let Some(value) = value else { continue };
            let weight = seen.weight(sides.scope(after, measure.checked_sub(1)));
            let (n, sum) = if after {
                (&mut counts.n_after, &mut counts.sum_after)
            } else {
                (&mut counts.n_before, &mut counts.sum_before)
            };
            *n += weight;
            *sum += weight * value;
        }
    }

    pub(super) fn finish(self, plan: &Plan, notes: &mut Vec<Note>) -> (Vec<Decomposition>, Vec<ColumnKept>) {
        let columns = plan.by.iter().zip(&self.kept).map(|(column, kept)| ColumnKept {
            column: column.name.clone(),
            kept: *kept,
            pooled: column.values.len() - kept + column.others,
        });
        let names = std::iter::once(None).chain(plan.outcomes.iter().map(|outcome| Some(outcome.name.clone())));
        let mut found = Vec::new();
        for (measure, outcome) in names.enumerate() {
            match self.decomposition(plan, measure, outcome.clone()) {
                Some(one) => found.push(one),
                None => notes.extend(outcome.map(|name| {
                    Note::new(
                        format!("\"{name}\" has no number on one side of the comparison."),
                        format!("«{name}» no tiene ningún número en uno de los lados de la comparación."),
                    )
                })),
            }
        }
        (found, columns.collect())
    }

    fn decomposition(&self, plan: &Plan, measure: usize, outcome: Option<String>) -> Option<Decomposition> {
        let count = |block: usize, cell: usize| self.counts[(block * self.cells + cell) * self.measures + measure];
        let there = |one: &Cell| one.n_before > 0.0 || one.n_after > 0.0;
        let blocks: Vec<Vec<(usize, Cell)>> = (0..BLOCKS)
            .map(|block| (0..self.cells).map(|cell| (cell, count(block, cell))).filter(|(_, one)| there(one)).collect())
            .collect();
        let mut cells = vec![Cell::default(); self.cells];
        blocks.iter().flatten().for_each(|(cell, counts)| cells[*cell].add(counts));
        let (split, parts) = kitagawa(&cells)?;
        let all = cells.iter().fold(Cell::default(), |mut all, cell| {
            all.add(cell);
            all
        });
        let lots = |on: &dyn Fn(&Cell) -> bool| {
            blocks.iter().filter(|block| block.iter().any(|(_, counts)| on(counts))).count()
        };
        let enough = lots(&|one| one.n_before > 0.0).min(lots(&|one| one.n_after > 0.0)) >= FEWEST_BLOCKS;
        let intervals = if enough { kitagawa_bootstrap(&blocks, self.cells, DRAWS, SEED) } else { None };
        let with = |change: f64, interval: Option<Interval>| Change {
            change,
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
        };
        let filled: Vec<(usize, &Cell)> = cells.iter().enumerate().filter(|(_, one)| there(one)).collect();
        let alone: f64 =
            filled.iter().filter(|(_, one)| !one.on_both_sides()).map(|(_, one)| one.n_before + one.n_after).sum();
        Some(Decomposition {
            kind: measure.checked_sub(1).and_then(|outcome| self.kinds.get(outcome)).copied(),
            outcome,
            before: all.sum_before / all.n_before,
            after: all.sum_after / all.n_after,
            n_before: whole(all.n_before),
            n_after: whole(all.n_after),
            whole: with(split.whole(), intervals.map(|intervals| intervals.whole)),
            customers: with(split.within, intervals.map(|intervals| intervals.within)),
            mix: with(split.mix, intervals.map(|intervals| intervals.mix)),
            draws: DRAWS,
            seed: SEED,
            groups: filled.len(),
            small_groups: filled.iter().filter(|(_, one)| one.n_before.min(one.n_after) < SMALL).count(),
            one_sided: alone / (all.n_before + all.n_after),
            parts: self.parts(plan, &filled, &parts),
        })
    }

    fn parts(&self, plan: &Plan, filled: &[(usize, &Cell)], parts: &[Split]) -> Vec<Part> {
        let size = |cell: usize| parts[cell].within.abs() + parts[cell].mix.abs();
        let mut largest = filled.to_vec();
        largest.sort_by(|a, b| size(b.0).total_cmp(&size(a.0)).then(a.0.cmp(&b.0)));
        let mean = |sum: f64, n: f64| (n > 0.0).then(|| sum / n);
        largest
            .into_iter()
            .take(NAMED)
            .map(|(cell, counts)| Part {
                values: self.values(plan, cell),
                n_before: counts.n_before,
                n_after: counts.n_after,
                mean_before: mean(counts.sum_before, counts.n_before),
                mean_after: mean(counts.sum_after, counts.n_after),
                customers: parts[cell].within,
                mix: parts[cell].mix,
            })
            .collect()
    }

    fn values(&self, plan: &Plan, mut cell: usize) -> Vec<CellValue> {
        let mut values: Vec<CellValue> = plan
            .by
            .iter()
            .zip(&self.kept)
            .rev()
            .map(|(column, kept)| {
                let place = cell % (kept + 2);
                cell /= kept + 2;
                match column.values.get(place).filter(|_| place < *kept) {
                    Some((value, _)) => CellValue::Value(value.clone()),
                    None if place == *kept => CellValue::Others,
                    None => CellValue::Blank,
                }
            })
            .collect();
        values.reverse();
        values
    }
}
