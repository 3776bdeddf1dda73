//! Answers on disk.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Store, StoreError, card};
use quizbank::answer::Recall;
use quizbank::answer::{Answer, NewAnswer, QuestionRev, Response};
use quizbank::model::calendar::{Day, Millis, Moment, Now};
use quizbank::model::question::QuestionId;
use quizbank::session::{Confidence, Outcome};

/// What an answer is known by, here and in every export.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnswerId(pub(super) String);

const COLUMNS: &str =
    "id, question, rev, at_ms, day, mode, options, recall, is_right, confidence, seed, took_ms";

impl Store {
    /// Keeps `answer`; it is on disk when this returns.
    pub fn add(&mut self, answer: &Answer) -> Result<AnswerId, StoreError> {
        self.write(|transaction| {
            let id = transaction
                .query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0))
                .map(AnswerId)?;
            insert(transaction, &id, answer)?;
            card::refresh(transaction, &answer.draft.asked)?;
            Ok(id)
        })
    }

    /// Keeps how sure an answer felt.
    pub fn rate(&mut self, id: &AnswerId, confidence: Confidence) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "UPDATE answers SET confidence = ?2 WHERE id = ?1",
                [&id.0, confidence.name()],
            )?;
            asked(transaction, id)?.map_or(Ok(()), |asked| card::refresh(transaction, &asked))
        })
    }

    /// Takes an answer back as if it had never been given.
    pub fn take_back(&mut self, id: &AnswerId) -> Result<(), StoreError> {
        self.write(|transaction| {
            let Some(asked) = asked(transaction, id)? else { return Ok(()) };
            transaction.execute("DELETE FROM answers WHERE id = ?1", [&id.0])?;
            card::refresh(transaction, &asked)
        })
    }

    /// Every answer, in order of time.
    pub fn answers(&self) -> Result<Vec<Answer>, StoreError> {
        let all = all(&self.connection).map_err(StoreError::at(&self.path))?;
        Ok(all.into_iter().map(|(_, answer)| answer).collect())
    }
}

/// Adds `answer` unless it is there. True when it was not.
pub(super) fn insert(
    connection: &Connection,
    id: &AnswerId,
    answer: &Answer,
) -> rusqlite::Result<bool> {
    let Answer { draft, given, took } = answer;
    let (mode, options, recall) = match &draft.said {
        Response::Chosen { positions, .. } => ("choice", Some(serde_json::json!(positions)), None),
        Response::Marked(recall) => ("reveal", None, Some(recall.name())),
    };
    let added = connection.execute(
        &format!(
            "INSERT OR IGNORE INTO answers ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
        ),
        params![
            id.0,
            draft.asked.id.0,
            draft.asked.rev,
            given.at.0,
            given.day.number(),
            mode,
            options.map(|options| options.to_string()),
            recall,
            draft.said.outcome() == Outcome::Right,
            draft.confidence.map(Confidence::name),
            // SQLite's integers are signed; the bits are kept.
            draft.seed.cast_signed(),
            i64::try_from(took.0).unwrap_or(i64::MAX),
        ],
    )?;
    Ok(added > 0)
}

/// The answers to `asked`, in order of time.
pub(super) fn of(connection: &Connection, asked: &QuestionRev) -> rusqlite::Result<Vec<Answer>> {
    let mut statement = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM answers WHERE question = ?1 AND rev = ?2 ORDER BY at_ms, id"
    ))?;
    let rows = statement.query_map(params![asked.id.0, asked.rev], read)?;
    rows.map(|row| row.map(|(_, answer)| answer)).collect()
}

/// Every answer with its id, in order of time.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<(AnswerId, Answer)>> {
    let mut statement =
        connection.prepare(&format!("SELECT {COLUMNS} FROM answers ORDER BY at_ms, id"))?;
    statement.query_map([], read)?.collect()
}

fn asked(connection: &Connection, id: &AnswerId) -> rusqlite::Result<Option<QuestionRev>> {
    connection
        .query_row("SELECT question, rev FROM answers WHERE id = ?1", [&id.0], |row| {
            Ok(QuestionRev { id: QuestionId(row.get(0)?), rev: row.get(1)? })
        })
        .optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<(AnswerId, Answer)> {
    let draft = NewAnswer {
        asked: QuestionRev { id: QuestionId(row.get(1)?), rev: row.get(2)? },
        said: said(row)?,
        confidence: named(row, 9, &Confidence::ALL, Confidence::name)?,
        seed: row.get::<_, i64>(10)?.cast_unsigned(),
    };
    let given = Now { at: Moment(row.get(3)?), day: day(row.get(4)?) };
    let took = Millis(u64::try_from(row.get::<_, i64>(11)?).unwrap_or_default());
    Ok((AnswerId(row.get(0)?), draft.given(given, took)))
}

fn said(row: &Row<'_>) -> rusqlite::Result<Response> {
    if let Some(recall) = named(row, 7, &Recall::ALL, Recall::name)? {
        return Ok(Response::Marked(recall));
    }
    let options: String = row.get(6)?;
    let positions = serde_json::from_str(&options).map_err(|_| broken(6, &options))?;
    let outcome = if row.get(8)? { Outcome::Right } else { Outcome::Wrong };
    Ok(Response::Chosen { positions, outcome })
}

/// The value of `all` that the word in a column names; `None` where it is empty.
fn named<T: Copy>(
    row: &Row<'_>,
    column: usize,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> rusqlite::Result<Option<T>> {
    let word: Option<String> = row.get(column)?;
    let Some(word) = word else { return Ok(None) };
    let found = all.iter().copied().find(|&value| name(value) == word);
    found.map(Some).ok_or_else(|| broken(column, &word))
}

/// A value that nothing here has written.
pub(super) fn broken(column: usize, value: &str) -> rusqlite::Error {
    let reason = format!("`{value}` is no value of its column");
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, reason.into())
}

/// A day on disk; one that no calendar has is the first of all.
pub(super) fn day(number: i32) -> Day {
    Day::new(number).unwrap_or(Day::FIRST)
}
