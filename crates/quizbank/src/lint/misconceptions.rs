//! Whether the mistakes that distractors stand for recur: B08. A mistake
//! that only one question knows cannot be distinguished from a slip.

use std::collections::BTreeMap;

use super::finding::Broken;
use super::view::View;
use crate::model::part::QuestionPart;

/// Findings with the index of the question that each is about.
pub(super) fn check(views: &[View<'_>]) -> Vec<(usize, Broken)> {
    let mut uses: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, view) in views.iter().enumerate() {
        for (option, choice) in view.question.options.iter().enumerate() {
            if let Some(misconception) = choice.role.misconception() {
                uses.entry(misconception).or_default().push((index, option));
            }
        }
    }
    let mut found = Vec::new();
    for (name, uses) in uses {
        let Some(&(index, option)) = uses.first() else { continue };
        if uses.iter().all(|(other, _)| *other == index) {
            let message = format!("no other question has the misconception `{name}`");
            let broken = Broken::warning("B08", QuestionPart::Option(option), message);
            let help = "use each misconception in at least two questions; reuse the name of the \
             same mistake";
            found.push((index, broken.help(help)));
        }
    }
    found
}
