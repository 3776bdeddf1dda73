//! The command palette, by keys and by the mouse.

use coldstart::tui::Content;
use coldstart::tui::message::{Destination, Effect, StudyRequest};
use ratatui::crossterm::event::KeyCode::{Char, Enter, Esc};

use super::{content, questions};
use crate::support::driver::Driver;
use crate::support::screen::{ASCII, ODD_SIZES, PLAIN, SIZES, assert_ascii};

fn at_home() -> Driver {
    let bank = questions("scaling", 1, &["both"; 16]).into();
    Driver::new(Content { questions: bank, ..content() }, PLAIN)
}

/// Opens the palette and types.
fn finding<'a>(driver: &'a mut Driver, words: &str) -> &'a mut Driver {
    driver.key(Char(':')).typed(words)
}

#[test]
fn whatever_is_found_is_opened() {
    let finds = [
        ("scaling.max-size", "Facts"),
        ("max concurrency term", "The glossary"),
        ("Elastic Beanstalk", "Comparisons"),
        ("health-503", "A run"),
        ("Auto scaling topic", "A topic"),
        ("page exam", "Practice exams"),
    ];
    for (words, place) in finds {
        let mut driver = at_home();
        finding(&mut driver, words).key(Enter);
        let screen = driver.text((120, 40));
        assert!(driver.app.place().contains(place), "{words}: {}\n{screen}", driver.app.place());
    }
    let mut driver = at_home();
    finding(&mut driver, "scaling-3").key(Enter);
    let asks = |effect: &Effect| matches!(effect, Effect::Study(StudyRequest::Questions(_)));
    assert!(driver.effects.iter().any(asks));
}

#[test]
fn a_command_of_the_screen_is_done_and_escape_does_nothing() {
    let mut driver = at_home().at(Destination::Facts);
    finding(&mut driver, "contested only").key(Enter);
    driver.assert_shows("contested");
    finding(&mut driver, "anything").key(Esc);
    assert_eq!(driver.app.place(), "Facts");
}

#[test]
fn who_takes_a_test_finds_commands_alone() {
    let mut driver = at_home();
    driver.app.study(StudyRequest::TopicTest("scaling".to_owned()), 3);
    finding(&mut driver, "scaling.max-size");
    driver.assert_shows("Nothing contains these words");
    let mut driver = at_home();
    driver.app.study(StudyRequest::Everything, 3);
    finding(&mut driver, "claim");
    let screen = driver.text(SIZES[0]);
    assert!(screen.contains("fact") && !screen.contains("question  "), "{screen}");
}

#[test]
fn what_is_said_of_an_entry_is_copied_with_its_source_and_linked() {
    let mut driver = at_home().at(Destination::Fact("scaling.max-size".to_owned()));
    let source = "https://docs.aws.amazon.com/apprunner/latest/dg/manage-autoscaling.html";
    assert_eq!(driver.app.links(), [source]);
    driver.key(Char('y'));
    let Some(Effect::Copy(text)) = driver.effects.last() else { panic!("nothing is copied") };
    assert!(text.starts_with("The claim of scaling.max-size in one sentence.\n"), "{text}");
    assert!(text.ends_with(source), "{text}");
    driver.key(Char(':'));
    assert!(driver.app.links().is_empty());
}

#[test]
fn a_row_is_opened_by_a_click() {
    let mut driver = at_home();
    finding(&mut driver, "glossary");
    let screen = driver.text(SIZES[0]);
    let row = screen.lines().position(|line| line.contains("▸ page")).unwrap();
    driver.click(20, row);
    assert_eq!(driver.app.place(), "The glossary");
}

#[test]
fn the_palette_has_a_way_to_be_drawn_everywhere() {
    let mut driver = at_home();
    finding(&mut driver, "a");
    for size in ODD_SIZES {
        driver.draw(size);
    }
    let mut plain = Driver::new(content(), ASCII);
    finding(&mut plain, "max");
    assert_ascii(&plain.draw(SIZES[0]));
}
