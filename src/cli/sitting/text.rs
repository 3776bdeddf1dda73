//! An exam as lines for a screen reader, a pipe or a script: the first page, a
//! question, how all of them stand.

use std::io::{self, Write};
use std::path::Path;

use crate::report::notice;
use crate::report::sitting::{numbers, open_ends};
use quizbank::attempt::{ExamAttempt, Slot};
use quizbank::model::blueprint::Blueprint;
use quizbank::session::Flag;

/// What can be said in an exam.
pub(super) const HELP: &str = "1 or a to answer (1 4 for several), clear, next, back, go 12, flag, \
                               strike 2, review, time, submit, quit, help";

/// What to know before the first question.
pub(super) fn start(
    out: &mut dyn Write,
    sitting: &ExamAttempt,
    blueprint: &Blueprint,
    path: Option<&Path>,
) -> io::Result<()> {
    let head = sitting.head();
    writeln!(out, "{}", blueprint.title)?;
    writeln!(out, "Sitting {}: {}", head.id, head.identity)?;
    for line in notice::before_a_sitting(blueprint) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{}", notice::of_the_journal(path))?;
    writeln!(out, "The time runs. You can say {HELP}.")
}

/// The question at hand.
pub(super) fn question(out: &mut dyn Write, sitting: &ExamAttempt) -> io::Result<()> {
    let number = sitting.at();
    let both = sitting.entry(number).zip(sitting.slot(number));
    let Some((entry, slot)) = both else { return Ok(()) };
    let flag = if slot.flag() == Flag::Raised { ", flagged" } else { "" };
    writeln!(out, "\nQuestion {number} of {}{flag}", sitting.count())?;
    writeln!(out, "{}", entry.item.stem)?;
    if let Some(exhibit) = &entry.item.question.exhibit {
        write!(out, "{exhibit}")?;
    }
    if entry.item.wanted() > 1 {
        writeln!(out, "Select {}.", entry.item.wanted())?;
    }
    for (index, option) in (1..).zip(&entry.item.options) {
        let place = option.position + 1;
        let struck = if slot.is_struck(place) { " (struck out)" } else { "" };
        let picked = if slot.places().contains(&place) { " (your answer)" } else { "" };
        writeln!(out, "{index}. {}{struck}{picked}", option.text)?;
    }
    Ok(())
}

/// How every question stands, and what is still open.
pub(super) fn review(out: &mut dyn Write, sitting: &ExamAttempt) -> io::Result<()> {
    for (number, slot) in sitting.slots() {
        let flag = if slot.flag() == Flag::Raised { ", flagged" } else { "" };
        let late = if slot.is_late() { ", late" } else { "" };
        writeln!(out, "Question {number}: {}{flag}{late}", answer(sitting, number, slot))?;
    }
    for told in open_ends(sitting) {
        writeln!(out, "{told}")?;
    }
    Ok(())
}

/// The options picked, by the numbers that are shown.
fn answer(sitting: &ExamAttempt, number: usize, slot: &Slot) -> String {
    let picked = sitting.shown(number, slot.places());
    let picked: Vec<usize> = picked.into_iter().map(|index| index + 1).collect();
    if picked.is_empty() { "not answered".to_owned() } else { numbers(&picked) }
}
