//! Where an answered question leads: to its run, to that run with a value changed,
//! to the fact behind it.

use super::{Quiz, page, replay};
use crate::tui::message::{Destination, Effect};
use quizbank::explain;
use quizbank::slot::Slot;

impl Quiz {
    pub(super) fn replay(&mut self) -> Vec<Effect> {
        let (Some(slot), Some(run)) = (self.session.current(), &self.run) else {
            self.notice = Some("no run proves this question".to_owned());
            return Vec::new();
        };
        vec![replay::open(slot, run)]
    }

    pub(super) fn what_if(&mut self) -> Vec<Effect> {
        let (Some(slot), Some(run)) = (self.session.current(), &self.run) else {
            self.notice = Some("no run stands behind this question".to_owned());
            return Vec::new();
        };
        let Some(outcome) = run.outcome().map(|outcome| outcome.to_string()) else {
            self.notice = Some("its own run is not at its end yet".to_owned());
            return Vec::new();
        };
        let (question, seed) = (Box::new(slot.item().question.clone()), slot.item().seed);
        vec![Effect::Open(Destination::WhatIf { question, seed, outcome })]
    }

    /// The question with its explanation, for the clipboard.
    pub(super) fn copy(&self) -> Vec<Effect> {
        let text = |slot| page::copied(slot, self.sources());
        self.session.current().map(text).map(Effect::Copy).into_iter().collect()
    }

    /// Where a question comes from.
    pub(super) fn source(&self, slot: &Slot) -> Vec<Effect> {
        vec![page::source(slot, &self.content.ledger)]
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
        self.notice = Some("no fact stands behind this question".to_owned());
        Vec::new()
    }
}
