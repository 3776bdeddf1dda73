//! The interface from outside: messages in, frames out.

use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimDuration;
use coldstart::tui::app::{App, Flow};
use coldstart::tui::message::{Destination, Effect, Msg};
use coldstart::tui::theme::{Symbols, Theme, Tier};
use coldstart::tui::{Content, Exit, Open};
use quizbank::model::course::{Comparison, Course, Misconception, Step, Term, Topic};
use quizbank::model::fact::{Fact, Ledger, Verdict};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode::{Char, Down, End, Enter, Esc, Tab};
use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::style::{Color, Modifier};

use crate::support::keys::press;

mod course;
mod exam;
mod progress;

const PLAIN: Theme = Theme { tier: Tier::None, symbols: Symbols::Unicode };
const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

fn fact(id: &str, verdict: Verdict) -> Fact {
    Fact {
        id: id.to_owned(),
        topic: "scaling".to_owned(),
        chapter: format!("The course on {id}: an instance takes 80 requests at one time."),
        aws: format!("AWS on {id}: the default of MaxConcurrency is 100, the most is 200."),
        verdict,
        source: vec![
            "https://docs.aws.amazon.com/apprunner/latest/dg/manage-autoscaling.html".to_owned(),
        ],
        note: Some("Exam questions that rest on the number put it in the stem.".to_owned()),
        line: 1,
    }
}

fn scenario(name: &str, title: &str) -> Scenario {
    let rules = Edition::Chapter.rules();
    Scenario {
        name: name.to_owned(),
        title: title.to_owned(),
        summary: format!("{title}. Watch how the service answers, and how long it takes."),
        edition: Edition::Chapter,
        duration: SimDuration::from_secs(900),
        seed: 42,
        teaches: Vec::new(),
        service: rules.service(),
        app: rules.application(),
        assume: rules.assumptions(),
        traffic: Vec::new(),
        actions: Vec::new(),
        alarms: Vec::new(),
        fix: Vec::new(),
        lab: None,
        goals: Vec::new(),
        beats: Vec::new(),
        adapted: Vec::new(),
    }
}

fn course() -> Course {
    let topic = |id: &str, title: &str| Topic {
        id: id.to_owned(),
        title: title.to_owned(),
        summary: "Each instance takes so many requests at once.\n\nThen another is started."
            .to_owned(),
        scenarios: vec!["campaign-surge".to_owned()],
    };
    let step = |title: &str, topics: &[&str]| Step {
        title: title.to_owned(),
        aim: "compute how many instances a load needs".to_owned(),
        topics: topics.iter().map(|&topic| topic.to_owned()).collect(),
    };
    Course {
        steps: vec![step("Size and scale", &["scaling", "cold-start"]), step("Pay", &["pricing"])],
        topics: vec![
            topic("scaling", "Auto scaling"),
            topic("cold-start", "Cold start"),
            topic("pricing", "Pricing"),
        ],
        misconceptions: vec![Misconception {
            id: "one-too-few".to_owned(),
            name: "Counts one instance too few".to_owned(),
            cure: "What does not fit into the last full instance needs one more.".to_owned(),
            scenario: Some("campaign-surge".to_owned()),
        }],
        terms: vec![Term {
            name: "max concurrency".to_owned(),
            meaning: "Requests that one instance takes at once.".to_owned(),
            fact: Some("scaling.default-concurrency".to_owned()),
        }],
        comparisons: vec![Comparison {
            id: "elastic-beanstalk".to_owned(),
            title: "App Runner and Elastic Beanstalk".to_owned(),
            intro: "Both run a web application from its code.".to_owned(),
            other: "Elastic Beanstalk".to_owned(),
            rows: vec![["instances".to_owned(), "hidden".to_owned(), "yours to open".to_owned()]],
            choose: "Choose Elastic Beanstalk where you must log in.".to_owned(),
            questions: Vec::new(),
            sources: vec!["https://docs.aws.amazon.com/".to_owned()],
        }],
    }
}

fn content() -> Content {
    let mut facts = vec![
        fact("scaling.default-concurrency", Verdict::Differs),
        fact("scaling.max-size", Verdict::Agrees),
        fact("overview.availability", Verdict::Outdated),
        fact("network.egress", Verdict::Unverified),
    ];
    facts.extend((0..20).map(|index| fact(&format!("billing.claim-{index}"), Verdict::Agrees)));
    Content {
        scenarios: vec![
            scenario("campaign-surge", "Campaign surge to the instance ceiling"),
            scenario("health-503", "A health check that begins to fail"),
            scenario("scale-to-zero", "The first request after a quiet night"),
        ]
        .into(),
        questions: Vec::new().into(),
        ledger: Ledger {
            chapter_edition: "chapter 76".to_owned(),
            aws_read: "2026".to_owned(),
            facts,
        }
        .into(),
        course: course().into(),
        blueprints: Vec::new().into(),
    }
}

/// The application with the loop's part played by hand.
struct Driver {
    app: App,
    flow: Flow,
    effects: Vec<Effect>,
}

impl Driver {
    fn new(theme: Theme) -> Self {
        Self { app: App::new(Open::Home, content(), theme), flow: Flow::On, effects: Vec::new() }
    }

    fn at(destination: Destination) -> Self {
        let mut driver = Self::new(PLAIN);
        driver.app.open(destination);
        driver
    }

    fn sent(mut self, messages: &[Msg]) -> Self {
        self.send(messages);
        self
    }

    fn send(&mut self, messages: &[Msg]) -> &mut Self {
        for message in messages {
            for effect in self.app.update(message) {
                self.effects.push(effect.clone());
                match effect {
                    Effect::Open(Destination::Play(_) | Destination::Replay { .. })
                    | Effect::Simulate
                    | Effect::Keep(_)
                    | Effect::Mended { .. }
                    | Effect::Exam(_)
                    | Effect::Sit(_)
                    | Effect::LeaveExam
                    | Effect::Predicted(_)
                    | Effect::Export { .. } => {}
                    Effect::Open(destination) => self.app.open(destination),
                    Effect::Study(asked) => self.app.study(asked, 3),
                    Effect::LookBack => self.app.look_back(&progress::past()),
                    Effect::NextEdition => {
                        self.app.next_edition();
                    }
                    Effect::TakeSkipBack(topic) => self.app.take_skip_back(&topic),
                    Effect::Held(topic, score) => self.app.held(&topic, score),
                    Effect::Skip(topic) => self.app.skip(topic),
                    Effect::Close => self.flow = self.app.close(),
                    Effect::Interrupt => self.flow = Flow::Leave(Exit::Interrupted),
                }
            }
        }
        self
    }

    fn typed(&mut self, text: &str) -> &mut Self {
        let letters: Vec<Msg> = text.chars().map(|letter| press(Char(letter))).collect();
        self.send(&letters)
    }

    fn draw(&self, width: u16, height: u16) -> Terminal<TestBackend> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.app.draw(frame)).unwrap();
        terminal
    }

    fn text(&self, width: u16, height: u16) -> String {
        self.draw(width, height).backend().to_string()
    }
}

/// Every screen, by way of where it opens and what is then said to it.
fn screens() -> Vec<(&'static str, Driver)> {
    let contested = [press(Char('c')), press(Down)];
    vec![
        ("home", Driver::new(PLAIN)),
        ("scenarios", Driver::at(Destination::Scenarios).sent(&[press(Down)])),
        ("facts", Driver::at(Destination::Facts)),
        ("facts contested", Driver::at(Destination::Facts).sent(&contested)),
        ("help", Driver::at(Destination::Help)),
        ("help over facts", Driver::at(Destination::Facts).sent(&[press(Char('?'))])),
    ]
}

#[test]
fn every_screen_is_as_it_was() {
    for (name, driver) in screens() {
        for (width, height) in SIZES {
            let name = format!("{name} {width}x{height}").replace(' ', "-");
            insta::assert_snapshot!(name, driver.draw(width, height).backend());
        }
    }
}

#[test]
fn no_size_breaks_a_screen() {
    for (_, driver) in screens() {
        for (width, height) in [(0, 0), (1, 1), (3, 2), (20, 5), (40, 12), (41, 200), (300, 12)] {
            driver.draw(width, height);
        }
    }
}

#[test]
fn a_small_terminal_is_told_what_is_needed() {
    let text = Driver::new(PLAIN).text(30, 8);
    assert!(text.contains("too small: 30x8 here, 40x12"), "{text}");
}

#[test]
fn the_selection_is_seen_without_colour() {
    let terminal = Driver::new(PLAIN).draw(80, 24);
    let cells = &terminal.backend().buffer().content;
    let pointer = cells.iter().find(|cell| cell.symbol() == "▸").unwrap();
    assert!(pointer.modifier.contains(Modifier::REVERSED | Modifier::BOLD));
    assert!(cells.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
}

#[test]
fn ascii_screens_hold_nothing_else() {
    let ascii = Theme { tier: Tier::Sixteen, symbols: Symbols::Ascii };
    for destination in [Destination::Scenarios, Destination::Facts, Destination::Help] {
        let mut driver = Driver::new(ascii);
        driver.app.open(destination.clone());
        let terminal = driver.draw(100, 30);
        let cells = &terminal.backend().buffer().content;
        assert!(cells.iter().all(|cell| cell.symbol().is_ascii()), "{destination:?}");
    }
}

#[test]
fn a_filter_narrows_the_list() {
    let mut driver = Driver::at(Destination::Scenarios);
    driver.send(&[press(Char('/'))]).typed("QUIET first");
    assert_eq!(driver.app.place(), "While typing a filter");
    let text = driver.text(80, 24);
    assert!(text.contains("1 of 3") && text.contains("scale-to-zero"), "{text}");
    driver.send(&[press(Enter), press(Enter)]);
    let played = driver.effects.iter().rev().find_map(|effect| match effect {
        Effect::Open(Destination::Play(scenario)) => Some(scenario.clone()),
        _ => None,
    });
    assert_eq!(played.as_deref(), Some("scale-to-zero"));
}

#[test]
fn the_way_back_clears_the_filter_before_it_leaves() {
    let mut driver = Driver::at(Destination::Scenarios);
    driver.send(&[press(Char('/'))]).typed("nothing like it").send(&[press(Enter)]);
    assert!(driver.text(80, 24).contains("0 of 3"));
    driver.send(&[press(Esc)]);
    assert!(driver.text(80, 24).contains("3 of 3"));
    driver.send(&[press(Esc)]);
    assert_eq!((driver.app.place(), driver.flow), ("Home", Flow::On));
    driver.send(&[press(Esc)]);
    assert_eq!(driver.flow, Flow::Leave(Exit::Closed));
}

#[test]
fn contested_facts_stand_alone_when_asked() {
    let mut driver = Driver::at(Destination::Facts);
    assert!(driver.text(80, 24).contains("24 of 24"));
    driver.send(&[press(Char('c'))]);
    let text = driver.text(80, 24);
    assert!(text.contains("2 of 24") && !text.contains("scaling.max-size"), "{text}");
}

#[test]
fn both_sides_of_a_fact_are_shown() {
    let driver = Driver::at(Destination::Facts);
    for (width, height) in SIZES {
        let text = driver.text(width, height);
        for part in ["The course", "AWS", "differs", "docs.aws.amazon.com", "Exam questions"] {
            assert!(text.contains(part), "{part} at {width}: {text}");
        }
    }
}

#[test]
fn help_opens_over_any_screen_and_closes_first() {
    let mut driver = Driver::at(Destination::Scenarios);
    driver.send(&[press(Char('?'))]);
    assert_eq!(driver.app.place(), "Help");
    driver.send(&[press(Esc)]);
    assert_eq!(driver.app.place(), "Scenarios");
}

#[test]
fn ctrl_c_leaves_from_anywhere() {
    let mut driver = Driver::at(Destination::Scenarios);
    driver.send(&[press(Char('/'))]);
    let key = Event::Key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
    let message = driver.app.message(&key).unwrap();
    driver.send(&[message]);
    assert_eq!(driver.flow, Flow::Leave(Exit::Interrupted));
}

#[test]
fn a_resting_screen_asks_for_no_ticks() {
    for (name, driver) in screens() {
        assert!(!driver.app.moves(), "{name}");
    }
}

#[test]
fn a_click_chooses_a_row() {
    for destination in [Destination::Scenarios, Destination::Facts] {
        let mut driver = Driver::at(destination);
        let chosen = |driver: &Driver| {
            let screen = driver.text(80, 24);
            screen.lines().position(|line| line.contains('▸')).unwrap()
        };
        let first = chosen(&driver);
        let row = u16::try_from(first + 1).unwrap();
        let kind = MouseEventKind::Down(MouseButton::Left);
        let mouse = MouseEvent { kind, column: 8, row, modifiers: KeyModifiers::NONE };
        let message = driver.app.message(&Event::Mouse(mouse)).unwrap();
        driver.send(&[message]);
        assert_eq!(chosen(&driver), first + 1);
    }
}
