//! The one place where quiz and simulator meet: a question's proof is a run,
//! and here it is run and judged. A scenario's fix is held to its promise here too.
//!
//! [`filled::Filled`] says which run, [`run::ProofRun`] runs it in slices for a caller who
//! must keep a screen alive, [`verify::verify`] holds a question to it. Nothing
//! here knows how an answer is shown.

pub mod filled;
pub mod fix;
pub mod lab;
pub mod outcome;
pub mod run;
pub mod story;
pub mod verify;
pub mod what_if;

use quizbank::model::question::QuestionId;
use quizbank::model::template::TemplateError;
use spanned_toml::diagnostic::Diagnostics;

/// Why a proof cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The question has none.
    #[error("question `{0}` has no proof by a run")]
    Missing(QuestionId),
    /// It names a scenario that is not built in.
    #[error("there is no built-in scenario `{0}`")]
    UnknownScenario(String),
    /// Its changes do not fit the scenario.
    #[error("scenario `{}` with the changes of the proof: {}", .0.source.name, .0.in_a_line())]
    BadScenario(Diagnostics),
    /// It speaks of a figure that runs do not have.
    #[error("a run has no metric `{0}`")]
    UnknownFigure(String),
    /// The numbers of the attempt cannot be filled in.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// What was filled in for `replay_at` is no instant.
    #[error("`replay_at`: {0}")]
    BadInstant(String),
}
