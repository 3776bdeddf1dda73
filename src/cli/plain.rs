//! What the plain dialogues share.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use crate::app::objection;
use quizbank::explain::{self, OptionMark};
use quizbank::model::fact::Ledger;
use quizbank::objection::KeyObjection;
use quizbank::present::PresentedQuestion;
use quizbank::slot::{Refusal, Slot};

/// A line longer than this is read in pieces, so that input without end does no harm.
const LINE_LIMIT: u64 = 4_096;

/// Whether what was said is repeated after the prompt: a terminal shows it by
/// itself, a transcript of a pipe would lack it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Echo {
    /// It is.
    On,
    /// It is not.
    Off,
}

impl Echo {
    /// As the standard input of this process needs it.
    pub(super) fn of_input() -> Self {
        if io::stdin().is_terminal() { Self::Off } else { Self::On }
    }

    /// Repeats `line` where nothing else shows it.
    pub(super) fn repeat(self, out: &mut dyn Write, line: &str) -> io::Result<()> {
        if self == Self::Off {
            return Ok(());
        }
        let shown: String = line.chars().filter(|letter| !letter.is_control()).collect();
        writeln!(out, "{shown}")
    }
}

/// The next line of `input`. Input that cannot be read has ended, as far as a dialogue is concerned.
pub(super) fn read_line(input: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    let length = input.by_ref().take(LINE_LIMIT).read_until(b'\n', &mut bytes).unwrap_or_default();
    (length > 0).then(|| String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// Whether the dialogue goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// It does.
    On,
    /// It is over.
    End,
}

/// Writes down that the key of the question in `slot` is wrong, and how that may be sent.
pub(super) fn object(out: &mut dyn Write, slot: Option<&Slot>, words: &str) -> io::Result<()> {
    let Some(slot) = slot.filter(|_| !words.is_empty()) else {
        return writeln!(out, "describe what is wrong, for example `! option 2 is also correct`");
    };
    let said = KeyObjection::of(slot, words);
    match objection::save(&said) {
        Ok(saved) => writeln!(out, "{saved}. To send it, open\n{}", objection::address(&said)),
        Err(error) => writeln!(out, "not saved: {error}"),
    }
}

/// What a question asks, and its exhibit.
pub(super) fn stem(out: &mut dyn Write, item: &PresentedQuestion) -> io::Result<()> {
    writeln!(out, "{}", item.stem)?;
    item.question.exhibit.iter().try_for_each(|exhibit| write!(out, "{exhibit}"))
}

/// Every option of the question in `slot` with its reason.
pub(super) fn reasons(out: &mut dyn Write, slot: &Slot) -> io::Result<()> {
    for (index, option) in slot.item().options.iter().enumerate() {
        let words = OptionMark::of(slot, index).words();
        writeln!(out, "{}. {} ({words}): {}", index + 1, option.text, option.why)?;
    }
    Ok(())
}

/// The pages that the question in `slot` rests on.
pub(super) fn sources(out: &mut dyn Write, slot: &Slot, ledger: &Ledger) -> io::Result<()> {
    explain::sources(slot, ledger).into_iter().try_for_each(|page| writeln!(out, "Source: {page}"))
}

/// A rejected answer with the way out.
pub(super) fn rejection(refusal: Refusal) -> String {
    let way_out = match refusal {
        Refusal::WrongCount { wanted: 1, .. } => "; enter one number",
        Refusal::WrongCount { .. } => "; enter all numbers on one line",
        _ => "",
    };
    format!("{refusal}{way_out}")
}
