//! An exam room as it stands: the versions of its form and everybody's attempt.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::attempt::HostedAttempt;
use super::clock::{self, Sign};
use super::setup::{ExamSetup, ScoreRelease};
use crate::host::event::RoomEvent;
use quizbank::attempt::{ActionKind, AttemptHead, AttemptRecord, ExamAction, ExamAttempt};
use quizbank::form::Form;
use quizbank::model::calendar::{Millis, Moment};
use quizbank::model::paper::{AnswerKey, AnswerSheet};
use quizbank::model::question::Question;

/// How soon to look again where nothing is due. Our choice.
const IDLE: Duration = Duration::from_hours(1);

/// An exam room as it stands.
#[derive(Debug)]
pub struct ExamState {
    /// What it was opened with.
    pub setup: ExamSetup,
    /// The key of the form with its versions.
    pub key: AnswerKey,
    versions: Vec<(Form, Arc<AnswerKey>)>,
    attempts: BTreeMap<usize, HostedAttempt>,
    /// What everybody was granted.
    granted: Millis,
}

/// Where a student stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptStage {
    /// Attempts may not begin yet.
    Early,
    /// The attempt did not begin.
    Ready,
    /// The clock runs.
    Running,
    /// The clock stands still.
    Paused,
    /// The attempt is submitted, and the score is not shown yet.
    Submitted,
    /// The score is shown.
    Scored,
    /// The room closed before the attempt began.
    Missed,
}

impl AttemptStage {
    /// A word for it, by which a page notices that it is old.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Submitted => "submitted",
            Self::Scored => "scored",
            Self::Missed => "missed",
        }
    }
}

impl ExamState {
    /// Returns the room of `setup` before anybody is in it; `None` where its paper was damaged.
    pub fn new(mut setup: ExamSetup, bank: &[Question]) -> Option<Self> {
        let questions = std::mem::take(&mut setup.paper.questions);
        let paper = quizbank::attempt::SatPaper { questions, ..setup.paper.clone() };
        let (form, mut key) = paper.restore(&setup.identity, bank).ok()?;
        let mut versions = vec![(form.clone(), Arc::new(key.clone()))];
        for version in 2..=setup.versions {
            let (scrambled, of_key) = form.version(version);
            versions.push((scrambled, Arc::new(key.arranged(&of_key))));
            key.versions.push(of_key);
        }
        Some(Self { setup, key, versions, attempts: BTreeMap::new(), granted: Millis(0) })
    }

    /// The attempt of the member of this number.
    pub fn attempt(&self, member: usize) -> Option<&HostedAttempt> {
        self.attempts.get(&member)
    }

    /// Number of questions on the form.
    pub fn count(&self) -> usize {
        self.key.questions.len()
    }

    /// The version that a member takes: neighbors in the order of joining take others.
    pub fn version_of(&self, member: usize) -> usize {
        member.saturating_sub(1) % self.versions.len().max(1) + 1
    }

    /// A new attempt on a version of the form, and its first record.
    pub fn fresh(&self, version: usize, head: AttemptHead) -> Option<(ExamAttempt, AttemptRecord)> {
        let (form, key) = self.versions.get(version.checked_sub(1)?)?;
        ExamAttempt::begin(head, form.clone(), Arc::clone(key)).ok()
    }

    /// Whether the room is closed at `now`, in its log or by the time.
    pub fn is_closed(&self, closed: Option<Moment>, now: Moment) -> bool {
        closed.is_some() || self.setup.is_past(now)
    }

    /// Where the member of this number stands at `now`.
    pub fn standing(&self, member: usize, closed: Option<Moment>, now: Moment) -> AttemptStage {
        let is_closed = self.is_closed(closed, now);
        match self.attempts.get(&member) {
            Some(hosted) if hosted.attempt.points().is_some() => {
                let is_released = is_closed || self.setup.release == ScoreRelease::Submitted;
                if is_released { AttemptStage::Scored } else { AttemptStage::Submitted }
            }
            // The host submits it in a moment.
            Some(_) if is_closed => AttemptStage::Submitted,
            Some(hosted) if clock::is_paused(hosted, now) => AttemptStage::Paused,
            Some(_) => AttemptStage::Running,
            None if is_closed => AttemptStage::Missed,
            None if self.setup.is_open(now) => AttemptStage::Ready,
            None => AttemptStage::Early,
        }
    }

    /// What everybody answered in time, for the grade book; `name` names a member.
    pub fn sheets(&self, name: impl Fn(usize) -> Option<String>) -> Vec<AnswerSheet> {
        let sheet = |(&member, hosted): (&usize, &HostedAttempt)| {
            let version = self.key.versions.iter().find(|it| it.version == hosted.version);
            let answers = hosted.attempt.answers_in_time();
            Some(AnswerSheet { name: name(member)?, version: version.cloned(), answers })
        };
        self.attempts.iter().filter_map(sheet).collect()
    }

    /// What the host has to do at `now` without being asked: it closes the room in time, and
    /// submits what is open in a closed room.
    pub fn due(&self, closed: Option<Moment>, now: Moment) -> Vec<RoomEvent> {
        if closed.is_none() {
            return self.setup.is_past(now).then_some(RoomEvent::Closed).into_iter().collect();
        }
        let submit = |(&member, hosted): (&usize, &HostedAttempt)| {
            let act = ExamAction::plain(ActionKind::Submit);
            let step = hosted.attempt.act(&act, clock::reading(hosted, now, Sign::Return)).ok()?;
            Some(RoomEvent::Step { member, admission: hosted.admission, step })
        };
        let open = self.attempts.iter().filter(|(_, hosted)| hosted.attempt.points().is_none());
        open.filter_map(submit).collect()
    }

    /// When something may be due next.
    pub fn next_due(&self, closed: Option<Moment>, now: Moment) -> Duration {
        let end = self.setup.closes.filter(|_| closed.is_none());
        let left = end.and_then(|end| u64::try_from(end.0 - now.0).ok());
        left.map_or(IDLE, |left| Duration::from_millis(left + 1).min(IDLE))
    }

    pub(in crate::host) fn begin(
        &mut self,
        member: usize,
        admission: u32,
        version: usize,
        head: AttemptHead,
        step: &AttemptRecord,
    ) {
        let Some((mut attempt, _)) = self.fresh(version, head) else { return };
        attempt.grant(self.granted);
        if attempt.take(step).is_ok() {
            let (has_left, before) = (false, None);
            let hosted = HostedAttempt { attempt, version, admission, has_left, before };
            self.attempts.entry(member).or_insert(hosted);
        }
    }

    pub(in crate::host) fn step(&mut self, member: usize, admission: u32, step: &AttemptRecord) {
        let Some(hosted) = self.attempts.get_mut(&member) else { return };
        if hosted.admission != admission {
            return;
        }
        let before = (step.kind == ActionKind::Submit).then(|| Box::new(hosted.attempt.clone()));
        // What does not follow was written by nobody who knew the attempt.
        if hosted.attempt.take(step).is_ok() {
            hosted.has_left = step.kind == ActionKind::Leave;
            hosted.before = before;
        }
    }

    pub(in crate::host) fn extend(&mut self, member: Option<usize>, more: Millis) {
        if member.is_none() {
            self.granted.0 = self.granted.0.saturating_add(more.0);
        }
        let wanted = |number: &usize| member.is_none_or(|member| member == *number);
        for (_, hosted) in self.attempts.iter_mut().filter(|(number, _)| wanted(number)) {
            hosted.attempt.grant(more);
            if let Some(before) = &mut hosted.before {
                before.grant(more);
            }
        }
    }

    pub(in crate::host) fn readmit(&mut self, member: usize, admission: u32) {
        let Some(hosted) = self.attempts.get_mut(&member) else { return };
        hosted.admission = admission;
        if let Some(before) = hosted.before.take() {
            hosted.attempt = *before;
        }
        // The clock stands still until the student is there.
        hosted.has_left = true;
    }
}
