//! Drivers: what each outcome goes with, and what would go with fewer complaints.

use super::chart::{Dot, Tone};
use super::findings::Finding;
use super::paper::Paper;
use crate::report::Report;
use crate::report::drivers::what_if::Change;
use crate::report::drivers::{Effect, Estimate, Fit, Kind, Method, Outcome, Polarity, Regressor, Standing};

pub(super) fn drivers(paper: &mut Paper, report: &Report) {
    let Some(drivers) = &report.drivers else { return };
    let heading = paper.say("What scores go with", "Con qué se asocian los resultados");
    paper.section("drivers", heading);
    for outcome in &drivers.outcomes {
        let heading = paper.quoted(&outcome.outcome);
        paper.heading(&heading);
        for note in &outcome.notes {
            let text = paper.say(&note.en, &note.es).to_owned();
            paper.note(&text);
        }
        if let Some(fit) = &outcome.fit {
            let shown = Shown { outcome, fit, decimals: decimals(outcome, fit) };
            shown.fitted(paper, &drivers.method);
        }
    }
    reading(paper, &drivers.method);
    paper.end();
}

/// The strongest finding of the first outcome that has one.
pub(super) fn finding(paper: &Paper, report: &Report) -> Option<Finding> {
    let mut shown = report.drivers.iter().flat_map(|drivers| &drivers.outcomes).filter_map(|outcome| {
        let fit = outcome.fit.as_ref()?;
        Some(Shown { outcome, fit, decimals: decimals(outcome, fit) })
    });
    shown.find_map(|shown| shown.lead(paper))
}

/// An outcome with its figures.
struct Shown<'a> {
    outcome: &'a Outcome,
    fit: &'a Fit,
    decimals: usize,
}

/// Three digits of the largest effect; one decimal of points.
fn decimals(outcome: &Outcome, fit: &Fit) -> usize {
    if outcome.kind != Kind::Number {
        return 1;
    }
    let sizes = fit.effects.iter().filter_map(|effect| effect.effect).map(|effect| effect.value.abs());
    let largest = sizes.fold(fit.mean.high - fit.mean.low, f64::max);
    if largest > 0.0 { (2.0 - largest.log10().floor()).clamp(0.0, 6.0) as usize } else { 0 }
}

impl Shown<'_> {
    fn fitted(&self, paper: &mut Paper, method: &Method) {
        let lead =
            self.lead(paper).map_or_else(|| self.nothing(paper, method), |one| format!("{} {}", one.head, one.text));
        paper.paragraph(&lead);
        let whole = self.whole(paper);
        paper.paragraph(&whole);
        self.chart(paper);
        self.what_ifs(paper);
        let summary = paper.say("Every effect, and leave-one-out impact", "Todos los efectos, y el impacto al excluir");
        paper.more(summary);
        self.table(paper, method);
        self.impacts(paper);
        paper.end_more();
    }

    fn unit(&self, paper: &Paper) -> String {
        match self.outcome.kind {
            Kind::Nps => paper.say("NPS points", "puntos de NPS").to_owned(),
            Kind::Share => paper.say("percentage points", "puntos porcentuales").to_owned(),
            Kind::Number => format!("{} {}", paper.say("of", "de"), paper.quoted(&self.outcome.outcome)),
        }
    }

    /// `−6.3 [−7.7, −4.9]`
    fn signed(&self, paper: &Paper, estimate: &Estimate) -> String {
        let write = |value: f64| paper.signed(value, self.decimals);
        format!("{} {}", write(estimate.value), paper.interval(&write(estimate.low), &write(estimate.high)))
    }

    /// The same without signs, whichever way it goes.
    fn size(&self, paper: &Paper, estimate: &Estimate) -> (String, String) {
        let sized = if estimate.value < 0.0 { estimate.times(-1.0) } else { *estimate };
        let write = |value: f64| paper.number(value, self.decimals);
        (write(sized.value), paper.interval(&write(sized.low), &write(sized.high)))
    }

    fn lead(&self, paper: &Paper) -> Option<Finding> {
        let effect = self.fit.effects.first().filter(|effect| effect.standing == Standing::Finding)?;
        let (effect_size, in_all) = (effect.effect?, effect.in_all?);
        let said = said(paper, effect);
        // `6.3 NPS points less`, `6.3 less in "Revenue"`.
        let unit = match self.outcome.kind {
            Kind::Number => String::new(),
            _ => format!(" {}", self.unit(paper)),
        };
        let of = match self.outcome.kind {
            Kind::Nps => String::new(),
            _ => format!(" {} {}", paper.say("in", "en"), paper.quoted(&self.outcome.outcome)),
        };
        let ((all, all_interval), (each, each_interval)) = (self.size(paper, &in_all), self.size(paper, &effect_size));
        let (share, n) = (paper.share(&effect.share), paper.n(effect.n as f64));
        let (outcome, less) = (paper.quoted(&self.outcome.outcome), in_all.value < 0.0);
        Some(if paper.say("en", "es") == "en" {
            let (way, than) = if less { ("less", "lower") } else { ("more", "higher") };
            Finding {
                head: format!("{said} go with {all}{unit} {way}{of}, over all comments."),
                text: format!(
                    "Interval {all_interval}. {share} of comments are such, mixed mentions included; in these, \
                     {outcome} is {each} {each_interval} {than} than in comments alike in all else ({n}). This is an \
                     association, not a cause."
                ),
            }
        } else {
            let (way, than) = if less { ("menos", "menor") } else { ("más", "mayor") };
            Finding {
                head: format!("{said} se asocian con {all}{unit} {way}{of}, en el conjunto de los comentarios."),
                text: format!(
                    "Intervalo {all_interval}. Aparecen en el {share} de los comentarios, incluidas las menciones \
                     mixtas; en ellos, {outcome} es {each} {each_interval} {than} que en comentarios iguales en todo \
                     lo demás ({n}). Es una asociación, no una causa."
                ),
            }
        })
    }

    fn nothing(&self, paper: &Paper, method: &Method) -> String {
        let (outcome, tested) = (paper.quoted(&self.outcome.outcome), paper.count(method.tested as f64));
        let computed = self.fit.effects.iter().any(|effect| effect.effect.is_some());
        let min_n = paper.count(method.min_n as f64);
        match (paper.say("en", "es") == "en", computed) {
            (true, true) => {
                format!(
                    "Nothing that comments praise or criticise goes with {outcome} by more than chance explains \
                     ({tested} effects tested)."
                )
            }
            (false, true) => format!(
                "Nada de lo que se elogia o critica se asocia con {outcome} más de lo que explica el azar \
                 ({tested} efectos contrastados)."
            ),
            (true, false) => {
                format!("No praise or complaint has the {min_n} mentions that an effect on {outcome} is computed from.")
            }
            (false, false) => format!(
                "Ningún elogio ni queja llega a las {min_n} menciones con las que se calcula un efecto en {outcome}."
            ),
        }
    }

    /// The outcome's mean, its n, and how much of it is explained.
    fn whole(&self, paper: &Paper) -> String {
        let (outcome, fit) = (self.outcome, self.fit);
        let mean = match outcome.kind {
            Kind::Share => {
                let write = |value: f64| paper.number(value, 1);
                let interval = paper.interval(&write(fit.mean.low), &write(fit.mean.high));
                format!("{} {interval}", paper.percents(fit.mean.value / 100.0, 1))
            }
            Kind::Nps => self.signed(paper, &fit.mean),
            Kind::Number => {
                let write = |value: f64| paper.number(value, self.decimals);
                format!("{} {}", write(fit.mean.value), paper.interval(&write(fit.mean.low), &write(fit.mean.high)))
            }
        };
        let (n, without) = (paper.n(outcome.n as f64), paper.count(outcome.without as f64));
        let (r2, unseen) = (paper.percents(fit.r2.max(0.0), 0), paper.percents(fit.r2_unseen.max(0.0), 0));
        let columns: Vec<String> = fit.adjusted.iter().map(|one| paper.quoted(&one.column)).collect();
        let columns = paper.listed(&columns);
        if paper.say("en", "es") == "en" {
            let what = match outcome.kind {
                Kind::Nps => "The NPS is",
                Kind::Share => "The share is",
                Kind::Number => "The mean is",
            };
            let columns = if columns.is_empty() { String::new() } else { format!(", with {columns},") };
            format!(
                "{what} {mean} ({n}; {without} comments without a number are left out). What comments praise and \
                 criticise{columns} explains {r2} of its variance (R²), and {unseen} in comments kept apart from the \
                 fit."
            )
        } else {
            let what = match outcome.kind {
                Kind::Nps => "El NPS es",
                Kind::Share => "La proporción es",
                Kind::Number => "La media es",
            };
            let columns = if columns.is_empty() { String::new() } else { format!(", junto con {columns},") };
            format!(
                "{what} {mean} ({n}; quedan fuera {without} comentarios sin número). Lo que se elogia y se \
                 critica{columns} explica el {r2} de su varianza (R²), y el {unseen} en comentarios apartados del \
                 ajuste."
            )
        }
    }

    fn chart(&self, paper: &mut Paper) {
        let dot = |effect: &Effect| {
            let estimate = effect.effect?;
            let mut note = paper.n(effect.n as f64);
            if effect.standing != Standing::Finding {
                note.push_str(paper.say(", chance?", ", ¿azar?"));
            }
            let tone = if effect.polarity == Polarity::Praise { Tone::Positive } else { Tone::Negative };
            let Estimate { value, low, high, .. } = estimate;
            Some(Dot { label: row_name(paper, effect), value, low, high, note, tone })
        };
        let dots: Vec<Dot> = self.fit.effects.iter().filter_map(dot).collect();
        let label = paper.say(
            "Difference where a comment praises (circle) or criticises (diamond), others alike",
            "Diferencia cuando el comentario elogia (círculo) o critica (rombo), a igualdad de lo demás",
        );
        let unit = self.unit(paper);
        paper.dots(label, &unit, &dots);
    }

    fn table(&self, paper: &mut Paper, method: &Method) {
        let header = match paper.say("en", "es") {
            "en" => ["said", "reading", "n", "share", "effect", "in all", "q", "leave-one-out"],
            _ => ["se dice", "lectura", "n", "proporción", "efecto", "en total", "q", "al excluir"],
        };
        let none = || "–".to_owned();
        let estimate = |one: &Option<Estimate>| one.as_ref().map_or_else(none, |one| self.signed(paper, one));
        let rows: Vec<Vec<String>> = self
            .fit
            .effects
            .iter()
            .filter(|effect| effect.n > 0)
            .map(|effect| {
                vec![
                    row_name(paper, effect),
                    standing(paper, effect, method),
                    paper.count(effect.n as f64),
                    paper.share(&effect.share),
                    estimate(&effect.effect),
                    estimate(&effect.in_all),
                    effect.q.map_or_else(none, |q| paper.chance(q)),
                    estimate(&effect.leave_one_out),
                ]
            })
            .collect();
        let every = paper.say("every effect", "todos los efectos");
        let caption = format!("{}: {every} ({})", self.outcome.outcome, self.unit(paper));
        paper.table(&caption, &header, &rows, &[1]);
    }

    fn impacts(&self, paper: &mut Paper) {
        let header = match paper.say("en", "es") {
            "en" => ["touchpoint", "n", "leave-one-out impact"],
            _ => ["punto de contacto", "n", "impacto al excluir"],
        };
        let spoken = self.fit.touchpoints.iter();
        let rows: Vec<Vec<String>> = spoken
            .filter_map(|one| {
                let impact = self.signed(paper, one.leave_one_out.as_ref()?);
                Some(vec![paper.title(one.touchpoint), paper.count(one.n as f64), impact])
            })
            .collect();
        let what = paper.say(
            "whatever is said of it, as other tools publish it",
            "se diga lo que se diga, como lo publican otras herramientas",
        );
        let caption = format!("{}: {what}", self.outcome.outcome);
        paper.table(&caption, &header, &rows, &[]);
    }

    fn what_ifs(&self, paper: &mut Paper) {
        let header = match paper.say("en", "es") {
            "en" => ["if the share of", "reading", "went from", "to", "it goes with"],
            _ => ["si la proporción de", "lectura", "pasara del", "al", "se asocia con"],
        };
        let row = |change: &Change| {
            let reading = match (change.asked, change.standing) {
                (_, Standing::TooFew) => paper.say("too few mentions to say", "demasiado pocas menciones"),
                (_, Standing::Inseparable) => paper.say("cannot be told apart", "no se puede separar de otros"),
                (_, Standing::Uncertain) => paper.say("may be chance", "puede ser azar"),
                (true, Standing::Finding) => paper.say("as asked", "lo que se pidió"),
                (false, Standing::Finding) => paper.say("half of them", "la mitad"),
            };
            vec![
                kind_name(paper, change.touchpoint, change.polarity),
                reading.to_owned(),
                paper.percents(change.from, 1),
                paper.percents(change.to, 1),
                change.change.as_ref().map_or_else(|| "–".into(), |one| self.signed(paper, one)),
            ]
        };
        let rows: Vec<Vec<String>> = self.fit.what_ifs.iter().map(row).collect();
        let caption = format!("{}: {} ({})", self.outcome.outcome, paper.say("what if", "y si…"), self.unit(paper));
        paper.table(&caption, &header, &rows, &[1]);
    }
}

/// `Complaints about delivery`
fn said(paper: &Paper, effect: &Effect) -> String {
    let name = paper.name(effect.touchpoint);
    match (paper.say("en", "es"), effect.polarity) {
        ("en", Polarity::Praise) => format!("Words of praise for {name}"),
        ("en", Polarity::Complaint) => format!("Complaints about {name}"),
        (_, Polarity::Praise) => format!("Los elogios sobre {name}"),
        (_, Polarity::Complaint) => format!("Las quejas sobre {name}"),
    }
}

/// `Delivery, complaints`
fn row_name(paper: &Paper, effect: &Effect) -> String {
    let what = match effect.polarity {
        Polarity::Praise => paper.say("praise", "elogios"),
        Polarity::Complaint => paper.say("complaints", "quejas"),
    };
    format!("{}: {what}", paper.title(effect.touchpoint))
}

/// `complaints about delivery`
fn kind_name(paper: &Paper, touchpoint: crate::labels::Touchpoint, polarity: Polarity) -> String {
    let what = match polarity {
        Polarity::Praise => paper.say("praise for", "elogios sobre"),
        Polarity::Complaint => paper.say("complaints about", "quejas sobre"),
    };
    format!("{what} {}", paper.name(touchpoint))
}

fn standing(paper: &Paper, effect: &Effect, method: &Method) -> String {
    match effect.standing {
        Standing::Finding => paper.say("finding", "hallazgo").to_owned(),
        Standing::Uncertain => paper.say("may be chance", "puede ser azar").to_owned(),
        Standing::TooFew if effect.n < method.min_n => paper.say("too few", "demasiado pocos").to_owned(),
        Standing::TooFew => paper.say("from too few customers", "de demasiado pocos clientes").to_owned(),
        Standing::Inseparable => {
            let other = match &effect.with {
                Some(Regressor::Said { touchpoint, polarity }) => kind_name(paper, *touchpoint, *polarity),
                Some(Regressor::Level { column, value: Some(value) }) => format!("{} = {value}", paper.quoted(column)),
                Some(Regressor::Level { column, value: None } | Regressor::Amount { column }) => paper.quoted(column),
                None => paper.say("others", "otros").to_owned(),
            };
            format!("{} {other}", paper.say("comes with", "viene con"))
        }
    }
}

fn reading(paper: &mut Paper, method: &Method) {
    let min_n = paper.count(method.min_n as f64);
    let false_findings = paper.percents(method.false_findings, 0);
    let (draws, groups) = (paper.count(method.draws as f64), paper.count(method.groups as f64));
    let (tested, seed) = (paper.count(method.tested as f64), method.seed);
    let text = match paper.say("en", "es") {
        "en" => format!(
            "How to read it. Effect: how much higher the outcome is in comments that praise or criticise the \
             touchpoint (a mixed mention does both) than in comments that are alike in everything else they praise \
             and criticise and in the columns adjusted for. In all: the effect times the share of such comments. \
             Leave-one-out: the mean of all comments less that of the others, adjusted for nothing; where it is far \
             from “in all”, the touchpoint comes together with others. Finding: of all findings, {false_findings} or \
             fewer are expected to be false (Benjamini and Hochberg, over {tested} effects). Effects need {min_n} \
             mentions. Intervals: 95%, bootstrap of {groups} groups, {draws} draws, seed {seed}. These are \
             associations: what is written and what is scored may share a cause, so “what if” is not a promise."
        ),
        _ => format!(
            "Cómo leerlo. Efecto: cuánto mayor es el resultado en los comentarios que elogian o critican el punto de \
             contacto (una mención mixta hace ambas cosas) que en comentarios iguales en todo lo demás que elogian y \
             critican y en las columnas de ajuste. En total: el efecto por la proporción de esos comentarios. Al \
             excluir: la media de todos los comentarios menos la de los demás, sin ajuste alguno; si se aleja mucho \
             de «en total», el punto de contacto viene acompañado de otros. Hallazgo: entre todos los hallazgos se \
             espera un {false_findings} de falsos como mucho (Benjamini y Hochberg, sobre {tested} efectos). Un \
             efecto necesita {min_n} menciones. Intervalos: del 95 %, bootstrap de {groups} grupos, {draws} \
             extracciones, semilla {seed}. Son asociaciones: lo que se escribe y lo que se puntúa pueden tener una \
             causa común, así que «y si…» no es una promesa."
        ),
    };
    paper.small(&text);
}
