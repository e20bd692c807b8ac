//! What a page is written on: escaped text, numbers as the reader's language writes them, tables.

use std::fmt::Write;

use crate::report::kpi::{Net, Share};
pub(super) use crate::shown::escape;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Tongue {
    /// Spanish
    Es,
    /// English
    En,
}

/// Numbers from here on are written with a power of ten.
const HUGE: f64 = 1e12;
/// Numbers are written with so many decimals at most.
const MOST_DECIMALS: usize = 6;

/// A page in the making.
pub(super) struct Paper {
    /// The HTML so far.
    pub(super) out: String,
    /// Its language.
    pub(super) tongue: Tongue,
    /// Its sections: their ids and headings.
    pub(super) contents: Vec<(String, String)>,
}

impl Paper {
    pub(super) fn new(tongue: Tongue) -> Self {
        Self { out: String::new(), tongue, contents: Vec::new() }
    }

    /// The text in the page's language.
    pub(super) fn say<'a>(&self, en: &'a str, es: &'a str) -> &'a str {
        match self.tongue {
            Tongue::En => en,
            Tongue::Es => es,
        }
    }

    /// Markup as it stands.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Opens a section with its heading; [`end`](Self::end) closes it.
    pub(super) fn section(&mut self, id: &str, heading: &str) {
        self.contents.push((id.to_owned(), heading.to_owned()));
        let _ = write!(
            self.out,
            "<section id=\"{id}\" aria-labelledby=\"h-{id}\"><h2 id=\"h-{id}\">{}</h2>",
            escape(heading)
        );
    }

    /// Closes a section.
    pub(super) fn end(&mut self) {
        self.raw("</section>");
    }

    /// A heading within a section.
    pub(super) fn heading(&mut self, text: &str) {
        let _ = write!(self.out, "<h3>{}</h3>", escape(text));
    }

    /// A paragraph of plain text.
    pub(super) fn paragraph(&mut self, text: &str) {
        let _ = write!(self.out, "<p>{}</p>", escape(text));
    }

    /// A paragraph that explains a figure: smaller, read when needed.
    pub(super) fn small(&mut self, text: &str) {
        let _ = write!(self.out, "<p class=\"small\">{}</p>", escape(text));
    }

    /// Something that could not be computed, or must be known first.
    pub(super) fn note(&mut self, text: &str) {
        let _ = write!(self.out, "<p class=\"note\" role=\"note\">{}</p>", escape(text));
    }

    /// Opens a part that readers unfold when they want it; [`end_more`](Self::end_more) closes it. It is printed where it is unfolded.
    pub(super) fn more(&mut self, summary: &str) {
        let _ = write!(self.out, "<details><summary>{}</summary>", escape(summary));
    }

    /// Closes what [`more`](Self::more) opened.
    pub(super) fn end_more(&mut self) {
        self.raw("</details>");
    }

    /// A table: the first cell of a row is its heading, the cells in `words` are text, all others numbers. Nothing without rows.
    pub(super) fn table(&mut self, caption: &str, header: &[&str], rows: &[Vec<String>], words: &[usize]) {
        if rows.is_empty() {
            return;
        }
        let class = |column: usize| if column == 0 || words.contains(&column) { "" } else { " class=\"n\"" };
        let hint = match header.len() {
            0..=2 => String::new(),
            _ => {
                format!(
                    "<span class=\"hint\" aria-hidden=\"true\">{}</span>",
                    self.say("more columns →", "más columnas →")
                )
            }
        };
        let out = &mut self.out;
        let _ = write!(
            out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table>\
             <caption><span>{0}{hint}</span></caption><thead><tr>",
            escape(caption)
        );
        for (column, cell) in header.iter().enumerate() {
            let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(column), escape(cell));
        }
        out.push_str("</tr></thead><tbody>");
        for row in rows {
            out.push_str("<tr>");
            for (column, cell) in row.iter().enumerate() {
                let tag = if column == 0 { "th scope=\"row\"" } else { "td" };
                let _ = write!(out, "<{tag}{}>{}</{}>", class(column), escape(cell), &tag[..2]);
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
    }

    /// A number with so many decimals, a decimal comma in Spanish, thousands apart.
    pub(super) fn number(&self, value: f64, decimals: usize) -> String {
        let lost = decimals >= MOST_DECIMALS && value != 0.0 && value.abs() < 1e-6;
        if value.is_finite() && (lost || value.abs() >= HUGE) {
            return self.power(value);
        }
        let text = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let (thousands, decimal) = match self.tongue {
            Tongue::En => (",", "."),
            Tongue::Es => ("\u{202f}", ","),
        };
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            // Spanish keeps numbers of four digits together.
            let apart = self.tongue == Tongue::En || whole.len() > 4;
            if index > 0 && (whole.len() - index).is_multiple_of(3) && apart {
                grouped.push_str(thousands);
            }
            grouped.push(digit);
        }
        let zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let sign = if value < 0.0 && !zero { "−" } else { "" };
        if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{decimal}{fraction}") }
    }

    /// A number of many digits, or of many zeros behind the decimal mark: `1.2 × 10¹⁸`.
    fn power(&self, value: f64) -> String {
        let text = format!("{:.1e}", value.abs());
        let (number, power) = text.split_once('e').unwrap_or((&text, "0"));
        let raised = |c: char| c.to_digit(10).and_then(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize));
        let raised: String = power.chars().map(|c| raised(c).unwrap_or('⁻')).collect();
        let sign = if value < 0.0 { "−" } else { "" };
        format!("{sign}{}\u{a0}×\u{a0}10{raised}", number.replace('.', self.say(".", ",")))
    }

    /// A number with its sign, also where it is positive.
    pub(super) fn signed(&self, value: f64, decimals: usize) -> String {
        let text = self.number(value, decimals);
        if text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) && value > 0.0 { format!("+{text}") } else { text }
    }

    /// How many comments or customers: whole, but for small sums of weights.
    pub(super) fn count(&self, count: f64) -> String {
        self.number(count, usize::from(count < 100.0 && (count - count.round()).abs() > 0.05))
    }

    /// How many of something, with its name in the singular or the plural: `1 row`, `2 rows`.
    pub(super) fn counted(&self, count: u64, en: [&str; 2], es: [&str; 2]) -> String {
        let many = usize::from(count != 1);
        format!("{} {}", self.count(count as f64), self.say(en[many], es[many]))
    }

    /// `n = 120`, kept on one line.
    pub(super) fn n(&self, n: f64) -> String {
        format!("n\u{a0}=\u{a0}{}", self.count(n))
    }

    /// What stands between two numbers: in Spanish a comma is the decimal mark.
    pub(super) fn apart(&self) -> &'static str {
        self.say(",", ";")
    }

    /// A number with the unit that is written behind each.
    pub(super) fn with_unit(&self, number: &str, unit: &str) -> String {
        match (unit, self.tongue) {
            ("%", Tongue::En) => format!("{number}%"),
            ("%", Tongue::Es) => format!("{number}\u{a0}%"),
            _ => number.to_owned(),
        }
    }

    /// A share as a percentage with so many decimals.
    pub(super) fn percents(&self, share: f64, decimals: usize) -> String {
        self.with_unit(&self.number(100.0 * share, decimals), "%")
    }

    /// A share as a percentage: with a decimal below ten, where it tells.
    pub(super) fn percent(&self, share: f64) -> String {
        self.percents(share, usize::from(share > 0.0 && share < 0.0995))
    }

    /// A share with its interval; a dash where it is of nothing.
    pub(super) fn share(&self, share: &Share) -> String {
        let Some(value) = share.share else { return "–".into() };
        let decimals = usize::from((value > 0.0 && value < 0.0995) || share.high - share.low < 0.01);
        let end = |end: f64| self.number(100.0 * end, decimals);
        format!("{} {}", self.percents(value, decimals), self.interval(&end(share.low), &end(share.high)))
    }

    /// An interval, kept on one line.
    pub(super) fn interval(&self, low: &str, high: &str) -> String {
        format!("[{low}{}\u{a0}{high}]", self.apart())
    }

    /// Net sentiment with its interval; a dash where it is of nothing.
    pub(super) fn net(&self, net: &Net) -> String {
        let Some(value) = net.net else { return "–".into() };
        format!("{} {}", self.signed(value, 0), self.interval(&self.signed(net.low, 0), &self.signed(net.high, 0)))
    }

    /// A word or value of the data, in the quotation marks of the language.
    pub(super) fn quoted(&self, text: &str) -> String {
        match self.tongue {
            Tongue::En => format!("“{text}”"),
            Tongue::Es => format!("«{text}»"),
        }
    }

    /// Several things as a sentence names them: a, b and c.
    pub(super) fn listed(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => {
                // Spanish `y` becomes `e` before the sound i.
                let sound = last.trim_start_matches(['«', '“']).to_lowercase();
                let and = if sound.starts_with('i') || sound.starts_with('í') { "e" } else { "y" };
                format!("{} {} {last}", most.join(", "), self.say("and", and))
            }
        }
    }

    /// The chance of a test.
    pub(super) fn chance(&self, p: f64) -> String {
        if p < 0.001 { format!("< {}", self.number(0.001, 3)) } else { self.number(p, 3) }
    }
}
