//! A room of people behind a run: what the live view reads of it, and what it sends it. The server
//! of the room stands above the interface; both meet here.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::demo::{DemoEvent, DemoRoom, Phase, RoundStage};
use crate::report::projection::RunPicture;
use quizbank::prediction::Votes;

/// How people join a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The address that they open, such as `http://192.168.1.20:8080`.
    pub address: String,
    /// The code that they type there.
    pub code: String,
    /// The address with the code in it, for a camera.
    pub link: String,
}

/// A room as the live view shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoomStanding {
    /// Number of people who joined.
    pub joined: usize,
    /// The last round, if there was one.
    pub round: Option<RoundTally>,
    /// Why the room does not work now.
    pub trouble: Option<String>,
}

/// A round of a room in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTally {
    /// Its number.
    pub number: u32,
    /// How far it is.
    pub stage: RoundStage,
    /// Votes on what will happen.
    pub predicted: RoomVotes,
    /// Votes on what was seen.
    pub seen: RoomVotes,
}

/// Votes of a room, hands not included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoomVotes {
    /// Number of people who voted.
    pub voters: usize,
    /// Votes for each option, by position in the file of the question.
    pub votes: Votes,
}

impl RoomStanding {
    /// The room in numbers, with this number of people in it.
    pub fn of(room: &DemoRoom, joined: usize) -> Self {
        let round = room.rounds().last().map(|round| {
            let votes = |phase| {
                let ballots = round.ballots(phase);
                RoomVotes { voters: ballots.voters(), votes: ballots.room().clone() }
            };
            RoundTally {
                number: round.number,
                stage: round.stage,
                predicted: votes(Phase::Predicted),
                seen: votes(Phase::Seen),
            }
        });
        Self { joined, round, trouble: None }
    }
}

/// What the live view sends its room.
#[derive(Clone, Debug, PartialEq)]
pub enum RoomNews {
    /// The next step of a round, for the log of the room.
    Step(DemoEvent),
    /// The run as it stands, for the page that a hall sees.
    Picture(Box<RunPicture>),
}

/// The room of a run: the live view looks at its standing some times a second, however many
/// votes come in, and never waits for it.
pub struct RoomLink {
    /// How people join.
    pub invitation: Invitation,
    standing: Arc<Mutex<RoomStanding>>,
    send: Box<dyn Fn(RoomNews) + Send>,
}

impl RoomLink {
    /// The room whose numbers are in `standing`; `send` must return at once.
    pub fn new(
        invitation: Invitation,
        standing: Arc<Mutex<RoomStanding>>,
        send: impl Fn(RoomNews) + Send + 'static,
    ) -> Self {
        Self { invitation, standing, send: Box::new(send) }
    }

    /// The numbers of the room now.
    pub(super) fn standing(&self) -> RoomStanding {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends the room its news.
    pub(super) fn send(&self, news: RoomNews) {
        (self.send)(news);
    }
}

impl fmt::Debug for RoomLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RoomLink").field("invitation", &self.invitation).finish_non_exhaustive()
    }
}
