//! Foreign classifiers as predictors: their labels in our spaces.

use super::gold::Gold;
use super::mapping::{ClassMapping, Mapping};
use super::prediction::{Predictions, Said, SaidTouchpoints};
use super::space::{Space, Subject};
use crate::classifier::{Activation, Classifier, Input, ZeroShot};
use crate::error::{Error, Result};
use crate::labels::{Language, Touchpoint};
use crate::tagger::Comment;

/// From which probability on a touchpoint counts as present, where a mapping does not say.
const THRESHOLD: f64 = 0.5;

/// Runs a classifier on a gold set, on some threads. Without a mapping its labels must be those of a known space, or of natural language
/// inference, which is asked for touchpoints. Comments go in without their questions.
///
/// # Errors
///
/// Labels that no mapping explains; a model that cannot be run.
pub fn predictions(
    name: String,
    classifier: Classifier,
    mapping: Option<&Mapping>,
    gold: &Gold,
    threads: usize,
) -> Result<Predictions> {
    let model = classifier.name().to_owned();
    let origin = format!("classifier of {} labels", classifier.labels().len());
    let blank = Predictions { name, origin, ..Predictions::default() };
    if let Some(mapping) = mapping {
        if mapping.sentiment.is_some() && mapping.emotion.is_some() {
            return Err(Error::usage(format!("{model}: its mapping has both [sentiment] and [emotion]"))
                .hint("a classifier has one set of labels: leave one out"));
        }
        for (task, subject) in [(&mapping.sentiment, Subject::Sentiment), (&mapping.emotion, Subject::Emotion)] {
            if let Some((task, space)) = task.as_ref().and_then(|task| Some((task, task.space()?))) {
                let classes = mapped(&model, &classifier, task, &space)?;
                return Ok(with_classes(blank, subject, said(&classifier, gold, threads, space, &classes)?));
            }
        }
        let threshold = mapping.touchpoints.as_ref().and_then(|touchpoints| touchpoints.threshold).unwrap_or(THRESHOLD);
        if let Some(touchpoints) = mapping.touchpoints.as_ref().filter(|touchpoints| !touchpoints.labels.is_empty()) {
            let known = |label: &String| touchpoints.labels.get(label).and_then(|name| Touchpoint::parse(name));
            let labels: Vec<Option<Touchpoint>> = classifier.labels().iter().map(known).collect();
            let rows = probabilities(&classifier, gold, threads)?;
            return Ok(Predictions { touchpoints: Some(labelled(&rows, &labels, threshold)), ..blank });
        }
        return zero_shot(blank, classifier, gold, threads, threshold);
    }
    if let Some((space, classes)) = known_space(&classifier) {
        let subject = space.subject;
        return Ok(with_classes(blank, subject, said(&classifier, gold, threads, space, &classes)?));
    }
    if infers(&classifier) {
        return zero_shot(blank, classifier, gold, threads, THRESHOLD);
    }
    let labels = classifier.labels().iter().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
    Err(Error::usage(format!("{model}: what its labels mean in ours is not known: {labels}")).hint(
        "write a mapping with [sentiment] or [emotion], a space and labels, and say --mapping FILE.toml (MODEL=FILE.toml \
         where several are judged)",
    ))
}

fn with_classes(blank: Predictions, subject: Subject, said: (Space, Vec<Said>)) -> Predictions {
    match subject {
        Subject::Sentiment => Predictions { sentiment: Some(said), ..blank },
        Subject::Emotion => Predictions { emotion: Some(said), ..blank },
    }
}

/// The class of each label by a mapping; none for those that are mapped to nothing.
fn mapped(model: &str, classifier: &Classifier, task: &ClassMapping, space: &Space) -> Result<Vec<Option<usize>>> {
    let class = |label: &String| match (task.ignores(label), task.class(space, label)) {
        (true, _) => Ok(None),
        (false, Some(class)) => Ok(Some(class)),
        (false, None) => {
            Err(Error::usage(format!("{model}: the mapping does not say what its label \"{label}\" means"))
                .hint(format!("map it to one of {}, or to \"\" to leave it out", space.names().join(", "))))
        }
    };
    classifier.labels().iter().map(class).collect()
}

/// The narrowest space that has a class for each label: three sentiments before four.
fn known_space(classifier: &Classifier) -> Option<(Space, Vec<Option<usize>>)> {
    // `LABEL_0` says nothing, whatever public sets mean by it.
    if !classifier.has_named_labels() {
        return None;
    }
    let fits = |space: Space| {
        let classes: Vec<Option<usize>> = classifier.labels().iter().map(|label| space.class(label)).collect();
        (!space.several && classes.iter().all(Option::is_some)).then_some((space, classes))
    };
    Space::all().into_iter().filter_map(fits).min_by_key(|(space, _)| space.classes.len())
}

/// A classifier as it is run for its tasks, to measure what it costs.
pub enum Runner {
    /// Once a comment.
    Labels(Classifier),
    /// Once a comment and touchpoint.
    ZeroShot(ZeroShot),
}

impl Runner {
    /// Inference is known by its labels.
    ///
    /// # Errors
    ///
    /// Labels of inference that lack one.
    pub fn new(classifier: Classifier) -> Result<Self> {
        Ok(if infers(&classifier) { Self::ZeroShot(ZeroShot::new(classifier)?) } else { Self::Labels(classifier) })
    }

    /// Runs it on comments, on some threads.
    ///
    /// # Errors
    ///
    /// A model that cannot be run.
    pub fn run(&self, comments: &[Comment<'_>], threads: usize) -> Result<()> {
        let done = on_threads(comments, threads, |part| match self {
            Self::Labels(classifier) => {
                let inputs: Vec<Input<'_>> = part.iter().map(|one| Input::new(one.text)).collect();
                classifier.probabilities(&inputs).map(|rows| vec![(); rows.len()])
            }
            Self::ZeroShot(model) => {
                let comments: Vec<(&str, Language)> = part.iter().map(|one| (one.text, Language::Und)).collect();
                model.touchpoints(&comments).map(|rows| vec![(); rows.len()])
            }
        });
        done.map(drop)
    }
}

fn infers(classifier: &Classifier) -> bool {
    classifier.labels().iter().any(|label| label.to_lowercase().starts_with("entail"))
}

/// The probabilities of every label for every comment.
fn probabilities(classifier: &Classifier, gold: &Gold, threads: usize) -> Result<Vec<Vec<f32>>> {
    let inputs: Vec<Input<'_>> = gold.rows.iter().map(|row| Input::new(&row.text)).collect();
    on_threads(&inputs, threads, |part| classifier.probabilities(part))
}

/// Spreads items over threads; what comes out is in their order.
fn on_threads<I: Sync, O: Send>(
    items: &[I],
    threads: usize,
    work: impl Fn(&[I]) -> Result<Vec<O>> + Sync,
) -> Result<Vec<O>> {
    let part = items.len().div_ceil(threads.max(1)).max(1);
    let parts: Vec<Result<Vec<O>>> = std::thread::scope(|scope| {
        let running: Vec<_> = items.chunks(part).map(|part| scope.spawn(|| work(part))).collect();
        let fault = |_| Err(Error::internal("a thread that predicts has panicked"));
        running.into_iter().map(|thread| thread.join().unwrap_or_else(fault)).collect()
    });
    let mut all = Vec::with_capacity(items.len());
    for part in parts {
        all.extend(part?);
    }
    Ok(all)
}

/// Several labels of one class: their sum where one label is right, their greatest where each is a question of its own.
fn said(
    classifier: &Classifier,
    gold: &Gold,
    threads: usize,
    space: Space,
    classes: &[Option<usize>],
) -> Result<(Space, Vec<Said>)> {
    let row = |p: Vec<f32>| {
        let mut scores = vec![0.0_f64; space.classes.len()];
        for (p, class) in p.into_iter().zip(classes) {
            if let Some(class) = class {
                let score = &mut scores[*class];
                *score = match classifier.activation() {
                    Activation::Softmax => *score + f64::from(p),
                    Activation::Sigmoid => score.max(f64::from(p)),
                };
            }
        }
        match classifier.activation() {
            Activation::Softmax => {
                let all: f64 = scores.iter().sum();
                if all > 0.0 {
                    for score in &mut scores {
                        *score /= all;
                    }
                }
                Said::Distribution(scores)
            }
            Activation::Sigmoid => {
                let best = (1..scores.len()).fold(0, |best, n| if scores[n] > scores[best] { n } else { best });
                Said::Class { class: best, p: Some(scores[best]) }
            }
        }
    };
    let rows = probabilities(classifier, gold, threads)?.into_iter().map(row).collect();
    // What it has no label for it cannot say.
    let mut own = space.clone();
    let there = |index: &usize| classes.contains(&Some(*index));
    if (0..space.classes.len()).all(|index| there(&index)) {
        return Ok((space, rows));
    }
    let kept: Vec<usize> = (0..space.classes.len()).filter(there).collect();
    own.classes = kept.iter().map(|index| space.classes[*index]).collect();
    let narrow = |said: Said| match said {
        Said::Distribution(p) => Said::Distribution(kept.iter().map(|index| p[*index]).collect()),
        Said::Class { class, p } => {
            kept.iter().position(|index| *index == class).map_or(Said::Nothing, |class| Said::Class { class, p })
        }
        Said::Nothing => Said::Nothing,
    };
    Ok((own, Vec::into_iter(rows).map(narrow).collect()))
}

fn labelled(rows: &[Vec<f32>], labels: &[Option<Touchpoint>], threshold: f64) -> Vec<SaidTouchpoints> {
    let row = |p: &Vec<f32>| {
        let mut all = vec![0.0_f64; Touchpoint::ALL.len()];
        for (p, label) in p.iter().zip(labels) {
            if let Some(label) = label {
                all[label.index()] = all[label.index()].max(f64::from(*p));
            }
        }
        from_probabilities(all, threshold)
    };
    rows.iter().map(row).collect()
}

fn from_probabilities(all: Vec<f64>, threshold: f64) -> SaidTouchpoints {
    let present = Touchpoint::ALL.iter().zip(&all).filter(|(_, p)| **p >= threshold).map(|(label, _)| (*label, None));
    SaidTouchpoints { present: present.collect(), probabilities: Some(all) }
}

/// Asks a model of natural language inference for every touchpoint of every comment.
fn zero_shot(
    blank: Predictions,
    classifier: Classifier,
    gold: &Gold,
    threads: usize,
    threshold: f64,
) -> Result<Predictions> {
    let model = ZeroShot::new(classifier)?;
    let comments: Vec<(&str, Language)> =
        gold.rows.iter().map(|row| (row.text.as_str(), row.lang.unwrap_or(Language::Und))).collect();
    let rows = on_threads(&comments, threads, |part| model.touchpoints(part))?;
    let said = rows.iter().map(|row| from_probabilities(row.iter().map(|p| f64::from(*p)).collect(), threshold));
    Ok(Predictions { touchpoints: Some(said.collect()), origin: "zero-shot by inference".into(), ..blank })
}
