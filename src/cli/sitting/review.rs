//! Looking back on a submitted sitting: what was missed, a question at a time,
//! and the run that settles it.

use std::io::{self, Write};

use crate::cli::quiz::text::replay;
use crate::model::fact::Ledger;
use crate::proof::run::Run;
use crate::quiz::explain::Mark;
use crate::quiz::grade::Outcome;
use crate::quiz::present::Item;
use crate::quiz::sitting::{Sitting, Slot};

/// Every question that was not answered right, explained.
pub(super) fn missed(out: &mut dyn Write, sitting: &Sitting, ledger: &Ledger) -> io::Result<()> {
    for (number, outcome) in (1..).zip(sitting.grade().outcomes) {
        if outcome != Outcome::Right {
            question(out, sitting, number, ledger)?;
        }
    }
    Ok(())
}

/// The question of this number, every option explained. False when there is none.
pub(super) fn question(
    out: &mut dyn Write,
    sitting: &Sitting,
    number: usize,
    ledger: &Ledger,
) -> io::Result<bool> {
    let (Some(entry), Some(slot)) = (sitting.entry(number), sitting.slot(number)) else {
        return Ok(false);
    };
    let item = &entry.item;
    let state = match sitting.grade().outcomes.get(number - 1) {
        Some(Outcome::Right) => "right",
        Some(Outcome::Wrong) => "wrong",
        _ if slot.is_late() => "answered late",
        _ => "not answered",
    };
    writeln!(out, "\nQuestion {number}: {state} ({})", item.question.id)?;
    writeln!(out, "{}", item.stem)?;
    for (index, option) in (1..).zip(&item.options) {
        let is_picked = slot.in_time().contains(&(option.position + 1));
        let mark = match (option.is_key, is_picked) {
            (true, true) => Mark::KeyPicked,
            (true, false) => Mark::Key,
            (false, true) => Mark::WrongPicked,
            (false, false) => Mark::Other,
        };
        writeln!(out, "{index}. {} ({}): {}", option.text, mark.words(), option.why)?;
    }
    let mut pages: Vec<&str> = Vec::new();
    for fact in item.question.facts.iter().filter_map(|id| ledger.get(id)) {
        pages.extend(fact.source.iter().map(String::as_str));
    }
    pages.sort_unstable();
    pages.dedup();
    for page in pages {
        writeln!(out, "Source: {page}")?;
    }
    if item.question.proof.is_some() {
        writeln!(out, "A run settles this: go {number}, then replay shows it.")?;
    }
    Ok(true)
}

/// The run that settles the question of this number, beside what was answered.
pub(super) fn watch(out: &mut dyn Write, sitting: &Sitting, number: usize) -> io::Result<()> {
    let (Some(entry), Some(slot)) = (sitting.entry(number), sitting.slot(number)) else {
        return writeln!(out, "go to a question first, as in go 3");
    };
    match Run::new(&entry.item.question, entry.item.seed) {
        Ok(mut run) => {
            run.finish();
            replay(out, &said(&entry.item, slot), &run)
        }
        Err(error) => writeln!(out, "{error}"),
    }
}

/// The texts that were picked, as one.
fn said(item: &Item, slot: &Slot) -> String {
    let picked = item.options.iter().filter(|one| slot.in_time().contains(&(one.position + 1)));
    let texts: Vec<&str> = picked.map(|option| option.text.as_str()).collect();
    if texts.is_empty() { "nothing".to_owned() } else { texts.join("; ") }
}
