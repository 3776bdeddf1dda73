//! What a learner sits down to: which questions, answered in which way, and
//! whether a gate hangs on it.

use super::session::Session;

/// A sitting of study.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The questions and how they stand.
    pub session: Session,
    /// How they are answered.
    pub way: Way,
    /// The topic whose gate this is, if it is one.
    pub gate: Option<String>,
}

/// How questions are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// By picking options.
    #[default]
    Options,
    /// By thinking, revealing and marking oneself.
    Recall,
}

impl Study {
    /// Study of `session` by options, without a gate.
    pub fn new(session: Session) -> Self {
        Self { session, way: Way::Options, gate: None }
    }
}
