//! An exam as lines for a screen reader, a pipe or a script: the first page, a
//! question, how all of them stand.

use std::io::{self, Write};

use crate::model::blueprint::Blueprint;
use crate::quiz::session::Flag;
use crate::quiz::sitting::{Sitting, Slot};
use crate::report::notice;

/// What can be said in an exam.
pub(super) const HELP: &str = "1 or a to answer (1 4 for several), clear, next, back, go 12, flag, \
                               strike 2, review, time, submit, quit, help";

/// What to know before the first question.
pub(super) fn start(
    out: &mut dyn Write,
    sitting: &Sitting,
    blueprint: &Blueprint,
    is_kept: bool,
) -> io::Result<()> {
    let head = sitting.head();
    writeln!(out, "{}", blueprint.title)?;
    writeln!(out, "Sitting {}: {}", head.id, head.identity)?;
    for line in notice::before_a_sitting(blueprint) {
        writeln!(out, "{line}")?;
    }
    if is_kept {
        writeln!(
            out,
            "What is acknowledged with `saved:` is on disk. Whatever ends the program, \
             `coldstart exam --resume` goes on with the time left."
        )?;
    } else {
        writeln!(out, "Nothing is kept: this sitting is gone when the program ends.")?;
    }
    writeln!(out, "The time runs. You can say {HELP}.")
}

/// The question at hand.
pub(super) fn question(out: &mut dyn Write, sitting: &Sitting) -> io::Result<()> {
    let number = sitting.at();
    let both = sitting.entry(number).zip(sitting.slot(number));
    let Some((entry, slot)) = both else { return Ok(()) };
    let flag = if slot.flag() == Flag::Raised { ", flagged" } else { "" };
    writeln!(out, "\nQuestion {number} of {}{flag}", sitting.count())?;
    writeln!(out, "{}", entry.item.stem)?;
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
pub(super) fn review(out: &mut dyn Write, sitting: &Sitting) -> io::Result<()> {
    for (number, slot) in sitting.slots() {
        let flag = if slot.flag() == Flag::Raised { ", flagged" } else { "" };
        let late = if slot.is_late() { ", late" } else { "" };
        writeln!(out, "Question {number}: {}{flag}{late}", answer(sitting, number, slot))?;
    }
    open_ends(out, sitting)
}

/// The options picked, by the numbers that are shown.
fn answer(sitting: &Sitting, number: usize, slot: &Slot) -> String {
    let Some(entry) = sitting.entry(number) else { return String::new() };
    let shown = (1..).zip(&entry.item.options);
    let picked = shown.filter(|(_, option)| slot.places().contains(&(option.position + 1)));
    let picked: Vec<usize> = picked.map(|(index, _)| index).collect();
    if picked.is_empty() { "not answered".to_owned() } else { numbers(&picked) }
}

/// What is not answered and what is flagged.
pub(super) fn open_ends(out: &mut dyn Write, sitting: &Sitting) -> io::Result<()> {
    for (word, found) in [("Not answered", sitting.unanswered()), ("Flagged", sitting.flagged())] {
        if found.is_empty() {
            writeln!(out, "{word}: none.")?;
        } else {
            writeln!(out, "{word}: {} ({} of {})", numbers(&found), found.len(), sitting.count())?;
        }
    }
    Ok(())
}

/// Numbers with blanks between them.
pub(super) fn numbers(numbers: &[usize]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
