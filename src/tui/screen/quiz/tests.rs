use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode::{self, Char, Down, End, Enter, Esc, PageDown, PageUp};

use super::*;
use crate::tui::app::App;
use crate::tui::message::{Destination, Msg};
use crate::tui::options::Open;
use crate::tui::theme::{Symbols, Tier};
use quizbank::answer::AnswerChange;
use quizbank::model::course::Course;
use quizbank::model::fact::{Fact, FactVerdict, Ledger};
use quizbank::model::question::{Order, Question};
use quizbank::sample;

const THEME: Theme = Theme::new(Tier::None, Symbols::Unicode);

fn press(code: KeyCode) -> Msg {
    Msg::press(code)
}

fn content() -> Content {
    let fact = Fact {
        id: "healthcheck.interval-default".to_owned(),
        topic: "healthcheck".to_owned(),
        chapter: "Checks run every 10 seconds unless told otherwise.".to_owned(),
        aws: "The default interval is 5 seconds.".to_owned(),
        verdict: FactVerdict::Differs,
        source: vec!["https://docs.aws.amazon.com/apprunner/latest/dg/health.html".to_owned()],
        title: "The interval is 5 seconds unless it is set.".to_owned(),
        ..Fact::default()
    };
    let ledger =
        Ledger { chapter_edition: String::new(), aws_read: String::new(), facts: vec![fact] };
    let (scenarios, questions, blueprints) = (Vec::new(), Vec::new(), Vec::new());
    Content {
        scenarios: scenarios.into(),
        questions: questions.into(),
        own: Vec::new(),
        files: Vec::new(),
        ledger: ledger.into(),
        course: Course::default().into(),
        blueprints: blueprints.into(),
    }
}

fn questions() -> Vec<Question> {
    let mut one = sample::choice("health-first-unhealthy", "health-check");
    one.stem =
        "A service checks /health over HTTP every 10 seconds with an unhealthy threshold of 5. \
         Right after a check succeeds, the application begins to answer 503 at once. How long \
         after that success is the instance first judged unhealthy?"
            .to_owned();
    one.facts = vec!["healthcheck.interval-default".to_owned()];
    let texts = [
        ("10 seconds", "One failure is not enough: the threshold asks for five in a row."),
        ("50 seconds", "Five failures, one every 10 seconds: at 10, 20, 30, 40 and 50 seconds."),
        ("60 seconds", "The first check after the success comes after 10 seconds, not at once."),
        (
            "75 seconds",
            "Adds the time-out of 5 seconds to every check. The time-out counts only when nothing \
             answers; here the application answers at once, with the wrong status.",
        ),
    ];
    for (option, (text, why)) in one.options.iter_mut().zip(texts) {
        text.clone_into(&mut option.text);
        why.clone_into(&mut option.why);
    }
    let two = sample::multiple("two-ceilings", "scaling");
    [one, two].map(|question| Question { order: Order::Fixed, ..question }).into()
}

fn app() -> App {
    let session = Session::new(&questions(), 1).unwrap();
    App::new(Open::Quiz(Box::new(Study::new(session))), content(), THEME)
}

fn screen(app: &App, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| app.draw(frame)).unwrap();
    terminal.backend().to_string()
}

/// Sends messages; what is to be kept is, nowhere.
fn update(app: &mut App, messages: &[Msg]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for message in messages {
        let asked = app.update(message);
        for effect in &asked {
            if let Effect::Keep(change) = effect {
                let more = app.kept(change, Ok(Journal::Unkept));
                assert_eq!(more, []);
            }
        }
        effects.extend(asked);
    }
    effects
}

#[test]
fn a_question_waits_for_its_answer() {
    let mut app = app();
    update(&mut app, &[press(Down), press(Char('s')), press(Char('s'))]);
    insta::assert_snapshot!(screen(&app, 80, 24));
}

#[test]
fn an_answered_question_explains_every_option() {
    let mut app = app();
    update(&mut app, &[press(Char('4')), press(Enter)]);
    insta::assert_snapshot!("explanation_80x24", screen(&app, 80, 24));
    insta::assert_snapshot!("explanation_120x40", screen(&app, 120, 40));
    insta::assert_snapshot!("explanation_200x60", screen(&app, 200, 60));
}

#[test]
fn a_long_explanation_scrolls_to_its_last_line_and_no_further() {
    let mut app = app();
    update(&mut app, &[press(Char('4')), press(Enter)]);
    screen(&app, 60, 14);
    update(&mut app, &[press(End)]);
    let last = screen(&app, 60, 14);
    assert!(last.contains("h.html "), "{last}");
    update(&mut app, &[press(Down), press(PageDown)]);
    assert_eq!(screen(&app, 60, 14), last);
}

#[test]
fn scrolling_back_from_the_end_moves_at_once() {
    let mut app = app();
    update(&mut app, &[press(Char('4')), press(Enter)]);
    screen(&app, 60, 14);
    update(&mut app, &[press(End)]);
    let last = screen(&app, 60, 14);
    update(&mut app, &[press(PageUp)]);
    assert_ne!(screen(&app, 60, 14), last);
}

#[test]
fn the_cursor_is_kept_in_sight() {
    let mut app = app();
    update(&mut app, &[press(End)]);
    let seen = screen(&app, 40, 12);
    assert!(seen.contains("4  75 seconds"), "{seen}");
}

#[test]
fn several_keys_are_picked_with_space_and_counted() {
    let mut app = app();
    update(&mut app, &[press(Enter), press(Enter), press(Char(' ')), press(Enter)]);
    let rejected = screen(&app, 80, 24);
    assert!(rejected.contains("1 chosen, 2 required; press space to pick"), "{rejected}");
    update(&mut app, &[press(Char('4')), press(Enter)]);
    assert!(screen(&app, 80, 24).contains("✓ Right"));
}

#[test]
fn the_end_tells_the_score_and_what_was_missed() {
    let mut app = app();
    let effects = update(
        &mut app,
        &[
            press(Char('s')),
            press(Enter),
            press(Enter),
            press(Char('1')),
            press(Char('4')),
            press(Enter),
            press(Enter),
        ],
    );
    let (last, answers) = effects.split_last().unwrap();
    assert_eq!(*last, Effect::KeepSession(Vec::new()));
    assert!(
        answers.iter().all(|effect| matches!(effect, Effect::Keep(AnswerChange::Answered(..))))
    );
    insta::assert_snapshot!(screen(&app, 80, 24));
    insta::assert_snapshot!("score_120x36", screen(&app, 120, 36));
    assert_eq!(app.update(&press(Esc)), [Effect::Close]);
}

/// Both questions missed, at the score.
fn both_missed() -> App {
    let mut app = app();
    let first = [press(Char('4')), press(Enter), press(Enter)];
    let second = [press(Char('2')), press(Char('3')), press(Enter)];
    update(&mut app, &first);
    update(
        &mut app,
        &second.map(|message| match message {
            Msg::Key(key) if key.code == Char('2') => press(Char('1')),
            message => message,
        }),
    );
    update(&mut app, &[press(Enter)]);
    assert_eq!(app.place(), "The score");
    app
}

#[test]
fn every_missed_question_opens_from_the_score() {
    let mut app = both_missed();
    update(&mut app, &[press(Enter)]);
    assert_eq!(app.place(), "A question that was missed");
    let first = screen(&app, 80, 24);
    assert!(first.contains("✗ Wrong") && first.contains("missed question 1 of 2"), "{first}");
    update(&mut app, &[press(Enter)]);
    assert!(screen(&app, 80, 24).contains("missed question 2 of 2"));
    update(&mut app, &[press(KeyCode::Left)]);
    assert!(screen(&app, 80, 24).contains("missed question 1 of 2"));
    let fact = Destination::Fact("healthcheck.interval-default".to_owned());
    assert_eq!(app.update(&press(Char('f'))), [Effect::Open(fact)]);
    update(&mut app, &[press(Esc)]);
    assert_eq!(app.place(), "The score");
    // The cursor stays at what was read last, and past the last one comes the score.
    update(&mut app, &[press(Enter), press(Enter), press(Enter)]);
    assert_eq!(app.place(), "The score");
    assert_eq!(app.update(&press(Esc)), [Effect::Close]);
}

#[test]
fn the_right_answer_is_told_first_at_every_size() {
    for (width, height) in [(40, 12), (80, 24), (120, 36), (200, 60)] {
        let mut app = app();
        update(&mut app, &[press(Char('4')), press(Enter)]);
        let seen = screen(&app, width, height);
        assert!(seen.contains("✗ Wrong"), "{seen}");
        if height > 12 {
            assert!(seen.contains("✓ 2  50 seconds") && seen.contains("✗ 4  75 seconds"), "{seen}");
        }
    }
}

#[test]
fn a_click_chooses_an_option() {
    let mut app = app();
    let seen = screen(&app, 80, 24);
    let row = seen.lines().position(|line| line.contains("75 seconds")).unwrap();
    let row = u16::try_from(row).unwrap();
    update(&mut app, &[Msg::Click(ratatui::layout::Position { x: 8, y: row })]);
    assert!(screen(&app, 80, 24).contains("▸ 4"));
}

#[test]
fn undo_asks_the_question_again() {
    let mut app = app();
    update(&mut app, &[press(Enter), press(Char('u'))]);
    assert_eq!(app.place(), "A question");
    update(&mut app, &[press(Char('u'))]);
    assert!(screen(&app, 80, 24).contains("there is no answer to clear"));
}

#[test]
fn an_answer_is_acknowledged_only_once_it_is_kept() {
    let mut app = app();
    let effects = app.update(&press(Enter));
    let [Effect::Keep(change)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(!screen(&app, 80, 24).contains("saved"));
    app.kept(change, Ok(Journal::Kept));
    assert!(screen(&app, 80, 24).contains("saved"));
}

#[test]
fn an_answer_that_cannot_be_kept_is_none_and_may_be_given_again() {
    let mut app = app();
    let effects = app.update(&press(Enter));
    let [Effect::Keep(change)] = effects.as_slice() else { panic!("{effects:?}") };
    app.kept(change, Err("the disk is full".to_owned()));
    assert_eq!(app.place(), "A question");
    assert!(screen(&app, 80, 24).contains("not saved: the disk is full"));
    assert_eq!(update(&mut app, &[press(Enter)]).len(), 1);
}

#[test]
fn what_is_said_or_taken_back_later_is_kept_too() {
    let mut app = app();
    let effects =
        update(&mut app, &[press(Char('s')), press(Enter), press(Char('s')), press(Char('u'))]);
    let kept: Vec<&Effect> = effects.iter().collect();
    assert!(matches!(
        kept[..],
        [
            Effect::Keep(AnswerChange::Answered(1, _)),
            Effect::Keep(AnswerChange::Rated(1, _)),
            Effect::Keep(AnswerChange::TakenBack(1)),
        ]
    ));
}

#[test]
fn a_topic_test_explains_nothing_and_takes_nothing_back() {
    let session = Session::new(&questions(), 1).unwrap().as_test();
    let study = Study { topic_test: Some("scaling".to_owned()), ..Study::new(session) };
    let mut app = App::new(Open::Quiz(Box::new(study)), content(), THEME);
    update(&mut app, &[press(Char('4')), press(Enter)]);
    let next = screen(&app, 80, 24);
    assert!(next.contains("2 of 2") && !next.contains("75 seconds"), "{next}");
    update(&mut app, &[press(Char('u'))]);
    assert_eq!(app.place(), "A question");
    let rejected = screen(&app, 80, 24);
    assert!(
        rejected.contains("2 of 2") && rejected.contains("the first answer counts"),
        "{rejected}"
    );
}

#[test]
fn after_its_end_a_topic_test_marks_what_was_wrong_and_no_question_at_hand() {
    let mut session = Session::new(&questions(), 1).unwrap().as_test();
    let change = session.answer_with(&[0]).unwrap();
    session.apply(&change);
    session.advance().unwrap();
    let said = |shown| {
        let lines = standing::lines(shown, &content(), None, (60, 20), THEME);
        lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let going = said(standing::Shown::Going(&session));
    assert!(going.contains("1 of 2 answered") && going.contains("■  1"), "{going}");
    assert!(going.contains("▸  2"), "{going}");
    let over = said(standing::Shown::Over(&session));
    assert!(over.contains("0 of 1 right") && over.contains("✗  1"), "{over}");
    assert!(over.contains("·  2") && !over.contains('▸'), "{over}");
}

#[test]
fn leaving_shows_the_score_if_there_is_one() {
    let mut app = app();
    // Where nothing is answered, nothing is left to go on with.
    assert_eq!(app.update(&press(Esc)), [Effect::KeepSession(Vec::new()), Effect::Close]);
    update(&mut app, &[press(Enter)]);
    let left = app.update(&press(Esc));
    assert!(matches!(left.as_slice(), [Effect::KeepSession(left)] if left.len() == 1), "{left:?}");
    assert_eq!(app.place(), "The score");
}

#[test]
fn the_fact_behind_the_question_opens() {
    let mut app = app();
    update(&mut app, &[press(Enter)]);
    let fact = Destination::Fact("healthcheck.interval-default".to_owned());
    assert_eq!(app.update(&press(Char('f'))), [Effect::Open(fact)]);
    // No run proves it, so none is offered.
    let before = screen(&app, 80, 24);
    assert!(before.contains("f fact") && !before.contains("r replay"), "{before}");
    assert_eq!(app.update(&press(Char('r'))), []);
    assert_eq!(screen(&app, 80, 24), before);
}

#[test]
fn no_size_and_no_message_breaks_it() {
    for (width, height) in [(0, 0), (1, 1), (20, 5), (40, 12), (41, 13), (200, 60)] {
        let mut app = app();
        for message in
            [press(End), press(Enter), press(End), press(Enter), press(Esc), press(PageDown)]
        {
            app.update(&message);
            let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
            terminal.draw(|frame| app.draw(frame)).unwrap();
        }
    }
}

#[test]
fn an_attempt_without_questions_ends_at_once() {
    let session = Session::new(&[], 1).unwrap();
    let app = App::new(Open::Quiz(Box::new(Study::new(session))), content(), THEME);
    assert!(screen(&app, 80, 24).contains("No question was answered"));
}

#[test]
fn a_long_question_opens_at_its_stem_with_the_way_to_its_options() {
    let mut questions = questions();
    questions[0].stem = questions[0].stem.repeat(2);
    let session = Session::new(&questions, 1).unwrap();
    let mut app = App::new(Open::Quiz(Box::new(Study::new(session))), content(), THEME);
    let opened = screen(&app, 40, 12);
    assert!(opened.contains("A service checks") && opened.contains("↓ to the options"), "{opened}");
    for option in ["▸ 1", "▸ 2"] {
        app.update(&press(Down));
        let shown = screen(&app, 40, 12);
        assert!(shown.contains(option) && !shown.contains("to the options"), "{shown}");
    }
}
