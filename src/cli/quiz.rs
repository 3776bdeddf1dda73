//! `quiz`: study, on the full screen or as a dialogue in lines.

mod dialogue;
pub(super) mod text;

use std::io;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use clap::builder::RangedU64ValueParser;

use self::dialogue::Dialogue;
use self::text::Books;
use super::candidates;
use super::context::{Context, ExitStatus};
use super::exam_date::{self, ExamDate};
use super::plain::Echo;
use super::terminal::{self, Terminal};
use super::{changes, input, play};
use crate::store::Store;
use crate::store::answer_log::AnswerLog;
use crate::store::clock::DayStart;
use crate::tui::{Content, Open};
use apprunner_sim::model::rules::Edition;
use quizbank::model::question::Question;
use quizbank::path;
use quizbank::plan::{self, CardMark, LearnerState};
use quizbank::select::{self, Selection};
use quizbank::session::Session;
use quizbank::session::{AnswerMode, Study};

/// Study: answer questions, with every option explained
///
/// Due questions come first, then new ones, weak topics before strong ones. A seed gives the same
/// questions in the same order each time. Answers are saved either way.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart quiz
  coldstart quiz --topic scaling --topic pricing --count 10
  coldstart quiz --exam-date 2026-12-20    no due date is later than that
  coldstart quiz --plain --seed 7        questions and answers as lines
  coldstart quiz --reveal                think, reveal, grade yourself
  coldstart quiz --topic-test scaling    20 questions; passing unlocks the next topic")]
pub(super) struct Quiz {
    /// Ask questions on this topic only; may be repeated
    #[arg(long = "topic", value_name = "TOPIC", add = candidates::topics())]
    topics: Vec<String>,
    /// Maximum number of questions to ask
    #[arg(
        long,
        value_name = "NUMBER",
        default_value = "20",
        value_parser = RangedU64ValueParser::<usize>::new().range(1..)
    )]
    count: usize,
    /// Select questions, order and numbers by this seed instead of by due date
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Save the day of your exam; `none` removes it
    #[arg(long, value_name = "DAY")]
    exam_date: Option<ExamDate>,
    /// Save the hour at which a new day begins; 0 is midnight
    #[arg(long, value_name = "HOUR")]
    day_start: Option<DayStart>,
    #[command(flatten)]
    marked: Marked,
    /// Ask only questions that are true in this edition: chapter, aws
    #[arg(long, value_name = "EDITION", value_parser = changes::edition)]
    rules: Option<Edition>,
    /// Ask without options: think, reveal the answer, grade yourself
    #[arg(long)]
    reveal: bool,
    /// Take the test of this topic: 20 questions, 60 % to pass
    #[arg(
        long,
        alias = "gate",
        value_name = "TOPIC",
        conflicts_with_all = ["topics", "reveal", "count", "rules"]
    )]
    topic_test: Option<String>,
    /// Ask questions from your own files instead of the built-in bank
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read and write lines; the default when input or output is not a terminal
    #[arg(long)]
    plain: bool,
}

/// Questions with a mark, where only those are wanted.
#[derive(Clone, Copy, Debug, Args)]
struct Marked {
    /// Ask only flagged questions
    #[arg(long, conflicts_with = "topic_test")]
    flagged: bool,
    /// Ask only questions that you set aside, so that you can restore them
    #[arg(long, conflicts_with_all = ["topic_test", "flagged"])]
    set_aside: bool,
}

impl Marked {
    /// Whether only questions with a mark are wanted.
    fn is_wanted(self) -> bool {
        self.flagged || self.set_aside
    }

    /// The questions of `bank` that have the mark that is wanted, if one is.
    fn of(self, bank: Vec<Question>, store: Option<&Store>) -> anyhow::Result<Vec<Question>> {
        let (option, mark) = match (self.flagged, self.set_aside) {
            (true, _) => ("--flagged", CardMark::Flagged),
            (_, true) => ("--set-aside", CardMark::SetAside),
            _ => return Ok(bank),
        };
        let Some(store) = store else {
            bail!("`{option}` needs your data, and no data is saved");
        };
        let marked = store.marked(mark)?;
        let bank: Vec<Question> = bank.into_iter().filter(|it| marked.contains(&it.id)).collect();
        if bank.is_empty() {
            bail!("`{option}`: there is no such question");
        }
        Ok(bank)
    }
}

impl Quiz {
    /// Asks until the learner leaves; no score is a failure.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let ledger = input::builtin_facts()?;
        let bank = input::questions(&self.paths, &ledger)?;
        let mut store = context.place.open(terminal)?;
        if let Some(exam) = self.exam_date {
            exam_date::keep(store.as_mut(), exam)?;
        }
        if let Some(start) = self.day_start {
            let Some(store) = &mut store else {
                bail!("`--day-start` needs your data, and no data is saved");
            };
            store.set_day_start(start)?;
        }
        let bank = self.marked.of(bank, store.as_ref())?;
        let seed = self.seed.unwrap_or_else(input::entropy);
        let standing = match &store {
            // A retake of a test asks other questions, whatever the seed.
            Some(store)
                if (self.seed.is_none() && !self.marked.is_wanted())
                    || self.topic_test.is_some() =>
            {
                Some(store.standing(store.now()?.day)?)
            }
            _ => None,
        };
        let Some(asked) = self.asked(&bank, seed, standing.as_ref(), terminal)? else {
            return Ok(ExitStatus::Done);
        };
        let mut session = Session::new(asked, seed).context("the bank has an invalid question")?;
        if self.topic_test.is_some() {
            session = session.as_test();
        }
        let study = Study { session, way: self.way(), topic_test: self.topic_test };
        if !self.plain && terminal::has_screen() {
            let shown = Content { files: self.paths, ..Content::builtin() };
            let open = Open::Quiz(Box::new(study));
            return play::show_content(open, shown, store, None, None, context);
        }
        let course = input::course_around(&ledger, &input::builtin_questions(&ledger)?)?;
        let books = Books { ledger: &ledger, course: &course };
        let answer_log = store.map(AnswerLog::new);
        let lost = terminal.print(|out| {
            Dialogue::new(study, books, out, Echo::of_input())
                .kept_by(answer_log)
                .hold(io::stdin().lock())
        })?;
        if lost > 0 {
            bail!(
                "{lost} changes could not be saved; everything acknowledged with `saved:` is on \
                 disk"
            );
        }
        Ok(ExitStatus::Done)
    }

    /// How questions are answered.
    fn way(&self) -> AnswerMode {
        if self.reveal { AnswerMode::Recall } else { AnswerMode::Options }
    }

    /// The questions to ask, in order: what is due and new by `standing`, or
    /// without one what the seed decides. `None` when there is nothing to study
    /// today, which is reported.
    fn asked<'a>(
        &self,
        bank: &'a [Question],
        seed: u64,
        standing: Option<&LearnerState>,
        terminal: Terminal,
    ) -> anyhow::Result<Option<Vec<&'a Question>>> {
        let selection = Selection {
            topics: self.topic_test.iter().chain(&self.topics).cloned().collect(),
            count: self.count,
            edition: self.rules.map(Edition::name),
            way: self.way(),
            seed,
        };
        let planned = standing.filter(|_| self.topic_test.is_none());
        let mut asked = match planned {
            Some(standing) => plan::plan(bank, &selection, standing),
            None => select::select(bank, &selection),
        }
        .map_err(|error| input::unknown_topic(&error))?;
        if let Some(topic) = &self.topic_test {
            let cards = standing.map(|standing| standing.cards.clone()).unwrap_or_default();
            asked = path::topic_test(bank, topic, seed, &cards)?;
        }
        let load = planned.map(|it| it.load(bank.iter().filter(|one| selection.admits(one))));
        match load {
            Some(load) if let (true, Some(next)) = (asked.is_empty(), load.next) => {
                let day = format!("{} {next}", next.weekday());
                terminal.print(|out| {
                    writeln!(out, "No question is due or new until {day}.")?;
                    writeln!(out, "`coldstart quiz --seed {seed}` asks questions anyway.")
                })?;
                return Ok(None);
            }
            _ if asked.is_empty() => bail!("there are no questions to ask"),
            Some(load) => terminal.say(&format!("{} due, {} new", load.due, load.new)),
            None => {
                terminal
                    .say(&format!("seed {seed}: `--seed {seed}` asks the same questions again"));
            }
        }
        Ok(Some(asked))
    }
}
