//! The screens, one file each, and the one place that tells them apart.

pub mod comparison;
pub mod course;
pub mod exam;
pub mod exams;
pub mod facts;
pub mod glossary;
pub mod home;
pub mod labs;
pub mod live;
pub mod metrics;
pub mod progress;
pub mod quiz;
pub mod scenarios;
pub mod sheet;
pub mod start;
pub mod topic;
pub mod what_if;

mod filter;

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::keys::Place;
use super::message::{Effect, Msg};
use super::theme::Theme;
use quizbank::path;

/// A screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The menu.
    Home(home::Home),
    /// The path of the course.
    Course(course::Course),
    /// A topic of it.
    Topic(Box<topic::Topic>),
    /// The words of the field.
    Glossary(glossary::Glossary),
    /// App Runner beside its neighbours.
    Comparison(comparison::Comparison),
    /// The list of scenarios.
    Scenarios(scenarios::Scenarios),
    /// The list of labs.
    Labs(labs::Labs),
    /// The ledger of facts.
    Facts(facts::Facts),
    /// How the learner gets on.
    Progress(Box<progress::Progress>),
    /// A run.
    Live(Box<live::Live>),
    /// A run as CloudWatch shows it.
    Metrics(metrics::Metrics),
    /// The parameters of a run.
    Sheet(Box<sheet::Sheet>),
    /// A sitting of study.
    Quiz(Box<quiz::Quiz>),
    /// A question's run with one value changed.
    WhatIf(Box<what_if::WhatIf>),
    /// The list of exams.
    Exams(exams::Exams),
    /// What to know before an exam.
    Start(Box<start::Start>),
    /// An exam.
    Exam(Box<exam::Exam>),
}

/// The line at the top: where one is, and how things stand.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// Cut first when the line is too long.
    pub left: Line<'static>,
    /// Kept.
    pub right: Line<'static>,
}

impl Screen {
    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        match self {
            Self::Home(screen) => screen.update(message),
            Self::Course(screen) => screen.update(message),
            Self::Topic(screen) => screen.update(message),
            Self::Glossary(screen) => screen.update(message),
            Self::Comparison(screen) => screen.update(message),
            Self::Scenarios(screen) => screen.update(message),
            Self::Labs(screen) => screen.update(message),
            Self::Facts(screen) => screen.update(message),
            Self::Progress(screen) => screen.update(message),
            Self::Live(screen) => screen.update(message),
            Self::Metrics(screen) => screen.update(message),
            Self::Sheet(screen) => screen.update(message),
            Self::Quiz(screen) => screen.update(message),
            Self::WhatIf(screen) => screen.update(message),
            Self::Exams(screen) => screen.update(message),
            Self::Start(screen) => screen.update(message),
            Self::Exam(screen) => screen.update(message),
        }
    }

    /// Takes in how far the learner has come.
    pub fn learn(&mut self, progress: &path::CourseProgress) {
        match self {
            Self::Course(screen) => screen.learn(progress),
            Self::Topic(screen) => screen.learn(progress),
            _ => {}
        }
    }

    /// Takes in the best score of each lab.
    pub fn mended(&mut self, best: &BTreeMap<String, u32>) {
        if let Self::Labs(screen) = self {
            screen.mended(best.clone());
        }
    }

    /// Which keys hold.
    pub fn place(&self) -> Place {
        match self {
            Self::Home(_) => Place::Home,
            Self::Course(_) => Place::Course,
            Self::Topic(_) => Place::Topic,
            Self::Glossary(screen) => screen.place(),
            Self::Comparison(_) => Place::Comparison,
            Self::Scenarios(screen) => screen.place(),
            Self::Labs(_) => Place::Labs,
            Self::Facts(screen) => screen.place(),
            Self::Progress(_) => Place::Progress,
            Self::Live(screen) => screen.place(),
            Self::Metrics(_) => Place::Metrics,
            Self::Sheet(_) => Place::Parameters,
            Self::Quiz(screen) => screen.place(),
            Self::WhatIf(screen) => screen.place(),
            Self::Exams(_) => Place::Exams,
            Self::Start(_) => Place::Start,
            Self::Exam(screen) => screen.place(),
        }
    }

    /// Whether something moves without a key.
    pub fn moves(&self) -> bool {
        match self {
            Self::Live(screen) => screen.moves(),
            Self::Quiz(screen) => screen.moves(),
            Self::WhatIf(screen) => screen.moves(),
            Self::Exam(screen) => screen.moves(),
            _ => false,
        }
    }

    /// Simulates on by `events` engine events. True when nothing is left to do.
    pub fn simulate(&mut self, events: u64) -> bool {
        match self {
            Self::Live(screen) => screen.simulate(events),
            Self::Quiz(screen) => screen.simulate(events),
            Self::WhatIf(screen) => screen.simulate(events),
            Self::Exam(screen) => screen.simulate(events),
            _ => true,
        }
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        match self {
            Self::Home(screen) => screen.header(theme),
            Self::Course(screen) => screen.header(theme),
            Self::Topic(screen) => screen.header(theme),
            Self::Glossary(screen) => screen.header(theme),
            Self::Comparison(screen) => screen.header(theme),
            Self::Scenarios(screen) => screen.header(theme),
            Self::Labs(screen) => screen.header(theme),
            Self::Facts(screen) => screen.header(theme),
            Self::Progress(screen) => screen.header(theme),
            Self::Live(screen) => screen.header(theme),
            Self::Metrics(screen) => screen.header(theme),
            Self::Sheet(screen) => screen.header(theme),
            Self::Quiz(screen) => screen.header(theme),
            Self::WhatIf(screen) => screen.header(theme),
            Self::Exams(screen) => screen.header(theme),
            Self::Start(screen) => screen.header(theme),
            Self::Exam(screen) => screen.header(theme),
        }
    }

    /// Draws what is between the first line and the last.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        match self {
            Self::Home(screen) => screen.draw(frame, area, theme),
            Self::Course(screen) => screen.draw(frame, area, theme),
            Self::Topic(screen) => screen.draw(frame, area, theme),
            Self::Glossary(screen) => screen.draw(frame, area, theme),
            Self::Comparison(screen) => screen.draw(frame, area, theme),
            Self::Scenarios(screen) => screen.draw(frame, area, theme),
            Self::Labs(screen) => screen.draw(frame, area, theme),
            Self::Facts(screen) => screen.draw(frame, area, theme),
            Self::Progress(screen) => screen.draw(frame, area, theme),
            Self::Live(screen) => screen.draw(frame, area, theme),
            Self::Metrics(screen) => screen.draw(frame, area, theme),
            Self::Sheet(screen) => screen.draw(frame, area, theme),
            Self::Quiz(screen) => screen.draw(frame, area, theme),
            Self::WhatIf(screen) => screen.draw(frame, area, theme),
            Self::Exams(screen) => screen.draw(frame, area, theme),
            Self::Start(screen) => screen.draw(frame, area, theme),
            Self::Exam(screen) => screen.draw(frame, area, theme),
        }
    }
}
