//! Items to an Anki package: a zip with the database of a collection, in the version
//! that every Anki of today imports (schema 11).
//!
//! Ids and guids follow from the ids of questions, so that a later package updates the
//! notes of an earlier one, and their reviews stay.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::notes::{DECK, FIELDS, NOTE_TYPE, fields, guid};
use crate::error::ExchangeError;
use crate::item::{BankItem, OPTIONS};

/// The id of our note type, which no other may have: our choice, in the range of a time
/// in milliseconds, as Anki's own ids are.
const NOTE_TYPE_ID: i64 = 1_732_752_000_018;

/// The tables of schema 11.
const TABLES: &str = "
    CREATE TABLE col (id INTEGER PRIMARY KEY, crt INTEGER NOT NULL, mod INTEGER NOT NULL,
        scm INTEGER NOT NULL, ver INTEGER NOT NULL, dty INTEGER NOT NULL, usn INTEGER NOT NULL,
        ls INTEGER NOT NULL, conf TEXT NOT NULL, models TEXT NOT NULL, decks TEXT NOT NULL,
        dconf TEXT NOT NULL, tags TEXT NOT NULL);
    CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT NOT NULL, mid INTEGER NOT NULL,
        mod INTEGER NOT NULL, usn INTEGER NOT NULL, tags TEXT NOT NULL, flds TEXT NOT NULL,
        sfld INTEGER NOT NULL, csum INTEGER NOT NULL, flags INTEGER NOT NULL, data TEXT NOT NULL);
    CREATE TABLE cards (id INTEGER PRIMARY KEY, nid INTEGER NOT NULL, did INTEGER NOT NULL,
        ord INTEGER NOT NULL, mod INTEGER NOT NULL, usn INTEGER NOT NULL, type INTEGER NOT NULL,
        queue INTEGER NOT NULL, due INTEGER NOT NULL, ivl INTEGER NOT NULL, factor INTEGER NOT NULL,
        reps INTEGER NOT NULL, lapses INTEGER NOT NULL, left INTEGER NOT NULL, odue INTEGER NOT NULL,
        odid INTEGER NOT NULL, flags INTEGER NOT NULL, data TEXT NOT NULL);
    CREATE TABLE revlog (id INTEGER PRIMARY KEY, cid INTEGER NOT NULL, usn INTEGER NOT NULL,
        ease INTEGER NOT NULL, ivl INTEGER NOT NULL, lastIvl INTEGER NOT NULL, factor INTEGER NOT NULL,
        time INTEGER NOT NULL, type INTEGER NOT NULL);
    CREATE TABLE graves (usn INTEGER NOT NULL, oid INTEGER NOT NULL, type INTEGER NOT NULL);";

/// Writes `items` as a package whose notes were changed `modified_s` seconds after the epoch.
pub(crate) fn write_package(items: &[BankItem], modified_s: u64) -> Result<Vec<u8>, ExchangeError> {
    let failed = |reason: String| {
        ExchangeError::Unsupported(format!("cannot write an Anki package: {reason}"))
    };
    let modified = i64::try_from(modified_s).unwrap_or(i64::MAX);
    let database = collection(items, modified).map_err(|error| failed(error.to_string()))?;
    let zipped = || {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        zip.start_file("collection.anki2", options)?;
        zip.write_all(&database)?;
        zip.start_file("media", options)?;
        zip.write_all(b"{}")?;
        Ok::<_, zip::result::ZipError>(zip.finish()?.into_inner())
    };
    zipped().map_err(|error| failed(error.to_string()))
}

/// The database with a note and a card for each of `items`.
fn collection(items: &[BankItem], modified: i64) -> rusqlite::Result<Vec<u8>> {
    let mut database = Connection::open_in_memory()?;
    database.execute_batch(TABLES)?;
    let names = items.iter().map(deck_name).collect::<BTreeSet<String>>();
    let decks: BTreeMap<String, i64> =
        names.into_iter().map(|name| (name.clone(), id_of(&name))).collect();
    database.execute(
        "INSERT INTO col VALUES (1, 0, ?1, ?1, 11, 0, 0, 0, ?2, ?3, ?4, ?5, '{}')",
        params![
            modified.saturating_mul(1_000),
            json!({ "nextPos": 1, "curDeck": 1, "activeDecks": [1], "curModel": NOTE_TYPE_ID })
                .to_string(),
            json!({ NOTE_TYPE_ID.to_string(): note_type(modified) }).to_string(),
            deck_table(&decks, modified).to_string(),
            json!({ "1": deck_options() }).to_string(),
        ],
    )?;
    let mut taken = BTreeSet::new();
    for (position, item) in (1_i64..).zip(items) {
        let question = item.id.as_deref().unwrap_or_default();
        let mut id = id_of(question);
        while !taken.insert(id) {
            id += 1;
        }
        let fields = fields(item).join("\u{1f}");
        database.execute(
            "INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, '', ?5, ?6, 0, 0, '')",
            params![id, guid(question), NOTE_TYPE_ID, modified, fields, question],
        )?;
        let deck = decks.get(&deck_name(item)).copied().unwrap_or(1);
        database.execute(
            "INSERT INTO cards VALUES (?1, ?1, ?2, 0, ?3, -1, 0, 0, ?4, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            params![id, deck, modified, position],
        )?;
    }
    Ok(database.serialize("main")?.to_vec())
}

fn deck_name(item: &BankItem) -> String {
    format!("{DECK}::{}", item.topic.as_deref().unwrap_or_default())
}

/// An id that follows from `name`, in the range of a time in milliseconds.
fn id_of(name: &str) -> i64 {
    let digest = Sha256::digest(name);
    let number = digest.iter().take(6).fold(0_i64, |number, byte| number << 8 | i64::from(*byte));
    1_000_000_000_000 + number % 700_000_000_000
}

fn deck_table(decks: &BTreeMap<String, i64>, modified: i64) -> Value {
    let deck = |name: &str, id: i64| {
        json!({
            "id": id, "name": name, "mod": modified, "usn": -1, "desc": "", "dyn": 0, "conf": 1,
            "collapsed": false, "browserCollapsed": false, "extendNew": 0, "extendRev": 0,
            "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
        })
    };
    let mut table = serde_json::Map::new();
    table.insert("1".to_owned(), deck("Default", 1));
    table.extend(decks.iter().map(|(name, &id)| (id.to_string(), deck(name, id))));
    Value::Object(table)
}

/// The options of decks, which Anki sets for a new collection; those of the learner stay.
fn deck_options() -> Value {
    json!({
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0,
        "replayq": true,
        "new": {
            "bury": true, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1,
            "perDay": 20, "separate": true,
        },
        "lapse": { "delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0 },
        "rev": {
            "bury": true, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "minSpace": 1,
            "perDay": 100,
        },
    })
}

fn note_type(modified: i64) -> Value {
    let field = |(ord, name): (usize, &&str)| json!({ "name": name, "ord": ord, "font": "Arial", "size": 20, "sticky": false, "rtl": false, "media": [] });
    let fields: Vec<Value> = FIELDS.iter().enumerate().map(field).collect();
    let list = |part: &str| -> String {
        let entry = |number: usize| {
            let name = format!("{part} {number}");
            format!("{{{{#{name}}}}}<li value=\"{number}\">{{{{{name}}}}}</li>{{{{/{name}}}}}")
        };
        format!("<ol>{}</ol>", (1..=*OPTIONS.end()).map(entry).collect::<String>())
    };
    let front = format!("<div>{{{{Question}}}}</div>{}", list("Option"));
    let back =
        format!("{{{{FrontSide}}}}<hr id=answer><p>Correct: {{{{Keys}}}}</p>{}", list("Reason"));
    json!({
        "id": NOTE_TYPE_ID, "name": NOTE_TYPE, "type": 0, "mod": modified, "usn": -1, "sortf": 0,
        "did": 1, "tags": [], "vers": [], "req": [[0, "any", [2]]], "flds": fields,
        "tmpls": [{
            "name": "Question", "ord": 0, "qfmt": front, "afmt": back, "bqfmt": "", "bafmt": "", "did": null,
        }],
        "css": ".card { font-family: sans-serif; font-size: 18px; text-align: left; } pre { font-size: 14px; }",
        "latexPre": "", "latexPost": "",
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use quizbank::sample;
    use rusqlite::types::FromSql;
    use zip::ZipArchive;

    use super::*;
    use crate::format::BankFormat;

    /// The database and the list of media of the package with two questions, each of a topic.
    fn package() -> (Connection, String) {
        let questions = [sample::choice("first", "scaling"), sample::multiple("second", "iam")];
        let written = crate::export(&questions, BankFormat::Apkg, 1_800_000_000).unwrap().bytes;
        let mut zip = ZipArchive::new(Cursor::new(written)).unwrap();
        let mut names: Vec<String> =
            zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        names.sort();
        assert_eq!(names, ["collection.anki2", "media"]);
        let mut database = Vec::new();
        zip.by_name("collection.anki2").unwrap().read_to_end(&mut database).unwrap();
        let mut media = String::new();
        zip.by_name("media").unwrap().read_to_string(&mut media).unwrap();
        let mut connection = Connection::open_in_memory().unwrap();
        connection.deserialize_read_exact("main", &database[..], database.len(), false).unwrap();
        (connection, media)
    }

    fn column<T: FromSql>(database: &Connection, query: &str) -> Vec<T> {
        let mut statement = database.prepare(query).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    fn json(database: &Connection, name: &str) -> Value {
        let text: Vec<String> = column(database, &format!("SELECT {name} FROM col"));
        serde_json::from_str(&text[0]).unwrap()
    }

    #[test]
    fn a_package_is_the_zip_of_a_sound_collection() {
        let (database, media) = package();
        assert_eq!(media, "{}");
        assert_eq!(column::<String>(&database, "PRAGMA integrity_check"), ["ok"]);
        assert_eq!(column::<i64>(&database, "SELECT ver FROM col"), [11]);
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let wanted = ["cards", "col", "graves", "notes", "revlog"];
        assert_eq!(column::<String>(&database, tables), wanted);
    }

    #[test]
    fn every_card_has_its_note_its_type_and_its_deck() {
        let (database, _) = package();
        let (models, decks) = (json(&database, "models"), json(&database, "decks"));
        let orphans = "SELECT count(*) FROM cards WHERE nid NOT IN (SELECT id FROM notes)";
        assert_eq!(column::<i64>(&database, orphans), [0]);
        for deck in column::<i64>(&database, "SELECT did FROM cards") {
            let deck = &decks[deck.to_string()];
            assert!(deck["name"].as_str().unwrap().starts_with("coldstart::"), "{deck}");
            assert!(json(&database, "dconf").get(deck["conf"].to_string()).is_some(), "{deck}");
        }
        for kind in column::<i64>(&database, "SELECT mid FROM notes") {
            let model = &models[kind.to_string()];
            let fields = model["flds"].as_array().unwrap();
            for note in column::<String>(&database, "SELECT flds FROM notes") {
                assert_eq!(note.split('\u{1f}').count(), fields.len());
            }
            // Each field that a template shows is one of the type.
            let template = &model["tmpls"][0];
            let shown = format!("{}{}", template["qfmt"], template["afmt"]);
            for name in shown.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()) {
                let name = name.trim_start_matches(['#', '/']);
                let is_known = fields.iter().any(|field| field["name"] == name);
                assert!(is_known || name == "FrontSide", "{name}");
            }
        }
    }

    #[test]
    fn ids_follow_from_the_questions_and_differ() {
        let notes = "SELECT guid FROM notes ORDER BY id";
        let ((one, _), (other, _)) = (package(), package());
        let guids = column::<String>(&one, notes);
        assert_eq!(guids, column::<String>(&other, notes));
        assert_ne!(guids[0], guids[1]);
    }
}
