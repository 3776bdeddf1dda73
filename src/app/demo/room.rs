//! The events of a demo room and their fold.

use serde::{Deserialize, Serialize};

use super::asked::{AskedQuestion, StopOutcome};
use super::ballots::{Ballots, Voter};

/// Number of a round of a room, counted from 1: a question that is asked again is another round.
pub type RoundNumber = u32;

/// Which of both votes of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// What will happen, before the run goes on.
    Predicted,
    /// What was seen, once the run has decided it.
    Seen,
}

impl Phase {
    /// Its name in forms and outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Predicted => "predicted",
            Self::Seen => "seen",
        }
    }

    /// The phase of this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Predicted, Self::Seen].into_iter().find(|phase| phase.name() == name)
    }
}

/// Something that happened in a demo room, as its log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum DemoEvent {
    /// A stop asks a question; this begins a round.
    Asked {
        /// The question.
        question: Box<AskedQuestion>,
    },
    /// Somebody voted, or changed a vote.
    Voted {
        /// Who.
        voter: Voter,
        /// The round that the ballot was given for.
        round: RoundNumber,
        /// Which vote of it.
        phase: Phase,
        /// Positions of the options picked.
        picks: Vec<usize>,
    },
    /// The instructor locked the votes of a phase.
    Locked {
        /// Which vote of the round.
        phase: Phase,
        /// Hands that were counted, by position of the option.
        hands: Vec<u32>,
    },
    /// The run has decided it: the room is asked what it saw.
    SeenAsked,
    /// The outcome is shown.
    Revealed {
        /// What came of it.
        outcome: Box<StopOutcome>,
    },
    /// The question is over, or was put away before its end.
    Closed,
}

/// How far a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundStage {
    /// Votes on what will happen are taken.
    Predicting,
    /// They are locked, and the run goes on.
    Watching,
    /// Votes on what was seen are taken.
    Reporting,
    /// They are locked, and the outcome follows.
    Reported,
    /// The outcome is shown.
    Revealed,
    /// It is over.
    Closed,
}

/// A question that a room was asked, with its votes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its number.
    pub number: RoundNumber,
    /// What was asked.
    pub question: AskedQuestion,
    /// How far it is.
    pub stage: RoundStage,
    /// Votes before the run went on.
    pub predicted: Ballots,
    /// Votes on what was seen.
    pub seen: Ballots,
    /// What came of it, once it was revealed.
    pub outcome: Option<StopOutcome>,
}

impl Round {
    fn new(number: RoundNumber, question: AskedQuestion) -> Self {
        let places = question.options.iter().map(|option| option.position + 1).max();
        let none = Ballots::none(places.unwrap_or(0));
        let (predicted, seen) = (none.clone(), none);
        Self { number, question, stage: RoundStage::Predicting, predicted, seen, outcome: None }
    }

    /// The vote that is open, if one is.
    pub fn open_phase(&self) -> Option<Phase> {
        match self.stage {
            RoundStage::Predicting => Some(Phase::Predicted),
            RoundStage::Reporting => Some(Phase::Seen),
            RoundStage::Watching
            | RoundStage::Reported
            | RoundStage::Revealed
            | RoundStage::Closed => None,
        }
    }

    /// The votes of `phase`.
    pub fn ballots(&self, phase: Phase) -> &Ballots {
        match phase {
            Phase::Predicted => &self.predicted,
            Phase::Seen => &self.seen,
        }
    }

    fn ballots_mut(&mut self, phase: Phase) -> &mut Ballots {
        match phase {
            Phase::Predicted => &mut self.predicted,
            Phase::Seen => &mut self.seen,
        }
    }
}

/// Why an event has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoteRefusal {
    /// The vote was locked before, or is not open yet.
    #[error("the votes are locked")]
    Locked,
    /// The picks are no answer to the question.
    #[error("pick as many options as the question asks for")]
    NotAnAnswer,
    /// The room is at another step of its round.
    #[error("the room is not at this step")]
    OutOfTurn,
}

/// A demo room as its log has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemoRoom {
    rounds: Vec<Round>,
}

impl DemoRoom {
    /// Applies the next event of the log.
    ///
    /// # Errors
    ///
    /// [`VoteRefusal`] where it comes too late or fits nothing, such as a vote that the log has after
    /// the lock. The room is then as it was.
    pub fn apply(&mut self, event: DemoEvent) -> Result<(), VoteRefusal> {
        match event {
            DemoEvent::Asked { question } => self.ask(*question),
            DemoEvent::Voted { voter, round, phase, picks } => {
                self.check_vote(round, phase, &picks)?;
                let round = self.rounds.last_mut().ok_or(VoteRefusal::OutOfTurn)?;
                round.ballots_mut(phase).cast(voter, picks);
            }
            DemoEvent::Locked { phase, hands } => {
                let round = self.rounds.last_mut().ok_or(VoteRefusal::OutOfTurn)?;
                if round.open_phase() != Some(phase) {
                    return Err(VoteRefusal::OutOfTurn);
                }
                round.ballots_mut(phase).count_hands(&hands);
                round.stage = match phase {
                    Phase::Predicted => RoundStage::Watching,
                    Phase::Seen => RoundStage::Reported,
                };
            }
            DemoEvent::SeenAsked => self.advance(&[RoundStage::Watching], RoundStage::Reporting)?,
            DemoEvent::Revealed { outcome } => {
                self.advance(&[RoundStage::Watching, RoundStage::Reported], RoundStage::Revealed)?;
                if let Some(round) = self.rounds.last_mut() {
                    round.outcome = Some(*outcome);
                }
            }
            DemoEvent::Closed => self.close(),
        }
        Ok(())
    }

    fn ask(&mut self, question: AskedQuestion) {
        self.close();
        let number = RoundNumber::try_from(self.rounds.len()).unwrap_or(RoundNumber::MAX);
        self.rounds.push(Round::new(number.saturating_add(1), question));
    }

    fn close(&mut self) {
        if let Some(round) = self.rounds.last_mut() {
            round.stage = RoundStage::Closed;
        }
    }

    fn advance(&mut self, from: &[RoundStage], to: RoundStage) -> Result<(), VoteRefusal> {
        let round = self.rounds.last_mut().ok_or(VoteRefusal::OutOfTurn)?;
        if !from.contains(&round.stage) {
            return Err(VoteRefusal::OutOfTurn);
        }
        round.stage = to;
        Ok(())
    }

    /// Whether this ballot would count now.
    ///
    /// # Errors
    ///
    /// [`VoteRefusal`] that says why it would not.
    pub fn check_vote(
        &self,
        round: RoundNumber,
        phase: Phase,
        picks: &[usize],
    ) -> Result<(), VoteRefusal> {
        let open = self.rounds.last().filter(|it| it.number == round);
        let open = open.filter(|it| it.open_phase() == Some(phase)).ok_or(VoteRefusal::Locked)?;
        if open.question.takes(picks) { Ok(()) } else { Err(VoteRefusal::NotAnAnswer) }
    }

    /// The round of this number.
    pub fn round(&self, number: RoundNumber) -> Option<&Round> {
        self.rounds.iter().find(|round| round.number == number)
    }

    /// The round that is on, if one is.
    pub fn current(&self) -> Option<&Round> {
        self.rounds.last().filter(|round| round.stage != RoundStage::Closed)
    }

    /// Every round, in order.
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }
}

#[cfg(test)]
mod tests;
