//! Rules of the craft that a program can check exactly: how a stem asks, what an
//! option may not say, and whether the bank as a whole gives keys away.
//!
//! A rule speaks only where it is certain. A question's waiver silences a rule
//! that a reviewer has looked at; rules over the whole bank know no waiver.
//! Whether a file can be read at all is decided before, by `load`.

mod bank;
mod form;
mod numbers;
mod record;

use crate::model::fact::Ledger;
use crate::model::question::{Question, QuestionId};

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule, such as `Q05`.
    pub rule: &'static str,
    /// Which question; `None` for a rule over the whole bank.
    pub question: Option<QuestionId>,
    /// What is wrong, and the way out.
    pub message: String,
}

/// What breaks a rule in `questions`, which rest on the facts of `ledger`.
pub fn lint(questions: &[Question], ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for question in questions {
        let broken = form::check(question)
            .into_iter()
            .chain(numbers::check(question))
            .chain(record::check(question, ledger));
        let open = broken.filter(|(rule, _)| !waived(question, rule));
        findings.extend(open.map(|(rule, message)| Finding {
            rule,
            question: Some(question.id.clone()),
            message,
        }));
    }
    let whole = bank::check(questions).into_iter();
    findings.extend(whole.map(|(rule, message)| Finding { rule, question: None, message }));
    findings
}

/// A rule and how it is broken.
type Broken = (&'static str, String);

fn waived(question: &Question, rule: &str) -> bool {
    question.waive.iter().any(|waiver| waiver.rule == rule)
}

#[cfg(test)]
mod tests;
