//! Numbers as surveys have them: decimal points and commas, thousands, percent signs, currencies.

use super::comment::At;
use super::example::Example;

/// Greater numbers are none: sums of millions of them would be none either.
const GREATEST: f64 = 2e301;

/// A number with a decimal point or a decimal comma; nothing else is read, and nothing is guessed.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let number = text.parse::<f64>().or_else(|_| text.replace(',', ".").parse());
    number.ok().filter(|number| number.is_finite())
}

/// A share from 0 to 1, written as a percentage: `10%`, `12,5 %`; nothing else is read.
pub(super) fn percent(text: &str) -> Option<f64> {
    decimal(text.trim().strip_suffix('%')?).map(|percent| percent / 100.0)
}

/// What marks the decimals of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

impl Mark {
    pub(super) const ALL: [Self; 2] = [Self::Point, Self::Comma];

    pub(super) fn index(self) -> usize {
        usize::from(self == Self::Comma)
    }

    fn other(self) -> Self {
        if self == Self::Point { Self::Comma } else { Self::Point }
    }
}

/// Cells of a kind, with the first of them.
#[derive(Debug, Clone, Default)]
struct Cells {
    n: u64,
    first: Option<Example>,
}

impl Cells {
    fn add(&mut self, text: &str, at: At<'_>) {
        self.n += 1;
        self.first.get_or_insert_with(|| Example::new(text, at));
    }
}

/// What the cells of a column have shown of its numbers so far.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    /// Cells that only this mark explains: 12.5 or 1,234.5, and 12,5 or 1.234,5.
    sure: [Cells; 2],
    /// Cells that are whole thousands by this mark and decimals by the other: 1,234, and 1.234.
    thousands: [Cells; 2],
    /// Cells with a number.
    pub numbers: u64,
    /// Cells with something else.
    pub others: u64,
    /// The first of these.
    pub example: Option<Example>,
}

impl Numbers {
    /// Looks at a cell.
    pub(super) fn see(&mut self, text: &str, at: At<'_>) {
        let Some(bare) = bare(text) else { return };
        let cells = match Mark::ALL.map(|mark| parse(bare, mark)) {
            [None, None] => {
                self.others += 1;
                self.example.get_or_insert_with(|| Example::new(text, at));
                return;
            }
            [Some(point), Some(comma)] if point.to_bits() == comma.to_bits() => None,
            // 1.234 or 1,234: both readings are numbers.
            [Some(_), Some(_)] => Some(&mut self.thousands[usize::from(bare.contains('.'))]),
            [point, _] => bare.contains(['.', ',']).then_some(&mut self.sure[usize::from(point.is_none())]),
        };
        self.numbers += 1;
        if let Some(cells) = cells {
            cells.add(text, at);
        }
    }

    /// Counts a cell that the file itself says is a number.
    pub(super) fn see_typed(&mut self) {
        self.numbers += 1;
    }

    /// What marks the decimals: what most cells say. Where none says, three digits behind a mark are thousands.
    pub fn mark(&self) -> Mark {
        let n = |cells: &[Cells; 2]| (cells[0].n, cells[1].n);
        let (point, comma) = if self.is_told() { n(&self.sure) } else { n(&self.thousands) };
        if comma > point { Mark::Comma } else { Mark::Point }
    }

    fn is_told(&self) -> bool {
        self.sure.iter().any(|cells| cells.n > 0)
    }

    /// Cells that can only be read by the other mark than the one taken: they hold no number then.
    pub(super) fn contrary(&self) -> Option<(u64, &Example)> {
        let cells = &self.sure[self.mark().other().index()];
        cells.first.as_ref().map(|first| (cells.n, first))
    }

    /// A cell that could have been read otherwise, where no cell tells the mark.
    pub(super) fn guess(&self) -> Option<&Example> {
        if self.is_told() {
            return None;
        }
        self.thousands[self.mark().index()].first.as_ref()
    }

    /// Whether every cell holds a number.
    pub(super) fn are_all(&self) -> bool {
        self.others == 0 && self.contrary().is_none()
    }
}

/// The number in a cell, by the column's mark; percent signs, currencies and spaces around it are let go.
pub fn number(text: &str, mark: Mark) -> Option<f64> {
    parse(bare(text)?, mark)
}

/// A number that can be computed with.
pub(super) fn sound(number: f64) -> Option<f64> {
    (number.abs() <= GREATEST).then_some(number)
}

/// The cell without what surrounds its number; none of a blank one.
fn bare(text: &str) -> Option<&str> {
    // An apostrophe keeps spreadsheets from running what follows.
    let text = text.trim().trim_start_matches('\'');
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '%' | '€' | '$' | '£' | '\u{a0}'));
    (!text.is_empty()).then_some(text)
}

fn parse(text: &str, mark: Mark) -> Option<f64> {
    let (decimal, thousands) = match mark {
        Mark::Point => ('.', ','),
        Mark::Comma => (',', '.'),
    };
    let (whole, fraction) = text.split_once(decimal).unwrap_or((text, ""));
    let digits = whole.trim_start_matches(['-', '+', '−']);
    let groups: Vec<&str> = digits.split([thousands, ' ', '\u{a0}', '\u{202f}']).collect();
    // 0.125 has no thousands.
    let first = |group: &str| (1..=3).contains(&group.len()) && !group.starts_with('0');
    let grouped = groups.len() == 1 || (first(groups[0]) && groups[1..].iter().all(|group| group.len() == 3));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !grouped || !groups.iter().all(|group| all_digits(group)) || (digits.is_empty() && fraction.is_empty()) {
        // Exponents and the like.
        return if mark == Mark::Point { text.parse::<f64>().ok().and_then(sound) } else { None };
    }
    if !all_digits(fraction) {
        return None;
    }
    let sign = if whole.starts_with(['-', '−']) { "-" } else { "" };
    format!("{sign}{}.{fraction}0", groups.concat()).parse().ok().and_then(sound)
}

/// Where the numbers of a column lie.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spread {
    n: f64,
    mean: f64,
    squares: f64,
    broken: bool,
    pub(super) range: Option<(f64, f64)>,
}

impl Spread {
    pub(super) fn see(&mut self, value: f64) {
        // Welford (1962).
        self.n += 1.0;
        let off = value - self.mean;
        self.mean += off / self.n;
        self.squares += off * (value - self.mean);
        self.broken |= value.fract() != 0.0;
        let (low, high) = self.range.unwrap_or((value, value));
        self.range = Some((low.min(value), high.max(value)));
    }

    /// Whether every number is whole.
    pub(super) fn whole(&self) -> bool {
        !self.broken
    }

    /// Mean and standard deviation; none of none, and of numbers too great to be squared.
    pub(super) fn moments(&self) -> Option<(f64, f64)> {
        let deviation = (self.squares / self.n).sqrt();
        deviation.is_finite().then_some((self.mean, deviation))
    }
}
