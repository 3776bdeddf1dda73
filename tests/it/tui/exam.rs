//! The screens of an exam: the list, the first page, a question, all of them, the
//! score and the look back.

use std::path::PathBuf;

use coldstart::tui::Content;
use coldstart::tui::message::{Destination, Effect, ExamRequest, FormChoice, Journal, Msg, Wheel};
use coldstart::tui::screen::exams::Journals;
use coldstart::tui::theme::Theme;
use quizbank::attempt::{
    ActionKind, AttemptHead, AttemptSummary, ClockReading, ExamAction, ExamAttempt, Notice, Points,
};
use quizbank::countdown::ExamCode;
use quizbank::model::calendar::{Millis, Moment};
use quizbank::model::paper::FormIdentity;

use ratatui::crossterm::event::KeyCode::{self, Char, Down, End, Enter, Esc, Right};
use ratatui::layout::Position;

use super::content;
use super::look::CONTENT;

use crate::support::builtin::{BANK, BLUEPRINTS, LEDGER};
use crate::support::driver::Driver;
use crate::support::keys::press;
use crate::support::screen::{ASCII, ODD_SIZES, PLAIN, SIZES, assert_ascii};

/// What is made up, around the built-in bank.
fn whole() -> Content {
    Content {
        questions: BANK.clone().into(),
        ledger: LEDGER.clone().into(),
        blueprints: BLUEPRINTS.clone().into(),
        course: CONTENT.course.clone(),
        ..content()
    }
}

fn kept(id: &str, name: &str, points: Option<Points>) -> AttemptSummary {
    let identity = FormIdentity {
        blueprint: name.to_owned(),
        topic: (name == "topic-test").then(|| "scaling".to_owned()),
        seed: 482_913,
        algorithm: 1,
        bank: String::new(),
        series: None,
    };
    let (limit, begun) = (Millis(7_800_000), Moment(0));
    let head = AttemptHead { id: id.to_owned(), identity, candidate: None, limit, begun };
    let day = "2026-11-20".parse().unwrap();
    AttemptSummary { head, day, used: Millis(1_234_000), points }
}

fn journals() -> Journals {
    let points = |right, scored, points| Some(Points { right, scored, points });
    Journals {
        kept: vec![
            kept("3fa2b1c0", "dva-c02", None),
            kept("a1b2c3d4", "dva-c02-16", points(6, 12, 550)),
            kept("0d0d0d0d", "topic-test", points(13, 16, 81)),
        ],
        path: Some(PathBuf::from("/home/ada/.local/share/coldstart/coldstart.db")),
        today: "2026-11-20".to_owned(),
        exam: ExamCode::DvaC02,
    }
}

fn driver(theme: Theme) -> Driver {
    let mut driver = Driver::new(whole(), theme);
    driver.app.keeps(journals());
    driver
}

fn list(theme: Theme) -> Driver {
    driver(theme).at(Destination::Exams)
}

fn start(theme: Theme, blueprint: &str) -> Driver {
    let mut driver = list(theme);
    driver.app.start(&FormChoice {
        blueprint: blueprint.to_owned(),
        topic: None,
        seed: Some(7),
        candidate: None,
    });
    driver
}

/// Does `act` to the exam on top when `used` seconds are used.
pub(super) fn step(driver: &mut Driver, used: u64, act: &ExamAction) {
    let exam = driver.app.exam().unwrap();
    let now = ClockReading { used: Millis(used * 1_000), wall: Moment(used.cast_signed() * 1_000) };
    let record = exam.attempt().act(act, now).unwrap();
    exam.attempt_mut().take(&record).unwrap();
    exam.passes(now.used);
    exam.kept(act, Ok(()));
}

/// An exam that has begun.
pub(super) fn seated(theme: Theme, blueprint: &str, seed: u64) -> Driver {
    let mut driver = list(theme);
    let exam_source = driver.app.exam_source();
    let blueprint = exam_source.blueprint(blueprint).unwrap();
    let form = exam_source.form(blueprint, None, seed).unwrap();
    let identity = form.identity.clone();
    let (id, begun) = ("3fa2b1c0".to_owned(), Moment(0));
    let head = AttemptHead { id, identity, candidate: None, limit: blueprint.limit(), begun };
    let key = form.key(blueprint);
    let mut attempt = ExamAttempt::new(head, form, key);
    let now = ClockReading { used: Millis(0), wall: Moment(0) };
    let first = attempt.act(&ExamAction::plain(ActionKind::Begin), now).unwrap();
    attempt.take(&first).unwrap();
    driver.app.seat(attempt, Journal::Kept);
    driver
}

fn sat(theme: Theme, blueprint: &str) -> Driver {
    let mut driver = seated(theme, blueprint, 7);
    for number in (1..=driver.app.exam().unwrap().attempt().count()).filter(|it| it % 3 != 0) {
        let at = number as u64 * 20;
        step(&mut driver, at, &ExamAction::on(ActionKind::Go, number));
        let item = driver.app.exam().unwrap().attempt().slot(number).unwrap().item().clone();
        let places = item.options.iter().take(item.wanted()).map(|option| option.position + 1);
        step(&mut driver, at + 5, &ExamAction::on(ActionKind::Pick, number).with(places));
        if number % 5 == 0 {
            step(&mut driver, at + 6, &ExamAction::on(ActionKind::Flag, number));
        }
    }
    step(&mut driver, 1_400, &ExamAction::on(ActionKind::Go, 4));
    step(&mut driver, 1_402, &ExamAction::on(ActionKind::Strike, 4).with([1]));
    driver
}

pub(super) fn submitted(theme: Theme, blueprint: &str) -> Driver {
    let mut driver = sat(theme, blueprint);
    step(&mut driver, 1_700, &ExamAction::plain(ActionKind::Submit));
    driver
}

/// Every screen of an exam.
pub fn screens(theme: Theme) -> Vec<(&'static str, Driver)> {
    let mut reminded = sat(theme, "dva-c02-16");
    reminded.app.exam().unwrap().passes(Millis(27 * 60_000));
    reminded.app.exam().unwrap().remind(Notice::Left(5));
    let by_question = submitted(theme, "dva-c02-16");
    // Only drawing knows how far a page scrolls.
    by_question.draw((80, 24));
    vec![
        ("exams", list(theme)),
        ("exam start", start(theme, "dva-c02")),
        ("exam start on a topic", start(theme, "topic-test")),
        ("exam question", sat(theme, "dva-c02")),
        ("exam reminded", reminded),
        ("exam jump", sat(theme, "dva-c02").sent(&[press(Char('g')), press(Char('6'))])),
        ("exam review", sat(theme, "dva-c02").sent(&[press(Char('v')), press(Down)])),
        ("exam submit", sat(theme, "dva-c02-16").sent(&[press(Char('v')), press(Char('s'))])),
        ("exam leave", sat(theme, "dva-c02-16").sent(&[press(Esc)])),
        ("exam score", submitted(theme, "dva-c02")),
        ("exam score by question", by_question.sent(&[press(End)])),
        ("exam look back", submitted(theme, "dva-c02-16").sent(&[press(Enter)])),
    ]
}

#[test]
fn every_screen_of_an_exam_is_as_it_was() {
    for (name, driver) in screens(PLAIN) {
        for (width, height) in SIZES {
            let name = format!("{name} {width}x{height}").replace(' ', "-");
            insta::assert_snapshot!(name, driver.draw((width, height)));
        }
    }
}

#[test]
fn no_size_breaks_a_screen_of_an_exam() {
    for (_, driver) in screens(PLAIN) {
        for size in ODD_SIZES {
            driver.draw(size);
        }
    }
}

#[test]
fn every_sign_of_an_exam_has_a_twin() {
    for ((name, signs), (_, twins)) in screens(PLAIN).into_iter().zip(screens(ASCII)) {
        let (signs, twins) = (signs.draw(SIZES[0]), twins.draw(SIZES[0]));
        assert_ascii(&twins);
        for (sign, twin) in signs.buffer().content.iter().zip(&twins.buffer().content) {
            assert!(twin.symbol() != "?" || sign.symbol() == "?", "{name}: {}", sign.symbol());
        }
    }
}

/// The rows of the list of questions that are left to do.
fn left_to_do(driver: &Driver) -> String {
    let screen = driver.text((120, 36));
    let (_, list) = screen.split_once("Not answered or flagged").unwrap();
    list.lines().skip(1).map(|line| line.chars().take(30).collect::<String>() + "\n").collect()
}

/// The row of a screen of 120x36 on which `part` stands.
fn row_of(driver: &Driver, part: &str) -> u16 {
    let screen = driver.text((120, 36));
    let row = screen.lines().position(|line| line.contains(part));
    row.unwrap_or_else(|| panic!("no {part} on:\n{screen}")).try_into().unwrap()
}

#[test]
fn every_question_that_is_left_to_do_is_reached_by_keys_and_by_the_wheel() {
    let mut driver = sat(PLAIN, "dva-c02").sent(&[press(Char('v'))]);
    let first = left_to_do(&driver);
    assert!(first.contains(" 3 ○") && !first.contains("65 ◆"), "{first}");
    let row = row_of(&driver, "│  3 ○  ");
    let wheel = Msg::Wheel(Position { x: 8, y: row }, Wheel::Down);
    driver.send(&vec![wheel; 40]);
    let wheeled = left_to_do(&driver);
    assert!(wheeled.contains("65 ◆") && !wheeled.contains(" 3 ○"), "{wheeled}");
    driver.send(&[press(KeyCode::Home)]);
    let begun = left_to_do(&driver);
    assert!(begun.contains(" 3 ○") && !begun.contains("65 ◆"), "{begun}");
    driver.send(&[press(End)]);
    let ended = left_to_do(&driver);
    assert!(ended.contains("65 ◆") && !ended.contains(" 3 ○"), "{ended}");
    // A click on one of them goes there.
    let row = row_of(&driver, "│ 65 ◆  ");
    driver.send(&[Msg::Click(Position { x: 12, y: row })]);
    let went = driver.effects.last();
    let meant = ExamAction::on(ActionKind::Go, 65);
    assert_eq!(went, Some(&Effect::ExamStep(meant)));
}

#[test]
fn a_hidden_clock_is_hidden_beside_the_question_too() {
    let mut driver = sat(PLAIN, "dva-c02");
    assert!(driver.text((200, 60)).contains("Time left"));
    driver.send(&[press(Char('t'))]);
    let hidden = driver.text((200, 60));
    assert!(hidden.contains("time hidden") && !hidden.contains("Time left"), "{hidden}");
}

#[test]
fn a_resting_exam_asks_for_no_ticks() {
    for (name, driver) in screens(PLAIN) {
        assert!(name == "exam look back" || !driver.app.moves(), "{name}");
    }
}

#[test]
fn the_list_leads_to_what_is_chosen() {
    let chosen = |messages: &[Msg]| {
        let driver = list(PLAIN).sent(messages).sent(&[press(Enter)]);
        match driver.effects.last() {
            Some(Effect::Exam(entry)) => entry.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(chosen(&[]), ExamRequest::Resume("3fa2b1c0".to_owned()));
    let ask =
        FormChoice { blueprint: "dva-c02".to_owned(), topic: None, seed: None, candidate: None };
    assert_eq!(chosen(&[press(Down)]), ExamRequest::Start(ask));
    assert_eq!(chosen(&[press(End)]), ExamRequest::Review("0d0d0d0d".to_owned()));
}

#[test]
fn without_an_open_attempt_the_exam_of_the_day_is_under_the_cursor() {
    let mut driver = list(PLAIN);
    let today = "2026-12-01".to_owned();
    driver.app.keeps(Journals { kept: Vec::new(), path: None, today, exam: ExamCode::DvaC03 });
    let text = driver.text((80, 24));
    assert!(
        text.contains("▸ App Runner practice in the shape of DVA-C03 ")
            && text.contains("data is not saved"),
        "{text}"
    );
}

#[test]
fn a_form_that_the_bank_cannot_fill_says_why() {
    let mut questions = BANK.clone();
    questions.retain(|question| question.domain != 2);
    let few = Content { questions: questions.into(), ..whole() };
    let mut driver = Driver::new(few, PLAIN);
    driver.app.keeps(Journals { kept: Vec::new(), ..journals() });
    let driver = driver.at(Destination::Exams);
    let text = driver.text((80, 24));
    assert!(text.contains("✗ not enough"), "{text}");
    assert!(text.contains("domain 2 has 0 questions for"), "{text}");
}

#[test]
fn the_menu_tells_of_exams() {
    let text = driver(PLAIN).text((80, 24));
    assert!(text.contains("Practice exam") && text.contains("1 to resume"), "{text}");
    let mut driver = driver(PLAIN);
    for (left_out, said) in [(1, "last: 550 of 1000"), (2, "last: 81 %")] {
        let kept = journals().kept.into_iter().skip(left_out).collect();
        driver.app.keeps(Journals { kept, ..journals() });
        driver.assert_shows(said);
    }
}

#[test]
fn an_exam_that_is_submitted_hides_nothing_from_find() {
    let mut driver = seated(PLAIN, "dva-c02-16", 7);
    driver.key(Char(':')).typed("overview.fully-managed");
    driver.assert_shows("Nothing contains these words");
    driver.key(Esc);
    step(&mut driver, 60, &ExamAction::plain(ActionKind::Submit));
    driver.key(Char(':')).typed("overview.fully-managed").key(Enter);
    assert_eq!(driver.app.place(), "Facts");
}

#[test]
fn the_first_page_says_what_is_ours_before_the_clock_runs() {
    let driver = start(PLAIN, "dva-c02");
    let text = driver.text((80, 24));
    for part in [
        "From coldstart: ",
        "From AWS: ",
        "not on the in-scope list",
        "130 minutes",
        "coldstart.db",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let driver = start(PLAIN, "topic-test").sent(&[press(Right), press(Enter)]);
    let Some(Effect::Exam(ExamRequest::Begin(ask))) = driver.effects.last() else { panic!() };
    assert!(ask.topic.is_some() && ask.seed == Some(7), "{ask:?}");
}
