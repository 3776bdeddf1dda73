//! Where an answered question leads: to its run, to that run with a value changed,
//! to the fact behind it.

use super::explanation::{self, Ahead, ExplanationSources};
use super::{Quiz, replay};
use crate::report::proof;
use crate::tui::content::Content;
use crate::tui::message::{Destination, Effect};
use quizbank::explain;

impl Quiz {
    pub(super) fn replay(&mut self) -> Vec<Effect> {
        let (Some(slot), Some(run)) = (self.session.current(), &self.run) else {
            self.notice = Some("this question has no proof by a run".to_owned());
            return Vec::new();
        };
        vec![replay::open(slot, run)]
    }

    pub(super) fn what_if(&mut self) -> Vec<Effect> {
        let (Some(slot), Some(run)) = (self.session.current(), &self.run) else {
            self.notice = Some("this question has no scenario".to_owned());
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
        let Content { ledger, course, .. } = &*self.content;
        let (run, ahead) = (self.run.as_ref(), Ahead::Everything);
        let sources = ExplanationSources { ledger, course, run, ahead };
        let text = |slot| Effect::Copy(explanation::copied(slot, sources));
        self.session.current().map(text).into_iter().collect()
    }

    /// Opens where the question comes from.
    pub(super) fn source(&self) -> Vec<Effect> {
        let slot = self.session.current();
        slot.map(|slot| explanation::source(slot, &self.content.ledger)).into_iter().collect()
    }

    /// Whether a fact stands behind the question.
    pub(super) fn has_fact(&self) -> bool {
        let slot = self.session.current();
        slot.is_some_and(|slot| explain::most_telling(slot, &self.content.ledger).is_some())
    }

    pub(super) fn fact(&mut self) -> Vec<Effect> {
        if let Some(fact) = self
            .session
            .current()
            .and_then(|slot| explain::most_telling(slot, &self.content.ledger))
        {
            return vec![Effect::Open(Destination::Fact(fact.id.clone()))];
        }
        self.notice = Some("this question has no fact".to_owned());
        Vec::new()
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
