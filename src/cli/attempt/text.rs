//! An exam as lines for a screen reader, a pipe or a script: the first page, a
//! question, how all of them stand.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::plain;
use crate::report::attempt::{numbers, open_ends};
use crate::report::notice::{self, Authors};
use quizbank::attempt::ExamAttempt;
use quizbank::model::blueprint::Blueprint;
use quizbank::slot::{Flag, Slot};

/// What can be said in an exam.
pub(super) const HELP: &str = "1 or a to answer (1 4 for several), clear, next, back, go 12, flag, \
 strike 2, review, time, submit, quit, help";

/// What to know before the first question.
pub(super) fn start(
    out: &mut dyn Write,
    attempt: &ExamAttempt,
    blueprint: &Blueprint,
    path: Option<&Path>,
) -> io::Result<()> {
    let head = attempt.head();
    writeln!(out, "{}", blueprint.title)?;
    writeln!(out, "Attempt {}: {}", head.id, head.identity)?;
    for line in notice::before_an_attempt(blueprint, Authors::default()) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{}", notice::of_the_journal(path))?;
    writeln!(out, "The clock is running. Commands: {HELP}.")
}

/// The question at hand.
pub(super) fn question(out: &mut dyn Write, attempt: &ExamAttempt) -> io::Result<()> {
    let number = attempt.at();
    let Some(slot) = attempt.slot(number) else { return Ok(()) };
    let item = slot.item();
    let flag = if slot.flag() == Flag::Raised { ", flagged" } else { "" };
    writeln!(out, "\nQuestion {number} of {}{flag}", attempt.count())?;
    plain::stem(out, item)?;
    if item.wanted() > 1 {
        writeln!(out, "Select {}.", item.wanted())?;
    }
    for (index, option) in item.options.iter().enumerate() {
        let struck = if slot.is_struck(index) { " (struck out)" } else { "" };
        let picked = if slot.picked().contains(&index) { " (your answer)" } else { "" };
        writeln!(out, "{}. {}{struck}{picked}", index + 1, option.text)?;
    }
    Ok(())
}

/// How every question stands, and what is still open.
pub(super) fn review(out: &mut dyn Write, attempt: &ExamAttempt) -> io::Result<()> {
    for (number, slot) in attempt.slots() {
        let flag = if slot.slot().flag() == Flag::Raised { ", flagged" } else { "" };
        let late = if slot.is_late() { ", late" } else { "" };
        writeln!(out, "Question {number}: {}{flag}{late}", answer(slot.slot()))?;
    }
    for remark in open_ends(attempt) {
        writeln!(out, "{remark}")?;
    }
    Ok(())
}

/// The options picked, by the numbers that are shown.
fn answer(slot: &Slot) -> String {
    let picked: Vec<usize> = slot.picked().iter().map(|index| index + 1).collect();
    if picked.is_empty() { "not answered".to_owned() } else { numbers(&picked) }
}
