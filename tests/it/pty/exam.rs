//! An exam on the whole screen of a real terminal: sat with keys alone, killed in
//! the middle, and gone on with.

use std::process::Command;

use quizbank::form::Form;
use quizbank::grade::scaled;
use serde_json::Value;

use crate::support::builtin::form;
use crate::support::exam::{records, score_line};
use crate::support::folder::Folder;
use crate::support::terminal::Session;

const FORM: [&str; 5] = ["exam", "--blueprint", "dva-c02", "--seed", "7"];

/// The numbers of the options that are right, or of as many that are not.
fn numbers(form: &Form, number: usize, right: bool) -> Vec<usize> {
    let item = &form.entries[number - 1].item;
    let options = (1..).zip(&item.options).filter(|(_, option)| option.is_key == right);
    options.map(|(number, _)| number).take(item.wanted()).collect()
}

/// What `exam` with `command` says afterwards.
fn reported(folder: &Folder, command: &str) -> String {
    folder.run(&["exam", command]).printed()
}

/// An attempt of [`FORM`] at its first question.
fn begun() -> Session {
    let mut session = Session::start(&FORM);
    session.wait_for("Press Enter to start");
    session.press("\r");
    session.wait_for("question 1 of 65");
    session
}

/// Answers question `number`, which is shown, and waits until that is acknowledged.
fn answer(session: &mut Session, number: usize, options: &[usize]) {
    for option in options {
        session.press(&option.to_string());
    }
    let shown: Vec<String> = options.iter().map(ToString::to_string).collect();
    session.wait_for(&format!("saved: question {number}: {}", shown.join(" ")));
}

/// The numbers of the options that are picked on the screen.
fn picked(screen: &vt100::Screen) -> Vec<usize> {
    let contents = screen.contents();
    let picked = contents.lines().filter(|line| line.contains(" ● "));
    picked.filter_map(|line| line.split_whitespace().find_map(|word| word.parse().ok())).collect()
}

/// Ends the program with `signal`; what it leaves is its data.
fn ended_by(signal: &str, mut session: Session) -> Folder {
    let id = session.child.process_id().unwrap().to_string();
    let sent = Command::new("kill").args([signal, &id]).status().unwrap();
    assert!(sent.success());
    session.child.wait().unwrap();
    session.folder
}

#[test]
fn a_whole_exam_is_sat_with_keys_and_its_score_is_the_one_that_is_verified() {
    let form = form(FORM[2]);
    let mut session = begun();
    let mut right = 0;
    for number in 1..=65 {
        let is_right = number % 3 != 0;
        let counts = form.entries[number - 1].counts == quizbank::model::paper::Scoring::Scored;
        right += usize::from(is_right && counts);
        answer(&mut session, number, &numbers(&form, number, is_right));
        if number < 65 {
            session.press("n");
            session.wait_for(&format!("question {} of 65", number + 1));
        }
    }
    session.press("v");
    session.wait_for("65 answered   ○ 0 not");
    session.press("s");
    session.wait_for("Not answered: none.");
    session.press("y");
    session.wait_for("Score: ");
    let shown = session.screen().contents();
    let expected =
        format!("Score: {} of 1000; {right} of 50 scored questions are right", scaled(right, 50));
    assert_eq!(score_line(&shown), expected);

    assert_eq!(score_line(&reported(&session.folder, "verify")), expected);
    assert_eq!(score_line(&reported(&session.folder, "review")), expected);
    let records = records(&session.folder);
    let last = records.last().unwrap();
    assert_eq!(
        (last["act"].as_str(), last["points"]["right"].as_u64()),
        (Some("submit"), Some(right as u64))
    );

    session.press("\r");
    session.wait_for("missed question 1 of 21");
    session.press("q");
    session.wait_for("Score: ");
    session.press("q");
    session.wait_for("Review");
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn an_exam_that_is_killed_goes_on_with_every_answer_and_the_time_left() {
    let form = form(FORM[2]);
    let mut session = begun();
    for number in 1..=6 {
        answer(&mut session, number, &numbers(&form, number, true));
        session.press("n");
        session.wait_for(&format!("question {} of 65", number + 1));
    }
    session.press("f");
    session.wait_for("saved: question 7 is flagged");
    let folder = ended_by("-9", session);

    let mut session = Session::with(folder, &["exam", "--resume"], &[]);
    session.wait_for("question 7 of 65 · 6 answered · ◆ flagged");
    // Room for the longest of the questions with its exhibit.
    session.resize(50, 100);
    for number in 1..=6 {
        session.press(&format!("g{number}\r"));
        session.wait_for(&format!("question {number} of 65"));
        let answer = numbers(&form, number, true);
        session.wait_until(&format!("answer {answer:?}"), |screen| picked(screen) == answer);
    }
    session.press("q");
    session.wait_for("Leave the exam?");
    session.press("y");
    session.wait_for("you can resume attempt");
    session.press("q");
    assert_eq!(session.finish(), 0);

    let records = records(&session.folder);
    let used = |record: &Value| record["used_ms"].as_u64().unwrap();
    let resumed = records.iter().position(|record| record["act"] == "resume").unwrap();
    assert_eq!(used(&records[resumed - 1]), used(&records[resumed]));
    assert_eq!(records.last().unwrap()["act"], "leave");
    reported(&session.folder, "verify");
}

#[test]
fn a_terminal_that_hangs_up_takes_nothing_with_it() {
    let mut session = begun();
    session.press("f");
    session.wait_for("saved: question 1 is flagged");
    let folder = ended_by("-HUP", session);
    let acts: Vec<String> =
        records(&folder).iter().map(|record| record["act"].as_str().unwrap().to_owned()).collect();
    assert_eq!(acts, ["begin", "flag", "leave"]);
}

#[test]
fn the_clock_goes_on_and_is_written_down_while_nobody_types() {
    let mut session = begun();
    session.wait_for("2:09:57 left");
    session.wait_for("2:09:48 left");
    let ticks = records(&session.folder);
    let tick = ticks.last().unwrap();
    assert_eq!(tick["act"], "tick");
    assert!((10_000..12_000).contains(&tick["used_ms"].as_u64().unwrap()), "{tick}");
    session.press("\u{3}");
    assert_eq!(session.finish(), 130);
    assert_eq!(records(&session.folder).last().unwrap()["act"], "leave");
}

#[test]
fn without_a_place_to_keep_it_an_exam_says_so() {
    let mut session = Session::start(&[&["--no-data"], &FORM[..]].concat());
    session.wait_for("Nothing is saved; this attempt is lost");
    session.press("\r");
    session.wait_for("question 1 of 65");
    session.press("f");
    session.wait_for("noted: question 1 is flagged");
    session.press("q");
    session.wait_for("Nothing is saved");
    session.press("y");
    session.wait_for("the exam was not saved");
    session.press("q");
    assert_eq!(session.finish(), 0);
}
