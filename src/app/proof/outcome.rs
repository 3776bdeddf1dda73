//! What comes true of a prediction: by the run that was watched where it settles
//! the question, by the question's key elsewhere.

use super::filled::Filled;
use super::run::{Figure, ProofOutcome};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::summary::Summary;
use quizbank::model::question::Question;
use quizbank::present::PresentedQuestion;

/// What came true, and by what.
#[derive(Clone, Debug, PartialEq)]
pub struct PredictionOutcome {
    /// Positions in the question's file of the options that came true; none where
    /// the run went another way than any of them.
    pub right: Vec<usize>,
    /// The figures of the run that settle it; `None` where the key does.
    pub proven: Option<ProofOutcome>,
}

/// What comes true of `item` in the run of `scenario` with these figures.
pub fn of(
    item: &PresentedQuestion,
    scenario: &Scenario,
    summary: Option<&Summary>,
) -> PredictionOutcome {
    let question = &item.question;
    let keys = || question.keys().collect::<Vec<_>>();
    let settled = summary.and_then(|summary| Some((settling(item, scenario)?, summary)));
    let Some((filled, summary)) = settled else {
        return PredictionOutcome { right: keys(), proven: None };
    };
    let figure = |probe| Figure::of(probe, summary, &scenario.actions);
    let figures: Vec<Figure> = filled.probe.iter().map(figure).collect();
    let right = if figures.iter().all(Figure::holds) {
        keys()
    } else {
        let holds = |probe| figure(probe).holds();
        let wrong = filled.wrong.iter().filter(|(_, probe)| holds(probe));
        wrong.filter_map(|(option, _)| option.checked_sub(1)).collect()
    };
    PredictionOutcome { right, proven: Some(ProofOutcome { figures }) }
}

/// Where the run of `scenario` settles `item`, when it does.
pub fn settled_at(item: &PresentedQuestion, scenario: &Scenario) -> Option<SimTime> {
    settling(item, scenario).map(|filled| filled.replay_at)
}

/// The proof of `item`, when it is a run of this very scenario as it stands.
fn settling(item: &PresentedQuestion, scenario: &Scenario) -> Option<Filled> {
    let is_own = |question: &Question| {
        let proof = question.proof.as_ref();
        proof.is_some_and(|proof| proof.scenario == scenario.name && proof.set.is_empty())
    };
    is_own(&item.question).then(|| Filled::new(&item.question, &item.draws).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;

    use apprunner_sim::sim::player;

    use quizbank::present;
    use spanned_toml::setting::Setting;

    fn item(id: &str) -> PresentedQuestion {
        let ledger = builtin::read_facts().unwrap();
        let bank = builtin::read_bank(&ledger).unwrap();
        present::present(bank.iter().find(|question| question.id.0 == id).unwrap(), 1).unwrap()
    }

    fn scenario(name: &str, set: &[(&str, &str)]) -> Scenario {
        let setting = |(path, value): &(&str, &str)| Setting {
            path: (*path).to_owned(),
            value: (*value).to_owned(),
        };
        let set = set.iter().map(setting).collect();
        builtin::draft(name, set).unwrap().unwrap().scenario().clone()
    }

    #[test]
    fn the_run_that_was_watched_decides() {
        let item = item("health-check-redirect-outage");
        let keys: Vec<usize> = item.question.keys().collect();
        let scenario = scenario("health-302", &[]);
        assert!(settled_at(&item, &scenario).is_some());
        let summary = player::run(scenario.clone());
        let outcome = of(&item, &scenario, Some(&summary));
        assert_eq!(outcome.right, keys);
        assert!(outcome.proven.is_some());
        assert_eq!(of(&item, &scenario, None), PredictionOutcome { right: keys, proven: None });
    }

    #[test]
    fn a_changed_run_may_go_another_way_than_the_key() {
        let item = item("health-check-redirect-outage");
        let keys: Vec<usize> = item.question.keys().collect();
        let healed = scenario("health-302", &[("event", "[]")]);
        let outcome = of(&item, &healed, Some(&player::run(healed.clone())));
        assert_ne!(outcome.right, keys, "{outcome:?}");
        assert!(outcome.proven.is_some());
    }

    #[test]
    fn a_question_about_another_run_is_settled_by_its_key() {
        let item = item("health-check-redirect-outage");
        let other = scenario("scale-to-zero", &[]);
        assert_eq!(settled_at(&item, &other), None);
        let outcome = of(&item, &other, Some(&player::run(other.clone())));
        assert_eq!(outcome.proven, None);
    }
}
