//! What somebody changes in a run while it is looked at: a setting for all of
//! it, or something that happens from a moment on.

use std::fmt;

use super::time::{SimDuration, SimTime};
use spanned_toml::setting::Setting;

/// A change to a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Intervention {
    /// A setting holds from the start.
    Throughout(Setting),
    /// Something happens.
    At(SimTime, TimedAction),
}

/// What happens at a moment, in the words of a scenario's `[[event]]`, or to its
/// traffic.
#[derive(Clone, Debug, PartialEq)]
pub enum TimedAction {
    /// The processes of this number of ready instances exit.
    Crash(u32),
    /// This number of ready instances accept connections and never respond.
    Hang(u32),
    /// The application, or what needs no deployment, changes at once.
    Set(Setting),
    /// `UpdateService`.
    Update(Setting),
    /// `StartDeployment` of a version that differs in these settings.
    Deploy(String, Vec<Setting>),
    /// A new image or commit that differs in nothing.
    Push(String),
    /// `PauseService`.
    Pause,
    /// `ResumeService`.
    Resume,
    /// The rate of every stream of traffic is multiplied for a time.
    Surge(u32, SimDuration),
}

impl Intervention {
    /// When it begins to show; the start for what holds throughout.
    pub fn from(&self) -> SimTime {
        match self {
            Self::Throughout(_) => SimTime::ZERO,
            Self::At(at, _) => *at,
        }
    }
}

impl fmt::Display for Intervention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Throughout(setting) => write!(f, "{setting} throughout"),
            Self::At(at, action) => write!(f, "{action} at {}", at.since(SimTime::ZERO)),
        }
    }
}

impl fmt::Display for TimedAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crash(instances) => write!(f, "{instances} × crash"),
            Self::Hang(instances) => write!(f, "{instances} × hang"),
            Self::Set(setting) => write!(f, "{setting}"),
            Self::Update(setting) => write!(f, "UpdateService {setting}"),
            Self::Deploy(version, set) => {
                write!(f, "StartDeployment {version}")?;
                set.iter().try_for_each(|setting| write!(f, ", {setting}"))
            }
            Self::Push(version) => write!(f, "push {version}"),
            Self::Pause => f.write_str("PauseService"),
            Self::Resume => f.write_str("ResumeService"),
            Self::Surge(factor, length) => write!(f, "traffic ×{factor} for {length}"),
        }
    }
}
