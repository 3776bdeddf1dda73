//! Everything in the store as JSON lines, out and in again.
//!
//! The first line is a header with the format's version, every other line one
//! record. An import takes all records or none; what is there already is
//! passed over, so importing twice changes nothing.

mod journal;
mod record;

use std::io::{self, BufRead, Write};

use serde_json::{Value, json};

use super::attempt::{self, Joined};
use super::preference::{self, EXAM_DATE, SKIPPED, STUDIED};
use super::{AttemptLog, Store, StoreError, answers, card, lab, prediction, topic_test};

use journal::Journals;
use record::{Read, Record};

/// The version of the format.
pub const FORMAT_VERSION: u64 = 1;
/// What the header calls the format.
const KIND: &str = "coldstart-data";
/// More than any record needs; a longer line is no record.
const LONGEST: u64 = 64 * 1024;
/// Faults that are told of one import.
const MOST_FAULTS: usize = 20;

/// What an import has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// What is new here; a sitting counts once.
    pub added: usize,
    /// What was here already.
    pub known: usize,
    /// Names of sittings that went on otherwise here, and stay as they are here.
    pub parted: Vec<String>,
}

/// What the lines of an export hold.
struct Export {
    records: Vec<Read>,
    sittings: Vec<AttemptLog>,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error("cannot read the lines: {0}")]
    Input(#[from] io::Error),
    /// Its lines are not what they should be; each is told with its number.
    #[error("nothing was imported:\n{}", .0.join("\n"))]
    Faults(Vec<String>),
    /// They cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why not everything was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be written.
    #[error("cannot write the lines: {0}")]
    Output(#[from] io::Error),
    /// It cannot be read from the store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes the first line of an export.
pub fn write_header(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", json!({ "format_version": FORMAT_VERSION, "kind": KIND }))
}

impl Store {
    /// Writes everything as lines.
    pub fn export(&self, out: &mut dyn Write) -> Result<(), ExportError> {
        let at = StoreError::at(&self.path);
        let exam = self.exam_date()?.map(|day| Record::preference(EXAM_DATE, &day.to_string()));
        let studied = self.studied_edition()?.map(|it| Record::preference(STUDIED, it.name()));
        let skipped: Vec<String> = self.skipped_topics()?.into_iter().collect();
        let skipped =
            (!skipped.is_empty()).then(|| Record::preference(SKIPPED, &skipped.join(" ")));
        let gates = topic_test::all(&self.connection).map_err(&at)?;
        let labs = lab::all(&self.connection).map_err(&at)?;
        let predictions = prediction::all(&self.connection).map_err(&at)?;
        let answers = answers::all(&self.connection).map_err(&at)?;
        let sittings = attempt::all(&self.connection).map_err(&at)?;
        let journal = |held: &AttemptLog| {
            let steps = held.records.iter().map(|record| Record::step(&held.head.id, record));
            std::iter::once(Record::sitting(&held.head)).chain(steps).collect::<Vec<_>>()
        };
        write_header(out)?;
        let records = exam
            .into_iter()
            .chain(studied)
            .chain(skipped)
            .chain(gates.iter().map(Record::gate))
            .chain(labs.iter().map(Record::lab))
            .chain(predictions.iter().map(Record::prediction))
            .chain(answers.iter().map(|(id, answer)| Record::answer(id, answer)))
            .chain(sittings.iter().flat_map(journal));
        for record in records {
            let line = serde_json::to_string(&record).map_err(io::Error::from)?;
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// Takes in the lines of an export, all of them or none.
    pub fn import(&mut self, lines: impl BufRead) -> Result<Imported, ImportError> {
        let Export { records, sittings } = read(lines)?;
        let imported = self.write(|transaction| {
            let mut imported = Imported::default();
            let mut touched = Vec::new();
            for record in &records {
                let added = match record {
                    Read::Answer(id, answer) => {
                        touched.push(answer.draft.asked.clone());
                        answers::insert(transaction, id, answer)?
                    }
                    Read::TopicTestPass(gate) => topic_test::insert(transaction, gate)?,
                    Read::Lab(mended) => lab::insert(transaction, mended)?,
                    Read::Prediction(now, prediction) => {
                        prediction::insert(transaction, prediction, *now)?
                    }
                    Read::Skipped(topics) => preference::add_skipped(transaction, topics)?,
                    Read::ExamDate(day) => {
                        preference::add(transaction, EXAM_DATE, &day.to_string())?
                    }
                    Read::Studied(edition) => {
                        preference::add(transaction, STUDIED, edition.name())?
                    }
                };
                imported.added += usize::from(added);
                imported.known += usize::from(!added);
            }
            for held in &sittings {
                match attempt::join(transaction, held)? {
                    Joined::Added => imported.added += 1,
                    Joined::Known => imported.known += 1,
                    Joined::Parted => imported.parted.push(held.head.id.clone()),
                }
            }
            touched.sort();
            touched.dedup();
            touched.iter().try_for_each(|asked| card::refresh(transaction, asked))?;
            Ok(imported)
        })?;
        Ok(imported)
    }
}

/// Every record, or what is wrong with the lines.
fn read(mut lines: impl BufRead) -> Result<Export, ImportError> {
    let (mut records, mut faults) = (Vec::new(), Vec::new());
    let mut journals = Journals::default();
    let mut number = 0_usize;
    loop {
        let mut bytes = Vec::new();
        let length = io::Read::take(&mut lines, LONGEST + 1).read_until(b'\n', &mut bytes)?;
        if length == 0 {
            break;
        }
        number += 1;
        if length as u64 > LONGEST {
            faults.push(format!("line {number}: longer than any record"));
            break;
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let taken = match number {
            1 => header(&bytes).map(|()| None),
            _ => record::read(&bytes).and_then(|read| journals.gather(read, number)),
        };
        match taken {
            Ok(record) => records.extend(record),
            Err(fault) => faults.push(format!("line {number}: {fault}")),
        }
        // What follows a wrong header would only be misread.
        if faults.len() == MOST_FAULTS || (number == 1 && !faults.is_empty()) {
            break;
        }
    }
    if number == 0 {
        faults.push("line 1: there is nothing; an export begins with a header".to_owned());
    }
    // After a fault a record may be missing that was only not understood.
    if faults.is_empty() {
        faults.extend(journals.fault());
    }
    if !faults.is_empty() {
        return Err(ImportError::Faults(faults));
    }
    Ok(Export { records, sittings: journals.into_sittings() })
}

fn header(line: &[u8]) -> Result<(), String> {
    let header: Value = serde_json::from_slice(line).unwrap_or_default();
    if header.get("kind").and_then(Value::as_str) != Some(KIND) {
        return Err(format!(
            "this is no export of coldstart, which begins with \
             {{\"format_version\":{FORMAT_VERSION},\"kind\":\"{KIND}\"}}"
        ));
    }
    match header.get("format_version").and_then(Value::as_u64) {
        Some(FORMAT_VERSION) => Ok(()),
        Some(version) if version > FORMAT_VERSION => Err(format!(
            "format_version {version} is newer than this program knows ({FORMAT_VERSION}); import \
             it with a newer coldstart"
        )),
        _ => Err(format!("format_version must be {FORMAT_VERSION}")),
    }
}
