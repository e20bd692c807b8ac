//! Standard error: notes, warnings, errors, and the progress bar. Data never comes this way, and comments neither.
//!
//! Nobody may be reading: what cannot be said is left unsaid, and the run goes on.

use std::fmt::Display;
use std::io::Write;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sentir::read::Progress;
use sentir::shown::visible;
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
        say(format_args!("error: {error}"));
    }

    /// A gate that was not passed; it is said even quietly, as it is what the exit code means.
    pub(super) fn fail(reason: impl Display) {
        say(format_args!("failed: {reason}"));
    }

    pub(super) fn warn(&self, message: impl Display) {
        if !self.quiet {
            say(format_args!("warning: {message}"));
        }
    }

    pub(super) fn note(&self, message: impl Display) {
        if !self.quiet {
            say(message);
        }
    }

    /// A bar over the rows of a run; hidden where standard error is no terminal.
    pub(super) fn bar(&self, rows: Option<u64>) -> Bar {
        let template =
            if rows.is_some() { "{bar:30} {percent:>3} % {msg} {eta} left" } else { "{spinner} {msg} {elapsed}" };
        Bar { drawn: self.draw(rows, template), errors: 0, quiet: self.quiet }
    }

    /// A bar over the first reading of a file.
    pub(super) fn reading(&self, progress: &Progress) -> Reading {
        Reading { drawn: self.draw(progress.total, "{bar:30} {percent:>3} % reading"), progress: progress.clone() }
    }

    fn draw(&self, total: Option<u64>, template: &str) -> ProgressBar {
        let target = if self.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(total, target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}

fn say(message: impl Display) {
    let _ = writeln!(std::io::stderr(), "{}", visible(&message.to_string()));
}

fn console_is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stderr())
}

/// The progress bar of a first reading.
pub(super) struct Reading {
    drawn: ProgressBar,
    progress: Progress,
}

impl Reading {
    /// Moves on to where the file is read.
    pub(super) fn update(&self) {
        self.drawn.set_position(self.progress.done.load(Ordering::Relaxed));
    }

    /// Clears the bar.
    pub(super) fn finish(self) {
        self.drawn.finish_and_clear();
    }
}

/// The progress bar of a run, and the row errors that are shown above it.
pub(super) struct Bar {
    drawn: ProgressBar,
    errors: u64,
    quiet: bool,
}

impl Bar {
    /// Moves on to `rows` written.
    pub(super) fn update(&self, rows: u64) {
        self.drawn.set_position(rows);
        let seconds = self.drawn.elapsed().as_secs_f64().max(1e-3);
        self.drawn.set_message(format!("{rows} rows, {:.0}/s,", rows as f64 / seconds));
    }

    /// Reports a row that could not be read; after a few, only counts.
    pub(super) fn row_error(&mut self, message: impl Display) {
        self.errors += 1;
        if self.errors <= SHOWN_ERRORS && !self.quiet {
            self.drawn.suspend(|| say(format_args!("warning: {message}")));
        }
    }

    /// Clears the bar.
    pub(super) fn finish(self, talk: &Talk) {
        self.drawn.finish_and_clear();
        if self.errors > SHOWN_ERRORS {
            talk.warn(format_args!("{} rows are errors in all", self.errors));
        }
    }
}
