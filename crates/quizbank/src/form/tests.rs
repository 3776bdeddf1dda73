//! Forms over a made bank, which no change of content touches. What holds over the
//! shipped bank is in `tests/it/form.rs`.

use std::fmt::Write as _;

use super::*;
use crate::model::question::{Authority, Difficulty, Kind, Order, QuestionId};
use crate::model::template::Draw;
use crate::sample;
use crate::shipped;

/// 240 questions: families of three, pairs of enemies, some not gradable, some
/// with drawn numbers, some in fixed order.
fn bank() -> Vec<Question> {
    (0..240_usize).map(question).collect()
}

fn question(index: usize) -> Question {
    let id = format!("q-{index:03}");
    let topic = ["scaling", "health-check", "iam"][index % 3];
    let mut question = match index % 7 {
        0 => sample::multiple(&id, topic),
        _ => sample::choice(&id, topic),
    };
    question.domain = u8::try_from(index % 4 + 1).unwrap();
    question.difficulty = match index % 10 {
        0..3 => Difficulty::Easy,
        3..8 => Difficulty::Medium,
        _ => Difficulty::Hard,
    };
    let filler = vec!["word"; 20 + index * 7 % 31].join(" ");
    question.stem = format!("Of {id} {filler}?");
    if index % 12 < 2 {
        question.family = Some(format!("family-{}", index / 36));
    }
    if index % 20 == 5 {
        question.enemies = vec![QuestionId(format!("q-{:03}", index + 1))];
    }
    if index % 25 == 24 {
        question.authority = Authority::Chapter;
    }
    if index % 11 == 10 {
        question.draw = vec![Draw { name: "n".to_owned(), values: vec![2, 3, 4] }];
        question.stem = format!("{{n}} of {id} {filler}?");
    }
    if index % 9 == 8 {
        question.order = Order::Fixed;
    }
    question
}

fn blueprint(name: &str) -> Blueprint {
    let all = shipped::blueprints();
    all.into_iter().find(|one| one.name == name).unwrap()
}

fn form(bank: &[Question], name: &str, topic: Option<&str>, seed: u64) -> Result<Form, FormError> {
    assemble(&FormRequest { bank, blueprint: &blueprint(name), topic, seed })
}

/// Ids, parts, places of the options in the order shown and drawn numbers.
fn reported(form: &Form) -> String {
    let mut text = format!("{} {}\n", form.identity, form.identity.bank);
    for entry in &form.entries {
        let places = entry.item.options.iter().map(|option| (option.position + 1).to_string());
        let counts = match entry.counts {
            Scoring::Scored => "scored",
            Scoring::Unscored => "unscored",
        };
        let draws: Vec<i64> = entry.item.draws.values().copied().collect();
        let places = places.collect::<String>();
        let _ = writeln!(text, "{} {counts} {places} {draws:?}", entry.item.question.id);
    }
    text
}

#[test]
fn three_forms_stay_what_they_are() {
    let bank = bank();
    insta::assert_snapshot!(reported(&form(&bank, "dva-c02", None, 1).unwrap()));
    insta::assert_snapshot!(reported(&form(&bank, "dva-c03-33", None, 2).unwrap()));
    insta::assert_snapshot!(reported(&form(&bank, "topic-test", Some("iam"), 3).unwrap()));
}

#[test]
fn the_order_of_the_bank_is_of_no_account() {
    let mut bank = bank();
    let before = form(&bank, "dva-c03", None, 9).unwrap();
    bank.reverse();
    assert_eq!(form(&bank, "dva-c03", None, 9).unwrap(), before);
}

#[test]
fn a_topic_with_few_questions_gives_a_shorter_form_or_none() {
    let mut bank = bank();
    bank.retain(|question| question.topic != "iam" || question.id.0.as_str() < "q-050");
    let short = form(&bank, "topic-test", Some("iam"), 1).unwrap();
    assert!((10..20).contains(&short.entries.len()), "{}", short.entries.len());
    assert!(short.entries.iter().all(|entry| entry.counts == Scoring::Scored));
    bank.retain(|question| question.topic != "iam" || question.id.0.as_str() < "q-017");
    let message = form(&bank, "topic-test", Some("iam"), 1).unwrap_err().to_string();
    assert!(message.starts_with("the topic `iam` has 5 questions for `topic-test`"), "{message}");
    assert!(message.contains("which needs 6"), "{message}");
}

#[test]
fn a_short_form_says_so_and_has_no_equal_beside_it() {
    let mut bank = bank();
    bank.retain(|question| question.topic != "iam" || question.id.0.as_str() < "q-050");
    let topic_test = blueprint("topic-test");
    let short = form(&bank, "topic-test", Some("iam"), 1).unwrap();
    assert_eq!(short.paper(&topic_test).whole, Some(20));
    let whole = form(&bank, "topic-test", Some("scaling"), 1).unwrap();
    assert_eq!(whole.paper(&topic_test).whole, None);
    let wanted = FormRequest { bank: &bank, blueprint: &topic_test, topic: Some("iam"), seed: 1 };
    let alone = disjoint(&wanted, 1).unwrap();
    assert_eq!(alone[0].identity.series, Some(Series { number: 1, of: 1 }));
    let message = disjoint(&wanted, 2).unwrap_err().to_string();
    assert!(
        message
            .contains("for 1 equivalent form of `topic-test` without a common question, not for 2"),
        "{message}"
    );
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let mut bank = bank();
    let reported = |result: Result<Form, FormError>| result.unwrap_err().to_string();
    assert_eq!(
        reported(form(&bank, "topic-test", None, 1)),
        "`topic-test` covers one topic; name the topic"
    );
    let message = "`dva-c02` covers all topics; leave the topic out";
    assert_eq!(reported(form(&bank, "dva-c02", Some("iam"), 1)), message);
    assert_eq!(reported(form(&bank, "topic-test", Some("imm"), 1)), "there is no topic `imm`");
    bank.retain(|question| question.domain != 2 || question.id.0.as_str() < "q-060");
    let message = reported(form(&bank, "dva-c02", None, 1));
    assert!(message.starts_with("domain 2 has 1"), "{message}");
}

#[test]
fn a_bank_of_one_kind_still_gives_forms() {
    let mut bank = bank();
    for question in &mut bank {
        question.difficulty = Difficulty::Medium;
    }
    bank.retain(|question| question.kind == Kind::Choice);
    let form = form(&bank, "dva-c02-16", None, 4).unwrap();
    assert_eq!(form.profile(Scoring::Scored).multiple, 0);
    assert_eq!(form.profile(Scoring::Scored).difficulty, [0, 12, 0]);
}
