//! The binary in a real terminal: it starts, it quits, it gives the shell back.

mod cast;
mod clock;
mod exam;
mod first;
mod objection;
mod signals;

use crate::support::program::STUDY;
use crate::support::terminal::Session;

#[test]
fn q_leaves_and_gives_the_terminal_back() {
    let mut session = Session::menu(&[]);
    session.wait_for("Scenarios");
    assert!(session.screen().alternate_screen());
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn ctrl_c_leaves_from_below_the_menu() {
    let mut session = Session::menu(&[]);
    session.wait_for("Scenarios");
    session.press("?");
    session.wait_for("quit immediately");
    session.press("\u{3}");
    assert_eq!(session.finish(), 130);
}

#[test]
fn no_color_keeps_the_selection_visible() {
    let mut session = Session::menu(&[("NO_COLOR", "1")]);
    session.wait_for("Scenarios");
    let screen = session.screen();
    let cells = (0..24).flat_map(|row| (0..80).filter_map(move |column| screen.cell(row, column)));
    let cells: Vec<_> = cells.collect();
    assert!(cells.iter().any(|cell| cell.inverse()));
    assert!(cells.iter().all(|cell| cell.fgcolor() == vt100::Color::Default));
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn the_menu_says_how_much_there_is_to_do() {
    let mut session = Session::menu(&[]);
    session.wait_for("0 due · ");
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn what_is_acknowledged_on_the_screen_is_on_disk_and_undo_takes_it_back() {
    let mut session = Session::start(&["quiz", "--seed", "7", STUDY]);
    // How many answers another process finds on disk.
    let kept = |session: &Session| {
        let exported = session.folder.run(&["data", "export"]).printed();
        exported.lines().filter(|line| line.starts_with("{\"answer\"")).count()
    };
    session.wait_for("1 of 2");
    session.press("1\r");
    session.wait_for("saved");
    assert_eq!(kept(&session), 1);
    session.press("u");
    session.wait_until("question", |screen| !screen.contents().contains("saved"));
    assert_eq!(kept(&session), 0);
    session.press("\u{3}");
    assert_eq!(session.finish(), 130);
}
