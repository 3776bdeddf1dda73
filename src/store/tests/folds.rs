//! Cached folds: what they hold is what the log adds up to, and they spare reading it again.

use proptest::prelude::*;

use super::*;
use crate::store::event::Event;
use crate::store::event::answer::{AnswerLine, Rating as Rated, TakenBack};
use crate::store::log::ROWS_READ;
use quizbank::answer::QuestionRev;
use quizbank::model::question::QuestionId;
use quizbank::progress::AnswerCounts;

/// The answer with this number, to one of five questions.
fn line(number: usize, at: i64, given: Given) -> AnswerLine {
    let mut answer = answer(&format!("q{}", number % 5), given, day(0));
    answer.given = Now { at: Moment(at), day: day(i32::try_from(at / 50).unwrap()) };
    AnswerLine::of(format!("{number:032x}"), &answer)
}

fn rating(number: usize, confidence: Confidence) -> Event {
    let (answer, question) = (format!("{number:032x}"), format!("q{}", number % 5));
    Event::Rating(Rated { answer, question, rev: 1, at: Moment(1), confidence })
}

fn taken_back(number: usize) -> Event {
    let (answer, question) = (format!("{number:032x}"), format!("q{}", number % 5));
    Event::TakenBack(TakenBack { answer, question, rev: 1 })
}

/// Every fold by the answers that count, worked out without a cache.
fn hold_to_the_log(store: &Store) {
    let answers = store.answers().unwrap();
    let counts: AnswerCounts = answers.iter().collect();
    assert_eq!(store.answer_counts().unwrap(), counts);
    let days = answers.iter().map(|answer| answer.given.day).collect();
    assert_eq!(store.study_days().unwrap(), days);
    let cards = store.cards(day(30)).unwrap();
    for number in 0..5 {
        let question = QuestionRev { id: QuestionId(format!("q{number}")), rev: 1 };
        let own = answers.iter().filter(|answer| answer.draft.question == question);
        assert_eq!(cards.get(&question).copied(), Card::of(own), "{question}");
    }
    assert!(cards.len() <= 5);
}

/// How many folds are cached, and up to which row.
fn cached(store: &Store) -> Vec<(String, i64)> {
    let select = "SELECT name, seq FROM folds ORDER BY name";
    let mut statement = store.connection.prepare(select).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// What may happen next: an answer at a time, or something about an answer of before.
fn step() -> impl Strategy<Value = (u8, usize, i64)> {
    (0_u8..10, any::<usize>(), 0_i64..1_000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn folds_are_what_the_log_adds_up_to_wherever_they_were_cached(
        batches in proptest::collection::vec(proptest::collection::vec(step(), 1..400), 1..5),
    ) {
        let (_folder, mut store) = store();
        let mut count = 0;
        for batch in batches {
            let events: Vec<Event> = batch.into_iter().map(|(what, which, at)| match what {
                0 if count > 0 => taken_back(which % count),
                1 | 2 if count > 0 => rating(which % count, Confidence::ALL[which % 3]),
                what => {
                    let given = if what < 6 { Given::Right(None) } else { Given::Wrong(None) };
                    count += 1;
                    Event::Answer(line(count - 1, at, given))
                }
            }).collect();
            store.append(&events).unwrap();
            hold_to_the_log(&store);
        }
        store.connection.execute("DELETE FROM folds", []).unwrap();
        hold_to_the_log(&store);
    }
}

#[test]
fn what_is_cached_ends_where_the_log_did_and_may_be_deleted_or_damaged() {
    let (_folder, mut store) = store();
    let events: Vec<Event> = (0..300_i32)
        .map(|number| {
            let at = i64::from(number);
            Event::Answer(line(usize::try_from(number).unwrap(), at, Given::Right(None)))
        })
        .collect();
    store.append(&events).unwrap();
    hold_to_the_log(&store);
    let names = ["cards/3", "counts/1", "days/2"].map(|name| (name.to_owned(), 300));
    assert_eq!(cached(&store), names);
    for change in
        ["DELETE FROM folds", "UPDATE folds SET json = '[7'", "UPDATE folds SET seq = 9999"]
    {
        store.connection.execute(change, []).unwrap();
        hold_to_the_log(&store);
    }
}

/// The rows that a start and the progress read once `count` answers are cached and twenty more
/// were given, each with a rating, and sessions were left open in between.
fn rows_read(count: usize) -> usize {
    let (_folder, mut store) = store();
    let events: Vec<Event> = (0..count)
        .map(|number| {
            let at = i64::try_from(number).unwrap() / 8;
            Event::Answer(line(number, at, Given::Right(None)))
        })
        .collect();
    store.append(&events).unwrap();
    let ask = |store: &Store| {
        let past = store.past(day(900)).unwrap();
        assert!(store.damage().unwrap().is_empty() && store.open_session().unwrap().is_none());
        past
    };
    ask(&store);
    for number in 0..20 {
        let at = 40_000 + i64::try_from(number).unwrap();
        let answered = Event::Answer(line(count + number, at, Given::Right(None)));
        store.append(&[answered, rating(count + number, Confidence::Sure)]).unwrap();
    }
    ROWS_READ.set(0);
    assert_eq!(ask(&store).days.len(), store.study_days().unwrap().len());
    ROWS_READ.get()
}

#[test]
fn a_start_reads_what_was_done_since_the_last_and_not_all_that_ever_was() {
    let (few, many) = (rows_read(1_000), rows_read(8_000));
    assert!(few > 40 && many <= few + 40, "{few} rows, then {many}");
}

#[test]
fn a_start_after_an_import_reads_nothing_of_it() {
    let (_folder, mut store) = store();
    let events: Vec<Event> = (0..600)
        .map(|number| {
            let at = i64::try_from(number).unwrap();
            Event::Answer(line(number, at, Given::Right(None)))
        })
        .collect();
    store.append(&events).unwrap();
    let mut lines = Vec::new();
    store.export(&mut lines).unwrap();
    let (_folder, mut store) = self::store();
    assert_eq!(store.import(&lines[..], &|_| Ok(())).unwrap().added, 600);
    ROWS_READ.set(0);
    assert_eq!(store.past(day(900)).unwrap().days.len(), 12);
    assert!(store.damage().unwrap().is_empty() && store.open_session().unwrap().is_none());
    assert_eq!(ROWS_READ.get(), 0);
}
