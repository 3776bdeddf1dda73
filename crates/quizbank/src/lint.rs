//! Rules of the craft that a program can check: how a stem asks, what options
//! give away, whether reasons explain, and whether the bank as a whole is fair.
//! `docs/linting.md` has the table of them.
//!
//! A rule speaks only where it is certain, and says what it saw. A warning may be
//! waived in the question, with a reason; an error may not. Rules over a whole
//! bank keep still while it has fewer than [`WHOLE_BANK`] questions. Whether a
//! file can be read at all is decided before, by `load`.

mod balance;
pub mod borrowed;
mod key;
pub mod language;
mod misconceptions;
mod numbers;
mod options;
mod pairs;
mod reasons;
mod record;
pub mod rules;
mod sentences;
mod stem;
mod tells;
mod view;
mod waivers;
mod words;

use std::collections::BTreeSet;

use self::borrowed::Borrowed;
use self::view::View;
use crate::model::blueprint::Blueprint;
use crate::model::fact::Ledger;
use crate::model::part::QuestionPart;
use crate::model::question::Question;
use spanned_toml::diagnostic::Severity;

/// Smaller banks are not judged as a whole: a file of five questions cannot hold
/// shares and bands.
pub const WHOLE_BANK: usize = 40;

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LintFinding {
    /// The rule, such as `Q05`.
    pub rule: &'static str,
    /// Whether it fails the check.
    pub severity: Severity,
    /// Index of the question; `None` for a rule over the whole bank.
    pub question: Option<usize>,
    /// Which part of the question.
    pub part: QuestionPart,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

/// Where a bank comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankOrigin {
    /// It is this program's own.
    BuiltIn,
    /// A learner's or a teacher's.
    Own,
}

impl BankOrigin {
    /// How serious a finding is that is binding for the program's own bank alone.
    fn severity(self) -> Severity {
        match self {
            Self::BuiltIn => Severity::Error,
            Self::Own => Severity::Warning,
        }
    }
}

/// What a bank is held to besides its own text.
#[derive(Clone, Copy, Debug)]
pub struct LintContext<'a> {
    /// The facts that questions rest on.
    pub ledger: &'a Ledger,
    /// Where the bank comes from.
    pub origin: BankOrigin,
    /// Shapes of forms that the bank must fill.
    pub blueprints: &'a [Blueprint],
    /// Scenarios that proofs must use.
    pub scenarios: &'a [&'a str],
    /// Texts that no question may repeat.
    pub borrowed: &'a Borrowed,
}

/// What breaks a rule in `questions`, in their order; what concerns the whole
/// bank comes last.
pub fn lint(questions: &[Question], context: &LintContext<'_>) -> Vec<LintFinding> {
    let views: Vec<View<'_>> = questions.iter().map(View::of).collect();
    let mut found: Vec<(Option<usize>, Broken)> = Vec::new();
    for (index, view) in views.iter().enumerate() {
        found.extend(question(view, context).into_iter().map(|broken| (Some(index), broken)));
    }
    let in_pairs = pairs::check(&views).into_iter();
    found.extend(in_pairs.map(|(index, broken)| (Some(index), broken)));
    if questions.len() >= WHOLE_BANK {
        let ids = misconceptions::check(&views).into_iter();
        found.extend(ids.map(|(index, broken)| (Some(index), broken)));
        let whole = key::check(&views).into_iter().chain(balance::check(&views, context));
        found.extend(whole.map(|broken| (None, broken)));
    }
    let mut used: BTreeSet<(usize, &'static str)> = BTreeSet::new();
    found.retain(|(index, broken)| match index {
        Some(index) if broken.is_waived(questions.get(*index)) => {
            used.insert((*index, broken.rule));
            false
        }
        _ => true,
    });
    for (index, question) in questions.iter().enumerate() {
        let is_used = |rule: &str| used.iter().any(|&(at, other)| at == index && other == rule);
        let idle = waivers::check(question, is_used, questions.len());
        found.extend(idle.into_iter().map(|broken| (Some(index), broken)));
    }
    found.sort_by_key(|(index, broken)| (index.is_none(), *index, broken.part, broken.rule));
    found.into_iter().map(|(index, broken)| broken.into_finding(index)).collect()
}

/// The rules that look at one question alone.
fn question(view: &View<'_>, context: &LintContext<'_>) -> Vec<Broken> {
    let mut broken = stem::check(view);
    broken.extend(options::check(view));
    broken.extend(tells::check(view));
    broken.extend(numbers::check(view.question));
    broken.extend(reasons::check(view));
    broken.extend(record::check(view.question, context));
    broken.extend(language::check(view));
    broken.extend(sentences::check(view));
    broken.extend(borrowed::check(view, context.borrowed));
    broken
}

/// A rule and how it is broken.
#[derive(Clone, Debug)]
struct Broken {
    rule: &'static str,
    severity: Severity,
    part: QuestionPart,
    message: String,
    help: Option<String>,
}

impl Broken {
    /// What fails the check.
    fn error(rule: &'static str, part: QuestionPart, message: impl Into<String>) -> Self {
        Self { rule, severity: Severity::Error, part, message: message.into(), help: None }
    }

    /// What needs a look.
    fn warning(rule: &'static str, part: QuestionPart, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(rule, part, message) }
    }

    /// The way out.
    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Whether `question` accepts it; errors are never accepted.
    fn is_waived(&self, question: Option<&Question>) -> bool {
        let names_it = |question: &Question| question.waive.iter().any(|it| it.rule == self.rule);
        self.severity == Severity::Warning && question.is_some_and(names_it)
    }

    fn into_finding(self, question: Option<usize>) -> LintFinding {
        let Self { rule, severity, part, message, help } = self;
        LintFinding { rule, severity, question, part, message, help }
    }
}

#[cfg(test)]
mod tests;
