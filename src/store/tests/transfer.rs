//! Exports, and what an import takes of them.

use super::*;

#[test]
fn an_export_read_elsewhere_is_the_same_again() {
    let (_folder, store) = filled();
    let lines = exported(&store);
    let (_other, mut other) = self::store();
    let imported = other.import(lines.as_bytes(), &takes_all).unwrap();
    assert_eq!((imported.added, imported.known), (5, 0));
    assert_eq!(exported(&other), lines);
    assert_eq!(other.cards(day(30)).unwrap(), store.cards(day(30)).unwrap());
}

#[test]
fn an_import_twice_changes_nothing() {
    let (_folder, mut store) = filled();
    let lines = exported(&store);
    let imported = store.import(lines.as_bytes(), &takes_all).unwrap();
    assert_eq!((imported.added, imported.known), (0, 5));
    assert_eq!(exported(&store), lines);
}

#[test]
fn the_day_of_the_exam_that_is_set_here_stays() {
    let (_folder, store) = filled();
    let (_other, mut other) = self::store();
    other.set_exam_date(Some(day(9))).unwrap();
    other.import(exported(&store).as_bytes(), &takes_all).unwrap();
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
    assert_eq!(other.import(exported(&store).as_bytes(), &takes_all).unwrap().added, 1);
    assert_eq!(other.import(exported(&store).as_bytes(), &takes_all).unwrap().added, 0);
    let skipped: Vec<String> = other.skipped_topics().unwrap().into_iter().collect();
    assert_eq!(skipped, ["iam", "pricing", "scaling"]);
}

#[test]
fn a_topic_is_put_back_to_before_its_topic_test_and_nothing_else_is() {
    let (_folder, mut store) = filled();
    for topic in ["scaling", "iam"] {
        store.skip_topic(topic).unwrap();
    }
    let answers = store.answers().unwrap();
    assert_eq!(store.reset_topic("scaling").unwrap(), Undone { topic_tests: 1, was_skipped: true });
    assert_eq!(
        store.reset_topic("scaling").unwrap(),
        Undone { topic_tests: 0, was_skipped: false }
    );
    assert_eq!((store.topic_tests().unwrap(), store.answers().unwrap()), (Vec::new(), answers));
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
    assert_eq!(other.import(lines.as_bytes(), &takes_all).unwrap().added, 1);
    assert_eq!(other.studied_edition().unwrap(), Some(Edition::Aws));
    other.set_studied_edition(Some(Edition::Chapter)).unwrap();
    assert_eq!(other.import(lines.as_bytes(), &takes_all).unwrap().known, 1);
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
        &takes_all,
    )
    .unwrap();
    insta::assert_snapshot!(exported(&store));
}

#[test]
fn every_fault_of_an_import_is_told_and_what_is_whole_is_taken() {
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
    let imported = store.import(lines.join("\n").as_bytes(), &takes_all).unwrap();
    insta::assert_snapshot!(imported.faults.join("\n"));
    assert_eq!((imported.added, store.answers().unwrap().len()), (1, 1));
    let bad = [lines[0], lines[2]].join("\n");
    let error = store.import(bad.as_bytes(), &takes_all).unwrap_err();
    assert!(matches!(error, ImportError::Faults(_)), "{error}");
}

#[test]
fn what_is_no_export_or_a_newer_one_is_refused() {
    let (_folder, mut store) = store();
    let mut refusal =
        |lines: &str| store.import(lines.as_bytes(), &takes_all).unwrap_err().to_string();
    assert!(refusal("").contains("begins with a header"));
    assert!(refusal("hello\nworld").contains("not an export of coldstart"));
    assert!(refusal(&"x".repeat(3_000_000)).contains("longer than any record"));
    let newer = refusal(r#"{"format_version":2,"kind":"coldstart-data"}"#);
    assert!(newer.contains("newer coldstart"), "{newer}");
}
