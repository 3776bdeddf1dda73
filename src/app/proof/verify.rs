//! Holding a question to its proof: the key's probes are true, and what would
//! be true if a distractor were comes out false, whatever the seed and whatever
//! numbers are sampled.

use std::fmt;

use super::ProofError;
use super::filled::Filled;
use super::run::Figure;
use apprunner_sim::sim::player;
use quizbank::model::question::Question;
use quizbank::model::template::{self, Draws};
use quizbank::present::{self, Unfit};
use quizbank::template::draw;

/// Most combinations of sampled numbers that are proven one by one; of
/// more, those that the seeds draw.
const COMBINATIONS: usize = 60;

/// How many seeds a check draws beside the scenario's own.
pub const DRAWN_SEEDS: u64 = 20;

/// One run that a question is held to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The scenario's seed; `None` for its own.
    pub seed: Option<u64>,
    /// The numbers filled in.
    pub draws: Draws,
}

/// Writes `seed 7` or `its own seed and interval = 5, threshold = 3`.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seed {
            Some(seed) => write!(f, "seed {seed}")?,
            None => f.write_str("the scenario's own seed")?,
        }
        if self.draws.is_empty() {
            return Ok(());
        }
        write!(f, " and {}", template::in_words(&self.draws))
    }
}

/// Something that speaks against a question.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    /// The proof cannot be run.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The numbers sampled do not fit its texts.
    #[error(transparent)]
    Text(#[from] Unfit),
    /// The run says that the key is false.
    #[error("the key does not hold with {case}: {figure}, expected {}", figure.bound)]
    KeyFalse {
        /// In which run.
        case: Case,
        /// What came out.
        figure: Figure,
    },
    /// The run says that a distractor is true.
    #[error("option {option} holds with {case} but must not: {figure}")]
    DistractorTrue {
        /// The option, counted from 1 in file order.
        option: usize,
        /// In which run.
        case: Case,
        /// What came out.
        figure: Figure,
    },
    /// Numbers sampled make two options say the same.
    #[error("two options have the text `{text}` with {}", template::in_words(draws))]
    SameOption {
        /// What both say.
        text: String,
        /// The numbers sampled.
        draws: Draws,
    },
}

/// Runs the proof of `question` under its scenario's own seed, once for every combination of sampled
/// numbers while they are few, and under each of `seeds`, which numbers are sampled from too.
/// Returns how many runs there were.
pub fn verify(
    question: &Question,
    seeds: impl IntoIterator<Item = u64>,
) -> Result<usize, Vec<Failure>> {
    if question.proof.is_none() {
        return Err(vec![ProofError::Missing(question.id.clone()).into()]);
    }
    let (mut runs, mut failures) = (0, Vec::new());
    for case in cases(question, seeds) {
        failures.extend(differing_options(question, &case.draws));
        match Filled::new(question, &case.draws) {
            Ok(filled) => failures.extend(judge(filled, &case)),
            // Whatever is wrong with it is wrong in every case without draws.
            Err(error) if case.draws.is_empty() => return Err(vec![error.into()]),
            Err(error) => failures.push(error.into()),
        }
        runs += 1;
    }
    if failures.is_empty() {
        return Ok(runs);
    }
    failures.dedup();
    Err(failures)
}

/// The runs that `question` is held to, the one that the replay shows first.
fn cases(question: &Question, seeds: impl IntoIterator<Item = u64>) -> Vec<Case> {
    let own = |draws| Case { seed: None, draws };
    let few = template::count(&question.draw) <= COMBINATIONS as u128;
    let mut cases: Vec<Case> = if few {
        template::combinations(&question.draw, COMBINATIONS).into_iter().map(own).collect()
    } else {
        vec![own(draw(question, 0))]
    };
    let drawn = |seed| Case { seed: Some(seed), draws: draw(question, seed) };
    cases.extend(seeds.into_iter().map(drawn));
    cases
}

/// What one run says against a question, with all probes.
fn judge(filled: Filled, case: &Case) -> Vec<Failure> {
    let Filled { mut scenario, probe, wrong, .. } = filled;
    scenario.seed = case.seed.unwrap_or(scenario.seed);
    let actions = scenario.actions.clone();
    let summary = player::run(scenario);
    let figure = |probe| Figure::of(probe, &summary, &actions);
    let wrong = wrong.iter().map(|(option, probe)| (*option, figure(probe)));
    against(case, probe.iter().map(figure), wrong)
}

/// What the figures of a run say against a question: a key's bound that does
/// not hold, a distractor's that does.
fn against(
    case: &Case,
    key: impl IntoIterator<Item = Figure>,
    wrong: impl IntoIterator<Item = (usize, Figure)>,
) -> Vec<Failure> {
    let case = || case.clone();
    let key = key.into_iter().filter(|figure| !figure.holds());
    let key = key.map(|figure| Failure::KeyFalse { case: case(), figure });
    let wrong = wrong.into_iter().filter(|(_, figure)| figure.holds());
    let wrong =
        wrong.map(|(option, figure)| Failure::DistractorTrue { option, case: case(), figure });
    key.chain(wrong).collect()
}

/// Sampled numbers may make texts meet that differ in the file.
fn differing_options(question: &Question, draws: &Draws) -> Vec<Failure> {
    let item = match present::filled(question, 0, draws.clone()) {
        Ok(item) => item,
        Err(unfit) => return vec![unfit.into()],
    };
    let mut texts: Vec<String> = item.options.into_iter().map(|option| option.text).collect();
    texts.sort();
    let same = texts.windows(2).filter_map(|pair| match pair {
        [one, other] if one == other => Some(one.clone()),
        _ => None,
    });
    same.map(|text| Failure::SameOption { text, draws: draws.clone() }).collect()
}

#[cfg(test)]
mod tests;
