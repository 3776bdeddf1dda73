//! `play --record`: what the terminal got can be played again.

use std::process::Command;
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use coldstart::tui::theme::QUESTION;

use crate::support::folder::Folder;
use crate::support::terminal::{PATIENCE, Session, blank};

/// A session that is recorded.
fn recorded(arguments: &[&str]) -> Session {
    let folder = Folder::new();
    let file = folder.file("lesson.cast");
    let play = ["play", "campaign-surge", "--no-mouse", "--record", &file];
    Session::with(folder, &[&play, arguments].concat(), &[])
}

/// The file of the recording until the program is left.
fn unfinished(session: &Session) -> String {
    format!(".lesson.cast.{}.part", session.child.process_id().unwrap())
}

/// The header and the events of the recording called `name`, each on a line of its own.
fn recording(session: &Session, name: &str) -> (Value, Vec<(f64, String, String)>) {
    let text = session.folder.read(name);
    let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let header = lines.next().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let event = |line: Value| (line[0].as_f64().unwrap(), text(&line[1]), text(&line[2]));
    (header, lines.map(event).collect())
}

/// A terminal that was given the recording.
fn replayed(events: &[(f64, String, String)]) -> vt100::Parser {
    let mut screen = blank();
    for (_, code, data) in events {
        if code == "o" {
            screen.process(data.as_bytes());
        } else {
            let (columns, rows) = data.split_once('x').unwrap();
            let [rows, columns] = [rows, columns].map(|size| size.parse().unwrap());
            screen.screen_mut().set_size(rows, columns);
        }
    }
    screen
}

#[test]
fn a_program_that_is_killed_leaves_a_recording_of_its_last_screen_beside_the_place() {
    let mut session = recorded(&[]);
    let part = unfinished(&session);
    session.wait_for("What happens");
    session.press("b");
    session.wait_for("01:00.0");
    session.resize(30, 100);
    // A key that comes together with a new size may wait for the next one.
    session.wait_until("wide frame", |screen| {
        screen.contents().lines().any(|line| line.chars().count() > 90)
    });
    // A while of motion.
    session.press(" ");
    session.wait_for("01:3");
    session.press(" ");
    session.press("?");
    session.wait_for("╭ Help");
    // The last row of that frame is on the screen first, in the file a moment later.
    session.wait_for("↑↓ scroll");
    let deadline = Instant::now() + PATIENCE;
    while !replayed(&recording(&session, &part).1).screen().contents().contains("↑↓ scroll") {
        assert!(Instant::now() < deadline, "the frame is not recorded");
        thread::yield_now();
    }
    // A hang-up is heeded, so it is killed outright.
    let id = session.child.process_id().unwrap().to_string();
    assert!(Command::new("kill").args(["-KILL", &id]).status().unwrap().success());
    session.end();
    assert!(!session.folder.path().join("lesson.cast").exists(), "a part stands in its place");
    let (header, events) = recording(&session, &part);
    let env = json!({ "TERM": "xterm-256color" });
    assert_eq!(header, json!({ "version": 2, "width": 80, "height": 24, "env": env }));
    assert!(events.is_sorted_by_key(|(at, ..)| *at));
    assert!(events.iter().any(|(_, code, data)| (code.as_str(), data.as_str()) == ("r", "100x30")));
    let (seen, again) = (session.screen(), replayed(&events));
    assert!(again.screen().alternate_screen());
    assert_eq!(again.screen().contents(), seen.contents());
    assert_eq!(again.screen().contents_formatted(), seen.contents_formatted());
}

#[test]
fn a_recording_holds_every_byte_and_gives_the_screen_back() {
    let mut session = recorded(&["--reduced-motion"]);
    session.wait_for("What happens");
    session.press("b");
    session.wait_for("01:00.0");
    session.press("q");
    assert_eq!(session.finish(), 0);
    let (_, events) = recording(&session, "lesson.cast");
    assert!(events.len() > 3 && events.iter().all(|(_, code, _)| code == "o"));
    let reported: Vec<u8> = events.iter().flat_map(|(.., data)| data.bytes()).collect();
    // A question is for the terminal that is there now, not for one that plays it again.
    let got = String::from_utf8(session.bytes.clone()).unwrap().replace(QUESTION, "");
    assert_eq!(String::from_utf8(reported).unwrap(), got);
    let again = replayed(&events);
    assert!(!again.screen().alternate_screen() && !again.screen().hide_cursor());
}

#[test]
fn a_recording_replaces_another_file_only_once_it_is_whole() {
    let folder = Folder::new();
    let file = folder.file("lesson.cast");
    folder.write("lesson.cast", "the lesson before");
    let play = ["play", "health-503", "--no-mouse", "--force", "--record", &file];
    let mut session = Session::with(folder, &play, &[]);
    session.wait_for("00:00.0");
    assert_eq!(session.folder.read("lesson.cast"), "the lesson before");
    session.press("q");
    assert_eq!(session.finish(), 0);
    assert!(!recording(&session, "lesson.cast").1.is_empty());
    assert!(!session.folder.path().join(unfinished(&session)).exists());
}

#[test]
fn what_cannot_be_recorded_is_told() {
    let cases = [
        (&["--record", "-"][..], "name a file"),
        (&["--record", "no/such/folder/x"], "cannot write the recording to `no/such/folder/x`"),
        (&["--record", "/dev/full"], "cannot write the recording to `/dev/full`"),
    ];
    for (arguments, message) in cases {
        let play = [&["play", "health-503"], arguments].concat();
        let mut session = Session::start(&play);
        session.wait_for(message);
        assert_eq!(session.end(), 2, "{arguments:?}");
        assert!(!session.screen().alternate_screen());
    }
}
