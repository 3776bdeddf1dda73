//! What the mouse does wherever something can be chosen: keys of the last line, bars, names of
//! panes, options.

use coldstart::tui::Content;
use coldstart::tui::message::{Destination, Effect, Msg, StudyRequest};
use quizbank::model::question::QuestionId;
use ratatui::crossterm::event::{
    Event, KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::support::driver::Driver;
use crate::support::screen::PLAIN;

const SIZE: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (200, 60);

fn at(destination: Destination) -> Driver {
    let mut driver = Driver::new(Content::builtin(), PLAIN).at(destination);
    driver.simulate();
    driver
}

/// Where `part` stands on a screen of this size: its column and its row.
#[track_caller]
fn place(driver: &Driver, size: (u16, u16), part: &str) -> (usize, usize) {
    let screen = driver.text(size);
    let found = screen.lines().enumerate().find_map(|(row, line)| {
        let line = line.trim_matches('"');
        line.find(part).map(|at| (line[..at].chars().count(), row))
    });
    found.unwrap_or_else(|| panic!("no {part} on:\n{screen}"))
}

#[test]
fn every_key_in_the_last_line_is_pressed_by_a_click() {
    let places = [
        Destination::Course,
        Destination::Facts,
        Destination::Glossary,
        Destination::Scenarios,
        Destination::Exams,
        Destination::Play("campaign-surge".to_owned()),
    ];
    for destination in places {
        let mut driver = at(destination.clone());
        let frame = driver.draw(SIZE);
        let (last, mut keys) = (SIZE.1 - 1, 0);
        for column in 0..SIZE.0 {
            let kind = MouseEventKind::Down(MouseButton::Left);
            let mouse = MouseEvent { kind, column, row: last, modifiers: KeyModifiers::NONE };
            let message = driver.app.message(&Event::Mouse(mouse));
            let arrow = match frame.buffer()[(column, last)].symbol() {
                "↑" => Some(KeyCode::Up),
                "↓" => Some(KeyCode::Down),
                "←" => Some(KeyCode::Left),
                "→" => Some(KeyCode::Right),
                "?" => Some(KeyCode::Char('?')),
                ":" => Some(KeyCode::Char(':')),
                _ => None,
            };
            keys += usize::from(matches!(message, Some(Msg::Key(_))));
            if let Some(arrow) = arrow {
                assert_eq!(message, Some(Msg::press(arrow)), "{destination:?}, column {column}");
            }
        }
        assert!(keys > 20, "{destination:?}: {keys} cells of the last line press a key");
    }
}

#[test]
fn a_click_on_a_key_is_that_key() {
    let mut driver = at(Destination::Facts);
    let (column, row) = place(&driver, SIZE, "contested only");
    driver.click(column, row).assert_shows("contested only · ");
    let (column, row) = place(&driver, SIZE, "? help");
    driver.click(column, row).assert_shows("Everywhere");
}

#[test]
fn a_bar_is_dragged_from_end_to_end_until_it_is_let_go() {
    let mut driver = at(Destination::Facts);
    let facts = Content::builtin().ledger.facts.clone();
    let (first, last) = (&facts[0].title, &facts[facts.len() - 1].title);
    let (column, top) = place(&driver, SIZE, "█");
    let bottom = place(&driver, SIZE, "╰").1 - 1;
    let chosen = |driver: &Driver| {
        let screen = driver.text(SIZE);
        screen.lines().find(|line| line.contains('▸')).unwrap().to_owned()
    };
    driver.click(column, bottom);
    assert!(chosen(&driver).contains(&last[..30]), "{}", chosen(&driver));
    let drag = MouseEventKind::Drag(MouseButton::Left);
    driver.mouse(drag, 10, top);
    assert!(chosen(&driver).contains(&first[..30]), "{}", chosen(&driver));
    driver.mouse(MouseEventKind::Up(MouseButton::Left), 10, top).mouse(drag, 10, bottom);
    assert!(chosen(&driver).contains(&first[..30]), "{}", chosen(&driver));
}

#[test]
fn a_page_is_scrolled_by_its_bar() {
    let mut driver = at(Destination::Parameters(Box::new(
        coldstart::app::builtin::draft("campaign-surge", Vec::new()).unwrap().unwrap(),
    )));
    let before = driver.text(SIZE);
    let (column, _) = place(&driver, SIZE, "█");
    driver.click(column, 22);
    let after = driver.text(SIZE);
    assert_ne!(before, after);
    driver.key(KeyCode::End);
    assert_eq!(driver.text(SIZE), after, "the last row of the bar is the end of the page");
}

#[test]
fn the_names_of_panes_are_clicked() {
    let mut driver = Driver::new(Content::builtin(), PLAIN);
    driver.key(KeyCode::Char('p'));
    let (column, row) = place(&driver, SIZE, "Exams");
    driver.click(column, row).assert_shows("Practice exams");
}

#[test]
fn what_is_chosen_is_opened_by_a_second_click() {
    let mut driver = at(Destination::Scenarios);
    let (column, row) = place(&driver, SIZE, "One of two instances crashes");
    driver.click(column, row);
    assert_eq!(driver.effects, []);
    driver.click(column, row);
    let is_opened = matches!(driver.effects.as_slice(), [Effect::Open(Destination::Play(_))]);
    assert!(is_opened, "{:?}", driver.effects);
}

#[test]
fn an_option_is_chosen_by_a_click_whatever_the_width() {
    for size in [SIZE, WIDE] {
        let mut driver = Driver::new(Content::builtin(), PLAIN);
        let question = QuestionId("health-check-dependency-outage".to_owned());
        driver.app.study(StudyRequest::Questions(vec![question]), 1);
        let (column, row) = place(&driver, size, " 3  ");
        driver.click(column + 6, row);
        let screen = driver.text(size);
        assert!(screen.contains("▸ 3  "), "{screen}");
    }
}
