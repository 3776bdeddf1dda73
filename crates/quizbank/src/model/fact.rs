//! A claim of the course beside what AWS documents.

use std::fmt;

/// One claim, both sides of it, and who is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// `topic.claim`, never reused.
    pub id: String,
    /// The topic of the course.
    pub topic: String,
    /// What the course chapter says.
    pub chapter: String,
    /// What AWS documents.
    pub aws: String,
    /// How the two compare.
    pub verdict: FactVerdict,
    /// Pages that the AWS side was read on.
    pub source: Vec<String>,
    /// What to make of it.
    pub note: Option<String>,
    /// Its place in the file, for diagnostics of what refers to it.
    pub line: u32,
}

/// Every fact, with the dates of both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The course chapter and the day of its text.
    pub chapter_edition: String,
    /// When the AWS pages were read.
    pub aws_read: String,
    /// The facts in file order.
    pub facts: Vec<Fact>,
}

impl Ledger {
    /// The fact called `id`.
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }
}

/// How the course's claim compares with AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactVerdict {
    /// Both say the same.
    Agrees,
    /// An AWS page says otherwise.
    Differs,
    /// It was or may have been right, and is no longer.
    Outdated,
    /// No AWS statement was found.
    Unverified,
}

impl FactVerdict {
    /// Whether a learner of the one side is wrong on the other.
    pub fn is_contested(self) -> bool {
        matches!(self, Self::Differs | Self::Outdated)
    }
}

impl fmt::Display for FactVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::Outdated => "outdated",
            Self::Unverified => "unverified",
        })
    }
}
