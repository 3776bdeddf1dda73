//! `exam review`, and the end of the dialogue: the score of a submitted attempt,
//! what was missed, a question at a time, and the run that settles it.

use std::io::{self, Write};

use anyhow::Context as _;
use clap::Args;

use super::content::Content;
use crate::app::proof::run::ProofRun;
use crate::cli::context::{Context, ExitStatus};
use crate::cli::quiz::text::replay;
use crate::cli::{plain, play, terminal};
use crate::report::attempt;
use crate::store::exam_clock;
use crate::tui::Open;
use crate::tui::message::ExamRequest;
use quizbank::attempt::ExamAttempt;
use quizbank::model::fact::Ledger;
use quizbank::slot::Slot;

/// Review a submitted attempt: its score, and each missed question explained
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart exam review
  coldstart exam review --plain
  coldstart exam review --question 3     one question, with the run that proves its answer")]
pub(crate) struct Review {
    /// The attempt; by default, the latest submitted attempt
    #[arg(value_name = "ATTEMPT")]
    attempt: Option<String>,
    /// Explain the question of this number instead, in lines; may be repeated
    #[arg(long = "question", value_name = "NUMBER")]
    questions: Vec<usize>,
    /// Write lines; the default when input or output is not a terminal
    #[arg(long)]
    plain: bool,
}

impl Review {
    /// Shows what was asked for.
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let source = Content::read()?;
        let store = context.place.open_existing()?.context("there is no saved attempt")?;
        let name = self.attempt.as_deref();
        let attempt = exam_clock::submitted_attempt(&store, source.exam_source(), name)?;
        if terminal::has_screen() && !self.plain && self.questions.is_empty() {
            let entry = ExamRequest::Review(attempt.head().id.clone());
            return play::show(Open::Exams(Some(entry)), Some(store), None, context);
        }
        for &number in &self.questions {
            let count = attempt.count();
            attempt
                .slot(number)
                .with_context(|| format!("there is no question `{number}`, only 1 to {count}"))?;
        }
        context.terminal.print(|out| {
            if self.questions.is_empty() {
                let head = attempt.head();
                write!(out, "Attempt {}: {}", head.id, head.identity)?;
                score(out, &attempt, true)?;
                return missed(out, &attempt, &source.ledger, Way::Command);
            }
            for &number in &self.questions {
                question(out, &attempt, number, &source.ledger, Way::Shown)?;
                watch(out, &attempt, number)?;
            }
            Ok(())
        })?;
        Ok(ExitStatus::Done)
    }
}

/// Who shows a question, and so how its run is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// A command line.
    Command,
    /// The dialogue.
    Dialogue,
    /// Nobody: the run follows.
    Shown,
}

/// The score, its uncertainty, and how the time went.
pub(super) fn score(out: &mut dyn Write, attempt: &ExamAttempt, is_kept: bool) -> io::Result<()> {
    writeln!(out)?;
    for remark in attempt::score(attempt) {
        writeln!(out, "{remark}")?;
    }
    if is_kept {
        writeln!(out, "{}", attempt::way_to_verify(attempt))?;
    }
    Ok(())
}

/// Every question that was not answered right, explained.
pub(super) fn missed(
    out: &mut dyn Write,
    attempt: &ExamAttempt,
    ledger: &Ledger,
    way: Way,
) -> io::Result<()> {
    for number in attempt::missed(attempt) {
        question(out, attempt, number, ledger, way)?;
    }
    Ok(())
}

/// The question of this number, every option explained. False when there is none.
pub(super) fn question(
    out: &mut dyn Write,
    attempt: &ExamAttempt,
    number: usize,
    ledger: &Ledger,
    way: Way,
) -> io::Result<bool> {
    let Some(slot) = attempt.answered(number) else { return Ok(false) };
    let item = slot.item();
    let state = attempt::state(attempt, number);
    writeln!(out, "\nQuestion {number}: {state} ({})", item.question.id)?;
    plain::stem(out, item)?;
    plain::reasons(out, &slot)?;
    plain::sources(out, &slot, ledger)?;
    if item.question.proof.is_some() && way != Way::Shown {
        let id = &attempt.head().id;
        let shown = match way {
            Way::Command => format!("`coldstart exam review {id} --question {number}` shows it."),
            Way::Dialogue | Way::Shown => format!("enter go {number}, then replay."),
        };
        writeln!(out, "A run proves this answer: {shown}")?;
    }
    Ok(true)
}

/// The run that settles the question of this number, beside what was answered.
pub(super) fn watch(out: &mut dyn Write, attempt: &ExamAttempt, number: usize) -> io::Result<()> {
    let Some(slot) = attempt.answered(number) else {
        return writeln!(out, "go to a question first, for example go 3");
    };
    if slot.item().question.proof.is_none() {
        return Ok(());
    }
    match ProofRun::new(&slot.item().question, slot.item().seed) {
        Ok(mut run) => {
            run.finish();
            replay(out, &said(&slot), &run)
        }
        Err(error) => writeln!(out, "{error}"),
    }
}

/// The texts that were picked, as one.
fn said(slot: &Slot) -> String {
    let texts = slot.said();
    if texts.is_empty() { "nothing".to_owned() } else { texts.join("; ") }
}
