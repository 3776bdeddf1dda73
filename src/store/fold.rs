//! Folds over the log that are cached, so that a start costs what was done since and not all
//! that was ever done.
//!
//! A fold is brought up to the end of the log whenever it is asked for, from where the cached
//! one ended, and cached again once it has gone on far enough. The cache is a copy: without the
//! rows of the table `folds`, everything is worked out again from the log.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use rusqlite::Connection;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::answers::{self, AnswerFold};
use super::event::Event;
use super::event::answer;
use super::log::{self, BadRow, Scope};
use quizbank::answer::{Answer, QuestionRev};
use quizbank::model::calendar::Moment;
use quizbank::model::question::QuestionId;

/// Rows of the log after which even a small fold is cached again. Our choice.
const WORTH_CACHING: usize = 256;
/// The part of its entries that a large fold goes on by before all of them are written again.
const ONE_IN: usize = 20;
/// Events of answers that are held in memory at once.
const HELD: usize = 20_000;

/// What events add up to. It is cached as JSON.
pub(super) trait Fold: Default + Serialize + DeserializeOwned {
    /// Under which it is cached; another way to work it out gets another name.
    const NAME: &'static str;
    /// The types of events that it takes; all where there is none.
    const KINDS: &'static [&'static str];

    /// How many entries it has.
    fn len(&self) -> usize;

    /// Takes the row number `seq`.
    fn take(
        &mut self,
        connection: &Connection,
        seq: i64,
        event: Result<Event, BadRow>,
    ) -> rusqlite::Result<()>;

    /// Works out what waits for the rows after it.
    fn settle(&mut self, _: &Connection) -> rusqlite::Result<()> {
        Ok(())
    }
}

/// The fold up to the end of the log, as it is now.
pub(super) fn folded<F: Fold>(connection: &Connection) -> rusqlite::Result<F> {
    // All is read as it stands at one moment: a row that counts twice would be counted twice.
    let snapshot = connection.unchecked_transaction()?;
    let end = log::last(&snapshot)?;
    let cached = log::fold(&snapshot, F::NAME, |json| serde_json::from_str(json).ok())?
        .filter(|(seq, _)| *seq <= end)
        .and_then(|(seq, fold)| Some((seq, fold?)));
    let (seq, mut fold) = cached.unwrap_or_default();
    if seq >= end {
        return Ok(fold);
    }
    let mut taken = Ok(());
    log::each(&snapshot, F::KINDS, Scope::After(seq), |at, event| {
        if taken.is_ok() {
            taken = fold.take(&snapshot, at, event);
        }
    })?;
    taken?;
    fold.settle(&snapshot)?;
    drop(snapshot);
    let worth = WORTH_CACHING.max(fold.len() / ONE_IN);
    if usize::try_from(end - seq).is_ok_and(|rows| rows >= worth) {
        // What cannot be cached now, where nothing can be written say, is worked out again.
        let json = serde_json::to_string(&fold).unwrap_or_default();
        let _ = log::cache(connection, F::NAME, end, &json);
    }
    Ok(fold)
}

/// What the answers to one question at one revision add up to.
pub(super) trait OfAnswers: Serialize + DeserializeOwned {
    /// As [`Fold::NAME`].
    const NAME: &'static str;

    /// Returns `before` with one more answer, given after all others.
    fn after(before: Option<Self>, answer: &Answer) -> Self;
}

/// What the answers to one question add up to, with the moment of the last one.
type Entry<T> = (QuestionRev, Option<(Moment, T)>);

/// What the answers to each question add up to.
#[derive(Deserialize, Serialize)]
#[serde(transparent, bound = "T: OfAnswers")]
pub(super) struct ByQuestion<T> {
    /// In the order of questions; nothing where no answer counts any more. A list is read in a
    /// part of the time that a map takes.
    #[serde(with = "lines")]
    entries: Vec<Entry<T>>,
    /// What was done since.
    #[serde(skip)]
    recent: BTreeMap<QuestionRev, Recent>,
    /// How many events that are.
    #[serde(skip)]
    held: usize,
    /// The questions of which every answer of the log was counted.
    #[serde(skip)]
    whole: BTreeSet<QuestionRev>,
}

/// Entries as they are cached: a question, its revision, the moment and the value.
mod lines {
    use std::fmt;
    use std::marker::PhantomData;

    use serde::de::{Error, SeqAccess, Visitor};
    use serde::{Deserializer, Serializer};

    use super::{Entry, Moment, OfAnswers, QuestionId, QuestionRev};

    pub(super) fn serialize<T: OfAnswers, S: Serializer>(
        entries: &[Entry<T>],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let there =
            entries.iter().filter_map(|(question, entry)| Some((question, entry.as_ref()?)));
        serializer.collect_seq(
            there.map(|(question, (at, value))| (&question.id, question.rev, at, value)),
        )
    }

    pub(super) fn deserialize<'de, T: OfAnswers, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Entry<T>>, D::Error> {
        deserializer.deserialize_seq(Lines(PhantomData))
    }

    /// Reads them one by one to their place.
    struct Lines<T>(PhantomData<T>);

    impl<'de, T: OfAnswers> Visitor<'de> for Lines<T> {
        type Value = Vec<Entry<T>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("entries in the order of questions")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut lines: A) -> Result<Self::Value, A::Error> {
            let mut entries: Self::Value = Vec::new();
            while let Some((id, rev, at, value)) =
                lines.next_element::<(QuestionId, u32, Moment, T)>()?
            {
                let question = QuestionRev { id, rev };
                if entries.last().is_some_and(|(last, _)| *last >= question) {
                    return Err(A::Error::custom("the entries are out of order"));
                }
                entries.push((question, Some((at, value))));
            }
            Ok(entries)
        }
    }
}

/// What was done lately at one question.
#[derive(Default)]
struct Recent {
    answers: AnswerFold,
    /// Whether some of it is about an answer of before.
    reaches_back: bool,
}

impl<T> Default for ByQuestion<T> {
    fn default() -> Self {
        let (entries, recent) = (Vec::new(), BTreeMap::new());
        Self { entries, recent, held: 0, whole: BTreeSet::new() }
    }
}

impl<T: OfAnswers> ByQuestion<T> {
    /// The questions with what their answers add up to.
    pub(super) fn into_entries(self) -> impl Iterator<Item = (QuestionRev, T)> {
        self.entries.into_iter().filter_map(|(question, entry)| Some((question, entry?.1)))
    }

    /// Where the entry of `question` is.
    fn place(&mut self, question: &QuestionRev) -> Option<&mut Option<(Moment, T)>> {
        let place = self.entries.binary_search_by(|(other, _)| other.cmp(question)).ok()?;
        self.entries.get_mut(place).map(|(_, entry)| entry)
    }

    /// Counts what was done lately at `question`: on top of what was before, or all of it anew
    /// where it changes something of before.
    fn count(
        &mut self,
        connection: &Connection,
        question: &QuestionRev,
        recent: Recent,
    ) -> rusqlite::Result<Option<(Moment, T)>> {
        let before = self.place(question).and_then(Option::take);
        let lines = recent.answers.lines();
        let is_later = match (&before, lines.first()) {
            (Some((last, _)), Some(first)) => first.at > *last,
            _ => true,
        };
        let (before, lines) = if recent.reaches_back || !is_later {
            self.whole.insert(question.clone());
            (None, answers::of_question(connection, question)?)
        } else {
            (before, lines)
        };
        let after = |before: Option<(Moment, T)>, line: &answer::AnswerLine| {
            Some((line.at, T::after(before.map(|(_, value)| value), &line.answer())))
        };
        Ok(lines.iter().fold(before, after))
    }
}

impl<T: OfAnswers> Fold for ByQuestion<T> {
    const NAME: &'static str = T::NAME;
    const KINDS: &'static [&'static str] = &answers::KINDS;

    fn len(&self) -> usize {
        self.entries.len()
    }

    fn take(
        &mut self,
        connection: &Connection,
        _: i64,
        event: Result<Event, BadRow>,
    ) -> rusqlite::Result<()> {
        let Ok(event) = event else { return Ok(()) };
        let Some(question) = event.question().filter(|it| !self.whole.contains(it)) else {
            return Ok(());
        };
        let recent = self.recent.entry(question).or_default();
        recent.reaches_back |= !recent.answers.take(event);
        self.held += 1;
        if self.held < HELD { Ok(()) } else { self.settle(connection) }
    }

    fn settle(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.held = 0;
        let mut new = Vec::new();
        for (question, recent) in mem::take(&mut self.recent) {
            let entry = self.count(connection, &question, recent)?;
            match self.place(&question) {
                Some(place) => *place = entry,
                None => new.push((question, entry)),
            }
        }
        self.entries.append(&mut new);
        // Two ascending parts, which this joins.
        self.entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(())
    }
}
