//! What passes between an instructor and a class: a paper without its key, the
//! key, and the answer sheets of those who answered.
//!
//! A paper names its form by a code, and an answer sheet repeats it; the key knows what the form was
//! selected from. Papers and answer sheets name options by letters. The key says which place in the
//! file of questions, counted from 1, a letter stands for.

mod answers;
mod listed;
mod scoring;
mod version;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use spanned_toml::faults::quoted;

pub use self::answers::{GivenAnswers, Picks};
pub use self::scoring::{Correctness, Scoring, letter};
pub use self::version::{FormVersion, NamedForm, PaperCode, PrintedForm, VersionQuestion};
use super::blueprint::Pass;
use super::question::{Exhibit, QuestionId};

/// What a form is selected from: the same identity gives the same form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct FormIdentity {
    /// The name of the blueprint.
    pub blueprint: String,
    /// The topic, where the blueprint is on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Where questions, order and numbers come from.
    pub seed: u64,
    /// The version of the way a form is selected.
    pub algorithm: u32,
    /// The SHA-256 of the bank.
    pub bank: String,
    /// Which of several forms it is that share no question; `None` when it was
    /// selected alone.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub series: Option<Series>,
}

impl FormIdentity {
    /// Says in what this form differs from that of a key; `None` when it is the same.
    pub fn difference(&self, key: &Self) -> Option<String> {
        let topic = |one: &Self| one.topic.clone().unwrap_or_else(|| "none".to_owned());
        let series =
            |one: &Self| one.series.map_or_else(|| "none".to_owned(), |series| series.to_string());
        let fields = [
            ("blueprint", self.blueprint.clone(), key.blueprint.clone()),
            ("topic", topic(self), topic(key)),
            ("seed", self.seed.to_string(), key.seed.to_string()),
            ("series", series(self), series(key)),
            ("algorithm", self.algorithm.to_string(), key.algorithm.to_string()),
            ("bank", self.bank.clone(), key.bank.clone()),
        ];
        let (name, here, wanted) = fields.into_iter().find(|(_, here, wanted)| here != wanted)?;
        Some(format!("its {name} is {}, the {name} of the key is {}", quoted(here), quoted(wanted)))
    }
}

/// A form's place among several that share no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Its number, counted from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
}

/// Seeds of forms go up to here, so that every reader of JSON keeps them exact.
pub const MAX_SEED: u64 = (1 << 53) - 1;

/// The most versions of one form.
pub const MAX_VERSIONS: usize = 99;

impl fmt::Display for FormIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.blueprint)?;
        if let Some(topic) = &self.topic {
            write!(f, " on {topic}")?;
        }
        write!(f, ", seed {}", self.seed)?;
        match self.series {
            Some(series) => write!(f, ", {series}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "form {} of {}", self.number, self.of)
    }
}

/// A form as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Which form it is.
    pub form: NamedForm,
    /// What people call it.
    pub title: String,
    /// How long an attempt takes.
    pub minutes: u32,
    /// How many questions a whole form has, where this one is shorter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<usize>,
    /// Its questions in order.
    #[serde(serialize_with = "listed::numbered")]
    pub questions: Vec<PrintedQuestion>,
}

/// A question as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintedQuestion {
    /// How many options are to be picked.
    pub select: usize,
    /// The question itself.
    pub stem: String,
    /// What the stem refers to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exhibit: Option<Exhibit>,
    /// The options in the order shown.
    #[serde(serialize_with = "listed::lettered")]
    pub options: Vec<PrintedOption>,
}

/// An option as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintedOption {
    /// What it says.
    pub text: String,
}

/// What settles the answers to a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerKey {
    /// Which form it is.
    #[serde(rename = "form")]
    pub identity: FormIdentity,
    /// The code on its paper; `None` in keys of earlier versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<PaperCode>,
    /// What people call it.
    pub title: String,
    /// What passes.
    #[serde(flatten, serialize_with = "listed::pass")]
    pub pass: Pass,
    /// The names of the domains by number; none when the form is on one topic.
    #[serde(serialize_with = "listed::domains")]
    pub domains: BTreeMap<u8, String>,
    /// Its questions in the order of the paper.
    #[serde(serialize_with = "listed::numbered")]
    pub questions: Vec<KeyedQuestion>,
    /// Other versions of the form: the same questions in another order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<FormVersion>,
}

/// A question of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyedQuestion {
    /// Its id.
    pub id: QuestionId,
    /// Its revision when the form was selected.
    pub rev: u32,
    /// Its topic.
    pub topic: String,
    /// Its domain.
    pub domain: u8,
    /// Whether it counts.
    #[serde(rename = "scored", serialize_with = "listed::scored")]
    pub counts: Scoring,
    /// Its options in the order of the paper.
    #[serde(serialize_with = "listed::lettered")]
    pub options: Vec<KeyedOption>,
}

/// An option of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyedOption {
    /// Its place in the file, counted from 1.
    pub place: usize,
    /// Whether it is right, and if not, whose mistake it is.
    #[serde(flatten, serialize_with = "listed::correctness")]
    pub correctness: Correctness,
}

impl KeyedQuestion {
    /// The right options.
    pub fn right(&self) -> Picks {
        let right = self.options.iter().filter(|option| option.correctness == Correctness::Right);
        right.map(|option| option.place).collect()
    }

    /// The mistake behind the option at `place`.
    pub fn misconception(&self, place: usize) -> Option<&str> {
        let option = self.options.iter().find(|option| option.place == place)?;
        option.correctness.misconception()
    }

    /// The letter that stands before the option at `place` on the paper.
    pub fn letter(&self, place: usize) -> Option<char> {
        letter(self.options.iter().position(|option| option.place == place)?)
    }
}

/// Answers as they are handed in: the letters on a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandedInSheet {
    /// Which form they answer.
    pub form: NamedForm,
    /// Who answered.
    pub name: String,
    /// What was answered, in order.
    pub answers: Vec<LetteredAnswer>,
}

/// An answer by the letters on a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LetteredAnswer {
    /// The number of the question, counted from 1.
    pub number: usize,
    /// The letters picked, in order.
    pub letters: String,
}

/// What somebody answered, held to the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerSheet {
    /// Who they are.
    pub name: String,
    /// The version they sat; `None` for the form itself.
    pub version: Option<FormVersion>,
    /// What they answered, by the numbers on their paper.
    pub answers: GivenAnswers,
}
