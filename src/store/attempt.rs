//! Exams: what each attempt is of, the paper that is sat, and its records, one
//! transaction a record.

use super::event::{self, Event, PaperLine, RecordLine};
use super::log::{self, Scope};
use super::{Store, StoreError, clock};
use quizbank::attempt::{AttemptHead, AttemptRecord, AttemptSummary, SatPaper};
use quizbank::model::calendar::Millis;

/// An attempt with its records.
#[derive(Clone, Debug, PartialEq)]
pub struct AttemptLog {
    /// What it is of.
    pub head: AttemptHead,
    /// The paper that was sat; older attempts were kept without.
    pub paper: Option<SatPaper>,
    /// What was done, in order.
    pub records: Vec<AttemptRecord>,
}

impl AttemptLog {
    /// The events that it is made of.
    pub(super) fn events(&self) -> Vec<Event> {
        let attempt = &self.head.id;
        let paper = self
            .paper
            .iter()
            .map(|paper| PaperLine { attempt: attempt.clone(), paper: paper.clone() });
        let records = self
            .records
            .iter()
            .map(|step| RecordLine { attempt: attempt.clone(), step: step.clone() });
        let head = std::iter::once(Event::Attempt(self.head.clone()));
        head.chain(paper.map(Event::Paper)).chain(records.map(Event::Record)).collect()
    }

    /// Whether `record` follows from what is there, and why not.
    pub(super) fn follows(&self, record: &AttemptRecord) -> Result<(), String> {
        let last = self.records.last();
        let expected = last.map_or(1, |last| last.sequence + 1);
        let (found, id) = (record.sequence, &self.head.id);
        if found != expected {
            return Err(format!("attempt {id} has record {found} in place of record {expected}"));
        }
        let link = last.map_or_else(|| self.head.link(), |last| last.link.clone());
        if record.link != record.link_after(&link) {
            return Err(format!(
                "record {found} of attempt {id} was changed or does not follow the record before it"
            ));
        }
        Ok(())
    }

    /// What breaks the chain of its records, if anything does.
    pub(super) fn damage(&self) -> Option<String> {
        let mut sound = Self { head: self.head.clone(), paper: None, records: Vec::new() };
        for record in &self.records {
            if let Err(reason) = sound.follows(record) {
                return Some(reason);
            }
            sound.records = vec![record.clone()];
        }
        self.records.is_empty().then(|| format!("attempt {} has no records", self.head.id))
    }
}

/// What came of an attempt from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// It, or what it had more, is here now.
    Added,
    /// All of it was here.
    Known,
    /// It went on otherwise here; what is here stays.
    Parted,
}

impl Store {
    /// A name for an attempt that no other one here has.
    pub fn attempt_id(&self) -> Result<String, StoreError> {
        log::random(&self.connection, 4).map_err(StoreError::at(&self.path))
    }

    /// Keeps an attempt with its paper and first record; all are on disk when this returns.
    pub fn begin_attempt(&mut self, attempt: &AttemptLog) -> Result<(), StoreError> {
        self.append(&attempt.events()).map(|_| ())
    }

    /// Keeps the paper of an attempt that was kept without.
    pub fn keep_paper(&self, attempt: &str, paper: SatPaper) -> Result<(), StoreError> {
        let event = Event::Paper(PaperLine { attempt: attempt.to_owned(), paper });
        let kept = log::append(&self.connection, &event);
        kept.map(|_| ()).map_err(StoreError::at(&self.path))
    }

    /// Makes an attempt one of those that were kept without a paper.
    #[cfg(test)]
    pub(super) fn forget_paper(&self, attempt: &str) {
        let delete = "DELETE FROM events WHERE kind = 'paper' AND key = ?1";
        self.connection.execute(delete, [attempt]).unwrap();
    }

    /// Keeps the next record of an attempt; it is on disk when this returns. Rejected
    /// when another process has written that one already.
    pub fn append_record(
        &mut self,
        attempt: &str,
        record: &AttemptRecord,
    ) -> Result<(), StoreError> {
        let line = RecordLine { attempt: attempt.to_owned(), step: record.clone() };
        match self.append(&[Event::Record(line)])? {
            0 => Err(StoreError::Overtaken),
            _ => Ok(()),
        }
    }

    /// Every attempt, the latest first.
    pub fn attempts(&self) -> Result<Vec<AttemptSummary>, StoreError> {
        let summary = |head: AttemptHead| {
            let last = self.events(&["record"], Scope::LastUnder(&event::record_key(&head.id)))?;
            let last = last.into_iter().find_map(record);
            let used = last.as_ref().map_or(Millis(0), |last| last.used);
            let points = last.and_then(|last| last.points);
            Ok(AttemptSummary { day: clock::day_of(head.begun), head, used, points })
        };
        let mut heads = self.heads()?;
        heads.reverse();
        heads.sort_by_key(|head| std::cmp::Reverse(head.begun));
        heads.into_iter().map(summary).collect()
    }

    /// The attempt called `id`, or whose name begins so where only one does.
    pub fn attempt(&self, id: &str) -> Result<Option<AttemptLog>, StoreError> {
        let mut alike: Vec<AttemptHead> = self.heads()?;
        alike.retain(|head| head.id.starts_with(id));
        let named = alike.iter().position(|head| head.id == id);
        let only = (alike.len() == 1).then_some(0);
        named.or(only).map(|place| self.with_records(alike.swap_remove(place))).transpose()
    }

    /// Every attempt with its records, the earliest first.
    pub(super) fn whole_attempts(&self) -> Result<Vec<AttemptLog>, StoreError> {
        self.heads()?.into_iter().map(|head| self.with_records(head)).collect()
    }

    /// Takes in an attempt from elsewhere. Its records are one chain, so it can only be
    /// gone on with, never mixed.
    pub(super) fn join(&mut self, theirs: &AttemptLog) -> Result<Joined, StoreError> {
        let here = self.attempt(&theirs.head.id)?.filter(|here| here.head.id == theirs.head.id);
        if let Some(here) = here {
            let mut both = here.records.iter().zip(&theirs.records);
            if here.head != theirs.head || both.any(|(ours, theirs)| ours != theirs) {
                return Ok(Joined::Parted);
            }
        }
        match self.append(&theirs.events())? {
            0 => Ok(Joined::Known),
            _ => Ok(Joined::Added),
        }
    }

    fn heads(&self) -> Result<Vec<AttemptHead>, StoreError> {
        let head = |event| if let Event::Attempt(head) = event { Some(head) } else { None };
        Ok(self.events(&["attempt"], Scope::All)?.into_iter().filter_map(head).collect())
    }

    fn with_records(&self, head: AttemptHead) -> Result<AttemptLog, StoreError> {
        let paper = self
            .events(&["paper"], Scope::Key(&head.id))?
            .into_iter()
            .find_map(|event| if let Event::Paper(line) = event { Some(line.paper) } else { None });
        let records = self.events(&["record"], Scope::Under(&event::record_key(&head.id)))?;
        Ok(AttemptLog { head, paper, records: records.into_iter().filter_map(record).collect() })
    }
}

fn record(event: Event) -> Option<AttemptRecord> {
    if let Event::Record(line) = event { Some(line.step) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quizbank::attempt::{ActionKind, Points};
    use quizbank::model::blueprint::Pass;
    use quizbank::model::calendar::Moment;
    use quizbank::model::paper::FormIdentity;
    use quizbank::model::question::QuestionId;

    fn head() -> AttemptHead {
        let identity = FormIdentity {
            blueprint: "small".to_owned(),
            topic: Some("scaling".to_owned()),
            seed: 7,
            algorithm: 1,
            bank: "b".to_owned(),
            series: None,
        };
        let (limit, begun) = (Millis(600_000), Moment(1_000));
        AttemptHead { id: "abcd0123".to_owned(), identity, candidate: None, limit, begun }
    }

    fn record(sequence: u64, kind: ActionKind) -> AttemptRecord {
        let submitted = kind == ActionKind::Submit;
        AttemptRecord {
            sequence,
            used: Millis(sequence * 1_000),
            wall: Moment(5),
            kind,
            question: kind.is_on_a_question().then_some(2),
            id: kind.is_on_a_question().then(|| QuestionId("q".to_owned())),
            places: vec![1, 4],
            points: submitted.then_some(Points { right: 1, scored: 2, points: 550 }),
            link: format!("link {sequence}"),
        }
    }

    fn begun() -> AttemptLog {
        let (title, domains) = ("Small".to_owned(), [(4, "Four".to_owned())].into());
        let paper = SatPaper { title, pass: Pass::Scaled(720), domains, questions: Vec::new() };
        let records = vec![record(1, ActionKind::Begin)];
        AttemptLog { head: head(), paper: Some(paper), records }
    }

    #[test]
    fn what_is_kept_comes_back_and_a_beginning_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        let mut log = begun();
        store.begin_attempt(&log).unwrap();
        for record in [record(2, ActionKind::Pick), record(3, ActionKind::Submit)] {
            store.append_record(&head().id, &record).unwrap();
            log.records.push(record);
        }
        assert_eq!(store.attempt("abcd0123").unwrap().as_ref(), Some(&log));
        assert_eq!(store.attempt("abc").unwrap().as_ref(), Some(&log));
        assert_eq!(store.attempt("b").unwrap(), None);
        let (day, used) = (clock::day_of(head().begun), Millis(3_000));
        let kept = AttemptSummary { head: head(), day, used, points: log.records[2].points };
        assert_eq!(store.attempts().unwrap(), [kept]);
    }

    #[test]
    fn a_record_that_another_window_has_written_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut one = Store::open(folder.path()).unwrap();
        let mut other = Store::open(folder.path()).unwrap();
        one.begin_attempt(&begun()).unwrap();
        one.append_record(&head().id, &record(2, ActionKind::Pick)).unwrap();
        let rejected = other.append_record(&head().id, &record(2, ActionKind::Clear)).unwrap_err();
        assert!(matches!(rejected, StoreError::Overtaken), "{rejected}");
    }
}
