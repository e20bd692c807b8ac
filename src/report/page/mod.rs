//! A report as one HTML page: tables and charts, no script, nothing from elsewhere.

mod audit;
mod axis;
mod causes;
mod change;
mod chart;
mod days;
mod definitions;
mod drivers;
mod findings;
mod groups;
mod header;
mod journey;
mod lines;
mod measures;
mod names;
mod overview;
pub mod paper;
mod periods;
mod promise;
mod style;
mod trends;
mod trust;

use std::fmt::Write;

use self::paper::{Paper, Tongue, escape};
use super::Report;

/// What a page may show.
#[derive(Debug, Clone)]
pub struct PageOptions {
    /// Its language.
    pub tongue: Tongue,
    /// Its title.
    pub title: String,
}

/// Writes the page.
pub fn page(report: &Report, options: &PageOptions) -> String {
    let mut paper = Paper::new(options.tongue);
    header::nothing(&mut paper, report);
    findings::findings(&mut paper, report);
    header::notes(&mut paper, report);
    if report.kpis.n > 0.0 {
        overview::overview(&mut paper, report);
        journey::journey(&mut paper, report);
        causes::causes(&mut paper, report);
        drivers::drivers(&mut paper, report);
        groups::groups(&mut paper, report);
        periods::periods(&mut paper, report);
        change::change(&mut paper, report);
        promise::promise(&mut paper, report);
        if let Some(section) = &report.audit {
            audit::audit(&mut paper, section);
        }
    }
    definitions::definitions(&mut paper, report);
    shell(&paper, report, options)
}

/// What the report counts: comments, or the votes of customers, one each, which their comments share.
fn units(paper: &Paper, report: &Report) -> &'static str {
    let english = paper.tongue == Tongue::En;
    match (report.counts.customers.is_some(), english) {
        (false, true) => "comments",
        (false, false) => "comentarios",
        (true, true) => "customers' votes",
        (true, false) => "votos de clientes",
    }
}

/// The page around its sections.
fn shell(paper: &Paper, report: &Report, options: &PageOptions) -> String {
    let (lang, title) = (paper.say("en", "es"), escape(&options.title));
    let mut contents = String::new();
    for (id, heading) in &paper.contents {
        let _ = write!(contents, "<li><a href=\"#{id}\">{}</a></li>", escape(heading));
    }
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"sentir {version}\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">{skip}</a>{patterns}\n{header}\n<div class=\"frame\">\n\
         <nav aria-label=\"{nav}\"><p>{nav}</p><ol>{contents}</ol></nav>\n<main id=\"main\">\n{body}\n</main>\n</div>\n{footer}\n</body>\n</html>\n",
        version = report.about.version,
        style = style::STYLE,
        skip = paper.say("Skip to the report", "Ir al informe"),
        nav = paper.say("Contents", "Contenido"),
        patterns = chart::PATTERNS,
        header = header::header(paper, report, &options.title),
        body = paper.out,
        footer = header::footer(paper, report),
    )
}
