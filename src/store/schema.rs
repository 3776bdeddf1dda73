//! The tables, version by version. A database is brought up to date by the
//! steps that it lacks; a step that was released is never changed.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::errors::StoreError;

/// Marks a database as ours: `cold` in ASCII.
pub(super) const APPLICATION: i64 = 0x636f_6c64;

/// What leads from each version to the next; the first from nothing to 1.
pub(super) const STEPS: &[&str] = &[
    // Options are positions in the question's file, counted from 0; times are
    // milliseconds since 1970 in UTC, days are days since 1970 at the learner's place.
    "CREATE TABLE answers (
        id TEXT PRIMARY KEY NOT NULL,
        question TEXT NOT NULL,
        rev INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        day INTEGER NOT NULL,
        mode TEXT NOT NULL CHECK (mode IN ('choice', 'reveal')),
        options TEXT,
        recall TEXT,
        is_right INTEGER NOT NULL,
        confidence TEXT,
        seed INTEGER NOT NULL,
        took_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX answers_of_question ON answers (question, rev, at_ms);
    CREATE TABLE cards (
        question TEXT NOT NULL,
        rev INTEGER NOT NULL,
        stability REAL NOT NULL,
        difficulty REAL NOT NULL,
        reviewed INTEGER NOT NULL,
        due INTEGER NOT NULL,
        last TEXT NOT NULL,
        reviews INTEGER NOT NULL,
        PRIMARY KEY (question, rev)
    ) STRICT;",
    "CREATE TABLE preferences (
        name TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    ) STRICT;
    CREATE TABLE gates (
        topic TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        day INTEGER NOT NULL,
        right_answers INTEGER NOT NULL,
        asked INTEGER NOT NULL,
        PRIMARY KEY (topic, at_ms)
    ) STRICT;",
    // The journal of exams. Numbers of questions and places of options count from 1;
    // `options` is a JSON array of places, `points` one of right, scored and score.
    "CREATE TABLE sittings (
        id TEXT PRIMARY KEY NOT NULL,
        blueprint TEXT NOT NULL,
        topic TEXT,
        seed INTEGER NOT NULL,
        algorithm INTEGER NOT NULL,
        bank TEXT NOT NULL,
        limit_ms INTEGER NOT NULL,
        begun_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE records (
        sitting TEXT NOT NULL REFERENCES sittings (id),
        sequence INTEGER NOT NULL,
        used_ms INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        act TEXT NOT NULL,
        question INTEGER,
        item TEXT,
        options TEXT NOT NULL,
        points TEXT,
        link TEXT NOT NULL,
        PRIMARY KEY (sitting, sequence)
    ) STRICT;",
    // Votes and what came true are JSON arrays: votes by position of the option in
    // the question's file, and positions counted from 0.
    "CREATE TABLE predictions (
        at_ms INTEGER NOT NULL,
        day INTEGER NOT NULL,
        scenario TEXT NOT NULL,
        edition TEXT NOT NULL,
        stop_us INTEGER NOT NULL,
        question TEXT NOT NULL,
        rev INTEGER NOT NULL,
        predicted TEXT NOT NULL,
        seen TEXT NOT NULL,
        came_true TEXT NOT NULL,
        PRIMARY KEY (at_ms, scenario, edition, stop_us, question)
    ) STRICT;",
    "CREATE TABLE labs (
        lab TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        day INTEGER NOT NULL,
        changes INTEGER NOT NULL,
        hints INTEGER NOT NULL,
        micro_usd INTEGER NOT NULL,
        score INTEGER NOT NULL,
        PRIMARY KEY (lab, at_ms)
    ) STRICT;",
    // One log of all that was done, in the order in which it was kept, instead of a table
    // for each thing. `key` is what no other event of the kind has; `json` is what stands
    // after the kind in a line of an export. What is shown is folded from it; `folds`
    // caches what the start would feel. Cards are one of them and worked out anew.
    "CREATE TABLE events (
        seq INTEGER PRIMARY KEY NOT NULL,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        key TEXT,
        json TEXT NOT NULL
    ) STRICT;
    CREATE TABLE folds (
        name TEXT PRIMARY KEY NOT NULL,
        seq INTEGER NOT NULL,
        json TEXT NOT NULL
    ) STRICT;
    INSERT INTO events (at, kind, key, json)
        SELECT 0, 'preference', NULL, json_object('name', name, 'value', value)
        FROM preferences ORDER BY name;
    INSERT INTO events (at, kind, key, json)
        SELECT at_ms, 'gate', topic || '/' || at_ms, json_object('topic', topic, 'at_ms', at_ms,
            'day', date(day * 86400, 'unixepoch'), 'right', right_answers, 'asked', asked)
        FROM gates ORDER BY at_ms, topic;
    INSERT INTO events (at, kind, key, json)
        SELECT at_ms, 'lab', lab || '/' || at_ms, json_object('lab', lab, 'at_ms', at_ms,
            'day', date(day * 86400, 'unixepoch'), 'changes', changes, 'hints', hints,
            'micro_usd', micro_usd, 'score', score)
        FROM labs ORDER BY at_ms, lab;
    INSERT INTO events (at, kind, key, json)
        SELECT at_ms, 'prediction', at_ms || '/' || scenario || '/' || edition || '/'
            || stop_us || '/' || question, json_object('scenario', scenario, 'rules', edition,
            'stop_us', stop_us, 'question', question, 'rev', rev, 'at_ms', at_ms,
            'day', date(day * 86400, 'unixepoch'), 'predicted', json(predicted),
            'seen', json(seen), 'came_true', json(came_true))
        FROM predictions ORDER BY at_ms, rowid;
    INSERT INTO events (at, kind, key, json)
        SELECT at_ms, 'answer', question || '@' || rev || '/' || id, json_patch('{}',
            json_object('id', id, 'question', question, 'rev', rev, 'at_ms', at_ms,
            'day', date(day * 86400, 'unixepoch'), 'options', json(options), 'recall', recall,
            'right', json(iif(is_right, 'true', 'false')), 'confidence', confidence,
            'seed', json(printf('%u', seed)), 'took_ms', took_ms))
        FROM answers ORDER BY at_ms, id;
    INSERT INTO events (at, kind, key, json)
        SELECT begun_ms, 'sitting', id, json_patch('{}', json_object('id', id,
            'blueprint', blueprint, 'topic', topic, 'seed', json(printf('%u', seed)),
            'algorithm', algorithm, 'bank', bank, 'limit_ms', limit_ms, 'begun_ms', begun_ms))
        FROM sittings ORDER BY begun_ms, rowid;
    INSERT INTO events (at, kind, key, json)
        SELECT at_ms, 'record', sitting || '/' || printf('%010d', sequence), json_object(
            'sitting', sitting, 'step', json(json_patch('{}', json_object('sequence', sequence,
            'used_ms', used_ms, 'at_ms', at_ms, 'act', act, 'question', question, 'id', item,
            'options', json(nullif(options, '[]')), 'points', iif(points IS NULL, NULL,
            json_object('right', points ->> 0, 'scored', points ->> 1, 'points', points ->> 2)),
            'link', link))))
        FROM records ORDER BY sitting, sequence;
    DROP TABLE records;
    DROP TABLE sittings;
    DROP TABLE predictions;
    DROP TABLE labs;
    DROP TABLE gates;
    DROP TABLE preferences;
    DROP TABLE answers;
    DROP TABLE cards;
    CREATE UNIQUE INDEX events_by_key ON events (kind, key);",
    // The kinds have the names of the program; what is inside is read under both.
    "UPDATE events SET kind = 'topic-test' WHERE kind = 'gate';
    UPDATE events SET kind = 'attempt' WHERE kind = 'sitting';",
    // What happens in rooms that are hosted, apart from what the owner of the machine
    // learns. `key` is what no other row of the room has; `json` is an event of the host.
    "CREATE TABLE room_events (
        seq INTEGER PRIMARY KEY NOT NULL,
        room TEXT NOT NULL,
        at INTEGER NOT NULL,
        key TEXT NOT NULL,
        json TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX room_events_by_key ON room_events (key, room);
    CREATE INDEX room_events_of_room ON room_events (room, seq);",
];

/// The version that this program makes.
pub(super) fn latest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Rejects what is not ours, newer or damaged, and changes nothing. Of a large database, damage
/// is found where it is read.
pub(super) fn inspect(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let at = StoreError::at(path);
    // One statement, so that another process which is just making the tables is
    // seen before or after, never in between.
    let found = connection.query_row(
        "SELECT (SELECT count(*) FROM sqlite_schema), application_id, user_version
         FROM pragma_application_id, pragma_user_version",
        [],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)),
    );
    let (tables, application, version) = found.map_err(&at)?;
    if (tables, application, version) == (0, 0, 0) {
        return Ok(());
    }
    if application != APPLICATION {
        return Err(StoreError::Foreign { path: path.to_owned() });
    }
    if version > latest() {
        return Err(StoreError::Newer { path: path.to_owned(), version, known: latest() });
    }
    if is_large(path) { Ok(()) } else { check(connection, path) }
}

/// Bytes of a database from which it is checked in the background (our choice).
const LARGE: u64 = 16 * 1024 * 1024;

/// Whether the database at `path` is checked in the background instead of when it is opened.
pub(super) fn is_large(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > LARGE)
}

/// Rejects a database whose pages are damaged. It is read from its begin to its end.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let verdict: rusqlite::Result<String> =
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    let verdict = verdict.map_err(StoreError::at(path))?;
    if verdict == "ok" {
        return Ok(());
    }
    let reason = verdict.lines().next_back().unwrap_or("its pages are inconsistent");
    Err(StoreError::Damaged { path: path.to_owned(), reason: reason.to_owned() })
}

/// Rejects a database that lacks steps and cannot be given them.
pub(super) fn is_current(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    match stands(connection).map_err(StoreError::at(path))? {
        version if version < STEPS.len() => Err(StoreError::Older { path: path.to_owned() }),
        _ => Ok(()),
    }
}

/// Takes the steps that are missing, all of them or none.
pub(super) fn migrate(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    migrate_to(connection, STEPS.len()).map_err(StoreError::at(path))
}

/// As [`migrate`], up to a version.
pub(super) fn migrate_to(connection: &Connection, version: usize) -> rusqlite::Result<()> {
    if stands(connection)? >= version {
        return Ok(());
    }
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    let from = stands(&transaction)?;
    for step in STEPS.iter().take(version).skip(from) {
        transaction.execute_batch(step)?;
    }
    if from < version {
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", i64::try_from(version).unwrap_or(0))?;
    }
    transaction.commit()
}

/// How many steps were taken.
fn stands(connection: &Connection) -> rusqlite::Result<usize> {
    let found = connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))?;
    Ok(usize::try_from(found).unwrap_or_default())
}
