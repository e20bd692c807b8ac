//! Promise and belief: the gap, promises praised and then broken, expectations.

use super::chart::{Dot, Tone, short};
use super::findings::Finding;
use super::names::capital;
use super::paper::{Paper, Tongue};
use super::trust;
use crate::report::Report;
use crate::report::promise::{Apart, Broken, Expectations, Expected, Gap, PromiseSection};

/// How many touchpoints the table of expectations has.
const TOUCHPOINTS: usize = 8;
/// How many later complaints are told.
const COMPLAINTS: usize = 5;

pub(super) fn promise(paper: &mut Paper, report: &Report) {
    let section = &report.promise;
    let heading = paper.say("Promise and belief", "Promesa y creencia");
    paper.section("promise", heading);
    gaps(paper, report);
    expectations(paper, section);
    broken(paper, report);
    paper.end();
}

/// What the company believes too well of, most of all: of a touchpoint or stage with enough mentions, and no doubtful ones.
pub(super) fn finding(paper: &Paper, report: &Report) -> Option<Finding> {
    let sure = |gap: &&Gap| {
        let apart = gap.apart.as_ref();
        apart.is_some_and(|apart| apart.low > 0.0 && apart.n >= report.about.min_n as f64)
            && (gap.touchpoint.is_some() || gap.stage.is_some())
            && gap.touchpoint.is_none_or(|label| trust::doubtful(report, label).is_none())
    };
    let size = |gap: &Gap| gap.apart.as_ref().map_or(0.0, |apart| apart.gap);
    let gap = report.promise.gaps.iter().filter(sure).max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let apart = gap.apart.as_ref()?;
    let what = match (gap.touchpoint, gap.stage) {
        (Some(label), _) => paper.the(label).to_owned(),
        (None, stage) => {
            let name = paper.quoted(paper.name(stage?));
            format!("{} {name}", paper.say("the stage", "la etapa"))
        }
    };
    let (points, n) = (paper.number(apart.gap, 0), paper.n(apart.n));
    let interval = paper.interval(&paper.number(apart.low, 0), &paper.number(apart.high, 0));
    let (expected, said) = match gap.expected? {
        Expected::Net(net) => (paper.signed(net, 0), paper.net(&gap.net)),
        Expected::Praise(share) => (paper.percent(share), paper.share(&gap.praised)),
    };
    let measure = match gap.expected? {
        Expected::Net(_) => paper.say("net sentiment", "sentimiento neto"),
        Expected::Praise(_) => paper.say("praise", "elogios"),
    };
    let promised = gap.promise.as_ref().map_or_else(String::new, |promise| {
        format!(" {} {}.", paper.say("It promises", "Promete"), paper.quoted(&short(promise)))
    });
    Some(match paper.tongue {
        Tongue::En => Finding {
            head: format!("The company rates {what} {points} points higher than its customers do."),
            text: format!(
                "Interval {interval}, {n}. It expects {expected} ({measure}); comments give {said}.{promised}"
            ),
        },
        Tongue::Es => Finding {
            head: format!("La empresa valora {what} {points} puntos por encima de sus clientes."),
            text: format!(
                "Intervalo {interval}, {n}. Espera {expected} ({measure}); los comentarios dan {said}.{promised}"
            ),
        },
    })
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

fn gaps(paper: &mut Paper, report: &Report) {
    let gaps = &report.promise.gaps[..];
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
    let label = paper.say(
        "Above zero: the company rates it higher than its customers do",
        "Por encima de cero: la empresa lo valora más que sus clientes",
    );
    let unit = paper.say("points", "puntos");
    paper.dots(label, unit, &dots);
    let rows: Vec<Vec<String>> = gaps
        .iter()
        .map(|gap| {
            vec![
                name(paper, gap),
                gap.promise.as_deref().map_or_else(|| "–".into(), short),
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
    let header = match paper.tongue {
        Tongue::En => ["about", "promise", "belief", "customers' net", "praise", "complaints", "n", "gap in points"],
        Tongue::Es => {
            ["sobre", "promesa", "creencia", "neto de los clientes", "elogios", "quejas", "n", "brecha en puntos"]
        }
    };
    let summary =
        paper.say("Promises, beliefs and what is said, one by one", "Promesas, creencias y lo que se dice, una a una");
    paper.more(summary);
    let caption = paper.say(
        "Promises and beliefs beside what is said, with 95% intervals",
        "Promesas y creencias junto a lo que se dice, con intervalos del 95 %",
    );
    paper.table(caption, &header, &rows, &[1, 2]);
    let text = paper.say(
        "Praise, complaints and net are of those who mention the touchpoint; of a stage, of those who mention any of its touchpoints, each \
         comment once. The gap's interval is that of what customers say: a belief has none.",
        "Elogios, quejas y neto son de quienes mencionan el punto de contacto; en una etapa, de quienes mencionan alguno de sus puntos de \
         contacto, cada comentario una vez. El intervalo de la brecha es el de lo que dicen los clientes: una creencia no lo tiene.",
    );
    paper.small(text);
    paper.end_more();
}

fn gaps_in_words(paper: &Paper, gaps: &[Gap]) -> String {
    let english = paper.tongue == Tongue::En;
    let believed: Vec<(&Gap, &Apart)> = gaps.iter().filter_map(|gap| Some((gap, gap.apart.as_ref()?))).collect();
    if believed.is_empty() {
        let text = "No belief can be compared: none is stated, or nobody speaks of it.";
        return paper.say(text, "No hay creencia que comparar: no consta ninguna, o nadie habla de ello.").to_owned();
    }
    let mut above: Vec<_> = believed.iter().filter(|(_, apart)| apart.low > 0.0).collect();
    above.sort_by(|a, b| b.1.gap.total_cmp(&a.1.gap));
    let below = believed.iter().filter(|(_, apart)| apart.high < 0.0).count();
    let all = believed.len();
    let beliefs = paper.counted(all as u64, ["belief", "beliefs"], ["creencia", "creencias"]);
    let text = match (above.first(), english) {
        (None, true) => {
            format!("Beliefs compared: {all}. None is more favourable than what customers say.")
        }
        (None, false) => {
            format!("Creencias comparadas: {all}. Ninguna es más favorable que lo que dicen los clientes.")
        }
        (Some((gap, apart)), true) => format!(
            "Of {beliefs} compared, {} {} more favourable than what customers say, most of all {}: {} points, {}.",
            above.len(),
            if above.len() == 1 { "is" } else { "are" },
            paper.quoted(&name(paper, gap)),
            points(paper, apart),
            paper.n(apart.n)
        ),
        (Some((gap, apart)), false) => format!(
            "De {beliefs} comparadas, {} {} que lo que dicen los clientes, sobre todo {}: {} puntos, {}.",
            above.len(),
            if above.len() == 1 { "es más favorable" } else { "son más favorables" },
            paper.quoted(&name(paper, gap)),
            points(paper, apart),
            paper.n(apart.n)
        ),
    };
    let worse = match (below, english) {
        (0, _) => String::new(),
        (_, true) => format!(" Less favourable: {below}."),
        (_, false) => format!(" Menos favorables: {below}."),
    };
    text + &worse
}

fn expectations(paper: &mut Paper, section: &PromiseSection) {
    let Some(all) = section.expectations.first().filter(|all| all.unmet.n > 0.0) else { return };
    let heading = paper.say("Expectations", "Expectativas");
    paper.heading(heading);
    let said = all.unmet.count + all.met.count + all.exceeded.count;
    let text = match paper.tongue {
        Tongue::En if said <= 0.0 => format!("Of {} comments none says what was expected.", paper.count(all.unmet.n)),
        Tongue::Es if said <= 0.0 => {
            format!("De {} comentarios, ninguno dice qué se esperaba.", paper.count(all.unmet.n))
        }
        Tongue::En => format!(
            "{} of comments tell of expectations that were not met, {} of expectations exceeded ({}); most do not say what was expected.",
            paper.share(&all.unmet),
            paper.share(&all.exceeded),
            paper.n(all.unmet.n)
        ),
        Tongue::Es => format!(
            "El {} de los comentarios habla de expectativas incumplidas y el {}, de expectativas superadas ({}); la mayoría no dice qué \
             esperaba.",
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
    let header = match paper.tongue {
        Tongue::En => ["comments that mention", "unmet", "met", "exceeded", "n"],
        Tongue::Es => ["comentarios que mencionan", "incumplidas", "cumplidas", "superadas", "n"],
    };
    let caption = paper.say("Expectations, with 95% intervals", "Expectativas, con intervalos del 95 %");
    paper.table(caption, &header, &rows, &[]);
    let text = paper.say(
        "Told by a rule and not by the model: turns of phrase such as “not as advertised” or “better than expected”, else disappointment or \
         surprise. It misses what is not said outright: compare the rows with one another rather than take a share for the whole.",
        "Lo dice una regla y no el modelo: giros como «esperaba más» o «mejor de lo que esperaba» y, si no los hay, la decepción o la \
         sorpresa. Se le escapa lo que no se dice abiertamente: sirve para comparar unas filas con otras, no para tomar el porcentaje como \
         total.",
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

fn broken(paper: &mut Paper, report: &Report) {
    let told: Vec<&Broken> = report.promise.broken.iter().filter(|one| one.later.n > 0.0).collect();
    let heading = paper.say("Promise praised, experience criticised", "Promesa elogiada, experiencia criticada");
    paper.heading(heading);
    if told.is_empty() {
        let text = paper.say(
            "Nobody praises marketing or the price, so there is no promise to compare with what comes later.",
            "Nadie elogia el marketing ni el precio: no hay promesa que comparar con lo que viene después.",
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
    let min_n = report.about.min_n as f64;
    let (enough, few): (Vec<&&Broken>, Vec<&&Broken>) = told.iter().partition(|one| one.later.n >= min_n);
    let mut sentences: Vec<String> = enough
        .iter()
        .map(|one| {
            let (the, later, n) = (paper.the(one.touchpoint), paper.share(&one.later), paper.n(one.later.n));
            match paper.tongue {
                Tongue::En => format!("Of those who praise {the}, {later} criticise what comes later ({n})."),
                Tongue::Es => format!("De quienes elogian {the}, el {later} critica lo que viene después ({n})."),
            }
        })
        .collect();
    sentences.extend(few.iter().map(|one| {
        let (the, n) = (paper.the(one.touchpoint), paper.n(one.later.n));
        match paper.tongue {
            Tongue::En => format!("Too few praise {the} to tell ({n})."),
            Tongue::Es => format!("Son muy pocos los que elogian {the} para decir algo ({n})."),
        }
    }));
    paper.paragraph(&sentences.join(" "));
    if enough.is_empty() {
        return;
    }
    let rows: Vec<Vec<String>> = enough
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
    let header = match paper.tongue {
        Tongue::En => ["praised", "n", "criticise what comes later", "of those who do not praise it", "about"],
        Tongue::Es => ["elogiado", "n", "critican lo posterior", "de quienes no lo elogian", "qué critican"],
    };
    let caption = paper
        .say("What those who praise the promise criticise later", "Qué critican después quienes elogian la promesa");
    paper.table(caption, &header, &rows, &[4]);
    let text = paper.say(
        "Later: everything from buying on, in the same comment (where customers are counted, in any of theirs).",
        "Después: todo desde la compra, en el mismo comentario (si se cuentan clientes, en cualquiera de los suyos).",
    );
    paper.small(text);
}
