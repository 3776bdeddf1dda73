//! The sittings of an export, gathered from their lines: each begins with its head,
//! and each record follows from the one before, or it is no journal.

use super::record::{Line, Read};
use crate::store::AttemptLog;
use quizbank::attempt::{AttemptHead, AttemptRecord};

/// The sittings so far.
#[derive(Debug, Default)]
pub(super) struct Journals(Vec<Journal>);

/// A sitting, and the line of its head.
#[derive(Debug)]
struct Journal {
    line: usize,
    held: AttemptLog,
}

impl Journals {
    /// Keeps what belongs to a sitting, and gives back everything else.
    pub(super) fn gather(&mut self, line: Line, number: usize) -> Result<Option<Read>, String> {
        match line {
            Line::Sitting(head) => self.begin(head, number).map(|()| None),
            Line::Record(sitting, record) => self.go_on(&sitting, record).map(|()| None),
            Line::Other(read) => Ok(Some(read)),
        }
    }

    fn begin(&mut self, head: AttemptHead, line: usize) -> Result<(), String> {
        if let Some(twin) = self.0.iter().find(|journal| journal.held.head.id == head.id) {
            return Err(format!("sitting {} is there already, in line {}", head.id, twin.line));
        }
        self.0.push(Journal { line, held: AttemptLog { head, records: Vec::new() } });
        Ok(())
    }

    fn go_on(&mut self, sitting: &str, record: AttemptRecord) -> Result<(), String> {
        let journal = self.0.iter_mut().find(|journal| journal.held.head.id == sitting);
        let Some(Journal { held, .. }) = journal else {
            return Err(format!("there is no sitting {sitting} in the lines before"));
        };
        let last = held.records.last();
        let expected = last.map_or(1, |last| last.sequence + 1);
        if record.sequence != expected {
            let found = record.sequence;
            return Err(format!(
                "record {found} of sitting {sitting} stands where {expected} should"
            ));
        }
        let link = last.map_or_else(|| held.head.link(), |last| last.link.clone());
        if record.link != record.link_after(&link) {
            return Err(format!(
                "record {expected} of sitting {sitting} was changed, or does not follow from the \
                 one before"
            ));
        }
        held.records.push(record);
        Ok(())
    }

    /// A sitting without a record has not begun.
    pub(super) fn fault(&self) -> Option<String> {
        let empty = self.0.iter().find(|journal| journal.held.records.is_empty())?;
        Some(format!("line {}: sitting {} has no records", empty.line, empty.held.head.id))
    }

    /// All of them, in their order.
    pub(super) fn into_sittings(self) -> Vec<AttemptLog> {
        self.0.into_iter().map(|journal| journal.held).collect()
    }
}
