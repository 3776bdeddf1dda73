use super::*;
use apprunner_sim::model::metric::Metric;
use quizbank::model::question::{Claim, Proof, WrongProbe};
use quizbank::model::template::{Draw, Drawn};
use quizbank::sample;
use spanned_toml::bound::Bound;
use spanned_toml::setting::Setting;
use std::time::Duration;

fn proven_by(scenario: &str) -> Question {
    let proof = Proof {
        scenario: scenario.to_owned(),
        set: Vec::new(),
        probe: Vec::new(),
        wrong: Vec::new(),
        replay_at: Duration::ZERO.into(),
    };
    Question { proof: Some(proof), ..sample::choice("q", "scaling") }
}

#[test]
fn a_question_without_a_proof_cannot_be_verified() {
    let failures = verify(&sample::choice("q", "scaling"), []).unwrap_err();
    assert_eq!(failures[0].to_string(), "question `q` has no proof by a run");
}

#[test]
fn a_proof_needs_a_built_in_scenario() {
    let failures = verify(&proven_by("nowhere"), []).unwrap_err();
    assert_eq!(failures[0].to_string(), "there is no built-in scenario `nowhere`");
}

#[test]
fn drawn_numbers_must_not_make_options_meet() {
    let mut question = proven_by("nowhere");
    question.draw = vec![Draw { name: "n".to_owned(), values: vec![2] }];
    question.options[0].text = "{n*2} seconds".to_owned();
    question.options[1].text = "{n+2} seconds".to_owned();
    let draws: Draws = [("n".to_owned(), 2)].into();
    let failures = differing_options(&question, &draws);
    assert_eq!(failures[0].to_string(), "two options have the text `4 seconds` with n = 2");
}

#[test]
fn a_text_that_cannot_be_filled_in_is_a_failure() {
    let mut question = proven_by("nowhere");
    question.draw = vec![Draw { name: "n".to_owned(), values: vec![3] }];
    question.options[0].why = "{n/2}".to_owned();
    let failures = differing_options(&question, &[("n".to_owned(), 3)].into());
    assert_eq!(failures[0].to_string(), "question `q`: 3 / 2 in `n/2` is not a whole number");
}

fn seeded(seed: u64) -> Case {
    Case { seed: Some(seed), draws: Draws::new() }
}

/// `first.unhealthy` as a run had it, held to another value.
fn unhealthy_at(value: Option<f64>, wanted: f64) -> Figure {
    let metric = Metric::parse("first.unhealthy").unwrap();
    let bound = Bound::Equals { value: wanted, within: 0.001 };
    Figure { metric, value, bound, cause: None }
}

#[test]
fn a_key_that_the_run_bears_out_has_nothing_against_it() {
    let key = [unhealthy_at(Some(50.0), 50.0)];
    assert_eq!(against(&seeded(1), key, [(4, unhealthy_at(Some(50.0), 75.0))]), []);
}

#[test]
fn a_false_key_is_told_with_what_came_out() {
    let key = [unhealthy_at(Some(45.0), 50.0)];
    let failures = against(&seeded(7), key, []);
    assert_eq!(
        failures[0].to_string(),
        "the key does not hold with seed 7: first.unhealthy = 45.000 s, expected 50 ± 0.001"
    );
}

#[test]
fn a_key_whose_figure_never_came_to_be_is_false() {
    let key = [unhealthy_at(None, 50.0)];
    assert_eq!(against(&seeded(1), key, []).len(), 1);
}

#[test]
fn a_true_distractor_is_told_with_its_number() {
    let key = [unhealthy_at(Some(75.0), 75.0)];
    let failures = against(&seeded(1), key, [(4, unhealthy_at(Some(75.0), 75.0))]);
    assert_eq!(
        failures[0].to_string(),
        "option 4 holds with seed 1 but must not: first.unhealthy = 75.000 s"
    );
}

/// A question of `health-503` that draws interval and threshold, with the time
/// to unhealthy as the text `key` says it.
fn drawn(intervals: &[i64], key: &str) -> Question {
    let probe = |text: &str| Claim {
        metric: "first.unhealthy".to_owned(),
        bound: Bound::Equals { value: Drawn::Text(text.to_owned()), within: 0.001.into() },
    };
    let mut question = proven_by("health-503");
    let named =
        |name: &str, values: &[i64]| Draw { name: name.to_owned(), values: values.to_vec() };
    question.draw = vec![named("interval", intervals), named("threshold", &[2, 3, 4])];
    let proof = question.proof.as_mut().unwrap();
    let set = [
        ("interval", "\"{interval}s\""),
        ("timeout", "\"1s\""),
        ("unhealthy_threshold", "{threshold}"),
    ];
    proof.set = set
        .map(|(name, value)| Setting {
            path: format!("service.health_check.{name}"),
            value: value.to_owned(),
        })
        .into();
    proof.probe = vec![probe(key)];
    let wrong = probe("{(interval+1)*threshold}");
    proof.wrong = vec![WrongProbe { option: 1, probe: wrong }];
    proof.replay_at = Drawn::Text("{interval*threshold}s".to_owned());
    question
}

#[test]
fn every_combination_of_drawn_numbers_is_proven_while_they_are_few() {
    let question = drawn(&[5, 8], "{interval*threshold}");
    assert_eq!(verify(&question, [1, 2]), Ok(2 * 3 + 2));
    let many: Vec<i64> = (5..30).collect();
    assert_eq!(verify(&drawn(&many, "{interval*threshold}"), [1, 2]), Ok(1 + 2));
}

#[test]
fn a_key_that_is_false_for_one_combination_is_told_with_it() {
    let failures = verify(&drawn(&[2, 5], "{interval*3}"), []).unwrap_err();
    assert_eq!(failures.len(), 4);
    assert_eq!(
        failures[0].to_string(),
        "the key does not hold with the scenario's own seed and interval = 2, threshold = 2: \
         first.unhealthy = 4.000 s, expected 6 ± 0.001"
    );
}

#[test]
fn the_replay_opens_where_the_drawn_numbers_say() {
    let question = drawn(&[5], "{interval*threshold}");
    let run = super::super::run::ProofRun::new(&question, 3).unwrap();
    let threshold = draw(&question, 3)["threshold"];
    assert_eq!(run.replay_at().to_string(), format!("{}.0 s", 5 * threshold));
}
