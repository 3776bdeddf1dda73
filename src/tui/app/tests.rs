//! Every key that a screen advertises does something there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::store::exam_clock::{ClockTimes, ExamClock};
use crate::tui::keys;
use crate::tui::message::{ExamRequest, FormChoice, Journal, StudyRequest};
use crate::tui::theme::{Symbols, Tier};
use quizbank::model::question::QuestionId;
use quizbank::session::AnswerMode;

const PLAIN: Theme = Theme::new(Tier::None, Symbols::Unicode);

/// Reading it takes its time.
static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    let content = Content::builtin();
    content.read();
    content
});

/// The application with its loop played by hand.
#[derive(Clone)]
struct Visit {
    app: App,
    clock: Option<ExamClock>,
}

impl Visit {
    fn new() -> Self {
        Self { app: App::new(Open::Home, CONTENT.clone(), PLAIN), clock: None }
    }

    fn at(destination: Destination) -> Self {
        let mut visit = Self::new();
        visit.app.open(destination);
        visit.settled()
    }

    fn studying(asked: StudyRequest) -> Self {
        let mut visit = Self::new();
        visit.app.study(asked, 1);
        visit
    }

    fn settled(mut self) -> Self {
        while !self.app.simulate(u64::MAX) {}
        self.screen();
        self
    }

    fn screen(&self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        terminal.draw(|frame| self.app.draw(frame)).unwrap();
        // Colors and modifiers too.
        format!("{:?}", terminal.backend().buffer())
    }

    /// What is asked of the loop by a key, some of which is done.
    fn press(&mut self, name: &str) -> Vec<Effect> {
        let key = keys::event(name).unwrap();
        assert_eq!(keys::name(key), name, "no terminal reports this key");
        let effects = self.app.update(&Msg::Key(key));
        for effect in &effects {
            match effect {
                Effect::Open(destination) => self.app.open(destination.clone()),
                Effect::Keep(change) => drop(self.app.kept(change, Ok(Journal::Unkept))),
                Effect::Exam(ExamRequest::Start(ask)) => self.app.start(ask),
                Effect::Exam(ExamRequest::Begin(ask)) => self.begin(ask),
                Effect::ExamStep(action) => {
                    let (Some(exam), Some(clock)) = (self.app.exam(), &mut self.clock) else {
                        continue;
                    };
                    let kept = clock.keep(exam.attempt_mut(), None, action, ClockTimes::now());
                    exam.kept(action, kept.map_err(|fault| fault.to_string()));
                }
                _ => {}
            }
        }
        while !self.app.simulate(u64::MAX) {}
        self.screen();
        effects
    }

    fn begin(&mut self, ask: &FormChoice) {
        let source = self.app.exam_source();
        let blueprint = source.blueprint(&ask.blueprint).unwrap();
        let form = source.form(blueprint, ask.topic.as_deref(), 3).unwrap();
        let begun = ExamClock::begin(None, form, blueprint, None, ClockTimes::now()).unwrap();
        self.clock = Some(begun.0);
        self.app.seat(begun.1, Journal::Kept);
    }

    fn pressing(mut self, names: &str) -> Self {
        for name in names.split(' ').filter(|name| !name.is_empty()) {
            self.press(name);
        }
        self
    }
}

/// Keys into states of a run of a surge.
const SURGE: [&str; 18] = [
    "b b i / p r o t o c o l",
    "b b i / p r o t o c o l Enter Enter",
    "b b i / p r o t o c o l Enter Enter ↑",
    "b b i / m a x Enter Enter ctrl-u 9",
    "b b i End Enter",
    "b b i Enter",
    "b b",
    "b b n n t",
    "b b Tab ↓ ↓",
    "b b n ↑ ↑",
    "b b e",
    "b b e u",
    "→ [ [ [ [ [ [ [ [ [",
    "End m PgUp",
    "→ Tab",
    "→ Tab Tab",
    "End ctrl-d",
    "End D",
];
/// Keys into states of a run whose instances fail their checks.
const UNHEALTHY: [&str; 7] = [
    "b",
    "b ↓",
    "b End",
    "b Tab 1",
    "b Tab End 2",
    "b 1 Enter End 1 Enter",
    "b 1 Enter End 1 Enter End",
];
/// Keys into states of a lab.
const LAB: [&str; 9] = [
    "",
    "ctrl-d",
    "H",
    "i Enter Enter",
    "i End Enter",
    "Home",
    "Home n ↑ ↑",
    "Home n n n n n",
    "Tab",
];

/// Forms of a run and of a lab whose texts are scrolled, so that they scroll back.
fn scrolled_forms() -> Vec<Visit> {
    let run = |keys: &str| Visit::at(Destination::Play("campaign-surge".to_owned())).pressing(keys);
    let lab = |keys: &str| Visit::at(Destination::Lab("lab-redirect".to_owned())).pressing(keys);
    let mut states = Vec::new();
    for keys in ["", "↓ ↓", "End"] {
        states.push(lab(&format!("i {keys} ctrl-d")));
        states.push(lab(&format!("i {keys} Enter PgDn")));
        states.push(lab(&format!("i {keys} Enter Enter PgDn")));
    }
    for keys in ["i / p r o t o c o l PgDn", "i / m a x PgDn", "i / h e a l t h PgDn"] {
        states.push(run(keys));
        states.push(run(&format!("b b {keys}")));
    }
    let typing = ["i Enter PgDn", "i / m a x Enter Enter PgDn", "i / p a t h Enter Enter PgDn"];
    states.extend(typing.map(run));
    states
}

/// States of every screen, so that each key has one in which it can do something.
fn states() -> Vec<Visit> {
    let run = |name: &str, keys: &str| Visit::at(Destination::Play(name.to_owned())).pressing(keys);
    let lab = |keys: &str| Visit::at(Destination::Lab("lab-redirect".to_owned())).pressing(keys);
    let proven =
        StudyRequest::Questions(vec![QuestionId("health-check-dependency-outage".to_owned())]);
    let topic = |way| StudyRequest::Topic { topic: "scaling".to_owned(), way };
    let exam = |keys: &str| {
        let mut visit = Visit::new();
        let ask = FormChoice {
            blueprint: "dva-c02-16".to_owned(),
            topic: None,
            seed: Some(3),
            candidate: None,
        };
        visit.begin(&ask);
        visit.screen();
        visit.pressing(keys)
    };
    let topic_test = FormChoice {
        blueprint: "topic-test".to_owned(),
        topic: None,
        seed: Some(3),
        candidate: None,
    };
    let mut before = Visit::new();
    before.app.start(&topic_test);
    before.screen();
    let mut states = [vec![before], scrolled_forms()].concat();
    for keys in ["", "↓ ↓", "End"] {
        for destination in [
            Destination::Scenarios,
            Destination::Labs,
            Destination::Facts,
            Destination::Course,
            Destination::Topic("scaling".to_owned()),
            Destination::Glossary,
            Destination::Comparisons,
            Destination::Exams,
            Destination::Help,
        ] {
            states.push(Visit::at(destination).pressing(keys));
        }
        states.push(Visit::new().pressing(keys));
        for open in ["i", "i Tab"] {
            states.push(run("campaign-surge", &format!("b b {open} {keys}")));
        }
        states.push(run("campaign-surge", &format!("End m {keys}")));
        states.push(run("campaign-surge", &format!("a {keys}")));
        states.push(lab(&format!("i {keys}")));
        states.push(Visit::studying(topic(AnswerMode::Recall)).pressing(keys));
        states.push(Visit::studying(topic(AnswerMode::Recall)).pressing(&format!("Enter {keys}")));
        states.push(Visit::studying(topic(AnswerMode::Options)).pressing(keys));
        states.push(Visit::studying(proven.clone()).pressing(&format!("Enter {keys}")));
        states.push(Visit::studying(proven.clone()).pressing(&format!("Enter Enter {keys}")));
        states.push(Visit::studying(proven.clone()).pressing(&format!("Enter w {keys}")));
        states.push(exam(keys));
        states.push(exam(&format!("3 v {keys}")));
        states.push(exam(&format!("v s y {keys}")));
        states.push(exam(&format!("v s y Enter → {keys}")));
    }
    for keys in ["", "↓", "↓ Enter"] {
        let mut visit = Visit::new();
        visit.app.welcome("2026-11-28".parse().unwrap());
        states.push(visit.pressing(keys));
    }
    states.push(Visit::studying(StudyRequest::First).pressing("Enter PgDn"));
    for keys in ["Enter", "Enter Enter", "Enter Esc", "Enter Esc Enter", "Enter Esc Enter u"] {
        states.push(Visit::studying(StudyRequest::First).pressing(keys));
        states.push(Visit::studying(proven.clone()).pressing(keys));
    }
    let missed = |keys: &str| {
        Visit::studying(topic(AnswerMode::Options))
            .pressing(&format!("Enter Enter Enter Esc{keys}"))
    };
    states.extend(["", " ↓", " Enter", " Enter PgDn", " Enter →"].map(missed));
    states.extend(scrolled(&proven));
    states.extend(vec![
        Visit::new().pressing("d"),
        Visit::at(Destination::Scenarios).pressing("/ s"),
        Visit::at(Destination::Course).pressing("↓ s"),
        Visit::studying(proven.clone()).pressing("Enter u"),
        Visit::studying(proven.clone()).pressing("Enter w Enter ctrl-u 9 s"),
        Visit::studying(proven.clone()).pressing("Enter w / m a x Enter Enter ctrl-u 9"),
        Visit::studying(proven.clone()).pressing("Enter w Enter ctrl-u 9 s Enter"),
        Visit::studying(proven.clone()).pressing("Enter w / m a x ↓"),
        Visit::studying(proven).pressing("Enter w Enter ctrl-u 9 s Enter Enter"),
        Visit::new().pressing(": a"),
        Visit::new().pressing(": a ↓ PgDn"),
        run("campaign-surge", &format!("b b i {}", "↓ ".repeat(9))),
        run("campaign-surge", &format!("b b i {} Enter", "↓ ".repeat(9))),
        Visit::at(Destination::Topic("scaling".to_owned())).pressing("PgDn"),
        Visit::at(Destination::Scenarios).pressing("/ s ↓"),
    ]);
    states.extend(SURGE.map(|keys| run("campaign-surge", keys)));
    states.extend(UNHEALTHY.map(|keys| run("health-503", keys)));
    states.extend(LAB.map(lab));
    let keys = ["1 x ↓ s f", "1 →", "PgDn", "→ PgDn", "g 1", "v s", "Esc", "f → → f v"];
    states.extend(keys.map(exam));
    states
}

/// States in which a page is scrolled: what is out of sight is known once it is drawn.
fn scrolled(proven: &StudyRequest) -> [Visit; 2] {
    let what_if = Visit::studying(proven.clone()).pressing("Enter w / m a x Enter");
    let asked = Visit::at(Destination::Play("campaign-surge".to_owned())).pressing("b b Tab");
    [(what_if, "ctrl-d"), (asked, "PgDn")].map(|(visit, key)| {
        visit.screen();
        visit.pressing(key)
    })
}

/// Whether what is pasted has a line to go to.
fn is_typing(app: &mut App) -> bool {
    app.palette.is_some() || app.stack.last_mut().unwrap().is_typing()
}

#[test]
fn every_advertised_key_does_something() {
    let mut dead: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for state in states() {
        let place = state.app.place();
        let before = state.screen();
        let bound = match (&state.app.palette, &state.app.help, state.app.stack.last()) {
            (Some(palette), ..) => palette.keys().bound(),
            (None, Some(help), _) => help.keys().bound(),
            (None, None, screen) => screen.unwrap().bound(),
        };
        for name in bound {
            let alive = dead.entry((place, name)).or_default();
            // One state in which it acts is enough.
            if !*alive {
                let mut pressed = state.clone();
                let effects = pressed.press(name);
                *alive = !effects.is_empty() || pressed.screen() != before;
            }
        }
    }
    dead.retain(|_, alive| !*alive);
    assert!(dead.is_empty(), "keys that do nothing: {:?}", dead.keys());
}

#[test]
fn no_key_means_two_things_on_one_screen() {
    for state in states() {
        let mut bound = state.app.stack.last().unwrap().bound();
        bound.sort_unstable();
        let all = bound.len();
        bound.dedup();
        assert_eq!(bound.len(), all, "{}", state.app.place());
    }
}

#[test]
fn what_is_pasted_goes_into_a_field_or_nowhere() {
    let pasted = Msg::Paste("q y s x 1 Enter\n\u{1b}".repeat(10_000));
    for mut state in states() {
        let (before, is_typing) = (state.screen(), is_typing(&mut state.app));
        let effects = state.app.update(&pasted);
        assert_eq!(effects, [], "{}", state.app.place());
        if !is_typing {
            assert_eq!(state.screen(), before, "{}", state.app.place());
        }
    }
}
