//! A sitting as JSON lines: a head, a line a record, and an end that tells how
//! many there are, so that a file cut short is noticed.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::AttemptLog;
use quizbank::attempt::{ActionKind, AttemptHead, AttemptRecord, Points, QuestionRef};
use quizbank::model::calendar::{Millis, Moment};
use quizbank::model::paper::Identity;
use quizbank::model::question::QuestionId;

/// The version of the format.
pub const FORMAT_VERSION: u64 = 1;
/// What the first line calls the format.
pub const KIND: &str = "coldstart-sitting";

/// Why a text is no receipt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ReceiptError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct HeadLine {
    format_version: u64,
    kind: String,
    sitting: String,
    blueprint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    seed: u64,
    algorithm: u32,
    bank: String,
    limit_ms: u64,
    begun_ms: i64,
}

/// A record as it is written, here and in an export.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordLine {
    sequence: u64,
    used_ms: u64,
    at_ms: i64,
    act: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    question: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    points: Option<PointsField>,
    link: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct PointsField {
    right: usize,
    scored: usize,
    points: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine {
    records: usize,
    link: String,
}

/// Writes a sitting.
pub fn write(out: &mut dyn Write, held: &AttemptLog) -> io::Result<()> {
    let AttemptHead { id, identity, limit, begun } = held.head.clone();
    // No sitting is of a form in a series.
    let Identity { blueprint, topic, seed, algorithm, bank, .. } = identity;
    let first = HeadLine {
        format_version: FORMAT_VERSION,
        kind: KIND.to_owned(),
        sitting: id,
        blueprint,
        topic,
        seed,
        algorithm,
        bank,
        limit_ms: limit.0,
        begun_ms: begun.0,
    };
    writeln!(out, "{}", serde_json::to_string(&first)?)?;
    for record in &held.records {
        writeln!(out, "{}", serde_json::to_string(&line_of(record))?)?;
    }
    let last = held.records.last().map_or_else(|| held.head.link(), |it| it.link.clone());
    writeln!(out, "{}", json!({ "records": held.records.len(), "link": last }))
}

pub(super) fn line_of(record: &AttemptRecord) -> RecordLine {
    let on = record.on.as_ref();
    let points = |it: Points| PointsField { right: it.right, scored: it.scored, points: it.points };
    RecordLine {
        sequence: record.sequence,
        used_ms: record.used.0,
        at_ms: record.wall.0,
        act: record.deed.name().to_owned(),
        question: on.map(|on| on.number),
        id: on.map(|on| on.id.0.clone()),
        options: record.places.clone(),
        points: record.points.map(points),
        link: record.link.clone(),
    }
}

/// Reads a sitting; whether its chain holds is for others to say.
pub fn read(text: &str) -> Result<AttemptLog, ReceiptError> {
    let lines: Vec<(usize, &str)> =
        (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
    let wrong = |line, reason: String| ReceiptError { line, reason };
    let no_head =
        || wrong(1, format!("this is no receipt, whose first line has the kind `{KIND}`"));
    let ((_, first), rest) = lines.split_first().ok_or_else(no_head)?;
    let value: serde_json::Value = serde_json::from_str(first).map_err(|_| no_head())?;
    if value.get("kind").and_then(serde_json::Value::as_str) != Some(KIND) {
        return Err(no_head());
    }
    match value.get("format_version").and_then(serde_json::Value::as_u64) {
        Some(FORMAT_VERSION) => {}
        Some(newer) if newer > FORMAT_VERSION => {
            let reason = format!("format_version {newer} is newer than this program knows");
            return Err(wrong(1, reason));
        }
        _ => return Err(wrong(1, format!("format_version must be {FORMAT_VERSION}"))),
    }
    let head: HeadLine = serde_json::from_str(first).map_err(|it| wrong(1, it.to_string()))?;
    let cut = |line| wrong(line, "the end is missing; the file was cut short".to_owned());
    let ((end_at, end), middle) = rest.split_last().ok_or_else(|| cut(1))?;
    let end: EndLine = serde_json::from_str(end).map_err(|_| cut(*end_at))?;
    let records = middle
        .iter()
        .map(|(line, text)| record(text).map_err(|reason| wrong(*line, reason)))
        .collect::<Result<Vec<AttemptRecord>, ReceiptError>>()?;
    let last = records.last().map(|record| record.link.as_str());
    if end.records != records.len() || last.is_some_and(|last| last != end.link) {
        let reason = "the end does not fit the records before it".to_owned();
        return Err(wrong(*end_at, reason));
    }
    let HeadLine { sitting, blueprint, topic, seed, algorithm, bank, .. } = head;
    let identity = Identity { blueprint, topic, seed, algorithm, bank, series: None };
    let (limit, begun) = (Millis(head.limit_ms), Moment(head.begun_ms));
    Ok(AttemptLog { head: AttemptHead { id: sitting, identity, limit, begun }, records })
}

fn record(text: &str) -> Result<AttemptRecord, String> {
    let line: RecordLine = serde_json::from_str(text).map_err(|error| error.to_string())?;
    understood(line)
}

/// The record that a line tells of.
pub(super) fn understood(line: RecordLine) -> Result<AttemptRecord, String> {
    let deed =
        ActionKind::named(&line.act).ok_or_else(|| format!("there is no act `{}`", line.act))?;
    let on = match (line.question, line.id) {
        (Some(number), Some(id)) => Some(QuestionRef { number, id: QuestionId(id) }),
        (None, None) => None,
        _ => return Err("`question` and `id` go together".to_owned()),
    };
    let points = |it: PointsField| Points { right: it.right, scored: it.scored, points: it.points };
    Ok(AttemptRecord {
        sequence: line.sequence,
        used: Millis(line.used_ms),
        wall: Moment(line.at_ms),
        deed,
        on,
        places: line.options,
        points: line.points.map(points),
        link: line.link,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held() -> AttemptLog {
        let identity = Identity {
            blueprint: "small".to_owned(),
            topic: None,
            seed: 7,
            algorithm: 1,
            bank: "b".to_owned(),
            series: None,
        };
        let id = "abcd0123".to_owned();
        let head = AttemptHead { id, identity, limit: Millis(600_000), begun: Moment(1_000) };
        let begin = AttemptRecord {
            sequence: 1,
            used: Millis(0),
            wall: Moment(1_000),
            deed: ActionKind::Begin,
            on: None,
            places: Vec::new(),
            points: None,
            link: "one".to_owned(),
        };
        let on = Some(QuestionRef { number: 2, id: QuestionId("q".to_owned()) });
        let link = "two".to_owned();
        let pick = AttemptRecord {
            sequence: 2,
            deed: ActionKind::Pick,
            on,
            places: vec![3],
            link,
            ..begin.clone()
        };
        AttemptLog { head, records: vec![begin, pick] }
    }

    fn written() -> String {
        let mut out = Vec::new();
        write(&mut out, &held()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(read(&written()), Ok(held()));
    }

    #[test]
    fn what_is_no_receipt_is_told_with_its_line() {
        let text = written();
        let told = |text: &str| read(text).unwrap_err().to_string();
        assert!(told("").starts_with("line 1: this is no receipt"));
        assert!(told("{}").starts_with("line 1: this is no receipt"));
        assert!(told(&text.replace("version\":1", "version\":2")).contains("newer"));
        let cut: Vec<&str> = text.lines().take(3).collect();
        assert!(told(&cut.join("\n")).starts_with("line 3: the end is missing"));
        let short: Vec<&str> =
            text.lines().enumerate().filter(|it| it.0 != 2).map(|it| it.1).collect();
        assert!(told(&short.join("\n")).contains("does not fit the records"));
        assert!(told(&text.replace("pick", "peck")).contains("there is no act `peck`"));
    }
}
