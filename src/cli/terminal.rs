//! The two streams that a command writes to: results on standard output, talk
//! on standard error, each coloured only where somebody can see it.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};

use clap::ValueEnum;

use super::input::BadFiles;
use crate::report::diagnostics::{self, Style};
use crate::report::table::{Ink, Page};
use spanned_toml::diagnostic::{Diagnostics, Severity};

/// When to colour what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Into pipes and files too
    Always,
    /// Not at all
    Never,
}

/// Where a command's words go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    page: Page,
    talk: Ink,
}

/// Why results could not be handed over.
#[derive(Debug, thiserror::Error)]
pub(super) enum OutputError {
    /// The reader has seen enough, as `head` does; nothing is wrong.
    #[error("the reader of standard output has left")]
    Closed,
    /// The results are lost.
    #[error("cannot write to standard output: {0}")]
    Lost(io::Error),
}

impl From<io::Error> for OutputError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Lost(error),
        }
    }
}

impl Terminal {
    /// The streams of this process.
    pub(super) fn detect(choice: ColorChoice) -> Self {
        let on_screen = io::stdout().is_terminal();
        let width = if on_screen { screen_width() } else { Page::PIPE.width };
        Self {
            page: Page { width, ink: ink(choice, on_screen) },
            talk: ink(choice, io::stderr().is_terminal()),
        }
    }

    /// What results are laid out for.
    pub(super) fn page(self) -> Page {
        self.page
    }

    /// Says what is wrong with a file.
    pub(super) fn show_faults(self, faults: &Diagnostics) {
        let style = match self.talk {
            Ink::Plain => Style::Plain,
            Ink::Coloured => Style::Coloured,
        };
        say(diagnostics::render(faults, style).trim_end());
    }

    /// Says why a command could not do its work.
    pub(super) fn complain(self, error: &anyhow::Error) {
        match error.downcast_ref::<BadFiles>() {
            Some(BadFiles(files)) => files.iter().for_each(|faults| self.show_faults(faults)),
            None => self.accuse(&format!("{error:#}")),
        }
    }

    /// Says what breaks a rule and has no place in a file.
    pub(super) fn remark(self, severity: Severity, rule: Option<&str>, message: &str) {
        let rule = rule.map(|rule| format!("[{rule}]")).unwrap_or_default();
        let head = match severity {
            Severity::Error => self.talk.bad(&format!("error{rule}:")),
            Severity::Warning => self.talk.strong(&format!("warning{rule}:")),
        };
        say(&format!("{head} {message}"));
    }

    /// Says that something is wrong, in a line.
    pub(super) fn accuse(self, message: &str) {
        say(&format!("{} {message}", self.talk.bad("error:")));
    }
}

/// Hands results to standard output, all of them or an error.
pub(super) fn print<T>(
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T, OutputError> {
    let mut out = BufWriter::new(io::stdout().lock());
    let value = write(&mut out)?;
    out.flush()?;
    Ok(value)
}

/// Says something beside the results. A lost note is no reason to stop.
pub(super) fn say(note: &str) {
    let _ = writeln!(io::stderr().lock(), "{note}");
}

fn ink(choice: ColorChoice, on_screen: bool) -> Ink {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match choice {
        ColorChoice::Always => Ink::Coloured,
        ColorChoice::Auto if on_screen && !dumb && !set("NO_COLOR") => Ink::Coloured,
        ColorChoice::Auto | ColorChoice::Never => Ink::Plain,
    }
}

/// A terminal that does not tell its size gets the page of a pipe.
fn screen_width() -> u16 {
    match crossterm::terminal::size() {
        Ok((width, _)) if width > 0 => width,
        _ => Page::PIPE.width,
    }
}
