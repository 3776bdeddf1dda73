//! What progress adds up, on a small bank.

use super::*;
use crate::answer::{Answer, Recall};
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

fn of(topics: &[String], answers: &[Answer], standing: LearnerState) -> LearnerProgress {
    let days = answers.iter().map(|answer| answer.given.day).collect();
    let answers = answers.iter().collect();
    let past = LearningHistory { answers, days, ..LearningHistory::standing(standing) };
    LearnerProgress::of(&bank(), topics, &past, &[])
}

fn progress(answers: &[(&str, Given, i32)], today: i32) -> LearnerProgress {
    let answers: Vec<Answer> =
        answers.iter().map(|&(id, given, on)| answer(id, given, day(on))).collect();
    let mut cards = Cards::new();
    for answer in &answers {
        let card = Card::after(cards.get(&answer.draft.question), answer);
        cards.insert(answer.draft.question.clone(), card);
    }
    of(&[], &answers, LearnerState { cards, ..LearnerState::new(day(today)) })
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
    let answers =
        [("iam-0", 0), ("scaling-0", 1)].map(|(id, on)| answer(id, Given::Right(None), day(on)));
    let progress = of(&["iam".to_owned()], &answers, LearnerState::new(day(1)));
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
    let mistake = RepeatedMistake { name: "mistake-1".to_owned(), times: 2, last: day(3), topics };
    assert_eq!(progress.mistakes, [mistake]);
}

#[test]
fn an_answer_to_another_revision_names_no_mistake() {
    let mut old = answer("iam-0", Given::Wrong(None), day(0));
    old.draft.question.rev = 7;
    let progress = of(&[], &[old], LearnerState::new(day(0)));
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
