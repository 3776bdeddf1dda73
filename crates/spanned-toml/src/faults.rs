//! Collects what is wrong with a text, each fault with its place.
//!
//! A place is a span of the file or of one `--set`, because both end up in one
//! tree. The collector keeps a bounded number of faults: a file of garbage must
//! not take more memory than a file of sense.

use std::fmt;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Source};

/// Faults kept for one text; more are counted only.
const KEPT: usize = 5_000;

/// Characters of a bad value that a message repeats.
const SHOWN: usize = 60;

/// Names longer than this are not compared with known ones.
const LONGEST_NAME: usize = 64;

/// Known names that a bad one is compared with; a file may make thousands.
const COMPARED: usize = 500;

/// Which text a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The file itself.
    File,
    /// The setting with this position among those given.
    Setting(usize),
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which text.
    pub origin: Origin,
    /// In bytes of that text.
    pub span: Range<usize>,
}

/// One fault in the making.
#[must_use = "a fault is told only when it is pushed"]
pub struct Fault {
    place: Place,
    rule: Option<&'static str>,
    message: String,
    expected: String,
    help: Option<String>,
}

impl Fault {
    /// Something wrong at `place`.
    pub fn new(place: &Place, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { place: place.clone(), rule: None, message, expected: String::new(), help: None }
    }

    /// The rule of the craft that it breaks.
    pub fn rule(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }

    /// What should have stood there.
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// The way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Suggests the known name that `name` is nearest to, if any is near.
    pub fn suggest<'n>(self, name: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        match nearest(name, known) {
            Some(known) => self.help(format!("did you mean `{known}`?")),
            None => self,
        }
    }
}

/// Every fault found so far, in all texts of one reading.
#[derive(Default)]
pub struct Faults {
    kept: Vec<(Origin, Diagnostic)>,
    uncounted: usize,
}

impl Faults {
    /// Takes note of `fault`.
    pub fn push(&mut self, fault: Fault) {
        if self.kept.len() >= KEPT {
            self.uncounted += 1;
            return;
        }
        let Fault { place, rule, message, expected, help } = fault;
        let severity = Severity::Error;
        let diagnostic = Diagnostic { severity, rule, message, span: place.span, expected, help };
        self.kept.push((place.origin, diagnostic));
    }

    /// Takes over what another collector has.
    pub fn append(&mut self, other: Self) {
        self.kept.extend(other.kept);
        self.uncounted += other.uncounted;
    }

    /// How many faults there were.
    pub fn count(&self) -> usize {
        self.kept.len() + self.uncounted
    }

    /// Whether nothing was wrong.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Whether the collector is full, so that looking on is of no use.
    pub fn is_full(&self) -> bool {
        self.kept.len() >= KEPT
    }

    /// The faults as diagnostics of the file, or of the first setting that has
    /// any: what a person just typed is what they want to hear about.
    pub fn into_diagnostics(self, file: Source, settings: Vec<Source>) -> Diagnostics {
        let typed = self.kept.iter().find_map(|&(origin, _)| match origin {
            Origin::File => None,
            Origin::Setting(index) => Some((origin, index)),
        });
        let typed = typed.and_then(|(origin, index)| {
            settings.into_iter().nth(index).map(|source| (origin, source))
        });
        let (origin, source) = typed.unwrap_or((Origin::File, file));
        self.of(origin, source)
    }

    /// The faults as diagnostics of each setting that has any, or of the file when
    /// none has.
    pub fn into_all(self, file: Source, settings: Vec<Source>) -> Vec<Diagnostics> {
        let all = settings.into_iter().enumerate();
        let typed = all.map(|(index, source)| self.of(Origin::Setting(index), source));
        let typed: Vec<Diagnostics> = typed.filter(|found| !found.faults.is_empty()).collect();
        if typed.is_empty() { vec![self.of(Origin::File, file)] } else { typed }
    }

    /// What stands in the text of `origin`.
    fn of(&self, origin: Origin, source: Source) -> Diagnostics {
        let mut faults: Vec<Diagnostic> = (self.kept.iter())
            .filter(|(place, _)| *place == origin)
            .map(|(_, fault)| fault.clone())
            .collect();
        faults.sort_by_key(|fault| fault.span.start);
        faults.dedup();
        if self.uncounted > 0 {
            faults.push(too_many(self.uncounted, source.text.len()));
        }
        Diagnostics { source, faults }
    }
}

/// Says that there are more faults than anybody reads.
fn too_many(uncounted: usize, end: usize) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        rule: None,
        message: format!("{uncounted} more faults are not listed"),
        span: end..end,
        expected: String::new(),
        help: Some("mend the first ones and read the file again".to_owned()),
    }
}

/// The known name nearest to `name`, when it is near enough to be a slip.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let typed = name.to_lowercase();
    (known.into_iter().take(COMPARED))
        .map(|known| (strsim::damerau_levenshtein(&typed, &known.to_lowercase()), known))
        .filter(|&(distance, known)| distance <= known.len().max(name.len()) / 3 + 1)
        .filter(|&(distance, known)| 2 * distance <= known.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

/// A bad value in backticks, cut when it is long, on one line.
pub fn quoted(value: impl fmt::Display) -> String {
    let text = value.to_string();
    let mut shown: String = text.chars().take(SHOWN).flat_map(char::escape_debug).collect();
    shown = shown.replace("\\\"", "\"").replace("\\'", "'");
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// Names in backticks, as a list that ends in `last`: "`a`, `b` or `c`".
pub fn list<'n>(names: impl IntoIterator<Item = &'n str>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., end] => format!("{} {last} {end}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let known = ["min_size", "max_size", "max_concurrency"];
        assert_eq!(nearest("max_sizes", known), Some("max_size"));
        assert_eq!(nearest("MaxSize", known), Some("max_size"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest(&"m".repeat(1_000_000), known), None);
    }

    #[test]
    fn a_long_value_is_cut_and_stays_on_one_line() {
        assert_eq!(quoted("a\nb"), "`a\\nb`");
        assert_eq!(quoted("x".repeat(100)).chars().count(), SHOWN + 3);
    }

    #[test]
    fn faults_beyond_the_bound_are_counted() {
        let place = Place { origin: Origin::File, span: 0..0 };
        let mut faults = Faults::default();
        for index in 0..KEPT + 3 {
            faults.push(Fault::new(&place, index.to_string()));
        }
        let file = Source { name: "file".to_owned(), text: String::new() };
        let told = faults.into_diagnostics(file, Vec::new()).faults;
        assert_eq!(told.len(), KEPT + 1);
        assert!(told.last().is_some_and(|fault| fault.message.starts_with("3 more")));
    }
}
