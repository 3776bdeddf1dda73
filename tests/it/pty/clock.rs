//! A menu that stays open while the day changes, or while somebody else studies.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use quizbank::model::question::Kind;
use serde_json::json;

use crate::support::builtin::BANK;
use crate::support::folder::Folder;
use crate::support::program::STUDY;
use crate::support::terminal::Session;

/// The terminal says that it is looked at again.
const FOCUS: &str = "\x1b[I";

/// A zone in which midnight comes in `wait`, as the system names it, and the date there.
fn zone_before_midnight(wait: Duration) -> (String, Date) {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let east = 86_400 - (since_1970 + wait).as_secs() % 86_400;
    let (hours, minutes, seconds) = (east / 3_600, east / 60 % 60, east % 60);
    let there = Timestamp::now() + SignedDuration::from_secs(east.try_into().unwrap());
    let date = there.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    (format!("TST-{hours:02}:{minutes:02}:{seconds:02}"), date)
}

/// Has an answer that was wrong on `day` kept in `folder`: the card is due the day after.
fn answered_on(folder: &Folder, day: Date) {
    let header = r#"{"format_version":1,"kind":"coldstart-data"}"#;
    let question = BANK.iter().find(|question| question.kind == Kind::Choice).unwrap();
    let wrong = question.options.iter().position(|option| !option.is_key()).unwrap();
    let answer = json!({ "answer": {
        "id": format!("{:032}", 1), "question": question.id.0, "rev": question.rev,
        "at_ms": Timestamp::now().as_millisecond(), "day": day.to_string(),
        "options": [wrong], "right": false, "seed": 3, "took_ms": 1000,
    } });
    folder.write("answers.jsonl", format!("{header}\n{answer}\n"));
    folder.run(&["data", "import", "answers.jsonl"]).assert_code(0);
}

/// The menu of `folder` in a zone.
fn menu(folder: Folder, zone: &str) -> Session {
    let mut session = Session::with(folder, &[], &[("TZ", zone)]);
    session.wait_for("0 due · ");
    session
}

#[test]
fn a_menu_left_open_over_midnight_counts_again() {
    // Time enough to start and to read the menu.
    let (zone, today) = zone_before_midnight(Duration::from_secs(8));
    let folder = Folder::new();
    answered_on(&folder, today);
    let mut session = menu(folder, &zone);
    session.wait_for("1 due · ");
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn a_day_that_starts_at_four_is_not_over_at_three() {
    // Three hours after midnight, on the day after the answer.
    let (zone, yesterday) = zone_before_midnight(Duration::from_hours(21));
    let folder = Folder::new();
    answered_on(&folder, yesterday - 1.day());
    folder.say(&["quiz", "--plain", "--day-start", "4", STUDY], "quit\n").assert_code(0);
    menu(folder, &zone).press("q");

    let folder = Folder::new();
    answered_on(&folder, yesterday - 1.day());
    let mut session = Session::with(folder, &[], &[("TZ", &zone)]);
    session.wait_for("1 due · ");
    session.press("q");
    assert_eq!(session.finish(), 0);
    for hour in ["24", "-1", "noon"] {
        let told = session.folder.run(&["quiz", "--day-start", hour]).fails();
        assert!(told.contains("0 to 23") || told.contains("unexpected argument"), "{told}");
    }
}

#[test]
fn a_menu_that_is_looked_at_again_counts_again() {
    let (zone, today) = zone_before_midnight(Duration::from_hours(12));
    let mut session = Session::menu(&[("TZ", &zone)]);
    session.wait_for("0 due · ");
    answered_on(&session.folder, today - 1.day());
    session.press(FOCUS);
    session.wait_for("1 due · ");
    session.press("q");
    assert_eq!(session.finish(), 0);
}
