//! The plain dialogue of an exam: a line in, lines out. It decides nothing about a
//! attempt; a step takes effect once its record is on disk, and is acknowledged then.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::lines::{Heard, Lines};
use super::review::Way;
use super::{review, text};
use crate::cli::plain::{self, Echo, Flow};
use crate::report::attempt;
use crate::store::Store;
use crate::store::exam_clock::{ClockTimes, ExamClock, HEARTBEAT, StepError};
use quizbank::attempt::{ActionKind, ExamAction, ExamAttempt, Notice, clock, left};
use quizbank::command::{self, Command};
use quizbank::model::blueprint::Blueprint;
use quizbank::model::calendar::Millis;
use quizbank::model::fact::Ledger;
use quizbank::slot::{Flag, Refusal};

/// A dialogue about an attempt.
pub(super) struct Dialogue<'a, W> {
    exam_clock: ExamClock,
    attempt: ExamAttempt,
    /// Where the journal is kept, if it is.
    store: Option<Store>,
    ledger: &'a Ledger,
    out: W,
    echo: Echo,
    /// Whether `submit` was said and waits for `yes`.
    submitting: bool,
    /// The question that is looked at once all is submitted; 0 before one is named.
    looked_at: usize,
    /// Steps that could not be kept.
    lost: usize,
}

impl<'a, W: Write> Dialogue<'a, W> {
    pub(super) fn new(
        exam_clock: ExamClock,
        attempt: ExamAttempt,
        store: Option<Store>,
        ledger: &'a Ledger,
        out: W,
        echo: Echo,
    ) -> Self {
        let (submitting, looked_at, lost) = (false, 0, 0);
        Self { exam_clock, attempt, store, ledger, out, echo, submitting, looked_at, lost }
    }

    /// The first page.
    pub(super) fn open(&mut self, blueprint: &Blueprint) -> io::Result<()> {
        let path = self.store.as_ref().map(Store::path);
        text::start(&mut self.out, &self.attempt, blueprint, path)?;
        text::question(&mut self.out, &self.attempt)
    }

    /// The page of an attempt that goes on.
    pub(super) fn reopen(&mut self) -> io::Result<()> {
        writeln!(self.out, "Attempt {} resumes.", self.attempt.head().id)?;
        self.time()?;
        text::question(&mut self.out, &self.attempt)
    }

    /// Talks until the learner leaves or there are no more `lines`. Returns how many
    /// steps could not be kept.
    pub(super) fn hold(mut self, lines: &Lines) -> io::Result<usize> {
        self.prompt()?;
        loop {
            match lines.hear(self.patience()) {
                Heard::Silence => self.heartbeat()?,
                Heard::End => {
                    writeln!(self.out)?;
                    self.leave()?;
                    break;
                }
                Heard::Line(line) => {
                    self.echo.repeat(&mut self.out, &line)?;
                    if self.obey(&line)? == Flow::End {
                        break;
                    }
                    self.notice()?;
                    self.prompt()?;
                }
            }
        }
        self.out.flush()?;
        Ok(self.lost)
    }

    fn prompt(&mut self) -> io::Result<()> {
        write!(self.out, "> ")?;
        self.out.flush()
    }

    fn used(&self) -> Millis {
        self.exam_clock.used(Instant::now())
    }

    /// Nobody has said anything for a while.
    fn heartbeat(&mut self) -> io::Result<()> {
        self.exam_clock.heartbeat(&mut self.attempt, self.store.as_mut(), ClockTimes::now());
        if self.notice()? {
            self.prompt()?;
        }
        Ok(())
    }

    /// Says once that little time is left. True when something was said.
    fn notice(&mut self) -> io::Result<bool> {
        let Some(notice) = self.exam_clock.notice(&self.attempt, Instant::now()) else {
            return Ok(false);
        };
        let way_out = if notice == Notice::Over { " Enter submit to end the exam." } else { "" };
        writeln!(self.out, "\n{}{way_out}", attempt::reminder(notice))?;
        Ok(true)
    }

    /// How long to wait for a line before the time is looked at.
    fn patience(&self) -> Duration {
        if self.attempt.points().is_some() {
            return HEARTBEAT;
        }
        let now = Instant::now();
        let heartbeat = self.exam_clock.until_heartbeat(now);
        self.exam_clock
            .until_notice(&self.attempt, now)
            .map_or(heartbeat, |notice| notice.min(heartbeat))
    }

    /// Has `act` written and come true; reports what it did and what goes wrong. True
    /// when nothing did.
    fn step(&mut self, act: &ExamAction) -> io::Result<bool> {
        let kept =
            self.exam_clock.keep(&mut self.attempt, self.store.as_mut(), act, ClockTimes::now());
        match kept {
            Ok(()) => {
                if let Some(done) = attempt::done(&self.attempt, act) {
                    writeln!(self.out, "{}: {done}", self.word())?;
                }
                return Ok(true);
            }
            Err(StepError::Refused(refusal)) => {
                writeln!(self.out, "{}", plain::rejection(refusal))?;
            }
            Err(fault) => {
                self.lost += 1;
                writeln!(self.out, "{fault}")?;
            }
        }
        Ok(false)
    }

    /// The word that acknowledges a step: only what is on disk is called saved.
    fn word(&self) -> &'static str {
        if self.store.is_some() { "saved" } else { "noted" }
    }

    fn obey(&mut self, line: &str) -> io::Result<Flow> {
        let said = command::parse(line);
        if std::mem::take(&mut self.submitting) {
            return match said {
                Ok(Command::Yes) => self.submit(),
                Ok(Command::Quit) => self.leave(),
                _ => self.say("not submitted; the exam continues"),
            };
        }
        let command = match said {
            Ok(command) => command,
            Err(error) => {
                return self.say(&format!(
                    "`{}` is not a command; enter {}",
                    error.line,
                    text::HELP
                ));
            }
        };
        if self.attempt.points().is_some() {
            return self.look_back(&command);
        }
        match command {
            Command::Quit => return self.leave(),
            Command::Pick(options) => self.answer(&options)?,
            Command::Clear => {
                self.step(&ExamAction::on(ActionKind::Clear, self.attempt.at()))?;
            }
            Command::Flag => self.flag()?,
            Command::Strike(option) => self.strike(option)?,
            Command::Next | Command::Back | Command::Go(_) => self.walk(&command)?,
            Command::Review => text::review(&mut self.out, &self.attempt)?,
            Command::Time => self.time()?,
            Command::Submit => self.ask_to_submit()?,
            Command::Yes => return self.say("there is nothing to confirm"),
            Command::Help => return self.say(&format!("Commands: {}", text::HELP)),
            Command::Nothing => {}
            Command::Rate(_) | Command::Mark(_) => {
                return self
                    .say("an exam does not record confidence; flag marks a question for review");
            }
            Command::Reveal
            | Command::Replay
            | Command::Fact
            | Command::WhatIf(..)
            | Command::SetAside
            | Command::Object(_) => {
                return self.say(
                    "not available in an exam; review explains missed questions after you submit",
                );
            }
        }
        Ok(Flow::On)
    }

    /// After the end there is only something to look at.
    fn look_back(&mut self, command: &Command) -> io::Result<Flow> {
        match command {
            Command::Quit => return Ok(Flow::End),
            Command::Review => {
                review::missed(&mut self.out, &self.attempt, self.ledger, Way::Dialogue)?;
            }
            Command::Go(number) => {
                self.looked_at = *number;
                let (out, ledger) = (&mut self.out, self.ledger);
                if !review::question(out, &self.attempt, *number, ledger, Way::Dialogue)? {
                    return self.say(&format!("there is no question `{number}`"));
                }
            }
            Command::Replay => self.watch()?,
            Command::Object(words) => match self.attempt.answered(self.looked_at) {
                Some(slot) => plain::object(&mut self.out, Some(&slot), words)?,
                None => return self.say("go to a question first, for example go 3"),
            },
            Command::Nothing => {}
            _ => {
                return self.say(
                    "this attempt is submitted; enter review, go 3, replay, ! and a description \
                     of what is wrong with a key, or quit",
                );
            }
        }
        Ok(Flow::On)
    }

    /// The run of the question that was looked at last.
    fn watch(&mut self) -> io::Result<()> {
        let slot = self.attempt.slot(self.looked_at);
        if slot.is_some_and(|slot| slot.item().question.proof.is_none()) {
            return writeln!(self.out, "this question has no proof by a run");
        }
        review::watch(&mut self.out, &self.attempt, self.looked_at)
    }

    fn answer(&mut self, options: &[usize]) -> io::Result<()> {
        let number = self.attempt.at();
        let Some(places) = self.places(options)? else { return Ok(()) };
        self.step(&ExamAction::on(ActionKind::Pick, number).with(places))?;
        Ok(())
    }

    /// Places in the file of the options at these indices; where one is not there,
    /// that is reported.
    fn places(&mut self, options: &[usize]) -> io::Result<Option<Vec<usize>>> {
        let Some(slot) = self.attempt.slot(self.attempt.at()) else { return Ok(None) };
        match slot.places(options) {
            Ok(places) => Ok(Some(places)),
            Err(refusal) => writeln!(self.out, "{refusal}").map(|()| None),
        }
    }

    fn flag(&mut self) -> io::Result<()> {
        let number = self.attempt.at();
        let is_up = self.attempt.slot(number).is_some_and(|slot| slot.flag() == Flag::Raised);
        let kind = if is_up { ActionKind::Unflag } else { ActionKind::Flag };
        self.step(&ExamAction::on(kind, number))?;
        Ok(())
    }

    fn strike(&mut self, option: usize) -> io::Result<()> {
        let number = self.attempt.at();
        let Some(places) = self.places(&[option])? else { return Ok(()) };
        let is_struck = self.attempt.slot(number).is_some_and(|slot| slot.is_struck(option));
        let kind = if is_struck { ActionKind::Restore } else { ActionKind::Strike };
        self.step(&ExamAction::on(kind, number).with(places))?;
        Ok(())
    }

    fn walk(&mut self, command: &Command) -> io::Result<()> {
        let (at, count) = (self.attempt.at(), self.attempt.count());
        let number = match command {
            Command::Next if at >= count => {
                return writeln!(
                    self.out,
                    "{}; review lists all questions, submit ends the exam",
                    Refusal::AtLast
                );
            }
            Command::Back if at <= 1 => return writeln!(self.out, "{}", Refusal::AtFirst),
            Command::Next => at + 1,
            Command::Back => at - 1,
            Command::Go(number) => *number,
            _ => at,
        };
        if self.step(&ExamAction::on(ActionKind::Go, number))? {
            text::question(&mut self.out, &self.attempt)?;
        }
        Ok(())
    }

    fn time(&mut self) -> io::Result<()> {
        let (used, limit) = (self.used(), self.attempt.head().limit);
        let left = left(limit, used);
        let (used, left) = (clock(used), clock(left));
        writeln!(self.out, "Time: {used} used, {left} left.")
    }

    fn ask_to_submit(&mut self) -> io::Result<()> {
        for remark in attempt::open_ends(&self.attempt) {
            writeln!(self.out, "{remark}")?;
        }
        self.submitting = true;
        writeln!(self.out, "Enter yes to submit. You cannot change anything after that.")
    }

    fn submit(&mut self) -> io::Result<Flow> {
        if self.step(&ExamAction::plain(ActionKind::Submit))? {
            review::score(&mut self.out, &self.attempt, self.store.is_some())?;
            writeln!(self.out, "Enter review for explanations of the missed questions, or quit.")?;
        }
        Ok(Flow::On)
    }

    fn leave(&mut self) -> io::Result<Flow> {
        if self.attempt.points().is_some() {
            return Ok(Flow::End);
        }
        let kept = self.step(&ExamAction::plain(ActionKind::Leave))?;
        if kept && self.store.is_some() {
            let id = &self.attempt.head().id;
            writeln!(
                self.out,
                "Paused. `coldstart exam --resume {id}` resumes with the time left."
            )?;
        }
        Ok(Flow::End)
    }

    fn say(&mut self, line: &str) -> io::Result<Flow> {
        writeln!(self.out, "{line}")?;
        Ok(Flow::On)
    }
}
