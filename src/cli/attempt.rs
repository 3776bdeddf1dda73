//! Attempt a form: begun or gone on with, on the full screen or talked about in lines.

mod content;
mod dialogue;
mod lines;
mod receipt;
mod review;
mod text;

use std::io;

use anyhow::{Context as _, bail};
use clap::Args;

pub(super) use self::content::Content;
use self::dialogue::Dialogue;
use self::lines::Lines;
pub(super) use self::receipt::{List, Receipt, Verify};
pub(super) use self::review::Review;
use super::candidates;
use super::context::{Context, ExitStatus};
use super::plain::Echo;
use super::terminal::{self, Terminal};
use super::{input, play};
use crate::report::safe;
use crate::store::Store;
use crate::store::exam_clock::{self, ClockTimes, ExamClock};
use crate::tui::Open;
use crate::tui::message::{ExamRequest, FormChoice};
use quizbank::attempt::ExamAttempt;
use quizbank::exam_source::ExamSource;
use quizbank::form::Form;
use quizbank::model::blueprint::Blueprint;
use quizbank::model::paper::MAX_SEED;

/// Which form to sit.
#[derive(Debug, Args)]
pub(super) struct Sit {
    /// The shape of the form; in lines by default that of the exam on your exam date, or else today
    #[arg(long, value_name = "NAME", add = candidates::blueprints())]
    blueprint: Option<String>,
    /// The topic, for a blueprint that covers one topic
    #[arg(long, value_name = "TOPIC", add = candidates::topics())]
    topic: Option<String>,
    /// Select questions, order and numbers by this seed; by default, a new seed each time
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(0..=MAX_SEED))]
    seed: Option<u64>,
    /// The name of the candidate, for the receipt and the grade book
    #[arg(long, value_name = "NAME", value_parser = safe::person_name)]
    name: Option<String>,
    /// Resume the open attempt, or the attempt that is named
    #[arg(
        long,
        value_name = "ATTEMPT",
        num_args = 0..=1,
        default_missing_value = "",
        conflicts_with_all = ["blueprint", "topic", "seed", "name"]
    )]
    resume: Option<String>,
    /// Read and write lines; the default when input or output is not a terminal
    #[arg(long)]
    plain: bool,
}

impl Sit {
    /// Sits until the learner leaves or submits; no score is a failure.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let source = Content::read()?;
        // What goes on is there already: a slip in the name of a folder begins no other.
        let store = match self.resume {
            Some(_) => context.place.open_existing()?,
            None => context.place.open(terminal)?,
        };
        if !self.plain && terminal::has_screen() {
            let entry = self.entry(store.as_ref(), source.exam_source())?;
            return play::show(Open::Exams(entry), store, None, context);
        }
        self.talk(store, &source, terminal)
    }

    /// What the full screen opens with; whatever cannot be is rejected before it does.
    fn entry(
        &self,
        store: Option<&Store>,
        exam_source: ExamSource<'_>,
    ) -> anyhow::Result<Option<ExamRequest>> {
        if let Some(name) = &self.resume {
            let attempt = left_open(name, store, exam_source)?;
            return Ok(Some(ExamRequest::Resume(attempt.head().id.clone())));
        }
        let chosen = [&self.blueprint, &self.topic, &self.name];
        if self.seed.is_none() && chosen.into_iter().all(Option::is_none) {
            return Ok(None);
        }
        let blueprint = self.blueprint(exam_source, store)?;
        let topic = self.topic.clone();
        if topic.is_some() || blueprint.is_over_domains() {
            drawn(exam_source, blueprint, topic.as_deref(), self.seed.unwrap_or_default())?;
        }
        Ok(Some(ExamRequest::Start(FormChoice {
            blueprint: blueprint.name.clone(),
            topic,
            seed: self.seed,
            candidate: self.name.clone(),
        })))
    }

    /// The shape of the form that is asked for, or of the exam that is prepared for.
    fn blueprint<'b>(
        &self,
        exam_source: ExamSource<'b>,
        store: Option<&Store>,
    ) -> anyhow::Result<&'b Blueprint> {
        let exam_date = store.map(Store::exam_date).transpose()?.flatten();
        input::blueprint(exam_source.blueprints, self.blueprint.as_deref(), exam_date)
    }

    /// Sits in lines.
    fn talk(
        self,
        mut store: Option<Store>,
        source: &Content,
        terminal: Terminal,
    ) -> anyhow::Result<ExitStatus> {
        let exam_source = source.exam_source();
        let (exam_clock, attempt) = match &self.resume {
            Some(name) => {
                let mut attempt = left_open(name, store.as_ref(), exam_source)?;
                let store = store.as_mut().context("there is no saved attempt to resume")?;
                (ExamClock::resume(store, &mut attempt, ClockTimes::now())?, attempt)
            }
            None => self.begin(store.as_mut(), exam_source, terminal)?,
        };
        let blueprint = input::blueprint(
            exam_source.blueprints,
            Some(&attempt.head().identity.blueprint),
            None,
        )?;
        let lost = terminal.print(|out| {
            let (ledger, echo) = (&source.ledger, Echo::of_input());
            let mut dialogue = Dialogue::new(exam_clock, attempt, store, ledger, out, echo);
            match self.resume {
                None => dialogue.open(blueprint)?,
                Some(_) => dialogue.reopen()?,
            }
            dialogue.hold(&Lines::of(io::stdin()))
        })?;
        if lost > 0 {
            bail!(
                "{lost} steps could not be saved; everything acknowledged with `saved:` is on disk"
            );
        }
        Ok(ExitStatus::Done)
    }

    fn begin(
        &self,
        store: Option<&mut Store>,
        exam_source: ExamSource<'_>,
        terminal: Terminal,
    ) -> anyhow::Result<(ExamClock, ExamAttempt)> {
        let blueprint = self.blueprint(exam_source, store.as_deref())?;
        let seed = self.seed.unwrap_or_else(input::entropy);
        let form = drawn(exam_source, blueprint, self.topic.as_deref(), seed)?;
        let open = match &store {
            Some(store) => store.attempts()?.into_iter().find(|kept| kept.points.is_none()),
            None => None,
        };
        let begun = {
            let candidate = self.name.as_deref();
            ExamClock::begin(store, form, blueprint, candidate, ClockTimes::now())?
        };
        if let Some(open) = open {
            let id = &open.head.id;
            terminal.say(&format!(
                "note: attempt {id} is still open; `coldstart exam --resume {id}` resumes it"
            ));
        }
        Ok(begun)
    }
}

/// The attempt called `name`, or without a name the latest that is open.
fn left_open(
    name: &str,
    store: Option<&Store>,
    exam_source: ExamSource<'_>,
) -> anyhow::Result<ExamAttempt> {
    let store = store.context("there is no saved attempt to resume")?;
    Ok(exam_clock::open_attempt(store, exam_source, Some(name).filter(|name| !name.is_empty()))?)
}

/// The form that is wanted; an error with the way out where it is not available.
fn drawn(
    exam_source: ExamSource<'_>,
    blueprint: &Blueprint,
    topic: Option<&str>,
    seed: u64,
) -> anyhow::Result<Form> {
    exam_source.form(blueprint, topic, seed).map_err(input::no_form)
}
