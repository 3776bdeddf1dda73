//! The two streams that a command writes to: results on standard output, talk
//! on standard error. What text may do there, [`Filter`] decides.

use std::env;
use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};

use super::input::BadFiles;
use crate::report::csv::Dialect;
use crate::report::diagnostics::{self, Style};
use crate::report::safe::{Filter, Reader, in_a_line};
use crate::report::table::{Ink, Page};
use crate::tui::theme::{self, ColorChoice, Tier};
use spanned_toml::diagnostic::{Diagnostics, Severity};

/// Where a command's words go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    page: Page,
    talk: Ink,
    ascii: bool,
}

/// Why results could not be handed over.
#[derive(Debug, thiserror::Error)]
pub(super) enum OutputError {
    /// The reader has seen enough, as `head` does; nothing is wrong.
    #[error("the reader of standard output is closed")]
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
    pub(super) fn detect(choice: ColorChoice, ascii: bool, csv: Dialect) -> Self {
        let on_screen = io::stdout().is_terminal();
        let width = screen_width(on_screen);
        Self {
            page: Page { width, ink: ink(choice, on_screen), csv },
            talk: ink(choice, io::stderr().is_terminal()),
            ascii,
        }
    }

    /// What results are laid out for.
    pub(super) fn page(self) -> Page {
        self.page
    }

    /// Hands results to standard output, all of them or an error.
    pub(super) fn print<T>(
        self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> Result<T, OutputError> {
        print_to(self.reader(self.page.ink), write)
    }

    /// Says something beside the results.
    pub(super) fn say(self, note: &str) {
        let mut out = Filter::new(io::stderr().lock(), self.reader(self.talk));
        // A lost note is no reason to stop.
        let _ = writeln!(out, "{note}");
    }

    /// Says each of `notes` on a line of its own, behind `prefix`.
    pub(super) fn say_each(self, prefix: &str, notes: impl IntoIterator<Item: Display>) {
        for note in notes {
            self.say(&in_a_line(&format!("{prefix}{note}")));
        }
    }

    /// Says what is wrong with a file.
    pub(super) fn show_faults(self, faults: &Diagnostics) {
        let style = match self.talk {
            Ink::Plain => Style::Plain,
            Ink::Colored => Style::Colored,
        };
        // Its parts went through the same filter before they were colored.
        let _ = writeln!(io::stderr().lock(), "{}", diagnostics::render(faults, style).trim_end());
    }

    /// Says why a command could not do its work.
    pub(super) fn complain(self, error: &anyhow::Error) {
        match error.downcast_ref::<BadFiles>() {
            Some(BadFiles(files)) => files.iter().for_each(|faults| self.show_faults(faults)),
            None => self.remark(Severity::Error, None, &format!("{error:#}")),
        }
    }

    /// Says what is wrong and has no place in a file.
    pub(super) fn remark(self, severity: Severity, rule: Option<&str>, message: &str) {
        let rule = rule.map(|rule| format!("[{rule}]")).unwrap_or_default();
        let head = match severity {
            Severity::Error => self.talk.bad(&format!("error{rule}:")),
            Severity::Warning => self.talk.strong(&format!("warning{rule}:")),
        };
        self.say(&format!("{head} {}", in_a_line(message)));
    }

    fn reader(self, ink: Ink) -> Reader {
        Reader { colors: ink == Ink::Colored, ascii: self.ascii, json: false }
    }
}

/// The ink of a stream for `choice`.
fn ink(choice: ColorChoice, on_screen: bool) -> Ink {
    let takes_color = on_screen || choice == ColorChoice::Always;
    match theme::detect(choice, |name| env::var(name).ok()) {
        Tier::None => Ink::Plain,
        _ if takes_color => Ink::Colored,
        _ => Ink::Plain,
    }
}

/// Hands JSON to standard output, all of it or an error.
pub(super) fn print_json<T>(
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T, OutputError> {
    print_to(Reader::JSON, write)
}

fn print_to<T>(
    reader: Reader,
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T, OutputError> {
    let mut out = BufWriter::new(Filter::new(io::stdout().lock(), reader));
    let value = write(&mut out)?;
    out.flush()?;
    Ok(value)
}

/// Whether the terminal says that it can do nothing but show lines.
pub(super) fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Whether there is a terminal at both ends that takes a whole screen.
pub(super) fn has_screen() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb()
}

/// The columns of the page: those of the terminal, of `COLUMNS`, or of a pipe.
fn screen_width(on_screen: bool) -> u16 {
    let reported = || env::var("COLUMNS").ok()?.parse().ok();
    let size = crossterm::terminal::size().ok().filter(|_| on_screen);
    let width = size.map(|(width, _)| width).or_else(reported).filter(|width| *width > 0);
    width.unwrap_or(Page::PIPE.width)
}
