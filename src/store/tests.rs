//! The store as a whole: what is kept, what is refused, and what survives.

use std::fs;
use std::path::PathBuf;
use std::thread;

use rusqlite::Connection;
use tempfile::TempDir;

use super::answer_log::AnswerLog;
use super::transfer::ImportError;
use super::*;
use apprunner_sim::model::rules::Edition;
use quizbank::answer::Recall;
use quizbank::answer::{Answer, AnswerChange};
use quizbank::model::calendar::{Millis, Moment, Now};
use quizbank::sample::{Given, answer};
use quizbank::schedule::{Card, Grade};
use quizbank::score::Tally;
use quizbank::session::Confidence;

fn day(number: i32) -> Day {
    Day::new(20_780 + number).unwrap()
}

fn store() -> (TempDir, Store) {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
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
    store.pass_gate(&gate()).unwrap();
    (folder, store)
}

fn gate() -> TopicTestPass {
    let passed = Now { at: Moment(1_795_000_000_000), day: day(3) };
    TopicTestPass { topic: "scaling".to_owned(), passed, score: Tally { right: 8, answered: 10 } }
}

fn exported(store: &Store) -> String {
    let mut out = Vec::new();
    store.export(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_was_kept_is_there_for_the_next_process() {
    let (folder, store) = filled();
    drop(store);
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.answers().unwrap(), answers());
    assert_eq!((store.exam_date().unwrap(), store.gates().unwrap()), (Some(day(27)), vec![gate()]));
}

#[test]
fn a_card_is_what_its_answers_add_up_to() {
    let (_folder, store) = filled();
    let [first, _, third] = answers();
    let cards = store.cards().unwrap();
    assert_eq!(cards.len(), 2);
    assert_eq!(cards[&first.draft.asked], Card::of([&first, &third]).unwrap());
}

#[test]
fn an_answer_taken_back_leaves_what_was_before_it() {
    let (_folder, mut store) = store();
    let [first, _, third] = answers();
    store.add(&first).unwrap();
    let before = (store.answers().unwrap(), store.cards().unwrap());
    let id = store.add(&third).unwrap();
    store.take_back(&id).unwrap();
    assert_eq!((store.answers().unwrap(), store.cards().unwrap()), before);
    store.take_back(&id).unwrap();
    assert_eq!(store.answers().unwrap().len(), 1);
}

#[test]
fn how_sure_it_felt_may_be_said_later_and_counts() {
    let (_folder, mut store) = store();
    let id = store.add(&answer("one", Given::Right(None), day(0))).unwrap();
    store.rate(&id, Confidence::Guess).unwrap();
    let cards = store.cards().unwrap();
    assert_eq!(cards.values().map(|card| card.last).collect::<Vec<_>>(), [Grade::Again]);
    assert_eq!(store.answers().unwrap()[0].draft.confidence, Some(Confidence::Guess));
}

#[test]
fn a_seed_of_every_size_comes_back() {
    let (_folder, mut store) = store();
    let mut given = answer("one", Given::Right(None), day(0));
    given.draft.seed = u64::MAX;
    store.add(&given).unwrap();
    assert_eq!(store.answers().unwrap(), [given]);
}

#[test]
fn a_keeper_follows_a_sitting() {
    let (_folder, store) = store();
    let mut keeper = AnswerLog::new(store);
    let given = answer("one", Given::Right(None), day(0));
    let mut keep = |change: AnswerChange| {
        keeper.keep(&change, given.given, Millis(5)).unwrap();
        keeper.store().answers().unwrap()
    };
    assert_eq!(keep(AnswerChange::Rated(1, Confidence::Sure)), []);
    assert_eq!(keep(AnswerChange::Answered(1, given.draft.clone())).len(), 1);
    assert_eq!(
        keep(AnswerChange::Rated(1, Confidence::Unsure))[0].draft.confidence,
        Some(Confidence::Unsure)
    );
    assert_eq!(keep(AnswerChange::TakenBack(1)), []);
    assert_eq!(keep(AnswerChange::TakenBack(1)), []);
}

/// A database as the first version made it, with one answer in it.
fn of_the_first_version(folder: &TempDir) -> PathBuf {
    let path = Store::path_in(folder.path());
    let connection = Connection::open(&path).unwrap();
    schema::migrate_to(&connection, 1).unwrap();
    connection
        .execute_batch(
            "INSERT INTO answers VALUES ('0123456789abcdef0123456789abcdef', 'one', 1, 1795392000000,
                20780, 'choice', '[1]', NULL, 1, 'sure', 7, 9000);
             INSERT INTO cards VALUES ('one', 1, 2.3065, 2.1181, 20780, 20782, 'good', 1);",
        )
        .unwrap();
    path
}

#[test]
fn a_database_of_the_first_version_is_brought_up_to_date() {
    let folder = TempDir::new().unwrap();
    let path = of_the_first_version(&folder);
    let mut store = Store::open(folder.path()).unwrap();
    assert_eq!(store.answers().unwrap().len(), 1);
    assert_eq!((store.exam_date().unwrap(), store.gates().unwrap()), (None, Vec::new()));
    store.pass_gate(&gate()).unwrap();
    let version = |path: &PathBuf| {
        let connection = Connection::open(path).unwrap();
        connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(version(&path), schema::latest());
}

#[test]
fn a_newer_database_is_refused_and_left_as_it_is() {
    let (folder, store) = filled();
    store.connection.pragma_update(None, "user_version", 99).unwrap();
    let path = store.path().to_owned();
    drop(store);
    let before = fs::read(&path).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { version: 99, .. }), "{error}");
    let message = error.to_string();
    assert!(message.contains(path.to_str().unwrap()) && message.contains("newer coldstart"));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = Store::path_in(folder.path());
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    let before = fs::read(&path).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_is_no_database_is_refused_and_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = Store::path_in(folder.path());
    for bytes in [b"my notes on App Runner, more than a few words of them".to_vec(), vec![7; 9_000]]
    {
        fs::write(&path, &bytes).unwrap();
        let error = Store::open(folder.path()).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains("Move it away"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn damage_anywhere_is_an_error_or_harmless_but_never_a_panic() {
    let (folder, mut store) = store();
    for number in 0..200 {
        store.add(&answer(&format!("q{number}"), Given::Right(None), day(0))).unwrap();
    }
    let path = store.path().to_owned();
    drop(store);
    let whole = fs::read(&path).unwrap();
    let mut refused = 0;
    for start in (0..whole.len()).step_by(1_531) {
        let mut bytes = whole.clone();
        for byte in bytes.iter_mut().skip(start).take(700) {
            *byte ^= 0xa5;
        }
        fs::write(&path, &bytes).unwrap();
        let opened = Store::open(folder.path()).and_then(|store| {
            store.answers()?;
            store.cards()
        });
        refused += usize::from(opened.is_err());
    }
    assert!(refused > 10, "{refused}");
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(Store::open(folder.path()).is_err());
}

#[test]
fn a_folder_that_cannot_be_is_told() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Store::open(&file.join("data")).unwrap_err();
    assert!(matches!(error, StoreError::Unwritable { .. }), "{error}");
    fs::create_dir(Store::path_in(folder.path())).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Unwritable { .. }), "{error}");
}

#[test]
fn only_what_exists_is_opened_for_reading() {
    let folder = TempDir::new().unwrap();
    assert!(Store::open_existing(folder.path()).unwrap().is_none());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    drop(Store::open(folder.path()).unwrap());
    assert!(Store::open_existing(folder.path()).unwrap().is_some());
}

#[test]
fn a_full_disk_is_told_and_takes_nothing_that_was_kept() {
    let (folder, mut store) = store();
    let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.connection.pragma_update(None, "max_page_count", pages + 4).unwrap();
    let mut kept = 0;
    let error = loop {
        match store.add(&answer(&format!("question-{kept}"), Given::Right(None), day(0))) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert!(error.to_string().contains("the disk is full"));
    assert!(kept > 10, "{kept}");
    assert_eq!(store.answers().unwrap().len(), kept);
    drop(store);
    let mut store = Store::open(folder.path()).unwrap();
    assert_eq!((store.answers().unwrap().len(), store.cards().unwrap().len()), (kept, kept));
    store.add(&answer("one-more", Given::Right(None), day(0))).unwrap();
}

#[test]
fn several_at_once_make_one_database_and_lose_nothing() {
    let folder = TempDir::new().unwrap();
    thread::scope(|scope| {
        for who in 0..4 {
            let folder = folder.path();
            scope.spawn(move || {
                let mut store = Store::open(folder).unwrap();
                for number in 0..25 {
                    let id = format!("q{}", (who + number) % 7);
                    store.add(&answer(&id, Given::Right(None), day(number))).unwrap();
                }
            });
        }
    });
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.answers().unwrap().len(), 100);
    let reviews: u32 = store.cards().unwrap().values().map(|card| card.reviews).sum();
    assert_eq!(reviews, 100);
}

#[test]
fn an_export_read_elsewhere_is_the_same_again() {
    let (_folder, store) = filled();
    let lines = exported(&store);
    let (_other, mut other) = self::store();
    let imported = other.import(lines.as_bytes()).unwrap();
    assert_eq!((imported.added, imported.known), (5, 0));
    assert_eq!(exported(&other), lines);
    assert_eq!(other.cards().unwrap(), store.cards().unwrap());
}

#[test]
fn an_import_twice_changes_nothing() {
    let (_folder, mut store) = filled();
    let lines = exported(&store);
    let imported = store.import(lines.as_bytes()).unwrap();
    assert_eq!((imported.added, imported.known), (0, 5));
    assert_eq!(exported(&store), lines);
}

#[test]
fn the_day_of_the_exam_that_is_set_here_stays() {
    let (_folder, store) = filled();
    let (_other, mut other) = self::store();
    other.set_exam_date(Some(day(9))).unwrap();
    other.import(exported(&store).as_bytes()).unwrap();
    assert_eq!(other.exam_date().unwrap(), Some(day(9)));
    other.set_exam_date(None).unwrap();
    assert_eq!(other.exam_date().unwrap(), None);
}

#[test]
fn skipped_topics_are_kept_exported_and_added_up() {
    let (_folder, mut store) = store();
    for topic in ["scaling", "pricing", "scaling"] {
        store.skip_topic(topic).unwrap();
    }
    let (_other, mut other) = self::store();
    other.skip_topic("iam").unwrap();
    assert_eq!(other.import(exported(&store).as_bytes()).unwrap().added, 1);
    assert_eq!(other.import(exported(&store).as_bytes()).unwrap().added, 0);
    let skipped: Vec<String> = other.skipped_topics().unwrap().into_iter().collect();
    assert_eq!(skipped, ["iam", "pricing", "scaling"]);
}

#[test]
fn a_topic_is_put_back_to_before_its_gate_and_nothing_else_is() {
    let (_folder, mut store) = filled();
    for topic in ["scaling", "iam"] {
        store.skip_topic(topic).unwrap();
    }
    let answers = store.answers().unwrap();
    assert_eq!(store.reset_topic("scaling").unwrap(), TopicReset { gates: 1, was_skipped: true });
    assert_eq!(store.reset_topic("scaling").unwrap(), TopicReset { gates: 0, was_skipped: false });
    assert_eq!((store.gates().unwrap(), store.answers().unwrap()), (Vec::new(), answers));
    assert!(store.skipped_topics().unwrap().contains("iam"));
    assert!(store.take_skip_back("iam").unwrap() && !store.take_skip_back("iam").unwrap());
    assert!(!exported(&store).contains("skipped-topics"));
}

#[test]
fn the_edition_that_is_studied_for_is_kept_and_exported_and_the_one_here_stays() {
    let (_folder, mut store) = store();
    assert_eq!(store.studied_edition().unwrap(), None);
    store.set_studied_edition(Some(Edition::Aws)).unwrap();
    let (_other, mut other) = self::store();
    let lines = exported(&store);
    assert_eq!(other.import(lines.as_bytes()).unwrap().added, 1);
    assert_eq!(other.studied_edition().unwrap(), Some(Edition::Aws));
    other.set_studied_edition(Some(Edition::Chapter)).unwrap();
    assert_eq!(other.import(lines.as_bytes()).unwrap().known, 1);
    assert_eq!(other.studied_edition().unwrap(), Some(Edition::Chapter));
    other.set_studied_edition(None).unwrap();
    assert_eq!(other.studied_edition().unwrap(), None);
}

#[test]
fn an_export_is_lines_with_a_header() {
    let (_folder, mut store) = store();
    store.import(
        &br#"{"format_version":1,"kind":"coldstart-data"}

{"answer":{"id":"0123456789abcdef0123456789abcdef","question":"one","rev":1,"at_ms":1795392000000,"day":"2026-11-23","options":[1],"right":true,"confidence":"sure","seed":7,"took_ms":9000}}
"#[..],
    )
    .unwrap();
    insta::assert_snapshot!(exported(&store));
}

#[test]
fn every_fault_of_an_import_is_told_and_nothing_is_taken() {
    const ANSWER: &str = r#"{"answer":{"id":"0123456789abcdef0123456789abcdef","question":"one","rev":1,"at_ms":1,"day":"2026-11-23","options":[1],"right":true,"seed":7,"took_ms":9}}"#;
    let (_folder, mut store) = store();
    let lines = [
        r#"{"format_version":1,"kind":"coldstart-data"}"#,
        ANSWER,
        "not json",
        &ANSWER.replace("[1]", "[1,1]"),
        &ANSWER.replace("\"options\":[1]", "\"recall\":\"knows\""),
        &ANSWER.replace("\"options\":[1]", "\"recall\":\"missed\""),
        &ANSWER.replace("\"options\":[1],", ""),
        &ANSWER.replace("2026-11-23", "2026-11-31"),
        &ANSWER.replace("0123456789abcdef0123456789abcdef", "7"),
        &ANSWER.replace("\"one\"", "\"\""),
        &ANSWER.replace("rev", "revision"),
        r#"{"gate":{"topic":"iam","at_ms":1,"day":"2026-11-23","right":3,"asked":2}}"#,
        r#"{"preference":{"name":"colour","value":"red"}}"#,
        r#"{"song":{}}"#,
    ];
    let error = store.import(lines.join("\n").as_bytes()).unwrap_err();
    insta::assert_snapshot!(error.to_string());
    assert!(matches!(error, ImportError::Faults(_)));
    assert_eq!(store.answers().unwrap(), []);
}

#[test]
fn what_is_no_export_or_a_newer_one_is_refused() {
    let (_folder, mut store) = store();
    let mut refusal = |lines: &str| store.import(lines.as_bytes()).unwrap_err().to_string();
    assert!(refusal("").contains("begins with a header"));
    assert!(refusal("hello\nworld").contains("no export of coldstart"));
    assert!(refusal(&"x".repeat(100_000)).contains("longer than any record"));
    let newer = refusal(r#"{"format_version":2,"kind":"coldstart-data"}"#);
    assert!(newer.contains("newer coldstart"), "{newer}");
}
