//! Question files, and the questions in a scenario file.
//!
//! This checks what makes a question whole: its fields, the number of options
//! and keys, and that what it refers to exists. Whether it is a good question
//! is for the lint rules, and whether its key is true for the proofs.

mod draw;
mod options;
mod places;
mod proof;

use std::collections::{BTreeMap, BTreeSet};

pub use self::places::Places;
use super::exhibit;
use super::text::{date, kebab, shaped};
use crate::model::fact::Ledger;
use crate::model::question::{
    Authority, Difficulty, Kind, Level, Order, Question, QuestionId, Review, Task, Waiver,
};
use spanned_toml::bound::Figures;
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::document::Document;
use spanned_toml::faults::{SourcePlace, Syntax, quoted};
use spanned_toml::field::Field;
use spanned_toml::schema::Schema;
use spanned_toml::shape::Shape;
use spanned_toml::tree::Value;
use spanned_toml::word::Word;

impl Word for Kind {
    const WORDS: &'static [(&'static str, Self)] =
        &[("choice", Self::Choice), ("multiple", Self::Multiple)];
}

impl Word for Level {
    const WORDS: &'static [(&'static str, Self)] =
        &[("recall", Self::Recall), ("apply", Self::Apply), ("analyze", Self::Analyze)];
    const FORMER: &'static [(&'static str, Self)] = &[("analyse", Self::Analyze)];
}

impl Word for Difficulty {
    const WORDS: &'static [(&'static str, Self)] =
        &[("easy", Self::Easy), ("medium", Self::Medium), ("hard", Self::Hard)];
}

impl Word for Authority {
    const WORDS: &'static [(&'static str, Self)] =
        &[("both", Self::Both), ("chapter", Self::Chapter), ("aws", Self::Aws)];
}

impl Word for Order {
    const WORDS: &'static [(&'static str, Self)] =
        &[("fixed", Self::Fixed), ("shuffled", Self::Shuffled)];
}

/// A question, the places of its parts, and whether anything was wrong with it.
struct Placed {
    question: Question,
    id: SourcePlace,
    enemies: SourcePlace,
    places: Places,
    is_whole: bool,
}

/// What the files of a bank refer to.
#[derive(Clone, Copy)]
pub struct BankReferences<'k> {
    /// The facts; with a ledger, every fact that a question names must be in it.
    pub ledger: Option<&'k Ledger>,
    /// The figures of runs that proofs may name.
    pub figures: Figures,
}

/// No ledger, and proofs of any figure.
impl Default for BankReferences<'_> {
    fn default() -> Self {
        Self { ledger: None, figures: Figures::ANY }
    }
}

/// What several files hold, good and bad.
#[derive(Debug, Default)]
pub struct Reading {
    /// The files.
    pub sources: Vec<Source>,
    /// The questions that nothing is wrong with, in the order of the files.
    pub questions: Vec<Question>,
    /// Where the parts of each of them stand.
    pub places: Vec<Places>,
    /// What is wrong with the others, file by file.
    pub bad: Vec<Diagnostics>,
    /// Notes on words of earlier versions, for the files that use any.
    pub notes: Vec<Diagnostics>,
}

/// Reads the questions in `source`.
///
/// # Errors
///
/// Every fault of the file.
pub fn read(source: Source, known: BankReferences<'_>) -> Result<Vec<Question>, Diagnostics> {
    let document = Document::parse(source, Syntax::Toml);
    let placed = file(&document, known);
    document.check(Some(placed.into_iter().map(|placed| placed.question).collect()))
}

/// Adds to `schema` what the reading of the questions in `source` shows.
///
/// # Errors
///
/// Every fault of the file.
pub fn learn(
    source: Source,
    known: BankReferences<'_>,
    schema: &mut Schema,
) -> Result<(), Diagnostics> {
    schema.learn_from(source, |document| file(document, known))
}

/// Reads the questions of several files as one bank.
///
/// # Errors
///
/// The faults of each file that has any.
pub fn read_all(
    sources: impl IntoIterator<Item = Source>,
    known: BankReferences<'_>,
) -> Result<Vec<Question>, Vec<Diagnostics>> {
    let reading = read_placed(sources, known);
    if reading.bad.is_empty() { Ok(reading.questions) } else { Err(reading.bad) }
}

/// Reads the same, with places, and with the good questions of a bad bank.
pub fn read_placed(
    sources: impl IntoIterator<Item = Source>,
    known: BankReferences<'_>,
) -> Reading {
    let read = |source| {
        let mut document = Document::parse(source, Syntax::Toml);
        let placed = file(&document, known);
        // The trees of a large bank would take many times the memory of its questions.
        document.drop_tree();
        (placed, document)
    };
    let files: Vec<(Vec<Placed>, Document)> = sources.into_iter().map(read).collect();
    compare_files(&files);
    let mut reading = Reading::default();
    for (index, (placed, document)) in files.into_iter().enumerate() {
        let (source, faults) = document.into_parts();
        for Placed { question, mut places, .. } in placed.into_iter().filter(|one| one.is_whole) {
            places.file = index;
            reading.questions.push(question);
            reading.places.push(places);
        }
        let notes = faults.notes();
        if !notes.is_empty() {
            reading.notes.push(Diagnostics { source: source.clone(), faults: notes });
        }
        if !faults.is_empty() {
            reading.bad.push(faults.into_diagnostics(source.clone(), Vec::new()));
        }
        reading.sources.push(source);
    }
    reading
}

/// What no file can know alone: ids are unique over all of them, and enemies
/// exist.
fn compare_files(files: &[(Vec<Placed>, Document)]) {
    let mut homes: BTreeMap<&QuestionId, &str> = BTreeMap::new();
    for (placed, document) in files {
        let own = document.source().name.as_str();
        for Placed { question, id, .. } in placed {
            let home = *homes.entry(&question.id).or_insert(own);
            // Within one file it was reported when the file was read.
            if home != own {
                let message = format!("the id {} is already in {home}", quoted(&question.id));
                document.faults().at(id, message).expected("a unique id").report();
            }
        }
    }
    for (placed, document) in files {
        for Placed { question, enemies, .. } in placed {
            for enemy in question.enemies.iter().filter(|enemy| !homes.contains_key(enemy)) {
                let message = format!("there is no question {}", quoted(enemy));
                let fault = document.faults().at(enemies, message).expected("ids of questions");
                fault.suggest(&enemy.0, homes.keys().map(|id| id.0.as_str())).report();
            }
        }
    }
}

/// The topic of questions that stand in a scenario.
const SCENARIO_TOPIC: &str = "scenario";

/// Reads the questions of one file.
fn file(document: &Document, known: BankReferences<'_>) -> Vec<Placed> {
    let read = document.read("the file", |cursor| {
        // A scenario may ask questions of its own; the rest of it is read elsewhere.
        let is_scenario = cursor.peek("duration").is_some();
        let topic = if is_scenario {
            cursor.ignore_rest();
            SCENARIO_TOPIC.to_owned()
        } else {
            cursor.require_elements("question", "[[question]]");
            kebab(cursor.required("topic", "\"health-check\""))
        };
        let mut ids = BTreeSet::new();
        let placed = cursor.elements("question").filter_map(|mut table| {
            let mut read = question(&mut table, &topic, known)?;
            table.finish();
            read.is_whole = table.is_sound();
            let id = &read.question.id;
            if !ids.insert(id.clone()) {
                let fault =
                    document.faults().at(&read.id, format!("the id {} is taken", quoted(id)));
                fault.expected("a unique id").report();
            }
            Some(read)
        });
        placed.collect()
    });
    read.unwrap_or_default()
}

/// Reads one `[[question]]`; `None` where it has no id to know it by.
fn question(cursor: &mut Cursor<'_>, topic: &str, known: BankReferences<'_>) -> Option<Placed> {
    let places = Places::read(cursor);
    let id = cursor.required("id", "\"health-first-unhealthy\"");
    let name = id.faults().sound(|| kebab(id)).filter(|_| id.value().is_some());
    let kind = cursor.faults().sound(|| cursor.required_word("kind"));
    let (options, keys) = options::read(cursor, kind);
    let draw = cursor.table("draw", draw::read).unwrap_or_default();
    let cases = draw::cases(&draw);
    draw::check_texts(&places::texts(cursor), &cases);
    let enemies = cursor.field("enemies");
    let enemy = |item: Field<'_>| QuestionId(item.text().to_owned());
    let question = Question {
        id: QuestionId(name.clone().unwrap_or_default()),
        rev: cursor.required("rev", "1").integer(1..=u32::MAX),
        topic: topic.to_owned(),
        domain: cursor.required("domain", "4").integer(1..=4),
        task: task(cursor.required("task", TASK)),
        objective: cursor.required("objective", "\"computes …\"").words(),
        stem: cursor.required("stem", "\"A service …\"").words(),
        kind: kind.unwrap_or(Kind::Choice),
        level: cursor.required_word("level"),
        difficulty: cursor.required_word("difficulty"),
        authority: cursor.required_word("authority"),
        facts: cursor.field("facts").map(|field| facts(field, known)).unwrap_or_default(),
        order: cursor.optional("order", Field::word).unwrap_or(Order::Shuffled),
        exhibit: cursor.table("exhibit", exhibit::read),
        options,
        proof: cursor.table("proof", |table| proof::read(table, &keys, &cases, &known.figures)),
        family: cursor.optional("family", kebab),
        enemies: enemies.map(|field| field.list(enemy)).unwrap_or_default(),
        feasible: cursor
            .optional("feasible", |field| field.list(|item| options::wrong_option(item, &keys)))
            .unwrap_or_default(),
        waive: cursor.tables("waive", |waiver| Waiver {
            rule: waiver.required("rule", "\"Q09\"").words(),
            reason: waiver.required("reason", "\"the API name is long\"").words(),
        }),
        review: cursor.table("review", |review| Review {
            covered_ok: date(review.required("covered_ok", "\"2026-11-24\"")),
            fact_checked: date(review.required("fact_checked", "\"2026-11-24\"")),
        }),
        key_changed: cursor.optional("key_changed", date),
        draw,
    };
    let enemies = enemies.map_or(cursor.place(), Field::place).clone();
    let id = id.place().clone();
    name.map(|_| Placed { question, id, enemies, places, is_whole: true })
}

/// How a task is written.
const TASK: &str = "{ dva-c02 = \"4.1.6\", dva-c03 = \"4.1.4\" }";

/// Reads `task = { dva-c02 = "3.4.8", dva-c03 = "3.3.7" }`; a plain number stands for
/// both.
fn task(field: Field<'_>) -> Task {
    if !matches!(field.value(), Some(Value::Table(_))) {
        let number = number_of_task(field);
        return Task { c02: number.clone(), c03: number };
    }
    field.table(|task| Task {
        c02: number_of_task(task.required("dva-c02", "\"3.4.8\"")),
        c03: number_of_task(task.required("dva-c03", "\"3.3.7\"")),
    })
}

/// Reads the number of a task or skill in an exam guide.
fn number_of_task(field: Field<'_>) -> String {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_task =
        |text: &str| matches!(text.split('.').count(), 2 | 3) && text.split('.').all(is_number);
    field.expects(|| Shape::pattern(r"^[0-9]+(?:\.[0-9]+){1,2}$"));
    let expected = "a number of the exam guide such as \"4.1\" or \"3.4.8\"";
    shaped(field, is_task, "the number of a task", expected)
}

/// Reads the facts that a question rests on.
fn facts(field: Field<'_>, known: BankReferences<'_>) -> Vec<String> {
    field.list(|item| {
        let id = item.text();
        if let Some(ledger) = known.ledger.filter(|ledger| ledger.get(id).is_none()) {
            let fault = item.fault(format!("there is no fact {}", quoted(id)));
            let fault = fault.expected("an id of the facts ledger");
            fault.suggest(id, ledger.facts.iter().map(|fact| fact.id.as_str())).report();
        }
        id.to_owned()
    })
}
