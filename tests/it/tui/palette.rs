//! The command palette, by keys and by the mouse.

use coldstart::tui::Content;
use coldstart::tui::message::{Destination, Effect, StudyRequest};
use coldstart::tui::theme::{Symbols, Theme, Tier};
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode::{Char, Enter, Esc};
use ratatui::style::Modifier;

use super::{content, questions};
use crate::support::driver::Driver;
use crate::support::keys::press;
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
fn a_test_that_is_over_hides_nothing() {
    let mut driver = at_home();
    driver.app.study(StudyRequest::TopicTest("scaling".to_owned()), 3);
    driver.send(&[press(Enter), press(Esc)]);
    assert_eq!(driver.app.place(), "The score");
    finding(&mut driver, "scaling.max-size").key(Enter);
    assert_eq!(driver.app.place(), "Facts");
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

/// The signs of a frame in these modifiers.
fn signs_in(frame: &TestBackend, modifier: Modifier) -> String {
    let cells = frame.buffer().content.iter().filter(|cell| cell.modifier.contains(modifier));
    cells.map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn what_matches_is_underlined_in_every_row_with_and_without_color() {
    for theme in [PLAIN, ASCII, Theme::new(Tier::True, Symbols::Unicode)] {
        let mut driver = Driver::new(content(), theme);
        finding(&mut driver, "glossary");
        let marked = signs_in(&driver.draw(SIZES[0]), Modifier::UNDERLINED);
        assert!(marked.to_lowercase().contains("glossary"), "{marked}");
        // An id, which no row shows otherwise.
        finding(driver.key(Esc), "scaling.max-size");
        let marked = signs_in(&driver.draw(SIZES[0]), Modifier::UNDERLINED);
        assert!(marked.starts_with("scaling.max-size"), "{marked}");
    }
}

#[test]
fn a_row_shows_what_it_is_found_by_at_every_width() {
    let content = Content::builtin();
    content.read();
    for words in ["oom", "health", "least privilege", "429", "idle tasks"] {
        let mut driver = Driver::new(content.clone(), PLAIN);
        finding(&mut driver, words);
        for size in [(80, 24), (120, 36), (200, 60)] {
            let frame = driver.draw(size);
            let screen = frame.to_string();
            let rows = screen.lines().zip(0..).filter(|(line, _)| {
                let kinds = ["question  ", "fact      ", "term      ", "topic     "];
                kinds.iter().any(|kind| line.contains(&format!("  {kind}")))
            });
            for (line, row) in rows {
                let cells = (0..size.0).map(|column| &frame.buffer()[(column, row)]);
                let marked = cells.filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
                let marked: String = marked.map(ratatui::buffer::Cell::symbol).collect();
                let letters = words.replace(' ', "").len();
                assert!(marked.len() >= letters, "{words}: {marked}: {line}");
            }
        }
    }
}
