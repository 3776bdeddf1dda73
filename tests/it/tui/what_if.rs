//! A question's run with one value changed, by keys.

use coldstart::tui::message::Destination;
use coldstart::tui::theme::Theme;
use ratatui::crossterm::event::KeyCode::{Char, Enter};

use crate::support::builtin::BANK;
use crate::support::driver::{Driver, nothing};
use crate::support::keys::ctrl;
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
    driver.send(&[ctrl('u')]).typed("abc").assert_shows("Unhealthy threshold takes a whole");
    driver.send(&[ctrl('u')]).typed("4").key(Enter);
    driver.assert_shows("in seconds: ");
    driver.typed("32").key(Enter).settle();
    driver.assert_shows("you predicted 32, which is what happened");
}

#[test]
fn application_service_and_assumptions_can_be_changed() {
    let mut driver = asked(PLAIN);
    for path in ["service.instance", "service.auto_scaling.max_size", "assume.first_check"] {
        driver.choose(path);
    }
    driver.key(Enter);
    assert_eq!(driver.app.place(), "Picking a value");
    driver.choose("after_interval").key(Enter).assert_shows("assume.first_check");
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
