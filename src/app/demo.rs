//! A room of people at a run: what it is asked at a stop, what it votes, what comes of it. A fold
//! over events in the order of their log, so that everybody who reads the log sees one room.
//!
//! ```text
//!  ask ─▶ Predicting ─ lock ─▶ Watching ─ ask what was seen ─▶ Reporting ─ lock ─▶ Reported ─ reveal ─▶ Revealed
//! ```
//!
//! Nothing here knows of a network, a clock or a screen.

pub mod asked;
pub mod ballots;
pub mod room;

pub use self::asked::{AskedOption, AskedQuestion, StopOutcome};
pub use self::ballots::{Ballots, Voter};
pub use self::room::{DemoEvent, DemoRoom, Phase, Round, RoundStage, VoteRefusal};
