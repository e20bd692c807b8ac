//! Words that tell one set of texts from another.

/// How much more a term is used on one side than on the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogOdds {
    /// The difference of the two sides' log odds (natural logarithms); above zero where the first side uses it more.
    pub difference: f64,
    /// That difference over its standard error.
    pub z: f64,
}

/// The log-odds ratio of a term with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin' Words", equations 16, 20
/// and 22): with `y` uses among `n` of all terms on a side, and a prior of `a` uses among `size`,
///
/// `ln((y1 + a) / (n1 + size - y1 - a)) - ln((y2 + a) / (n2 + size - y2 - a))`, variance `1 / (y1 + a) + 1 / (y2 + a)`.
///
/// The prior's share is the term's share on both sides together, so that it pulls the two towards each other, the rarer the term the more.
/// None where a side has nothing but this term, or the term is on neither.
pub fn log_odds(first: (f64, f64), second: (f64, f64), size: f64) -> Option<LogOdds> {
    let prior = size * (first.0 + second.0) / (first.1 + second.1);
    let odds = |(count, total): (f64, f64)| (count + prior) / (total + size - count - prior);
    let difference = odds(first).ln() - odds(second).ln();
    let z = difference / (1.0 / (first.0 + prior) + 1.0 / (second.0 + prior)).sqrt();
    (difference.is_finite() && z.is_finite()).then_some(LogOdds { difference, z })
}
