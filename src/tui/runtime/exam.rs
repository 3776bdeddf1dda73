//! The exam in the loop: its clock looked at, its steps written, its attempts
//! begun, brought back and left.

use std::time::{Duration, Instant};

use super::{Runtime, entropy};
use crate::store::Store;
use crate::store::answer_log::AnswerLog;
use crate::store::exam_clock::{self, ClockTimes, ExamClock};
use crate::tui::app::Flow;
use crate::tui::message::{Effect, ExamRequest, FormChoice, Journal};
use crate::tui::screen::exams::Journals;
use quizbank::attempt::{ActionKind, ExamAction};
use quizbank::countdown::ExamCountdown;

/// Seeds that nobody gave are short enough to be typed again.
const SEEDS: u64 = 1_000_000;

impl Runtime {
    /// Does what the command line wants of an exam, before anything is shown.
    pub(in crate::tui) fn enter(mut self, entry: Option<ExamRequest>) -> Self {
        if let Some(entry) = entry {
            self.perform(Effect::Exam(entry));
        }
        self
    }

    pub(super) fn enter_exam(&mut self, entry: ExamRequest) {
        let entered = match entry {
            ExamRequest::Start(ask) => {
                self.app.start(&ask);
                Ok(())
            }
            ExamRequest::Begin(ask) => self.begin(&ask),
            ExamRequest::Resume(id) => self.resume(&id),
            ExamRequest::Review(id) => self.look_back_on(&id),
        };
        if let Err(message) = entered {
            self.app.notify(message);
        }
    }

    fn begin(&mut self, ask: &FormChoice) -> Result<(), String> {
        let exam_source = self.app.exam_source();
        let blueprint = exam_source.blueprint(&ask.blueprint);
        let blueprint =
            blueprint.ok_or_else(|| format!("there is no blueprint `{}`", ask.blueprint))?;
        let seed = ask.seed.unwrap_or_else(|| entropy() % SEEDS);
        let form = exam_source.form(blueprint, ask.topic.as_deref(), seed);
        let form = form.map_err(|error| error.to_string())?;
        let store = self.answer_log.as_mut().map(AnswerLog::store_mut);
        let journal = if store.is_some() { Journal::Kept } else { Journal::Unkept };
        let begun = {
            let candidate = ask.candidate.as_deref();
            ExamClock::begin(store, form, blueprint, candidate, ClockTimes::now())
        };
        let (exam_clock, attempt) = begun.map_err(|fault| fault.to_string())?;
        self.exam_clock = Some(exam_clock);
        self.app.seat(attempt, journal);
        Ok(())
    }

    fn resume(&mut self, id: &str) -> Result<(), String> {
        let exam_source = self.app.exam_source();
        let answer_log = self.answer_log.as_mut().ok_or("there is no saved attempt to resume")?;
        let store = answer_log.store_mut();
        let attempt = exam_clock::open_attempt(store, exam_source, Some(id));
        let mut attempt = attempt.map_err(|absent| absent.to_string())?;
        let exam_clock = ExamClock::resume(store, &mut attempt, ClockTimes::now());
        self.exam_clock = Some(exam_clock.map_err(|fault| fault.to_string())?);
        self.app.seat(attempt, Journal::Kept);
        Ok(())
    }

    fn look_back_on(&mut self, id: &str) -> Result<(), String> {
        let answer_log = self.answer_log.as_ref().ok_or("there is no saved attempt to review")?;
        let attempt =
            exam_clock::submitted_attempt(answer_log.store(), self.app.exam_source(), Some(id));
        self.app.seat(attempt.map_err(|absent| absent.to_string())?, Journal::Kept);
        Ok(())
    }

    /// Has a step written, and tells the screen how that went.
    pub(super) fn sit(&mut self, act: &ExamAction) {
        let (Some(exam), Some(exam_clock)) = (self.app.exam(), &mut self.exam_clock) else {
            return;
        };
        let store = self.answer_log.as_mut().map(AnswerLog::store_mut);
        let kept = exam_clock.keep(exam.attempt_mut(), store, act, ClockTimes::now());
        exam.kept(act, kept.map_err(|fault| fault.to_string()));
        if !exam.runs() {
            self.exam_clock = None;
        }
    }

    /// Leaves the exam for now. What cannot be written is lost time at most.
    pub(super) fn leave_exam(&mut self) -> Flow {
        let farewell = self.app.exam().map(|exam| exam.farewell());
        self.break_off();
        let flow = self.perform(Effect::Close);
        if let Some(farewell) = farewell {
            self.app.notify(farewell);
        }
        flow
    }

    /// Writes down that the exam is left, if one is taken.
    pub(super) fn break_off(&mut self) {
        self.sit(&ExamAction::plain(ActionKind::Leave));
        self.exam_clock = None;
    }

    /// Looks at the clock: tells the time to the screen, and writes it down where
    /// nothing else was written for a while.
    pub(super) fn attend(&mut self) {
        let (Some(exam), Some(exam_clock)) = (self.app.exam(), &mut self.exam_clock) else {
            return;
        };
        let time = ClockTimes::now();
        let store = self.answer_log.as_mut().map(AnswerLog::store_mut);
        exam_clock.heartbeat(exam.attempt_mut(), store, time);
        exam.passes(exam_clock.used(time.steady));
        if let Some(notice) = exam_clock.notice(exam.attempt(), time.steady) {
            exam.remind(notice);
        }
    }

    /// How long the loop may sleep; for good where no exam is taken.
    pub(super) fn patience(&mut self) -> Option<Duration> {
        let (exam, exam_clock) = (self.app.exam()?, self.exam_clock.as_ref()?);
        let now = Instant::now();
        let mut patience = exam_clock.until_heartbeat(now);
        if let Some(notice) = exam_clock.until_notice(exam.attempt(), now) {
            patience = patience.min(notice);
        }
        if exam.shows_clock() {
            patience = patience.min(exam_clock.until_second(now));
        }
        Some(patience)
    }

    /// Tells the lists what is kept of exams; a store that cannot be read now is as good as none.
    pub(super) fn refresh_journals(&mut self) {
        let today = self.now().day;
        let store = self.answer_log.as_ref().map(AnswerLog::store);
        let kept = store.and_then(|store| store.attempts().ok()).unwrap_or_default();
        let path = store.map(|store: &Store| store.path().to_owned());
        let exam_date = store.and_then(|store| store.exam_date().ok()).flatten();
        let exam = ExamCountdown::of(&self.app.content().blueprints, today, exam_date).code;
        self.app.keeps(Journals { kept, path, today: today.to_string(), exam });
    }
}
