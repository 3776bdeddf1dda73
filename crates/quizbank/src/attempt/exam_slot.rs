//! A question of an exam: how it stands, and how it stands against the clock.

use std::sync::Arc;

use crate::form::FormQuestion;
use crate::model::calendar::Millis;
use crate::model::paper::{Picks, Scoring};
use crate::present::PresentedQuestion;
use crate::slot::{Flag, Slot};

/// A question of the form, what is picked in it, when, and how often that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamSlot {
    slot: Slot,
    counts: Scoring,
    /// Indices of what was picked when the time was over.
    in_time: Vec<usize>,
    was_answered: bool,
    changes: usize,
    spent: Millis,
    touched: u64,
}

impl ExamSlot {
    /// A question of which nothing is picked yet.
    pub(super) fn new(FormQuestion { item, counts }: FormQuestion) -> Self {
        Self {
            slot: Slot::new(item),
            counts,
            in_time: Vec::new(),
            was_answered: false,
            changes: 0,
            spent: Millis(0),
            touched: 0,
        }
    }

    /// What is picked, late or not, struck out and flagged.
    pub fn slot(&self) -> &Slot {
        &self.slot
    }

    /// The question as it is shown.
    pub fn item(&self) -> &PresentedQuestion {
        self.slot.item()
    }

    /// The same, to be shared.
    pub(super) fn shared_item(&self) -> Arc<PresentedQuestion> {
        Arc::clone(&self.slot.item)
    }

    /// Whether it counts.
    pub fn counts(&self) -> Scoring {
        self.counts
    }

    /// Indices of the options that were picked when the time was over, ascending: what
    /// counts.
    pub fn in_time(&self) -> &[usize] {
        &self.in_time
    }

    /// Whether the answer was given or changed after the time.
    pub fn is_late(&self) -> bool {
        self.slot.picked != self.in_time
    }

    /// How often its answer became another one.
    pub fn changes(&self) -> usize {
        self.changes
    }

    /// How much time was used while it was looked at.
    pub fn spent(&self) -> Millis {
        self.spent
    }

    /// The number of the last record that did something to this question; 0 before the first.
    pub fn touched(&self) -> u64 {
        self.touched
    }

    /// Places in the file of the options at these indices.
    pub(super) fn places(&self, options: &[usize]) -> Picks {
        self.slot.places(options).unwrap_or_default().into_iter().collect()
    }

    pub(super) fn spend(&mut self, passed: u64) {
        self.spent.0 += passed;
    }

    pub(super) fn touch(&mut self, sequence: u64) {
        self.touched = sequence;
    }

    pub(super) fn flag(&mut self, flag: Flag) {
        self.slot.flag = flag;
    }

    pub(super) fn strike(&mut self, places: &[usize]) {
        self.slot.struck.extend(self.slot.shown(places));
    }

    pub(super) fn restore(&mut self, places: &[usize]) {
        for option in self.slot.shown(places) {
            self.slot.struck.remove(&option);
        }
    }

    pub(super) fn answer(&mut self, places: &[usize], late: bool) {
        let picked = self.slot.shown(places);
        let changed = self.was_answered && !picked.is_empty() && self.slot.picked != picked;
        self.changes += usize::from(changed);
        self.was_answered |= !picked.is_empty();
        if !late {
            picked.clone_into(&mut self.in_time);
        }
        self.slot.picked = picked;
    }
}
