//! `quiz`: study, on the full screen or as a dialogue in lines.

mod dialogue;
mod text;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::{Context, anyhow, bail};
use clap::Args;

use self::dialogue::{Dialogue, Echo};
use self::text::Books;
use super::play::{self, Look};
use super::terminal::{self, ColorChoice};
use super::{Outcome, changes, input};
use crate::model::question::Question;
use crate::model::rules::Edition;
use crate::quiz::path;
use crate::quiz::select::{self, Selection, UnknownTopic};
use crate::quiz::session::Session;
use crate::quiz::study::{Study, Way};

/// Study: answer questions and see every option explained
///
/// The same seed asks the same questions again, in the same order.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart quiz
  coldstart quiz --topic scaling --topic pricing --count 10
  coldstart quiz --plain --seed 7    questions and answers as lines
  coldstart quiz --reveal            think, reveal, mark yourself
  coldstart quiz --gate scaling      twenty questions that open the next topic")]
pub(super) struct Quiz {
    /// Ask about this topic only; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    /// Ask at most so many questions
    #[arg(long, value_name = "NUMBER", default_value = "20")]
    count: NonZeroUsize,
    /// Where choice, order and numbers come from; another one each time by default
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Ask only what is true in this edition: chapter, aws
    #[arg(long, value_name = "EDITION", value_parser = changes::edition)]
    rules: Option<Edition>,
    /// Hide the options: think, reveal the answer, mark yourself
    #[arg(long)]
    reveal: bool,
    /// Take the gate of this topic: 20 questions, 60 % pass
    #[arg(long, value_name = "TOPIC", conflicts_with_all = ["topics", "reveal", "count", "rules"])]
    gate: Option<String>,
    /// Ask from these files of your own instead of what is built in
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read and write lines; done by itself when input or output is no terminal
    #[arg(long)]
    plain: bool,
}

impl Quiz {
    /// Asks until the learner leaves; no score is a failure.
    pub(super) fn run(self, look: Look, color: ColorChoice) -> anyhow::Result<Outcome> {
        let ledger = input::builtin_facts()?;
        let bank = input::questions(&self.paths, &ledger)?;
        let seed = self.seed.unwrap_or_else(entropy);
        let asked = self.asked(&bank, seed)?;
        if asked.is_empty() {
            bail!("there are no questions to ask");
        }
        let session = Session::new(asked, seed).context("the bank has a bad question")?;
        let way = if self.reveal { Way::Recall } else { Way::Options };
        let study = Study { session, way, gate: self.gate };
        terminal::say(&format!("seed {seed}: `--seed {seed}` asks the same again"));
        let typed = io::stdin().is_terminal();
        if !self.plain && typed && io::stdout().is_terminal() {
            return play::open_quiz(study, look, color);
        }
        let echo = if typed { Echo::Off } else { Echo::On };
        let course = input::course_around(&ledger, &input::builtin_questions(&ledger)?)?;
        let books = Books { ledger: &ledger, course: &course };
        terminal::print(|out| Dialogue::new(study, books, out, echo).hold(io::stdin().lock()))?;
        Ok(Outcome::Done)
    }

    /// The questions to ask, in order.
    fn asked<'a>(&self, bank: &'a [Question], seed: u64) -> anyhow::Result<Vec<&'a Question>> {
        let topics = self.gate.iter().chain(&self.topics).cloned().collect();
        let selection = Selection { topics, count: self.count.get(), edition: self.rules, seed };
        let asked = select::select(bank, &selection).map_err(|error| suggest(&error))?;
        match &self.gate {
            Some(topic) => Ok(path::gate(bank, topic, seed)?),
            None => Ok(asked),
        }
    }
}

/// A seed that is another one each time, short enough to be typed again. The
/// standard library seeds its hashers from the system.
pub(super) fn entropy() -> u64 {
    RandomState::new().build_hasher().finish() % 1_000_000
}

/// An unknown topic with the nearest one, or with all there are.
pub(super) fn suggest(error: &UnknownTopic) -> anyhow::Error {
    match input::nearest(&error.topic, error.known.iter().map(AsRef::as_ref)) {
        Some(topic) => anyhow!("{error}; did you mean `{topic}`?"),
        None => anyhow!("{error}; there are: {}", error.known.join(", ")),
    }
}
