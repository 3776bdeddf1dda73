//! `quiz`: study, on the full screen or as a dialogue in lines.

mod dialogue;
mod text;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, anyhow, bail};
use clap::Args;

use self::dialogue::{Dialogue, Echo};
use super::data::Place;
use super::play::{self, Look};
use super::terminal::{self, ColorChoice};
use super::{Outcome, input};
use crate::model::calendar::{Day, NoDay};
use crate::model::question::Question;
use crate::quiz::plan::{self, Standing};
use crate::quiz::select::{self, Selection, UnknownTopic};
use crate::quiz::session::Session;
use crate::store::keeper::Keeper;
use crate::store::{Store, clock};

/// Study: answer questions and see every option explained
///
/// What is due comes first, then what is new, weak topics before strong ones. With a seed it asks the
/// same questions again, in the same order, whatever was answered before. Answers are kept either way.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart quiz
  coldstart quiz --topic scaling --topic pricing --count 10
  coldstart quiz --exam-date 2026-12-20   nothing comes back later than that
  coldstart quiz --plain --seed 7    questions and answers as lines")]
pub(super) struct Quiz {
    /// Ask about this topic only; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    /// Ask at most so many questions
    #[arg(long, value_name = "NUMBER", default_value = "20")]
    count: NonZeroUsize,
    /// Where choice, order and numbers come from, instead of what is due
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// The day of the exam, kept from now on; `none` takes it away
    #[arg(long, value_name = "DAY")]
    exam_date: Option<ExamDate>,
    /// Ask from these files of your own instead of what is built in
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read and write lines; done by itself when input or output is no terminal
    #[arg(long)]
    plain: bool,
}

impl Quiz {
    /// Asks until the learner leaves; no score is a failure.
    pub(super) fn run(
        self,
        look: Look,
        color: ColorChoice,
        place: &Place,
    ) -> anyhow::Result<Outcome> {
        let ledger = input::builtin_facts()?;
        let bank = input::questions(&self.paths, &ledger)?;
        let mut store = place.open()?;
        if let Some(exam) = self.exam_date {
            keep_exam_date(store.as_mut(), exam)?;
        }
        let seed = self.seed.unwrap_or_else(entropy);
        let selection = Selection { topics: self.topics, count: self.count.get(), seed };
        let standing = match (&store, self.seed) {
            (Some(store), None) => Some(store.standing(clock::now().day)?),
            _ => None,
        };
        let Some(session) = session(&bank, &selection, standing.as_ref())? else {
            return Ok(Outcome::Done);
        };
        let typed = io::stdin().is_terminal();
        if !self.plain && typed && io::stdout().is_terminal() {
            return play::open_quiz(session, look, color, store);
        }
        let echo = if typed { Echo::Off } else { Echo::On };
        let keeper = store.map(Keeper::new);
        let lost = terminal::print(|out| {
            Dialogue::new(session, &ledger, out, echo).kept_by(keeper).hold(io::stdin().lock())
        })?;
        if lost > 0 {
            bail!(
                "{lost} changes could not be saved; what was acknowledged with `saved:` is on disk"
            );
        }
        Ok(Outcome::Done)
    }
}

/// The questions to ask: what is due and new by `standing`, or without one what
/// the seed decides. `None` when there is nothing to study today, which is told.
fn session(
    bank: &[Question],
    selection: &Selection,
    standing: Option<&Standing>,
) -> anyhow::Result<Option<Session>> {
    let seed = selection.seed;
    let asked = match standing {
        Some(standing) => plan::plan(bank, selection, standing),
        None => select::select(bank, selection),
    }
    .map_err(|error| suggest(&error))?;
    let note = match standing {
        None => format!("seed {seed}: `--seed {seed}` asks the same again"),
        Some(standing) => {
            let on = |question: &&Question| {
                selection.topics.is_empty() || selection.topics.contains(&question.topic)
            };
            let load = standing.load(bank.iter().filter(on));
            if let (true, Some(next)) = (asked.is_empty(), load.next) {
                let day = format!("{} {next}", next.weekday());
                terminal::print(|out| {
                    writeln!(out, "Nothing is due and nothing is new until {day}.")?;
                    writeln!(out, "`coldstart quiz --seed {seed}` asks all the same.")
                })?;
                return Ok(None);
            }
            format!("{} due, {} new", load.due, load.new)
        }
    };
    if asked.is_empty() {
        bail!("there are no questions to ask");
    }
    terminal::say(&note);
    Ok(Some(Session::new(asked, seed).context("the bank has a bad question")?))
}

/// A day of the exam, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ExamDate(Option<Day>);

impl FromStr for ExamDate {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        if text == "none" { Ok(Self(None)) } else { text.parse().map(|day| Self(Some(day))) }
    }
}

fn keep_exam_date(store: Option<&mut Store>, ExamDate(exam): ExamDate) -> anyhow::Result<()> {
    let Some(store) = store else {
        bail!("`--exam-date` is kept with the answers, and nothing is kept here");
    };
    if let Some(day) = exam.filter(|day| *day < clock::now().day) {
        bail!("the exam cannot be on {day}, which is past; `--exam-date none` takes the day away");
    }
    Ok(store.set_exam_date(exam)?)
}

/// A seed that is another one each time, short enough to be typed again. The
/// standard library seeds its hashers from the system.
fn entropy() -> u64 {
    RandomState::new().build_hasher().finish() % 1_000_000
}

/// An unknown topic with the nearest one, or with all there are.
pub(super) fn suggest(error: &UnknownTopic) -> anyhow::Error {
    match input::nearest(&error.topic, error.known.iter().map(AsRef::as_ref)) {
        Some(topic) => anyhow!("{error}; did you mean `{topic}`?"),
        None => anyhow!("{error}; there are: {}", error.known.join(", ")),
    }
}
