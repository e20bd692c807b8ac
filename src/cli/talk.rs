//! Standard error: notes, warnings, errors, and the progress bar. Data never comes this way, and comments neither.
#![expect(clippy::print_stderr, reason = "this is the one place that writes to standard error")]

use std::fmt::Display;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sentir::read::Progress;
use tracing_subscriber::EnvFilter;

/// How many of a run's row errors are shown; the rest are counted.
const SHOWN_ERRORS: u64 = 5;

/// Speaks to the user, or keeps quiet.
pub(super) struct Talk {
    quiet: bool,
}

impl Talk {
    pub(super) fn new(quiet: bool, verbose: u8) -> Self {
        let level = match verbose {
            0 => "warn",
            1 => "sentir=info",
            _ => "sentir=debug",
        };
        let filter = EnvFilter::new(if quiet { "error" } else { level });
        // Another subscriber cannot have been set this early; if it had, its messages would serve as well.
        let _ = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .with_ansi(std::env::var_os("NO_COLOR").is_none() && console_is_terminal())
            .without_time()
            .with_target(false)
            .try_init();
        Self { quiet }
    }

    pub(super) fn error(error: &dyn Display) {
        eprintln!("error: {error}");
    }

    pub(super) fn warn(&self, message: impl Display) {
        if !self.quiet {
            eprintln!("warning: {message}");
        }
    }

    pub(super) fn note(&self, message: impl Display) {
        if !self.quiet {
            eprintln!("{message}");
        }
    }

    /// A bar over the sources' progress; hidden where standard error is no terminal.
    pub(super) fn bar(&self, sources: Vec<Progress>) -> Bar {
        let target = if self.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let total = sources.iter().map(|source| source.total).sum::<Option<u64>>();
        let bar = ProgressBar::with_draw_target(total, target);
        let template =
            if total.is_some() { "{bar:30} {percent:>3} % {msg} {eta} left" } else { "{spinner} {msg} {elapsed}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Bar { drawn: bar, sources, errors: 0, quiet: self.quiet }
    }
}

fn console_is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stderr())
}

/// The progress bar of a run, and the row errors that are shown above it.
pub(super) struct Bar {
    drawn: ProgressBar,
    sources: Vec<Progress>,
    errors: u64,
    quiet: bool,
}

impl Bar {
    /// Moves on to `rows` written.
    pub(super) fn update(&self, rows: u64) {
        let done = self.sources.iter().map(|source| source.done.load(std::sync::atomic::Ordering::Relaxed)).sum();
        self.drawn.set_position(done);
        let seconds = self.drawn.elapsed().as_secs_f64().max(1e-3);
        self.drawn.set_message(format!("{rows} rows, {:.0}/s,", rows as f64 / seconds));
    }

    /// Reports a row that could not be read; after a few, only counts.
    pub(super) fn row_error(&mut self, message: impl Display) {
        self.errors += 1;
        if self.errors <= SHOWN_ERRORS && !self.quiet {
            self.drawn.suspend(|| eprintln!("warning: {message}"));
        }
    }

    /// Clears the bar.
    pub(super) fn finish(self, talk: &Talk) {
        self.drawn.finish_and_clear();
        if self.errors > SHOWN_ERRORS {
            talk.warn(format_args!("{} more rows are errors", self.errors - SHOWN_ERRORS));
        }
    }
}
