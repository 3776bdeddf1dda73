//! Collects what is wrong with a text, each fault with its place.
//!
//! A place is a span of the file or of one `--set`, because both end up in one
//! tree. The collector keeps a bounded number of faults: a file of garbage must
//! not take more memory than a file of sense.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Source};
use crate::shape::Shape;
use crate::trace::{Trace, address};

/// Faults kept for one text; more are counted only.
const KEPT: usize = 5_000;

/// Characters of a bad value that a message repeats.
const SHOWN: usize = 60;

/// Names longer than this are not compared with known ones.
const LONGEST_NAME: usize = 64;

/// Known names that a bad one is compared with; a file may make thousands.
const COMPARED: usize = 500;

/// How a text is written, for the examples in messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    /// TOML.
    #[default]
    Toml,
    /// JSON.
    Json,
}

impl Syntax {
    /// The field called `name` with `value`.
    pub(crate) fn example(self, name: &str, value: &str) -> String {
        match self {
            Self::Toml => format!("{name} = {value}"),
            Self::Json => format!("\"{name}\": {value}"),
        }
    }

    /// The array of tables called `name`; TOML writes `header` above each.
    pub(crate) fn header(self, name: &str, header: &str) -> String {
        match self {
            Self::Toml => header.to_owned(),
            Self::Json => self.example(name, "[ … ]"),
        }
    }

    /// What messages call one of the tables in `name`.
    pub(crate) fn element(self, name: &str) -> String {
        match self {
            Self::Toml => format!("this `{name}`"),
            Self::Json => format!("this one of `{name}`"),
        }
    }
}

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
pub struct SourcePlace {
    /// In which text.
    pub origin: Origin,
    /// In bytes of that text.
    pub span: Range<usize>,
}

/// A fault in the making, which counts once it is reported.
///
/// What is missing or misread is reported once: a fault of the value that stands in
/// for it is silent.
#[must_use = "a fault counts only when it is reported"]
pub struct Fault<'f> {
    faults: Option<&'f Faults>,
    origin: Origin,
    diagnostic: Diagnostic,
}

impl<'f> Fault<'f> {
    /// Begins a fault at `place`; without a collector it is silent.
    pub(crate) fn new(
        faults: Option<&'f Faults>,
        place: &SourcePlace,
        message: impl Into<String>,
    ) -> Self {
        let diagnostic = Diagnostic {
            severity: Severity::Error,
            rule: None,
            message: message.into(),
            span: place.span.clone(),
            expected: String::new(),
            help: None,
        };
        Self { faults, origin: place.origin, diagnostic }
    }

    /// Names the rule of the craft that is broken.
    pub fn rule(mut self, rule: &'static str) -> Self {
        self.diagnostic.rule = Some(rule);
        self
    }

    /// Says what should have stood there.
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.diagnostic.expected = expected.into();
        self
    }

    /// Names the way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic.help = Some(help.into());
        self
    }

    /// Suggests the known name that `name` is nearest to, if any is near.
    pub fn suggest<'n>(self, name: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        match nearest(name, known) {
            Some(known) => self.help(format!("did you mean `{known}`?")),
            None => self,
        }
    }

    /// Adds the fault to its collector.
    pub fn report(self) {
        if let Some(faults) = self.faults {
            faults.push(self.origin, self.diagnostic);
        }
    }
}

/// Every fault found so far in the texts of one reading.
///
/// Readers share one collector through the document, hence the interior
/// mutability: no reader passes it on.
#[derive(Debug, Default)]
pub struct Faults {
    syntax: Syntax,
    kept: RefCell<Vec<(Origin, Diagnostic)>>,
    uncounted: Cell<usize>,
    notes: RefCell<Vec<Diagnostic>>,
    /// What readers ask, where that is noted.
    trace: Option<Box<RefCell<Trace>>>,
}

impl Faults {
    /// Collects the faults of a text in `syntax`.
    pub fn new(syntax: Syntax) -> Self {
        Self { syntax, ..Self::default() }
    }

    /// Collects the same, and notes what readers ask.
    pub(crate) fn traced(syntax: Syntax) -> Self {
        Self { syntax, trace: Some(Box::default()), ..Self::default() }
    }

    /// What readers asked, where that is noted.
    pub(crate) fn trace(&self) -> Option<&RefCell<Trace>> {
        self.trace.as_deref()
    }

    /// Notes what readers ask of the value at the address `at`, where that is noted.
    pub(crate) fn note_reading(&self, at: Option<usize>, note: impl FnOnce(&mut Trace, usize)) {
        if let (Some(trace), Some(at)) = (&self.trace, at) {
            note(&mut trace.borrow_mut(), at);
        }
    }

    /// What readers took `value` for, by name where their reader has one; `None` where that
    /// is not noted, or nobody asked.
    pub fn shape_of<T>(&self, value: &T) -> Option<Shape> {
        let trace = self.trace()?.borrow();
        let at = address(value);
        let named = trace.definition(at).map(Shape::Definition);
        named.or_else(|| trace.shape(at).cloned())
    }

    /// How the text is written.
    pub(crate) fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Begins a fault at `place`.
    pub fn at(&self, place: &SourcePlace, message: impl Into<String>) -> Fault<'_> {
        Fault::new(Some(self), place, message)
    }

    /// Keeps a note about what is in order still: it is no fault.
    pub(crate) fn note(&self, place: &SourcePlace, message: String, help: String) {
        let Fault { mut diagnostic, .. } = Fault::new(None, place, message).help(help);
        diagnostic.severity = Severity::Warning;
        let mut notes = self.notes.borrow_mut();
        if notes.len() < KEPT && !notes.contains(&diagnostic) {
            notes.push(diagnostic);
        }
    }

    /// The notes on the text, each once, in order of place.
    pub fn notes(&self) -> Vec<Diagnostic> {
        let mut notes = self.notes.borrow().clone();
        notes.sort_by_key(|note| note.span.start);
        notes
    }

    fn push(&self, origin: Origin, diagnostic: Diagnostic) {
        let mut kept = self.kept.borrow_mut();
        if kept.len() < KEPT {
            kept.push((origin, diagnostic));
        } else {
            self.uncounted.set(self.uncounted.get() + 1);
        }
    }

    /// Takes over what another collector has.
    pub(crate) fn append(&self, other: Self) {
        for (origin, diagnostic) in other.kept.into_inner() {
            self.push(origin, diagnostic);
        }
        self.uncounted.set(self.uncounted.get() + other.uncounted.get());
    }

    /// Returns what `read` returns, unless it found a fault.
    pub fn sound<T>(&self, read: impl FnOnce() -> T) -> Option<T> {
        let before = self.count();
        let value = read();
        (self.count() == before).then_some(value)
    }

    /// Number of faults found so far, also of those that are not kept.
    pub fn count(&self) -> usize {
        self.kept.borrow().len() + self.uncounted.get()
    }

    /// Whether nothing was wrong.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// Whether the collector is full, so that looking on is of no use.
    pub fn is_full(&self) -> bool {
        self.kept.borrow().len() >= KEPT
    }

    /// The faults as diagnostics of the file, or of the first setting that has
    /// any: what a person just typed is what they want to hear about.
    pub fn into_diagnostics(self, file: Source, settings: Vec<Source>) -> Diagnostics {
        let typed = self.kept.borrow().iter().find_map(|&(origin, _)| match origin {
            Origin::File => None,
            Origin::Setting(index) => Some(index),
        });
        let typed = typed.and_then(|index| Some((index, settings.into_iter().nth(index)?)));
        match typed {
            Some((index, source)) => self.of(Origin::Setting(index), source),
            None => self.of(Origin::File, file),
        }
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
        let kept = self.kept.borrow();
        let here = kept.iter().filter(|(place, _)| *place == origin);
        let mut faults: Vec<Diagnostic> = here.map(|(_, fault)| fault.clone()).collect();
        faults.sort_by_key(|fault| fault.span.start);
        faults.dedup();
        if self.uncounted.get() > 0 && !faults.is_empty() {
            faults.push(too_many(self.uncounted.get(), source.text.len()));
        }
        Diagnostics { source, faults }
    }
}

/// Says that there are more faults than anybody reads.
fn too_many(uncounted: usize, end: usize) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        rule: None,
        message: format!("{uncounted} more errors are not listed"),
        span: end..end,
        expected: String::new(),
        help: Some("fix the listed errors and check the file again".to_owned()),
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

/// `number` of what `noun` names: "1 minute", "2 minutes".
pub fn counted(number: impl fmt::Display, noun: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
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
        let place = SourcePlace { origin: Origin::File, span: 0..0 };
        let faults = Faults::default();
        for index in 0..KEPT + 3 {
            faults.at(&place, index.to_string()).report();
        }
        let file = Source { name: "file".to_owned(), text: String::new() };
        let listed = faults.into_diagnostics(file, Vec::new()).faults;
        assert_eq!(listed.len(), KEPT + 1);
        assert!(listed.last().is_some_and(|fault| fault.message.starts_with("3 more")));
    }
}
