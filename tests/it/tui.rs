//! The interface from outside: messages in, frames out.

use apprunner_sim::model::replay::Traces;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::{Scenario, StoryChart};
use apprunner_sim::model::story::{Story, StoryText};
use apprunner_sim::model::time::{SimDuration, SimTime};
use coldstart::app::builtin::known;
use coldstart::tui::app::Flow;
use coldstart::tui::message::{Destination, Effect};
use coldstart::tui::theme::Theme;
use coldstart::tui::{Content, Exit};
use quizbank::file::bank;
use quizbank::model::course::{Course, CourseTopic, Misconception, ServiceComparison, Step, Term};
use quizbank::model::fact::{Fact, FactVerdict, Ledger};
use quizbank::model::question::Question;
use ratatui::crossterm::event::KeyCode::{self, Char, Down, End, Enter, Esc, Tab};
use ratatui::crossterm::event::{KeyEvent, KeyModifiers};
use ratatui::style::{Color, Modifier};

use crate::support::builtin::source;
use crate::support::driver::Driver;
use crate::support::keys::press;
use crate::support::screen::{ASCII, ODD_SIZES, PLAIN, SIZES, assert_ascii};

mod copied;
mod course;
mod exam;
mod exhibit;
mod footer;
mod home;
mod look;
mod mouse;
mod palette;
mod progress;
mod runs;
mod states;
mod stories;
mod what_if;

fn fact(id: &str, verdict: FactVerdict) -> Fact {
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
        title: format!("The claim of {id} in one sentence."),
        ..Fact::default()
    }
}

fn scenario(name: &str, title: &str) -> Scenario {
    let rules = Edition::Chapter.rules();
    let symptom = format!("{title}. Watch how the service answers, and how long it takes.");
    let symptom = StoryText::parse(&symptom).unwrap();
    Scenario {
        name: name.to_owned(),
        title: title.to_owned(),
        edition: Edition::Chapter,
        duration: SimDuration::from_secs(900),
        measured_from: SimTime::ZERO,
        seed: 42,
        chart: StoryChart::default(),
        teaches: Vec::new(),
        service: rules.service(),
        app: rules.application(),
        assume: rules.assume.values(),
        traffic: Vec::new(),
        actions: Vec::new(),
        alarms: Vec::new(),
        fix: Vec::new(),
        lab: None,
        goals: Vec::new(),
        story: Story { symptom, ..Story::default() },
        traces: Traces::default(),
        adapted: Vec::new(),
    }
}

fn course() -> Course {
    let topic = |id: &str, title: &str| CourseTopic {
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
            former: Vec::new(),
            name: "Counts one instance too few".to_owned(),
            correction: "What does not fit into the last full instance needs one more.".to_owned(),
            scenario: Some("campaign-surge".to_owned()),
        }],
        terms: vec![Term {
            name: "max concurrency".to_owned(),
            meaning: "Requests that one instance takes at once.".to_owned(),
            fact: Some("scaling.default-concurrency".to_owned()),
        }],
        comparisons: vec![ServiceComparison {
            id: "elastic-beanstalk".to_owned(),
            title: "App Runner and Elastic Beanstalk".to_owned(),
            intro: "Both run a web application from its code.".to_owned(),
            others: vec!["Elastic Beanstalk".to_owned()],
            rows: vec![["instances", "hidden", "yours to open"].map(str::to_owned).to_vec()],
            choose: "Choose Elastic Beanstalk where you must log in.".to_owned(),
            questions: Vec::new(),
            sources: vec!["https://docs.aws.amazon.com/".to_owned()],
        }],
    }
}

fn content() -> Content {
    let mut facts = vec![
        fact("scaling.default-concurrency", FactVerdict::Differs),
        fact("scaling.max-size", FactVerdict::Agrees),
        fact("overview.availability", FactVerdict::Outdated),
        fact("network.egress", FactVerdict::Unverified),
    ];
    facts.extend((0..20).map(|index| fact(&format!("billing.claim-{index}"), FactVerdict::Agrees)));
    Content {
        scenarios: vec![
            scenario("campaign-surge", "Campaign surge to the instance ceiling"),
            scenario("health-503", "A health check that begins to fail"),
            scenario("scale-to-zero", "The first request after a quiet night"),
        ]
        .into(),
        questions: Vec::new().into(),
        own: Vec::new(),
        files: Vec::new(),
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

/// A question on `topic` for each of `authorities`; their second option is right.
fn questions(topic: &str, domain: u8, authorities: &[&str]) -> Vec<Question> {
    let option = |text: usize| {
        let role = if text == 2 { "correct = true" } else { "misconception = \"one-too-few\"" };
        format!("[[question.option]]\ntext = \"{text} instances\"\n{role}\nwhy = \"w\"\n")
    };
    let options: String = (1..=4).map(option).collect();
    let question = |(number, authority): (usize, &&str)| {
        format!(
            "[[question]]\nid = \"{topic}-{number}\"\nrev = 1\ndomain = {domain}\n\
             task = \"{domain}.1\"\nobjective = \"counts\"\nkind = \"choice\"\nlevel = \"apply\"\n\
             difficulty = \"easy\"\nauthority = \"{authority}\"\nfacts = [\"scaling.max-size\"]\n\
             order = \"fixed\"\nstem = \"How many for load {number}?\"\n{options}"
        )
    };
    let questions: String = authorities.iter().enumerate().map(question).collect();
    let text = format!("format_version = 1\ntopic = \"{topic}\"\n{questions}");
    bank::read(source("bank.toml", &text), known(None)).expect("the bank is whole")
}

fn menu() -> Driver {
    Driver::new(content(), PLAIN)
}

fn at(destination: Destination) -> Driver {
    menu().at(destination)
}

/// Every screen, by way of where it opens and what is then said to it.
fn screens() -> Vec<(&'static str, Driver)> {
    let contested = [press(Char('c')), press(Down)];
    vec![
        ("home", menu()),
        ("scenarios", at(Destination::Scenarios).sent(&[press(Down)])),
        ("facts", at(Destination::Facts)),
        ("facts contested", at(Destination::Facts).sent(&contested)),
        ("help", at(Destination::Help)),
        ("help over facts", at(Destination::Facts).sent(&[press(Char('?'))])),
    ]
}

#[test]
fn every_screen_is_as_it_was() {
    for (name, driver) in screens() {
        for (width, height) in SIZES {
            let name = format!("{name} {width}x{height}").replace(' ', "-");
            insta::assert_snapshot!(name, driver.draw((width, height)));
        }
    }
}

#[test]
fn no_size_breaks_a_screen() {
    for (_, driver) in screens() {
        for size in ODD_SIZES {
            driver.draw(size);
        }
    }
}

#[test]
fn a_small_terminal_is_told_what_is_needed() {
    let text = menu().text((30, 8));
    assert!(text.contains("too small: 30x8 here, 40x12"), "{text}");
}

#[test]
fn the_selection_is_seen_without_color() {
    let frame = menu().draw(SIZES[0]);
    let cells = &frame.buffer().content;
    let pointer = cells.iter().find(|cell| cell.symbol() == "▸").unwrap();
    assert!(pointer.modifier.contains(Modifier::REVERSED | Modifier::BOLD));
    assert!(cells.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
}

#[test]
fn ascii_screens_hold_nothing_else() {
    for destination in [Destination::Scenarios, Destination::Facts, Destination::Help] {
        assert_ascii(&Driver::new(content(), ASCII).at(destination).draw((100, 30)));
    }
}

#[test]
fn a_filter_narrows_the_list() {
    let mut driver = at(Destination::Scenarios);
    driver.send(&[press(Char('/'))]).typed("QUIET first");
    assert_eq!(driver.app.place(), "While typing a filter");
    let text = driver.text((80, 24));
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
    let mut driver = at(Destination::Scenarios);
    driver.send(&[press(Char('/'))]).typed("nothing like it").send(&[press(Enter)]);
    driver.assert_shows("0 of 3");
    let nothing = driver.text((80, 24));
    assert!(!nothing.contains("Enter play") && !nothing.contains("↑↓ choose"), "{nothing}");
    driver.send(&[press(Esc)]);
    driver.assert_shows("3 of 3");
    driver.assert_shows("Enter play");
    driver.send(&[press(Esc)]);
    assert_eq!((driver.app.place(), driver.flow), ("Home", Flow::On));
    driver.send(&[press(Esc)]);
    assert_eq!(driver.flow, Flow::Leave(Exit::Closed));
}

#[test]
fn contested_facts_stand_alone_when_asked() {
    let mut driver = at(Destination::Facts);
    driver.assert_shows("24 of 24");
    driver.send(&[press(Char('c'))]);
    let text = driver.text((80, 24));
    assert!(text.contains("2 of 24") && !text.contains("scaling.max-size"), "{text}");
}

/// Whether the pane in the corner below the header has the arrows.
fn has_arrows(driver: &Driver, size: (u16, u16)) -> bool {
    driver.draw(size).buffer()[(0, 1)].modifier.contains(Modifier::BOLD)
}

#[test]
fn arrows_move_in_the_list_where_the_details_are_whole() {
    let (small, large) = ((40, 12), (200, 60));
    let mut driver = at(Destination::Facts);
    assert!(has_arrows(&driver, small));
    driver.key(Tab);
    assert!(!has_arrows(&driver, small) && has_arrows(&driver, large));
    let chosen = |driver: &Driver| {
        let screen = driver.text(large);
        screen.lines().position(|line| line.contains('▸')).unwrap()
    };
    let first = chosen(&driver);
    driver.key(Down);
    assert_eq!(chosen(&driver), first + 1);
    // Whose arrows moved in the list keeps them there.
    assert!(has_arrows(&driver, small));
    driver.key(Tab);
    assert!(!has_arrows(&driver, small));
    // Nothing is left to choose, and no details either.
    driver.send(&[press(Char('/'))]).typed("nothing like it").send(&[press(Enter)]);
    assert!(has_arrows(&driver, small));
}

#[test]
fn both_sides_of_a_fact_are_shown() {
    let driver = at(Destination::Facts);
    for size in SIZES {
        let text = driver.text(size);
        for part in ["The course", "AWS", "differs", "docs.aws.amazon.com", "Exam questions"] {
            assert!(text.contains(part), "{part} at {size:?}: {text}");
        }
    }
}

#[test]
fn help_opens_over_any_screen_and_closes_first() {
    let mut driver = at(Destination::Scenarios);
    driver.send(&[press(Char('?'))]);
    assert_eq!(driver.app.place(), "Help");
    driver.send(&[press(Esc)]);
    assert_eq!(driver.app.place(), "Scenarios");
}

#[test]
fn ctrl_c_leaves_from_anywhere() {
    let mut driver = at(Destination::Scenarios);
    driver.send(&[press(Char('/'))]);
    driver.press(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
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
        let mut driver = at(destination);
        let chosen = |driver: &Driver| {
            let screen = driver.text((80, 24));
            screen.lines().position(|line| line.contains('▸')).unwrap()
        };
        let first = chosen(&driver);
        driver.click(8, first + 1);
        assert_eq!(chosen(&driver), first + 1);
    }
}
