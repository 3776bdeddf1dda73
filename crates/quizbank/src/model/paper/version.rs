//! How a paper is known to those who hold it, and versions of one form for neighbors: the
//! same questions in another order, their options too.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::{AnswerKey, AnswerSheet, FormIdentity, GivenAnswers, KeyedQuestion, Series};

/// What a paper says of its form: neither seed, bank nor id, which would lead to the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintedForm {
    /// The name of the blueprint.
    pub blueprint: String,
    /// The topic, where the blueprint is on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Which of several forms it is that share no question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Series>,
    /// Which version of one form it is, counted from 1, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<usize>,
    /// What tells its paper from every other.
    pub code: PaperCode,
}

/// Eight hexadecimal digits of the SHA-256 of what stands on a paper: who has the paper
/// can work it out, and it tells nothing else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct PaperCode(pub String);

impl fmt::Display for PaperCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PrintedForm {
    /// The form in a few words, for the head of its paper.
    pub fn title(&self) -> String {
        let topic = self.topic.as_ref().map(|topic| format!(" on {topic}")).unwrap_or_default();
        let series = self.series.map(|series| format!(", {series}")).unwrap_or_default();
        let version = self.version.map(|version| format!(", version {version}"));
        format!("{}{topic}{series}{}", self.blueprint, version.unwrap_or_default())
    }
}

/// The form that a file names: by the code of its paper, or, in files of older versions of
/// the program, by what it was selected from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum NamedForm {
    /// As papers name it.
    Printed(PrintedForm),
    /// As it was selected.
    Drawn(FormIdentity),
}

/// A version of the form of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormVersion {
    /// Its number: the form itself is version 1.
    pub version: usize,
    /// The code on its paper.
    pub code: PaperCode,
    /// Its questions in order.
    #[serde(serialize_with = "super::listed::numbered")]
    pub questions: Vec<VersionQuestion>,
}

/// Where a question of a version comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionQuestion {
    /// The number of the question in the key, counted from 1.
    pub key: usize,
    /// The places of its options in the order of this version.
    pub places: Vec<usize>,
}

impl AnswerKey {
    /// The version whose paper has `code`; `Some(None)` is the form itself.
    pub fn version(&self, code: &PaperCode) -> Option<Option<&FormVersion>> {
        if self.code.as_ref() == Some(code) {
            return Some(None);
        }
        self.versions.iter().find(|version| version.code == *code).map(Some)
    }

    /// The key with questions and options in the order of `version`.
    #[must_use]
    pub fn arranged(&self, version: &FormVersion) -> Self {
        let question = |at: &VersionQuestion| {
            let question = self.questions.get(at.key.checked_sub(1)?)?;
            let option = |place| question.options.iter().find(|option| option.place == place);
            let options = at.places.iter().filter_map(|&place| option(place).cloned()).collect();
            Some(KeyedQuestion { options, ..question.clone() })
        };
        let questions = version.questions.iter().filter_map(question).collect();
        Self { questions, code: Some(version.code.clone()), versions: Vec::new(), ..self.clone() }
    }
}

impl AnswerSheet {
    /// The answers by the numbers of the key.
    pub fn in_key_order(&self) -> Cow<'_, GivenAnswers> {
        let Some(version) = &self.version else { return Cow::Borrowed(&self.answers) };
        let number = |at: usize| Some(version.questions.get(at.checked_sub(1)?)?.key);
        let answers = self.answers.iter();
        Cow::Owned(answers.filter_map(|(at, picks)| Some((number(at)?, picks))).collect())
    }
}
