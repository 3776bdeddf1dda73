//! The pictures of `docs/tour.md` are frames of the program. `TOUR=update` draws them
//! again; without it, a picture that is no longer true is a failure.

use std::collections::BTreeMap;
use std::env;
use std::fs;

use coldstart::tui::app::App;
use coldstart::tui::message::{Asked, Destination, Effect};
use coldstart::tui::theme::{Symbols, Theme, Tier};
use coldstart::tui::{Content, Open};
use quizbank::model::question::QuestionId;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

const TOUR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tour.md");
const PLAIN: Theme = Theme { tier: Tier::None, symbols: Symbols::Unicode };

/// What the program comes with.
fn read() -> Content {
    let content = Content::builtin();
    content.read();
    content
}

/// The program without a store, its loop's part played by hand.
struct Visit {
    app: App,
}

impl Visit {
    fn begin() -> Self {
        Self { app: App::new(Open::Home, read(), PLAIN) }
    }

    fn at(destination: Destination) -> Self {
        let mut visit = Self::begin();
        visit.app.open(destination);
        visit.simulate();
        visit
    }

    fn asked(id: &str) -> Self {
        let mut visit = Self::begin();
        visit.app.study(Asked::Questions(vec![QuestionId(id.to_owned())]), 1);
        visit
    }

    /// Presses each key of `keys`; `\r` is Enter, `$` is End.
    fn pressing(mut self, keys: &str) -> Self {
        for key in keys.chars() {
            let code = match key {
                '\r' => KeyCode::Enter,
                '$' => KeyCode::End,
                key => KeyCode::Char(key),
            };
            let event = Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
            let message = self.app.message(&event);
            let message = message.unwrap_or_else(|| panic!("{key:?} means nothing here"));
            for effect in self.app.update(&message) {
                match effect {
                    Effect::Open(destination) => self.app.open(destination),
                    Effect::Study(asked) => self.app.study(asked, 1),
                    Effect::Simulate | Effect::Keep(_) => {}
                    other => panic!("{key:?} asks for {other:?}, which no picture needs"),
                }
            }
            self.simulate();
        }
        self
    }

    fn simulate(&mut self) {
        while !self.app.simulate(u64::MAX) {}
    }

    /// What a terminal of 80 by 24 shows.
    fn picture(&self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        terminal.draw(|frame| self.app.draw(frame)).unwrap();
        let screen = terminal.backend().to_string();
        let row = |line: &str| line.trim_matches('"').trim_end().to_owned();
        screen.lines().map(row).collect::<Vec<_>>().join("\n")
    }
}

/// The pictures by their names.
fn pictures() -> BTreeMap<&'static str, String> {
    let question = "health-check-dependency-outage";
    let run = |name: &str| Visit::at(Destination::Play(name.to_owned()));
    let visits = [
        ("menu", Visit::begin()),
        ("course", Visit::at(Destination::Course)),
        ("question", Visit::asked(question).pressing("1")),
        ("explanation", Visit::asked(question).pressing("1\r")),
        ("run", run("campaign-surge").pressing("bbb")),
        ("prediction", run("health-503").pressing("b2")),
        ("change", run("campaign-surge").pressing("bbbi")),
        ("compare", run("campaign-surge").pressing("bbbc")),
        ("present", run("campaign-surge").pressing("bbbP")),
        ("labs", Visit::at(Destination::Labs)),
        ("cloudwatch", run("campaign-surge").pressing("$m")),
        ("parameters", run("campaign-surge").pressing("a")),
        ("facts", Visit::at(Destination::Facts).pressing("c")),
    ];
    visits.map(|(name, visit)| (name, visit.picture())).into()
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

#[test]
fn every_picture_of_the_tour_is_what_the_program_shows() {
    let pictures = pictures();
    let tour = fs::read_to_string(TOUR).unwrap();
    let (now, mut names) = drawn(&tour, &pictures);
    names.sort();
    assert_eq!(names, pictures.keys().copied().collect::<Vec<_>>());
    if env::var_os("TOUR").is_some_and(|wish| wish == "update") {
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
