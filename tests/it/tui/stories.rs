//! What a story tells, and when: symptom before cause, question before words, a note on words that
//! a change may have made untrue; and the keys of somebody who presents it.

use coldstart::app::builtin;
use coldstart::tui::{LiveView, Open};
use ratatui::crossterm::event::KeyCode::{Char, Enter, PageDown, PageUp};

use crate::support::builtin::{BANK, LEDGER};
use crate::support::driver::{Driver, nothing};
use crate::support::keys::seek;
use crate::support::screen::PLAIN;

/// The words of the second stop of `health-302`, which has a question too.
const WORDS: &str = "The login went live";
/// A word of its cause.
const CAUSE: &str = "redirect;";

/// `health-302`, wholly simulated, with the bank behind its stops.
fn story() -> Driver {
    let draft = builtin::draft("health-302", Vec::new()).unwrap().unwrap();
    let content = coldstart::tui::Content {
        questions: BANK.clone().into(),
        ledger: LEDGER.clone().into(),
        ..nothing()
    };
    let open = Open::Scenario(Box::new(draft), LiveView::Usual);
    let mut driver = Driver::opened(open, content, PLAIN);
    driver.simulate();
    driver
}

fn shown(driver: &Driver) -> String {
    driver.text((120, 36)).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_question_of_a_stop_comes_before_its_words() {
    let mut driver = story();
    driver.key(PageDown).key(PageDown);
    assert_eq!(driver.app.place(), "A prediction");
    let asked = shown(&driver);
    assert!(asked.contains("before the run goes on") && !asked.contains(WORDS), "{asked}");
    driver.key(Enter);
    assert_eq!(driver.app.place(), "A run");
    driver.key(PageUp).key(PageDown);
    let said = shown(&driver);
    assert!(said.contains(WORDS), "{said}");
}

#[test]
fn the_cause_is_told_at_the_end_or_when_it_is_asked_for() {
    let mut driver = story();
    assert!(!shown(&driver).contains(CAUSE));
    driver.key(Char('D'));
    let said = shown(&driver);
    assert!(said.contains("Cause and fix") && said.contains(CAUSE), "{said}");
}

#[test]
fn words_about_what_a_change_may_have_changed_say_so() {
    const NOTE: &str = "describes the unchanged run.";
    let mut driver = story();
    driver.key(PageDown);
    assert!(!shown(&driver).contains(NOTE));
    driver.send(&seek(10)).change("service.health_check.unhealthy_threshold", "20").simulate();
    // What lies before the change is as true as it was.
    driver.key(PageUp);
    let before = shown(&driver);
    assert!(before.contains("Stop 1 of 6") && !before.contains(NOTE), "{before}");
    for _ in 0..20 {
        if shown(&driver).contains("Stop 3 of 6") {
            break;
        }
        // What is asked on the way is answered.
        driver.key(if driver.app.place() == "A prediction" { Enter } else { PageDown });
    }
    let after = shown(&driver);
    assert!(after.contains("Stop 3 of 6") && after.contains(NOTE), "{after}");
}

#[test]
fn a_presenter_goes_from_stop_to_stop_blanks_and_starts_over() {
    let mut driver = story();
    driver.key(PageDown).assert_shows("00:30.0  ┃");
    driver.key(Char('B'));
    assert!(!shown(&driver).contains("Traffic"), "{}", shown(&driver));
    driver.key(Char('x')).assert_shows("Traffic");
    driver.assert_shows("00:30.0  ┃");
    driver.key(PageDown);
    assert_eq!(driver.app.place(), "A prediction");
    driver.key(Enter).key(PageUp).assert_shows("00:30.0  ┃");
    driver.key(Char('R')).assert_shows("00:00.0  ┃");
    driver.assert_shows("What happens");
    // Each question is asked again.
    driver.key(PageDown).key(PageDown);
    assert_eq!(driver.app.place(), "A prediction");
}

#[test]
fn markers_after_the_playhead_are_shown_on_request() {
    let mut driver = story();
    let checks = |driver: &Driver| {
        let screen = driver.text((120, 36));
        screen.lines().rev().nth(2).unwrap_or_default().matches('×').count()
    };
    assert_eq!(checks(&driver), 0);
    driver.key(Char('M'));
    assert!(checks(&driver) > 5, "{}", driver.text((120, 36)));
    driver.key(Char('M'));
    assert_eq!(checks(&driver), 0);
}
