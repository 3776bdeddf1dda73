//! The store as a whole: what is kept, what is refused, and what survives.

mod answers;
mod folds;
mod opening;
mod transfer;

use std::fs;
use std::thread;

use rusqlite::Connection;
use tempfile::TempDir;

use super::answer_log::AnswerLog;
use super::transfer::ImportError;
use super::*;
use apprunner_sim::model::rules::Edition;
use quizbank::answer::Confidence;
use quizbank::answer::{Answer, AnswerChange, Recall, Response};
use quizbank::model::calendar::{Millis, Moment, Now};
use quizbank::sample::{Given, answer};
use quizbank::schedule::{Card, Rating};
use quizbank::score::Tally;

fn day(number: i32) -> Day {
    Day::new(20_780 + number).unwrap()
}

fn store() -> (TempDir, Store) {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
}

#[expect(clippy::unnecessary_wraps, reason = "it stands for one that refuses")]
fn takes_all(_: &Answer) -> Result<(), String> {
    Ok(())
}

/// Three answers to two questions, in order of time.
fn answers() -> [Answer; 3] {
    [
        answer("one", Given::Right(Some(Confidence::Sure)), day(0)),
        answer("two", Given::Marked(Recall::Partly), day(1)),
        answer("one", Given::Wrong(Some(Confidence::Unsure)), day(2)),
    ]
}

fn filled() -> (TempDir, Store) {
    let (folder, mut store) = store();
    for answer in &answers() {
        store.add(answer).unwrap();
    }
    store.set_exam_date(Some(day(27))).unwrap();
    store.keep_topic_test(&topic_test()).unwrap();
    (folder, store)
}

fn topic_test() -> TopicTestResult {
    let passed = Now { at: Moment(1_795_000_000_000), day: day(3) };
    TopicTestResult::new("scaling".to_owned(), passed, Tally { right: 8, answered: 10 })
}

fn exported(store: &Store) -> String {
    let mut out = Vec::new();
    store.export(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}
