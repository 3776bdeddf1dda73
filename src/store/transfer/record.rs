//! One line of an export: an answer, a gate, a lab, a preference, a sitting of an
//! exam or a record of its journal.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::app::lab_score::{Effort, WHOLE};
use crate::store::preference::{self, EXAM_DATE, SKIPPED, STUDIED};
use crate::store::receipt::{self, RecordLine};
use crate::store::{AnswerId, LabResult, TopicTestPass};
use apprunner_sim::model::money::MicroDollars;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::time::SimDuration;
use quizbank::answer::Recall;
use quizbank::answer::{Answer, NewAnswer, QuestionRev, Response};
use quizbank::attempt::{self, AttemptHead};
use quizbank::model::calendar::{Day, Millis, Moment, NoDay, Now};
use quizbank::model::paper::Identity;
use quizbank::model::question::QuestionId;
use quizbank::prediction::{Prediction, Votes};
use quizbank::score::Tally;
use quizbank::session::{Confidence, Outcome};

/// Options that a question may have, and more.
const MOST_OPTIONS: usize = 26;
/// The digits of a sitting's name.
const SITTING_ID: usize = 8;
/// Longer than any name of a question or topic.
const LONGEST_NAME: usize = 200;

/// A line as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Record {
    Answer(AnswerLine),
    TopicTestPass(GateLine),
    Lab(LabLine),
    Prediction(PredictionLine),
    Preference(PreferenceLine),
    Sitting(SittingLine),
    #[serde(rename = "record")]
    Step(StepLine),
}

/// A line as it is understood.
#[derive(Debug)]
pub(super) enum Read {
    Answer(AnswerId, Answer),
    TopicTestPass(TopicTestPass),
    Lab(LabResult),
    Prediction(Now, Prediction),
    ExamDate(Day),
    Studied(Edition),
    /// Topics opened without the gate before them.
    Skipped(BTreeSet<String>),
}

/// As [`Read`], or a part of a sitting.
#[derive(Debug)]
pub(super) enum Line {
    Sitting(AttemptHead),
    /// A record of the sitting of this id.
    Record(String, attempt::AttemptRecord),
    Other(Read),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerLine {
    id: String,
    question: String,
    rev: u32,
    at_ms: i64,
    day: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    options: Option<Vec<usize>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recall: Option<String>,
    right: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confidence: Option<String>,
    seed: u64,
    took_ms: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GateLine {
    topic: String,
    at_ms: i64,
    day: String,
    right: u32,
    asked: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LabLine {
    lab: String,
    at_ms: i64,
    day: String,
    changes: u32,
    hints: u32,
    micro_usd: u64,
    score: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PredictionLine {
    scenario: String,
    rules: String,
    stop_us: u64,
    question: String,
    rev: u32,
    at_ms: i64,
    day: String,
    predicted: Vec<u32>,
    seen: Vec<u32>,
    came_true: Vec<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PreferenceLine {
    name: String,
    value: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SittingLine {
    id: String,
    blueprint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    seed: u64,
    algorithm: u32,
    bank: String,
    limit_ms: u64,
    begun_ms: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepLine {
    sitting: String,
    step: RecordLine,
}

impl Record {
    pub(super) fn sitting(head: &AttemptHead) -> Self {
        let Identity { blueprint, topic, seed, algorithm, bank, .. } = head.identity.clone();
        Self::Sitting(SittingLine {
            id: head.id.clone(),
            blueprint,
            topic,
            seed,
            algorithm,
            bank,
            limit_ms: head.limit.0,
            begun_ms: head.begun.0,
        })
    }

    pub(super) fn step(sitting: &str, record: &attempt::AttemptRecord) -> Self {
        Self::Step(StepLine { sitting: sitting.to_owned(), step: receipt::line_of(record) })
    }

    pub(super) fn answer(id: &AnswerId, answer: &Answer) -> Self {
        let Answer { draft, given, took } = answer;
        let (options, recall) = match &draft.said {
            Response::Chosen { positions, .. } => (Some(positions.clone()), None),
            Response::Marked(recall) => (None, Some(recall.name().to_owned())),
        };
        Self::Answer(AnswerLine {
            id: id.0.clone(),
            question: draft.asked.id.0.clone(),
            rev: draft.asked.rev,
            at_ms: given.at.0,
            day: given.day.to_string(),
            options,
            recall,
            right: draft.said.outcome() == Outcome::Right,
            confidence: draft.confidence.map(|confidence| confidence.name().to_owned()),
            seed: draft.seed,
            took_ms: took.0,
        })
    }

    pub(super) fn gate(gate: &TopicTestPass) -> Self {
        let count = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Self::TopicTestPass(GateLine {
            topic: gate.topic.clone(),
            at_ms: gate.passed.at.0,
            day: gate.passed.day.to_string(),
            right: count(gate.score.right),
            asked: count(gate.score.answered),
        })
    }

    pub(super) fn lab(mended: &LabResult) -> Self {
        let count = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let LabResult { lab, solved, effort, score } = mended;
        Self::Lab(LabLine {
            lab: lab.clone(),
            at_ms: solved.at.0,
            day: solved.day.to_string(),
            changes: count(effort.changes),
            hints: count(effort.hints),
            micro_usd: effort.cost.0,
            score: *score,
        })
    }

    pub(super) fn prediction((now, prediction): &(Now, Prediction)) -> Self {
        let Prediction { scenario, edition, stop_us, question, rev, predicted, seen, right } =
            prediction.clone();
        Self::Prediction(PredictionLine {
            scenario,
            rules: edition,
            stop_us,
            question: question.0,
            rev,
            at_ms: now.at.0,
            day: now.day.to_string(),
            predicted: predicted.0,
            seen: seen.0,
            came_true: right,
        })
    }

    pub(super) fn preference(name: &str, value: &str) -> Self {
        Self::Preference(PreferenceLine { name: name.to_owned(), value: value.to_owned() })
    }
}

/// What a line says, or what is wrong with it.
pub(super) fn read(line: &[u8]) -> Result<Line, String> {
    let read = match serde_json::from_slice(line).map_err(|error| without_place(&error))? {
        Record::Sitting(line) => return sitting(line).map(Line::Sitting),
        Record::Step(StepLine { sitting, step }) => {
            return Ok(Line::Record(sitting_id(sitting)?, receipt::understood(step)?));
        }
        Record::Answer(line) => answer(line)?,
        Record::TopicTestPass(line) => gate(line)?,
        Record::Lab(line) => lab(line)?,
        Record::Prediction(line) => prediction(line)?,
        Record::Preference(line) => set_once(line)?,
    };
    Ok(Line::Other(read))
}

fn gate(line: GateLine) -> Result<Read, String> {
    let GateLine { topic, at_ms, day, right, asked } = line;
    if right > asked {
        return Err(format!("`right` is {right} of `asked` {asked}"));
    }
    let passed = Now { at: Moment(at_ms), day: day_of(&day)? };
    let score = Tally { right: right as usize, answered: asked as usize };
    Ok(Read::TopicTestPass(TopicTestPass { topic: name("topic", topic)?, passed, score }))
}

fn lab(line: LabLine) -> Result<Read, String> {
    let LabLine { lab, at_ms, day, changes, hints, micro_usd, score } = line;
    if score > WHOLE {
        return Err(format!("`score` is {score} of {WHOLE}"));
    }
    let effort =
        Effort { changes: changes as usize, hints: hints as usize, cost: MicroDollars(micro_usd) };
    let solved = Now { at: Moment(at_ms), day: day_of(&day)? };
    Ok(Read::Lab(LabResult { lab: name("lab", lab)?, solved, effort, score }))
}

fn prediction(line: PredictionLine) -> Result<Read, String> {
    let lists = [line.predicted.len(), line.seen.len(), line.came_true.len()];
    if lists.iter().any(|length| *length > MOST_OPTIONS)
        || line.came_true.iter().any(|position| *position >= MOST_OPTIONS)
    {
        return Err("no question has so many options".to_owned());
    }
    let prediction = Prediction {
        scenario: name("scenario", line.scenario)?,
        edition: one_of("rules", &line.rules, &Edition::ALL, Edition::name)?.name().to_owned(),
        stop_us: line.stop_us.min(SimDuration::MAX.as_micros()),
        question: QuestionId(name("question", line.question)?),
        rev: line.rev,
        predicted: Votes(line.predicted),
        seen: Votes(line.seen),
        right: line.came_true,
    };
    let now = Now { at: Moment(line.at_ms), day: day_of(&line.day)? };
    Ok(Read::Prediction(now, prediction))
}

fn set_once(line: PreferenceLine) -> Result<Read, String> {
    let PreferenceLine { name: preference, value } = line;
    match preference.as_str() {
        EXAM_DATE => Ok(Read::ExamDate(day_of(&value)?)),
        STUDIED => one_of(STUDIED, &value, &Edition::ALL, Edition::name).map(Read::Studied),
        SKIPPED => {
            let topics = preference::topics(&value);
            let named = topics.into_iter().map(|topic| name("value", topic));
            Ok(Read::Skipped(named.collect::<Result<_, _>>()?))
        }
        other => Err(format!(
            "there is no preference `{}`, only `{EXAM_DATE}`, `{STUDIED}` and `{SKIPPED}`",
            shown(other)
        )),
    }
}

fn answer(line: AnswerLine) -> Result<Read, String> {
    let outcome = if line.right { Outcome::Right } else { Outcome::Wrong };
    let said = match (line.options, line.recall) {
        (Some(positions), None) => {
            let is_ascending = positions.windows(2).all(|pair| pair[0] < pair[1]);
            if !is_ascending || positions.iter().any(|&position| position >= MOST_OPTIONS) {
                return Err("`options` must be positions from 0, each once, ascending".to_owned());
            }
            Response::Chosen { positions, outcome }
        }
        (None, Some(word)) => {
            Response::Marked(one_of("recall", &word, &Recall::ALL, Recall::name)?)
        }
        _ => return Err("an answer has either `options` or `recall`".to_owned()),
    };
    if said.outcome() != outcome {
        return Err("`right` contradicts `recall`".to_owned());
    }
    let confidence =
        line.confidence.map(|word| one_of("confidence", &word, &Confidence::ALL, Confidence::name));
    let is_id = line.id.len() == 32 && line.id.bytes().all(|it| it.is_ascii_hexdigit());
    if !is_id {
        return Err(format!("`id` must be 32 hexadecimal digits, not `{}`", shown(&line.id)));
    }
    let asked = QuestionRev { id: QuestionId(name("question", line.question)?), rev: line.rev };
    let draft = NewAnswer { asked, said, confidence: confidence.transpose()?, seed: line.seed };
    let given = Now { at: Moment(line.at_ms), day: day_of(&line.day)? };
    Ok(Read::Answer(AnswerId(line.id), draft.given(given, Millis(line.took_ms))))
}

fn sitting(line: SittingLine) -> Result<AttemptHead, String> {
    let SittingLine { id, blueprint, topic, seed, algorithm, bank, limit_ms, begun_ms } = line;
    let topic = topic.map(|topic| name("topic", topic)).transpose()?;
    let (blueprint, bank) = (name("blueprint", blueprint)?, name("bank", bank)?);
    let identity = Identity { blueprint, topic, seed, algorithm, bank, series: None };
    let (limit, begun) = (Millis(limit_ms), Moment(begun_ms));
    Ok(AttemptHead { id: sitting_id(id)?, identity, limit, begun })
}

fn sitting_id(id: String) -> Result<String, String> {
    let is_id = id.len() == SITTING_ID && id.bytes().all(|it| it.is_ascii_hexdigit());
    if is_id {
        return Ok(id);
    }
    Err(format!("a sitting is called by {SITTING_ID} hexadecimal digits, not `{}`", shown(&id)))
}

fn day_of(text: &str) -> Result<Day, String> {
    text.parse().map_err(|error: NoDay| error.to_string())
}

fn one_of<T: Copy>(
    field: &str,
    word: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    let known: Vec<&str> = all.iter().map(|&value| name(value)).collect();
    let found = all.iter().copied().find(|&value| name(value) == word);
    found.ok_or_else(|| {
        format!("`{field}` is `{}`, which is none of {}", shown(word), known.join(", "))
    })
}

fn name(field: &str, text: String) -> Result<String, String> {
    if text.is_empty() || text.len() > LONGEST_NAME || text.chars().any(char::is_control) {
        return Err(format!("`{field}` is no name: `{}`", shown(&text)));
    }
    Ok(text)
}

/// A value as a message shows it.
fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

/// The words of serde without its place: the line is known, and the only one.
fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    shown_long(message.get(..end).unwrap_or(&message))
}

fn shown_long(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(200).collect()
}
