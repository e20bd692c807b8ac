//! What goes with complaints: their wording, where and when they gather, what else they speak of, and quotes.

use std::borrow::Cow;
use std::fmt::Write;

use super::chart::short;
use super::names::contracted;
use super::paper::{Paper, Tongue, escape};
use super::{trust, units};
use crate::labels::{Language, Touchpoint};
use crate::report::Report;
use crate::report::causes::{Cause, Concentration, LEAST_COMPLAINTS, More, Together};
use crate::report::drivers::Polarity;
use crate::report::kpi::Share;
use crate::report::mask::in_spanish;

/// How many touchpoints the page has.
const TOUCHPOINTS: usize = 6;
/// In how many complaints a word must be that chance may have put there, for a sentence to name it; the table has them all.
const WORTH_NAMING: f64 = 5.0;
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
    let mut trusted: Vec<&Cause> = Vec::new();
    let mut doubtful: Vec<(&Cause, Share)> = Vec::new();
    for cause in &causes.touchpoints {
        match trust::doubtful_complaints(report, cause.label) {
            Some(right) => doubtful.push((cause, right)),
            None => trusted.push(cause),
        }
    }
    let weight = |cause: &Cause| complaints(report, cause).0.count;
    trusted.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    for cause in trusted.iter().take(TOUCHPOINTS) {
        card(paper, report, cause);
    }
    if !doubtful.is_empty() {
        let told: Vec<_> = doubtful.iter().map(|(cause, right)| (cause.label, *right)).collect();
        let told = paper.right_of(&told);
        let text = match paper.tongue {
            Tongue::En => format!(
                "Set apart, since fewer than half of them were right when they were checked by hand: complaints about {told}."
            ),
            Tongue::Es => format!(
                "Aparte, porque al revisarlas a mano menos de la mitad eran correctas: las quejas sobre {told}."
            ),
        };
        paper.note(&text);
        let summary = paper.say("Doubtful complaints", "Quejas dudosas");
        paper.more(summary);
        for (cause, _) in doubtful.iter().take(TOUCHPOINTS) {
            card(paper, report, cause);
        }
        paper.end_more();
    }
    left_out(paper, report, trusted.get(TOUCHPOINTS..).unwrap_or_default());
    if !causes.periods && report.about.days.is_some() {
        let text = paper.say(
            "Periods are not looked at here: several models tagged them, and not alike.",
            "Aquí no se miran los periodos: los etiquetaron varios modelos, y no por igual.",
        );
        paper.small(text);
    }
    let text = paper.say(
        "All of this comes with complaints; none of it is shown to cause them. In quotes, words in brackets stand for personal data.",
        "Todo ello acompaña a las quejas; nada prueba que las cause. En las citas, las palabras entre corchetes sustituyen datos personales.",
    );
    paper.small(text);
    let summary = paper.say("How it was computed", "Cómo se ha calculado");
    paper.more(summary);
    let text = paper.say(
        "A word counts once per comment (or customer). It is shown where complaints have it more than the other comments of the same \
         language: log-odds ratio with a Dirichlet prior (Monroe, Colaresi and Quinn 2008). Of the words shown as sure, one in twenty is \
         expected to be chance. Places and touchpoints are shown where the difference is more than chance (Holm's correction, over all touchpoints).",
        "Cada palabra cuenta una vez por comentario (o cliente). Se muestra si aparece más en las quejas que en los demás comentarios del \
         mismo idioma: razón de probabilidades logarítmica con distribución previa de Dirichlet (Monroe, Colaresi y Quinn 2008). De las \
         que se dan por seguras, cabe esperar que una de cada veinte se deba al azar. Los lugares y los puntos de contacto aparecen si la \
         diferencia supera al azar (corrección de Holm, sobre todos los puntos de contacto).",
    );
    paper.small(text);
    paper.end_more();
    paper.end();
}

/// The share of complaints, corrected where it can be.
fn complaints(report: &Report, cause: &Cause) -> (Share, bool) {
    let corrected = trust::corrected(report, cause.label, Polarity::Complaint);
    corrected.map_or((cause.complaints, false), |share| (share, true))
}

fn card(paper: &mut Paper, report: &Report, cause: &Cause) {
    let title = paper.title(cause.label);
    paper.heading(&title);
    let (share, corrected) = complaints(report, cause);
    let (units, share, raw) = (units(paper, report), paper.share(&share), paper.share(&cause.complaints));
    let (n, the) = (paper.count(cause.complaints.n), paper.the(cause.label));
    let comments =
        paper.counted(cause.comments, ["comment complains", "comments complain"], ["comentario", "comentarios"]);
    let mut text = match (paper.tongue, corrected) {
        (Tongue::En, false) => format!("{comments} about {the}: {share} of {n} {units}. "),
        (Tongue::En, true) => {
            format!("{comments} about {the}: {raw} of {n} {units} by the model, {share} corrected. ")
        }
        (Tongue::Es, false) => format!("Se quejan de ello {comments}: el {share} de {n} {units}. "),
        (Tongue::Es, true) => {
            format!("Se quejan de ello {comments}: el {raw} de {n} {units} según el modelo, el {share} corregido. ")
        }
    };
    text.push_str(&words(paper, cause));
    paper.paragraph(&text);
    let around: Vec<String> = places(paper, cause).into_iter().chain(beside(paper, cause)).collect();
    if !around.is_empty() {
        paper.paragraph(&around.join(" "));
    }
    if !cause.quotes.is_empty() {
        let mut markup = String::from("<div class=\"quotes\">");
        for quote in &cause.quotes {
            let lang = match quote.lang {
                Language::Und => String::new(),
                lang => format!(" lang=\"{lang}\""),
            };
            let text = match paper.tongue {
                Tongue::En => Cow::Borrowed(&*quote.text),
                Tongue::Es => in_spanish(&quote.text),
            };
            let _ = write!(markup, "<blockquote{lang}><p>{}</p></blockquote>", escape(&text));
        }
        markup.push_str("</div>");
        paper.raw(&markup);
    }
    details(paper, cause);
}

/// What the complaints say more than others, with how many of them do.
fn words(paper: &Paper, cause: &Cause) -> String {
    if cause.wording.is_empty() {
        let text = paper
            .say("There are too few texts to compare their words.", "Hay muy pocos textos para comparar sus palabras.");
        return text.to_owned();
    }
    let told = |beyond: bool, most_named: usize| {
        // Each language in turn, so that both are heard.
        let most = cause.wording.iter().map(|wording| wording.terms.len()).max().unwrap_or(0);
        let terms: Vec<String> = (0..most)
            .flat_map(|place| cause.wording.iter().filter_map(move |wording| wording.terms.get(place)))
            .filter(|term| term.beyond_chance == beyond && (beyond || term.complaints.count >= WORTH_NAMING))
            .take(most_named)
            .map(|term| format!("{} ({})", paper.quoted(&term.term), paper.count(term.complaints.count)))
            .collect();
        (terms.len(), paper.listed(&terms))
    };
    let (named, sure) = told(true, NAMED);
    if named > 0 {
        let more = paper.say("Words they use more than other comments:", "Palabras que usan más que los demás:");
        let (others, nearly) = told(false, NAMED - named);
        return match (others, paper.say("less surely", "con menos seguridad")) {
            (0, _) => format!("{more} {sure}."),
            (_, less) => format!("{more} {sure}; {less}, {nearly}."),
        };
    }
    let none = paper.say(
        "No word sets them apart from other comments beyond chance",
        "Ninguna palabra los distingue de los demás más allá del azar",
    );
    let (named, nearest) = told(false, NAMED);
    match (named, paper.say("the nearest", "las que más se acercan")) {
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
        return Some(match paper.tongue {
            Tongue::En => format!("They are concentrated in no group or period ({places} compared)."),
            Tongue::Es => format!("No se concentran en ningún grupo ni periodo ({places} comparados)."),
        });
    }
    let told: Vec<String> = cause
        .concentrations
        .iter()
        .take(PLACES)
        .map(|one| {
            let (here, elsewhere) = (paper.share(&one.here), paper.share(&one.elsewhere));
            let against = paper.say("elsewhere", "en el resto,");
            format!("{} ({here}, {}; {against} {elsewhere})", place(paper, one), paper.n(one.here.n))
        })
        .collect();
    let start = paper.say("They are concentrated in", "Se concentran en");
    Some(format!("{start} {}.", paper.listed(&told)))
}

fn place(paper: &Paper, one: &Concentration) -> String {
    match (&one.column, &one.value, one.period) {
        (Some(column), Some(value), _) => format!("{} {}", short(column), paper.quoted(&short(value))),
        (_, _, Some(period)) => paper.period_in_words(period),
        (column, ..) => column.as_deref().map(short).unwrap_or_default(),
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
            let the = contracted_de(paper, one.label);
            format!("{the} ({complaints}; {} {others})", paper.say("others,", "los demás,"))
        })
        .collect();
    let start = paper.say("More than others, they also speak of", "Hablan también, más que los demás,");
    (!told.is_empty()).then(|| format!("{start} {}.", paper.listed(&told)))
}

/// `delivery`, `de la entrega`
fn contracted_de(paper: &Paper, label: Touchpoint) -> String {
    match paper.tongue {
        Tongue::En => paper.the(label).to_owned(),
        Tongue::Es => contracted("de", paper.the(label)),
    }
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
        let caption = if paper.tongue == Tongue::En {
            format!("Words in {lang}: {read} complaints read, {compared} words and phrases compared; sure from z = {z}")
        } else {
            format!(
                "Palabras en {lang}: {read} quejas leídas, {compared} palabras y expresiones comparadas; seguras desde z = {z}"
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
            paper.say("Words", "Palabras"),
            paper.say("Complaints", "Quejas"),
            paper.say("Share", "Porcentaje"),
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
fn left_out(paper: &mut Paper, report: &Report, further: &[&Cause]) {
    let causes = &report.causes;
    let further: Vec<String> = further.iter().map(|cause| paper.name(cause.label).to_owned()).collect();
    let few: Vec<String> = causes.too_few.iter().map(|one| paper.name(one.label).to_owned()).collect();
    let mut said = Vec::new();
    if !further.is_empty() {
        let start = paper.say("With fewer complaints, in the JSON only:", "Con menos quejas, solo en el JSON:");
        said.push(format!("{start} {}.", paper.listed(&further)));
    }
    if !few.is_empty() {
        let start = paper.say("With fewer complaints than", "Con menos quejas de las necesarias,");
        said.push(format!("{start} {LEAST_COMPLAINTS}: {}.", paper.listed(&few)));
    }
    let sampled = causes.read < causes.comments || causes.touchpoints.iter().any(|cause| cause.read < cause.comments);
    if sampled {
        let (read, comments) = (paper.count(causes.read as f64), paper.count(causes.comments as f64));
        let most = paper.count(causes.touchpoints.iter().map(|cause| cause.read).max().unwrap_or(0) as f64);
        said.push(if paper.tongue == Tongue::En {
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
