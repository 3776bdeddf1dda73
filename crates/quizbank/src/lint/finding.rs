//! What a rule finds.

use crate::model::part::QuestionPart;
use crate::model::question::Question;
use spanned_toml::diagnostic::Severity;

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

/// A rule and how it is broken.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    pub(super) rule: &'static str,
    pub(super) severity: Severity,
    pub(super) part: QuestionPart,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Broken {
    /// What fails the check.
    pub(super) fn error(
        rule: &'static str,
        part: QuestionPart,
        message: impl Into<String>,
    ) -> Self {
        Self { rule, severity: Severity::Error, part, message: message.into(), help: None }
    }

    /// What needs a look.
    pub(super) fn warning(
        rule: &'static str,
        part: QuestionPart,
        message: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(rule, part, message) }
    }

    /// The way out.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Whether `question` accepts it; errors are never accepted.
    pub(super) fn is_waived(&self, question: Option<&Question>) -> bool {
        let names_it = |question: &Question| question.waive.iter().any(|it| it.rule == self.rule);
        self.severity == Severity::Warning && question.is_some_and(names_it)
    }

    /// The finding at the question of this index.
    pub(super) fn into_finding(self, question: Option<usize>) -> LintFinding {
        let Self { rule, severity, part, message, help } = self;
        LintFinding { rule, severity, question, part, message, help }
    }
}
