//! The screens, one file each, and the one place that tells them apart.

pub mod facts;
pub mod home;
pub mod live;
pub mod quiz;
pub mod scenarios;

mod filter;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::keys::Place;
use super::message::{Effect, Msg};
use super::theme::Theme;

/// A screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The menu.
    Home(home::Home),
    /// The list of scenarios.
    Scenarios(scenarios::Scenarios),
    /// The ledger of facts.
    Facts(facts::Facts),
    /// A run.
    Live(Box<live::Live>),
    /// A sitting of study.
    Quiz(Box<quiz::Quiz>),
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
            Self::Scenarios(screen) => screen.update(message),
            Self::Facts(screen) => screen.update(message),
            Self::Live(screen) => screen.update(message),
            Self::Quiz(screen) => screen.update(message),
        }
    }

    /// Which keys hold.
    pub fn place(&self) -> Place {
        match self {
            Self::Home(_) => Place::Home,
            Self::Scenarios(screen) => screen.place(),
            Self::Facts(screen) => screen.place(),
            Self::Live(_) => Place::Live,
            Self::Quiz(screen) => screen.place(),
        }
    }

    /// Whether something moves without a key.
    pub fn moves(&self) -> bool {
        match self {
            Self::Live(screen) => screen.moves(),
            Self::Quiz(screen) => screen.moves(),
            Self::Home(_) | Self::Scenarios(_) | Self::Facts(_) => false,
        }
    }

    /// Simulates on by `events` engine events. True when nothing is left to do.
    pub fn simulate(&mut self, events: u64) -> bool {
        match self {
            Self::Live(screen) => screen.simulate(events),
            Self::Quiz(screen) => screen.simulate(events),
            Self::Home(_) | Self::Scenarios(_) | Self::Facts(_) => true,
        }
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        match self {
            Self::Home(screen) => screen.header(theme),
            Self::Scenarios(screen) => screen.header(theme),
            Self::Facts(screen) => screen.header(theme),
            Self::Live(screen) => screen.header(theme),
            Self::Quiz(screen) => screen.header(theme),
        }
    }

    /// Draws what is between the first line and the last.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        match self {
            Self::Home(screen) => screen.draw(frame, area, theme),
            Self::Scenarios(screen) => screen.draw(frame, area, theme),
            Self::Facts(screen) => screen.draw(frame, area, theme),
            Self::Live(screen) => screen.draw(frame, area, theme),
            Self::Quiz(screen) => screen.draw(frame, area, theme),
        }
    }
}
