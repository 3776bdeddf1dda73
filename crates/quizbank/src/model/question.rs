//! A question of the bank: stem, options with their reasons, and, where the key
//! can be run, the run that proves it.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use spanned_toml::bound::Bound;
use spanned_toml::setting::Setting;
use spanned_toml::word::Word;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::template::{Draw, Drawn};

/// The permanent identifier of a question: ids are never reused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(transparent)]
pub struct QuestionId(pub String);

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A question. As an attempt keeps it, it goes without what only its authors need: proof, waivers
/// and reviews. What is stored is read forever, so that a field that is added here needs a default.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Raised whenever its key changes.
    pub rev: u32,
    /// The topic of the course.
    pub topic: String,
    /// The exam's domain, 1 to 4.
    pub domain: u8,
    /// The skill that it belongs to in the guides of both exams.
    pub task: Task,
    /// What answering it shows.
    pub objective: String,
    /// One key or several.
    pub kind: Kind,
    /// What it takes.
    pub level: Level,
    /// How hard it is thought to be.
    pub difficulty: Difficulty,
    /// For whom the key is true.
    pub authority: Authority,
    /// Ids of the facts it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// Whether its options may change places.
    pub order: Order,
    /// The question itself.
    pub stem: String,
    /// What the stem refers to: a policy, a log, the output of a command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exhibit: Option<Exhibit>,
    /// The options in file order.
    pub options: Vec<Choice>,
    /// The run that proves the key.
    #[serde(skip)]
    pub proof: Option<Proof>,
    /// Questions that vary one idea share a family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Questions that never stand on one form with this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enemies: Vec<QuestionId>,
    /// Options (counted from 1) that work and lose only on the qualifier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feasible: Vec<usize>,
    /// Findings that a reviewer accepts, each with a reason.
    #[serde(skip)]
    pub waive: Vec<Waiver>,
    /// What was checked, and when.
    #[serde(skip)]
    pub review: Option<Review>,
    /// The day of the last change of its key (an ISO date).
    #[serde(skip)]
    pub key_changed: Option<String>,
    /// Numbers sampled for each attempt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draw: Vec<Draw>,
}

impl Question {
    /// Whether both are of one family.
    pub(crate) fn is_family_of(&self, other: &Self) -> bool {
        self.family.is_some() && self.family == other.family
    }

    /// Whether one of them calls the other its enemy.
    pub(crate) fn is_enemy_of(&self, other: &Self) -> bool {
        self.enemies.contains(&other.id) || other.enemies.contains(&self.id)
    }

    /// Positions of the keys in file order, counted from 0.
    pub fn keys(&self) -> impl Iterator<Item = usize> + '_ {
        let keyed = |(index, option): (usize, &Choice)| option.is_key().then_some(index);
        self.options.iter().enumerate().filter_map(keyed)
    }

    /// Whether it can be answered without its options: it has one answer, and no option loses
    /// only in comparison with the others.
    pub fn can_be_recalled(&self) -> bool {
        self.kind == Kind::Choice && self.feasible.is_empty()
    }
}

/// The number of a task or skill in the guide of each exam, such as `4.1` or `4.1.6`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Task {
    /// In the guide of DVA-C02.
    pub c02: String,
    /// In the guide of DVA-C03.
    pub c03: String,
}

impl Task {
    /// Returns the task that a number belongs to: its first two components.
    pub(crate) fn of_skill(number: &str) -> &str {
        let second_dot = number.match_indices('.').nth(1);
        second_dot.and_then(|(end, _)| number.get(..end)).unwrap_or(number)
    }
}

/// An artifact that a question shows verbatim. Sampled numbers are not filled in: it
/// may hold braces of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Exhibit {
    /// What it is written in.
    pub kind: ExhibitKind,
    /// The text: at most [`Exhibit::LINES`] printable lines of at most
    /// [`Exhibit::COLUMNS`] columns.
    pub text: String,
}

impl Exhibit {
    /// The most lines of an exhibit.
    pub const LINES: usize = 18;
    /// The most columns of a line.
    pub const COLUMNS: usize = 76;

    /// Whether `letter` takes up no column and ends no line: nobody sees it.
    pub fn is_hidden(letter: char) -> bool {
        letter != '\n' && letter.width().unwrap_or(0) == 0
    }

    /// Whether `text` is one that an exhibit can hold.
    pub fn fits(text: &str) -> bool {
        let widest = text.lines().map(UnicodeWidthStr::width).max();
        widest.is_some_and(|widest| widest <= Self::COLUMNS)
            && text.lines().count() <= Self::LINES
            && !text.contains(Self::is_hidden)
    }
}

/// Writes the exhibit as plain lines: what it is, then the text, indented.
impl fmt::Display for Exhibit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Exhibit ({}):", self.kind.word())?;
        self.text.lines().try_for_each(|line| writeln!(f, "    {line}"))
    }
}

/// What an exhibit is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExhibitKind {
    /// A policy, a response of the API.
    Json,
    /// `apprunner.yaml`, a `CloudFormation` template.
    Yaml,
    /// A command and its output.
    Console,
    /// Lines of a log.
    Log,
    /// A Dockerfile.
    Dockerfile,
    /// Metrics or settings in columns.
    Table,
    /// Anything else.
    Text,
}

impl Word for ExhibitKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("json", Self::Json),
        ("yaml", Self::Yaml),
        ("console", Self::Console),
        ("log", Self::Log),
        ("dockerfile", Self::Dockerfile),
        ("table", Self::Table),
        ("text", Self::Text),
    ];
}

impl ExhibitKind {
    /// The word of the file formats for it.
    pub fn name(self) -> &'static str {
        self.word()
    }
}

/// One key or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One key.
    Choice,
    /// Two keys or more, all or nothing.
    Multiple,
}

/// What answering takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Knowing it.
    Recall,
    /// Using it.
    Apply,
    /// Taking a situation apart.
    Analyze,
}

/// How hard a question is thought to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difficulty {
    /// Most get it right.
    Easy,
    /// Some do.
    Medium,
    /// Few do.
    Hard,
}

/// For whom a key is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
    /// The course and AWS agree, or the stem gives all values.
    Both,
    /// By the course chapter.
    Chapter,
    /// By AWS's documentation.
    Aws,
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Both => "the course and AWS agree",
            Self::Chapter => "according to the course",
            Self::Aws => "according to the AWS documentation",
        })
    }
}

/// Whether options may change places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// As in the file, as numbers are.
    Fixed,
    /// In any order.
    Shuffled,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Choice {
    /// What it says.
    pub text: String,
    /// Why it is right or wrong.
    pub why: String,
    /// Whether it is a key, and if not, whose mistake it is.
    pub role: OptionRole,
}

impl Choice {
    /// Whether it is a key.
    pub fn is_key(&self) -> bool {
        self.role == OptionRole::Key
    }
}

/// What an option is for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionRole {
    /// It is right.
    Key,
    /// It is somebody's mistake.
    Distractor {
        /// The id of the mistake; empty when the author named none.
        misconception: String,
    },
}

impl OptionRole {
    /// The id of the mistake that it is, if its author named one.
    pub fn misconception(&self) -> Option<&str> {
        match self {
            Self::Distractor { misconception } if !misconception.is_empty() => Some(misconception),
            Self::Distractor { .. } | Self::Key => None,
        }
    }
}

/// A run that settles a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// A built-in scenario.
    pub scenario: String,
    /// What is changed in it.
    pub set: Vec<Setting>,
    /// What must be true when the key is; all of it.
    pub probe: Vec<Claim>,
    /// What would be true if a distractor were.
    pub wrong: Vec<WrongProbe>,
    /// Where the replay opens.
    pub replay_at: Drawn<Duration>,
}

/// A condition on a figure of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The figure's dotted path.
    pub metric: String,
    /// What it must be.
    pub bound: Bound<Drawn<f64>>,
}

/// What would be true if a distractor were.
#[derive(Clone, Debug, PartialEq)]
pub struct WrongProbe {
    /// The distractor, counted from 1 in file order.
    pub option: usize,
    /// What must come out false.
    pub probe: Claim,
}

/// A lint finding that a reviewer accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The rule, such as `Q09`.
    pub rule: String,
    /// Why it is right here.
    pub reason: String,
}

/// What a reviewer has checked, and when (ISO dates).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Answered with the options covered.
    pub covered_ok: String,
    /// Every fact looked up.
    pub fact_checked: String,
}
