//! Questions, explanations and scores as lines for a screen reader, a pipe or
//! a script: one thing a line, nothing shown by place or color alone.

use std::io::{self, Write};

use crate::app::proof::run::ProofRun;
use crate::app::proof::what_if::WhatIf;
use crate::cli::plain;
use crate::report::facts::verdict_words;
use crate::report::proof;
use crate::report::reason::Sentence;
use quizbank::answer::Outcome;
use quizbank::explain;
use quizbank::model::course::Course;
use quizbank::model::fact::{Fact, Ledger};
use quizbank::score::{StudyScore, Tally};
use quizbank::session::AnswerMode;
use quizbank::session::Session;
use quizbank::slot::{Flag, Slot};
use spanned_toml::setting;

/// What an explanation draws on besides the answer.
#[derive(Clone, Copy)]
pub(super) struct Books<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) course: &'a Course,
}

/// The question at hand: its number, the stem, a line an option where they are seen.
pub(super) fn question(out: &mut dyn Write, session: &Session, way: AnswerMode) -> io::Result<()> {
    let Some(slot) = session.current() else { return Ok(()) };
    writeln!(out, "\nQuestion {} of {}", session.number(), session.slots().len())?;
    plain::stem(out, slot.item())?;
    if way == AnswerMode::Recall && slot.outcome().is_none() {
        return writeln!(out, "Think of the answer, then enter reveal.");
    }
    for (index, option) in slot.item().options.iter().enumerate() {
        let struck = if slot.is_struck(index) { " (struck out)" } else { "" };
        writeln!(out, "{}. {}{struck}", index + 1, option.text)?;
    }
    Ok(())
}

/// An answered question: right or wrong, and every option with its reason.
pub(super) fn explanation(out: &mut dyn Write, slot: &Slot, books: Books<'_>) -> io::Result<()> {
    let keys: Vec<String> = slot.item().keys().map(|index| (index + 1).to_string()).collect();
    match slot.outcome() {
        None => return Ok(()),
        Some(Outcome::Right) => writeln!(out, "Right: {}.", keys.join(" and "))?,
        Some(Outcome::Wrong) => writeln!(out, "Wrong: the answer is {}.", keys.join(" and "))?,
    }
    for mistake in explain::mistakes(slot, books.course) {
        writeln!(out, "Mistake: {}. {}", mistake.name, mistake.correction)?;
        if let Some(scenario) = &mistake.scenario {
            writeln!(out, "To see it, run: coldstart play {scenario}")?;
        }
    }
    reasons(out, slot, books.ledger)
}

/// The answer to what was thought about: the keys, and every option with its reason.
pub(super) fn revealed(out: &mut dyn Write, slot: &Slot, ledger: &Ledger) -> io::Result<()> {
    for key in slot.item().keys().filter_map(|index| slot.item().options.get(index)) {
        writeln!(out, "Answer: {}", key.text)?;
    }
    reasons(out, slot, ledger)
}

/// Every option with its reason, and what the question rests on.
fn reasons(out: &mut dyn Write, slot: &Slot, ledger: &Ledger) -> io::Result<()> {
    plain::reasons(out, slot)?;
    writeln!(out, "Authority: {}.", slot.item().question.authority)?;
    for fact in explain::facts(slot, ledger).filter(|fact| fact.verdict.is_contested()) {
        contested(out, fact)?;
    }
    plain::sources(out, slot, ledger)
}

/// A fact on which course and AWS disagree.
fn contested(out: &mut dyn Write, fact: &Fact) -> io::Result<()> {
    writeln!(out, "Contested ({}): {}", verdict_words(fact.verdict), fact.title)?;
    sides(out, fact)
}

/// Both sides of a fact; AWS is silent on some.
fn sides(out: &mut dyn Write, fact: &Fact) -> io::Result<()> {
    let stated = |side: &'static str, text: &str| match text {
        "" => format!("  {side}: no statement found"),
        text => format!("  {side}: {text}"),
    };
    writeln!(out, "{}", stated("the course", &fact.chapter))?;
    writeln!(out, "{}", stated("AWS", &fact.aws))?;
    fact.observed.iter().try_for_each(|text| writeln!(out, "  users report: {text}"))
}

/// Every fact behind a question, both sides of it.
pub(super) fn facts(out: &mut dyn Write, slot: &Slot, ledger: &Ledger) -> io::Result<()> {
    let mut none = true;
    for fact in explain::facts(slot, ledger) {
        none = false;
        writeln!(out, "{} ({})", fact.title, verdict_words(fact.verdict))?;
        sides(out, fact)?;
        if let Some(note) = &fact.note {
            writeln!(out, "  note: {note}")?;
        }
    }
    if none { writeln!(out, "This question has no fact.") } else { Ok(()) }
}

/// The run that settles a question, event by event around the moment that does.
pub(in crate::cli) fn replay(out: &mut dyn Write, said: &str, run: &ProofRun) -> io::Result<()> {
    let scenario = run.scenario();
    let (title, rules, seed) = (&scenario.title, scenario.edition.label(), scenario.seed);
    writeln!(out, "{title}, {rules}, seed {seed}, around {}:", run.replay_at())?;
    for event in run.around_replay() {
        let what = match event.instance {
            Some(instance) => format!("{}, instance {instance}", event.kind),
            None => event.kind.to_string(),
        };
        writeln!(out, "  {}: {what}: {}", event.at, Sentence(&event.reason))?;
    }
    writeln!(out, "Your answer: {said}")?;
    match run.outcome() {
        Some(outcome) => writeln!(out, "The run: {}", proof::sentence(&outcome)),
        None => Ok(()),
    }
}

/// The run with one value changed, beside the question's own.
pub(super) fn what_if(
    out: &mut dyn Write,
    slot: &Slot,
    change: &str,
    predicted: Option<f64>,
) -> io::Result<()> {
    let change = match setting::parse(change) {
        Ok(change) => change,
        Err(faults) => {
            let fault = faults.errors().next().map_or("it has errors", |fault| &fault.message);
            return writeln!(out, "{fault}");
        }
    };
    let (question, seed) = (&slot.item().question, slot.item().seed);
    match WhatIf::new(question, seed, change, predicted) {
        Err(error) => writeln!(out, "{error}"),
        Ok(mut what_if) => {
            while !what_if.fill(u64::MAX) {}
            proof::compared(&what_if).iter().try_for_each(|line| writeln!(out, "{line}"))
        }
    }
}

/// How every question stands.
pub(super) fn review(out: &mut dyn Write, session: &Session) -> io::Result<()> {
    for (index, slot) in session.slots().iter().enumerate() {
        let state = match slot.outcome() {
            None => "not answered",
            Some(_) if session.is_test() => "answered",
            Some(Outcome::Right) => "right",
            Some(Outcome::Wrong) => "wrong",
        };
        let flag = if slot.flag() == Flag::Raised { ", flagged" } else { "" };
        writeln!(out, "Question {}: {state}{flag}", index + 1)?;
    }
    Ok(())
}

/// The end: the score, by topic and by confidence, and what was missed.
pub(super) fn score(
    out: &mut dyn Write,
    session: &Session,
    score: &StudyScore,
    course: &Course,
) -> io::Result<()> {
    let StudyScore { total, asked, .. } = score;
    writeln!(out, "\nScore: {}; {} of {asked} answered", tally(*total), total.answered)?;
    for (topic, of_topic) in &score.topics {
        writeln!(out, "{topic}: {}", tally(*of_topic))?;
    }
    for (confidence, of_confidence) in &score.confidence {
        writeln!(out, "confidence {}: {}", confidence.name(), tally(*of_confidence))?;
    }
    for &number in &score.missed {
        let Some(slot) = session.slots().get(number - 1) else { continue };
        let question = &slot.item().question;
        writeln!(out, "Missed: question {number}, {}: {}", question.id, question.objective)?;
    }
    for (id, times) in &score.mistakes {
        let name = course.misconception(id).map_or(id.as_str(), |mistake| mistake.name.as_str());
        let times = if *times == 1 { "once".to_owned() } else { format!("{times} times") };
        writeln!(out, "Mistake, {times}: {name}")?;
    }
    Ok(())
}

fn tally(tally: Tally) -> String {
    let Tally { right, answered } = tally;
    match tally.percent() {
        Some(percent) => format!("{right} of {answered} right ({percent} %)"),
        None => "nothing answered".to_owned(),
    }
}
