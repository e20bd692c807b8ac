//! Numbers as surveys have them: decimal points and commas, thousands, percent signs, currencies.

/// A number with a decimal point or a decimal comma; nothing else is read, and nothing is guessed.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let number = text.parse::<f64>().or_else(|_| text.replace(',', ".").parse());
    number.ok().filter(|number| number.is_finite())
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

/// What the cells of a column have shown of its numbers so far.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    /// Cells that only a decimal point explains.
    points: u64,
    /// Cells that only a decimal comma explains.
    commas: u64,
    /// Cells with a number.
    pub numbers: u64,
    /// Cells with something else.
    pub others: u64,
    /// The first of these, cut short.
    pub example: Option<String>,
}

impl Numbers {
    /// Looks at a cell.
    pub fn see(&mut self, text: &str) {
        let Some(bare) = bare(text) else { return };
        match (parse(bare, Mark::Point), parse(bare, Mark::Comma)) {
            (Some(point), Some(comma)) => {
                self.numbers += 1;
                // 1.234 or 12,5: both readings are numbers, and the likelier one counts.
                if point.to_bits() != comma.to_bits() {
                    let separated = bare.rsplit([',', '.']).next().is_some_and(|tail| tail.len() == 3);
                    match (bare.contains(','), separated) {
                        (true, false) => self.commas += 1,
                        (false, false) => self.points += 1,
                        _ => {}
                    }
                }
            }
            (Some(_), None) => (self.numbers, self.points) = (self.numbers + 1, self.points + 1),
            (None, Some(_)) => (self.numbers, self.commas) = (self.numbers + 1, self.commas + 1),
            (None, None) => {
                self.others += 1;
                self.example.get_or_insert_with(|| bare.chars().take(20).collect());
            }
        }
    }

    /// What marks the decimals: what most cells say, a point where none says.
    pub fn mark(&self) -> Mark {
        if self.commas > self.points { Mark::Comma } else { Mark::Point }
    }
}

/// The number in a cell, by the column's mark; percent signs, currencies and spaces around it are let go.
pub fn number(text: &str, mark: Mark) -> Option<f64> {
    parse(bare(text)?, mark)
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
    let grouped = groups.len() == 1
        || (!groups[0].is_empty() && groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !grouped || !groups.iter().all(|group| all_digits(group)) || (digits.is_empty() && fraction.is_empty()) {
        // Exponents and the like.
        return if mark == Mark::Point { text.parse::<f64>().ok().filter(|number| number.is_finite()) } else { None };
    }
    if !all_digits(fraction) {
        return None;
    }
    let sign = if whole.starts_with(['-', '−']) { "-" } else { "" };
    format!("{sign}{}.{fraction}0", groups.concat()).parse().ok()
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
