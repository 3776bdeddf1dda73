//! A question's run with one value changed, by keys.

use coldstart::tui::message::Destination;
use coldstart::tui::theme::Theme;
use ratatui::crossterm::event::KeyCode::{Char, Enter, Esc, PageDown};

use super::look::played;
use crate::support::builtin::BANK;
use crate::support::driver::{Driver, nothing};
use crate::support::keys::{ctrl, press};
use crate::support::screen::{ASCII, ODD_SIZES, PLAIN, SIZES, assert_ascii};

/// At what a question about the time to an unhealthy instance lets one change.
fn asked(theme: Theme) -> Driver {
    let id = "health-check-time-to-unhealthy";
    let question = BANK.iter().find(|it| it.id.0 == id).unwrap().clone();
    let outcome = "first.unhealthy = 24.000 s".to_owned();
    let (question, seed) = (Box::new(question), 1);
    Driver::new(nothing(), theme).at(Destination::WhatIf { question, seed, outcome })
}

#[test]
fn a_changed_value_is_checked_predicted_and_run() {
    let mut driver = asked(PLAIN);
    driver.choose("service.health_check.unhealthy_threshold").key(Enter);
    driver.send(&[ctrl('u')]).typed("abc").assert_shows("Unhealthy threshold must be a whole");
    driver.send(&[ctrl('u')]).typed("4").key(Enter);
    driver.assert_shows("in seconds: ");
    driver.typed("32").key(Enter).settle();
    driver.assert_shows("you predicted 32.0 s, which is what the run shows");
}

/// The list of a question whose scenario sets a status later says so, with when; the value that is
/// tried stands in it, and the result is said once.
#[test]
fn a_value_that_an_event_overrides_is_said_to_be() {
    let id = "health-check-visitors-are-redirected";
    let question = Box::new(BANK.iter().find(|it| it.id.0 == id).unwrap().clone());
    let (seed, outcome) = (1, "Health checks failed: 0".to_owned());
    let mut driver = Driver::new(nothing(), PLAIN);
    driver = driver.at(Destination::WhatIf { question, seed, outcome });
    driver.assert_shows("200, from 01:00 302");
    driver.assert_shows("An event of the scenario sets it to 302 at 01:00");
    driver.key(Enter).send(&[ctrl('u')]).typed("404").key(Enter);
    driver.typed("32").key(Enter).settle();
    driver.assert_shows("404, from 01:00 302");
    driver.assert_shows("you predicted 32, but the run shows 0");
    for size in [(80, 24), (120, 36), (200, 60)] {
        let screen = driver.text(size);
        assert_eq!(screen.matches("Health checks failed: 0").count(), 1, "{screen}");
        assert!(screen.contains("the same result"), "{screen}");
        // Muted, below what is said of the setting.
        assert!(screen.matches("app.routes").count() <= 1, "{screen}");
    }
    driver.key(Enter).assert_shows("200, from 01:00 302");
}

/// What is said about a setting can be read to its end at the smallest of the usual sizes.
#[test]
fn all_that_is_said_about_a_setting_is_reached_while_its_value_is_put_in() {
    let mut driver = played(PLAIN, "campaign-surge").sent(&[press(Char('i'))]);
    driver.choose("service.health_check.protocol").key(Enter);
    let mut read = driver.text((80, 24));
    for _ in 0..12 {
        driver.send(&[press(PageDown)]);
        read.push_str(&driver.text((80, 24)));
    }
    for part in ["Term", "Fact", "uses TCP by default", "The course", "AWS"] {
        assert!(read.contains(part), "no {part} in\n{read}");
    }
    driver.key(Esc).key(Esc).key(Char('/')).typed("qqq");
    let first = driver.text((80, 24));
    driver.send(&vec![press(PageDown); 9]);
    assert!(!first.contains("Any other") && driver.text((80, 24)).contains("Any other"));
}

#[test]
fn application_service_and_assumptions_can_be_changed() {
    let mut driver = asked(PLAIN);
    for path in ["service.instance", "service.auto_scaling.max_size", "assume.first_check"] {
        driver.choose(path);
    }
    driver.key(Enter);
    assert_eq!(driver.app.place(), "Picking a value");
    driver.choose("one interval after it listens").key(Enter);
    driver
        .assert_shows("Predict the result with Assumptions · First check = one interval after it");
}

#[test]
fn the_form_is_narrowed_and_drawn_at_every_size() {
    let mut driver = asked(ASCII);
    driver.key(Char('/')).typed("threshold");
    assert_ascii(&driver.draw(SIZES[0]));
    for size in ODD_SIZES.into_iter().chain([(80, 24), (120, 36), (200, 60)]) {
        driver.draw(size);
    }
    driver.assert_shows("Unhealthy threshold");
}
