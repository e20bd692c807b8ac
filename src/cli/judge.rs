//! What `evaluate` and `compare` have in common: the gold, the predictors, where the report goes, the gates.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use sentir::classifier::Classifier;
use sentir::encode::{Compute, Precision};
use sentir::evaluate::combine::Combination;
use sentir::evaluate::evaluation::{Evaluation, PredictorReport};
use sentir::evaluate::gate::Gate;
use sentir::evaluate::gold::Gold;
use sentir::evaluate::mapping::Mapping;
use sentir::evaluate::prediction::Predictions;
use sentir::evaluate::seen::Seen;
use sentir::evaluate::space::Space;
use sentir::evaluate::{files, foreign};
use sentir::hub;
use sentir::model::{BUNDLED, Files, MANIFEST};
use sentir::read::Input;
use sentir::write::target::refuse_inputs;
use sentir::write::{Destination, Target, WriteFormat};
use sentir::{Comment, Error, Position, Result, Tagger};

use super::talk::Talk;
use super::{Ended, cores};

#[derive(Debug, clap::Args)]
pub(super) struct JudgeArgs {
    /// Comments with correct labels, as JSON lines.
    #[arg(long, value_name = "GOLD.jsonl")]
    gold: PathBuf,

    #[arg(long, value_name = "NAME", value_parser = space, help = space_help())]
    space: Option<Space>,

    /// How to read another tool's columns and labels: a known tool's name or a TOML file; FILE=MAPPING applies it to one file.
    #[arg(long, value_name = "[FILE=]MAPPING")]
    mapping: Vec<String>,

    /// Condition such as `sentiment.macro_f1>=0.80`; may be repeated. Exit code 1 if one is not met (compare: by the first predictor).
    #[arg(long, value_name = "CONDITION", value_parser = gate)]
    require: Vec<Gate>,

    /// Number format for inference [default: int8 if the processor has instructions for it, else f32].
    #[arg(long, value_enum)]
    precision: Option<Precision>,

    /// Number of encoder threads [default: number of cores].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// Output format [default: from the name of --output, else text].
    #[arg(long, value_enum, help_heading = "Writing")]
    format: Option<ReportFormat>,

    /// Output file [default: standard output].
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,

    /// Replace the output if it exists.
    #[arg(long, help_heading = "Writing")]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ReportFormat {
    /// Tables for a terminal
    Text,
    /// Tables in Markdown
    Md,
    /// Everything, for programs
    Json,
    /// One self-contained page with plots
    Html,
}

fn space(name: &str) -> Result<Space, String> {
    Space::named(name).ok_or_else(|| format!("one of: {}", spaces()))
}

fn space_help() -> String {
    format!("Label space of the gold, if it is not sentir's own [possible values: {}]", spaces())
}

fn spaces() -> String {
    let names: Vec<&str> = Space::all().iter().map(|space| space.name).collect();
    names.join(", ")
}

fn gate(text: &str) -> Result<Gate, String> {
    Gate::parse(text).map_err(|error| error.to_string())
}

impl JudgeArgs {
    pub(super) fn read_gold(&self) -> Result<Gold> {
        let name = self.gold.file_name().map_or_else(|| "-".into(), |name| name.to_string_lossy().into_owned());
        let file = File::open(&self.gold).map_err(|error| {
            Error::input(Position::of(self.gold.display().to_string()), format!("cannot be opened: {error}"))
        })?;
        Gold::read(&name, BufReader::new(file), self.space.as_ref())
    }

    pub(super) fn threads(&self) -> usize {
        self.jobs.map_or_else(cores, usize::from)
    }

    pub(super) fn precision(&self) -> Option<Precision> {
        self.precision
    }

    pub(super) fn compute(&self) -> Compute {
        Compute::Cpu(self.precision.unwrap_or_else(Precision::fastest))
    }

    /// The answers of a model of our own or a foreign one, of a combination, or those in a prediction file.
    pub(super) fn predictions(&self, named: &str, gold: &Gold) -> Result<Predictions> {
        self.predictions_within(&[], named, gold)
    }

    /// The same for a part of combinations, the outermost first.
    fn predictions_within(&self, combinations: &[&str], named: &str, gold: &Gold) -> Result<Predictions> {
        let mapping = || self.mapping_of(named).map(Mapping::find).transpose();
        match Predictor::of(named) {
            Predictor::File => files::read(&short(named), &Input::File(named.into()), mapping()?.as_ref(), gold),
            Predictor::Combination => {
                let within = [combinations, &[named]].concat();
                if combinations.contains(&named) {
                    return Err(Error::usage(format!("{named} takes answers from itself: {}", within.join(" from "))));
                }
                let text = std::fs::read_to_string(named)
                    .map_err(|error| Error::usage(format!("{named} cannot be read: {error}")))?;
                let combination = Combination::parse(named, &text)?;
                self.refuse_inputs(combination.parts())?;
                let parts = combination.parts().into_iter();
                let parts = parts.map(|part| Ok((part, self.predictions_within(&within, part, gold)?)));
                combination.combine(gold, &parts.collect::<Result<_>>()?)
            }
            Predictor::Foreign => {
                let classifier = Classifier::find(named, self.precision.unwrap_or_else(Precision::fastest))?;
                foreign::predictions(short(named), classifier, mapping()?.as_ref(), gold, self.threads())
            }
            Predictor::Own => {
                let files = Files::find(named)?;
                let tagger = Tagger::load(&files, self.compute())?;
                let predictions = tagger.predictions_on(&comments(gold), self.threads())?;
                let manifest = tagger.manifest();
                let origin = format!("model {} {}, {}", manifest.name, manifest.version, self.compute().name());
                let thresholds = &manifest.heads.touchpoints.thresholds;
                let warning = files.seen.as_ref().and_then(|seen| Seen::new(seen).warning(&manifest.name, gold));
                let predictions = Predictions::of_model(short(named), origin, &predictions, thresholds);
                Ok(Predictions { warnings: warning.into_iter().collect(), ..predictions })
            }
        }
    }

    /// Refuses mappings that nothing would use.
    pub(super) fn refuse_idle_mappings(&self, predictors: &[&str]) -> Result<()> {
        let is = |kind: Predictor| predictors.iter().any(|named| Predictor::of(named) == kind);
        // What a combination takes its answers from is known when it is read.
        if is(Predictor::Combination) {
            return Ok(());
        }
        for text in &self.mapping {
            match text.split_once('=') {
                Some((file, _)) if !predictors.contains(&file) => {
                    return Err(Error::usage(format!("--mapping {text}: {file} is not among what is judged"))
                        .hint(format!("name one of {}", predictors.join(", "))));
                }
                None if !is(Predictor::File) && !is(Predictor::Foreign) => {
                    return Err(Error::usage(format!("--mapping {text} applies to nothing here"))
                        .hint("it explains the labels of other tools and models; sentir's own need none"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// `FILE=MAPPING`, or a mapping for all files.
    fn mapping_of(&self, file: &str) -> Option<&str> {
        let own = self.mapping.iter().find_map(|text| text.split_once('=').filter(|(name, _)| *name == file));
        own.map(|(_, mapping)| mapping)
            .or_else(|| self.mapping.iter().map(String::as_str).find(|text| !text.contains('=')))
    }

    pub(super) fn format(&self) -> ReportFormat {
        let told =
            self.output.as_ref().and_then(|path| path.extension()?.to_str()).and_then(|extension| match extension {
                "json" => Some(ReportFormat::Json),
                "md" => Some(ReportFormat::Md),
                "html" | "htm" => Some(ReportFormat::Html),
                _ => None,
            });
        self.format.or(told).unwrap_or(ReportFormat::Text)
    }

    /// Opened before any work is done; the gold, the mappings and what `predictors` names are not to be replaced.
    pub(super) fn target<'a>(&'a self, predictors: impl IntoIterator<Item = &'a str>) -> Result<Target> {
        let mappings =
            self.mapping.iter().map(|text| text.split_once('=').map_or(text.as_str(), |(_, mapping)| mapping));
        self.refuse_inputs(predictors.into_iter().chain(mappings))?;
        if let Some(output) = &self.output {
            refuse_inputs(output, [self.gold.as_path()])?;
        }
        let destination = self.output.clone().map_or(Destination::Stdout, Destination::File);
        Target::open(&destination, WriteFormat::Jsonl, self.force)
    }

    /// Refuses an output that is one of these.
    fn refuse_inputs<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<()> {
        self.output.as_ref().map_or(Ok(()), |output| refuse_inputs(output, names.into_iter().map(Path::new)))
    }

    /// Writes the report, then judges the first predictor by the gates.
    pub(super) fn finish(&self, mut target: Target, text: &str, first: Option<&PredictorReport>) -> Result<Ended> {
        target.write_all(text.as_bytes()).map_err(|error| target.failure(&error))?;
        target.commit()?;
        let mut ended = Ended::Done;
        for gate in &self.require {
            let failed = first.map(|report| gate.check(report)).transpose()?.flatten();
            if let Some(reason) = failed {
                Talk::fail(reason);
                ended = Ended::GateFailed;
            }
        }
        Ok(ended)
    }
}

/// What a predictor's name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Predictor {
    /// A prediction file.
    File,
    /// A file that says which predictor answers for what.
    Combination,
    /// A model of our own.
    Own,
    /// A sequence classifier from elsewhere.
    Foreign,
}

impl Predictor {
    pub(super) fn of(named: &str) -> Self {
        let path = Path::new(named);
        if path.is_file() {
            let toml = path.extension().is_some_and(|extension| extension == "toml");
            return if toml { Self::Combination } else { Self::File };
        }
        if named == BUNDLED {
            return Self::Own;
        }
        let folder = if path.is_dir() { Some(path.to_owned()) } else { hub::cached(named) };
        // What is nowhere is looked for among our own, whose error names what there is.
        match folder {
            Some(folder) if !folder.join(MANIFEST).is_file() => Self::Foreign,
            _ => Self::Own,
        }
    }
}

/// The comments of a gold set.
pub(super) fn comments(gold: &Gold) -> Vec<Comment<'_>> {
    gold.rows.iter().map(|row| Comment { text: &row.text, question: row.question.as_deref() }).collect()
}

/// What a predictor is called in reports: the last part of its path.
fn short(named: &str) -> String {
    Path::new(named).file_name().map_or_else(|| named.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Gives predictors that would be called the same a number.
pub(super) fn tell_apart(predictors: &mut [Predictions]) {
    for index in 1..predictors.len() {
        let (before, rest) = predictors.split_at_mut(index);
        let wanted = rest[0].name.clone();
        let mut number = 2;
        while before.iter().any(|other| other.name == rest[0].name) {
            rest[0].name = format!("{wanted} ({number})");
            number += 1;
        }
    }
}

/// A report as JSON.
pub(super) fn json(report: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string_pretty(report).map(|text| text + "\n").map_err(Error::internal)
}

/// Says what a reader of the report must know.
pub(super) fn warn(report: &Evaluation, talk: &Talk) {
    for warning in &report.warnings {
        talk.warn(warning);
    }
}
