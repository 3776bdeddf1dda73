//! The screens, one file each, and the one place that tells them apart.

pub mod exam;
pub mod exams;
pub mod live;
pub mod metrics;

pub(super) mod blueprint;
pub(super) mod catalog;
pub(super) mod comparison;
pub(super) mod course;
pub(super) mod exam_date;
pub(super) mod facts;
pub(super) mod filter;
pub(super) mod form;
pub(super) mod glossary;
pub(super) mod help;
pub(super) mod home;
pub(super) mod labs;
pub(super) mod migration;
pub(super) mod page;
pub(super) mod palette;
pub(super) mod progress;
pub(super) mod quiz;
pub(super) mod reader;
pub(super) mod related;
pub(super) mod scenarios;
pub(super) mod sensitivity;
pub(super) mod sheet;
pub(super) mod start;
pub(super) mod topic;
pub(super) mod welcome;
pub(super) mod what_if;

use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use self::catalog::Catalog;
use self::page::{Header, Page as _};
use super::keys::Labels;
use super::message::{Effect, Msg};
use super::theme::Theme;

/// A screen.
#[derive(Clone, Debug)]
pub(super) enum Screen {
    /// The menu.
    Home(Box<home::Home>),
    /// The first start.
    Welcome(Box<welcome::Welcome>),
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
    /// CloudWatch metrics of a run.
    Metrics(metrics::Metrics),
    /// The parameters of a run.
    Sheet(Box<sheet::Sheet>),
    /// Which of them decides a goal.
    Sensitivity(Box<sensitivity::SensitivityScreen>),
    /// What moving to ECS Express Mode changes.
    Migration(Box<migration::MigrationScreen>),
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

/// Calls one function on whichever screen it is.
macro_rules! each {
    ($screen:expr, $page:ident => $call:expr) => {
        match $screen {
            Screen::Home($page) => $call,
            Screen::Welcome($page) => $call,
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
            Screen::Sensitivity($page) => $call,
            Screen::Migration($page) => $call,
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
    pub(super) fn update(&mut self, message: &Msg) -> Vec<Effect> {
        each!(self, page => page.update(message))
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

    /// The addresses that it shows.
    pub(super) fn links(&self) -> Vec<String> {
        each!(self, page => page.links())
    }

    /// The line at the top.
    pub(super) fn header(&self, width: u16, theme: Theme) -> Header {
        each!(self, page => page.header_in(width, theme))
    }

    /// Draws what is between the first line and the last.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        each!(self, page => page.draw(frame, area, theme));
    }
}
