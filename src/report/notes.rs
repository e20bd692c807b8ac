//! What a reader must know before the figures: how the files were read, and what they lack.

use schemars::JsonSchema;
use serde::Serialize;

use super::columns::{MOST_GROUPS, MOST_PERIODS};
use super::date::{DayOrder, Grain};
use super::plan::Plan;

/// Something that a reader must know, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// In English.
    pub en: String,
    /// In Spanish.
    pub es: String,
}

impl Note {
    /// A note.
    pub fn new(en: impl Into<String>, es: impl Into<String>) -> Self {
        Self { en: en.into(), es: es.into() }
    }
}

/// What the first reading of the files has to say.
pub fn notes(plan: &Plan) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut say = |en: String, es: String| notes.push(Note { en, es });
    rows(plan, &mut say);
    files(plan, &mut say);
    dates(plan, &mut say);
    for outcome in &plan.outcomes {
        let (name, seen) = (&outcome.name, &outcome.seen);
        if let Some(example) = &seen.example {
            say(
                format!(
                    "{} cells of \"{name}\" hold no number, such as \"{example}\"; they count as blank.",
                    seen.others
                ),
                format!(
                    "{} celdas de «{name}» no contienen un número, como «{example}»; cuentan como vacías.",
                    seen.others
                ),
            );
        }
    }
    let levels = plan.adjust.iter().zip(&plan.amounts).filter(|(_, amount)| amount.is_none()).map(|(group, _)| group);
    for group in plan.by.iter().chain(levels).filter(|group| group.others > 0) {
        let (name, others) = (&group.name, group.others);
        say(
            format!("\"{name}\" has more than {MOST_GROUPS} values: the {others} rarest are counted together."),
            format!("«{name}» tiene más de {MOST_GROUPS} valores: los {others} menos frecuentes se cuentan juntos."),
        );
    }
    for group in plan.by.iter().filter(|group| group.values.len() < 2) {
        let name = &group.name;
        say(
            format!("\"{name}\" has fewer than two values: there is nothing to compare."),
            format!("«{name}» tiene menos de dos valores: no hay nada que comparar."),
        );
    }
    notes
}

fn rows(plan: &Plan, say: &mut impl FnMut(String, String)) {
    let counts = &plan.counts;
    if counts.tagged == 0 {
        say("There is no tagged comment.".into(), "No hay ningún comentario etiquetado.".into());
    }
    if counts.unreadable > 0 {
        let (n, examples) = (counts.unreadable, counts.examples.join("; "));
        say(
            format!("{n} rows have tags that cannot be read and are left out: {examples}."),
            format!("{n} filas tienen etiquetas ilegibles y no se cuentan: {examples}."),
        );
    }
    if counts.failed > 0 {
        let n = counts.failed;
        say(
            format!("{n} rows could not be classified and are left out."),
            format!("{n} filas no se pudieron clasificar y no se cuentan."),
        );
    }
    if counts.without_customer > 0 {
        let n = counts.without_customer;
        say(
            format!("{n} comments name no customer; each counts as one of its own."),
            format!("{n} comentarios no indican cliente; cada uno cuenta como un cliente distinto."),
        );
    }
}

fn files(plan: &Plan, say: &mut impl FnMut(String, String)) {
    for (column, files) in &plan.opened.partly {
        let files = files.join(", ");
        say(
            format!("{files}: there is no column \"{column}\"; its cells count as blank."),
            format!("{files}: no hay columna «{column}»; sus celdas cuentan como vacías."),
        );
    }
    for (tag, files) in &plan.opened.missing_tags {
        let files = files.join(", ");
        say(
            format!("{files}: the tag column \"{tag}\" is missing, and with it what is computed of it."),
            format!("{files}: falta la columna «{tag}» y, con ella, lo que se calcula a partir de ella."),
        );
    }
    if !plan.opened.without_text.is_empty() {
        let files = plan.opened.without_text.join(", ");
        say(
            format!("{files}: the column of comments is not plain (--text COLUMN names it): no wording and no quotes."),
            format!(
                "{files}: no está claro cuál es la columna de comentarios (--text COLUMNA): sin palabras ni citas."
            ),
        );
    }
}

fn dates(plan: &Plan, say: &mut impl FnMut(String, String)) {
    let (Some(date), Some(name)) = (&plan.date, &plan.asked.date) else { return };
    let seen = &date.seen;
    if seen.either > 0 || seen.contrary() > 0 {
        let (en, es) = match date.order {
            DayOrder::DayFirst => ("day before month", "el día antes que el mes"),
            DayOrder::MonthFirst => ("month before day", "el mes antes que el día"),
        };
        let (why_en, why_es) = if seen.order_is_a_guess() {
            ("no date shows which comes first: check it", "ninguna fecha muestra cuál va primero: compruébelo")
        } else {
            ("as dates beyond the 12th show", "como muestran las fechas posteriores al día 12")
        };
        say(
            format!("Days of \"{name}\" are read with the {en}, {why_en}."),
            format!("Los días de «{name}» se leen con {es}, {why_es}."),
        );
    }
    if let Some(asked) = plan.asked.grain.filter(|asked| *asked != date.grain) {
        let (asked, taken) = (names(asked), names(date.grain));
        say(
            format!(
                "\"{name}\" goes over more than {MOST_PERIODS} {}s: {}s are taken. Is a year wrong?",
                asked.0, taken.0
            ),
            format!(
                "«{name}» abarca más de {MOST_PERIODS} {}: se toman {}. ¿Hay algún año equivocado?",
                asked.1, taken.1
            ),
        );
    }
    let unread = seen.others + seen.contrary();
    if unread > 0 {
        let example = seen.example.as_ref().map_or_else(String::new, |example| format!(" (\"{example}\")"));
        say(
            format!("{unread} cells of \"{name}\" hold no day that can be read{example}; they are in no period."),
            format!("{unread} celdas de «{name}» no contienen una fecha legible{example}; no están en ningún período."),
        );
    }
}

fn names(grain: Grain) -> (&'static str, &'static str) {
    match grain {
        Grain::Week => ("week", "semanas"),
        Grain::Month => ("month", "meses"),
        Grain::Quarter => ("quarter", "trimestres"),
    }
}
