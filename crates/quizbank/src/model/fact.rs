//! A claim of the course beside what AWS documents.

use std::fmt;

/// One claim, both sides of it, and who is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// `topic.claim`, never reused.
    pub id: String,
    /// What holds, in one sentence.
    pub title: String,
    /// The topic of the course.
    pub topic: String,
    /// What the course chapter says; empty where it does not mention the claim.
    pub chapter: String,
    /// What AWS documents; empty where no statement was found.
    pub aws: String,
    /// What users reported, where it is more than AWS documents or something else.
    pub observed: Option<String>,
    /// Words of errors and complaints that lead to this fact.
    pub symptoms: Vec<String>,
    /// How course and AWS compare.
    pub verdict: FactVerdict,
    /// Pages that the AWS side was read on.
    pub source: Vec<String>,
    /// What to make of it.
    pub note: Option<String>,
    /// Its place in the file, for diagnostics of what refers to it.
    pub line: u32,
}

impl Fact {
    /// Returns every text of the fact in which a search looks, the id first.
    pub fn searched(&self) -> Vec<&str> {
        let Self { id, title, chapter, aws, observed, symptoms, note, .. } = self;
        let texts = [id, title, chapter, aws].into_iter().chain(observed).chain(note);
        texts.chain(symptoms).map(String::as_str).collect()
    }

    /// Whether `phrase` in small letters is part of one of the symptoms.
    pub fn is_symptom(&self, phrase: &str) -> bool {
        self.symptoms.iter().any(|symptom| symptom.to_lowercase().contains(phrase))
    }
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactVerdict {
    /// Both say the same.
    Agrees,
    /// An AWS page says otherwise.
    Differs,
    /// It was or may have been right, and is no longer.
    Outdated,
    /// No AWS statement was found.
    #[default]
    Unverified,
    /// The course does not mention it.
    NotCovered,
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
            Self::NotCovered => "not covered",
        })
    }
}
