//! Laws of the quiz engine that hold whatever a learner does.

use coldstart::load::bank;
use coldstart::model::diagnostic::Source;
use coldstart::model::question::Question;
use coldstart::quiz::command;
use coldstart::quiz::present;
use coldstart::quiz::select::{self, Selection};
use coldstart::quiz::session::{Confidence, Session};
use proptest::prelude::*;

fn questions() -> Vec<Question> {
    let text = include_str!("plain/study.toml").to_owned();
    bank::read(Source { name: "study.toml".to_owned(), text }, None).unwrap()
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
    let _ = match act {
        Act::Pick(option) => session.pick(*option),
        Act::AnswerWith(options) => session.answer_with(options),
        Act::Answer => session.answer(),
        Act::Strike(option) => session.strike(*option),
        Act::Advance => session.advance(),
        Act::Back => session.back(),
        Act::Go(number) => session.go(*number),
        Act::Clear => {
            session.clear();
            Ok(())
        }
        Act::Rate => {
            session.rate(Confidence::Sure);
            Ok(())
        }
        Act::Flag => {
            session.toggle_flag();
            Ok(())
        }
        Act::Undo => {
            session.undo();
            Ok(())
        }
    };
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
            let score = session.score();
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
        let wanted = Selection { topics: Vec::new(), count, edition: None, seed };
        let selected = select::select(&questions, &wanted).unwrap();
        prop_assert_eq!(selected.len(), count.min(questions.len()));
    }

    #[test]
    fn no_line_breaks_the_dialogue(line in ".*") {
        let _ = command::parse(&line);
    }
}
