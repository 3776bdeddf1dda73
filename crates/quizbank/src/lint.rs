//! Rules of the craft that a program can check: how a stem asks, what options
//! give away, whether reasons explain, and whether the bank as a whole is fair.
//! `docs/linting.md` has the table of them.
//!
//! A rule speaks only where it is certain, and says what it saw. A warning may be
//! waived in the question, with a reason; an error may not. Rules over a whole
//! bank keep still while it has fewer than [`WHOLE_BANK`] questions. Whether a
//! file can be read at all is decided before, by `file::bank`.

mod balance;
pub mod borrowed;
mod context;
mod finding;
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

pub use self::context::{BankOrigin, LintContext, WHOLE_BANK};
pub use self::finding::LintFinding;

use self::finding::Broken;
use self::record::EarlierRevisions;
use self::view::View;
use crate::model::question::Question;

/// What breaks a rule in `questions`, in their order; what concerns the whole
/// bank comes last.
pub fn lint(questions: &[Question], context: &LintContext<'_>) -> Vec<LintFinding> {
    let views: Vec<View<'_>> = questions.iter().map(View::of).collect();
    let mut found: Vec<(Option<usize>, Broken)> = Vec::new();
    let earlier = EarlierRevisions::of(context.earlier);
    for (index, view) in views.iter().enumerate() {
        found.extend(
            question(view, context, &earlier).into_iter().map(|broken| (Some(index), broken)),
        );
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
        let is_used = |rule: &str| used.contains(&(index, rule));
        let idle = waivers::check(question, is_used, questions.len());
        found.extend(idle.into_iter().map(|broken| (Some(index), broken)));
    }
    found.sort_by_key(|(index, broken)| (index.is_none(), *index, broken.part, broken.rule));
    found.into_iter().map(|(index, broken)| broken.into_finding(index)).collect()
}

/// The rules that look at one question alone.
fn question(
    view: &View<'_>,
    context: &LintContext<'_>,
    earlier: &EarlierRevisions<'_>,
) -> Vec<Broken> {
    let mut broken = stem::check(view, context.origin);
    broken.extend(options::check(view, context.origin));
    broken.extend(tells::check(view));
    broken.extend(numbers::check(view.question));
    broken.extend(reasons::check(view));
    broken.extend(record::check(view.question, context, earlier));
    broken.extend(language::check(view));
    broken.extend(sentences::check(view));
    broken.extend(borrowed::check(view, context.borrowed));
    broken
}

#[cfg(test)]
mod tests;
