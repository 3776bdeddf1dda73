use super::*;
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
