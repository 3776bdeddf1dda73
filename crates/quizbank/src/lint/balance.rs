//! What a bank holds as a whole: enough for its forms (B05), and a fair mix (the
//! rates of Q07 and Q11, B06, B07, B09, B10, B12 to B14).

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::context::{BankOrigin, LintContext};
use super::finding::Broken;
use super::view::View;
use super::{numbers, stem, tells, words};
use crate::model::blueprint::Blueprint;
use crate::model::part::QuestionPart;
use crate::model::question::{Authority, Difficulty, Kind, Level, Question, Task};
use crate::present::PresentedOption;
use spanned_toml::faults::counted;

/// Number of forms without a common question that must be possible.
const TIMES: usize = 3;
/// Fewest questions of a task that is used at all.
const A_TASK: usize = 3;
/// Fewest proofs that use a scenario.
const A_SCENARIO: usize = 3;
/// Words of stem and options that leave time to think.
const READING: f64 = 130.0;
/// Percent of questions that may be negative.
const NEGATIVE: f64 = 3.0;
/// Percent of questions that may ask for a number.
const NUMERIC: f64 = 12.0;
/// Percent of questions that end as the exam's do.
const HALF: f64 = 50.0;
/// Percent of questions with an exhibit: 60 of 320.
const EXHIBITS: f64 = 18.75;
/// Points by which keys and distractors may differ in absolute words.
const ABSOLUTE: f64 = 3.0;

pub(super) fn check(views: &[View<'_>], context: &LintContext<'_>) -> Vec<Broken> {
    let mut broken = cover(views, context.blueprints);
    broken.extend(tasks(views));
    broken.extend(negatives(views));
    broken.extend(absolutes(views));
    broken.extend(mix(views));
    broken.extend(reading(views));
    broken.extend(form(views, context.origin));
    broken.extend(proven(views, context.scenarios));
    broken
}

fn error(rule: &'static str, message: String) -> Broken {
    Broken::error(rule, QuestionPart::Id, message)
}

fn warning(rule: &'static str, message: String) -> Broken {
    Broken::warning(rule, QuestionPart::Id, message)
}

/// Only questions on which both sides agree are graded. A bank that is too small
/// for its forms however its questions are shared out is reported once; from
/// then on each domain must have its share.
fn cover(views: &[View<'_>], blueprints: &[Blueprint]) -> Vec<Broken> {
    let mut graded: BTreeMap<u8, usize> = BTreeMap::new();
    for view in views.iter().filter(|view| view.question.authority == Authority::Both) {
        *graded.entry(view.question.domain).or_default() += 1;
    }
    let total: usize = graded.values().sum();
    let mut broken = Vec::new();
    for blueprint in blueprints.iter().filter(|one| !one.domains().is_empty()) {
        let (name, wanted) = (&blueprint.name, blueprint.questions * TIMES);
        if total < wanted {
            broken.push(warning(
                "B05",
                format!(
                    "{} with `authority = \"both\"`; {TIMES} forms of `{name}` take {wanted}",
                    counted(total, "question")
                ),
            ));
            continue;
        }
        for share in blueprint.shares() {
            let (domain, wanted) = (share.domain, share.questions() * TIMES);
            let there = graded.get(&domain).copied().unwrap_or(0);
            if there < wanted {
                broken.push(error(
                    "B05",
                    format!(
                        "domain {domain} has {} with `authority = \"both\"`; {TIMES} forms of \
                         `{name}` take {wanted}",
                        counted(there, "question")
                    ),
                ));
            }
        }
    }
    broken
}

fn tasks(views: &[View<'_>]) -> Vec<Broken> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for view in views {
        *counts.entry(Task::of_skill(&view.question.task.c02)).or_default() += 1;
    }
    let few = counts.into_iter().filter(|(_, count)| *count < A_TASK);
    let shown = |(task, count): (&str, usize)| {
        let has = counted(count, "question");
        error("B05", format!("task {task} has {has}; a task in use needs at least {A_TASK}"))
    };
    few.map(shown).collect()
}

fn negatives(views: &[View<'_>]) -> Option<Broken> {
    let found = percent(views, |view| stem::is_negative(view));
    (found > NEGATIVE).then(|| {
        let message = format!("{found:.1} % of the stems are negative; at most {NEGATIVE} %");
        error("Q07", message)
    })
}

fn absolutes(views: &[View<'_>]) -> Option<Broken> {
    let options = || views.iter().flat_map(|view| &view.options);
    let rate = |is_key: bool| {
        let of_kind: Vec<&PresentedOption> =
            options().filter(|option| option.is_key == is_key).collect();
        percent(&of_kind, |option| tells::absolute(&option.text).is_some())
    };
    let (keys, others) = (rate(true), rate(false));
    ((keys - others).abs() > ABSOLUTE).then(|| {
        let message = format!(
            "{keys:.1} % of the keys and {others:.1} % of the distractors have an absolute word; \
             at most {ABSOLUTE} points apart"
        );
        warning("Q11", message)
    })
}

/// Shares of kinds, qualifiers, levels and difficulties.
fn mix(views: &[View<'_>]) -> Vec<Broken> {
    let level = |level: Level| move |question: &Question| question.level == level;
    let hard =
        |difficulty: Difficulty| move |question: &Question| question.difficulty == difficulty;
    let share = |is: &dyn Fn(&Question) -> bool| percent(views, |view| is(view.question));
    let shares: [(&'static str, &str, f64, RangeInclusive<f64>); 7] = [
        ("B06", "have several keys", share(&|one| one.kind == Kind::Multiple), 10.0..=20.0),
        (
            "B06",
            "ask for a quality",
            percent(views, |view| stem::qualifiers(view) > 0),
            15.0..=35.0,
        ),
        ("B07", "are recall", share(&level(Level::Recall)), 0.0..=30.0),
        ("B07", "apply or analyze", share(&|one| one.level != Level::Recall), 50.0..=100.0),
        ("B07", "are easy", share(&hard(Difficulty::Easy)), 20.0..=40.0),
        ("B07", "are of medium difficulty", share(&hard(Difficulty::Medium)), 40.0..=60.0),
        ("B07", "are hard", share(&hard(Difficulty::Hard)), 10.0..=30.0),
    ];
    let outside = shares.into_iter().filter(|(_, _, found, band)| !band.contains(found));
    let shown = |(rule, what, found, band): (&'static str, &str, f64, RangeInclusive<f64>)| {
        let (low, high) = (band.start(), band.end());
        warning(rule, format!("{found:.1} % of the questions {what}; {low} to {high} % is the mix"))
    };
    outside.map(shown).collect()
}

/// How far a bank has the exam's form (B12 to B14). It is binding for the program's own.
fn form(views: &[View<'_>], origin: BankOrigin) -> Vec<Broken> {
    let shares = [
        ("B12", "ask for a number", percent(views, numbers::are_numeric), 0.0..=NUMERIC),
        ("B13", "end as exam questions do", percent(views, stem::asks_as_exam), HALF..=100.0),
        (
            "B14",
            "show an exhibit",
            percent(views, |view| view.question.exhibit.is_some()),
            EXHIBITS..=100.0,
        ),
    ];
    let outside = shares.into_iter().filter(|(.., found, band)| !band.contains(found));
    let shown = |(rule, what, found, band): (&'static str, &str, f64, RangeInclusive<f64>)| {
        let (low, high) = (band.start(), band.end());
        let message = format!("{found:.1} % of the questions {what}; {low} to {high} % should");
        Broken { severity: origin.severity(), ..error(rule, message) }
    };
    outside.map(shown).collect()
}

fn reading(views: &[View<'_>]) -> Option<Broken> {
    let load = |view: &View<'_>| {
        let options = view.options.iter().map(|option| words::count(&option.text));
        words::count(&view.stem) + options.sum::<usize>()
    };
    let mean = views.iter().map(load).sum::<usize>() as f64 / views.len().max(1) as f64;
    (mean > READING).then(|| {
        warning(
            "B09",
            format!("a question has {mean:.0} words to read on average; at most {READING}"),
        )
    })
}

fn proven(views: &[View<'_>], scenarios: &[&str]) -> Vec<Broken> {
    const LEAST: f64 = 40.0;
    let share = percent(views, |view| view.question.proof.is_some());
    let mut broken = Vec::new();
    if share < LEAST {
        let message =
            format!("{share:.1} % of the questions are proven by a run; at least {LEAST} %");
        broken.push(warning("B10", message));
    }
    for name in scenarios {
        let proofs = views.iter().filter_map(|view| view.question.proof.as_ref());
        let count = proofs.filter(|proof| proof.scenario == *name).count();
        if count < A_SCENARIO {
            let message = format!(
                "the scenario `{name}` proves {}; at least {A_SCENARIO}",
                counted(count, "question")
            );
            broken.push(warning("B10", message));
        }
    }
    broken
}

/// How many of a hundred `items` are so.
fn percent<T>(items: &[T], is: impl Fn(&T) -> bool) -> f64 {
    let found = items.iter().filter(|item| is(item)).count();
    found as f64 * 100.0 / items.len().max(1) as f64
}
