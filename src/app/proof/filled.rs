//! A question's proof with the numbers of one attempt filled in: the run, what
//! it is held to, and where its replay opens.

use std::time::Duration;

use super::ProofError;
use crate::app::builtin;
use apprunner_sim::file::duration;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::goal::Probe;
use apprunner_sim::model::metric::Metric;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use quizbank::model::question::Claim;
use quizbank::model::question::{Question, WrongProbe};
use quizbank::model::template::{self, Drawn, Draws, TemplateError};
use spanned_toml::diagnostic::Source;
use spanned_toml::setting::Setting;

/// A proof without names of sampled numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// The run, under its own seed.
    pub scenario: Scenario,
    /// What the run changes in the scenario that the proof names.
    pub changes: Vec<Setting>,
    /// What must be true when the key is; all of it.
    pub probe: Vec<Probe>,
    /// Options counted from 1, with what would be true if they were.
    pub wrong: Vec<(usize, Probe)>,
    /// Where the replay opens.
    pub replay_at: SimTime,
}

impl Filled {
    /// The proof of `question` under `draws`.
    pub fn new(question: &Question, draws: &Draws) -> Result<Self, ProofError> {
        let missing = || ProofError::Missing(question.id.clone());
        let proof = question.proof.as_ref().ok_or_else(missing)?;
        let unknown = || ProofError::UnknownScenario(proof.scenario.clone());
        let text = builtin::scenario(&proof.scenario).ok_or_else(unknown)?;
        let setting = |setting: &Setting| {
            Ok(Setting { path: setting.path.clone(), value: value(&setting.value, draws)? })
        };
        let changes: Vec<Setting> =
            proof.set.iter().map(setting).collect::<Result<_, ProofError>>()?;
        let probe = proof.probe.iter().map(|claim| probe_of(claim, draws));
        let wrong = |wrong: &WrongProbe| Ok((wrong.option, probe_of(&wrong.probe, draws)?));
        let wrong = proof.wrong.iter().map(wrong);
        let source = Source { name: proof.scenario.clone(), text: text.to_owned() };
        let request = Request { set: changes.clone(), ..Request::default() };
        Ok(Self {
            probe: probe.collect::<Result<_, ProofError>>()?,
            wrong: wrong.collect::<Result<_, ProofError>>()?,
            replay_at: instant(&proof.replay_at, draws)?,
            scenario: scenario::read(source, &request).map_err(ProofError::BadScenario)?,
            changes,
        })
    }
}

/// A setting's value, filled in. A text that is nothing but a sampled number is
/// that number, so that whole numbers can be sampled as well as durations.
fn value(text: &str, draws: &Draws) -> Result<String, TemplateError> {
    let filled = template::fill(text, draws)?;
    let is_drawn = text.starts_with("\"{") && text.ends_with("}\"");
    let number = filled.trim_matches('"');
    let is_number = number.parse::<i64>().is_ok();
    Ok(if is_drawn && is_number { number.to_owned() } else { filled })
}

/// What a question claims of a run, under `draws`.
fn probe_of(claim: &Claim, draws: &Draws) -> Result<Probe, ProofError> {
    let unknown = || ProofError::UnknownFigure(claim.metric.clone());
    let metric = Metric::parse(&claim.metric).ok_or_else(unknown)?;
    Ok(Probe { metric, bound: template::bound(&claim.bound, draws)? })
}

fn instant(replay_at: &Drawn<Duration>, draws: &Draws) -> Result<SimTime, ProofError> {
    match replay_at {
        Drawn::Fixed(since_start) => Ok(SimTime::ZERO + (*since_start).into()),
        Drawn::Text(text) => {
            let filled = template::fill(text, draws)?;
            duration::instant_of(&filled).map_err(ProofError::BadInstant)
        }
    }
}
