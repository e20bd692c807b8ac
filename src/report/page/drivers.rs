//! Drivers: what each outcome goes with, and what would go with fewer complaints.

use super::chart::{Dot, Tone, short};
use super::findings::{Finding, said_of, said_of_first};
use super::paper::{Paper, Tongue};
use super::trust;
use crate::labels::Touchpoint;
use crate::report::Report;
use crate::report::drivers::what_if::Change;
use crate::report::drivers::{Effect, Estimate, Fit, Kind, Method, Outcome, Polarity, Regressor, Standing};

/// How many effects are drawn, where no more are sure.
const DRAWN: usize = 16;

pub(super) fn drivers(paper: &mut Paper, report: &Report) {
    let Some(drivers) = &report.drivers else { return };
    let heading = paper.say("What the scores are linked to", "Con qué se relacionan los resultados");
    paper.section("drivers", heading);
    for outcome in &drivers.outcomes {
        let heading = paper.quoted(&short(&outcome.outcome));
        paper.heading(&heading);
        for note in &outcome.notes {
            let text = paper.say(&note.en, &note.es).to_owned();
            paper.note(&text);
        }
        if let Some(fit) = &outcome.fit {
            Shown::of(report, outcome, fit).fitted(paper, &drivers.method);
        }
    }
    reading(paper, &drivers.method);
    paper.end();
}

/// The strongest finding of the first outcome that has one.
pub(super) fn finding(paper: &Paper, report: &Report) -> Option<Finding> {
    let mut outcomes = report.drivers.iter().flat_map(|drivers| &drivers.outcomes);
    outcomes.find_map(|outcome| Shown::of(report, outcome, outcome.fit.as_ref()?).lead(paper))
}

/// The outcome's mean with its interval.
pub(super) fn mean(paper: &Paper, outcome: &Outcome) -> Option<String> {
    let fit = outcome.fit.as_ref()?;
    let decimals = decimals(outcome, fit);
    let signed = outcome.kind == Kind::Nps;
    let write = |value: f64| if signed { paper.signed(value, decimals) } else { paper.number(value, decimals) };
    let value = write(fit.mean.value);
    let value = if outcome.kind == Kind::Share { paper.with_unit(&value, "%") } else { value };
    Some(format!("{value} {}", paper.interval(&write(fit.mean.low), &write(fit.mean.high))))
}

/// An outcome with its figures.
struct Shown<'a> {
    report: &'a Report,
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

impl<'a> Shown<'a> {
    fn of(report: &'a Report, outcome: &'a Outcome, fit: &'a Fit) -> Self {
        Self { report, outcome, fit, decimals: decimals(outcome, fit) }
    }

    fn fitted(&self, paper: &mut Paper, method: &Method) {
        let lead =
            self.lead(paper).map_or_else(|| self.nothing(paper, method), |one| format!("{} {}", one.head, one.text));
        paper.paragraph(&lead);
        let whole = self.whole(paper);
        paper.paragraph(&whole);
        self.chart(paper);
        self.what_ifs(paper);
        let summary =
            paper.say("Every effect, and leave-one-out impact", "Todos los efectos, y el impacto por exclusión");
        paper.more(summary);
        self.table(paper, method);
        self.impacts(paper);
        paper.end_more();
    }

    /// Whether an audit found what an effect is of wrong more often than right.
    fn doubtful(&self, touchpoint: Touchpoint, polarity: Polarity) -> bool {
        trust::doubtful_said(self.report, touchpoint, polarity).is_some()
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

    /// What goes most with a higher and with a lower outcome.
    fn lead(&self, paper: &Paper) -> Option<Finding> {
        let sure = |effect: &&Effect| {
            effect.standing == Standing::Finding && !self.doubtful(effect.touchpoint, effect.polarity)
        };
        let found: Vec<(&Effect, Estimate)> =
            self.fit.effects.iter().filter(sure).filter_map(|effect| Some((effect, effect.in_all?))).collect();
        let by_size = |a: &&(&Effect, Estimate), b: &&(&Effect, Estimate)| a.1.value.total_cmp(&b.1.value);
        let higher = found.iter().filter(|(_, in_all)| in_all.value > 0.0).max_by(by_size);
        let lower = found.iter().filter(|(_, in_all)| in_all.value < 0.0).min_by(by_size);
        let english = paper.tongue == Tongue::En;
        let outcome = match self.outcome.kind {
            Kind::Nps => "NPS".to_owned(),
            _ => paper.quoted(&short(&self.outcome.outcome)),
        };
        let said = |one: &(&Effect, Estimate)| said_of(paper, one.0.touchpoint, one.0.polarity);
        let head = match (higher, lower, english) {
            (None, None, _) => return None,
            (Some(up), Some(down), true) => {
                format!("Higher {outcome} comes with {}, lower with {}.", said(up), said(down))
            }
            (Some(up), None, true) => format!("Higher {outcome} comes with {}.", said(up)),
            (None, Some(down), true) => format!("Lower {outcome} comes with {}.", said(down)),
            (Some(up), Some(down), false) => {
                format!("A un {outcome} más alto lo acompañan {}; a uno más bajo, {}.", said(up), said(down))
            }
            (Some(up), None, false) => format!("A un {outcome} más alto lo acompañan {}.", said(up)),
            (None, Some(down), false) => format!("A un {outcome} más bajo lo acompañan {}.", said(down)),
        };
        let told: Vec<String> = higher.into_iter().chain(lower).map(|one| self.told(paper, one)).collect();
        let (text, of) = (told.join("; "), self.overall(paper));
        let text = if english {
            format!("Of the {of}, all else alike: {text}. This is an association, not a cause.")
        } else {
            format!("{of}, a igualdad de lo demás: {text}. Es una asociación, no una causa.")
        };
        Some(Finding { head, text })
    }

    /// What the parts are parts of.
    fn overall(&self, paper: &Paper) -> String {
        let name = paper.quoted(&short(&self.outcome.outcome));
        match (self.outcome.kind, paper.tongue) {
            (Kind::Nps, Tongue::En) => "overall NPS".to_owned(),
            (Kind::Nps, Tongue::Es) => "Del NPS total".to_owned(),
            (Kind::Share, Tongue::En) => format!("overall percentage of {name}"),
            (Kind::Share, Tongue::Es) => format!("Del porcentaje total de {name}"),
            (Kind::Number, Tongue::En) => format!("overall mean of {name}"),
            (Kind::Number, Tongue::Es) => format!("De la media total de {name}"),
        }
    }

    /// `−5.6 [−7.3, −4.0] comes with complaints about delivery (n = 113)`
    fn told(&self, paper: &Paper, (effect, in_all): &(&Effect, Estimate)) -> String {
        let (value, n) = (self.signed(paper, in_all), paper.n(effect.n as f64));
        let said = said_of(paper, effect.touchpoint, effect.polarity);
        match paper.tongue {
            Tongue::En => format!("{value} comes with {said} ({n})"),
            Tongue::Es => format!("{value} corresponde a {said} ({n})"),
        }
    }

    fn nothing(&self, paper: &Paper, method: &Method) -> String {
        let (outcome, tested) = (paper.quoted(&self.outcome.outcome), paper.count(method.tested as f64));
        let computed = self.fit.effects.iter().any(|effect| effect.effect.is_some());
        let min_n = paper.count(method.min_n as f64);
        match (paper.tongue == Tongue::En, computed) {
            (true, true) => {
                format!(
                    "Nothing that comments praise or criticise is linked to {outcome} beyond chance ({tested} effects \
                     tested)."
                )
            }
            (false, true) => format!(
                "Nada de lo que se elogia o critica se relaciona con {outcome} más de lo que explica el azar \
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
        let mean = mean(paper, outcome).unwrap_or_default();
        let n = paper.n(outcome.n as f64);
        let (r2, unseen) = (paper.percents(fit.r2.max(0.0), 0), paper.percents(fit.r2_unseen.max(0.0), 0));
        let columns: Vec<String> = fit.adjusted.iter().map(|one| paper.quoted(&short(&one.column))).collect();
        let columns = paper.listed(&columns);
        let without = outcome.without;
        let left = match (without, paper.tongue) {
            (0, _) => String::new(),
            (1, Tongue::En) => "; 1 comment without a number is left out".to_owned(),
            (_, Tongue::En) => format!("; {} comments without a number are left out", paper.count(without as f64)),
            (1, Tongue::Es) => "; queda fuera 1 comentario sin número".to_owned(),
            (_, Tongue::Es) => format!("; quedan fuera {} comentarios sin número", paper.count(without as f64)),
        };
        if paper.tongue == Tongue::En {
            let what = match outcome.kind {
                Kind::Nps => "The NPS is",
                Kind::Share => "The share is",
                Kind::Number => "The mean is",
            };
            let columns = if columns.is_empty() { String::new() } else { format!(", with {columns},") };
            format!(
                "{what} {mean} ({n}{left}). What comments praise and criticise{columns} explains {r2} of its variance, \
                 and {unseen} in comments that the fit has not seen."
            )
        } else {
            let what = match outcome.kind {
                Kind::Nps => "El NPS es",
                Kind::Share => "La proporción es",
                Kind::Number => "La media es",
            };
            let columns = if columns.is_empty() { String::new() } else { format!(", junto con {columns},") };
            format!(
                "{what} {mean} ({n}{left}). Lo que se elogia y se critica{columns} explica el {r2} de su varianza, y el \
                 {unseen} en comentarios que el ajuste no ha visto."
            )
        }
    }

    /// The effects by their size, what may be chance with an open mark.
    fn chart(&self, paper: &mut Paper) {
        let mut effects: Vec<(&Effect, Estimate)> =
            self.fit.effects.iter().filter_map(|effect| Some((effect, effect.effect?))).collect();
        effects.sort_by(|a, b| b.1.value.abs().total_cmp(&a.1.value.abs()));
        // Where there are many, those that are sure come before those that may be chance.
        let sure = |effect: &Effect| effect.standing == Standing::Finding;
        let found = effects.iter().filter(|(effect, _)| sure(effect)).count();
        let mut room = if found > 0 { DRAWN.saturating_sub(found) } else { DRAWN / 2 };
        let all = effects.len();
        effects.retain(|(effect, _)| {
            let fits = sure(effect) || room > 0;
            room -= usize::from(fits && !sure(effect));
            fits
        });
        let hidden = all - effects.len();
        let dot = |(effect, estimate): (&Effect, Estimate)| {
            let (mut note, sure) = (paper.n(effect.n as f64), sure(effect));
            let doubtful = self.doubtful(effect.touchpoint, effect.polarity);
            if doubtful {
                note.push_str(", ");
                note.push_str(paper.doubt());
            } else if !sure {
                note.push_str(paper.say(", may be chance", ", puede ser azar"));
            }
            let tone = match effect.polarity {
                _ if !sure || doubtful => Tone::Neutral,
                Polarity::Praise => Tone::Positive,
                Polarity::Complaint => Tone::Negative,
            };
            let Estimate { value, low, high, .. } = estimate;
            Dot { label: row_name(paper, effect), value, low, high, note, tone }
        };
        let dots: Vec<Dot> = effects.into_iter().map(dot).collect();
        if dots.is_empty() {
            return;
        }
        let unit = self.unit(paper);
        let label = paper.say(
            "Difference between comments that say so and others, all else alike",
            "Diferencia entre los comentarios que lo dicen y los demás, a igualdad de todo lo demás",
        );
        let any = dots.iter().any(|dot| dot.note.contains(paper.doubt()));
        paper.dots(label, &unit, &dots);
        let text = paper.say(
            "Filled marks: more than chance explains (circle: praise, diamond: complaints). Open circles: may be chance.",
            "Marca llena: más de lo que explica el azar (círculo: elogios; rombo: quejas). Círculo vacío: puede ser azar.",
        );
        let doubt = match (any, paper.tongue) {
            (false, _) => "",
            (true, Tongue::En) => " Doubtful: of these tags fewer than half were right when they were checked.",
            (true, Tongue::Es) => " Dato dudoso: al revisar esas etiquetas, menos de la mitad eran correctas.",
        };
        let more = match (hidden, paper.tongue) {
            (0, _) => String::new(),
            (_, Tongue::En) => format!(" Not drawn, in the table: {hidden} that may be chance."),
            (_, Tongue::Es) => format!(" Sin dibujar, en la tabla: {hidden} que pueden ser azar."),
        };
        paper.small(&format!("{text}{doubt}{more}"));
    }

    fn table(&self, paper: &mut Paper, method: &Method) {
        let header = match paper.tongue {
            Tongue::En => ["said", "reading", "n", "share", "effect", "in all", "q", "leave-one-out"],
            Tongue::Es => ["se dice", "lectura", "n", "proporción", "efecto", "en total", "q", "por exclusión"],
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
        let header = match paper.tongue {
            Tongue::En => ["touchpoint", "n", "leave-one-out impact"],
            Tongue::Es => ["punto de contacto", "n", "impacto por exclusión"],
        };
        let spoken = self.fit.touchpoints.iter();
        let rows: Vec<Vec<String>> = spoken
            .filter_map(|one| {
                let impact = self.signed(paper, one.leave_one_out.as_ref()?);
                Some(vec![paper.title(one.touchpoint), paper.count(one.n as f64), impact])
            })
            .collect();
        let what = paper.say(
            "impact of every mention, good or bad, as other tools publish it",
            "impacto de toda mención, buena o mala, como lo publican otras herramientas",
        );
        let caption = format!("{}: {what}", self.outcome.outcome);
        paper.table(&caption, &header, &rows, &[]);
    }

    /// What would go with other shares: those asked for, and half of the complaints where their effect is sure.
    fn what_ifs(&self, paper: &mut Paper) {
        let shown = |change: &&Change| change.asked || !self.doubtful(change.touchpoint, change.polarity);
        let row = |change: &Change| {
            let reading = match change.standing {
                Standing::TooFew => paper.say(" (too few mentions to say)", " (muy pocas menciones)"),
                Standing::Inseparable => paper.say(" (cannot be told apart from others)", " (inseparable de otras)"),
                Standing::Uncertain => paper.say(" (may be chance)", " (puede ser azar)"),
                Standing::Finding => "",
            };
            let said = said_of_first(paper, change.touchpoint, change.polarity);
            vec![
                format!("{said}{reading}"),
                format!("{} → {}", paper.percents(change.from, 1), paper.percents(change.to, 1)),
                change.change.as_ref().map_or_else(|| "–".into(), |one| self.signed(paper, one)),
            ]
        };
        let rows: Vec<Vec<String>> = self.fit.what_ifs.iter().filter(shown).map(row).collect();
        let halved = self.fit.what_ifs.iter().all(|change| !change.asked);
        let (outcome, unit) = (short(&self.outcome.outcome), self.unit(paper));
        let caption = match (halved, paper.tongue) {
            (true, Tongue::En) => format!("{outcome}: if complaints were halved ({unit})"),
            (true, Tongue::Es) => format!("{outcome}: si las quejas se redujeran a la mitad ({unit})"),
            (false, Tongue::En) => format!("{outcome}: what if ({unit})"),
            (false, Tongue::Es) => format!("{outcome}: qué pasaría si… ({unit})"),
        };
        let header = match paper.tongue {
            Tongue::En => ["what would change", "share of comments", "change that comes with it"],
            Tongue::Es => ["qué cambiaría", "porcentaje de comentarios", "cambio que lo acompaña"],
        };
        paper.table(&caption, &header, &rows, &[]);
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

fn standing(paper: &Paper, effect: &Effect, method: &Method) -> String {
    match effect.standing {
        Standing::Finding => paper.say("finding", "hallazgo").to_owned(),
        Standing::Uncertain => paper.say("may be chance", "puede ser azar").to_owned(),
        Standing::TooFew if effect.n < method.min_n => paper.say("too few", "muy pocos").to_owned(),
        Standing::TooFew => paper.say("from too few customers", "de muy pocos clientes").to_owned(),
        Standing::Inseparable => {
            let other = match &effect.with {
                Some(Regressor::Said { touchpoint, polarity }) => said_of(paper, *touchpoint, *polarity),
                Some(Regressor::Level { column, value: Some(value) }) => format!("{} = {value}", paper.quoted(column)),
                Some(Regressor::Level { column, value: None } | Regressor::Amount { column }) => paper.quoted(column),
                None => paper.say("others", "otros").to_owned(),
            };
            format!("{} {other}", paper.say("nearly always with", "casi siempre con"))
        }
    }
}

fn reading(paper: &mut Paper, method: &Method) {
    let min_n = paper.count(method.min_n as f64);
    let false_findings = paper.percents(method.false_findings, 0);
    let (draws, groups) = (paper.count(method.draws as f64), paper.count(method.groups as f64));
    let (tested, seed) = (paper.count(method.tested as f64), method.seed);
    let text = paper.say(
        "All of these are associations. What is written and what is scored may share a cause, so “if” is no promise.",
        "Todo esto son asociaciones. Lo que se escribe y lo que se puntúa pueden tener una causa común: un «si» no es una promesa.",
    );
    paper.small(text);
    let summary = paper.say("How it was computed", "Cómo se ha calculado");
    paper.more(summary);
    let text = match paper.tongue {
        Tongue::En => format!(
            "Effect: how much higher the outcome is in comments that praise or criticise the touchpoint (a mixed mention \
             does both) than in comments alike in all else that they praise and criticise, and in the columns adjusted for. \
             In all: the effect times the share of such comments. Leave-one-out: the mean of all comments less that of the \
             others, adjusted for nothing; where it is far from “in all”, the touchpoint comes together with others. \
             Finding: of all findings, {false_findings} or fewer are expected to be false (Benjamini and Hochberg, over \
             {tested} effects). An effect needs {min_n} mentions. Intervals: 95%, bootstrap of {groups} groups, {draws} \
             draws, seed {seed}."
        ),
        Tongue::Es => format!(
            "Efecto: cuánto mayor es el resultado en los comentarios que elogian o critican el punto de contacto (una mención \
             mixta hace ambas cosas) que en comentarios iguales en todo lo demás que elogian y critican y en las columnas de \
             ajuste. En total: el efecto por la proporción de esos comentarios. Por exclusión: la media de todos los \
             comentarios menos la de los demás, sin ajuste alguno; si se aleja mucho de «en total», el punto de contacto \
             viene acompañado de otros. Hallazgo: entre todos los hallazgos se espera un {false_findings} de falsos como \
             mucho (Benjamini y Hochberg, sobre {tested} efectos). Un efecto necesita {min_n} menciones. Intervalos: del \
             95 %, bootstrap de {groups} grupos, {draws} extracciones, semilla {seed}."
        ),
    };
    paper.small(&text);
    paper.end_more();
}
