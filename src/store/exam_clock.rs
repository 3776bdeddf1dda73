//! The clock of an exam attempt, and each step's way to the disk.
//!
//! The plain dialogue and the loop of the full screen both use it. A step comes true
//! only once its record is written; time passes only while the program runs. What the
//! clocks say is handed in.

use std::time::{Duration, Instant};

use super::{AttemptLog, Store, StoreError, clock};
use quizbank::attempt::{
    self, ActionKind, AttemptHead, AttemptRecord, AttemptSummary, ClockReading, ExamAction,
    ExamAttempt, Notice, RecordError,
};
use quizbank::exam_source::{AttemptError, ExamSource};
use quizbank::form::Form;
use quizbank::model::blueprint::Blueprint;
use quizbank::model::calendar::{Millis, Moment};
use quizbank::slot::Refusal;

/// How often the time used is written down while nobody does anything: what a
/// power cut may give back at most. Our choice.
pub const HEARTBEAT: Duration = Duration::from_secs(10);

/// What an attempt is called that is not kept.
const UNKEPT: &str = "unkept";

/// What the clocks say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTimes {
    /// The clock that never goes back.
    pub steady: Instant,
    /// The wall clock.
    pub wall: Moment,
}

impl ClockTimes {
    /// What they say now.
    pub fn now() -> Self {
        Self { steady: Instant::now(), wall: clock::now().at }
    }
}

/// Why a step did not come true.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// It cannot be done.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It could not be written.
    #[error("not saved: {0}")]
    Unsaved(#[from] StoreError),
    /// It was written and does not fit.
    #[error("not saved: {0}")]
    RecordError(#[from] RecordError),
}

/// Why an attempt cannot be brought back.
#[derive(Debug, thiserror::Error)]
pub enum NoAttempt {
    /// There is none of that name.
    #[error("there is no attempt `{0}`; `coldstart exam list` lists all attempts")]
    Unknown(String),
    /// None is open.
    #[error("no attempt is open; `coldstart exam` starts one")]
    NoneOpen,
    /// None is submitted.
    #[error("no attempt is submitted yet; `coldstart exam` starts one")]
    NoneSubmitted,
    /// Its journal cannot be read here.
    #[error("attempt {0} cannot be read: {1}")]
    Unreadable(String, AttemptError),
    /// It is over.
    #[error("attempt {0} is submitted; `coldstart exam review {0}` explains it")]
    Submitted(String),
    /// It is not over.
    #[error("attempt {0} is not submitted; `coldstart exam --resume {0}` resumes it")]
    Open(String),
    /// The store cannot tell.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The clock of one attempt.
#[derive(Clone, Copy, Debug)]
pub struct ExamClock {
    /// When the time went on.
    begun: Instant,
    /// What was used before.
    before: Millis,
    /// Up to which time used a reminder was given.
    reported: Millis,
    /// When a record was last made, written or not.
    tried: Instant,
}

impl ExamClock {
    fn at(attempt: &ExamAttempt, steady: Instant) -> Self {
        let before = attempt.used();
        Self { begun: steady, before, reported: before, tried: steady }
    }

    /// Begins an attempt of `candidate` on `form`; it is on disk when this returns, if it is kept at all.
    pub fn begin(
        store: Option<&mut Store>,
        form: Form,
        blueprint: &Blueprint,
        candidate: Option<&str>,
        time: ClockTimes,
    ) -> Result<(Self, ExamAttempt), StepError> {
        let id = match &store {
            Some(store) => store.attempt_id()?,
            None => UNKEPT.to_owned(),
        };
        let identity = form.identity.clone();
        let candidate = candidate.map(ToOwned::to_owned);
        let limit = blueprint.limit();
        let head = AttemptHead { id, identity, candidate, limit, begun: time.wall };
        let key = form.key(blueprint);
        let (mut attempt, first) = ExamAttempt::begin(head.clone(), form, key)?;
        let paper = Some(attempt.paper());
        if let Some(store) = store {
            store.begin_attempt(&AttemptLog { head, paper, records: vec![first.clone()] })?;
        }
        attempt.take(&first)?;
        Ok((Self::at(&attempt, time.steady), attempt))
    }

    /// Goes on with `attempt` where it stopped; that is on disk when this returns.
    pub fn resume(
        store: &mut Store,
        attempt: &mut ExamAttempt,
        time: ClockTimes,
    ) -> Result<Self, StepError> {
        let mut exam_clock = Self::at(attempt, time.steady);
        exam_clock.keep(attempt, Some(store), &ExamAction::plain(ActionKind::Resume), time)?;
        Ok(exam_clock)
    }

    /// How much of the time is used.
    pub fn used(&self, steady: Instant) -> Millis {
        let since = steady.saturating_duration_since(self.begun).as_millis();
        Millis(self.before.0.saturating_add(u64::try_from(since).unwrap_or(u64::MAX)))
    }

    /// Writes the record of `act`, then lets it come true.
    pub fn keep(
        &mut self,
        attempt: &mut ExamAttempt,
        store: Option<&mut Store>,
        act: &ExamAction,
        time: ClockTimes,
    ) -> Result<(), StepError> {
        self.tried = time.steady;
        let now = ClockReading { used: self.used(time.steady), wall: time.wall };
        let record: AttemptRecord = attempt.act(act, now)?;
        if let Some(store) = store {
            store.append_record(&attempt.head().id, &record)?;
        }
        Ok(attempt.take(&record)?)
    }

    /// Writes the time down when nothing was written for a [`HEARTBEAT`]. What cannot be
    /// written now, the next step writes just as well; nothing is lost.
    pub fn heartbeat(
        &mut self,
        attempt: &mut ExamAttempt,
        store: Option<&mut Store>,
        time: ClockTimes,
    ) {
        if attempt.points().is_none() && self.until_heartbeat(time.steady).is_zero() {
            let _ = self.keep(attempt, store, &ExamAction::plain(ActionKind::Tick), time);
        }
    }

    /// How long until the next [heartbeat](Self::heartbeat) is due.
    pub fn until_heartbeat(&self, steady: Instant) -> Duration {
        HEARTBEAT.saturating_sub(steady.saturating_duration_since(self.tried))
    }

    /// How long until [`Self::notice`] has something to say; `None` when all was said.
    pub fn until_notice(&self, attempt: &ExamAttempt, steady: Instant) -> Option<Duration> {
        let next = attempt::next_notice(attempt.head().limit, self.reported)?;
        Some(Duration::from_millis(next.0.saturating_sub(self.used(steady).0)))
    }

    /// How long until another whole second is used.
    pub fn until_second(&self, steady: Instant) -> Duration {
        Duration::from_millis(1_000 - self.used(steady).0 % 1_000)
    }

    /// What is to be said of the time, each thing once.
    pub fn notice(&mut self, attempt: &ExamAttempt, steady: Instant) -> Option<Notice> {
        if attempt.points().is_some() {
            return None;
        }
        let (from, to) = (self.reported, self.used(steady));
        self.reported = to;
        attempt::notice(attempt.head().limit, from, to)
    }
}

/// The attempt called `name`, or the latest that is open and can be read, as it was left.
///
/// # Errors
///
/// [`NoAttempt`] with the way out.
pub fn open_attempt(
    store: &Store,
    source: ExamSource<'_>,
    name: Option<&str>,
) -> Result<ExamAttempt, NoAttempt> {
    let attempt = find(store, source, name, |kept| kept.points.is_none(), NoAttempt::NoneOpen)?;
    match attempt.points() {
        Some(_) => Err(NoAttempt::Submitted(attempt.head().id.clone())),
        None => Ok(attempt),
    }
}

/// The attempt called `name`, or the latest that is submitted and can be read, to be
/// reviewed.
///
/// # Errors
///
/// [`NoAttempt`] with the way out.
pub fn submitted_attempt(
    store: &Store,
    source: ExamSource<'_>,
    name: Option<&str>,
) -> Result<ExamAttempt, NoAttempt> {
    let wanted = |kept: &AttemptSummary| kept.points.is_some();
    let attempt = find(store, source, name, wanted, NoAttempt::NoneSubmitted)?;
    match attempt.points() {
        Some(_) => Ok(attempt),
        None => Err(NoAttempt::Open(attempt.head().id.clone())),
    }
}

/// The attempt of this name, or the first that is wanted and can be read.
fn find(
    store: &Store,
    source: ExamSource<'_>,
    name: Option<&str>,
    wanted: impl Fn(&AttemptSummary) -> bool,
    mut none: NoAttempt,
) -> Result<ExamAttempt, NoAttempt> {
    if let Some(name) = name {
        return replay(store, source, name);
    }
    let mut is_first = true;
    for kept in store.attempts()?.iter().filter(|kept| wanted(kept)) {
        match replay(store, source, &kept.head.id) {
            Ok(attempt) => return Ok(attempt),
            Err(error) if std::mem::take(&mut is_first) => none = error,
            Err(_) => {}
        }
    }
    Err(none)
}

fn replay(store: &Store, source: ExamSource<'_>, name: &str) -> Result<ExamAttempt, NoAttempt> {
    let log = store.attempt(name)?.ok_or_else(|| NoAttempt::Unknown(name.to_owned()))?;
    let (id, has_paper) = (log.head.id.clone(), log.paper.is_some());
    let attempt = source.replay(log.head, log.paper, log.records);
    let attempt = attempt.map_err(|error| NoAttempt::Unreadable(id.clone(), error))?;
    if !has_paper {
        // What cannot be kept now is written next time.
        let _ = store.keep_paper(&id, attempt.paper());
    }
    Ok(attempt)
}

#[cfg(test)]
mod tests;
