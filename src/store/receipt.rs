//! An attempt as JSON lines: a head, a line a record, and an end that tells how
//! many there are, so that a file cut short is noticed.

use std::io::{self, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use super::AttemptLog;
use super::event::{self, check};
use quizbank::attempt::{AttemptHead, AttemptRecord};

/// The version of the format.
pub const FORMAT_VERSION: u64 = 1;
/// What the first line calls the format.
pub const KIND: &str = "coldstart-attempt";
/// The bytes of a short record, for the room that records need.
const RECORD: usize = 160;
/// What earlier versions called it.
const FORMER_KIND: &str = "coldstart-sitting";

/// Why a text is no receipt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ReceiptError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine {
    records: usize,
    link: String,
}

/// Writes an attempt.
pub fn write(out: &mut dyn Write, attempt: &AttemptLog) -> io::Result<()> {
    let AttemptHead { id, .. } = &attempt.head;
    let mut first = json!({ "format_version": FORMAT_VERSION, "kind": KIND, "attempt": id });
    let mut head = serde_json::to_value(&attempt.head)?;
    if let (Some(first), Some(head)) = (first.as_object_mut(), head.as_object_mut()) {
        head.shift_remove("id");
        first.append(head);
    }
    writeln!(out, "{first}")?;
    for record in &attempt.records {
        writeln!(out, "{}", serde_json::to_string(record)?)?;
    }
    let last = attempt.records.last().map_or_else(|| attempt.head.link(), |it| it.link.clone());
    writeln!(out, "{}", json!({ "records": attempt.records.len(), "link": last }))
}

/// Reads an attempt; whether its chain holds is for others to say.
///
/// # Errors
///
/// [`ReceiptError`] with the line and what is wrong there.
pub fn read(text: &str) -> Result<AttemptLog, ReceiptError> {
    // One line at a time: a file may consist of millions that are no records.
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).peekable();
    let wrong = |line, reason: String| ReceiptError { line, reason };
    let no_head = || {
        wrong(1, format!("this is not a receipt: the first line does not have the kind `{KIND}`"))
    };
    let (_, first) = lines.next().ok_or_else(no_head)?;
    let head = head(first, no_head)?;
    let cut = |line| wrong(line, "the end is missing; the file is truncated".to_owned());
    let mut records: Vec<AttemptRecord> = Vec::with_capacity(text.len() / RECORD);
    let (end_at, end) = loop {
        let (line, text) = lines.next().ok_or_else(|| cut(1))?;
        if lines.peek().is_none() {
            break (line, text);
        }
        let record = serde_json::from_str(text);
        records.push(record.map_err(|error| wrong(line, check::without_place(&error)))?);
    };
    let end: EndLine = serde_json::from_str(end).map_err(|_| cut(end_at))?;
    let last = records.last().map(|record| record.link.as_str());
    if end.records != records.len() || last.is_some_and(|last| last != end.link) {
        let reason = "the end does not match the records before it".to_owned();
        return Err(wrong(end_at, reason));
    }
    Ok(AttemptLog { head, paper: None, records })
}

fn head(line: &str, no_head: impl Fn() -> ReceiptError) -> Result<AttemptHead, ReceiptError> {
    let wrong = |reason: String| ReceiptError { line: 1, reason };
    let value: Value = serde_json::from_str(line).map_err(|_| no_head())?;
    let Value::Object(mut fields) = value else { return Err(no_head()) };
    let kind = fields.shift_remove("kind");
    if !kind.as_ref().and_then(Value::as_str).is_some_and(|it| [KIND, FORMER_KIND].contains(&it)) {
        return Err(no_head());
    }
    match fields.shift_remove("format_version").as_ref().and_then(Value::as_u64) {
        Some(FORMAT_VERSION) => {}
        Some(newer) if newer > FORMAT_VERSION => {
            return Err(wrong(format!(
                "format_version {newer} is newer than this program supports"
            )));
        }
        _ => return Err(wrong(format!("format_version must be {FORMAT_VERSION}"))),
    }
    let id = fields.shift_remove("attempt").or_else(|| fields.shift_remove("sitting"));
    let id = id.ok_or_else(|| wrong("missing field `attempt`".into()))?;
    fields.insert("id".to_owned(), id);
    event::head(&Value::Object(fields)).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use quizbank::attempt::ActionKind;
    use quizbank::model::calendar::{Millis, Moment};
    use quizbank::model::paper::FormIdentity;
    use quizbank::model::question::QuestionId;

    fn held() -> AttemptLog {
        let identity = FormIdentity {
            blueprint: "small".to_owned(),
            topic: None,
            seed: 7,
            algorithm: 1,
            bank: "b".to_owned(),
            series: None,
        };
        let id = "abcd0123".to_owned();
        let head = AttemptHead {
            id,
            identity,
            candidate: Some("Ada".to_owned()),
            limit: Millis(600_000),
            begun: Moment(1_000),
        };
        let begin = AttemptRecord {
            sequence: 1,
            used: Millis(0),
            wall: Moment(1_000),
            kind: ActionKind::Begin,
            question: None,
            id: None,
            places: Vec::new(),
            points: None,
            link: "one".to_owned(),
        };
        let (question, id) = (Some(2), Some(QuestionId("q".to_owned())));
        let link = "two".to_owned();
        let pick = AttemptRecord {
            sequence: 2,
            kind: ActionKind::Pick,
            question,
            id,
            places: vec![3],
            link,
            ..begin.clone()
        };
        AttemptLog { head, paper: None, records: vec![begin, pick] }
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
    fn a_receipt_of_an_earlier_version_is_read() {
        let former = written()
            .replace("coldstart-attempt", "coldstart-sitting")
            .replace("\"attempt\":", "\"sitting\":");
        assert_ne!(former, written());
        assert_eq!(read(&former), Ok(held()));
    }

    #[test]
    fn what_is_no_receipt_is_told_with_its_line() {
        let text = written();
        let reported = |text: &str| read(text).unwrap_err().to_string();
        assert!(reported("").starts_with("line 1: this is not a receipt"));
        assert!(reported("{}").starts_with("line 1: this is not a receipt"));
        assert!(reported(&text.replace("version\":1", "version\":2")).contains("newer"));
        let cut: Vec<&str> = text.lines().take(3).collect();
        assert!(reported(&cut.join("\n")).starts_with("line 3: the end is missing"));
        let short: Vec<&str> =
            text.lines().enumerate().filter(|it| it.0 != 2).map(|it| it.1).collect();
        assert!(reported(&short.join("\n")).contains("does not match the records"));
        assert!(reported(&text.replace("pick", "peck")).contains("unknown variant `peck`"));
    }
}
