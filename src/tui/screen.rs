//! The screens, one file each, and the one place that tells them apart.

pub mod exam;
pub mod exams;
pub mod live;
pub mod metrics;

pub(super) mod catalog;
pub(super) mod comparison;
pub(super) mod course;
pub(super) mod facts;
pub(super) mod filter;
pub(super) mod glossary;
pub(super) mod home;
pub(super) mod labs;
pub(super) mod progress;
pub(super) mod quiz;
pub(super) mod scenarios;
pub(super) mod sheet;
pub(super) mod start;
pub(super) mod topic;
pub(super) mod what_if;

use std::time::Duration;

use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::keys::{Keymap, Labels};
use super::message::{Effect, Msg, Wheel};
use super::theme::Theme;
use super::widget::field::Field;
use catalog::Catalog;

/// What a screen does with keys, the mouse and time, and how it is drawn.
pub(super) trait Page {
    /// What its keys mean.
    type Command: Copy + 'static;

    /// The keys that hold as it stands.
    fn keys(&self) -> Keymap<Self::Command>;

    /// Does what a key means, and says what else is to be done.
    fn act(&mut self, command: Self::Command) -> Vec<Effect>;

    /// The line in which a text is typed now: it takes what is pasted, and every key
    /// that means nothing else.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }

    /// Takes in that the text in the line is another one.
    fn edited(&mut self) {}

    /// The mouse was pressed.
    fn click(&mut self, _mouse: Position) {}

    /// The wheel was turned. False where that means what the arrows mean.
    fn turn_wheel(&mut self, _mouse: Position, _wheel: Wheel) -> bool {
        false
    }

    /// So much time has passed.
    fn tick(&mut self, _elapsed: Duration) -> Vec<Effect> {
        if self.moves() { vec![Effect::Simulate] } else { Vec::new() }
    }

    /// Whether something moves without a key.
    fn moves(&self) -> bool {
        false
    }

    /// Simulates on by `events` engine events. True when nothing is left to do.
    fn simulate(&mut self, _events: u64) -> bool {
        true
    }

    /// The line at the top.
    fn header(&self, theme: Theme) -> Header;

    /// Draws what is between the first line and the last.
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme);

    /// Takes in a message and says what is to be done.
    fn tell(&mut self, message: &Msg) -> Vec<Effect> {
        match message {
            Msg::Key(key) => match self.keys().command(*key) {
                Some(command) => return self.act(command),
                None => self.edit(|field| field.press(*key)),
            },
            Msg::Paste(text) => self.edit(|field| field.paste(text)),
            Msg::Click(mouse) => self.click(*mouse),
            Msg::Wheel(mouse, wheel) if self.turn_wheel(*mouse, *wheel) => {}
            Msg::Wheel(_, Wheel::Up) => return self.tell(&Msg::press(KeyCode::Up)),
            Msg::Wheel(_, Wheel::Down) => return self.tell(&Msg::press(KeyCode::Down)),
            Msg::Tick(elapsed) => return self.tick(*elapsed),
        }
        Vec::new()
    }

    /// Changes the text in the line in which one is typed.
    fn edit(&mut self, change: impl FnOnce(&mut Field)) {
        let Some(field) = self.field() else { return };
        let before = field.text().to_owned();
        change(field);
        if field.text() != before {
            self.edited();
        }
    }
}

/// A screen.
#[derive(Clone, Debug)]
pub(super) enum Screen {
    /// The menu.
    Home(home::Home),
    /// The path of the course.
    Course(Catalog<course::Course>),
    /// A topic of it.
    Topic(Box<Catalog<topic::Topic>>),
    /// The words of the field.
    Glossary(Catalog<glossary::Glossary>),
    /// App Runner beside its neighbors.
    Comparisons(Catalog<comparison::Comparisons>),
    /// The list of scenarios.
    Scenarios(Catalog<scenarios::Scenarios>),
    /// The list of labs.
    Labs(Catalog<labs::Labs>),
    /// The ledger of facts.
    Facts(Catalog<facts::Facts>),
    /// The learner's progress.
    Progress(Box<progress::Dashboard>),
    /// A run.
    Live(Box<live::Live>),
    /// A run as CloudWatch shows it.
    Metrics(metrics::Metrics),
    /// The parameters of a run.
    Sheet(Box<sheet::Sheet>),
    /// A session of study.
    Quiz(Box<quiz::Quiz>),
    /// A question's run with one value changed.
    WhatIf(Box<what_if::WhatIf>),
    /// The list of exams.
    Exams(Catalog<exams::Exams>),
    /// What to know before an exam.
    Start(Box<start::Start>),
    /// An exam.
    Exam(Box<exam::Exam>),
}

/// The line at the top: where one is, and how things stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// Cut first when the line is too long.
    pub(super) left: Line<'static>,
    /// Kept.
    pub(super) right: Line<'static>,
}

/// Calls one function on whichever screen it is.
macro_rules! each {
    ($screen:expr, $page:ident => $call:expr) => {
        match $screen {
            Screen::Home($page) => $call,
            Screen::Course($page) => $call,
            Screen::Topic($page) => $call,
            Screen::Glossary($page) => $call,
            Screen::Comparisons($page) => $call,
            Screen::Scenarios($page) => $call,
            Screen::Labs($page) => $call,
            Screen::Facts($page) => $call,
            Screen::Progress($page) => $call,
            Screen::Live($page) => $call,
            Screen::Metrics($page) => $call,
            Screen::Sheet($page) => $call,
            Screen::Quiz($page) => $call,
            Screen::WhatIf($page) => $call,
            Screen::Exams($page) => $call,
            Screen::Start($page) => $call,
            Screen::Exam($page) => $call,
        }
    };
}

impl Screen {
    /// Takes in a message and says what is to be done.
    pub(super) fn tell(&mut self, message: &Msg) -> Vec<Effect> {
        each!(self, page => page.tell(message))
    }

    /// What footer and help say of its keys.
    pub(super) fn labels(&self) -> Labels {
        each!(self, page => page.keys().labels())
    }

    /// Whether a key means something on it as it stands.
    pub(super) fn hears(&self, key: KeyEvent) -> bool {
        each!(self, page => page.keys().command(key).is_some())
    }

    /// The name of every key that is bound.
    #[cfg(test)]
    pub(super) fn bound(&self) -> Vec<&'static str> {
        each!(self, page => page.keys().bound())
    }

    /// Whether a text is typed on it.
    pub(super) fn is_typing(&mut self) -> bool {
        each!(self, page => page.field().is_some())
    }

    /// Whether something moves without a key.
    pub(super) fn moves(&self) -> bool {
        each!(self, page => page.moves())
    }

    /// Simulates on by `events` engine events. True when nothing is left to do.
    pub(super) fn simulate(&mut self, events: u64) -> bool {
        each!(self, page => page.simulate(events))
    }

    /// The line at the top.
    pub(super) fn header(&self, theme: Theme) -> Header {
        each!(self, page => page.header(theme))
    }

    /// Draws what is between the first line and the last.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        each!(self, page => page.draw(frame, area, theme));
    }
}
