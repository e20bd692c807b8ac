//! What goes with complaints: their wording, where and when they gather, what else they speak of, and quotes.

use std::fmt::Write;

use super::paper::{Paper, escape};
use super::units;
use crate::labels::Language;
use crate::report::Report;
use crate::report::causes::{Cause, Concentration, LEAST_COMPLAINTS, More, Together};

/// How many touchpoints the page has.
const TOUCHPOINTS: usize = 6;
/// How many terms, places and touchpoints a sentence names.
const NAMED: usize = 6;
const PLACES: usize = 3;

pub(super) fn causes(paper: &mut Paper, report: &Report) {
    let causes = &report.causes;
    let heading = paper.say("Behind the complaints", "Detrás de las quejas");
    paper.section("causes", heading);
    let min_n = report.about.min_n;
    if causes.touchpoints.is_empty() {
        let few = report.kpis.n < min_n as f64;
        let (start, least) = if few {
            let en = "There are too few comments in all to say what goes with complaints. It takes";
            (
                paper.say(en, "Hay muy pocos comentarios en total para decir qué acompaña a las quejas. Hacen falta"),
                min_n,
            )
        } else {
            let en = "No touchpoint has enough complaints to say what goes with them. It takes";
            let es = "Ningún punto de contacto tiene suficientes quejas para decir qué las acompaña. Hacen falta";
            (paper.say(en, es), LEAST_COMPLAINTS)
        };
        let text = format!("{start} {least}.");
        paper.note(&text);
        paper.end();
        return;
    }
    for cause in causes.touchpoints.iter().take(TOUCHPOINTS) {
        card(paper, report, cause);
    }
    left_out(paper, report);
    if !causes.periods && report.about.days.is_some() {
        let text = paper.say(
            "Periods are not looked at here: several models tagged them, and not alike.",
            "Aquí no se miran los periodos: los etiquetaron varios modelos, y no por igual.",
        );
        paper.small(text);
    }
    let text = paper.say(
        "A word counts once per comment (or customer). Wording is shown that complaints have more than the other comments of the same \
         language: log-odds ratio with a Dirichlet prior (Monroe, Colaresi and Quinn 2008); of the terms called beyond chance, one in \
         twenty is expected to be chance after all. Places and touchpoints are shown where the difference is more than chance (corrected \
         by Holm's method, over all touchpoints). All of it goes with complaints; none of it is shown to cause them. In quotes, words in brackets stand for \
         personal data.",
        "Cada palabra cuenta una vez por comentario (o cliente). Se muestran las expresiones más frecuentes en las quejas que en los demás \
         comentarios del mismo idioma: razón de probabilidades logarítmica con distribución previa de Dirichlet (Monroe, Colaresi y Quinn \
         2008); de las que se dan por más allá del azar, cabe esperar que una de cada veinte se deba al azar. Los lugares y los puntos de \
         contacto aparecen si la diferencia supera al azar (corrección de Holm, sobre todos los puntos de contacto). Todo ello acompaña a las quejas; nada prueba que las cause. \
         En las citas, las palabras entre corchetes sustituyen datos personales.",
    );
    paper.small(text);
    paper.end();
}

fn english(paper: &Paper) -> bool {
    paper.say("en", "es") == "en"
}

fn card(paper: &mut Paper, report: &Report, cause: &Cause) {
    let title = paper.title(cause.label);
    paper.heading(&title);
    let (units, share) = (units(paper, report), paper.share(&cause.complaints));
    let (comments, n) = (paper.count(cause.comments as f64), paper.count(cause.complaints.n));
    let mut text = if english(paper) {
        format!("{comments} comments complain of it: {share} of {n} {units}. ")
    } else {
        format!("Hay quejas en {comments} comentarios: el {share} de {n} {units}. ")
    };
    text.push_str(&words(paper, cause));
    paper.paragraph(&text);
    if let Some(text) = places(paper, cause) {
        paper.paragraph(&text);
    }
    if let Some(text) = beside(paper, cause) {
        paper.paragraph(&text);
    }
    for quote in &cause.quotes {
        let lang = match quote.lang {
            Language::Und => String::new(),
            lang => format!(" lang=\"{lang}\""),
        };
        let mut markup = String::new();
        let _ = write!(markup, "<blockquote{lang}><p>{}</p></blockquote>", escape(&quote.text));
        paper.raw(&markup);
    }
    details(paper, cause);
}

/// What the complaints say more than others, with how many of them do.
fn words(paper: &Paper, cause: &Cause) -> String {
    if cause.wording.is_empty() {
        let text = paper.say(
            "There are too few texts to compare their wording.",
            "Hay muy pocos textos para comparar sus palabras.",
        );
        return text.to_owned();
    }
    let told = |beyond: bool, most_named: usize| {
        // Each language in turn, so that both are heard.
        let most = cause.wording.iter().map(|wording| wording.terms.len()).max().unwrap_or(0);
        let terms: Vec<String> = (0..most)
            .flat_map(|place| cause.wording.iter().filter_map(move |wording| wording.terms.get(place)))
            .filter(|term| term.beyond_chance == beyond)
            .take(most_named)
            .map(|term| format!("{} ({})", paper.quoted(&term.term), paper.count(term.complaints.count)))
            .collect();
        (terms.len(), paper.listed(&terms))
    };
    let (named, sure) = told(true, NAMED);
    if named > 0 {
        let more = paper.say("They say, more than other comments do:", "Dicen, más que los demás comentarios:");
        let (others, nearly) = told(false, NAMED - named);
        return match (others, paper.say("less surely", "con menos seguridad")) {
            (0, _) => format!("{more} {sure}."),
            (_, less) => format!("{more} {sure}; {less}, {nearly}."),
        };
    }
    let none = paper.say(
        "No wording sets them apart from other comments beyond chance",
        "Ninguna expresión los distingue de los demás comentarios más allá del azar",
    );
    let (named, nearest) = told(false, NAMED);
    match (named, paper.say("nearest to it", "las que más se acercan")) {
        (0, _) => format!("{none}."),
        (_, nearly) => format!("{none}; {nearly}: {nearest}."),
    }
}

/// Where and when there are more complaints.
fn places(paper: &Paper, cause: &Cause) -> Option<String> {
    if cause.places == 0 {
        return None;
    }
    if cause.concentrations.is_empty() {
        let places = paper.count(cause.places as f64);
        return Some(if english(paper) {
            format!(
                "Groups and periods compared: {places}. In none of them are such complaints more frequent beyond chance."
            )
        } else {
            format!(
                "Grupos y periodos comparados: {places}. En ninguno son más frecuentes estas quejas más allá del azar."
            )
        });
    }
    let told: Vec<String> = cause
        .concentrations
        .iter()
        .take(PLACES)
        .map(|one| {
            let (here, elsewhere) = (paper.share(&one.here), paper.share(&one.elsewhere));
            let against = paper.say("against", "frente al");
            format!("{} ({here}, {}; {against} {elsewhere})", place(paper, one), paper.n(one.here.n))
        })
        .collect();
    let start = paper.say("They are more frequent than elsewhere in", "Son más frecuentes que en el resto en");
    Some(format!("{start} {}.", paper.listed(&told)))
}

fn place(paper: &Paper, one: &Concentration) -> String {
    match (&one.column, &one.value, one.period) {
        (Some(column), Some(value), _) => format!("{column} {}", paper.quoted(value)),
        (_, _, Some(period)) => paper.period(period),
        (column, ..) => column.clone().unwrap_or_default(),
    }
}

/// What else the complaints speak of.
fn beside(paper: &Paper, cause: &Cause) -> Option<String> {
    let told: Vec<String> = cause
        .together
        .iter()
        .take(PLACES)
        .map(|one| {
            let (complaints, others) = (paper.share(&one.complaints), paper.share(&one.others));
            format!("{} ({complaints}; {} {others})", paper.name(one.label), paper.say("others", "los demás,"))
        })
        .collect();
    let start =
        paper.say("More than other comments, they also speak of", "Más que los demás comentarios, hablan también de");
    (!told.is_empty()).then(|| format!("{start} {}.", paper.listed(&told)))
}

/// Every figure, for those who want them.
fn details(paper: &mut Paper, cause: &Cause) {
    let terms = cause.wording.iter().any(|wording| !wording.terms.is_empty());
    if !terms && cause.together.is_empty() && cause.concentrations.is_empty() {
        return;
    }
    let summary = format!("{}: {}", paper.title(cause.label), paper.say("all figures", "todas las cifras"));
    paper.more(&summary);
    for wording in cause.wording.iter().filter(|wording| !wording.terms.is_empty()) {
        let (compared, z) = (paper.count(wording.compared as f64), paper.number(wording.least_z, 1));
        let read = paper.count(wording.terms.first().map_or(0.0, |term| term.complaints.n));
        let lang = paper.name(wording.lang);
        let caption = if english(paper) {
            format!("Wording in {lang}: {read} complaints read, {compared} terms compared; beyond chance from z = {z}")
        } else {
            format!(
                "Expresiones en {lang}: {read} quejas leídas, {compared} expresiones comparadas; más allá del azar desde z = {z}"
            )
        };
        let rows: Vec<Vec<String>> = wording
            .terms
            .iter()
            .map(|term| {
                let count = paper.count(term.complaints.count);
                vec![
                    term.term.clone(),
                    count,
                    paper.share(&term.complaints),
                    paper.share(&term.others),
                    paper.number(term.z, 1),
                ]
            })
            .collect();
        let header = [
            paper.say("Wording", "Expresión"),
            paper.say("Complaints", "Quejas"),
            paper.say("Share", "Proporción"),
            paper.say("In other comments", "En los demás comentarios"),
            "z",
        ];
        paper.table(&caption, &header, &rows, &[]);
    }
    let rows: Vec<Vec<String>> = cause
        .concentrations
        .iter()
        .map(|one: &Concentration| {
            let (here, elsewhere, n) = (paper.share(&one.here), paper.share(&one.elsewhere), paper.count(one.here.n));
            vec![place(paper, one), n, here, elsewhere, points(paper, &one.more), paper.chance(one.more.p_holm)]
        })
        .collect();
    let (caption, points_of) =
        (paper.say("Where and when", "Dónde y cuándo"), paper.say("Difference, points", "Diferencia, puntos"));
    let header = [
        paper.say("Group or period", "Grupo o periodo"),
        "n",
        paper.say("Complaints there", "Quejas ahí"),
        paper.say("Elsewhere", "En el resto"),
        points_of,
        "p",
    ];
    paper.table(caption, &header, &rows, &[]);
    let rows: Vec<Vec<String>> = cause
        .together
        .iter()
        .map(|one: &Together| {
            let (complaints, others) = (paper.share(&one.complaints), paper.share(&one.others));
            vec![paper.title(one.label), complaints, others, points(paper, &one.more), paper.chance(one.more.p_holm)]
        })
        .collect();
    let caption = paper.say("Touchpoints that come along", "Puntos de contacto que las acompañan");
    let header = [
        paper.say("Touchpoint", "Punto de contacto"),
        paper.say("In these complaints", "En estas quejas"),
        paper.say("In other comments", "En los demás comentarios"),
        points_of,
        "p",
    ];
    paper.table(caption, &header, &rows, &[]);
    paper.end_more();
}

/// A difference of shares in points, with its interval.
fn points(paper: &Paper, more: &More) -> String {
    let number = |value: f64| paper.signed(100.0 * value, 0);
    format!("{} {}", number(more.difference), paper.interval(&number(more.low), &number(more.high)))
}

/// What the section does not show, and what it is a sample of.
fn left_out(paper: &mut Paper, report: &Report) {
    let causes = &report.causes;
    let further: Vec<String> =
        causes.touchpoints.iter().skip(TOUCHPOINTS).map(|cause| paper.name(cause.label).to_owned()).collect();
    let few: Vec<String> = causes.too_few.iter().map(|one| paper.name(one.label).to_owned()).collect();
    let mut said = Vec::new();
    if !further.is_empty() {
        let start = paper.say(
            "With fewer complaints, in the figures' file only:",
            "Con menos quejas, solo en el archivo de cifras:",
        );
        said.push(format!("{start} {}.", paper.listed(&further)));
    }
    if !few.is_empty() {
        let start = paper.say("With too few to say anything, fewer than", "Con muy pocas para decir nada, menos de");
        said.push(format!("{start} {LEAST_COMPLAINTS}: {}.", paper.listed(&few)));
    }
    let sampled = causes.read < causes.comments || causes.touchpoints.iter().any(|cause| cause.read < cause.comments);
    if sampled {
        let (read, comments) = (paper.count(causes.read as f64), paper.count(causes.comments as f64));
        let most = paper.count(causes.touchpoints.iter().map(|cause| cause.read).max().unwrap_or(0) as f64);
        said.push(if english(paper) {
            format!(
                "Wording and quotes come from a random sample: {read} of {comments} comments, and up to {most} complaints about each \
                 touchpoint. All other figures are of all comments."
            )
        } else {
            format!(
                "Las expresiones y las citas salen de una muestra al azar: {read} de {comments} comentarios y hasta {most} quejas de cada \
                 punto de contacto. Las demás cifras son de todos los comentarios."
            )
        });
    }
    if !said.is_empty() {
        paper.small(&said.join(" "));
    }
}
