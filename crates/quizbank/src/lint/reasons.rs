//! Whether the reasons explain: Q16.

use std::ops::RangeInclusive;

use super::finding::Broken;
use super::view::View;
use super::words;
use crate::model::part::QuestionPart;
use spanned_toml::faults::counted;

/// Number of words that explain something and are still read.
const LENGTH: RangeInclusive<usize> = 12..=70;
/// Two reasons as alike as this explain one option.
const ALIKE: f64 = 0.80;

pub(super) fn check(view: &View<'_>) -> Vec<Broken> {
    let mut broken = Vec::new();
    let reasons: Vec<_> = view.options.iter().map(|option| words::set(&option.why)).collect();
    for (index, option) in view.options.iter().enumerate() {
        let count = words::count(&option.why);
        if !LENGTH.contains(&count) {
            let (low, high) = (LENGTH.start(), LENGTH.end());
            let message = format!("a reason of {}; use {low} to {high}", counted(count, "word"));
            broken.push(Broken::warning("Q16", QuestionPart::Why(index), message));
        }
        let is_alike =
            |other| reasons.get(index).is_some_and(|own| words::jaccard(own, other) >= ALIKE);
        if reasons.iter().take(index).any(is_alike) {
            let message = "two options have nearly the same reason";
            let found = Broken::warning("Q16", QuestionPart::Why(index), message);
            broken.push(found.help("explain the mistake behind each option"));
        }
        if option.is_key {
            broken.extend(left_out(index, &option.text, &option.why));
        }
    }
    broken
}

/// Numbers of a key that its reason does not work out.
fn left_out(index: usize, text: &str, why: &str) -> Option<Broken> {
    let reported = words::numbers(why);
    let in_words = words::set(why);
    let is_told = |number: &String| {
        let letters = words::in_letters(number);
        reported.contains(number) || letters.is_some_and(|letters| in_words.contains(letters))
    };
    let missing: Vec<String> =
        words::numbers(text).into_iter().filter(|number| !is_told(number)).collect();
    (!missing.is_empty()).then(|| {
        let message = format!("the reason of the key does not contain {}", missing.join(", "));
        Broken::warning("Q16", QuestionPart::Why(index), message)
            .help("derive every number of the key")
    })
}
