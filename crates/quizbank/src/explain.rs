//! What a learner reads once a question is answered: every option with its
//! reason, the sources, and where course and AWS disagree.

use super::slot::Slot;
use crate::model::course::{Course, Misconception};
use crate::model::fact::{Fact, Ledger};

/// How an option stands to key and answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionMark {
    /// A key, and picked.
    KeyPicked,
    /// A key that was not picked.
    Key,
    /// Picked, and wrong.
    WrongPicked,
    /// Neither key nor picked.
    Other,
}

impl OptionMark {
    /// The mark of option `index` of an answered question.
    pub fn of(slot: &Slot, index: usize) -> Self {
        let is_key = slot.item().options.get(index).is_some_and(|option| option.is_key);
        match (is_key, slot.picked().contains(&index)) {
            (true, true) => Self::KeyPicked,
            (true, false) => Self::Key,
            (false, true) => Self::WrongPicked,
            (false, false) => Self::Other,
        }
    }

    /// The words that stand beside the option.
    pub const fn words(self) -> &'static str {
        match self {
            Self::KeyPicked => "right, your answer",
            Self::Key => "right",
            Self::WrongPicked => "wrong, your answer",
            Self::Other => "wrong",
        }
    }
}

/// The ids of the mistakes behind the wrong options that were picked.
pub(crate) fn mistake_ids(slot: &Slot) -> impl Iterator<Item = &str> {
    let options = &slot.item().question.options;
    slot.mistakes().filter_map(|position| options.get(position)?.role.misconception())
}

/// Those mistakes, as far as `course` names them.
pub fn mistakes<'a>(slot: &'a Slot, course: &'a Course) -> impl Iterator<Item = &'a Misconception> {
    mistake_ids(slot).filter_map(|id| course.misconception(id))
}

/// The facts a question rests on, in the order that it names them.
pub fn facts<'a>(slot: &'a Slot, ledger: &'a Ledger) -> impl Iterator<Item = &'a Fact> {
    slot.item().question.facts.iter().filter_map(|id| ledger.get(id))
}

/// The first contested fact behind a question, or else the first.
pub fn most_telling<'a>(slot: &'a Slot, ledger: &'a Ledger) -> Option<&'a Fact> {
    let contested = facts(slot, ledger).find(|fact| fact.verdict.is_contested());
    contested.or_else(|| facts(slot, ledger).next())
}

/// The pages behind those facts, each once.
pub fn sources<'a>(slot: &'a Slot, ledger: &'a Ledger) -> Vec<&'a str> {
    let mut pages: Vec<&str> = Vec::new();
    for page in facts(slot, ledger).flat_map(|fact| &fact.source) {
        if !pages.contains(&page.as_str()) {
            pages.push(page);
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::session::Session;

    #[test]
    fn every_option_is_marked_against_key_and_answer() {
        let mut question = sample::multiple("m", "scaling");
        question.order = crate::model::question::Order::Fixed;
        let mut session = Session::new([&question], 1).unwrap();
        session.pick(0).unwrap();
        session.pick(1).unwrap();
        session.apply(&session.answer().unwrap());
        let slot = session.current().unwrap();
        let marks: Vec<OptionMark> = (0..5).map(|index| OptionMark::of(slot, index)).collect();
        let (key, other) = (OptionMark::Key, OptionMark::Other);
        assert_eq!(marks, [OptionMark::KeyPicked, OptionMark::WrongPicked, other, key, other]);
    }

    #[test]
    fn a_page_behind_two_facts_is_named_once() {
        let fact = |id: &str| Fact {
            id: id.to_owned(),
            source: vec!["https://example.org/page".to_owned()],
            ..Fact::default()
        };
        let ledger = Ledger {
            chapter_edition: String::new(),
            aws_read: String::new(),
            facts: vec![fact("a"), fact("b")],
        };
        let mut question = sample::choice("q", "scaling");
        question.facts = vec!["a".to_owned(), "b".to_owned()];
        let session = Session::new([&question], 1).unwrap();
        assert_eq!(sources(session.current().unwrap(), &ledger), ["https://example.org/page"]);
    }
}
