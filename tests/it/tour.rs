//! The pictures of `docs/tour.md` and of the README are frames of the program. `TOUR=update`
//! draws them again; without it, a picture that is no longer true is a failure.

mod svg;

use std::collections::BTreeMap;
use std::env;
use std::fs;

use coldstart::tui::Content;
use coldstart::tui::message::{Destination, Effect, StudyRequest};
use coldstart::tui::theme::{Symbols, Theme, Tier};
use quizbank::model::question::QuestionId;
use ratatui::crossterm::event::KeyCode;

use crate::support::driver::Driver;
use crate::support::screen::{PLAIN, SIZES};

const TOUR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tour.md");
const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/play.svg");
const COLORED: Theme = Theme::new(Tier::True, Symbols::Unicode);

/// The program as it comes, on its menu.
fn begin(theme: Theme) -> Driver {
    let content = Content::builtin();
    content.read();
    Driver::new(content, theme)
}

fn at(destination: Destination, theme: Theme) -> Driver {
    let mut driver = begin(theme).at(destination);
    driver.simulate();
    driver
}

fn run(name: &str, theme: Theme) -> Driver {
    at(Destination::Play(name.to_owned()), theme)
}

fn asked(id: &str) -> Driver {
    let mut driver = begin(PLAIN);
    driver.app.study(StudyRequest::Questions(vec![QuestionId(id.to_owned())]), 1);
    driver
}

/// Presses each key of `keys`; `\r` is Enter, `$` is End. `q` leaves a question that a stop asks.
fn pressing(keys: &str, mut driver: Driver) -> Driver {
    for key in keys.chars() {
        let code = match key {
            '\r' => KeyCode::Enter,
            '$' => KeyCode::End,
            key => KeyCode::Char(key),
        };
        driver.key(code).simulate();
    }
    for effect in &driver.effects {
        let is_done = matches!(effect, Effect::Open(_) | Effect::Simulate | Effect::Keep(_));
        assert!(is_done, "{keys} asks for {effect:?}, which no picture needs");
    }
    driver
}

/// What a terminal of 80 by 24 shows.
fn picture(driver: &Driver) -> String {
    let row = |line: &str| line.trim_matches('"').trim_end().to_owned();
    driver.text(SIZES[0]).lines().map(row).collect::<Vec<_>>().join("\n")
}

/// The pictures by their names.
fn pictures() -> BTreeMap<&'static str, String> {
    let question = "health-check-dependency-outage";
    let (at, run) = (|destination| at(destination, PLAIN), |name| run(name, PLAIN));
    let drivers = [
        ("menu", begin(PLAIN)),
        ("course", at(Destination::Course)),
        ("question", pressing("1", asked(question))),
        ("explanation", pressing("1\r", asked(question))),
        ("run", pressing("bbqb", run("campaign-surge"))),
        ("prediction", pressing("b2", run("health-503"))),
        ("change", pressing("bbqbi", run("campaign-surge"))),
        ("compare", pressing("bbqbc", run("campaign-surge"))),
        ("present", pressing("bbqbP", run("campaign-surge"))),
        ("labs", at(Destination::Labs)),
        ("cloudwatch", pressing("$m", run("campaign-surge"))),
        ("parameters", pressing("a", run("campaign-surge"))),
        ("facts", pressing("c", at(Destination::Facts))),
    ];
    drivers.map(|(name, driver)| (name, picture(&driver))).into()
}

/// The name in the line before a picture.
fn name_of(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- picture: ")?.strip_suffix(" -->")
}

/// `tour` with the pictures as they are now, and the names that it has.
fn drawn(tour: &str, pictures: &BTreeMap<&str, String>) -> (String, Vec<String>) {
    let (mut text, mut names) = (String::new(), Vec::new());
    let mut lines = tour.lines();
    while let Some(line) = lines.next() {
        text += line;
        text.push('\n');
        let Some(name) = name_of(line) else { continue };
        assert_eq!(lines.next(), Some("```text"), "{name}: no block behind its name");
        let picture = pictures.get(name).unwrap_or_else(|| panic!("there is no picture {name}"));
        text.push_str(&["```text\n", picture, "\n```\n"].concat());
        assert!(lines.any(|line| line == "```"), "{name}: its block has no end");
        names.push(name.to_owned());
    }
    (text, names)
}

fn is_update() -> bool {
    env::var_os("TOUR").is_some_and(|wish| wish == "update")
}

#[test]
fn the_picture_of_the_readme_is_what_the_program_shows() {
    let frame = pressing("bbqb", run("campaign-surge", COLORED)).draw((100, 32));
    let now = svg::draw(frame.buffer(), "coldstart play campaign-surge");
    let texts = now.lines().filter_map(|line| line.strip_prefix("<text ")?.split_once('>'));
    let collapsed: Vec<_> = texts.filter(|(_, text)| text.contains(' ')).collect();
    assert!(collapsed.is_empty(), "viewers collapse blanks: {collapsed:?}");
    if is_update() {
        fs::write(PICTURE, &now).unwrap();
        return;
    }
    let is_true = fs::read_to_string(PICTURE).unwrap() == now;
    assert!(is_true, "`TOUR=update cargo test --test it tour` draws it again");
}

#[test]
fn every_picture_of_the_tour_is_what_the_program_shows() {
    let pictures = pictures();
    let tour = fs::read_to_string(TOUR).unwrap();
    let (now, mut names) = drawn(&tour, &pictures);
    names.sort();
    assert_eq!(names, pictures.keys().copied().collect::<Vec<_>>());
    if is_update() {
        fs::write(TOUR, &now).unwrap();
        return;
    }
    let differs = tour.lines().zip(now.lines()).find(|(old, new)| old != new);
    assert_eq!(differs, None, "see the difference, then `TOUR=update cargo test --test it tour`");
    assert_eq!(tour, now);
}

#[test]
fn a_picture_that_differs_is_drawn_again() {
    let pictures = [("one", "new".to_owned())].into();
    let old = "before\n<!-- picture: one -->\n```text\nold\n```\nafter\n";
    let (text, names) = drawn(old, &pictures);
    assert_eq!(text, "before\n<!-- picture: one -->\n```text\nnew\n```\nafter\n");
    assert_eq!(names, ["one"]);
}
