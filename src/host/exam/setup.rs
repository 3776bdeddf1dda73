//! What an exam room is opened with: the paper, the time, and who may take it.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::roster::RosterEntry;
use quizbank::attempt::SatPaper;
use quizbank::model::calendar::{Millis, Moment};
use quizbank::model::paper::FormIdentity;

/// What an exam room is opened with.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExamSetup {
    /// Which form is taken.
    pub identity: FormIdentity,
    /// Its paper and key, as they stood when the room was opened.
    pub paper: SatPaper,
    /// How long an attempt takes, without extra time.
    #[serde(rename = "limit_ms")]
    pub limit: Millis,
    /// What to know before an attempt: what is from AWS and what is not, a paragraph each.
    pub rules: Vec<String>,
    /// Number of versions of the form, at least 1.
    pub versions: usize,
    /// When attempts may begin; `None` stands for at once.
    #[serde(rename = "opens_ms", default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Moment>,
    /// When the room closes by itself; `None` stands for never.
    #[serde(rename = "closes_ms", default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Moment>,
    /// When a student sees the score and the explanations.
    pub release: ScoreRelease,
    /// Who may take it; empty where everybody may who has the code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roster: Vec<RosterEntry>,
}

/// When a student sees the score and the explanations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreRelease {
    /// Once the room is closed
    // So that nobody can pass them on.
    #[default]
    Closed,
    /// Once they have submitted
    Submitted,
}

impl ExamSetup {
    /// Whether attempts may begin at `now`.
    pub fn is_open(&self, now: Moment) -> bool {
        self.opens.is_none_or(|opens| opens <= now) && !self.is_past(now)
    }

    /// Whether the time at which the room closes is past.
    pub fn is_past(&self, now: Moment) -> bool {
        self.closes.is_some_and(|closes| closes <= now)
    }

    /// Who has this claim on the roster.
    pub fn entry(&self, claim: &str) -> Option<&RosterEntry> {
        self.roster.iter().find(|entry| entry.id == claim)
    }

    /// The time of the person with this claim: the limit and their extra time.
    pub fn limit_of(&self, claim: &str) -> Millis {
        let extra = self.entry(claim).map_or(0, |entry| u64::from(entry.extra_percent));
        Millis(self.limit.0 + self.limit.0 * extra / 100)
    }
}
