//! The journal of an attempt: what was done, when, and a chain of hashes over it.
//!
//! Each link is the SHA-256 of the link before and the canonical text of the
//! record; the first follows from the head. The chain shows damage and casual
//! edits. The owner of the machine can compute it again.

use std::fmt::{self, Write};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::calendar::{Day, Millis, Moment};
use crate::model::paper::FormIdentity;
use crate::model::question::QuestionId;

/// Begins the text of a head; another way to write it gets another number.
const HEAD: &str = "coldstart sitting 1";

/// What an attempt is of; the chain begins with it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct AttemptHead {
    /// What it is called.
    pub id: String,
    /// Which form is sat.
    #[serde(flatten)]
    pub identity: FormIdentity,
    /// Who takes it, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
    /// How long it takes.
    #[serde(rename = "limit_ms")]
    pub limit: Millis,
    /// When it was begun.
    #[serde(rename = "begun_ms")]
    pub begun: Moment,
}

impl AttemptHead {
    /// What the first record follows.
    pub fn link(&self) -> String {
        let FormIdentity { blueprint, topic, seed, algorithm, bank, .. } = &self.identity;
        let topic = topic.as_deref().unwrap_or_default();
        let (id, limit, begun) = (&self.id, self.limit.0, self.begun.0);
        let mut text = format!(
            "{HEAD}\n{id}\n{blueprint}\n{topic}\n{seed}\n{algorithm}\n{bank}\n{limit}\n{begun}\n"
        );
        if let Some(candidate) = &self.candidate {
            text += candidate;
            text.push('\n');
        }
        hash(&text)
    }
}

/// Writes its id, whose it is and which form.
impl fmt::Display for AttemptHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        if let Some(candidate) = &self.candidate {
            write!(f, " of {candidate}")?;
        }
        write!(f, ": {}", self.identity)
    }
}

/// An attempt in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptSummary {
    /// What it is of.
    pub head: AttemptHead,
    /// The day on which it was begun, at the learner's place.
    pub day: Day,
    /// How much of the time was used.
    pub used: Millis,
    /// What it came to, once it was submitted.
    pub points: Option<Points>,
}

/// What a record reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// The attempt begins.
    Begin,
    /// It goes on after it was left or broken off.
    Resume,
    /// Time has passed.
    Tick,
    /// A question is looked at.
    Go,
    /// A question is answered.
    Pick,
    /// An answer is taken back.
    Clear,
    /// An option is struck out.
    Strike,
    /// An option is no longer struck out.
    Restore,
    /// A question is marked for another look.
    Flag,
    /// A question is no longer marked.
    Unflag,
    /// The attempt is left for now.
    Leave,
    /// The attempt is over.
    Submit,
}

impl ActionKind {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Resume => "resume",
            Self::Tick => "tick",
            Self::Go => "go",
            Self::Pick => "pick",
            Self::Clear => "clear",
            Self::Strike => "strike",
            Self::Restore => "restore",
            Self::Flag => "flag",
            Self::Unflag => "unflag",
            Self::Leave => "leave",
            Self::Submit => "submit",
        }
    }

    /// Whether it is done to a question.
    pub const fn is_on_a_question(self) -> bool {
        !matches!(self, Self::Begin | Self::Resume | Self::Tick | Self::Leave | Self::Submit)
    }
}

/// What the answers in time came to when the attempt was submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// How many that count are right.
    pub right: usize,
    /// How many count.
    pub scored: usize,
    /// The score.
    pub points: u32,
}

/// One record, in memory as on disk and in a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AttemptRecord {
    /// Its number, counted from 1.
    pub sequence: u64,
    /// How much of the time was used.
    #[serde(rename = "used_ms")]
    pub used: Millis,
    /// What the wall clock said.
    #[serde(rename = "at_ms")]
    pub wall: Moment,
    /// What was done.
    #[serde(rename = "act")]
    pub kind: ActionKind,
    /// The number of the question it was done to, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<usize>,
    /// The id of that question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<QuestionId>,
    /// With which options: their places in the file, counted from 1.
    #[serde(rename = "options", default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<usize>,
    /// What came of it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// The hash that the next record follows.
    pub link: String,
}

impl AttemptRecord {
    /// The link that this record must have after `previous`.
    pub fn link_after(&self, previous: &str) -> String {
        hash(&self.linked(previous))
    }

    /// Whether it has that link.
    pub(super) fn follows(&self, previous: &str) -> bool {
        let mut digits = [0; 64];
        HEXLOWER.encode_mut(&Sha256::digest(self.linked(previous)), &mut digits);
        self.link.as_bytes() == digits
    }

    /// What is hashed: the link before and a line a field, an empty one for what is missing.
    fn linked(&self, previous: &str) -> String {
        let Self { sequence, used, wall, kind, question, id, places, points, link: _ } = self;
        let mut text = String::with_capacity(192);
        text.push_str(previous);
        text.push('\n');
        put(&mut text, *sequence);
        text.push('\n');
        put(&mut text, used.0);
        text.push_str(if wall.0 < 0 { "\n-" } else { "\n" });
        put(&mut text, wall.0.unsigned_abs());
        text.push('\n');
        text.push_str(kind.name());
        text.push('\n');
        if let Some(number) = question {
            put(&mut text, *number as u64);
        }
        text.push('\n');
        text.push_str(id.as_ref().map_or("", |id| id.0.as_str()));
        text.push('\n');
        for (at, place) in places.iter().enumerate() {
            text.push_str(if at == 0 { "" } else { " " });
            put(&mut text, *place as u64);
        }
        text.push('\n');
        if let Some(Points { right, scored, points }) = points {
            // Writing to a string cannot fail.
            let _ = write!(text, "{right} {scored} {points}");
        }
        text.push('\n');
        text
    }
}

/// Writes `number`. A class hands in millions of records, and formats would take twice the time.
fn put(text: &mut String, number: u64) {
    if number > 9 {
        put(text, number / 10);
    }
    text.extend(char::from_digit((number % 10) as u32, 10));
}

fn hash(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> AttemptRecord {
        AttemptRecord {
            sequence: 3,
            used: Millis(1_500),
            wall: Moment(1_700_000_000_000),
            kind: ActionKind::Pick,
            question: Some(2),
            id: Some(QuestionId("a-b".to_owned())),
            places: vec![1, 4],
            points: None,
            link: String::new(),
        }
    }

    #[test]
    fn the_canonical_text_is_the_one_of_the_format() {
        assert_eq!(record().linked("x"), "x\n3\n1500\n1700000000000\npick\n2\na-b\n1 4\n\n");
    }

    #[test]
    fn a_link_is_sha_256_of_the_link_before_and_the_text() {
        // printf 'x\n3\n1500\n1700000000000\npick\n2\na-b\n1 4\n\n' | sha256sum
        let expected = "1538651a9f7f1aad3fdbcbb1ac9d88a2255711323bf402722add570c468686b6";
        assert_eq!(record().link_after("x"), expected);
    }

    #[test]
    fn every_field_changes_the_link() {
        let changes: [fn(&mut AttemptRecord); 8] = [
            |it| it.sequence += 1,
            |it| it.used.0 += 1,
            |it| it.wall.0 += 1,
            |it| it.kind = ActionKind::Clear,
            |it| it.question = None,
            |it| it.id = None,
            |it| it.places = vec![14],
            |it| it.points = Some(Points { right: 1, scored: 2, points: 550 }),
        ];
        for change in changes {
            let mut other = record();
            change(&mut other);
            assert_ne!(other.link_after("x"), record().link_after("x"));
            other.link = record().link_after("x");
            assert!(!other.follows("x"));
            other.link = other.link_after("x");
            assert!(other.follows("x"));
        }
    }
}
