//! What gives a key away to somebody who knows nothing: length, absolute words,
//! echoes of the stem, grammar (Q09 to Q13), and first words (Q26).

use std::cmp::Ordering;

use super::finding::Broken;
use super::stem::trimmed;
use super::view::View;
use super::words;
use crate::model::part::QuestionPart;
use crate::present::PresentedOption;

/// A key as long as this, measured by the mean distractor, stands out by nothing.
const RATIO: std::ops::RangeInclusive<f64> = 0.75..=1.33;
/// So much longer than the next, or shorter, is seen at a glance.
const MARGIN: f64 = 0.15;
/// Largest ratio of the words of the longest option to those of the shortest.
const SPREAD: usize = 2;
/// Among options of so few words the spread is no matter.
const SHORT: usize = 5;
/// Words that leave no exception.
const ABSOLUTES: [&str; 6] = ["all", "always", "every", "must", "never", "only"];
/// How much nearer to the stem than the best distractor a key may be.
const ECHO: f64 = 0.20;
/// This number of words, articles left out, is seen as the opening of an option.
const OPENING: usize = 2;
/// Words that do not tell one opening from another.
const ARTICLES: [&str; 3] = ["a", "an", "the"];
/// Words that an option begins with when it tells somebody to do something.
const VERBS: &[&str] = &[
    "add",
    "admit",
    "allow",
    "answer",
    "apply",
    "assign",
    "associate",
    "attach",
    "build",
    "call",
    "change",
    "choose",
    "configure",
    "connect",
    "copy",
    "create",
    "cut",
    "delete",
    "deploy",
    "disable",
    "drop",
    "enable",
    "export",
    "find",
    "force",
    "give",
    "grant",
    "have",
    "increase",
    "install",
    "instrument",
    "keep",
    "leave",
    "let",
    "lower",
    "make",
    "mount",
    "move",
    "open",
    "pass",
    "pause",
    "place",
    "poll",
    "print",
    "publish",
    "pull",
    "push",
    "put",
    "raise",
    "reduce",
    "register",
    "remove",
    "rename",
    "replace",
    "restart",
    "resume",
    "retry",
    "rotate",
    "run",
    "select",
    "send",
    "shorten",
    "start",
    "stop",
    "store",
    "switch",
    "tag",
    "trust",
    "turn",
    "update",
    "upload",
    "use",
    "wait",
    "wrap",
    "write",
];
/// Words that an option begins with when it does not.
const OTHERS: &[&str] = &[
    "a", "about", "after", "an", "as", "at", "because", "before", "both", "by", "each", "errors",
    "every", "from", "he", "in", "it", "its", "neither", "no", "none", "on", "one", "she", "since",
    "the", "their", "there", "these", "they", "this", "those", "three", "two", "with", "without",
];

pub(super) fn check(view: &View<'_>) -> Vec<Broken> {
    let mut broken = length_of_the_key(view);
    broken.extend(spread(view));
    broken.extend(lone_absolute(view));
    broken.extend(echo(view));
    broken.extend(grammar(view));
    broken.extend(punctuation(view));
    broken.extend(lone_opening(view));
    broken
}

/// Length as it is seen.
pub(super) fn length(option: &PresentedOption) -> usize {
    option.text.chars().count()
}

fn length_of_the_key(view: &View<'_>) -> Vec<Broken> {
    let Some((index, key)) = view.only_key() else { return Vec::new() };
    let others: Vec<f64> = view.distractors().map(|option| length(option) as f64).collect();
    let mean = others.iter().sum::<f64>() / others.len().max(1) as f64;
    let own = length(key) as f64;
    let warning = |message: String| {
        let broken = Broken::warning("Q09", QuestionPart::Option(index), message);
        broken.help("make the other options as detailed as the key")
    };
    let mut broken = Vec::new();
    let ratio = own / mean.max(1.0);
    if !RATIO.contains(&ratio) {
        let (low, high) = (RATIO.start(), RATIO.end());
        broken.push(warning(format!(
            "the key has {own} characters, {ratio:.2} of the mean of the others; use {low} to \
             {high}"
        )));
    }
    let longest = others.iter().copied().fold(0.0, f64::max);
    let shortest = others.iter().copied().fold(f64::INFINITY, f64::min);
    if broken.is_empty() && own > longest * (1.0 + MARGIN) {
        broken
            .push(warning(format!("the key is the longest option, {own} to {longest} characters")));
    }
    if broken.is_empty() && own < shortest * (1.0 - MARGIN) {
        broken.push(warning(format!(
            "the key is the shortest option, {own} to {shortest} characters"
        )));
    }
    broken
}

fn spread(view: &View<'_>) -> Option<Broken> {
    let counts = view.options.iter().map(|option| words::count(&option.text)).enumerate();
    let (index, longest) = counts.clone().max_by_key(|&(_, count)| count)?;
    let (_, shortest) = counts.min_by_key(|&(_, count)| count)?;
    let is_wide = longest > SHORT && longest > shortest.saturating_mul(SPREAD);
    is_wide.then(|| {
        let message = format!("options have from {shortest} to {longest} words");
        let broken = Broken::warning("Q10", QuestionPart::Option(index), message);
        broken.help("the longest has at most twice the words of the shortest")
    })
}

/// The first absolute word of a text.
pub(super) fn absolute(text: &str) -> Option<&'static str> {
    let words = words::words(text);
    ABSOLUTES.into_iter().find(|absolute| words.iter().any(|word| word == absolute))
}

fn lone_absolute(view: &View<'_>) -> Option<Broken> {
    let options = view.options.iter().enumerate();
    let mut found = options.filter_map(|(index, option)| Some((index, absolute(&option.text)?)));
    let (index, word) = found.next()?;
    found.next().is_none().then(|| {
        let message = format!("only this option contains `{word}`");
        let broken = Broken::warning("Q11", QuestionPart::Option(index), message);
        broken.help("remove it, unless the service is that strict")
    })
}

fn echo(view: &View<'_>) -> Option<Broken> {
    let (index, key) = view.only_key()?;
    let stem = words::content(view.question_text());
    let shared = |option: &PresentedOption| words::jaccard(&words::content(&option.text), &stem);
    let best = view.distractors().map(shared).fold(0.0, f64::max);
    let own = shared(key);
    (own - best > ECHO).then(|| {
        let message =
            format!("the key repeats the stem: {own:.2} of its words, the other options {best:.2}");
        Broken::warning("Q12", QuestionPart::Option(index), message)
    })
}

/// Whether `text` begins with a verb that tells somebody what to do.
pub(super) fn begins_with_verb(text: &str) -> bool {
    let first = text.split_whitespace().next().map(trimmed).unwrap_or_default();
    VERBS.contains(&first.to_lowercase().as_str())
}

/// Options that tell somebody what to do stand beside options that tell what is.
fn grammar(view: &View<'_>) -> Option<Broken> {
    let is_other = |option: &PresentedOption| {
        let first = option.text.split_whitespace().next().map(trimmed).unwrap_or_default();
        first.starts_with(|letter: char| letter.is_ascii_digit())
            || OTHERS.contains(&first.to_lowercase().as_str())
    };
    let other = view.options.iter().position(is_other)?;
    view.options.iter().any(|option| begins_with_verb(&option.text)).then(|| {
        let message = "some options begin with a verb, but this one does not";
        Broken::warning("Q13", QuestionPart::Option(other), message)
            .help("use the same grammar for all options")
    })
}

fn punctuation(view: &View<'_>) -> Option<Broken> {
    let end = |option: &PresentedOption| {
        option.text.trim_end().chars().next_back().filter(|letter| ".!?;,".contains(*letter))
    };
    let first = end(view.options.first()?);
    let odd = view.options.iter().position(|option| end(option).cmp(&first) != Ordering::Equal)?;
    let message = "options do not end in the same punctuation";
    Some(Broken::warning("Q13", QuestionPart::Option(odd), message))
}

/// All wrong options begin alike and no key does, or the other way round: who sees
/// that need not read on.
fn lone_opening(view: &View<'_>) -> Option<Broken> {
    let openings = |is_key: bool| -> Vec<Vec<String>> {
        let options = view.options.iter().filter(|option| option.is_key == is_key);
        options.map(|option| opening(&option.text)).collect()
    };
    let (keys, distractors) = (openings(true), openings(false));
    let message = if let Some(shared) = shared_alone(&distractors, &keys) {
        format!("every wrong option begins with `{shared}`, but no key does")
    } else {
        let shared = shared_alone(&keys, &distractors)?;
        format!("every key begins with `{shared}`, but no wrong option does")
    };
    let key = view.options.iter().position(|option| option.is_key)?;
    let broken = Broken::warning("Q26", QuestionPart::Option(key), message);
    Some(broken.help("begin a wrong option in the same way as a key"))
}

/// The first words of an option without its articles.
fn opening(text: &str) -> Vec<String> {
    let words = text.split_whitespace().map(|word| trimmed(word).to_lowercase());
    words.filter(|word| !ARTICLES.contains(&word.as_str())).take(OPENING).collect()
}

/// The fewest words with which all of `group`, two or more, begin and none of
/// `others` does.
fn shared_alone(group: &[Vec<String>], others: &[Vec<String>]) -> Option<String> {
    let first = group.first().filter(|_| group.len() > 1 && !others.is_empty())?;
    let mut starts = (1..=OPENING).filter_map(|count| first.get(..count));
    let is_alone = |start: &&[String]| {
        group.iter().all(|opening| opening.starts_with(start))
            && !others.iter().any(|opening| opening.starts_with(start))
    };
    starts.find(is_alone).map(|start| start.join(" "))
}
