//! Where an answered question leads: to its run, to that run with a value changed,
//! to the fact behind it.

use super::Quiz;
use super::explanation::{Ahead, Answered};
use crate::report::proof;
use crate::tui::message::{Destination, Effect};

impl Quiz {
    /// The question at hand, as it is explained.
    fn answered(&self) -> Option<Answered<'_>> {
        let (slot, run, content) = (self.session.current()?, self.run.as_ref(), &*self.content);
        Some(Answered { slot, run, content, ahead: Ahead::Everything })
    }

    pub(super) fn replay(&self) -> Vec<Effect> {
        self.answered().and_then(Answered::replay).into_iter().collect()
    }

    pub(super) fn what_if(&mut self) -> Vec<Effect> {
        let (Some(slot), Some(run)) = (self.session.current(), &self.run) else {
            return Vec::new();
        };
        let Some(outcome) = run.outcome().map(|outcome| proof::sentence(&outcome)) else {
            self.notice = Some("its run has not finished yet".to_owned());
            return Vec::new();
        };
        let (question, seed) = (Box::new(slot.item().question.clone()), slot.item().seed);
        vec![Effect::Open(Destination::WhatIf { question, seed, outcome })]
    }

    /// The question with its explanation, for the clipboard.
    pub(super) fn copy(&self) -> Vec<Effect> {
        self.answered().map(Answered::copy).into_iter().collect()
    }

    /// Opens where the question comes from.
    pub(super) fn source(&self) -> Vec<Effect> {
        self.answered().map(Answered::source).into_iter().collect()
    }

    /// Whether a fact stands behind the question.
    pub(super) fn has_fact(&self) -> bool {
        self.answered().and_then(Answered::fact).is_some()
    }

    pub(super) fn fact(&self) -> Vec<Effect> {
        self.answered().and_then(Answered::open_fact).into_iter().collect()
    }

    /// Whether the course has a page on the topic of the question.
    pub(super) fn has_topic(&self) -> bool {
        let topic = self.session.current().map(|slot| &slot.item().question.topic);
        topic.is_some_and(|topic| self.content.course.topic(topic).is_some())
    }

    pub(super) fn topic(&self) -> Vec<Effect> {
        let topic = self.session.current().map(|slot| slot.item().question.topic.clone());
        topic.map(|topic| Effect::Open(Destination::Topic(topic))).into_iter().collect()
    }
}
