//! Comments counted into groups, for each outcome.

use super::design::{Design, SAID};
use super::fit::fit;
use super::scale::{Kind, Scale};
use super::{
    DRAWS, Drivers, FALSE_FINDINGS, FOLDS, GROUPS, LEAST_COMMENTS, LEAST_GROUPS, Method, Outcome, SEED, Standing,
};
use crate::report::columns::OutcomePlan;
use crate::report::comment::TOUCHPOINTS;
use crate::report::notes::Note;
use crate::report::plan::{Plan, Seen};
use crate::report::votes::Scope;
use crate::statistics::{Sums, benjamini_hochberg};

/// The sums of some comments.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) sums: Sums,
    /// For each touchpoint the weight of the comments that speak of it, and their outcomes' weighted sum.
    pub(super) spoken: [[f64; 2]; TOUCHPOINTS],
}

/// The comments that have an outcome.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) scale: Scale,
    pub(super) n: u64,
    /// Comments by what they praise and criticise.
    pub(super) said: [u64; SAID],
    /// Comments by what they speak of.
    pub(super) spoken: [u64; TOUCHPOINTS],
    groups: Vec<Option<Group>>,
}

/// Counts comments for the drivers of each outcome.
#[derive(Debug)]
pub struct Collector {
    design: Design,
    outcomes: Vec<Counted>,
    cells: Vec<(usize, f64)>,
}

impl Collector {
    /// Nothing counted yet.
    pub fn new(plan: &Plan) -> Self {
        let counted = |plan: &OutcomePlan| Counted {
            scale: Scale::of(plan),
            n: 0,
            said: [0; SAID],
            spoken: [0; TOUCHPOINTS],
            groups: vec![None; GROUPS],
        };
        Self { design: Design::new(plan), outcomes: plan.outcomes.iter().map(counted).collect(), cells: Vec::new() }
    }

    /// Counts a comment.
    pub fn see(&mut self, seen: &Seen<'_>) {
        if seen.outcomes.iter().all(Option::is_none) {
            return;
        }
        self.design.cells(seen, &mut self.cells);
        let columns = self.design.columns.len();
        for (outcome, (counted, value)) in self.outcomes.iter_mut().zip(&seen.outcomes).enumerate() {
            let Some(value) = value else { continue };
            let weight = seen.weight(Scope::outcome(outcome, None));
            let value = counted.scale.scaled(*value);
            counted.n += 1;
            let group = counted.groups[(seen.unit % GROUPS as u64) as usize]
                .get_or_insert_with(|| Group { sums: Sums::new(columns), spoken: [[0.0; 2]; TOUCHPOINTS] });
            group.sums.add(weight, &self.cells, value);
            for (column, _) in self.cells.iter().filter(|(column, _)| *column < SAID) {
                counted.said[*column] += 1;
            }
            for (index, _) in seen.tagged.touchpoints.iter().enumerate().filter(|(_, sentiment)| sentiment.is_some()) {
                counted.spoken[index] += 1;
                group.spoken[index][0] += weight;
                group.spoken[index][1] += weight * value;
            }
        }
    }

    /// The drivers; none where no outcome was asked for.
    pub fn finish(self, plan: &Plan) -> Option<Drivers> {
        if self.outcomes.is_empty() {
            return None;
        }
        let design = &self.design;
        let mut outcomes: Vec<Outcome> = plan
            .outcomes
            .iter()
            .zip(self.outcomes)
            .map(|(column, counted)| outcome(plan, column, design, counted))
            .collect();
        let tested = judge(&mut outcomes);
        for fit in outcomes.iter_mut().filter_map(|outcome| outcome.fit.as_mut()) {
            fit.settle(&plan.asked.what_ifs);
        }
        let method = Method {
            seed: SEED,
            draws: DRAWS,
            groups: GROUPS,
            folds: FOLDS,
            false_findings: FALSE_FINDINGS,
            min_n: plan.asked.min_n,
            tested,
        };
        Some(Drivers { method, outcomes })
    }
}

fn outcome(plan: &Plan, column: &OutcomePlan, design: &Design, mut counted: Counted) -> Outcome {
    let groups: Vec<Group> = std::mem::take(&mut counted.groups).into_iter().flatten().collect();
    let n = counted.n;
    let mut notes = Vec::new();
    let fit = match hindrance(column, n, &groups) {
        Some(note) => {
            notes.push(note);
            None
        }
        None => fit(&counted, design, &groups, plan.asked.min_n),
    };
    notes.extend(taken_for(column, plan.asked.nps.is_some()));
    Outcome {
        outcome: column.name.clone(),
        kind: counted.scale.kind,
        n,
        without: plan.counts.tagged - n.min(plan.counts.tagged),
        notes,
        fit,
    }
}

/// What a column is taken for, where its name or its numbers may make one think of something else.
fn taken_for(column: &OutcomePlan, asked: bool) -> Option<Note> {
    let name = &column.name;
    let says = column.name.to_lowercase().contains("nps");
    let answers = column.range.is_some_and(|(low, high)| column.whole && low >= 0.0 && (9.0..=10.0).contains(&high));
    match column.kind {
        Kind::Number if says && !answers && !asked => Some(Note::new(
            format!("\"{name}\" holds other numbers than 0 to 10: it is taken as a number, not as NPS."),
            format!("«{name}» contiene números distintos de 0 a 10: se trata como un número, no como NPS."),
        )),
        Kind::Number if answers && !asked => Some(Note::new(
            format!(
                "\"{name}\" holds whole numbers up to 10 and is taken as a number. Where they answer how likely it is that customers \
                 recommend you, --nps \"{name}\" counts them as NPS."
            ),
            format!(
                "«{name}» contiene números enteros hasta 10 y se trata como un número. Si responden a cuánto recomendarían la empresa, \
                 --nps «{name}» los cuenta como NPS."
            ),
        )),
        Kind::Nps if !says && !asked => Some(Note::new(
            format!(
                "\"{name}\" is taken as NPS, as its name says: 9 and 10 count +100, 0 to 6 count −100. With --nps none it is a number."
            ),
            format!(
                "«{name}» se trata como NPS, como indica su nombre: 9 y 10 cuentan +100; de 0 a 6, −100. Con --nps none es un número."
            ),
        )),
        _ => None,
    }
}

/// Why nothing can be computed.
fn hindrance(column: &OutcomePlan, n: u64, groups: &[Group]) -> Option<Note> {
    let name = &column.name;
    if n < LEAST_COMMENTS {
        return Some(Note::new(
            format!("{n} comments have a number in \"{name}\"; drivers need at least {LEAST_COMMENTS}."),
            format!("{n} comentarios tienen un número en «{name}»; hacen falta al menos {LEAST_COMMENTS}."),
        ));
    }
    let first = groups.first().map(|group| group.sums.outcome() / group.sums.weight());
    let same = |group: &Group| {
        let off = first.map_or(0.0, |first| first - group.sums.outcome() / group.sums.weight());
        off.abs() < 1e-12 && group.sums.outcome_scatter() <= 1e-12 * group.sums.weight()
    };
    if groups.iter().all(same) {
        return Some(Note::new(
            format!(
                "\"{name}\" counts the same for every comment: there are no differences that anything could go with."
            ),
            format!(
                "«{name}» vale lo mismo en todos los comentarios: no hay diferencias que se puedan asociar a nada."
            ),
        ));
    }
    (groups.len() < LEAST_GROUPS).then(|| {
        Note::new(
            format!("The comments with \"{name}\" come from too few customers: drivers need {LEAST_GROUPS}."),
            format!("Los comentarios con «{name}» son de muy pocos clientes: hacen falta {LEAST_GROUPS}."),
        )
    })
}

/// Corrects the chances for all effects of all outcomes, and tells findings; how many effects there were.
fn judge(outcomes: &mut [Outcome]) -> usize {
    let effects = || outcomes.iter().filter_map(|outcome| outcome.fit.as_ref()).flat_map(|fit| &fit.effects);
    let chances: Vec<f64> = effects().filter_map(|effect| effect.p).collect();
    let mut corrected = benjamini_hochberg(&chances).into_iter();
    let fits = outcomes.iter_mut().filter_map(|outcome| outcome.fit.as_mut());
    for effect in fits.flat_map(|fit| &mut fit.effects).filter(|effect| effect.p.is_some()) {
        effect.q = corrected.next();
        let apart = effect.effect.is_some_and(|effect| effect.low > 0.0 || effect.high < 0.0);
        if apart && effect.q.is_some_and(|q| q <= FALSE_FINDINGS) {
            effect.standing = Standing::Finding;
        }
    }
    chances.len()
}
