//! How the learner gets on, on the screen: panes, figures, and where they lead.

use coldstart::app::builtin;
use quizbank::answer::{Answer, Asked, Draft, Said};
use quizbank::file::bank;
use quizbank::model::calendar::{Day, Millis, Moment, Now};
use quizbank::model::paper::Identity;
use quizbank::model::question::QuestionId;
use quizbank::plan::Standing;
use quizbank::progress::Past;
use quizbank::schedule::{Card, Cards};
use quizbank::session::{Confidence, Outcome};
use quizbank::sitting::{Head, Kept, Points};
use spanned_toml::diagnostic::Source;

use super::*;

/// 2026-11-23, a Monday.
fn today() -> Day {
    "2026-11-23".parse().unwrap()
}

/// The answer to `question`, so many days ago.
fn answer(question: &str, outcome: Outcome, felt: Confidence, ago: i32) -> Answer {
    let day = Day::new(today().number() - ago).unwrap();
    let positions = vec![usize::from(outcome == Outcome::Right)];
    let asked = Asked { id: QuestionId(question.to_owned()), rev: 1 };
    let said = Said::Chosen { positions, outcome };
    let draft = Draft { asked, said, confidence: Some(felt), seed: 1 };
    let at = Moment(i64::from(day.number()) * 86_400_000);
    draft.given(Now { at, day }, Millis(9_000))
}

fn sitting(blueprint: &str, topic: Option<&str>, points: Option<u32>) -> Kept {
    let identity = Identity {
        blueprint: blueprint.to_owned(),
        topic: topic.map(str::to_owned),
        seed: 7,
        algorithm: 1,
        bank: "b".to_owned(),
        series: None,
    };
    let limit = Millis(7_800_000);
    let head = Head { id: "0a1b2c3d".to_owned(), identity, limit, begun: Moment(0) };
    let points = points.map(|points| Points { right: 9, scored: 12, points });
    Kept { head, day: today(), used: Millis(3_723_000), points }
}

/// Some answers, their cards, and three sittings.
pub(super) fn past() -> Past {
    use Confidence::{Guess, Sure, Unsure};
    use Outcome::{Right, Wrong};
    let answers = vec![
        answer("scaling-0", Right, Sure, 3),
        answer("scaling-1", Wrong, Sure, 2),
        answer("scaling-2", Right, Unsure, 1),
        answer("pricing-0", Wrong, Guess, 1),
        answer("pricing-1", Right, Sure, 0),
    ];
    let cards: Cards = answers
        .iter()
        .map(|answer| (answer.draft.asked.clone(), Card::after(None, answer)))
        .collect();
    let exam = Some(today().after(27));
    let sittings = vec![
        sitting("dva-c02", None, None),
        sitting("dva-c02-16", None, Some(775)),
        sitting("gate", Some("scaling"), Some(75)),
    ];
    Past {
        answers,
        standing: Standing { cards, today: today(), exam },
        sittings,
        predictions: Vec::new(),
    }
}

fn bank(topic: &str, domain: u8) -> Vec<quizbank::model::question::Question> {
    let option = |text: usize| {
        let role = if text == 2 { "correct = true" } else { "misconception = \"one-too-few\"" };
        format!("[[question.option]]\ntext = \"{text} of them\"\n{role}\nwhy = \"w\"\n")
    };
    let options: String = (1..=4).map(option).collect();
    let question = |number: usize| {
        format!(
            "[[question]]\nid = \"{topic}-{number}\"\nrev = 1\ndomain = {domain}\n\
             task = \"{domain}.1\"\nobjective = \"counts\"\nkind = \"choice\"\nlevel = \"apply\"\n\
             difficulty = \"easy\"\nauthority = \"both\"\nfacts = [\"scaling.max-size\"]\n\
             order = \"fixed\"\nstem = \"How many for load {number}?\"\n{options}"
        )
    };
    let questions: String = (0..8).map(question).collect();
    let text = format!("format_version = 1\ntopic = \"{topic}\"\n{questions}");
    bank::read(Source { name: "bank".to_owned(), text }, coldstart::app::builtin::known(None))
        .expect("the bank is whole")
}

fn driver(theme: Theme) -> Driver {
    let questions = [bank("scaling", 4), bank("pricing", 2)].concat();
    let blueprints = builtin::read_blueprints().unwrap();
    let content =
        Content { questions: questions.into(), blueprints: blueprints.into(), ..content() };
    let mut driver =
        Driver { app: App::new(Open::Home, content, theme), flow: Flow::On, effects: Vec::new() };
    driver.send(&[press(Char('p'))]);
    driver
}

#[test]
fn every_pane_is_as_it_was() {
    let mut driver = driver(PLAIN);
    for name in ["topics", "mistakes", "sure", "ahead", "exams"] {
        assert_eq!(driver.app.place(), "Progress");
        insta::assert_snapshot!(format!("progress-{name}-80x24"), driver.draw(80, 24).backend());
        driver.send(&[press(Tab)]);
    }
    insta::assert_snapshot!("progress-120x36", driver.draw(120, 36).backend());
}

#[test]
fn no_size_breaks_a_pane_and_ascii_is_ascii() {
    let ascii = Theme { tier: Tier::None, symbols: Symbols::Ascii };
    let mut driver = driver(ascii);
    for _ in 0..5 {
        for (width, height) in [(1, 1), (40, 12), (41, 200), (110, 28), (200, 60), (300, 12)] {
            let terminal = driver.draw(width, height);
            let cells = &terminal.backend().buffer().content;
            assert!(cells.iter().all(|cell| cell.symbol().is_ascii()), "{}", terminal.backend());
        }
        driver.send(&[press(Tab)]);
    }
}

#[test]
fn a_topic_opens_its_page_and_a_mistake_plays_its_cure() {
    let mut driver = driver(PLAIN);
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "A topic");
    driver.send(&[press(Esc)]);
    // The last row is a domain, which has no page.
    driver.send(&[press(End), press(Enter)]);
    assert_eq!(driver.app.place(), "Progress");
    driver.send(&[press(Tab), press(Enter)]);
    let played = driver.effects.iter().rev().find_map(|effect| match effect {
        Effect::Open(Destination::Play(scenario)) => Some(scenario.clone()),
        _ => None,
    });
    assert_eq!(played.as_deref(), Some("campaign-surge"));
}

#[test]
fn who_has_done_nothing_is_told_what_will_be_here() {
    let mut driver = driver(PLAIN);
    driver.app.look_back(&Past::new(today()));
    let mut told = |text: &str| {
        driver.send(&[press(Tab)]);
        let screen = driver.text(80, 24);
        assert!(screen.contains(text), "{text} is not on:\n{screen}");
    };
    told("None that has a name.");
    told("Say how sure you are");
    told("Nothing comes back in the next 30 days.");
    told("None yet.");
    assert!(driver.text(80, 24).contains("0 answers, – right · 0 due, 16 new"));
}

#[test]
fn a_click_on_a_mistake_goes_to_it() {
    let mut driver = driver(PLAIN);
    let screen = driver.text(120, 36);
    let row = screen.lines().position(|line| line.contains("one instance too few")).unwrap();
    let kind = MouseEventKind::Down(MouseButton::Left);
    let row = u16::try_from(row).unwrap();
    let mouse = MouseEvent { kind, column: 80, row, modifiers: KeyModifiers::NONE };
    let message = driver.app.message(&Event::Mouse(mouse)).unwrap();
    driver.send(&[message]);
    let clicked = driver.text(120, 36);
    let line = clicked.lines().nth(usize::from(row)).unwrap();
    assert!(line.contains("▸  2×"), "{line}");
}
