//! Exams: what each sitting is of, and its journal, one transaction a record.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::answers::broken;
use super::{Store, StoreError, clock};
use quizbank::attempt::{
    ActionKind, AttemptHead, AttemptRecord, AttemptSummary, Points, QuestionRef,
};
use quizbank::model::calendar::{Millis, Moment};
use quizbank::model::paper::Identity;
use quizbank::model::question::QuestionId;

/// A sitting with its journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptLog {
    /// What it is of.
    pub head: AttemptHead,
    /// What was done, in order.
    pub records: Vec<AttemptRecord>,
}

const HEAD: &str = "id, blueprint, topic, seed, algorithm, bank, limit_ms, begun_ms";
const RECORD: &str = "sequence, used_ms, at_ms, act, question, item, options, points, link";

impl Store {
    /// A name for a sitting that no other one here has.
    pub fn sitting_id(&self) -> Result<String, StoreError> {
        let id =
            self.connection.query_row("SELECT lower(hex(randomblob(4)))", [], |row| row.get(0));
        id.map_err(StoreError::at(&self.path))
    }

    /// Keeps a sitting with its first record; both are on disk when this returns.
    pub fn begin_sitting(
        &mut self,
        head: &AttemptHead,
        first: &AttemptRecord,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            insert_head(transaction, head)?;
            insert(transaction, &head.id, first)
        })
    }

    /// Keeps the next record of a sitting; it is on disk when this returns. Refused
    /// when another process has written that one already.
    pub fn append(&mut self, sitting: &str, record: &AttemptRecord) -> Result<(), StoreError> {
        let is_next = self.write(|transaction| {
            let last: Option<i64> = transaction.query_row(
                "SELECT max(sequence) FROM records WHERE sitting = ?1",
                [sitting],
                |row| row.get(0),
            )?;
            let is_next = last.unwrap_or_default() + 1 == record.sequence.cast_signed();
            if is_next {
                insert(transaction, sitting, record)?;
            }
            Ok(is_next)
        })?;
        if is_next { Ok(()) } else { Err(StoreError::Overtaken) }
    }

    /// Every sitting, the latest first.
    pub fn sittings(&self) -> Result<Vec<AttemptSummary>, StoreError> {
        let all = || {
            let mut statement = self.connection.prepare(&format!(
                "SELECT {HEAD},
                     (SELECT max(used_ms) FROM records WHERE sitting = id),
                     (SELECT points FROM records WHERE sitting = id AND points IS NOT NULL)
                 FROM sittings ORDER BY begun_ms DESC, rowid DESC"
            ))?;
            let rows = statement.query_map([], |row| {
                let used: Option<i64> = row.get(8)?;
                let used = Millis(used.unwrap_or_default().cast_unsigned());
                let head = head(row)?;
                let day = clock::day_of(head.begun);
                Ok(AttemptSummary { head, day, used, points: points(row, 9)? })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        all().map_err(StoreError::at(&self.path))
    }

    /// The sitting called `id`, or whose name begins so where only one does.
    pub fn sitting(&self, id: &str) -> Result<Option<AttemptLog>, StoreError> {
        find(&self.connection, id).map_err(StoreError::at(&self.path))
    }
}

fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<AttemptLog>> {
    let mut statement = connection.prepare(&format!(
        "SELECT {HEAD} FROM sittings WHERE id = ?1 OR (substr(id, 1, length(?1)) = ?1 AND
             (SELECT count(*) FROM sittings WHERE substr(id, 1, length(?1)) = ?1) = 1)"
    ))?;
    let Some(head) = statement.query_row([id], head).optional()? else { return Ok(None) };
    with_records(connection, head).map(Some)
}

/// Every sitting with its journal, the earliest first.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<AttemptLog>> {
    let mut statement =
        connection.prepare(&format!("SELECT {HEAD} FROM sittings ORDER BY begun_ms, id"))?;
    let heads = statement.query_map([], head)?.collect::<rusqlite::Result<Vec<AttemptHead>>>()?;
    heads.into_iter().map(|head| with_records(connection, head)).collect()
}

fn with_records(connection: &Connection, head: AttemptHead) -> rusqlite::Result<AttemptLog> {
    let mut statement = connection
        .prepare(&format!("SELECT {RECORD} FROM records WHERE sitting = ?1 ORDER BY sequence"))?;
    let records = statement.query_map([&head.id], record)?.collect::<Result<_, _>>()?;
    Ok(AttemptLog { head, records })
}

/// What came of a sitting from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// It, or what it had more, is here now.
    Added,
    /// All of it was here.
    Known,
    /// It went on otherwise here; what is here stays.
    Parted,
}

/// Takes in a sitting from elsewhere. A journal is one chain, so it can only be
/// gone on with, never mixed.
pub(super) fn join(connection: &Connection, held: &AttemptLog) -> rusqlite::Result<Joined> {
    let mut statement =
        connection.prepare(&format!("SELECT {HEAD} FROM sittings WHERE id = ?1"))?;
    let here = statement.query_row([&held.head.id], head).optional()?;
    let here = here.map(|head| with_records(connection, head)).transpose()?;
    let known = match &here {
        None => {
            insert_head(connection, &held.head)?;
            0
        }
        Some(here) => {
            let both = here.records.iter().zip(&held.records);
            if here.head != held.head || both.clone().any(|(ours, theirs)| ours != theirs) {
                return Ok(Joined::Parted);
            }
            here.records.len()
        }
    };
    let more = held.records.get(known..).unwrap_or_default();
    more.iter().try_for_each(|record| insert(connection, &held.head.id, record))?;
    Ok(if more.is_empty() { Joined::Known } else { Joined::Added })
}

fn insert_head(connection: &Connection, head: &AttemptHead) -> rusqlite::Result<()> {
    let Identity { blueprint, topic, seed, algorithm, bank, .. } = &head.identity;
    connection.execute(
        &format!("INSERT INTO sittings ({HEAD}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        params![
            head.id,
            blueprint,
            topic,
            seed.cast_signed(),
            algorithm,
            bank,
            head.limit.0.cast_signed(),
            head.begun.0
        ],
    )?;
    Ok(())
}

fn insert(connection: &Connection, sitting: &str, record: &AttemptRecord) -> rusqlite::Result<()> {
    let on = record.on.as_ref();
    let points = record.points.map(|it| serde_json::json!([it.right, it.scored, it.points]));
    connection.execute(
        &format!(
            "INSERT INTO records (sitting, {RECORD})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
        ),
        params![
            sitting,
            record.sequence.cast_signed(),
            record.used.0.cast_signed(),
            record.wall.0,
            record.deed.name(),
            on.map(|on| i64::try_from(on.number).unwrap_or(i64::MAX)),
            on.map(|on| &on.id.0),
            serde_json::json!(record.places).to_string(),
            points.map(|points| points.to_string()),
            record.link,
        ],
    )?;
    Ok(())
}

fn head(row: &Row<'_>) -> rusqlite::Result<AttemptHead> {
    let identity = Identity {
        blueprint: row.get(1)?,
        topic: row.get(2)?,
        seed: row.get::<_, i64>(3)?.cast_unsigned(),
        algorithm: row.get(4)?,
        bank: row.get(5)?,
        series: None,
    };
    let limit = Millis(row.get::<_, i64>(6)?.cast_unsigned());
    Ok(AttemptHead { id: row.get(0)?, identity, limit, begun: Moment(row.get(7)?) })
}

fn record(row: &Row<'_>) -> rusqlite::Result<AttemptRecord> {
    let (word, options): (String, String) = (row.get(3)?, row.get(6)?);
    let number: Option<i64> = row.get(4)?;
    let id: Option<String> = row.get(5)?;
    let spot = |(number, id)| QuestionRef {
        number: usize::try_from(number).unwrap_or_default(),
        id: QuestionId(id),
    };
    Ok(AttemptRecord {
        sequence: row.get::<_, i64>(0)?.cast_unsigned(),
        used: Millis(row.get::<_, i64>(1)?.cast_unsigned()),
        wall: Moment(row.get(2)?),
        deed: ActionKind::named(&word).ok_or_else(|| broken(3, &word))?,
        on: number.zip(id).map(spot),
        places: serde_json::from_str(&options).map_err(|_| broken(6, &options))?,
        points: points(row, 7)?,
        link: row.get(8)?,
    })
}

fn points(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Points>> {
    let text: Option<String> = row.get(column)?;
    let Some(text) = text else { return Ok(None) };
    let (right, scored, points) = serde_json::from_str(&text).map_err(|_| broken(column, &text))?;
    Ok(Some(Points { right, scored, points }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> AttemptHead {
        let identity = Identity {
            blueprint: "small".to_owned(),
            topic: Some("scaling".to_owned()),
            seed: 7,
            algorithm: 1,
            bank: "b".to_owned(),
            series: None,
        };
        let (limit, begun) = (Millis(600_000), Moment(1_000));
        AttemptHead { id: "abcd0123".to_owned(), identity, limit, begun }
    }

    fn record(sequence: u64, deed: ActionKind) -> AttemptRecord {
        let submitted = deed == ActionKind::Submit;
        AttemptRecord {
            sequence,
            used: Millis(sequence * 1_000),
            wall: Moment(5),
            deed,
            on: deed
                .is_on_a_question()
                .then(|| QuestionRef { number: 2, id: QuestionId("q".to_owned()) }),
            places: vec![1, 4],
            points: submitted.then_some(Points { right: 1, scored: 2, points: 550 }),
            link: format!("link {sequence}"),
        }
    }

    #[test]
    fn what_is_kept_comes_back_and_a_beginning_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        let records = [
            record(1, ActionKind::Begin),
            record(2, ActionKind::Pick),
            record(3, ActionKind::Submit),
        ];
        store.begin_sitting(&head(), &records[0]).unwrap();
        for record in &records[1..] {
            store.append(&head().id, record).unwrap();
        }
        let held = AttemptLog { head: head(), records: records.to_vec() };
        assert_eq!(store.sitting("abcd0123").unwrap().as_ref(), Some(&held));
        assert_eq!(store.sitting("abc").unwrap(), Some(held));
        assert_eq!(store.sitting("b").unwrap(), None);
        let (day, used) = (clock::day_of(head().begun), Millis(3_000));
        let kept = AttemptSummary { head: head(), day, used, points: records[2].points };
        assert_eq!(store.sittings().unwrap(), [kept]);
    }

    #[test]
    fn a_record_that_another_window_has_written_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut one = Store::open(folder.path()).unwrap();
        let mut other = Store::open(folder.path()).unwrap();
        one.begin_sitting(&head(), &record(1, ActionKind::Begin)).unwrap();
        one.append(&head().id, &record(2, ActionKind::Pick)).unwrap();
        let refused = other.append(&head().id, &record(2, ActionKind::Clear)).unwrap_err();
        assert!(matches!(refused, StoreError::Overtaken), "{refused}");
    }
}
