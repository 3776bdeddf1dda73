//! Cards on disk: worked out from answers, never written from anything else.

use rusqlite::{Connection, Row, params};

use super::answers::{self, broken, day};
use super::{Store, StoreError};
use quizbank::answer::QuestionRev;
use quizbank::model::question::QuestionId;
use quizbank::schedule::{Card, Cards, Grade};

impl Store {
    /// Every card.
    pub fn cards(&self) -> Result<Cards, StoreError> {
        all(&self.connection).map_err(StoreError::at(&self.path))
    }
}

/// Works the card of `asked` out again.
pub(super) fn refresh(connection: &Connection, asked: &QuestionRev) -> rusqlite::Result<()> {
    let Some(card) = Card::of(&answers::of(connection, asked)?) else {
        connection.execute(
            "DELETE FROM cards WHERE question = ?1 AND rev = ?2",
            params![asked.id.0, asked.rev],
        )?;
        return Ok(());
    };
    connection.execute(
        "INSERT OR REPLACE INTO cards
            (question, rev, stability, difficulty, reviewed, due, last, reviews)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            asked.id.0,
            asked.rev,
            card.stability,
            card.difficulty,
            card.reviewed.number(),
            card.due.number(),
            card.last.name(),
            card.reviews,
        ],
    )?;
    Ok(())
}

fn all(connection: &Connection) -> rusqlite::Result<Cards> {
    let mut statement = connection.prepare(
        "SELECT question, rev, stability, difficulty, reviewed, due, last, reviews FROM cards",
    )?;
    statement.query_map([], read)?.collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<(QuestionRev, Card)> {
    let asked = QuestionRev { id: QuestionId(row.get(0)?), rev: row.get(1)? };
    let last: String = row.get(6)?;
    let card = Card {
        stability: row.get(2)?,
        difficulty: row.get(3)?,
        reviewed: day(row.get(4)?),
        due: day(row.get(5)?),
        last: Grade::ALL
            .into_iter()
            .find(|it| it.name() == last)
            .ok_or_else(|| broken(6, &last))?,
        reviews: row.get(7)?,
    };
    Ok((asked, card))
}
