use super::*;
use crate::model::fact::{Fact, Verdict};
use crate::model::question::{Order, Review, Waiver};
use crate::quiz::sample;

fn ledger() -> Ledger {
    let fact = Fact {
        id: "scaling.min-default".to_owned(),
        topic: "scaling".to_owned(),
        chapter: "1".to_owned(),
        aws: "5".to_owned(),
        verdict: Verdict::Differs,
        source: Vec::new(),
        note: None,
        line: 1,
    };
    Ledger { chapter_edition: String::new(), aws_read: String::new(), facts: vec![fact] }
}

/// A question that breaks no rule.
fn sound() -> Question {
    let mut question = sample::choice("q", "scaling");
    question.options[0].text = "a queue".to_owned();
    question.options[1].text = "a topic".to_owned();
    question.options[2].text = "a table".to_owned();
    question.options[3].text = "a stack".to_owned();
    let date = "2026-11-24".to_owned();
    question.review = Some(Review { covered_ok: date.clone(), fact_checked: date });
    question
}

fn rules(question: &Question) -> Vec<&'static str> {
    lint(std::slice::from_ref(question), &ledger()).iter().map(|found| found.rule).collect()
}

/// The rules that a sound question breaks once `change` is made.
fn broken_by(change: impl FnOnce(&mut Question)) -> Vec<&'static str> {
    let mut question = sound();
    change(&mut question);
    rules(&question)
}

#[test]
fn a_sound_question_breaks_no_rule() {
    assert_eq!(rules(&sound()), [""; 0]);
}

#[test]
fn a_count_is_stated_where_several_are_right_and_only_there() {
    let stated = |stem: &str| {
        let mut question = Question { review: sound().review, ..sample::multiple("q", "scaling") };
        question.stem = stem.to_owned();
        rules(&question)
    };
    assert_eq!(stated("Which hold? (Select TWO.)"), [""; 0]);
    assert_eq!(stated("Which hold?"), ["Q03"]);
    assert_eq!(stated("Which hold? (Select THREE.)"), ["Q03"]);
    assert_eq!(broken_by(|q| q.stem = "Which? (Select TWO.)".to_owned()), ["Q03"]);
}

#[test]
fn a_stem_ends_with_its_one_question() {
    for stem in ["Tell it.", "Why? Say it.", "Why? How?"] {
        assert_eq!(broken_by(|q| q.stem = stem.to_owned()), ["Q05"], "{stem}");
    }
}

#[test]
fn options_speak_for_themselves() {
    assert_eq!(broken_by(|q| q.options[3].text = "None of the above".to_owned()), ["Q06"]);
    assert_eq!(broken_by(|q| q.options[3].text = "Both A and B".to_owned()), ["Q06"]);
    assert_eq!(broken_by(|q| q.options[0].why = "See option C.".to_owned()), ["Q06"]);
    assert_eq!(broken_by(|q| q.options[0].why = "A and a b are fine.".to_owned()), [""; 0]);
}

#[test]
fn a_qualifier_is_alone_known_and_earned() {
    let asks = |stem: &str, feasible: &[usize]| {
        broken_by(|q| {
            q.stem = stem.to_owned();
            q.feasible = feasible.to_vec();
        })
    };
    assert_eq!(asks("Which has the LEAST overhead?", &[1]), [""; 0]);
    assert_eq!(asks("Which has the LEAST overhead?", &[]), ["Q08"]);
    assert_eq!(asks("Which MOST secure with the FEWEST changes?", &[1]), ["Q08"]);
    assert_eq!(asks("Which is the BEST one?", &[]), ["Q08"]);
}

#[test]
fn equal_options_are_found_whatever_their_case_and_punctuation() {
    assert_eq!(broken_by(|q| q.options[3].text = "A  Queue.".to_owned()), ["Q14"]);
    assert_eq!(broken_by(|q| q.options[3].text = "A stack, 1.5".to_owned()), [""; 0]);
}

#[test]
fn numbers_ascend_in_one_unit_and_stay() {
    let numbers = |texts: [&str; 4], order| {
        broken_by(|question| {
            question.order = order;
            for (option, text) in question.options.iter_mut().zip(texts) {
                text.clone_into(&mut option.text);
            }
        })
    };
    let ascending = ["1 second", "25 seconds", "50 seconds", "1,000 seconds"];
    assert_eq!(numbers(ascending, Order::Fixed), [""; 0]);
    assert_eq!(numbers(ascending, Order::Shuffled), ["Q15"]);
    assert_eq!(numbers(["2 s", "1 s", "3 s", "4 s"], Order::Fixed), ["Q15"]);
    assert_eq!(numbers(["1 s", "2 s", "3 s", "4 min"], Order::Fixed), ["Q15"]);
    assert_eq!(numbers(["1 s", "2 s", "3 s", "never"], Order::Shuffled), [""; 0]);
}

#[test]
fn a_contested_fact_needs_its_value_or_a_side() {
    let cites = |stem: &str| {
        broken_by(|q| {
            q.facts = vec!["scaling.min-default".to_owned()];
            q.stem = stem.to_owned();
        })
    };
    assert_eq!(cites("What is the default minimum?"), ["Q17"]);
    assert_eq!(cites("With a minimum of 2, what runs?"), [""; 0]);
}

#[test]
fn reviews_have_days_of_the_calendar() {
    assert_eq!(broken_by(|q| q.review = None), ["Q20"]);
    for date in ["2026-02-29", "2026-13-01", "24.11.2026", "2026-1-1", "2026-11-00"] {
        let change = |q: &mut Question| {
            let review = q.review.as_mut().unwrap();
            date.clone_into(&mut review.covered_ok);
        };
        assert_eq!(broken_by(change), ["Q20"], "{date}");
    }
}

#[test]
fn a_waiver_silences_its_rule_and_no_other() {
    let waiver = Waiver { rule: "Q05".to_owned(), reason: "quoted question".to_owned() };
    let change = |q: &mut Question| {
        q.stem = "Why? How?".to_owned();
        q.review = None;
        q.waive = vec![waiver];
    };
    assert_eq!(broken_by(change), ["Q20"]);
}

#[test]
fn a_bank_whose_keys_stand_in_one_place_or_are_always_the_longest_is_found() {
    let bank: Vec<Question> = (0..24)
        .map(|index| {
            let mut question = sound();
            question.id = QuestionId(format!("q-{index}"));
            question.options[1].text = "a topic, the careful one".to_owned();
            question
        })
        .collect();
    let found = lint(&bank, &ledger());
    let rules: Vec<&str> = found.iter().map(|found| found.rule).collect();
    assert_eq!(rules, ["B01", "B02", "B02"]);
    assert_eq!(
        found[1].message,
        "the key is the longest option in 24 of 24 questions; chance gives 1 to 11"
    );
}
