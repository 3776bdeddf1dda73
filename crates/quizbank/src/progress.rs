//! A learner's progress, from what was kept: by topic, domain and mistake, how
//! well they judge themselves, what is due when, on how many days in a row
//! they studied, and the exams they sat.
//!
//! Calculated here once, for every output. What counts as right is the outcome of the answer; a
//! question counts as known by its last answer at its revision, where a right guess is none;
//! without options it is known in part, too.

mod answers;
mod counted;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use self::answers::{AnswerCounts, QuestionCounts};
use self::counted::Counted;
use super::answer::Confidence;
use super::attempt::{AttemptSummary, Points};
use super::countdown::ExamCountdown;
use super::plan::LearnerState;
use super::prediction::{self, Prediction};
use super::score::Tally;
use crate::model::blueprint::{Blueprint, Pass};
use crate::model::calendar::{Day, Millis};
use crate::model::paper::FormIdentity;
use crate::model::question::{Question, QuestionId};

/// Days of the forecast, today included.
const FORECAST: u32 = 30;

/// What a learner did, as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct LearningHistory {
    /// What the answers add up to.
    pub answers: AnswerCounts,
    /// What is remembered of them.
    pub standing: LearnerState,
    /// Every attempt of an exam, the latest first.
    pub attempts: Vec<AttemptSummary>,
    /// Every prediction at a stop of a run, in order of time.
    pub predictions: Vec<Prediction>,
    /// The days with an answer.
    pub days: BTreeSet<Day>,
}

impl LearningHistory {
    /// That of somebody who has done nothing yet, on the day it is `today`.
    pub fn new(today: Day) -> Self {
        Self::standing(LearnerState::new(today))
    }

    /// That of a learner of whom nothing is known but the state.
    pub fn standing(standing: LearnerState) -> Self {
        let (attempts, predictions) = (Vec::new(), Vec::new());
        let answers = AnswerCounts::default();
        Self { answers, standing, attempts, predictions, days: BTreeSet::new() }
    }
}

/// A learner's progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnerProgress {
    /// All questions of the bank together.
    pub total: StudyCounts,
    /// By topic, in alphabetical order.
    pub topics: Vec<(String, StudyCounts)>,
    /// By domain of the exam.
    pub domains: Vec<(DomainName, StudyCounts)>,
    /// The mistakes that were made, the most frequent first.
    pub mistakes: Vec<RepeatedMistake>,
    /// How sure answers felt and how they went, from guess to sure; `None` where
    /// nothing was said.
    pub calibration: Vec<(Option<Confidence>, Tally)>,
    /// Questions that are due on each of the next days; what is overdue counts for today.
    pub forecast: Vec<(Day, usize)>,
    /// The days of study.
    pub streak: Streak,
    /// The exam that is prepared for, and the day it is.
    pub exam: ExamCountdown,
    /// The practice exams that were sat, the latest first.
    pub exams: Vec<PastExam>,
    /// The predictions at the stops of runs.
    pub predictions: prediction::PredictionRecord,
    /// Answers to questions that the bank does not have.
    pub elsewhere: usize,
}

/// How some questions of the bank stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StudyCounts {
    /// The answers to them.
    #[serde(flatten)]
    pub answers: Tally,
    /// How many questions they are.
    pub questions: usize,
    /// How many of them are known.
    pub known: usize,
    /// How many are due today or were before.
    pub due: usize,
    /// How many were never answered.
    pub new: usize,
}

/// A domain of the exam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainName {
    /// Its number.
    pub number: u8,
    /// Its name, where a blueprint has one.
    pub name: Option<String>,
    /// Its share of the scored questions in percent, from the guide of the exam that is prepared
    /// for; `None` where that guide has no such domain.
    pub weight: Option<u32>,
}

/// A practice exam that was sat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastExam {
    /// What the attempt is called.
    pub attempt: String,
    /// Which form it was.
    pub form: FormIdentity,
    /// The day on which it was begun.
    pub day: Day,
    /// How much of the time was used.
    pub used: Millis,
    /// How much there is.
    pub limit: Millis,
    /// What it came to; `None` while it is open.
    pub points: Option<Points>,
    /// What its score is measured by, where its blueprint is known.
    pub pass: Option<Pass>,
}

/// A mistake, as the author of a wrong option named it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepeatedMistake {
    /// Its name.
    pub name: String,
    /// How often it was made.
    pub times: usize,
    /// The day it was last made.
    pub last: Day,
    /// The topics it was made in, in alphabetical order.
    pub topics: Vec<String>,
}

/// Days with an answer, in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Streak {
    /// The row that reaches today, or yesterday while today is still open.
    pub current: u32,
    /// The longest there was.
    pub longest: u32,
    /// All days with an answer.
    pub days: u32,
}

impl LearnerProgress {
    /// The progress of the learner of `past` with the questions of `bank` on
    /// `topics`, on all of them when none is named. Days of study and exams count
    /// whatever they were on; `blueprints` names domains and measures scores.
    pub fn of(
        bank: &[Question],
        topics: &[String],
        past: &LearningHistory,
        blueprints: &[Blueprint],
    ) -> Self {
        let LearningHistory { answers, standing, attempts, predictions, days } = past;
        let exam = ExamCountdown::of(blueprints, standing.today, standing.exam);
        let is_wanted = |question: &Question| topics.is_empty() || topics.contains(&question.topic);
        let wanted: Vec<&Question> = bank.iter().filter(|it| is_wanted(it)).collect();
        let by_id: BTreeMap<&QuestionId, &Question> =
            bank.iter().map(|question| (&question.id, question)).collect();
        let mut counted = Counted::new(&wanted, standing);
        let mut elsewhere = 0;
        for (answered, counts) in answers.iter() {
            match by_id.get(&answered.id) {
                Some(question) if is_wanted(question) => {
                    counted.count(question, answered.rev, counts);
                }
                Some(_) => {}
                None => elsewhere += counts.total().answered,
            }
        }
        let mut mistakes: Vec<RepeatedMistake> = counted.mistakes.into_values().collect();
        mistakes.sort_by(|one, other| {
            (other.times, other.last, &one.name).cmp(&(one.times, one.last, &other.name))
        });
        Self {
            total: counted.total,
            topics: counted.topics.into_iter().map(|(name, it)| (name.to_owned(), it)).collect(),
            domains: (counted.domains.into_iter())
                .map(|(number, part)| (DomainName::of(number, &exam, blueprints), part))
                .collect(),
            mistakes,
            calibration: counted.calibration.into_iter().collect(),
            forecast: forecast(&wanted, standing),
            streak: Streak::of(days, standing.today),
            exam,
            exams: attempts.iter().map(|kept| PastExam::of(kept, blueprints)).collect(),
            predictions: prediction::PredictionRecord::of(predictions),
            elsewhere,
        }
    }
}

impl DomainName {
    /// The name in the guide of the exam that is ahead, or else in the first blueprint that has one.
    fn of(number: u8, exam: &ExamCountdown, blueprints: &[Blueprint]) -> Self {
        let ahead = exam.blueprint(blueprints);
        let name = ahead.into_iter().chain(blueprints).find_map(|one| one.domain_name(number));
        let domain = ahead.and_then(|one| one.domains().iter().find(|it| it.number == number));
        Self { number, name: name.map(str::to_owned), weight: domain.map(|it| it.weight) }
    }
}

impl PastExam {
    fn of(kept: &AttemptSummary, blueprints: &[Blueprint]) -> Self {
        let AttemptSummary { head, day, used, points } = kept.clone();
        let blueprint = blueprints.iter().find(|one| one.is_called(&head.identity.blueprint));
        Self {
            attempt: head.id,
            form: head.identity,
            day,
            used,
            limit: head.limit,
            points,
            pass: blueprint.map(|blueprint| blueprint.pass),
        }
    }
}

fn forecast(questions: &[&Question], standing: &LearnerState) -> Vec<(Day, usize)> {
    let mut days: Vec<(Day, usize)> =
        (0..FORECAST).map(|days| (standing.today.after(days), 0)).collect();
    for due in questions.iter().filter_map(|question| standing.due(question)) {
        let wait = usize::try_from(due.since(standing.today)).unwrap_or(usize::MAX);
        if let Some((_, count)) = days.get_mut(wait) {
            *count += 1;
        }
    }
    days
}

impl Streak {
    /// The rows of `days`, those with an answer, on the day it is `today`.
    fn of(days: &BTreeSet<Day>, today: Day) -> Self {
        let mut streak = Self::default();
        let (mut row, mut before) = (0, None::<Day>);
        for &day in days {
            row = if before.is_some_and(|before| before.after(1) == day) { row + 1 } else { 1 };
            before = Some(day);
            streak.days += 1;
            streak.longest = streak.longest.max(row);
        }
        if before.is_some_and(|last| last >= today || last.after(1) == today) {
            streak.current = row;
        }
        streak
    }
}

#[cfg(test)]
mod tests;
