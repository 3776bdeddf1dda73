//! How the learner gets on, on the screen: panes, figures, and where they lead.

use quizbank::answer::{Answer, NewAnswer, QuestionRev, Response};
use quizbank::answer::{Confidence, Outcome};
use quizbank::attempt::{AttemptHead, AttemptSummary, Points};
use quizbank::model::calendar::{Day, Millis, Moment, Now};
use quizbank::model::paper::FormIdentity;
use quizbank::model::question::QuestionId;
use quizbank::plan::LearnerState;
use quizbank::progress::LearningHistory;
use quizbank::schedule::{Card, Cards};

use super::*;
use crate::support::builtin::BLUEPRINTS;

/// 2026-11-23, a Monday.
fn today() -> Day {
    "2026-11-23".parse().unwrap()
}

/// The answer to `question`, so many days ago.
fn answer(question: QuestionRev, outcome: Outcome, felt: Confidence, ago: i32) -> Answer {
    let day = Day::new(today().number() - ago).unwrap();
    let positions = vec![usize::from(outcome == Outcome::Right)];
    let response = Response::Chosen { positions, outcome };
    let draft = NewAnswer { question, response, confidence: Some(felt), seed: 1 };
    let at = Moment(i64::from(day.number()) * 86_400_000);
    draft.given(Now { at, day }, Millis(9_000))
}

fn attempt(blueprint: &str, topic: Option<&str>, points: Option<u32>) -> AttemptSummary {
    let identity = FormIdentity {
        blueprint: blueprint.to_owned(),
        topic: topic.map(str::to_owned),
        seed: 7,
        algorithm: 1,
        bank: "b".to_owned(),
        series: None,
    };
    let limit = Millis(7_800_000);
    let head = AttemptHead {
        id: "0a1b2c3d".to_owned(),
        identity,
        candidate: None,
        limit,
        begun: Moment(0),
    };
    let points = points.map(|points| Points { right: 9, scored: 12, points });
    AttemptSummary { head, day: today(), used: Millis(3_723_000), points }
}

/// Some answers, their cards, and three attempts.
pub fn past() -> LearningHistory {
    let questions = ["scaling-0", "scaling-1", "scaling-2", "pricing-0", "pricing-1"];
    past_of(questions.map(|id| QuestionRev { id: QuestionId(id.to_owned()), rev: 1 }))
}

/// The same with answers to these questions.
pub fn past_of([first, second, third, fourth, fifth]: [QuestionRev; 5]) -> LearningHistory {
    use Confidence::{Guess, Sure, Unsure};
    use Outcome::{Right, Wrong};
    let answers = [
        answer(first, Right, Sure, 3),
        answer(second, Wrong, Sure, 2),
        answer(third, Right, Unsure, 1),
        answer(fourth, Wrong, Guess, 1),
        answer(fifth, Right, Sure, 0),
    ];
    let cards: Cards = answers
        .iter()
        .map(|answer| (answer.draft.question.clone(), Card::after(None, answer)))
        .collect();
    let exam = Some(today().after(27));
    let attempts = vec![
        attempt("dva-c02", None, None),
        attempt("dva-c02-16", None, Some(775)),
        attempt("topic-test", Some("scaling"), Some(75)),
    ];
    let standing = LearnerState { cards, exam, ..LearnerState::new(today()) };
    let days = answers.iter().map(|answer| answer.given.day).collect();
    let answers = answers.iter().collect();
    LearningHistory { answers, attempts, days, ..LearningHistory::standing(standing) }
}

fn driver(theme: Theme) -> Driver {
    let both = ["both"; 8];
    let questions = [questions("scaling", 4, &both), questions("pricing", 2, &both)].concat();
    let content =
        Content { questions: questions.into(), blueprints: BLUEPRINTS.clone().into(), ..content() };
    let mut driver = Driver::new(content, theme);
    driver.past = past();
    driver.sent(&[press(Char('p'))])
}

#[test]
fn every_pane_is_as_it_was() {
    let mut driver = driver(PLAIN);
    for name in ["topics", "mistakes", "sure", "ahead", "exams"] {
        assert_eq!(driver.app.place(), "Progress");
        insta::assert_snapshot!(format!("progress-{name}-80x24"), driver.draw((80, 24)));
        driver.send(&[press(Tab)]);
    }
    insta::assert_snapshot!("progress-120x36", driver.draw((120, 36)));
}

#[test]
fn no_size_breaks_a_pane_and_ascii_is_ascii() {
    let mut driver = driver(ASCII);
    for _ in 0..5 {
        for size in ODD_SIZES {
            assert_ascii(&driver.draw(size));
        }
        driver.send(&[press(Tab)]);
    }
}

#[test]
fn every_page_is_named_on_the_smallest_screen() {
    let screen = driver(PLAIN).text((40, 12));
    assert!(screen.contains("Topics Mistakes Confidence Due Exams "), "{screen}");
}

#[test]
fn a_topic_opens_its_page_and_a_mistake_plays_its_correction() {
    let mut driver = driver(PLAIN);
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "A topic");
    driver.send(&[press(Esc)]);
    // The last row is a domain, which has no page.
    driver.send(&[press(End), press(Enter)]);
    assert_eq!(driver.app.place(), "Progress");
    driver.send(&[press(Tab), press(Enter)]);
    let played = driver.effects.iter().rev().find_map(|effect| match effect {
        Effect::Open(Destination::Play(scenario)) => Some(scenario.clone()),
        _ => None,
    });
    assert_eq!(played.as_deref(), Some("campaign-surge"));
}

#[test]
fn who_has_done_nothing_is_told_what_will_be_here() {
    let mut driver = driver(PLAIN);
    driver.app.look_back(&LearningHistory::new(today()));
    let mut reported = |text: &str| driver.send(&[press(Tab)]).assert_shows(text);
    reported("None is counted yet.");
    reported("Rate your confidence");
    reported("No question is due in the next 30 days.");
    reported("No exams yet.");
    driver.assert_shows("no answers yet · 0 due, 16 new");
}

#[test]
fn a_click_on_a_mistake_goes_to_it() {
    let mut driver = driver(PLAIN);
    let screen = driver.text((120, 36));
    let row = screen.lines().position(|line| line.contains("one instance too few")).unwrap();
    let clicked = driver.click(20, row).text((120, 36));
    let line = clicked.lines().nth(row).unwrap();
    assert!(line.contains("▸  2×"), "{line}");
}
