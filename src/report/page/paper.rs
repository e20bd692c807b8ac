//! What a page is written on: escaped text, numbers as the reader's language writes them, tables.

use std::fmt::Write;

use crate::report::kpi::{Net, Share};

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Tongue {
    /// Spanish
    Es,
    /// English
    En,
}

/// A page in the making.
pub(super) struct Paper {
    /// The HTML so far.
    pub(super) out: String,
    /// Its language.
    pub(super) tongue: Tongue,
}

impl Paper {
    pub(super) fn new(tongue: Tongue) -> Self {
        Self { out: String::new(), tongue }
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

    /// A table: the first cell of a row is its heading, the cells in `words` are text, all others numbers. Nothing without rows.
    pub(super) fn table(&mut self, caption: &str, header: &[&str], rows: &[Vec<String>], words: &[usize]) {
        if rows.is_empty() {
            return;
        }
        let class = |column: usize| if column == 0 || words.contains(&column) { "" } else { " class=\"n\"" };
        let out = &mut self.out;
        let _ = write!(
            out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table><caption>{0}</caption><thead><tr>",
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

    /// A number with its sign, also where it is positive.
    pub(super) fn signed(&self, value: f64, decimals: usize) -> String {
        let text = self.number(value, decimals);
        if value > 0.0 { format!("+{text}") } else { text }
    }

    /// A share as a percentage: one decimal below ten and above ninety per cent of small things would claim too much, so none.
    pub(super) fn percent(&self, share: f64) -> String {
        let decimals = usize::from(share > 0.0 && share < 0.0995);
        match self.tongue {
            Tongue::En => format!("{}%", self.number(100.0 * share, decimals)),
            Tongue::Es => format!("{}\u{a0}%", self.number(100.0 * share, decimals)),
        }
    }

    /// A share with its interval; a dash where it is of nothing.
    pub(super) fn share(&self, share: &Share) -> String {
        match share.share {
            Some(value) => {
                format!(
                    "{} [{}, {}]",
                    self.percent(value),
                    self.number(100.0 * share.low, 1),
                    self.number(100.0 * share.high, 1)
                )
            }
            None => "–".into(),
        }
    }

    /// Net sentiment with its interval; a dash where it is of nothing.
    pub(super) fn net(&self, net: &Net) -> String {
        match net.net {
            Some(value) => {
                format!("{} [{}, {}]", self.signed(value, 0), self.signed(net.low, 0), self.signed(net.high, 0))
            }
            None => "–".into(),
        }
    }

    /// The chance of a test.
    pub(super) fn chance(&self, p: f64) -> String {
        if p < 0.001 { format!("< {}", self.number(0.001, 3)) } else { self.number(p, 3) }
    }
}

/// Text as markup.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
