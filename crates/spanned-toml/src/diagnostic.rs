//! What is wrong with a file, and where.
//!
//! A reader collects every fault of a file before it stops. Each names its
//! place as a span of bytes.

use std::ops::Range;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it stops the work.
    pub severity: Severity,
    /// A rule's id such as `Q04`, when the fault breaks a numbered rule.
    pub rule: Option<&'static str>,
    /// What is wrong, with the bad value in backticks.
    pub message: String,
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// What was expected there.
    pub expected: String,
    /// The way out, when there is one to name.
    pub help: Option<String>,
}

/// Whether a fault stops the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It does.
    Error,
    /// It needs a look.
    Warning,
}

/// A text that is read, with the name that messages give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// A path, or the name of a built-in file.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// The line of byte `offset`, counted from 1.
    pub fn line_of(&self, offset: usize) -> u32 {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
    }

    /// The column of byte `offset`, in letters counted from 1.
    pub fn column_of(&self, offset: usize) -> usize {
        let before = self.text.get(..offset.min(self.text.len())).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.chars().count() + 1
    }
}

/// Every fault of one file, in order of place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    /// The file.
    pub source: Source,
    /// Its faults.
    pub faults: Vec<Diagnostic>,
}

impl Diagnostics {
    /// The first fault and the way out: what fits where there is no room for places.
    pub fn in_a_line(&self) -> String {
        let Some(fault) = self.errors().next() else { return "it has errors".to_owned() };
        match &fault.help {
            Some(help) => format!("{}; {help}", fault.message),
            None => fault.message.clone(),
        }
    }

    /// The faults that stop the work.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.faults.iter().filter(|fault| fault.severity == Severity::Error)
    }
}
