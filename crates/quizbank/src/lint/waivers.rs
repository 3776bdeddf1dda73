//! Waivers that silence nothing. A list of exceptions that nobody needs hides
//! the next finding.

use super::context::WHOLE_BANK;
use super::finding::Broken;
use super::rules::{RuleLevel, level};
use crate::model::part::QuestionPart;
use crate::model::question::Question;

/// What findings about waivers are called; no waiver silences them.
const RULE: &str = "waive";

/// What is wrong with the waivers of `question`, of which those for the rules
/// that are `used` silence something. `total` is the size of the bank.
pub(super) fn check(question: &Question, used: impl Fn(&str) -> bool, total: usize) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (index, waiver) in question.waive.iter().enumerate() {
        let (part, rule) = (QuestionPart::Waiver(index), waiver.rule.as_str());
        let earlier = question.waive.iter().take(index).any(|other| other.rule == rule);
        match level(rule) {
            None => {
                let found = Broken::error(RULE, part, format!("there is no rule `{rule}`"));
                broken.push(found.help("rules are Q01 to Q26 and B01 to B14"));
            }
            Some(_) if earlier => {
                let message = format!("`{rule}` is waived twice");
                broken.push(Broken::warning(RULE, part, message));
            }
            Some(RuleLevel::Error) => {
                let message = format!("the waiver has no effect: `{rule}` is an error");
                let found = Broken::warning(RULE, part, message);
                broken.push(found.help("errors cannot be waived; fix the question"));
            }
            // What only a whole bank breaks may recur with the rest of it.
            Some(_) if rule.starts_with('B') && total < WHOLE_BANK => {}
            Some(_) if !used(rule) => {
                let message = format!("the waiver has no effect: the question meets `{rule}`");
                broken.push(Broken::warning(RULE, part, message).help("remove it"));
            }
            Some(_) => {}
        }
    }
    broken
}
