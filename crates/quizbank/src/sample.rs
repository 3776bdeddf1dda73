//! Small questions for tests.

use super::answer::Recall;
use super::answer::{Answer, NewAnswer, QuestionRev, Response};
use super::answer::{Confidence, Outcome};
use crate::form::{Form, FormQuestion};
use crate::model::blueprint::{Blueprint, Pass, Scope, Valid};
use crate::model::calendar::{Day, Millis, Moment, Now};
use crate::model::paper::{FormIdentity, Scoring};
use crate::model::question::{
    Authority, Choice, Difficulty, Kind, Level, OptionRole, Order, Question, QuestionId, Task,
};
use crate::present::present;

/// A question with one key, which is its second option in the file.
pub fn choice(id: &str, topic: &str) -> Question {
    with_options(id, topic, Kind::Choice, &[false, true, false, false])
}

/// A question with two keys, its first and fourth options in the file.
pub fn multiple(id: &str, topic: &str) -> Question {
    with_options(id, topic, Kind::Multiple, &[true, false, false, true, false])
}

fn with_options(id: &str, topic: &str, kind: Kind, keys: &[bool]) -> Question {
    let option = |(index, &key): (usize, &bool)| Choice {
        text: format!("option {}", index + 1),
        why: format!("reason {}", index + 1),
        role: if key {
            OptionRole::Key
        } else {
            OptionRole::Distractor { misconception: format!("mistake-{}", index + 1) }
        },
    };
    Question {
        id: QuestionId(id.to_owned()),
        rev: 1,
        topic: topic.to_owned(),
        domain: 4,
        task: Task { c02: "4.1".to_owned(), c03: "4.1".to_owned() },
        objective: "tells options apart".to_owned(),
        kind,
        level: Level::Apply,
        difficulty: Difficulty::Medium,
        authority: Authority::Both,
        facts: Vec::new(),
        order: Order::Shuffled,
        stem: format!("What is true of {id}?"),
        exhibit: None,
        options: keys.iter().enumerate().map(option).collect(),
        proof: None,
        family: None,
        enemies: Vec::new(),
        feasible: Vec::new(),
        waive: Vec::new(),
        review: None,
        key_changed: None,
        draw: Vec::new(),
    }
}

/// A form of `questions` that all count, and the blueprint of ten minutes that it is from.
///
/// # Panics
///
/// When a question draws numbers.
pub fn form(questions: &[Question]) -> (Form, Blueprint) {
    let entry = |question| {
        let item = present(question, 1).expect("the question draws no numbers").into();
        FormQuestion { item, counts: Scoring::Scored }
    };
    let identity = FormIdentity {
        blueprint: "small".to_owned(),
        topic: None,
        seed: 1,
        algorithm: 1,
        bank: "b".to_owned(),
        series: None,
    };
    let blueprint = Blueprint {
        name: identity.blueprint.clone(),
        title: "Small".to_owned(),
        valid: Valid::default(),
        questions: questions.len(),
        scored: questions.len(),
        minutes: 10,
        pass: Pass::Scaled(720),
        scope: Scope::Topic { fewest: 1 },
    };
    (Form { identity, entries: questions.iter().map(entry).collect() }, blueprint)
}

/// What a sample answer says.
#[derive(Clone, Copy, Debug)]
pub enum Given {
    /// The key of [`choice`], felt like this.
    Right(Option<Confidence>),
    /// The first option, felt like this.
    Wrong(Option<Confidence>),
    /// Revealed and marked.
    Marked(Recall),
}

/// An answer to [`choice`] `id`, given on `day` at noon after ten seconds.
pub fn answer(id: &str, given: Given, day: Day) -> Answer {
    let (response, confidence) = match given {
        Given::Right(confidence) => {
            (Response::Chosen { positions: vec![1], outcome: Outcome::Right }, confidence)
        }
        Given::Wrong(confidence) => {
            (Response::Chosen { positions: vec![0], outcome: Outcome::Wrong }, confidence)
        }
        Given::Marked(recall) => (Response::Marked(recall), None),
    };
    let question = QuestionRev { id: QuestionId(id.to_owned()), rev: 1 };
    let at = Moment((i64::from(day.number()) * 24 + 12) * 3_600_000);
    NewAnswer { question, response, confidence, seed: 1 }.given(Now { at, day }, Millis(10_000))
}
