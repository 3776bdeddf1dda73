//! Question files.
//!
//! This checks what makes a question whole: its fields, the number of options
//! and keys, and that what it refers to exists. Whether it is a good question
//! is for the lint rules, and whether its key is true for the proofs.

mod draw;
mod options;
mod places;
mod proof;

use std::collections::BTreeMap;

pub use self::places::Places;
use super::exhibit;
use crate::model::fact::Ledger;
use crate::model::question::{
    Authority, Difficulty, Exhibit, Kind, Level, Order, Question, QuestionId, Review, Task, Waiver,
};
use spanned_toml::bound::Figures;
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Fault, Faults, Place, quoted};
use spanned_toml::quantity;
use spanned_toml::tree::{self, Value};

/// A question, the places of its parts, and whether anything was wrong with it.
struct Placed {
    question: Question,
    id: Place,
    enemies: Place,
    places: Places,
    is_whole: bool,
}

/// What the files of a bank refer to.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// The facts; with a ledger, every fact that a question names must be in it.
    pub ledger: Option<&'k Ledger>,
    /// The figures of runs that proofs may name.
    pub figures: Figures,
}

/// What several files hold, good and bad.
#[derive(Debug)]
pub struct Reading {
    /// The files.
    pub sources: Vec<Source>,
    /// The questions that nothing is wrong with, in the order of the files.
    pub questions: Vec<Question>,
    /// Where the parts of each of them stand.
    pub places: Vec<Places>,
    /// What is wrong with the others, file by file.
    pub bad: Vec<Diagnostics>,
}

/// The questions in `source`.
pub fn read(source: Source, known: Known<'_>) -> Result<Vec<Question>, Diagnostics> {
    let mut faults = Faults::default();
    let placed = file(&source, known, &mut faults);
    if faults.is_empty() {
        Ok(placed.into_iter().map(|placed| placed.question).collect())
    } else {
        Err(faults.into_diagnostics(source, Vec::new()))
    }
}

/// The questions of several files as one bank.
pub fn read_all(
    sources: impl IntoIterator<Item = Source>,
    known: Known<'_>,
) -> Result<Vec<Question>, Vec<Diagnostics>> {
    let reading = read_placed(sources, known);
    if reading.bad.is_empty() { Ok(reading.questions) } else { Err(reading.bad) }
}

/// The same, with places, and with the good questions of a bad bank.
pub fn read_placed(sources: impl IntoIterator<Item = Source>, known: Known<'_>) -> Reading {
    let mut files: Vec<(Source, Vec<Placed>, Faults)> = Vec::new();
    for source in sources {
        let mut faults = Faults::default();
        let placed = file(&source, known, &mut faults);
        files.push((source, placed, faults));
    }
    compare_files(&mut files);
    let mut reading =
        Reading { sources: Vec::new(), questions: Vec::new(), places: Vec::new(), bad: Vec::new() };
    for (index, (source, placed, faults)) in files.into_iter().enumerate() {
        for Placed { question, mut places, .. } in placed.into_iter().filter(|one| one.is_whole) {
            places.file = index;
            reading.questions.push(question);
            reading.places.push(places);
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
fn compare_files(files: &mut [(Source, Vec<Placed>, Faults)]) {
    let mut homes: BTreeMap<QuestionId, String> = BTreeMap::new();
    for (source, placed, faults) in files.iter_mut() {
        for Placed { question, id, .. } in placed {
            match homes.get(&question.id) {
                // Within one file it was told when the file was read.
                Some(home) if *home != source.name => {
                    let message = format!("the id {} is in {home} already", quoted(&question.id));
                    faults.push(Fault::new(id, message).expected("an id of its own"));
                }
                Some(_) => {}
                None => {
                    homes.insert(question.id.clone(), source.name.clone());
                }
            }
        }
    }
    for (_, placed, faults) in files {
        for Placed { question, enemies, .. } in placed {
            for enemy in question.enemies.iter().filter(|enemy| !homes.contains_key(enemy)) {
                let message = format!("no question is called {}", quoted(enemy));
                let fault = Fault::new(enemies, message).expected("ids of questions");
                faults.push(fault.suggest(&enemy.0, homes.keys().map(|id| id.0.as_str())));
            }
        }
    }
}

/// The questions of one file.
fn file(source: &Source, known: Known<'_>, faults: &mut Faults) -> Vec<Placed> {
    let Some(root) = tree::document(&source.text, faults) else { return Vec::new() };
    let Some(mut cursor) = Cursor::new(&root, "the file", faults) else { return Vec::new() };
    cursor.field("format_version");
    let topic = cursor.required("topic", "topic = \"health-check\"", faults);
    let topic = topic.and_then(|field| kebab(field, faults)).unwrap_or_default();
    cursor.required("question", "[[question]]", faults);
    let mut ids: BTreeMap<QuestionId, Place> = BTreeMap::new();
    let mut placed = Vec::new();
    for table in cursor.tables("question", faults) {
        let before = faults.count();
        let Some(mut read) = question(table, &topic, known, faults) else { continue };
        read.is_whole = faults.count() == before;
        let id = &read.question.id;
        if ids.insert(id.clone(), read.id.clone()).is_some() {
            let fault = Fault::new(&read.id, format!("the id {} is taken", quoted(id)));
            faults.push(fault.expected("an id of its own"));
        }
        placed.push(read);
    }
    cursor.finish(faults);
    placed
}

/// One `[[question]]`.
fn question(
    mut cursor: Cursor<'_>,
    topic: &str,
    known: Known<'_>,
    faults: &mut Faults,
) -> Option<Placed> {
    let places = Places::read(&cursor);
    let head = head(&mut cursor, faults);
    let kind = head.kind;
    let facts = cursor.required("facts", "facts = [\"scaling.min-default\"]", faults);
    let facts = facts.map(|field| facts_of(field, known, faults)).unwrap_or_default();
    let (options, keys) = options::read(&mut cursor, kind, faults);
    let feasible = cursor.field("feasible");
    let feasible = feasible.map(|field| options::positions(field, &keys, faults));
    let draw = cursor.table("draw", faults).map(|table| draw::read(&table, faults));
    let draw = draw.unwrap_or_default();
    let cases = draw::cases(&draw);
    draw::check_texts(&places::texts(&cursor), &cases, faults);
    let proof = cursor.table("proof", faults);
    let proof = proof.and_then(|table| proof::read(table, &keys, &cases, &known.figures, faults));
    let family = cursor.field("family").and_then(|field| kebab(field, faults));
    let enemy_field = cursor.field("enemies");
    let enemies = enemy_field.and_then(|field| field.texts(faults)).unwrap_or_default();
    let waive = cursor.tables("waive", faults);
    let waive = waive.into_iter().filter_map(|table| waiver(table, faults)).collect();
    let review = cursor.table("review", faults).and_then(|table| review(table, faults));
    let key_changed = cursor.field("key_changed").and_then(|field| date(field, faults));
    let place = cursor.place().clone();
    cursor.finish(faults);

    let (id, id_place) = head.id?;
    let question = Question {
        id,
        rev: head.rev?,
        topic: topic.to_owned(),
        domain: head.domain?,
        task: head.task?,
        objective: head.objective?,
        kind: kind?,
        level: head.level?,
        difficulty: head.difficulty?,
        authority: head.authority?,
        facts,
        order: head.order?,
        exhibit: head.exhibit,
        stem: head.stem?,
        options,
        proof,
        family,
        enemies: enemies.into_iter().map(QuestionId).collect(),
        feasible: feasible.unwrap_or_default(),
        waive,
        review,
        key_changed,
        draw,
    };
    let enemies = enemy_field.map_or(place, |field| field.node.place.clone());
    Some(Placed { question, id: id_place, enemies, places, is_whole: true })
}

/// The plain fields of a question.
struct Head {
    id: Option<(QuestionId, Place)>,
    rev: Option<u32>,
    domain: Option<u8>,
    task: Option<Task>,
    objective: Option<String>,
    kind: Option<Kind>,
    level: Option<Level>,
    difficulty: Option<Difficulty>,
    authority: Option<Authority>,
    order: Option<Order>,
    exhibit: Option<Exhibit>,
    stem: Option<String>,
}

/// How a task is written.
const TASK: &str = "task = { dva-c02 = \"4.1.6\", dva-c03 = \"4.1.4\" }";

/// Reads the plain fields of a question.
fn head(cursor: &mut Cursor<'_>, faults: &mut Faults) -> Head {
    let id = cursor.required("id", "id = \"health-first-unhealthy\"", faults);
    let rev = cursor.required("rev", "rev = 1", faults);
    let domain = cursor.required("domain", "domain = 4", faults);
    let task = cursor.required("task", TASK, faults);
    let objective = cursor.required("objective", "objective = \"computes …\"", faults);
    let stem = cursor.required("stem", "stem = \"A service …\"", faults);
    let kinds = [("choice", Kind::Choice), ("multiple", Kind::Multiple)];
    let levels = [("recall", Level::Recall), ("apply", Level::Apply), ("analyse", Level::Analyse)];
    let difficulties =
        [("easy", Difficulty::Easy), ("medium", Difficulty::Medium), ("hard", Difficulty::Hard)];
    let authorities =
        [("both", Authority::Both), ("chapter", Authority::Chapter), ("aws", Authority::Aws)];
    let orders = [("fixed", Order::Fixed), ("shuffled", Order::Shuffled)];
    let words = |field: Field<'_>, faults: &mut Faults| field.words(faults).map(str::to_owned);
    Head {
        id: id
            .and_then(|field| Some((QuestionId(kebab(field, faults)?), field.node.place.clone()))),
        rev: rev.and_then(|field| quantity::integer(field, &(1..=u32::MAX), faults)),
        domain: domain.and_then(|field| quantity::integer(field, &(1..=4), faults)),
        task: task.and_then(|field| task_of(field, faults)),
        objective: objective.and_then(|field| words(field, faults)),
        kind: word(cursor, "kind", &kinds, faults),
        level: word(cursor, "level", &levels, faults),
        difficulty: word(cursor, "difficulty", &difficulties, faults),
        authority: word(cursor, "authority", &authorities, faults),
        order: cursor
            .field("order")
            .map_or(Some(Order::Shuffled), |field| field.choice(&orders, faults)),
        exhibit: cursor.field("exhibit").and_then(|field| exhibit::read(field, faults)),
        stem: stem.and_then(|field| words(field, faults)),
    }
}

/// `task = { dva-c02 = "3.4.8", dva-c03 = "3.3.7" }`; a plain number stands for both.
fn task_of(field: Field<'_>, faults: &mut Faults) -> Option<Task> {
    if !matches!(field.node.value, Value::Table(_)) {
        let number = number_of_task(field, faults)?;
        return Some(Task { c02: number.clone(), c03: number });
    }
    let mut cursor = field.cursor(faults)?;
    let c02 = cursor.required("dva-c02", "dva-c02 = \"3.4.8\"", faults);
    let c03 = cursor.required("dva-c03", "dva-c03 = \"3.3.7\"", faults);
    cursor.finish(faults);
    let c02 = c02.and_then(|field| number_of_task(field, faults));
    let c03 = c03.and_then(|field| number_of_task(field, faults));
    Some(Task { c02: c02?, c03: c03? })
}

/// The number of a task or skill in an exam guide.
fn number_of_task(field: Field<'_>, faults: &mut Faults) -> Option<String> {
    let text = field.words(faults)?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if matches!(text.split('.').count(), 2 | 3) && text.split('.').all(is_number) {
        return Some(text.to_owned());
    }
    let message = format!("`{}` is {}, not the number of a task", field.name, quoted(text));
    let expected = "a number of the exam guide such as \"4.1\" or \"3.4.8\"";
    faults.push(Fault::new(&field.node.place, message).expected(expected));
    None
}

/// A required field that holds one of a few words.
fn word<T: Copy>(
    cursor: &mut Cursor<'_>,
    name: &'static str,
    known: &[(&'static str, T)],
    faults: &mut Faults,
) -> Option<T> {
    let first = known.first().map_or("", |&(word, _)| word);
    let example = format!("{name} = \"{first}\"");
    cursor.required(name, &example, faults)?.choice(known, faults)
}

/// A name in kebab-case.
pub(super) fn kebab(field: Field<'_>, faults: &mut Faults) -> Option<String> {
    let text = field.words(faults)?;
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.chars().all(legal) && !text.starts_with('-') && !text.ends_with('-') {
        return Some(text.to_owned());
    }
    let message = format!("`{}` is {}, not kebab-case", field.name, quoted(text));
    let fault = Fault::new(&field.node.place, message);
    faults.push(fault.expected("small letters, digits and hyphens"));
    None
}

/// The facts that a question rests on.
fn facts_of(field: Field<'_>, known: Known<'_>, faults: &mut Faults) -> Vec<String> {
    let Some(items) = field.items(faults) else { return Vec::new() };
    if items.is_empty() {
        let fault = Fault::new(&field.node.place, "the question rests on no fact");
        faults.push(fault.expected("ids of the facts ledger"));
    }
    let fact = |node| {
        let item = field.of(node);
        let id = item.text(faults)?;
        if let Some(ledger) = known.ledger.filter(|ledger| ledger.get(id).is_none()) {
            let fault = Fault::new(&node.place, format!("no fact is called {}", quoted(id)));
            let fault = fault.expected("an id of the facts ledger");
            faults.push(fault.suggest(id, ledger.facts.iter().map(|fact| fact.id.as_str())));
        }
        Some(id.to_owned())
    };
    items.iter().filter_map(fact).collect()
}

/// One finding that a reviewer accepts.
fn waiver(mut cursor: Cursor<'_>, faults: &mut Faults) -> Option<Waiver> {
    let rule = cursor.required("rule", "rule = \"Q09\"", faults);
    let reason = cursor.required("reason", "reason = \"the API name is long\"", faults);
    cursor.finish(faults);
    let rule = rule.and_then(|field| field.words(faults));
    let reason = reason.and_then(|field| field.words(faults));
    Some(Waiver { rule: rule?.to_owned(), reason: reason?.to_owned() })
}

/// What was checked, and when.
fn review(mut cursor: Cursor<'_>, faults: &mut Faults) -> Option<Review> {
    let covered_ok = cursor.required("covered_ok", "covered_ok = \"2026-11-24\"", faults);
    let fact_checked = cursor.required("fact_checked", "fact_checked = \"2026-11-24\"", faults);
    cursor.finish(faults);
    let covered_ok = covered_ok.and_then(|field| date(field, faults));
    let fact_checked = fact_checked.and_then(|field| date(field, faults));
    Some(Review { covered_ok: covered_ok?, fact_checked: fact_checked? })
}

/// A day, with or without quotes.
pub(super) fn date(field: Field<'_>, faults: &mut Faults) -> Option<String> {
    let text = match &field.node.value {
        Value::Date(date) => date,
        _ => field.text(faults)?,
    };
    let shape = |(index, c): (usize, char)| match index {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    if text.len() == 10 && text.chars().enumerate().all(shape) {
        return Some(text.to_owned());
    }
    let message = format!("`{}` is {}, not a day", field.name, quoted(text));
    faults.push(Fault::new(&field.node.place, message).expected("a day such as \"2026-11-24\""));
    None
}
