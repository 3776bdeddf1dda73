//! Files of a class, whole and broken.

use super::*;
use crate::model::paper::{AnswerKey, GivenAnswers, LetteredAnswer, Paper};
use crate::model::question::{Exhibit, ExhibitKind};

const FORM: &str = r#""form": {"blueprint": "short", "seed": 7, "algorithm": 1, "bank": "1f"}"#;

/// A version of it: its questions the other way round, and so are the options of one.
const VERSION: &str = r#"{"version": 2, "code": "4e5f6a7b", "questions": [
  {"number": 1, "key": 2, "places": [4, 3, 2, 1]}, {"number": 2, "key": 1, "places": [1, 2, 3, 4]}]}"#;

/// The same as its paper names it.
const PRINTED: &str = r#""form": {"blueprint": "short", "code": "0a1b2c3d"}"#;

fn source(text: String) -> Source {
    Source { name: "file.json".to_owned(), text }
}

fn paper() -> Paper {
    let option = |letter| format!(r#"{{"letter": "{letter}", "text": "option {letter}"}}"#);
    let options = ["a", "b", "c", "d"].map(option);
    let question = |number, select| {
        let options = options.join(", ");
        format!(
            r#"{{"number": {number}, "select": {select}, "stem": "S?", "exhibit": {{"kind": "log", "text": "one\ntwo"}}, "options": [{options}]}}"#
        )
    };
    let text = format!(
        r#"{{"format_version": 1, "kind": "paper", {PRINTED}, "title": "T", "minutes": 4, "questions": [{}, {}]}}"#,
        question(1, 1),
        question(2, 2)
    );
    read_paper(source(text)).unwrap()
}

pub(super) fn key() -> AnswerKey {
    let question = |number, right: [bool; 4]| {
        let options: Vec<String> = (1..)
            .zip(right)
            .map(|(place, right)| format!(r#"{{"place": {place}, "right": {right}}}"#))
            .collect();
        format!(
            r#"{{"number": {number}, "id": "q-{number}", "rev": 1, "topic": "t", "domain": 1, "scored": true, "options": [{}]}}"#,
            options.join(", ")
        )
    };
    let text = format!(
        r#"{{"format_version": 1, "kind": "key", {FORM}, "code": "0a1b2c3d", "title": "T", "pass": 720, "domains": [], "questions": [{}, {}], "versions": [{VERSION}]}}"#,
        question(1, [false, true, false, false]),
        question(2, [true, false, true, false])
    );
    read_key(source(text)).unwrap()
}

fn reported<T: std::fmt::Debug>(read: Result<T, Diagnostics>) -> Vec<String> {
    let faults = read.unwrap_err().faults;
    faults.iter().map(|fault| format!("{}: {}", fault.span.start, fault.message)).collect()
}

fn answered<const N: usize>(answers: [(usize, &[usize]); N]) -> GivenAnswers {
    answers.into_iter().map(|(number, places)| (number, places.iter().copied().collect())).collect()
}

fn typed(text: &str) -> Source {
    Source { name: "typed".to_owned(), text: text.to_owned() }
}

#[test]
fn letters_are_taken_in_either_case_and_in_any_order() {
    let exhibit = Exhibit { kind: ExhibitKind::Log, text: "one\ntwo".to_owned() };
    assert_eq!(paper().questions[1].exhibit, Some(exhibit));
    let answers = read_answers(typed("2:dA\n 1:b"), &paper()).unwrap();
    let given = |answers: Vec<LetteredAnswer>| {
        answers.into_iter().map(|it| format!("{}:{}", it.number, it.letters)).collect::<Vec<_>>()
    };
    assert_eq!(given(answers), ["1:b", "2:ad"]);
    let answers = read_answers(typed("1:-, 2:c;"), &paper()).unwrap();
    assert_eq!(given(answers), ["2:c"]);
}

#[test]
fn every_answer_that_is_none_is_told_with_its_place() {
    let found = reported(read_answers(typed("1:e 3:a x 2:aa 2:abc 0:a 1:a  é 1:b"), &paper()));
    assert_eq!(
        found,
        [
            "0: question 1 has no option `e`",
            "4: there is no question `3`",
            "8: `x` is not an answer",
            "10: `a` is chosen twice",
            "15: question 2 asks for 2, not 3",
            "21: there is no question `0`",
            "30: `é` is not an answer",
            "33: question 1 is answered twice",
        ]
    );
}

fn sheet(form: &str, answers: &str) -> Result<crate::model::paper::AnswerSheet, Diagnostics> {
    let text = format!(
        r#"{{"format_version": 1, "kind": "sheet", {form}, "name": "Ada", "answers": [{answers}]}}"#
    );
    read_sheet(source(text), &[key()]).map(|(_, sheet)| sheet)
}

#[test]
fn a_sheet_is_held_to_its_key() {
    let right = r#"{"number": 2, "id": "q-2", "places": [3, 1]}"#;
    assert_eq!(sheet(FORM, right).unwrap().answers, answered([(2, &[1, 3])]));
    let other = FORM.replace("\"seed\": 7", "\"seed\": 8");
    let found = reported(sheet(&other, right));
    assert_eq!(found.len(), 1);
    let message =
        "the answer sheet belongs to another exam: its seed is `8`, the seed of the key is `7`";
    assert!(found[0].ends_with(message), "{found:?}");
    let cases = [
        (r#"{"number": 3, "id": "q-3", "places": [1]}"#, "`number` is 3, outside 1 to 2"),
        (
            r#"{"number": 1, "id": "q-2", "places": [1]}"#,
            "question 1 of the form is `q-1`, not this",
        ),
        (r#"{"number": 1, "id": "q-1", "places": [5]}"#, "5 is not a place of this question"),
        (
            r#"{"number": 1, "id": "q-1", "places": [1, 2]}"#,
            "2 options chosen, but the question asks for 1",
        ),
        (
            r#"{"number": 1, "id": "q-1", "place": [1]}"#,
            "unknown field `place` in this one of `answers`",
        ),
    ];
    for (answer, message) in cases {
        let found = reported(sheet(FORM, answer));
        assert!(found.iter().any(|it| it.ends_with(message)), "{found:?}");
    }
    let twice = format!("{right}, {right}");
    assert!(reported(sheet(FORM, &twice))[0].ends_with("question 2 is answered twice"));
}

#[test]
fn letters_are_those_of_the_version_whose_code_the_sheet_has() {
    let form = |code: &str| PRINTED.replace("0a1b2c3d", code);
    let answers = r#"{"number": 1, "letters": "b"}, {"number": 2, "letters": "bd"}"#;
    let first = sheet(&form("0a1b2c3d"), answers).unwrap();
    assert_eq!(
        (first.version.is_none(), &first.answers),
        (true, &answered([(1, &[2]), (2, &[2, 4])]))
    );
    assert_eq!(*first.in_key_order(), first.answers);
    let swapped = r#"{"number": 1, "letters": "ac"}, {"number": 2, "letters": "b"}"#;
    let second = sheet(&form("4e5f6a7b"), swapped).unwrap();
    assert_eq!(*second.in_key_order(), first.answers);
    // By its own numbers, as the person who sat it knows them.
    let arranged = key().arranged(second.version.as_ref().unwrap());
    assert_eq!(arranged.questions[0].letter(4), Some('a'));
    assert_eq!(second.answers, answered([(1, &[2, 4]), (2, &[2])]));
    let cases = [
        (
            sheet(&form("ffffffff"), answers),
            "the code of its paper is `ffffffff`, the code of the key is `0a1b2c3d`, `4e5f6a7b`",
        ),
        (
            sheet(&form("0a1b2c3d"), r#"{"number": 1, "letters": "e"}"#),
            "`e` is not a letter of this question",
        ),
        (
            sheet(&form("0a1b2c3d"), r#"{"number": 2, "letters": "aa"}"#),
            "`a` is not a letter of this question",
        ),
        (
            sheet(&form("0a1b2c3d"), answers.replace("\"b\"", "\"bc\"").as_str()),
            "2 options chosen, but the question asks for 1",
        ),
    ];
    for (read, message) in cases {
        let found = reported(read);
        assert!(found.len() == 1 && found[0].ends_with(message), "{found:?}");
    }
}

#[test]
fn a_version_has_each_question_and_each_option_of_the_key_once() {
    let text = |version: &str| {
        let options = r#"{"place": 1, "right": true}, {"place": 2, "right": false}"#;
        let question = |number| {
            format!(
                r#"{{"number": {number}, "id": "q-{number}", "rev": 1, "topic": "t", "domain": 1, "scored": true, "options": [{options}]}}"#
            )
        };
        format!(
            r#"{{"format_version": 1, "kind": "key", {FORM}, "code": "aa", "title": "T", "pass": 720, "domains": [], "questions": [{}, {}], "versions": [{version}]}}"#,
            question(1),
            question(2)
        )
    };
    let version = |code: &str, rows: &str| {
        format!(r#"{{"version": 2, "code": "{code}", "questions": [{rows}]}}"#)
    };
    let row = |number: usize, key: usize, places: &str| {
        format!(r#"{{"number": {number}, "key": {key}, "places": [{places}]}}"#)
    };
    let both = [row(1, 2, "2, 1"), row(2, 1, "1, 2")].join(", ");
    assert!(read_key(source(text(&version("bb", &both)))).is_ok());
    let cases = [
        (version("aa", &both), "the code `aa` is a duplicate"),
        (version("bb", &row(1, 2, "2, 1")), "version 2 has 1 question"),
        (
            version("bb", &[row(1, 2, "2, 1"), row(2, 2, "1, 2")].join(", ")),
            "question 2 of the key is a duplicate",
        ),
        (
            version("bb", &[row(1, 2, "2, 2"), row(2, 1, "1, 2")].join(", ")),
            "these are not the places of question 2",
        ),
        (
            version("bb", &[row(1, 2, "2, 1, 3"), row(2, 1, "1, 2")].join(", ")),
            "these are not the places of question 2",
        ),
        (
            version("bb", &[row(1, 2, "2, 1, 1"), row(2, 1, "1, 2")].join(", ")),
            "these are not the places of question 2",
        ),
    ];
    for (version, message) in cases {
        let found = reported(read_key(source(text(&version))));
        assert!(found.len() == 1 && found[0].ends_with(message), "{found:?}");
    }
}

#[test]
fn a_file_of_another_kind_is_refused() {
    let text = format!(r#"{{"format_version": 1, "kind": "key", {FORM}}}"#);
    let found = reported(read_paper(source(text)));
    assert_eq!(found, ["30: the file is a key, not a paper"]);
    assert_eq!(
        reported(read_key(source("[]".to_owned()))),
        ["0: the file is an array, not a table"]
    );
}

#[test]
fn a_key_counts_something_and_names_each_domain_once() {
    let key = |domains: &str, scored: bool| {
        let options = r#"{"place": 1, "right": true}, {"place": 2, "right": false}"#;
        let text = format!(
            r#"{{"format_version": 1, "kind": "key", {FORM}, "title": "T", "pass": 720, "domains": [{domains}], "questions": [{{"number": 1, "id": "q-1", "rev": 1, "topic": "t", "domain": 1, "scored": {scored}, "options": [{options}]}}]}}"#
        );
        read_key(source(text))
    };
    let domain = r#"{"number": 1, "name": "Security"}"#;
    assert!(key(domain, true).is_ok());
    assert!(reported(key(domain, false))[0].ends_with("no question of the key is scored"));
    let twice = reported(key(&format!("{domain}, {domain}"), true));
    assert!(twice[0].ends_with("domain 1 is a duplicate"), "{twice:?}");
}
