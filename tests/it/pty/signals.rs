//! How the program and its terminal part: by signals, by a stop, by a lost terminal; and
//! what a burst of input does to it.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::folder::Folder;
use crate::support::terminal::Session;

const FORM: [&str; 5] = ["exam", "--blueprint", "dva-c02-16", "--seed", "1"];
/// The terminal is asked to report the mouse no longer.
const MOUSE_OFF: &[u8] = b"\x1b[?1000l";

/// An exam at its first question.
fn exam() -> Session {
    let mut session = Session::start(&FORM);
    session.wait_for("Press Enter to start");
    session.press("\r");
    session.wait_for("question 1 of 16");
    session
}

fn menu() -> Session {
    let mut session = Session::menu(&[]);
    session.wait_for("0 due · ");
    session
}

fn id(session: &Session) -> String {
    session.child.process_id().unwrap().to_string()
}

fn send(session: &Session, signal: &str) {
    let sent = Command::new("kill").args([signal, &id(session)]).status().unwrap();
    assert!(sent.success());
}

/// The state of the process and the ticks of processor time that it used.
fn stat(session: &Session) -> (String, u64) {
    let stat = fs::read_to_string(format!("/proc/{}/stat", id(session))).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<u64>().unwrap();
    (fields[0].to_owned(), ticks(11) + ticks(12))
}

/// Whether the journal says that the exam was left.
fn is_left(folder: &Folder) -> bool {
    folder.run(&["data", "export"]).printed().contains("\"leave\"")
}

#[test]
fn a_signal_ends_it_with_its_number_once_the_time_is_on_disk() {
    for (signal, code) in [("-TERM", 143), ("-HUP", 129), ("-INT", 130), ("-QUIT", 131)] {
        let mut session = exam();
        send(&session, signal);
        assert_eq!(session.finish(), code, "{signal}");
        assert!(!session.screen().bracketed_paste(), "{signal}");
        assert!(session.bytes.windows(MOUSE_OFF.len()).any(|bytes| bytes == MOUSE_OFF));
        assert!(is_left(&session.folder), "{signal}");
    }
}

#[test]
fn ctrl_z_stops_it_and_the_screen_is_there_again_afterwards() {
    let mut session = menu();
    session.press("\x1a");
    session.wait_until("normal screen", |screen| !screen.alternate_screen());
    let deadline = Instant::now() + Duration::from_secs(20);
    while stat(&session).0 != "T" {
        assert!(Instant::now() < deadline, "it does not stop");
    }
    send(&session, "-CONT");
    session.wait_until("its screen", |screen| {
        screen.alternate_screen() && screen.contents().contains("Scenarios")
    });
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn a_terminal_that_goes_away_ends_it_at_once() {
    let mut session = exam();
    let begun = Instant::now();
    session.hang_up();
    assert_eq!(session.child.wait().unwrap().exit_code(), 129);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(is_left(&session.folder));
}

#[test]
fn a_long_paste_presses_no_key_and_hides_none() {
    let mut session = exam();
    let pasted = "y1s\r".repeat(30_000);
    session.press(&format!("\x1b[200~{pasted}\x1b[201~"));
    session.press("t");
    session.wait_for("time hidden");
    assert!(!session.screen().contents().contains("saved"));
    session.press("\x03");
    assert_eq!(session.finish(), 130);
}

#[test]
fn a_burst_of_keys_is_read_to_its_end() {
    let mut session = exam();
    session.press(&"jk".repeat(3_000));
    session.press("\x03");
    assert_eq!(session.finish(), 130);
}

#[test]
fn a_paste_goes_into_the_field_in_focus() {
    let mut session = Session::menu(&[]);
    session.wait_for("0 due · ");
    session.press("jjjjj\r");
    session.wait_for("Scenarios  ");
    session.press("/");
    session.press("\x1b[200~quiet\x1b[201~");
    session.wait_for("/ quiet");
    session.press("\x03");
    assert_eq!(session.finish(), 130);
}

#[test]
fn at_rest_it_writes_nothing_and_takes_no_time() {
    let mut session = menu();
    session.is_quiet(Duration::from_millis(500));
    let (_, before) = stat(&session);
    assert!(session.is_quiet(Duration::from_secs(3)), "it writes while nothing moves");
    let (_, after) = stat(&session);
    assert!(after - before <= 2, "{} ticks in three seconds of rest", after - before);
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn what_the_mouse_still_reports_does_not_reach_the_shell() {
    let mut session = menu();
    session.press("q");
    let deadline = Instant::now() + Duration::from_secs(20);
    let is_off =
        |session: &Session| session.bytes.windows(MOUSE_OFF.len()).any(|bytes| bytes == MOUSE_OFF);
    while !is_off(&session) {
        assert!(Instant::now() < deadline);
        session.press("\x1b[<35;10;10M");
        session.is_quiet(Duration::from_millis(1));
    }
    // A terminal has some on their way when it is told.
    session.press("\x1b[<35;10;11M\x1b[<35;10;12M");
    assert_eq!(session.finish(), 0);
    let bytes = String::from_utf8_lossy(&session.bytes);
    assert!(!bytes.contains("[<35;10"), "{bytes}");
}
