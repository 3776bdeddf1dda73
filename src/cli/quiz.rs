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
use super::play::{self, Look};
use super::terminal::{self, ColorChoice};
use super::{Outcome, input};
use crate::quiz::select::{self, Selection, UnknownTopic};
use crate::quiz::session::Session;

/// Study: answer questions and see every option explained
///
/// The same seed asks the same questions again, in the same order.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart quiz
  coldstart quiz --topic scaling --topic pricing --count 10
  coldstart quiz --plain --seed 7    questions and answers as lines")]
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
        let selection = Selection { topics: self.topics, count: self.count.get(), seed };
        let asked = select::select(&bank, &selection).map_err(|error| suggest(&error))?;
        if asked.is_empty() {
            bail!("there are no questions to ask");
        }
        let session = Session::new(asked, seed).context("the bank has a bad question")?;
        terminal::say(&format!("seed {seed}: `--seed {seed}` asks the same again"));
        let typed = io::stdin().is_terminal();
        if !self.plain && typed && io::stdout().is_terminal() {
            return play::open_quiz(session, look, color);
        }
        let echo = if typed { Echo::Off } else { Echo::On };
        terminal::print(|out| Dialogue::new(session, &ledger, out, echo).hold(io::stdin().lock()))?;
        Ok(Outcome::Done)
    }
}

/// A seed that is another one each time, short enough to be typed again. The
/// standard library seeds its hashers from the system.
fn entropy() -> u64 {
    RandomState::new().build_hasher().finish() % 1_000_000
}

/// An unknown topic with the nearest one, or with all there are.
fn suggest(error: &UnknownTopic) -> anyhow::Error {
    match input::nearest(&error.topic, error.known.iter().map(AsRef::as_ref)) {
        Some(topic) => anyhow!("{error}; did you mean `{topic}`?"),
        None => anyhow!("{error}; there are: {}", error.known.join(", ")),
    }
}
