//! `exam verify`, `exam receipt` and `exam list`: what can be reported of an attempt
//! afterwards.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;

use super::Content;
use crate::cli::context::{Context, ExitStatus};
use crate::cli::input;
use crate::cli::output::{self, Force, Kind, Outputs};
use crate::cli::place::Place;
use crate::cli::terminal::print_json;
use crate::report::attempt;
use crate::report::safe::in_a_line;
use crate::store::exam_clock::NoAttempt;
use crate::store::{AttemptLog, clock, receipt};
use quizbank::attempt::{clock as time, plausibility};

/// What no check can do.
const HONESTY: &str = "This shows damage and casual edits. It cannot show what a determined owner \
 of the machine has made up: anyone who can write the journal can also compute its hashes.";

/// Verify that an attempt is consistent: rebuild its form, follow its hash chain, grade it again
///
/// The command also lists what is consistent but unlikely: answers faster than anyone can read, a
/// clock that was set back or is in the future, interruptions. The exit code is 1 if the attempt is
/// not consistent.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart exam verify
  coldstart exam verify attempt.jsonl")]
pub(crate) struct Verify {
    /// A saved attempt or a receipt; by default, the latest attempt
    #[arg(value_name = "ATTEMPT|FILE")]
    what: Option<String>,
}

/// Print the receipt of an attempt, as JSON lines that `exam verify` reads
///
/// docs/formats.md describes the format.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart exam receipt > attempt.jsonl
  coldstart exam receipt --export attempt.jsonl")]
pub(crate) struct Receipt {
    /// The attempt; by default, the latest
    #[arg(value_name = "ATTEMPT")]
    attempt: Option<String>,
    /// Write to FILE instead of standard output
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

/// List all saved attempts, the latest first
#[derive(Debug, Args)]
pub(crate) struct List {}

impl Verify {
    /// Checks, and says what was found.
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let source = Content::read()?;
        let found = match &self.what {
            Some(path) if path.contains(['/', '\\', '.']) || Path::new(path).is_file() => {
                receipt::read(&input::file(Path::new(path))?.text).map_err(|it| it.to_string())
            }
            name => Ok(kept(&context.place, name.as_deref())?),
        };
        let checked = found.and_then(|held| {
            let id = held.head.id.clone();
            let doubts = plausibility::doubts(&held.records, clock::now().at);
            let attempt = source.exam_source().replay(held.head, held.paper, held.records);
            let attempt = attempt.map_err(|reason| format!("attempt {id}: {reason}"))?;
            Ok((attempt, doubts))
        });
        let outcome = if checked.is_ok() { ExitStatus::Done } else { ExitStatus::Negative };
        context.terminal.print(|out| {
            match &checked {
                Err(reason) => writeln!(out, "Not consistent: {}", in_a_line(reason))?,
                Ok((attempt, doubts)) => {
                    let remark = format!("Consistent: attempt {}", attempt.head());
                    writeln!(out, "{}", in_a_line(&remark))?;
                    let (records, link) = (attempt.records(), attempt.link());
                    writeln!(out, "{records} records follow from each other up to {link}")?;
                    match attempt.points() {
                        Some(_) => writeln!(out, "{}", attempt::headline(attempt))?,
                        None => writeln!(out, "It is not submitted yet.")?,
                    }
                    if !doubts.is_empty() {
                        writeln!(out, "Implausible:")?;
                    }
                    for doubt in doubts {
                        writeln!(out, "  {doubt}")?;
                    }
                }
            }
            writeln!(out, "{HONESTY}")
        })?;
        Ok(outcome)
    }
}

impl Receipt {
    /// Writes it.
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let held = kept(&context.place, self.attempt.as_deref())?;
        match &self.export {
            None => print_json(|out| receipt::write(out, &held))?,
            Some(path) => {
                Outputs::new(context, self.force, []).claim("--export", Kind::RECEIPT, path)?;
                output::write_file(Kind::RECEIPT, path, |out| receipt::write(out, &held))?;
            }
        }
        Ok(ExitStatus::Done)
    }
}

impl List {
    /// Prints them.
    #[expect(clippy::unused_self, reason = "every command runs by itself")]
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let store = context.place.open_existing()?;
        let kept = store.map(|store| store.attempts()).transpose()?.unwrap_or_default();
        context.terminal.print(|out| {
            if kept.is_empty() {
                return writeln!(out, "There are no attempts.");
            }
            for one in &kept {
                let (head, used) = (&one.head, time(one.used));
                let state = match one.points {
                    Some(points) => format!("{} of {} right", points.right, points.scored),
                    None => "open".to_owned(),
                };
                writeln!(out, "{head}, {used} used, {state}")?;
            }
            Ok(())
        })?;
        Ok(ExitStatus::Done)
    }
}

/// The attempt of that name, or the latest.
fn kept(place: &Place, name: Option<&str>) -> anyhow::Result<AttemptLog> {
    let Some(store) = place.open_existing()? else { bail!("there is no saved attempt") };
    let id = if let Some(name) = name {
        name.to_owned()
    } else {
        let latest = store.attempts()?.into_iter().next();
        latest.context("there is no saved attempt")?.head.id
    };
    Ok(store.attempt(&id)?.ok_or(NoAttempt::Unknown(id))?)
}
