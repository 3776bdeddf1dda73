//! Topic tests: those that were passed, and topics that were put back to before theirs.

use super::event::Event;
use super::event::topic_test::{TopicReset, TopicTestPass};
use super::log::Scope;
use super::{Store, StoreError};

/// What was taken back of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// How often its test had been passed.
    pub gates: usize,
    /// Whether it had been opened without the test before it.
    pub was_skipped: bool,
}

impl Store {
    /// Keeps a topic test that was passed.
    pub fn pass_gate(&mut self, gate: &TopicTestPass) -> Result<(), StoreError> {
        self.append(&[Event::Gate(gate.clone())]).map(|_| ())
    }

    /// Puts `topic` back to where it was before its test was passed or the one before
    /// it skipped; its answers stay.
    pub fn reset_topic(&mut self, topic: &str) -> Result<Undone, StoreError> {
        let gates = self.gates()?.iter().filter(|gate| gate.topic == topic).count();
        if gates > 0 {
            self.append(&[Event::Reset(TopicReset { topic: topic.to_owned() })])?;
        }
        Ok(Undone { gates, was_skipped: self.take_skip_back(topic)? })
    }

    /// Every topic test that was passed, in order of time.
    pub fn gates(&self) -> Result<Vec<TopicTestPass>, StoreError> {
        let mut gates = Vec::new();
        for event in self.events(&["gate", "reset"], Scope::All)? {
            match event {
                Event::Gate(gate) => gates.push(gate),
                Event::Reset(reset) => gates.retain(|gate| gate.topic != reset.topic),
                _ => {}
            }
        }
        gates.sort_by(|one, other| (one.at, &one.topic).cmp(&(other.at, &other.topic)));
        Ok(gates)
    }
}
