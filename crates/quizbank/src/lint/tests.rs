//! Rules over a whole bank. Those about one question are in `tests/lint`, a file
//! each.

use super::borrowed::Borrowed;
use super::*;
use crate::model::blueprint::Blueprint;
use crate::model::blueprint::{ExamDomain, Pass, Scope, Valid};
use crate::model::fact::Ledger;
use crate::model::part::QuestionPart;
use crate::model::question::{
    Authority, Difficulty, Exhibit, ExhibitKind, Kind, Level, OptionRole, Order, QuestionId,
    Review, Waiver,
};
use crate::sample;
use spanned_toml::diagnostic::Severity;

/// Words that no two stems share, so that questions differ.
const SYLLABLES: [&str; 8] = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki"];

fn word(number: usize) -> String {
    let syllable = |place: u32| SYLLABLES[number / 8_usize.pow(place) % 8];
    (0..4).map(|place| syllable(3 - place)).collect()
}

/// A question that breaks no rule, alone or among others of its kind.
fn sound(index: usize) -> Question {
    let mut question = sample::choice(&format!("q-{index}"), "scaling");
    let words: Vec<String> = (0..10).map(|at| word(index * 31 + at * 409)).collect();
    question.stem = format!("{} holds. Which solution will follow?", words.join(" "));
    let key = index % 4;
    for (at, option) in question.options.iter_mut().enumerate() {
        option.text = format!("a {} of its own", word(index * 7 + at));
        let reason: Vec<String> = (0..14).map(|one| word(index + at * 97 + one * 13)).collect();
        option.why = reason.join(" ");
        option.role = if at == key {
            OptionRole::Key
        } else {
            OptionRole::Distractor { misconception: format!("mistake-{at}") }
        };
    }
    let date = "2026-11-24".to_owned();
    question.review = Some(Review { covered_ok: date.clone(), fact_checked: date });
    question.facts = vec!["scaling.min-default".to_owned()];
    question
}

/// So many sound questions in a fair mix.
fn bank(count: usize) -> Vec<Question> {
    let mut questions: Vec<Question> = (0..count).map(sound).collect();
    for (index, question) in questions.iter_mut().enumerate() {
        // One of four keys is the longest, one the shortest, in turn.
        let key = question.options.iter_mut().find(|option| option.is_key()).unwrap();
        match index / 4 % 4 {
            0 => key.text.push_str(" x"),
            1 => key.text.truncate(key.text.len() - 2),
            _ => {}
        }
        question.domain = u8::try_from(index % 4 + 1).unwrap();
        question.difficulty = match index % 10 {
            0..3 => Difficulty::Easy,
            3..8 => Difficulty::Medium,
            _ => Difficulty::Hard,
        };
        if index % 4 == 2 {
            let text = "port = 8080".to_owned();
            question.exhibit = Some(Exhibit { kind: ExhibitKind::Text, text });
        }
        if index % 5 == 0 {
            question.stem = question.stem.replace("follow", "take the LEAST work");
            question.feasible = vec![1];
        }
        if index % 7 == 3 {
            *question = several(question.clone());
        }
    }
    questions
}

/// A form with a question of each domain.
fn short() -> Blueprint {
    let domain = |number| ExamDomain { number, name: "one".to_owned(), weight: 25 };
    Blueprint {
        name: "short".to_owned(),
        title: "A short form".to_owned(),
        valid: Valid::default(),
        questions: 4,
        scored: 4,
        minutes: 8,
        pass: Pass::Scaled(720),
        scope: Scope::Domains((1..=4).map(domain).collect()),
    }
}

/// The same with two keys.
fn several(mut question: Question) -> Question {
    question.kind = Kind::Multiple;
    question.stem.push_str(" (Select TWO.)");
    let mut fifth = question.options[0].clone();
    fifth.text = format!("a {} of its own", word(question.stem.len() + 1_999));
    fifth.why = question.stem.replace('?', ".");
    fifth.role = OptionRole::Key;
    if question.options[0].is_key() {
        question.options[1].role = OptionRole::Distractor { misconception: "mistake-1".to_owned() };
    }
    question.options.push(fifth);
    question
}

fn found(questions: &[Question], blueprints: &[Blueprint], scenarios: &[&str]) -> Vec<LintFinding> {
    found_since(&[], questions, blueprints, scenarios)
}

fn found_since(
    earlier: &[Question],
    questions: &[Question],
    blueprints: &[Blueprint],
    scenarios: &[&str],
) -> Vec<LintFinding> {
    found_in(BankOrigin::BuiltIn, earlier, questions, blueprints, scenarios)
}

fn found_in(
    origin: BankOrigin,
    earlier: &[Question],
    questions: &[Question],
    blueprints: &[Blueprint],
    scenarios: &[&str],
) -> Vec<LintFinding> {
    let ledger =
        Ledger { chapter_edition: String::new(), aws_read: String::new(), facts: Vec::new() };
    let borrowed = Borrowed::default();
    let context = LintContext {
        ledger: &ledger,
        origin,
        blueprints,
        scenarios,
        earlier,
        borrowed: &borrowed,
    };
    lint(questions, &context)
}

/// What a bank breaks as a whole once each question has gone through `change`;
/// proofs are not at issue.
fn whole(count: usize, change: impl Fn(usize, &mut Question)) -> Vec<String> {
    let mut questions = bank(count);
    for (index, question) in questions.iter_mut().enumerate() {
        change(index, question);
    }
    let found = found(&questions, &[], &[]);
    let whole = found.into_iter().filter(|one| one.question.is_none() && one.rule != "B10");
    whole.map(|one| format!("{}: {}", one.rule, one.message)).collect()
}

#[test]
fn a_fair_bank_breaks_no_rule() {
    assert_eq!(whole(80, |_, _| {}), [""; 0]);
    let found = found(&bank(80), &[], &[]);
    let alone: Vec<_> = found.iter().filter(|one| one.question.is_some()).collect();
    assert!(alone.is_empty(), "{alone:#?}");
}

#[test]
fn a_small_bank_is_not_judged_as_a_whole() {
    let first = |_: usize, question: &mut Question| {
        question.options[0].text.push_str(" and more");
        question.level = Level::Recall;
    };
    assert_eq!(whole(39, first), [""; 0]);
    assert_ne!(whole(40, first), [""; 0]);
}

#[test]
fn keys_in_one_place_are_found() {
    let to_the_front = |_: usize, question: &mut Question| {
        question.options.sort_by_key(|option| !option.is_key());
    };
    let found = whole(80, to_the_front);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("B01: keys are at positions 1 to 4 69, 0, 0, 0 times"),
        "{found:?}"
    );
}

#[test]
fn keys_that_are_the_longest_are_found() {
    let longer = |_: usize, question: &mut Question| {
        let key = question.options.iter_mut().find(|option| option.is_key()).unwrap();
        key.text = "a careful thing of its own".to_owned();
    };
    let found = whole(80, longer);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("B02: the key is the longest option in 69 of 69"), "{found:?}");
    assert!(found[1].starts_with("B02: the key is the shortest option in 0 of 69"), "{found:?}");
}

#[test]
fn each_domain_must_fill_three_forms_with_questions_that_both_sides_grade() {
    let form = [short()];
    let reported = |questions: &[Question]| -> Vec<(Severity, String)> {
        let found = found(questions, &form, &[]);
        let cover = found.into_iter().filter(|one| one.rule == "B05");
        cover.map(|one| (one.severity, one.message)).collect()
    };
    let mut questions = bank(40);
    assert_eq!(reported(&questions), []);
    for question in questions.iter_mut().filter(|one| one.domain == 2).skip(2) {
        question.authority = Authority::Aws;
    }
    let message = "domain 2 has 2 questions with `authority = \"both\"`; 3 forms of `short` take 3";
    assert_eq!(reported(&questions), [(Severity::Error, message.to_owned())]);
    for one in questions.iter_mut().skip(11) {
        one.authority = Authority::Aws;
    }
    assert_eq!(reported(&questions)[0].0, Severity::Warning);
    questions[0].task.c02 = "2.2.1".to_owned();
    let message = "task 2.2 has 1 question; a task in use needs at least 3";
    assert!(reported(&questions).contains(&(Severity::Error, message.to_owned())));
}

#[test]
fn shares_outside_the_mix_are_told_with_the_mix() {
    let recall = whole(80, |index, question| {
        if index < 25 {
            question.level = Level::Recall;
        }
    });
    assert_eq!(recall, ["B07: 31.2 % of the questions are recall; 0 to 30 % is the mix"]);
    let hard = whole(80, |_, question| question.difficulty = Difficulty::Hard);
    assert_eq!(hard.len(), 3, "{hard:?}");
    let plain = whole(80, |_, question| {
        question.stem = question.stem.replace("LEAST", "least");
        question.feasible = Vec::new();
    });
    assert_eq!(plain, ["B06: 0.0 % of the questions ask for a quality; 15 to 35 % is the mix"]);
}

#[test]
fn rates_of_negatives_and_absolutes_are_held_over_the_bank() {
    let negatives = whole(80, |index, question| {
        if index < 3 {
            question.stem = question.stem.replace("holds", "does NOT hold");
        }
    });
    assert_eq!(negatives, ["Q07: 3.8 % of the stems are negative; at most 3 %"]);
    let absolutes = whole(80, |index, question| {
        if index < 20 {
            let key = question.options.iter_mut().position(|option| !option.is_key()).unwrap();
            let text = &mut question.options[key].text;
            *text = text.replace("its own", "all it");
        }
    });
    assert_eq!(absolutes.len(), 1, "{absolutes:?}");
    assert!(absolutes[0].starts_with("Q11: 0.0 % of the keys and 8."), "{absolutes:?}");
}

/// Options that are numbers, of which the one at `rank` is right.
fn numeric(question: &mut Question, rank: usize) {
    question.kind = Kind::Choice;
    question.order = Order::Fixed;
    question.options.truncate(4);
    question.stem = question.stem.replace(" (Select TWO.)", "");
    for (at, option) in question.options.iter_mut().enumerate() {
        option.text = format!("{} requests", 10 * at + 10);
        option.why = option.why.replace("ba", "10 20 30 40 ba");
        option.role = if at == rank {
            OptionRole::Key
        } else {
            OptionRole::Distractor { misconception: format!("mistake-{at}") }
        };
    }
}

#[test]
fn keys_of_numeric_questions_have_every_rank_alike() {
    let ranks = |rank: fn(usize) -> usize| {
        whole(200, |index, question| {
            if index % 9 == 0 {
                numeric(question, rank(index / 9));
            }
        })
    };
    assert_eq!(ranks(|at| at % 4), [""; 0]);
    let second_largest = ranks(|at| if at % 3 == 0 { at % 4 } else { 2 });
    // In a fixed order a rank is a place too, of which B01 speaks.
    let rules: Vec<&str> = second_largest.iter().map(|found| &found[..3]).collect();
    assert_eq!(rules, ["B01", "B11"], "{second_largest:?}");
    assert!(second_largest[1].contains("a fixed guess is right in 74 %"), "{second_largest:?}");
}

#[test]
fn the_form_of_the_exam_is_binding_for_the_built_in_bank() {
    let numbers = whole(80, |index, question| {
        if index % 8 == 0 {
            numeric(question, index / 8 % 4);
        }
    });
    assert_eq!(numbers, ["B12: 12.5 % of the questions ask for a number; 0 to 12 % should"]);
    let plain = whole(80, |index, question| {
        if index % 9 < 5 {
            question.stem = question.stem.replace("Which solution will", "What does it");
        }
    });
    assert_eq!(
        plain,
        ["B13: 43.8 % of the questions end as exam questions do; 50 to 100 % should"]
    );
    let bare = |index: usize, question: &mut Question| {
        if index < 24 {
            question.exhibit = None;
        }
    };
    assert_eq!(
        whole(80, bare),
        ["B14: 17.5 % of the questions show an exhibit; 18.75 to 100 % should"]
    );
}

#[test]
fn a_long_bank_and_an_unproven_one_are_told() {
    let long = whole(80, |_, question| question.stem = format!("so {}", question.stem.repeat(12)));
    assert!(long.iter().any(|one| one.starts_with("B09: a question has")), "{long:?}");
    let questions = bank(40);
    let unproven = found(&questions, &[], &["health-503"]);
    let unproven: Vec<&str> = unproven.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        unproven,
        [
            "0.0 % of the questions are proven by a run; at least 40 %",
            "the scenario `health-503` proves 0 questions; at least 3",
        ]
    );
}

#[test]
fn a_mistake_that_one_question_knows_is_told_there_and_may_be_waived() {
    let mut questions = bank(40);
    questions[5].options[0].role =
        OptionRole::Distractor { misconception: "mine-alone".to_owned() };
    let lone = |questions: &[Question]| -> Vec<(Option<usize>, QuestionPart)> {
        let found = found(questions, &[], &[]);
        let lone = found.into_iter().filter(|one| one.rule == "B08");
        lone.map(|one| (one.question, one.part)).collect()
    };
    assert_eq!(lone(&questions), [(Some(5), QuestionPart::Option(0))]);
    questions[5].waive = vec![Waiver { rule: "B08".to_owned(), reason: "rare".to_owned() }];
    assert_eq!(lone(&questions), []);
}

#[test]
fn a_family_may_be_alike() {
    let mut pair = [sound(1), sound(2)];
    pair[1].stem = pair[0].stem.clone();
    pair[1].order = Order::Fixed;
    let rules = |pair: &[Question]| -> Vec<&str> {
        found(pair, &[], &[]).iter().map(|one| one.rule).collect()
    };
    assert_eq!(rules(&pair), ["B03"]);
    for one in &mut pair {
        one.family = Some("one-idea".to_owned());
    }
    assert_eq!(rules(&pair), [""; 0]);
}

#[test]
fn enemies_are_named_on_one_side() {
    let mut pair = [sound(1), sound(2)];
    let key = pair[0].options.iter_mut().find(|option| option.is_key()).unwrap();
    key.text = pair[1].stem.split(' ').take(4).collect::<Vec<_>>().join(" ");
    let reported = |pair: &[Question]| -> Vec<(&'static str, Option<usize>)> {
        let found = found(pair, &[], &[]);
        let found = found.into_iter().filter(|one| one.rule == "B04");
        found.map(|one| (one.rule, one.question)).collect()
    };
    assert_eq!(reported(&pair), [("B04", Some(1))]);
    pair[0].enemies = vec![QuestionId("q-2".to_owned())];
    assert_eq!(reported(&pair), []);
}

#[test]
fn other_keys_and_another_order_are_another_revision_and_other_words_are_not() {
    let reported = |change: fn(&mut Question)| {
        let (earlier, mut question) = (sound(1), sound(1));
        change(&mut question);
        let found = found_since(&[earlier], &[question], &[], &[]);
        let reported =
            found.iter().filter(|one| one.message.contains("differ from the earlier revision"));
        reported.map(|one| one.rule).collect::<Vec<_>>()
    };
    assert_eq!(reported(|_| ()), [""; 0]);
    assert_eq!(reported(|question| question.options[0].text.push_str(" indeed")), [""; 0]);
    assert_eq!(reported(|question| question.id = QuestionId("another".to_owned())), [""; 0]);
    assert_eq!(reported(|question| question.options.swap(0, 2)), ["Q20"]);
    assert_eq!(reported(|question| question.options.truncate(3)), ["Q20"]);
    assert_eq!(
        reported(|question| {
            let role = question.options[0].role.clone();
            question.options[0].role = std::mem::replace(&mut question.options[1].role, role);
        }),
        ["Q20"]
    );
    assert_eq!(
        reported(|question| {
            question.options.swap(0, 2);
            question.rev += 1;
        }),
        [""; 0]
    );
}

#[test]
fn an_own_question_without_review_is_warned_of_and_a_built_in_one_refused() {
    let mut question = sound(1);
    question.review = None;
    let rows = found(std::slice::from_ref(&question), &[], &[]);
    assert_eq!((rows[0].rule, rows[0].severity), ("Q20", Severity::Error));
}

#[test]
fn a_date_is_a_day_of_the_calendar() {
    for (date, is_day) in [("2026-11-25", true), ("2026-11-31", false), ("2026-+1-01", false)] {
        let mut question = sound(1);
        question.review =
            Some(Review { covered_ok: date.to_owned(), fact_checked: date.to_owned() });
        let rows = found(std::slice::from_ref(&question), &[], &[]);
        let told = rows.iter().filter(|row| row.message.ends_with("which is not a date")).count();
        assert_eq!(told, if is_day { 0 } else { 2 }, "{date}");
    }
}

/// Processor time is noisy on a shared machine: the best of three is taken.
#[test]
fn four_times_the_questions_take_at_most_five_times_the_time() {
    let time = |count: usize| {
        let questions = bank(count);
        let run = || {
            let start = std::time::Instant::now();
            assert!(!found(&questions, &[], &[]).is_empty());
            start.elapsed()
        };
        (0..3).map(|_| run()).min().unwrap()
    };
    let (small, large) = (time(250), time(1_000));
    assert!(large < small * 5, "{small:?}, then {large:?}");
}

#[test]
fn a_statement_of_ones_own_to_call_true_or_false_is_a_warning() {
    let severity = |origin, options: usize| {
        let mut questions = bank(1);
        questions[0].stem = questions[0].stem.replace('?', ".");
        questions[0].options.truncate(options);
        let found = found_in(origin, &[], &questions, &[], &[]);
        found.into_iter().find(|one| one.rule == "Q05").unwrap().severity
    };
    assert_eq!(severity(BankOrigin::Own, 2), Severity::Warning);
    assert_eq!(severity(BankOrigin::Own, 4), Severity::Error);
    assert_eq!(severity(BankOrigin::BuiltIn, 2), Severity::Error);
}
