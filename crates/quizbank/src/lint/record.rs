//! What stands behind a question: its facts (Q01), contested ones (Q17, Q25) and reviews (Q20).

use std::collections::{BTreeMap, BTreeSet};

use super::context::{BankOrigin, LintContext};
use super::finding::Broken;
use super::stem::trimmed;
use super::words;
use crate::model::calendar::Day;
use crate::model::fact::{Fact, Ledger};
use crate::model::part::QuestionPart;
use crate::model::question::{Authority, Choice, OptionRole, Question, QuestionId};

/// A number this many words away from a setting is still the setting's.
const NEAR: usize = 8;
/// Words of a sentence that says how the service is.
const RULES: [&str; 8] =
    ["allows", "always", "default", "defaults", "documented", "limit", "limits", "quota"];
/// Number of words of a claim in a stem that state which claim holds.
const SHARED: usize = 2;
/// Words of ids that name no setting.
const VAGUE: [&str; 9] =
    ["default", "limit", "list", "size", "name", "no", "only", "auto", "numbers"];

/// The questions of an earlier bank by id and revision.
pub(super) struct EarlierRevisions<'a>(BTreeMap<(&'a QuestionId, u32), &'a Question>);

impl<'a> EarlierRevisions<'a> {
    pub(super) fn of(bank: &'a [Question]) -> Self {
        // Of two alike, the first holds.
        Self(bank.iter().rev().map(|question| ((&question.id, question.rev), question)).collect())
    }
}

pub(super) fn check(
    question: &Question,
    context: &LintContext<'_>,
    earlier: &EarlierRevisions<'_>,
) -> Vec<Broken> {
    let mut broken = contested(question, context.ledger);
    broken.extend(baseless(question, context.origin));
    broken.extend(settled(question, context.ledger));
    broken.extend(review(question, context.origin));
    broken.extend(revision(question, earlier));
    broken
}

/// A question of this program's own rests on facts; others should.
fn baseless(question: &Question, origin: BankOrigin) -> Option<Broken> {
    let message = "the question has no fact";
    let broken =
        Broken { severity: origin.severity(), ..Broken::warning("Q01", QuestionPart::Id, message) };
    let broken =
        broken.help("name the facts that decide it, such as `facts = [\"scaling.min-default\"]`");
    question.facts.is_empty().then_some(broken)
}

/// Where course and AWS disagree, a stem that does not say which value holds has
/// two keys.
fn contested(question: &Question, ledger: &Ledger) -> Vec<Broken> {
    if question.authority != Authority::Both {
        return Vec::new();
    }
    let facts = question.facts.iter().filter_map(|id| ledger.get(id));
    let exhibit = question.exhibit.as_ref().map_or("", |exhibit| &exhibit.text);
    let shown = format!("{} {exhibit}", question.stem);
    let open = facts.filter(|fact| fact.verdict.is_contested() && !states(&shown, fact));
    let finding = |fact: &Fact| {
        let message =
            format!("`{}` is contested, and the stem does not say which value applies", fact.id);
        let broken = Broken::error("Q17", QuestionPart::Stem, message);
        broken.help("state the value in the stem, or set `authority = \"chapter\"` or `\"aws\"`")
    };
    open.map(finding).collect()
}

/// Whether `stem` says which side of `fact` holds. A claim with numbers is
/// settled by a number, sampled or not, near a word of the claim; a claim without
/// by words of one side.
fn states(stem: &str, fact: &Fact) -> bool {
    let has_numbers =
        [&fact.chapter, &fact.aws].into_iter().any(|side| !words::numbers(side).is_empty());
    let stem_words: Vec<&str> = stem.split_whitespace().collect();
    let claim = claim_words(fact);
    if has_numbers {
        let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit() || c == '{');
        return is_near(&stem_words, is_number, &claim);
    }
    let said = words::content(stem);
    let sides = [words::content(&fact.chapter), words::content(&fact.aws)];
    sides.iter().any(|side| side.intersection(&said).count() >= SHARED)
        || claim.intersection(&said).count() >= SHARED
        || names(stem).any(|name| {
            [&fact.chapter, &fact.aws]
                .into_iter()
                .any(|side| names(side).any(|other| other == name))
        })
}

/// Whether a word that `is_number` stands in `text` near one of the words of a claim.
fn is_near(text: &[&str], is_number: impl Fn(&str) -> bool, claim: &BTreeSet<String>) -> bool {
    let numbers = text.iter().enumerate().filter(|(_, word)| is_number(word));
    let mut spoken = numbers.map(|(at, _)| {
        let around = at.saturating_sub(NEAR)..(at + NEAR + 1).min(text.len());
        text.get(around).unwrap_or_default().join(" ")
    });
    spoken.any(|part| !words::content(&part).is_disjoint(claim))
}

/// A stem that gives one side's number as the rule of the service is wrong for the
/// other side. A setting that somebody has chosen is no rule.
fn settled(question: &Question, ledger: &Ledger) -> Vec<Broken> {
    if question.authority != Authority::Both {
        return Vec::new();
    }
    let concerns = |fact: &&Fact| fact.topic == question.topic || question.facts.contains(&fact.id);
    let facts = ledger.facts.iter().filter(|fact| fact.verdict.is_contested()).filter(concerns);
    let sentences = || question.stem.split_inclusive(". ").filter(|sentence| is_rule(sentence));
    let taken = facts.filter(|fact| {
        let sides = [words::numbers(&fact.chapter), words::numbers(&fact.aws)];
        let [chapter, aws] = &sides;
        let is_one_sided = |word: &str| {
            words::number(word).is_some_and(|it| chapter.contains(&it) != aws.contains(&it))
        };
        let claim = claim_words(fact);
        sentences().any(|sentence| {
            let words: Vec<&str> = sentence.split_whitespace().map(trimmed).collect();
            is_near(&words, is_one_sided, &claim)
        })
    });
    let finding = |fact: &Fact| {
        let message = format!("the stem states one side of `{}` as the rule", fact.id);
        let broken = Broken::error("Q25", QuestionPart::Stem, message);
        broken.help("state the configured value, or set `authority = \"chapter\"` or `\"aws\"`")
    };
    taken.map(finding).collect()
}

/// Whether a sentence says how the service is, and not what somebody has chosen.
fn is_rule(sentence: &str) -> bool {
    words::words(sentence).iter().any(|word| RULES.contains(&word.as_str()))
}

/// Words that say what a claim is about: those of its id, and of the course.
fn claim_words(fact: &Fact) -> BTreeSet<String> {
    let id = fact.id.split('.').next_back().unwrap_or_default().replace('-', " ");
    let long = id.replace("min", "minimum").replace("max", "maximum");
    let own = words::content(&format!("{id} {long} {}", fact.chapter));
    own.into_iter().filter(|word| !VAGUE.contains(&word.as_str())).collect()
}

/// Proper names in capitals, such as `TCP`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |word: &&str| {
        word.len() >= 3
            && *word != "AWS"
            && word.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
            && word.starts_with(|letter: char| letter.is_ascii_uppercase())
    };
    text.split_whitespace().map(trimmed).filter(is_name)
}

/// A question of this program's own must have been looked at; others should.
fn review(question: &Question, origin: BankOrigin) -> Vec<Broken> {
    let Some(review) = &question.review else {
        let broken = Broken::warning("Q20", QuestionPart::Id, "nobody has reviewed this question");
        let help = "add the dates `review = { covered_ok = \"…\", fact_checked = \"…\" }`";
        return vec![Broken { severity: origin.severity(), ..broken }.help(help)];
    };
    let changed = question.key_changed.as_deref();
    let dates = [
        ("covered_ok", Some(review.covered_ok.as_str()), QuestionPart::Review),
        ("fact_checked", Some(review.fact_checked.as_str()), QuestionPart::Review),
        ("key_changed", changed, QuestionPart::Id),
    ];
    let mut broken = Vec::new();
    for (name, date, part) in dates {
        let Some(date) = date else { continue };
        if date.parse::<Day>().is_err() {
            broken.push(Broken::error(
                "Q20",
                part,
                format!("`{name}` is `{date}`, which is not a date"),
            ));
        } else if changed.is_some_and(|changed| date < changed) {
            let message = format!("`{name}` is older than the last change of the key");
            broken.push(Broken::error("Q20", part, message).help("review the question again"));
        }
    }
    if question.rev > 1 && changed.is_none() {
        let message = "a later revision has no `key_changed`";
        let found = Broken::error("Q20", QuestionPart::Id, message);
        broken.push(found.help("add `key_changed = \"2026-11-24\"`"));
    }
    broken
}

/// Answers are kept by revision and by the position of an option: a question whose options
/// stand elsewhere than `earlier`, or whose keys are others, is a new revision.
fn revision(question: &Question, earlier: &EarlierRevisions<'_>) -> Option<Broken> {
    let earlier = earlier.0.get(&(&question.id, question.rev))?;
    let roles = |question: &Question| -> Vec<OptionRole> {
        question.options.iter().map(|option| option.role.clone()).collect()
    };
    let moved = |(at, option): (usize, &Choice)| {
        let was = earlier.options.iter().position(|other| other.text == option.text);
        was.is_some_and(|was| was != at)
    };
    if roles(question) == roles(earlier) && !question.options.iter().enumerate().any(moved) {
        return None;
    }
    let message = format!("keys or options differ from the earlier revision {}", question.rev);
    let broken = Broken::warning("Q20", QuestionPart::Id, message);
    let next = question.rev + 1;
    Some(
        broken
            .help(format!("answers are stored by revision: set `rev = {next}` and `key_changed`")),
    )
}
