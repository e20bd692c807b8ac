//! What a reader must know before the figures: how the files were read, and what they lack.

use schemars::JsonSchema;
use serde::Serialize;

use super::columns::{MOST_GROUPS, MOST_PERIODS};
use super::date::{DayOrder, Grain};
use super::number::{Mark, Numbers};
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

/// How the files were read.
pub fn reading(plan: &Plan) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut say = |en: String, es: String| notes.push(Note { en, es });
    rows(plan, &mut say);
    columns(plan, &mut say);
    dates(plan, &mut say);
    notes
}

/// What the first reading of the files has to say.
pub fn notes(plan: &Plan) -> Vec<Note> {
    let mut notes = reading(plan);
    let mut say = |en: String, es: String| notes.push(Note { en, es });
    files(plan, &mut say);
    for outcome in &plan.outcomes {
        numbers(&outcome.name, &outcome.seen, plan.asked.quotes, &mut say);
    }
    for (group, amount) in plan.adjust.iter().zip(&plan.amounts) {
        if let Some(amount) = amount {
            numbers(&group.name, &amount.seen, plan.asked.quotes, &mut say);
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

/// How the numbers of a column were read.
fn numbers(name: &str, seen: &Numbers, quotes: bool, say: &mut impl FnMut(String, String)) {
    let marks = |mark: Mark| match mark {
        Mark::Point => (("comma", "point"), ("la coma", "el punto")),
        Mark::Comma => (("point", "comma"), ("el punto", "la coma")),
    };
    let ((thousands, decimals), (miles, decimales)) = marks(seen.mark());
    if let Some(example) = seen.guess() {
        let place = example.place(quotes);
        say(
            format!(
                "No cell of \"{name}\" shows whether {} is thousands or decimals: the {thousands} is taken for thousands, the {decimals} \
                 for decimals. Check it.",
                place.en
            ),
            format!(
                "Ninguna celda de «{name}» muestra si {} son millares o decimales: {miles} se toma como separador de millares y \
                 {decimales}, de decimales. Conviene comprobarlo.",
                place.es
            ),
        );
    }
    if let Some((n, example)) = seen.contrary() {
        let place = example.place(quotes);
        say(
            format!(
                "{n} cells of \"{name}\" are written with the other decimal mark than most, such as {}: they count as blank, as the \
                 {decimals} is taken for decimals.",
                place.en
            ),
            format!(
                "{n} celdas de «{name}» llevan otro signo decimal que la mayoría, como {}: cuentan como vacías, porque los decimales se \
                 leen con {decimales}.",
                place.es
            ),
        );
    }
    if let Some(example) = &seen.example {
        let (n, place) = (seen.others, example.place(quotes));
        say(
            match n {
                1 => format!("1 cell of \"{name}\" holds no number: {}; it counts as blank.", place.en),
                _ => format!("{n} cells of \"{name}\" hold no number, such as {}; they count as blank.", place.en),
            },
            match n {
                1 => format!("1 celda de «{name}» no contiene un número: {}; cuenta como vacía.", place.es),
                _ => format!("{n} celdas de «{name}» no contienen un número, como {}; cuentan como vacías.", place.es),
            },
        );
    }
}

fn rows(plan: &Plan, say: &mut impl FnMut(String, String)) {
    let counts = &plan.counts;
    if counts.tagged == 0 {
        say("There is no tagged comment.".into(), "No hay ningún comentario etiquetado.".into());
    }
    if counts.unreadable > 0 {
        let (n, examples) = (counts.unreadable, counts.examples.join("; "));
        say(
            match n {
                1 => format!("1 row has tags that cannot be read and is left out: {examples}."),
                _ => format!("{n} rows have tags that cannot be read and are left out: {examples}."),
            },
            match n {
                1 => format!("1 fila tiene etiquetas ilegibles y no se cuenta: {examples}."),
                _ => format!("{n} filas tienen etiquetas ilegibles y no se cuentan: {examples}."),
            },
        );
    }
    if counts.failed > 0 {
        let n = counts.failed;
        say(
            match n {
                1 => "1 row could not be classified and is left out.".into(),
                _ => format!("{n} rows could not be classified and are left out."),
            },
            match n {
                1 => "1 fila no se pudo clasificar y no se cuenta.".into(),
                _ => format!("{n} filas no se pudieron clasificar y no se cuentan."),
            },
        );
    }
    if counts.without_customer > 0 {
        let n = counts.without_customer;
        say(
            match n {
                1 => "1 comment names no customer; it counts as one of its own.".into(),
                _ => format!("{n} comments name no customer; each counts as one of its own."),
            },
            match n {
                1 => "1 comentario no indica cliente; cuenta como un cliente aparte.".into(),
                _ => format!("{n} comentarios no indican cliente; cada uno cuenta como un cliente aparte."),
            },
        );
    }
}

fn columns(plan: &Plan, say: &mut impl FnMut(String, String)) {
    for (column, files) in &plan.opened.partly {
        let files = files.join(", ");
        say(
            format!("{files}: there is no column \"{column}\"; its cells count as blank."),
            format!("{files}: no hay columna «{column}»; sus celdas cuentan como vacías."),
        );
    }
}

fn files(plan: &Plan, say: &mut impl FnMut(String, String)) {
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
            format!("{files}: the column of comments is not plain (--text COLUMN names it): no words and no quotes."),
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
            DayOrder::DayFirst => ("the day before the month", "el día antes que el mes"),
            DayOrder::MonthFirst => ("the month before the day", "el mes antes que el día"),
        };
        let (why_en, why_es) = if seen.order_is_a_guess() {
            ("no date shows which comes first: check it", "ninguna fecha muestra cuál va primero: conviene comprobarlo")
        } else {
            ("as dates beyond the 12th show", "como muestran las que pasan del día 12")
        };
        say(
            format!("Days of \"{name}\" are read with {en}, {why_en}."),
            format!("Las fechas de «{name}» se leen con {es}, {why_es}."),
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
    let example = seen.example.as_ref().or_else(|| seen.contrary_example());
    if let Some(example) = example.filter(|_| unread > 0) {
        let place = example.place(plan.asked.quotes);
        say(
            match unread {
                1 => format!("1 cell of \"{name}\" holds no day that can be read: {}; it is in no period.", place.en),
                _ => format!(
                    "{unread} cells of \"{name}\" hold no day that can be read, such as {}; they are in no period.",
                    place.en
                ),
            },
            match unread {
                1 => format!(
                    "1 celda de «{name}» no contiene una fecha legible: {}; no está en ningún periodo.",
                    place.es
                ),
                _ => format!(
                    "{unread} celdas de «{name}» no contienen una fecha legible, como {}; no están en ningún periodo.",
                    place.es
                ),
            },
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
