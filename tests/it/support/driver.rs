//! The application with the part of its loop played by hand: what needs no store and no
//! clock is done, the rest is written down.

use std::time::Duration;

use coldstart::tui::app::{App, Flow};
use coldstart::tui::message::{Destination, Effect, Journal, Msg};
use coldstart::tui::theme::Theme;
use coldstart::tui::{Content, Exit, Open};
use quizbank::model::course::Course;
use quizbank::model::fact::Ledger;
use quizbank::progress::LearningHistory;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::keys::{ctrl, press};
use super::screen::{SIZES, draw};

/// Where there is nothing to study.
pub fn nothing() -> Content {
    Content {
        scenarios: Vec::new().into(),
        questions: Vec::new().into(),
        own: Vec::new(),
        files: Vec::new(),
        ledger: Ledger::default().into(),
        course: Course::default().into(),
        blueprints: Vec::new().into(),
    }
}

#[derive(Clone)]
pub struct Driver {
    pub app: App,
    pub flow: Flow,
    /// Everything that was asked for.
    pub effects: Vec<Effect>,
    /// What is looked back on.
    pub past: LearningHistory,
}

impl Driver {
    /// The application on its menu.
    pub fn new(content: Content, theme: Theme) -> Self {
        Self::opened(Open::Home, content, theme)
    }

    pub fn opened(open: Open, content: Content, theme: Theme) -> Self {
        Self {
            app: App::new(open, content, theme),
            flow: Flow::On,
            effects: Vec::new(),
            past: LearningHistory::new("2026-11-23".parse().unwrap()),
        }
    }

    pub fn at(mut self, destination: Destination) -> Self {
        self.app.open(destination);
        self
    }

    pub fn sent(mut self, messages: &[Msg]) -> Self {
        self.send(messages);
        self
    }

    pub fn send(&mut self, messages: &[Msg]) -> &mut Self {
        self.asked(messages);
        self
    }

    /// Sends `messages`, and gives what they ask for.
    pub fn asked(&mut self, messages: &[Msg]) -> Vec<Effect> {
        let before = self.effects.len();
        for message in messages {
            for effect in self.app.update(message) {
                self.effects.push(effect.clone());
                self.perform(effect);
            }
        }
        self.effects[before..].to_vec()
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Open(destination) => {
                if let Destination::Topic(topic) = &destination {
                    self.app.change_progress(|it| it.read.insert(topic.clone()));
                }
                self.app.open(destination);
            }
            Effect::Study(asked) => self.app.study(asked, 3),
            Effect::NextEdition => drop(self.app.next_edition()),
            Effect::ShowProgress => self.app.look_back(&self.past),
            Effect::TopicTestTaken(topic, score) => {
                self.app.change_progress(|it| it.take(&topic, score));
            }
            Effect::Skip(topic) => {
                self.app.change_progress(|it| it.skipped.insert(topic));
            }
            Effect::TakeSkipBack(topic) => {
                self.app.change_progress(|it| it.skipped.remove(&topic));
            }
            Effect::LabSolved { lab, score, .. } => self.solve(&lab, score.total()),
            Effect::LabStep { lab, act } => {
                self.app.change_labs(|it| it.entry(lab).or_default().take(act));
            }
            Effect::SetExamDate(date) => {
                self.past.standing.exam = date;
                self.app.stands(Some(self.past.clone()));
            }
            Effect::Welcomed => self.app.welcomed(),
            Effect::Close => self.flow = self.app.close(),
            Effect::Interrupt => self.flow = Flow::Leave(Exit::Interrupted),
            Effect::Keep(change) => {
                for effect in self.app.kept(&change, Ok(Journal::Unkept)) {
                    self.effects.push(effect.clone());
                    self.perform(effect);
                }
            }
            Effect::Simulate
            | Effect::Exam(_)
            | Effect::ExamStep(_)
            | Effect::LeaveExam
            | Effect::Predicted(_)
            | Effect::Room(_)
            | Effect::Object(_)
            | Effect::Copy(_)
            | Effect::OpenSource { .. }
            | Effect::KeepSession(_)
            | Effect::Mark(..)
            | Effect::Export { .. } => {}
        }
    }

    /// The lab called `lab` was solved for this score.
    pub fn solve(&mut self, lab: &str, score: u32) {
        self.app.change_labs(|it| it.entry(lab.to_owned()).or_default().solve(score));
    }

    /// Types `text` where it is asked for.
    pub fn typed(&mut self, text: &str) -> &mut Self {
        let letters: Vec<Msg> = text.chars().map(|letter| press(KeyCode::Char(letter))).collect();
        self.send(&letters)
    }

    pub fn key(&mut self, code: KeyCode) -> &mut Self {
        self.press(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[track_caller]
    pub fn press(&mut self, key: KeyEvent) -> &mut Self {
        let message = self.app.message(&Event::Key(key));
        self.send(&[message.unwrap_or_else(|| panic!("{key:?} means nothing here"))])
    }

    pub fn click(&mut self, column: usize, row: usize) -> &mut Self {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row)
    }

    /// Does this with the mouse here.
    pub fn mouse(&mut self, kind: MouseEventKind, column: usize, row: usize) -> &mut Self {
        let [column, row] = [column, row].map(|place| u16::try_from(place).unwrap());
        let mouse = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
        let message = self.app.message(&Event::Mouse(mouse)).unwrap();
        self.send(&[message])
    }

    /// Moves the cursor onto the row that begins with `name`, or filters for the setting at that
    /// path.
    #[track_caller]
    pub fn choose(&mut self, name: &str) -> &mut Self {
        if name.contains('.') {
            self.key(KeyCode::Char('/')).send(&[ctrl('u')]).typed(name).key(KeyCode::Enter);
            // What is said of the chosen setting ends in its path.
            let screen = self.text((200, 60));
            assert!(screen.contains(name), "no {name} on:\n{screen}");
            return self;
        }
        for _ in 0..60 {
            let screen = self.text((200, 60));
            let chosen = screen.lines().filter_map(|line| line.split_once('▸'));
            let mut rows = chosen.filter_map(|(_, row)| row.split('│').next());
            if rows.any(|row| row.starts_with(&format!(" {name} "))) {
                return self;
            }
            self.send(&[press(KeyCode::Down)]);
        }
        panic!("no {name} on:\n{}", self.text((200, 60)));
    }

    /// Changes what is called `name` in the run on the screen to `value`.
    #[track_caller]
    pub fn change(&mut self, name: &str, value: &str) -> &mut Self {
        self.send(&[press(KeyCode::Char('i'))])
            .choose(name)
            .send(&[press(KeyCode::Enter), ctrl('u')]);
        self.typed(value).send(&[press(KeyCode::Enter)])
    }

    /// Simulates the run on the screen to its end.
    pub fn simulate(&mut self) -> &mut Self {
        while !self.app.simulate(10_000) {}
        self
    }

    /// Goes on until nothing on the screen moves.
    pub fn settle(&mut self) -> &mut Self {
        while self.app.moves() {
            self.simulate().send(&[Msg::Tick(Duration::from_millis(33))]);
        }
        self
    }

    pub fn draw(&self, size: (u16, u16)) -> TestBackend {
        draw(&self.app, size)
    }

    pub fn text(&self, size: (u16, u16)) -> String {
        self.draw(size).to_string()
    }

    /// Fails unless `part` is on the smaller of the usual screens.
    #[track_caller]
    pub fn assert_shows(&self, part: &str) {
        let screen = self.text(SIZES[0]);
        assert!(screen.contains(part), "no {part} on:\n{screen}");
    }
}
