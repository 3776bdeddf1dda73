//! Holding a question to its proof: the key's probes are true, and what would
//! be true if a distractor were comes out false, whatever the seed.

use super::run::{Figure, Outcome};
use super::{ProofError, scenario_for};
use crate::model::question::{Proof, Question};
use crate::model::scenario::Scenario;
use crate::quiz::present::{self, Unfit};
use crate::sim::player;

/// How many seeds a check draws beside the scenario's own.
pub const DRAWN_SEEDS: u64 = 20;

/// A question whose key was borne out by every run.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// How many runs there were.
    pub runs: usize,
    /// What came out under the scenario's own seed.
    pub outcome: Outcome,
}

/// Something that speaks against a question.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    /// The proof cannot be run.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The numbers drawn do not fit its texts.
    #[error(transparent)]
    Text(#[from] Unfit),
    /// The run says that the key is false.
    #[error("the key is not borne out with seed {seed}: {figure}, wanted {}", figure.bound)]
    KeyFalse {
        /// The scenario's seed.
        seed: u64,
        /// What came out.
        figure: Figure,
    },
    /// The run says that a distractor is true.
    #[error("option {option} is borne out with seed {seed} and must not be: {figure}")]
    DistractorTrue {
        /// The option, counted from 1 in file order.
        option: usize,
        /// The scenario's seed.
        seed: u64,
        /// What came out.
        figure: Figure,
    },
    /// Numbers drawn make two options say the same.
    #[error("two options say `{text}` when numbers are drawn from seed {seed}")]
    SameOption {
        /// What both say.
        text: String,
        /// What the numbers were drawn from.
        seed: u64,
    },
}

/// Runs the proof of `question` under its scenario's own seed and under each of
/// `seeds`, which numbers are drawn from too.
pub fn verify(
    question: &Question,
    seeds: impl IntoIterator<Item = u64>,
) -> Result<Verified, Vec<Failure>> {
    let missing = || vec![ProofError::Missing(question.id.clone()).into()];
    let proof = question.proof.as_ref().ok_or_else(missing)?;
    let stored = scenario_for(question, 0).map_err(|error| vec![error.into()])?;
    let mut failures = differing_options(question, 0);
    let (outcome, found) = judge(proof, stored);
    failures.extend(found);
    let mut runs = 1;
    for seed in seeds {
        failures.extend(differing_options(question, seed));
        match scenario_for(question, seed) {
            Ok(scenario) => failures.extend(judge(proof, Scenario { seed, ..scenario }).1),
            Err(error) => failures.push(error.into()),
        }
        runs += 1;
    }
    if failures.is_empty() { Ok(Verified { runs, outcome }) } else { Err(failures) }
}

/// One run against all probes.
fn judge(proof: &Proof, scenario: Scenario) -> (Outcome, Vec<Failure>) {
    let summary = player::run(scenario);
    let figures = proof.probe.iter().map(|probe| Figure::of(probe, &summary)).collect();
    let outcome = Outcome { figures };
    let wrong = proof.wrong.iter().map(|wrong| (wrong.option, Figure::of(&wrong.probe, &summary)));
    let failures = against(summary.seed, &outcome, wrong);
    (outcome, failures)
}

/// What the figures of a run say against a question: a key's bound that does
/// not hold, a distractor's that does.
fn against(
    seed: u64,
    key: &Outcome,
    wrong: impl IntoIterator<Item = (usize, Figure)>,
) -> Vec<Failure> {
    let key = key.figures.iter().filter(|figure| !figure.holds());
    let key = key.map(|figure| Failure::KeyFalse { seed, figure: figure.clone() });
    let wrong = wrong.into_iter().filter(|(_, figure)| figure.holds());
    let wrong = wrong.map(|(option, figure)| Failure::DistractorTrue { option, seed, figure });
    key.chain(wrong).collect()
}

/// Drawn numbers may make texts meet that differ in the file.
fn differing_options(question: &Question, seed: u64) -> Vec<Failure> {
    let item = match present::present(question, seed) {
        Ok(item) => item,
        Err(unfit) => return vec![unfit.into()],
    };
    let mut texts: Vec<String> = item.options.into_iter().map(|option| option.text).collect();
    texts.sort();
    let same = texts.windows(2).filter_map(|pair| match pair {
        [one, other] if one == other => Some(one.clone()),
        _ => None,
    });
    same.map(|text| Failure::SameOption { text, seed }).collect()
}

#[cfg(test)]
mod tests;
