//! Laws of the quiz engine that hold whatever a learner does.

use std::sync::LazyLock;

use coldstart::app::builtin::known;
use proptest::prelude::*;
use quizbank::answer::Confidence;
use quizbank::command;
use quizbank::file::bank;
use quizbank::lint::borrowed::Borrowed;
use quizbank::lint::rules::RULES;
use quizbank::lint::{self, BankOrigin, LintContext};
use quizbank::model::question::{
    Authority, Choice, Kind, OptionRole, Order, Question, QuestionId, Review, Waiver,
};
use quizbank::model::template::Draw;
use quizbank::present;
use quizbank::score::StudyScore;
use quizbank::select::{self, Selection};
use quizbank::session::{AnswerMode, Session};

use crate::support::builtin::{BLUEPRINTS, LEDGER, source};

fn questions() -> Vec<Question> {
    bank::read(source("study.toml", include_str!("../plain/study.toml")), known(None)).unwrap()
}

/// Something that a learner does.
#[derive(Clone, Debug)]
enum Act {
    Pick(usize),
    AnswerWith(Vec<usize>),
    Answer,
    Clear,
    Strike(usize),
    Rate,
    Flag,
    Advance,
    Back,
    Go(usize),
    Undo,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0..7_usize).prop_map(Act::Pick),
        prop::collection::vec(0..7_usize, 0..4).prop_map(Act::AnswerWith),
        Just(Act::Answer),
        Just(Act::Clear),
        (0..7_usize).prop_map(Act::Strike),
        Just(Act::Rate),
        Just(Act::Flag),
        Just(Act::Advance),
        Just(Act::Back),
        (0..5_usize).prop_map(Act::Go),
        Just(Act::Undo),
    ]
}

/// Does `act`; a refusal is as good as a deed here.
fn perform(session: &mut Session, act: &Act) {
    let change = match act {
        Act::AnswerWith(options) => session.answer_with(options).ok(),
        Act::Answer => session.answer().ok(),
        Act::Clear => session.clear().ok(),
        Act::Rate => Some(session.rate(Confidence::Sure)),
        Act::Undo => session.undo().ok().flatten(),
        _ => None,
    };
    if let Some(change) = change {
        session.apply(&change);
    }
    let _ = match act {
        Act::Pick(option) => session.pick(*option),
        Act::Strike(option) => session.strike(*option),
        Act::Advance => session.advance(),
        Act::Back => session.back(),
        Act::Go(number) => session.go(*number),
        Act::Flag => {
            session.toggle_flag();
            Ok(())
        }
        _ => Ok(()),
    };
}

/// What every case of a property needs and none changes.
static BORROWED: LazyLock<Borrowed> = LazyLock::new(|| Borrowed::of_ledger(&LEDGER));
static WHOLE: LazyLock<Question> = LazyLock::new(|| questions().remove(0));

/// A text that rules have something to say about.
fn prose() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        Just("NOT"),
        Just("LEAST"),
        Just("option"),
        Just("B"),
        Just("all of the above"),
        Just("every"),
        Just("50"),
        Just("1,000,"),
        Just("{n*2}"),
        Just("{n"),
        Just("`code"),
        Just("which is not"),
        Just("min_size."),
        Just("a?"),
        Just("(Select TWO.)"),
        Just("requests"),
        Just("é—ß"),
        Just(""),
    ];
    let spoken = prop::collection::vec(words, 0..30).prop_map(|words| words.join(" "));
    prop_oneof![3 => spoken, 1 => ".*"]
}

prop_compose! {
    /// A question that no file could hold, changed from one that a file does.
    fn question()(
        stem in prose(),
        options in prop::collection::vec((prose(), prose(), any::<bool>()), 0..7),
        id in "[a-c]",
        facts in prop::collection::vec(prop_oneof![
            Just("scaling.max-default"), Just("deployment.rolling"), Just("nowhere")
        ], 0..3),
        values in prop::collection::vec(any::<i64>(), 0..3),
        is_choice in any::<bool>(),
        rules in prop::collection::vec("(Q|B)[0-2][0-9]", 0..3),
        date in ".{0,10}",
        feasible in prop::collection::vec(any::<usize>(), 0..2),
    ) -> Question {
        let mut question = WHOLE.clone();
        question.id = QuestionId(id.clone());
        question.stem = stem;
        question.kind = if is_choice { Kind::Choice } else { Kind::Multiple };
        question.order = Order::Shuffled;
        question.authority = Authority::Both;
        question.options = options.into_iter().map(|(text, why, is_key)| {
            let role = OptionRole::Distractor { misconception: id.clone() };
            Choice { text, why, role: if is_key { OptionRole::Key } else { role } }
        }).collect();
        question.facts = facts.into_iter().map(str::to_owned).collect();
        question.draw = vec![Draw { name: "n".to_owned(), values }];
        question.waive = rules.into_iter().map(|rule| Waiver { rule, reason: id.clone() }).collect();
        question.review = Some(Review { covered_ok: date.clone(), fact_checked: date.clone() });
        question.key_changed = Some(date);
        question.feasible = feasible;
        question
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_bank_breaks_the_lint(
        some in prop::collection::vec(question(), 0..12),
        times in 1..6_usize,
    ) {
        let bank: Vec<Question> = some.iter().cycle().take(some.len() * times).cloned().collect();
        let context = LintContext {
            ledger: &LEDGER,
            origin: BankOrigin::BuiltIn,
            blueprints: &BLUEPRINTS,
            scenarios: &["health-503"],
            earlier: &[],
        borrowed: &BORROWED,
        };
        for found in lint::lint(&bank, &context) {
            prop_assert!(found.question.is_none_or(|index| index < bank.len()));
            prop_assert!(found.rule == "waive" || RULES.iter().any(|(rule, _)| *rule == found.rule));
            prop_assert!(!found.message.is_empty());
        }
    }
}

proptest! {
    #[test]
    fn no_order_of_deeds_breaks_the_counts(acts in prop::collection::vec(act(), 0..60)) {
        let questions = questions();
        let mut session = Session::new(&questions, 3).unwrap();
        for act in &acts {
            perform(&mut session, act);
            prop_assert!((1..=questions.len()).contains(&session.number()));
            let answered = session.slots().iter().filter(|slot| slot.outcome().is_some());
            let score = StudyScore::of(session.slots());
            prop_assert_eq!(score.total.answered, answered.clone().count());
            prop_assert_eq!(score.total.right + score.missed.len(), score.total.answered);
            for slot in answered {
                prop_assert_eq!(slot.picked().len(), slot.item().wanted());
            }
        }
    }

    #[test]
    fn a_question_keeps_its_options_and_its_key_under_every_seed(seed in any::<u64>()) {
        for question in questions() {
            let item = present::present(&question, seed).unwrap();
            let mut positions: Vec<usize> =
                item.options.iter().map(|option| option.position).collect();
            positions.sort_unstable();
            prop_assert_eq!(positions, (0..question.options.len()).collect::<Vec<_>>());
            for option in &item.options {
                prop_assert_eq!(option.is_key, question.options[option.position].is_key());
                prop_assert!(!option.text.contains('{'), "{}", option.text);
            }
        }
    }

    #[test]
    fn a_selection_holds_what_was_asked_for(seed in any::<u64>(), count in 0..5_usize) {
        let questions = questions();
        let way = AnswerMode::Options;
        let wanted = Selection { topics: Vec::new(), count, edition: None, way, seed };
        let selected = select::select(&questions, &wanted).unwrap();
        prop_assert_eq!(selected.len(), count.min(questions.len()));
    }

    #[test]
    fn no_line_breaks_the_dialogue(line in ".*") {
        let _ = command::parse(&line);
    }
}
