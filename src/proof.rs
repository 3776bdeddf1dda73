//! The one place where quiz and simulator meet: a question's proof is a run,
//! and here it is run and judged. A scenario's fix is held to its promise here too.
//!
//! [`scenario_for`] says which run, [`run::Run`] runs it in slices for whoever
//! must keep a screen alive, [`verify::verify`] holds a question to it. Nothing
//! here knows how an answer is shown.

pub mod fix;
pub mod run;
pub mod verify;

use crate::load::builtin;
use crate::load::scenario::{self, Request};
use crate::model::action::Setting;
use crate::model::diagnostic::{Diagnostics, Source};
use crate::model::question::{Question, QuestionId};
use crate::model::scenario::Scenario;
use crate::quiz::template::{self, TemplateError};

/// Why a proof cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The question has none.
    #[error("question `{0}` has no run that proves it")]
    Missing(QuestionId),
    /// It names a scenario that is not built in.
    #[error("there is no built-in scenario `{0}`")]
    UnknownScenario(String),
    /// Its changes do not fit the scenario.
    #[error("scenario `{}` with the changes of the proof: {}", .0.source.name, first_fault(.0))]
    BadScenario(Diagnostics),
    /// The numbers of the attempt cannot be filled into its changes.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

fn first_fault(faults: &Diagnostics) -> &str {
    faults.errors().next().map_or("it has faults", |fault| &fault.message)
}

/// The run that proves `question` when its numbers are drawn from `seed`, under
/// the scenario's own seed.
pub fn scenario_for(question: &Question, seed: u64) -> Result<Scenario, ProofError> {
    let missing = || ProofError::Missing(question.id.clone());
    let proof = question.proof.as_ref().ok_or_else(missing)?;
    let unknown = || ProofError::UnknownScenario(proof.scenario.clone());
    let text = builtin::scenario(&proof.scenario).ok_or_else(unknown)?;
    let draws = template::draw(question, seed);
    let filled = |setting: &Setting| {
        let value = template::fill(&setting.value, &draws)?;
        Ok(Setting { path: setting.path.clone(), value })
    };
    let set = proof.set.iter().map(filled).collect::<Result<_, TemplateError>>()?;
    let source = Source { name: proof.scenario.clone(), text: text.to_owned() };
    let request = Request { set, ..Request::default() };
    scenario::read(source, &request).map_err(ProofError::BadScenario)
}
