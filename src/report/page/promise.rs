//! Promise and belief: the gap, promises praised and then broken, expectations.

use super::chart::{Dot, Tone};
use super::names::capital;
use super::paper::Paper;
use crate::report::promise::{Apart, Broken, Expectations, Expected, Gap, PromiseSection};

/// How many touchpoints the table of expectations has.
const TOUCHPOINTS: usize = 8;
/// How many later complaints are told.
const COMPLAINTS: usize = 5;

pub(super) fn promise(paper: &mut Paper, section: &PromiseSection) {
    let heading = paper.say("Promise and belief", "Promesa y creencia");
    paper.section("promise", heading);
    gaps(paper, &section.gaps);
    expectations(paper, section);
    broken(paper, &section.broken);
    paper.end();
}

fn name(paper: &Paper, gap: &Gap) -> String {
    match (gap.touchpoint, gap.stage) {
        (Some(label), _) => paper.title(label),
        (None, Some(stage)) => format!("{} {}", paper.say("Stage:", "Etapa:"), paper.name(stage)),
        (None, None) => paper.say("Everything", "Todo").to_owned(),
    }
}

fn points(paper: &Paper, apart: &Apart) -> String {
    let interval = paper.interval(&paper.signed(apart.low, 0), &paper.signed(apart.high, 0));
    format!("{} {interval}", paper.signed(apart.gap, 0))
}

fn gaps(paper: &mut Paper, gaps: &[Gap]) {
    if gaps.is_empty() {
        return;
    }
    let heading = paper
        .say("What the company believes, and what customers say", "Lo que cree la empresa y lo que dicen los clientes");
    paper.heading(heading);
    let text = gaps_in_words(paper, gaps);
    paper.paragraph(&text);
    let dots: Vec<Dot> = gaps
        .iter()
        .filter_map(|gap| {
            let apart = gap.apart.as_ref()?;
            // The better the belief against what is said, the worse.
            let tone = Tone::of(-apart.high, -apart.low);
            let (label, note) = (name(paper, gap), paper.n(apart.n));
            Some(Dot { label, value: apart.gap, low: apart.low, high: apart.high, note, tone })
        })
        .collect();
    let label = paper.say("Belief less what customers say", "La creencia menos lo que dicen los clientes");
    let unit = paper.say(
        "points; above zero the company thinks too well of itself",
        "puntos; por encima de cero la empresa se ve mejor de lo que la ven",
    );
    paper.dots(label, unit, &dots);
    let rows: Vec<Vec<String>> = gaps
        .iter()
        .map(|gap| {
            vec![
                name(paper, gap),
                gap.promise.clone().unwrap_or_else(|| "–".into()),
                match gap.expected {
                    None => "–".into(),
                    Some(Expected::Net(net)) => format!("{} {}", paper.say("net", "neto"), paper.signed(net, 0)),
                    Some(Expected::Praise(share)) => {
                        format!("{} {}", paper.percent(share), paper.say("praise", "de elogios"))
                    }
                },
                paper.net(&gap.net),
                paper.share(&gap.praised),
                paper.share(&gap.complained),
                paper.count(gap.net.n),
                gap.apart.as_ref().map_or_else(|| "–".into(), |apart| points(paper, apart)),
            ]
        })
        .collect();
    let header = match paper.say("en", "es") {
        "en" => ["about", "promise", "belief", "net, as said", "praise", "complaints", "n", "gap in points"],
        _ => ["sobre", "promesa", "creencia", "neto, según dicen", "elogios", "quejas", "n", "brecha en puntos"],
    };
    let caption = paper.say(
        "Promises and beliefs beside what is said, with 95% intervals",
        "Promesas y creencias junto a lo que se dice, con intervalos del 95 %",
    );
    paper.table(caption, &header, &rows, &[1, 2]);
    let text = paper.say(
        "Praise, complaints and net are of those who speak of the touchpoint; of a stage, of those who speak of any of its touchpoints, each comment \
         once. The interval of \
         the gap is that of what customers say: a belief has none.",
        "Elogios, quejas y neto son de quienes hablan del punto de contacto; en una etapa, de quienes hablan de alguno de sus puntos, cada comentario \
         una vez. El \
         intervalo de la brecha es el de lo que dicen los clientes: una creencia no lo tiene.",
    );
    paper.small(text);
}

fn gaps_in_words(paper: &Paper, gaps: &[Gap]) -> String {
    let english = paper.say("en", "es") == "en";
    let believed: Vec<(&Gap, &Apart)> = gaps.iter().filter_map(|gap| Some((gap, gap.apart.as_ref()?))).collect();
    if believed.is_empty() {
        let text = "No belief can be compared: none is stated, or nobody speaks of it.";
        return paper.say(text, "No hay creencia que comparar: no consta ninguna, o nadie habla de ello.").to_owned();
    }
    let mut above: Vec<_> = believed.iter().filter(|(_, apart)| apart.low > 0.0).collect();
    above.sort_by(|a, b| b.1.gap.total_cmp(&a.1.gap));
    let below = believed.iter().filter(|(_, apart)| apart.high < 0.0).count();
    let all = believed.len();
    let text = match (above.first(), english) {
        (None, true) => {
            format!("In none of {all} points does the company think better of itself than its customers do.")
        }
        (None, false) => format!("En ninguno de {all} puntos la empresa se ve mejor de lo que la ven sus clientes."),
        (Some((gap, apart)), true) => format!(
            "In {} of {all} points the company thinks better of itself than its customers do, most of all in {}: {} points, {}.",
            above.len(),
            paper.quoted(&name(paper, gap)),
            points(paper, apart),
            paper.n(apart.n)
        ),
        (Some((gap, apart)), false) => format!(
            "En {} de {all} puntos la empresa se ve mejor de lo que la ven sus clientes, sobre todo en {}: {} puntos, {}.",
            above.len(),
            paper.quoted(&name(paper, gap)),
            points(paper, apart),
            paper.n(apart.n)
        ),
    };
    let worse = match (below, english) {
        (0, _) => String::new(),
        (_, true) => format!(" In {below} it thinks worse."),
        (_, false) => format!(" En {below} se ve peor."),
    };
    text + &worse
}

fn expectations(paper: &mut Paper, section: &PromiseSection) {
    let Some(all) = section.expectations.first().filter(|all| all.unmet.n > 0.0) else { return };
    let heading = paper.say("Expectations unmet, met, exceeded", "Expectativas incumplidas, cumplidas, superadas");
    paper.heading(heading);
    let said = all.unmet.count + all.met.count + all.exceeded.count;
    let text = match paper.say("en", "es") {
        "en" if said <= 0.0 => format!("Of {} comments none says what was expected.", paper.count(all.unmet.n)),
        _ if said <= 0.0 => format!("De {} comentarios, ninguno dice qué se esperaba.", paper.count(all.unmet.n)),
        "en" => format!(
            "Expectations were unmet in {} of comments and exceeded in {} ({}); most say nothing of what was expected.",
            paper.share(&all.unmet),
            paper.share(&all.exceeded),
            paper.n(all.unmet.n)
        ),
        _ => format!(
            "Las expectativas quedan incumplidas en el {} de los comentarios y superadas en el {} ({}); la mayoría no dice qué esperaba.",
            paper.share(&all.unmet),
            paper.share(&all.exceeded),
            paper.n(all.unmet.n)
        ),
    };
    paper.paragraph(&text);
    let about = |one: &Expectations| match one.touchpoint {
        Some(label) => paper.title(label),
        None => paper.say("All comments", "Todos los comentarios").to_owned(),
    };
    let rows: Vec<Vec<String>> = section
        .expectations
        .iter()
        .filter(|one| one.touchpoint.is_none() || one.unmet.count + one.met.count + one.exceeded.count > 0.0)
        .take(1 + TOUCHPOINTS)
        .map(|one| {
            let n = paper.count(one.unmet.n);
            vec![about(one), paper.share(&one.unmet), paper.share(&one.met), paper.share(&one.exceeded), n]
        })
        .collect();
    let header = match paper.say("en", "es") {
        "en" => ["comments that speak of", "unmet", "met", "exceeded", "n"],
        _ => ["comentarios que hablan de", "incumplidas", "cumplidas", "superadas", "n"],
    };
    let caption = paper.say("Expectations, with 95% intervals", "Expectativas, con intervalos del 95 %");
    paper.table(caption, &header, &rows, &[]);
    let text = paper.say(
        "A rule tells, no model: turns of phrase such as “not as advertised”, “as described”, “better than expected”; without them \
         disappointment, or surprise at something good or bad. It finds what is said outright and misses the rest: compare the rows with one \
         another rather than take a share for the whole.",
        "Lo dice una regla, no un modelo: giros como «esperaba más», «tal como esperaba», «mejor de lo que esperaba»; si no los hay, la \
         decepción, o la sorpresa ante algo bueno o malo. Encuentra lo que se dice abiertamente y se le escapa el resto: sirve para comparar \
         unas filas con otras, no para tomar una parte por el todo.",
    );
    paper.small(text);
    if !section.words {
        let text = paper.say(
            "The text of the comments is not known: emotions alone tell.",
            "No se conoce el texto de los comentarios: solo cuentan las emociones.",
        );
        paper.note(text);
    }
    if !section.emotions {
        let text = paper.say(
            "Emotions are not known: words alone tell.",
            "No se conocen las emociones: solo cuentan las palabras.",
        );
        paper.note(text);
    }
}

fn broken(paper: &mut Paper, broken: &[Broken]) {
    let told: Vec<&Broken> = broken.iter().filter(|one| one.later.n > 0.0).collect();
    let heading = paper.say("Praised first, criticised later", "Elogiado al principio, criticado después");
    paper.heading(heading);
    if told.is_empty() {
        let text = paper.say(
            "Nobody praises marketing or price, so no promise can be seen to break later.",
            "Nadie elogia el marketing ni el precio, así que no se puede ver si la promesa se rompe después.",
        );
        paper.paragraph(text);
        return;
    }
    let listed = |paper: &Paper, one: &Broken| {
        let complaints = one.complaints.iter().take(COMPLAINTS);
        let complaints: Vec<String> =
            complaints.map(|one| format!("{} {}", paper.name(one.label), paper.share(&one.share))).collect();
        if complaints.is_empty() { "–".into() } else { complaints.join("; ") }
    };
    let sentences: Vec<String> = told
        .iter()
        .map(|one| {
            let (label, later, n) = (paper.name(one.touchpoint), paper.share(&one.later), paper.n(one.later.n));
            match paper.say("en", "es") {
                "en" => format!(
                    "Of those who praise the {label}, {later} complain about something later on the journey ({n})."
                ),
                _ => format!(
                    "De quienes elogian el {label}, el {later} se queja de algo posterior en el recorrido ({n})."
                ),
            }
        })
        .collect();
    paper.paragraph(&sentences.join(" "));
    let rows: Vec<Vec<String>> = told
        .iter()
        .map(|one| {
            vec![
                capital(paper.name(one.touchpoint)),
                paper.count(one.later.n),
                paper.share(&one.later),
                paper.share(&one.others),
                listed(paper, one),
            ]
        })
        .collect();
    let header = match paper.say("en", "es") {
        "en" => ["praised", "n", "complain later", "of those who do not praise it", "about"],
        _ => ["elogiado", "n", "se quejan después", "de quienes no lo elogian", "de qué"],
    };
    let caption = paper
        .say("Later complaints of those who praise the promise", "Quejas posteriores de quienes elogian la promesa");
    paper.table(caption, &header, &rows, &[4]);
    let text = paper.say(
        "Later is everything from buying on. In the same comment; where customers are counted, in any of theirs.",
        "Posterior es todo desde la compra. En el mismo comentario; si se cuentan clientes, en cualquiera de los suyos.",
    );
    paper.small(text);
}
