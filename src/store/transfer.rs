//! Everything in the store as JSON lines, out and in again.
//!
//! The first line is a header with the format's version, every other line one event. What
//! does not count any more is left out of an export, as is what is damaged. An import takes
//! what is whole in short transactions, so that an exam goes on beside it; what is there
//! already is passed over, so importing twice changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::answers;
use super::attempt::{AttemptLog, Joined};
use super::event::answer::AnswerLine;
use super::event::preference::Preference;
use super::event::{Event, RecordLine};
use super::log::{self, Scope};
use super::{Store, StoreError};
use quizbank::answer::Answer;
use quizbank::model::calendar::Day;
use spanned_toml::faults::counted;
use spanned_toml::source;

/// The version of the format.
pub const FORMAT_VERSION: u64 = 1;
/// What the header calls the format.
const KIND: &str = "coldstart-data";
/// More than any event needs, the paper of an exam included; a longer line is none.
const LONGEST: u64 = 2 * 1024 * 1024;
/// What some editors put before the first line.
const BOM: &[u8] = b"\xef\xbb\xbf";
/// Faults of one import that are reported.
const MOST_FAULTS: usize = 20;
/// Events that one transaction of an import writes.
const CHUNK: usize = 500;
/// How long the database is left to others after each of them.
const PAUSE: Duration = Duration::from_millis(5);

/// What an import has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// What is new here; an attempt counts once.
    pub added: usize,
    /// What was here already.
    pub known: usize,
    /// Names of attempts that went on otherwise here, and stay as they are here.
    pub parted: Vec<String>,
    /// What is wrong with lines that were left out, each with its number.
    pub faults: Vec<String>,
}

/// What the lines of an export hold.
#[derive(Debug, Default)]
struct Export {
    events: Vec<Event>,
    attempts: Vec<(usize, AttemptLog)>,
    /// The places of attempts by their names.
    places: BTreeMap<String, usize>,
    preferences: Vec<Preference>,
    faults: Vec<String>,
    /// How many there are besides.
    more_faults: usize,
    /// Attempts of which a line is wrong.
    damaged: BTreeSet<String>,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error("cannot read the lines: {0}")]
    Input(#[from] io::Error),
    /// Nothing in it is whole; each fault is reported with its line.
    #[error("nothing was imported: {}", .0.join("; "))]
    Faults(Vec<String>),
    /// It cannot be kept.
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

fn write_event(out: &mut dyn Write, event: &Event) -> io::Result<()> {
    writeln!(out, "{}", serde_json::to_string(event)?)
}

/// Whether an answer fits what is known of its question, and why not.
pub type Judge<'a> = &'a dyn Fn(&Answer) -> Result<(), String>;

impl Store {
    /// Writes everything that counts as lines: preferences, then what was done in the order in
    /// which it was kept, then exams one by one. Returns what is skipped because it is damaged.
    ///
    /// # Errors
    ///
    /// [`ExportError`] where the store cannot be read at all, or nothing can be written.
    pub fn export(&self, out: &mut dyn Write) -> Result<Vec<String>, ExportError> {
        let at = StoreError::at(&self.path);
        let (left_out, damaged) = self.damaged()?;
        let answers = answers::counted(&self.connection, Scope::All).map_err(&at)?;
        let answers: BTreeMap<String, AnswerLine> =
            answers.into_iter().map(|line| (line.id.clone(), line)).collect();
        let topic_tests = self.topic_tests()?;
        write_header(out)?;
        for (name, value) in self.preferences()? {
            let preference = Preference { name, value: Some(value) };
            write_event(out, &Event::Preference(preference))?;
        }
        let done = ["answer", "topic-test", "lab", "lab-step", "prediction"];
        let mut events = Vec::new();
        let read = log::each(&self.connection, &done, Scope::All, |_, event| {
            let counted = match event {
                Ok(Event::Answer(line)) => answers.get(&line.id).cloned().map(Event::Answer),
                Ok(Event::TopicTest(topic_test)) => {
                    topic_tests.contains(&topic_test).then_some(Event::TopicTest(topic_test))
                }
                event => event.ok(),
            };
            events.extend(counted);
        });
        read.map_err(&at)?;
        events.iter().try_for_each(|event| write_event(out, event))?;
        for attempt in self.whole_attempts()? {
            if !damaged.contains(&attempt.head.id) {
                attempt.events().iter().try_for_each(|event| write_event(out, event))?;
            }
        }
        Ok(left_out)
    }

    /// Takes in what is whole of the lines of an export; `judge` says whether an answer
    /// fits its question.
    ///
    /// # Errors
    ///
    /// [`ImportError`] where nothing can be read, nothing is whole, or nothing can be kept.
    pub fn import(
        &mut self,
        lines: impl BufRead,
        judge: Judge<'_>,
    ) -> Result<Imported, ImportError> {
        let Export { events, attempts, preferences, faults, .. } = Export::read(lines, judge)?;
        if !faults.is_empty() && events.is_empty() && attempts.is_empty() && preferences.is_empty()
        {
            return Err(ImportError::Faults(faults));
        }
        let mut imported = Imported { faults, ..Imported::default() };
        let mut count = |added, of: usize| {
            imported.added += added;
            imported.known += of - added;
        };
        for preference in &preferences {
            count(usize::from(self.adopt(preference)?), 1);
        }
        for chunk in events.chunks(CHUNK) {
            count(self.append(chunk)?, chunk.len());
            thread::sleep(PAUSE);
        }
        for (_, attempt) in &attempts {
            match self.join(attempt)? {
                Joined::Added => count(1, 1),
                Joined::Known => count(0, 1),
                Joined::Parted => imported.parted.push(attempt.head.id.clone()),
            }
        }
        drop((events, attempts));
        // A start would read all of it otherwise; what cannot be read now, that says then.
        let _ = (self.past(Day::LAST), self.damage(), self.preferences());
        Ok(imported)
    }
}

impl Export {
    /// Every event that is whole, and what is wrong with the other lines.
    fn read(mut lines: impl BufRead, judge: Judge<'_>) -> Result<Self, ImportError> {
        let mut export = Self::default();
        let mut number = 0_usize;
        loop {
            let mut bytes = Vec::new();
            let length = io::Read::take(&mut lines, LONGEST + 1).read_until(b'\n', &mut bytes)?;
            if length == 0 {
                break;
            }
            number += 1;
            if length as u64 > LONGEST {
                export.fault(format!("line {number}: longer than any record"));
                break;
            }
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let taken = match number {
                1 => header(bytes.strip_prefix(BOM).unwrap_or(&bytes)),
                _ => Event::of_line(&bytes).and_then(|event| export.gather(event, number, judge)),
            };
            if let Err(fault) = taken {
                export.fault(format!("line {number}: {fault}"));
                export.damaged.extend(named_attempt(&bytes));
                // What follows a wrong header would only be misread.
                if number == 1 {
                    break;
                }
            }
        }
        if number == 0 {
            export.fault("line 1: the file is empty; an export begins with a header".to_owned());
        }
        export.finish();
        Ok(export)
    }

    /// Puts an event where it belongs.
    fn gather(&mut self, event: Event, line: usize, judge: Judge<'_>) -> Result<(), String> {
        match event {
            Event::Attempt(head) => {
                if let Some((first, _)) = self.places.get(&head.id).map(|at| &self.attempts[*at]) {
                    let id = &head.id;
                    return Err(format!("attempt {id} is a duplicate of line {first}"));
                }
                self.places.insert(head.id.clone(), self.attempts.len());
                self.attempts.push((line, AttemptLog { head, paper: None, records: Vec::new() }));
            }
            Event::Paper(paper) => self.attempt(&paper.attempt)?.paper = Some(paper.paper),
            Event::Record(RecordLine { attempt: id, step }) if !self.damaged.contains(&id) => {
                let attempt = self.attempt(&id)?;
                attempt.follows(&step).map_err(|reason| format!("{reason} of attempt {id}"))?;
                attempt.records.push(step);
            }
            // The first record that is wrong was reported.
            Event::Record(_) => {}
            Event::Preference(preference) => self.preferences.push(preference),
            Event::Answer(answer) => {
                judge(&answer.answer())?;
                self.events.push(Event::Answer(answer));
            }
            event => self.events.push(event),
        }
        Ok(())
    }

    fn attempt(&mut self, id: &str) -> Result<&mut AttemptLog, String> {
        let place = self.places.get(id).copied();
        let attempt = place.and_then(|place| self.attempts.get_mut(place));
        attempt
            .map(|(_, attempt)| attempt)
            .ok_or_else(|| format!("the lines before do not contain attempt {id}"))
    }

    fn fault(&mut self, fault: String) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        } else {
            self.more_faults += 1;
        }
    }

    /// Leaves out attempts that are not whole.
    fn finish(&mut self) {
        for (line, attempt) in std::mem::take(&mut self.attempts) {
            let id = &attempt.head.id;
            if self.damaged.contains(id) {
                continue;
            }
            if attempt.records.is_empty() {
                self.fault(format!("line {line}: attempt {id} has no records"));
            } else {
                self.attempts.push((line, attempt));
            }
        }
        if self.more_faults > 0 {
            self.faults.push(format!("and {} more", counted(self.more_faults, "line")));
        }
    }
}

/// The attempt that a line which cannot be understood seems to be about.
fn named_attempt(line: &[u8]) -> Option<String> {
    let line = String::from_utf8_lossy(line);
    let named = |field| line.split_once(field).map(|(_, named)| named);
    let named = named("\"attempt\":\"").or_else(|| named("\"sitting\":\""))?;
    Some(named.chars().take_while(|letter| *letter != '"').collect())
}

fn header(line: &[u8]) -> Result<(), String> {
    if let Some(encoding) = source::other_encoding(line) {
        return Err(format!("this is {encoding}; save it as UTF-8"));
    }
    let header: Value = serde_json::from_slice(line).unwrap_or_default();
    if header.get("kind").and_then(Value::as_str) != Some(KIND) {
        return Err(format!(
            "this is not an export of coldstart, which begins with \
             {{\"format_version\":{FORMAT_VERSION},\"kind\":\"{KIND}\"}}"
        ));
    }
    match header.get("format_version").and_then(Value::as_u64) {
        Some(FORMAT_VERSION) => Ok(()),
        Some(version) if version > FORMAT_VERSION => Err(format!(
            "format_version {version} is newer than this program supports ({FORMAT_VERSION}); \
             import it with a newer coldstart"
        )),
        _ => Err(format!("format_version must be {FORMAT_VERSION}")),
    }
}
