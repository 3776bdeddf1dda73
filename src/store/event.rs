//! What the log holds, one event a row, typed by serde. A line of an export is the same
//! event, so that reading a row and reading a line are one thing.

pub(super) mod answer;
pub(super) mod check;
pub(super) mod lab;
pub(super) mod prediction;
pub(super) mod preference;
pub(super) mod topic_test;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::answer::{AnswerLine, Rating, TakenBack};
use self::check::{name, shown, without_place};
use self::lab::{LabResult, LabStep};
use self::prediction::PredictionLine;
use self::preference::Preference;
use self::topic_test::{TopicReset, TopicTestResult};
use quizbank::answer::QuestionRev;
use quizbank::attempt::{AttemptHead, AttemptRecord, SatPaper};
use quizbank::model::calendar::Moment;

/// The digits of an attempt's name.
const ATTEMPT_ID: usize = 8;

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Event {
    /// A question of study was answered.
    Answer(AnswerLine),
    /// It was said how sure an answer felt.
    Rating(Rating),
    /// An answer was taken back.
    TakenBack(TakenBack),
    /// A topic test was taken.
    #[serde(alias = "gate")]
    TopicTest(TopicTestResult),
    /// A topic was put back to before its test.
    Reset(TopicReset),
    /// A lab was solved.
    Lab(LabResult),
    /// Something was done at a lab.
    LabStep(LabStep),
    /// A prediction came to its end.
    Prediction(PredictionLine),
    /// A preference was set or taken away.
    Preference(Preference),
    /// An exam was begun.
    #[serde(alias = "sitting")]
    Attempt(AttemptHead),
    /// The paper and key of an exam.
    Paper(PaperLine),
    /// A step of an exam.
    Record(RecordLine),
}

/// The paper and key of an attempt.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaperLine {
    #[serde(alias = "sitting")]
    pub(super) attempt: String,
    pub(super) paper: SatPaper,
}

/// A record of an attempt.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordLine {
    #[serde(alias = "sitting")]
    pub(super) attempt: String,
    pub(super) step: AttemptRecord,
}

/// A row as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) kind: String,
    /// What no other row of the kind has; `None` where there may be several alike.
    pub(super) key: Option<String>,
    pub(super) json: String,
}

impl Event {
    /// The row that holds it.
    pub(super) fn row(&self) -> Row {
        // Maps have names for keys and numbers are finite, so that nothing here can fail.
        let line = serde_json::to_string(self).unwrap_or_default();
        let inner = line.strip_prefix("{\"").and_then(|line| line.strip_suffix('}'));
        let (kind, json) = inner.and_then(|it| it.split_once("\":")).unwrap_or_default();
        Row { kind: kind.to_owned(), key: self.key(), json: json.to_owned() }
    }

    /// The event in a row.
    pub(super) fn of_row(kind: &str, json: &str) -> Result<Self, String> {
        let line = format!("{{\"{kind}\":{json}}}");
        serde_json::from_str(&line).map_err(|error| without_place(&error))
    }

    /// The event in a line of an export, checked field by field.
    pub(super) fn of_line(line: &[u8]) -> Result<Self, String> {
        let event: Self = serde_json::from_slice(line).map_err(|error| without_place(&error))?;
        event.check()?;
        if let Self::Attempt(_) = &event {
            let line: Value = serde_json::from_slice(line).unwrap_or_default();
            let head_of = |name: &str| line.get(name);
            head(head_of("attempt").or(head_of("sitting")).unwrap_or(&Value::Null))?;
        }
        Ok(event)
    }

    /// The question of study that it is about.
    pub(super) fn question(&self) -> Option<QuestionRev> {
        match self {
            Self::Answer(line) => Some(line.question()),
            Self::Rating(rating) => Some(rating.question()),
            Self::TakenBack(taken) => Some(taken.question()),
            _ => None,
        }
    }

    /// What no other event of its type has; `None` where there may be several alike.
    pub(super) fn key(&self) -> Option<String> {
        match self {
            Self::Answer(line) => Some(answer::prefix(&line.question()) + &line.id),
            Self::Rating(rating) => Some(rating.key()),
            Self::TakenBack(line) => Some(answer::prefix(&line.question()) + &line.answer),
            Self::TopicTest(TopicTestResult { topic, at, .. }) => Some(format!("{topic}/{}", at.0)),
            Self::Lab(LabResult { lab, at, .. }) => Some(format!("{lab}/{}", at.0)),
            Self::LabStep(LabStep { lab, at, step, .. }) => {
                Some(format!("{lab}/{}/{}", at.0, step.name()))
            }
            Self::Prediction(line) => Some(line.key()),
            Self::Reset(_) | Self::Preference(_) => None,
            Self::Attempt(head) => Some(head.id.clone()),
            Self::Paper(line) => Some(line.attempt.clone()),
            Self::Record(RecordLine { attempt, step }) => {
                Some(format!("{}{:010}", record_key(attempt), step.sequence))
            }
        }
    }

    /// When it happened, where it says so itself.
    pub(super) fn at(&self) -> Option<Moment> {
        match self {
            Self::Answer(line) => Some(line.at),
            Self::TopicTest(topic_test) => Some(topic_test.at),
            Self::Lab(lab) => Some(lab.at),
            Self::LabStep(step) => Some(step.at),
            Self::Prediction(line) => Some(line.at),
            Self::Attempt(head) => Some(head.begun),
            Self::Record(line) => Some(line.step.wall),
            Self::Rating(_)
            | Self::TakenBack(_)
            | Self::Reset(_)
            | Self::Preference(_)
            | Self::Paper(_) => None,
        }
    }

    /// What serde cannot say of a line from elsewhere.
    fn check(&self) -> Result<(), String> {
        match self {
            Self::Answer(line) => line.check(),
            Self::Rating(rating) => name("question", &rating.question),
            Self::TakenBack(line) => name("question", &line.question),
            Self::TopicTest(topic_test) => topic_test.check(),
            Self::Reset(reset) => name("topic", &reset.topic),
            Self::Lab(lab) => lab.check(),
            Self::LabStep(step) => step.check(),
            Self::Prediction(line) => line.check(),
            Self::Preference(preference) => preference.check(),
            Self::Attempt(head) => {
                name("blueprint", &head.identity.blueprint)?;
                name("bank", &head.identity.bank)?;
                head.identity.topic.as_deref().map_or(Ok(()), |topic| name("topic", topic))?;
                attempt_id(&head.id)
            }
            Self::Paper(line) => attempt_id(&line.attempt),
            Self::Record(line) => attempt_id(&line.attempt),
        }
    }
}

/// The head of an attempt; serde alone takes unknown fields beside flattened ones.
pub(super) fn head(value: &Value) -> Result<AttemptHead, String> {
    let head = AttemptHead::deserialize(value).map_err(|error| without_place(&error))?;
    let known = serde_json::to_value(&head).unwrap_or_default();
    let unknown =
        value.as_object().into_iter().flatten().find(|(name, _)| known.get(name).is_none());
    match unknown {
        Some((name, _)) => Err(format!("unknown field `{}`", shown(name, 40))),
        None => Ok(head),
    }
}

/// What the keys of the records of an attempt begin with; they stand together, in order.
pub(super) fn record_key(attempt: &str) -> String {
    format!("{attempt}/")
}

fn attempt_id(id: &str) -> Result<(), String> {
    if id.len() == ATTEMPT_ID && id.bytes().all(|it| it.is_ascii_hexdigit()) {
        return Ok(());
    }
    let id = shown(id, 40);
    Err(format!("the id of an attempt is {ATTEMPT_ID} hexadecimal digits, not `{id}`"))
}
