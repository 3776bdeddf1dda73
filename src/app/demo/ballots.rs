//! The votes of one phase of a round: one ballot a voter, and the hands that were counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use quizbank::prediction::Votes;

/// Who votes: a number in the order of joining, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Voter(pub usize);

/// The votes of a room on one question. Each voter has one ballot, the last one given; the sums
/// are kept beside, so that a vote costs the same in a room of any size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ballots {
    by_voter: BTreeMap<Voter, Ballot>,
    /// Votes from the room for each option, by position in the file of the question.
    room: Votes,
    /// Hands that the instructor counted, in the same order.
    hands: Votes,
}

/// The ballot of a voter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ballot {
    picks: Vec<usize>,
    /// How often it was given.
    given: usize,
}

impl Ballots {
    /// No votes for this number of options.
    pub fn none(options: usize) -> Self {
        let (room, hands) = (Votes::none(options), Votes::none(options));
        Self { by_voter: BTreeMap::new(), room, hands }
    }

    /// Takes the ballot of `voter` in place of an earlier one.
    pub(super) fn cast(&mut self, voter: Voter, picks: Vec<usize>) {
        for pick in &picks {
            self.room.set(*pick, self.room.of(*pick).saturating_add(1));
        }
        let ballot = self.by_voter.entry(voter).or_default();
        for pick in std::mem::replace(&mut ballot.picks, picks) {
            self.room.set(pick, self.room.of(pick).saturating_sub(1));
        }
        ballot.given += 1;
    }

    /// Sets the hands that were counted; those for options that do not exist are dropped.
    pub(super) fn count_hands(&mut self, hands: &[u32]) {
        for (position, count) in hands.iter().enumerate() {
            self.hands.set(position, *count);
        }
    }

    /// The picks of `voter`; `None` for one who did not vote.
    pub fn of(&self, voter: Voter) -> Option<&[usize]> {
        self.by_voter.get(&voter).map(|ballot| ballot.picks.as_slice())
    }

    /// How often `voter` voted; only the last time counts.
    pub fn given(&self, voter: Voter) -> usize {
        self.by_voter.get(&voter).map_or(0, |ballot| ballot.given)
    }

    /// Number of people in the room who voted, hands not included.
    pub fn voters(&self) -> usize {
        self.by_voter.len()
    }

    /// Votes from the room for each option.
    pub fn room(&self) -> &Votes {
        &self.room
    }

    /// Hands that were counted for each option.
    pub fn hands(&self) -> &Votes {
        &self.hands
    }

    /// Votes of the room and hands together.
    pub fn all(&self) -> Votes {
        self.room.with(&self.hands)
    }
}
