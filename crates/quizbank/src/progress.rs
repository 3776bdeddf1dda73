//! A learner's progress, from what was kept: by topic, domain and mistake, how
//! well they judge themselves, what is due when, on how many days in a row
//! they studied, and the exams they sat.
//!
//! Calculated here once, for every output. What counts as right is the outcome of the answer; a
//! question counts as known by its last answer at its revision, where a right guess is none;
//! without options it is known in part, too.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::answer::{Answer, QuestionRev, Response};
use super::answer::{Confidence, Outcome};
use super::attempt::{AttemptSummary, Points};
use super::countdown::ExamCountdown;
use super::plan::LearnerState;
use super::prediction::{self, Prediction};
use super::schedule::Rating;
use super::score::Tally;
use crate::model::blueprint::{Blueprint, Pass};
use crate::model::calendar::{Day, Millis};
use crate::model::paper::FormIdentity;
use crate::model::question::{OptionRole, Question, QuestionId};

/// Days of the forecast, today included.
pub(crate) const FORECAST: u32 = 30;

/// What a learner did, as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct LearningHistory {
    /// Every answer, in order of time.
    pub answers: Vec<Answer>,
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
        let (answers, attempts, predictions) = (Vec::new(), Vec::new(), Vec::new());
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
        for answer in answers {
            match by_id.get(&answer.draft.asked.id) {
                Some(question) if is_wanted(question) => counted.count(question, answer),
                Some(_) => {}
                None => elsewhere += 1,
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

/// What is counted answer by answer.
struct Counted<'a> {
    total: StudyCounts,
    topics: BTreeMap<&'a str, StudyCounts>,
    domains: BTreeMap<u8, StudyCounts>,
    mistakes: BTreeMap<&'a str, RepeatedMistake>,
    calibration: BTreeMap<Option<Confidence>, Tally>,
}

impl<'a> Counted<'a> {
    fn new(questions: &[&'a Question], standing: &LearnerState) -> Self {
        let mut counted = Self {
            total: StudyCounts::default(),
            topics: BTreeMap::new(),
            domains: BTreeMap::new(),
            mistakes: BTreeMap::new(),
            calibration: BTreeMap::new(),
        };
        for &question in questions {
            let card = standing.card(question);
            let is_due = standing.due(question).is_some_and(|day| day <= standing.today);
            counted.each(question, |part| {
                part.questions += 1;
                part.known += usize::from(card.is_some_and(|card| card.last > Rating::Again));
                part.due += usize::from(is_due);
                part.new += usize::from(card.is_none());
            });
        }
        counted
    }

    /// Does `change` to every part that `question` belongs to.
    fn each(&mut self, question: &'a Question, change: impl Fn(&mut StudyCounts)) {
        change(&mut self.total);
        change(self.topics.entry(&question.topic).or_default());
        change(self.domains.entry(question.domain).or_default());
    }

    fn count(&mut self, question: &'a Question, answer: &Answer) {
        let outcome = answer.draft.said.outcome();
        self.each(question, |part| part.answers.count(outcome));
        let Response::Chosen { positions, .. } = &answer.draft.said else { return };
        self.calibration.entry(answer.draft.confidence).or_default().count(outcome);
        // The options of another revision may be others.
        if outcome == Outcome::Right || answer.draft.asked != QuestionRev::of(question) {
            return;
        }
        for option in positions.iter().filter_map(|&position| question.options.get(position)) {
            match &option.role {
                OptionRole::Distractor { misconception } if !misconception.is_empty() => {
                    self.make(misconception, question, answer.given.day);
                }
                OptionRole::Distractor { .. } | OptionRole::Key => {}
            }
        }
    }

    fn make(&mut self, name: &'a str, question: &Question, day: Day) {
        let mistake = self.mistakes.entry(name).or_insert_with(|| RepeatedMistake {
            name: name.to_owned(),
            times: 0,
            last: day,
            topics: Vec::new(),
        });
        mistake.times += 1;
        mistake.last = mistake.last.max(day);
        if let Err(place) = mistake.topics.binary_search(&question.topic) {
            mistake.topics.insert(place, question.topic.clone());
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
mod tests {
    use super::*;
    use crate::answer::Recall;
    use crate::attempt::AttemptHead;
    use crate::model::blueprint::{self, Scope, Valid};
    use crate::model::calendar::Moment;
    use crate::sample::{self, Given, answer};
    use crate::schedule::{Card, Cards};

    fn day(number: i32) -> Day {
        Day::new(20_780 + number).unwrap()
    }

    fn bank() -> Vec<Question> {
        let mut bank: Vec<Question> = ["iam-0", "iam-1", "scaling-0", "scaling-1"]
            .iter()
            .map(|id| sample::choice(id, id.split('-').next().unwrap()))
            .collect();
        bank[0].domain = 2;
        bank
    }

    fn of(topics: &[String], answers: Vec<Answer>, standing: LearnerState) -> LearnerProgress {
        let days = answers.iter().map(|answer| answer.given.day).collect();
        let past = LearningHistory { answers, days, ..LearningHistory::standing(standing) };
        LearnerProgress::of(&bank(), topics, &past, &[])
    }

    fn progress(answers: &[(&str, Given, i32)], today: i32) -> LearnerProgress {
        let answers: Vec<Answer> =
            answers.iter().map(|&(id, given, on)| answer(id, given, day(on))).collect();
        let mut cards = Cards::new();
        for answer in &answers {
            let card = Card::after(cards.get(&answer.draft.asked), answer);
            cards.insert(answer.draft.asked.clone(), card);
        }
        of(&[], answers, LearnerState { cards, ..LearnerState::new(day(today)) })
    }

    const SURE: Option<Confidence> = Some(Confidence::Sure);
    const GUESS: Option<Confidence> = Some(Confidence::Guess);

    #[test]
    fn topics_and_domains_add_up_what_was_answered() {
        let progress = progress(
            &[
                ("iam-0", Given::Wrong(SURE), 0),
                ("iam-0", Given::Right(SURE), 0),
                ("iam-1", Given::Right(GUESS), 0),
                ("scaling-0", Given::Marked(Recall::Partly), 0),
                ("elsewhere", Given::Right(None), 0),
            ],
            1,
        );
        // iam-0 and iam-1 come back on day 1, scaling-0, known in part, too.
        let iam = StudyCounts {
            answers: Tally { right: 2, answered: 3 },
            questions: 2,
            known: 1,
            due: 2,
            new: 0,
        };
        let scaling = StudyCounts {
            answers: Tally { right: 0, answered: 1 },
            questions: 2,
            known: 1,
            due: 1,
            new: 1,
        };
        assert_eq!(progress.topics, [("iam".to_owned(), iam), ("scaling".to_owned(), scaling)]);
        assert_eq!(progress.domains[0].1.answers, Tally { right: 1, answered: 2 });
        assert_eq!(progress.domains.iter().map(|it| it.0.number).collect::<Vec<_>>(), [2, 4]);
        assert_eq!((progress.total.answers.answered, progress.elsewhere), (4, 1));
    }

    #[test]
    fn a_topic_alone_leaves_the_others_out_but_not_their_days() {
        let answers = [("iam-0", 0), ("scaling-0", 1)]
            .map(|(id, on)| answer(id, Given::Right(None), day(on)));
        let progress = of(&["iam".to_owned()], answers.to_vec(), LearnerState::new(day(1)));
        assert_eq!(progress.topics.len(), 1);
        assert_eq!((progress.total.questions, progress.total.answers.answered), (2, 1));
        assert_eq!((progress.elsewhere, progress.streak.current), (0, 2));
    }

    #[test]
    fn mistakes_are_counted_with_the_day_they_were_last_made() {
        // The first option of every sample is `mistake-1`.
        let wrong = Given::Wrong(None);
        let progress = progress(&[("scaling-0", wrong, 3), ("iam-0", wrong, 1)], 4);
        let topics = vec!["iam".to_owned(), "scaling".to_owned()];
        let mistake =
            RepeatedMistake { name: "mistake-1".to_owned(), times: 2, last: day(3), topics };
        assert_eq!(progress.mistakes, [mistake]);
    }

    #[test]
    fn an_answer_to_another_revision_names_no_mistake() {
        let mut old = answer("iam-0", Given::Wrong(None), day(0));
        old.draft.asked.rev = 7;
        let progress = of(&[], vec![old], LearnerState::new(day(0)));
        assert_eq!((progress.mistakes.len(), progress.total.answers.answered), (0, 1));
        assert_eq!(progress.total.new, 4);
    }

    #[test]
    fn calibration_sets_how_sure_it_felt_beside_how_it_went() {
        let progress = progress(
            &[
                ("iam-0", Given::Right(SURE), 0),
                ("iam-1", Given::Wrong(SURE), 0),
                ("scaling-0", Given::Right(GUESS), 0),
                ("scaling-1", Given::Right(None), 0),
                ("scaling-1", Given::Marked(Recall::Knew), 0),
            ],
            0,
        );
        let tally = |right, answered| Tally { right, answered };
        let expected = [(None, tally(1, 1)), (GUESS, tally(1, 1)), (SURE, tally(1, 2))];
        assert_eq!(progress.calibration, expected);
    }

    #[test]
    fn the_forecast_puts_what_is_overdue_on_today() {
        // Right on day 0 is due on day 2, wrong on day 0 on day 1.
        let answers = [("iam-0", Given::Right(None), 0), ("iam-1", Given::Wrong(None), 0)];
        let counts = |today| -> Vec<usize> {
            progress(&answers, today).forecast.iter().take(3).map(|it| it.1).collect()
        };
        assert_eq!(counts(0), [0, 1, 1]);
        assert_eq!(counts(1), [1, 1, 0]);
        assert_eq!(counts(9), [2, 0, 0]);
        assert_eq!(progress(&answers, 0).forecast.len(), 30);
    }

    #[test]
    fn blueprints_name_domains_and_measure_the_scores_of_exams() {
        let blueprint = Blueprint {
            name: "small".to_owned(),
            title: "A small form".to_owned(),
            valid: Valid::default(),
            questions: 4,
            scored: 4,
            minutes: 8,
            pass: Pass::Scaled(720),
            scope: Scope::Domains(vec![blueprint::ExamDomain {
                number: 2,
                name: "Security".to_owned(),
                weight: 100,
            }]),
        };
        let kept = |of: &str| AttemptSummary {
            head: AttemptHead {
                id: format!("attempt-{of}"),
                identity: FormIdentity {
                    blueprint: of.to_owned(),
                    topic: None,
                    seed: 7,
                    algorithm: 1,
                    bank: "b".to_owned(),
                    series: None,
                },
                candidate: None,
                limit: Millis(480_000),
                begun: Moment(1),
            },
            day: day(1),
            used: Millis(65_000),
            points: Some(Points { right: 3, scored: 4, points: 775 }),
        };
        let attempts = vec![kept("small"), kept("another")];
        let past = LearningHistory { attempts, ..LearningHistory::new(day(2)) };
        let ahead = Blueprint { name: "dva-c02".to_owned(), ..blueprint.clone() };
        let weights: Vec<_> = LearnerProgress::of(&bank(), &[], &past, &[ahead]).domains;
        let weights: Vec<_> = weights.iter().map(|it| it.0.weight).collect();
        assert_eq!(weights, [Some(100), None]);
        let progress = LearnerProgress::of(&bank(), &[], &past, &[blueprint]);
        let names: Vec<_> = progress.domains.iter().map(|it| it.0.name.as_deref()).collect();
        assert_eq!(names, [Some("Security"), None]);
        assert!(progress.domains.iter().all(|it| it.0.weight.is_none()), "not the exam ahead");
        let passes: Vec<_> = progress.exams.iter().map(|exam| exam.pass).collect();
        assert_eq!(passes, [Some(Pass::Scaled(720)), None]);
        let exam = &progress.exams[0];
        assert_eq!((exam.attempt.as_str(), exam.day), ("attempt-small", day(1)));
        assert_eq!((exam.used, exam.limit), (Millis(65_000), Millis(480_000)));
        assert_eq!(exam.points.map(|points| points.points), Some(775));
    }

    #[test]
    fn a_row_of_days_goes_on_until_a_day_was_left_out() {
        let right = Given::Right(None);
        let on = |days: &[i32], today| {
            let answers: Vec<_> = days.iter().map(|&day| ("iam-0", right, day)).collect();
            progress(&answers, today).streak
        };
        let streak = |current, longest, days| Streak { current, longest, days };
        assert_eq!(on(&[], 5), streak(0, 0, 0));
        assert_eq!(on(&[1, 2, 3, 5, 5], 5), streak(1, 3, 4));
        assert_eq!(on(&[3, 4], 5), streak(2, 2, 2));
        assert_eq!(on(&[3, 4], 6), streak(0, 2, 2));
    }
}
