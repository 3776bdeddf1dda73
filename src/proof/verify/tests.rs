use super::*;
use crate::model::goal::Bound;
use crate::model::metric::Metric;
use crate::model::question::Draw;
use crate::model::time::SimTime;
use crate::quiz::sample;

fn proven_by(scenario: &str) -> Question {
    let proof = Proof {
        scenario: scenario.to_owned(),
        set: Vec::new(),
        probe: Vec::new(),
        wrong: Vec::new(),
        replay_at: SimTime::ZERO,
    };
    Question { proof: Some(proof), ..sample::choice("q", "scaling") }
}

#[test]
fn a_question_without_a_proof_cannot_be_verified() {
    let failures = verify(&sample::choice("q", "scaling"), []).unwrap_err();
    assert_eq!(failures[0].to_string(), "question `q` has no run that proves it");
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
    let same = Failure::SameOption { text: "4 seconds".to_owned(), seed: 0 };
    assert_eq!(differing_options(&question, 0), [same]);
}

#[test]
fn a_text_that_cannot_be_filled_in_is_a_failure() {
    let mut question = proven_by("nowhere");
    question.draw = vec![Draw { name: "n".to_owned(), values: vec![3] }];
    question.options[0].why = "{n/2}".to_owned();
    let failures = differing_options(&question, 0);
    assert_eq!(failures[0].to_string(), "question `q`: 3 / 2 in `n/2` is not a whole number");
}

/// `first.unhealthy` as a run had it, held to another value.
fn unhealthy_at(value: Option<f64>, wanted: f64) -> Figure {
    let metric = Metric::parse("first.unhealthy").unwrap();
    Figure { metric, value, bound: Bound::Equals { value: wanted, within: 0.001 } }
}

#[test]
fn a_key_that_the_run_bears_out_has_nothing_against_it() {
    let key = Outcome { figures: vec![unhealthy_at(Some(50.0), 50.0)] };
    assert_eq!(against(1, &key, [(4, unhealthy_at(Some(50.0), 75.0))]), []);
}

#[test]
fn a_false_key_is_told_with_what_came_out() {
    let key = Outcome { figures: vec![unhealthy_at(Some(45.0), 50.0)] };
    let failures = against(7, &key, []);
    assert_eq!(
        failures[0].to_string(),
        "the key is not borne out with seed 7: first.unhealthy = 45.000 s, wanted 50 ± 0.001"
    );
}

#[test]
fn a_key_whose_figure_never_came_to_be_is_false() {
    let key = Outcome { figures: vec![unhealthy_at(None, 50.0)] };
    assert_eq!(against(1, &key, []).len(), 1);
}

#[test]
fn a_true_distractor_is_told_with_its_number() {
    let key = Outcome { figures: vec![unhealthy_at(Some(75.0), 75.0)] };
    let failures = against(1, &key, [(4, unhealthy_at(Some(75.0), 75.0))]);
    assert_eq!(
        failures[0].to_string(),
        "option 4 is borne out with seed 1 and must not be: first.unhealthy = 75.000 s"
    );
}
