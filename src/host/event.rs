//! What happens in a room, one event a row of the log. What a room is now is a fold over them.

use serde::{Deserialize, Serialize};

use super::demo::state::DemoSetup;
use super::exam::setup::ExamSetup;
use super::token::TokenHash;
use crate::app::demo::DemoEvent;
use quizbank::attempt::{AttemptHead, AttemptRecord};
use quizbank::model::calendar::Millis;

/// The key of the first row of every room.
pub const OPENED: &str = "opened";

/// Something that happened in a room.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoomEvent {
    /// The room was opened; its first row.
    Opened(Box<RoomOpened>),
    /// A host serves it and gave its instructor a secret.
    Hosted {
        /// What is kept of the secret.
        secret: TokenHash,
    },
    /// Somebody joined, or joined again after a readmission.
    Joined(RoomJoin),
    /// The instructor lets somebody in again: other devices are out, and a submission is undone.
    Readmitted {
        /// Who, by the number in the order of joining, counted from 1.
        member: usize,
        /// How often that happened, counted from 1.
        admission: u32,
    },
    /// An attempt began, with its first record.
    Begun {
        /// Whose it is.
        member: usize,
        /// Which version of the form it is on, counted from 1.
        version: usize,
        /// What it is of.
        head: AttemptHead,
        /// Its first record.
        step: AttemptRecord,
    },
    /// A step of an attempt.
    Step {
        /// Whose it is.
        member: usize,
        /// How often that member was readmitted before.
        admission: u32,
        /// The record of the attempt.
        step: AttemptRecord,
    },
    /// The instructor granted more time.
    Extended {
        /// To whom; `None` stands for everybody.
        member: Option<usize>,
        /// How much.
        #[serde(rename = "more_ms")]
        more: Millis,
        /// A word that is used once: the same form sent twice grants once.
        nonce: String,
    },
    /// A step or a vote of a demo.
    Demo {
        /// What no other row of the room has.
        key: String,
        /// What happened.
        event: DemoEvent,
    },
    /// A live view has the room, or says that it still has it.
    Presented {
        /// A word that no other live view has.
        view: String,
        /// How often it said so before.
        sign: u32,
    },
    /// The room was closed: nobody joins and nothing is answered any more.
    Closed,
}

/// What a room is.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RoomOpened {
    /// What people call it.
    pub title: String,
    /// What is done in it.
    pub activity: RoomActivity,
}

/// What is done in a room.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "a room has one")]
pub enum RoomActivity {
    /// A practice exam is taken.
    Exam(ExamSetup),
    /// A run is watched, with questions at its stops.
    Demo(DemoSetup),
}

/// Somebody who joins.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RoomJoin {
    /// What only one person in the room has: an id of the roster, or a name in small letters.
    pub claim: String,
    /// The name that others see.
    pub name: String,
    /// How often that person was readmitted before.
    pub admission: u32,
    /// What is kept of their token.
    pub token: TokenHash,
}

impl RoomEvent {
    /// What no other row of the room has.
    pub fn key(&self) -> String {
        match self {
            Self::Opened(_) => OPENED.to_owned(),
            Self::Hosted { secret } => format!("hosted/{}", secret.as_str()),
            Self::Joined(RoomJoin { claim, admission, .. }) => {
                format!("joined/{admission}/{claim}")
            }
            Self::Readmitted { member, admission } => format!("readmitted/{member}/{admission}"),
            Self::Begun { member, .. } => format!("begun/{member}"),
            Self::Step { member, admission, step } => {
                format!("step/{member}/{admission}/{}", step.sequence)
            }
            Self::Extended { nonce, .. } => format!("extended/{nonce}"),
            Self::Demo { key, .. } => key.clone(),
            Self::Presented { view, sign } => format!("presented/{view}/{sign}"),
            Self::Closed => "closed".to_owned(),
        }
    }

    /// The text of its row.
    pub fn json(&self) -> String {
        // Maps have names for keys and numbers are finite, so that nothing here can fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The event in the text of a row; `None` where a later version wrote it or it was damaged.
    pub fn of(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}
