//! What the learner has set once: the day of the exam, the edition to study for,
//! topics opened without the test before them. The last event of a name holds.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::clock::{self, DayStart};
use super::event::Event;
use super::event::preference::{
    DAY_START, EXAM_DATE, Preference, READ, SESSION, SKIPPED, STUDIED, WELCOMED, is_list, names,
};
use super::fold::{self, Fold};
use super::log::{self, BadRow};
use super::{Store, StoreError};
use apprunner_sim::model::rules::Edition;
use quizbank::model::calendar::{Day, Now};
use quizbank::model::question::QuestionId;
use quizbank::plan::CardMark;

/// What is set, by name, as a cached fold.
#[derive(Default, Deserialize, Serialize)]
struct Preferences(BTreeMap<String, String>);

impl Fold for Preferences {
    const NAME: &'static str = "preferences/1";
    const KINDS: &'static [&'static str] = &["preference"];

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(
        &mut self,
        _: &Connection,
        _: i64,
        event: Result<Event, BadRow>,
    ) -> rusqlite::Result<()> {
        match event {
            Ok(Event::Preference(Preference { name, value: Some(value) })) => {
                self.0.insert(name, value);
            }
            Ok(Event::Preference(Preference { name, value: None })) => {
                self.0.remove(&name);
            }
            _ => {}
        }
        Ok(())
    }
}

impl Store {
    /// The day of the exam, if one is set.
    pub fn exam_date(&self) -> Result<Option<Day>, StoreError> {
        Ok(self.preference(EXAM_DATE)?.and_then(|text| text.parse().ok()))
    }

    /// Sets the day of the exam, or takes it away.
    pub fn set_exam_date(&mut self, day: Option<Day>) -> Result<(), StoreError> {
        self.prefer(EXAM_DATE, day.map(|day| day.to_string()))
    }

    /// The edition that is studied for; `None` for both.
    pub fn studied_edition(&self) -> Result<Option<Edition>, StoreError> {
        Ok(self.preference(STUDIED)?.and_then(|name| Edition::parse(&name)))
    }

    /// Sets the edition to study for, or both.
    pub fn set_studied_edition(&mut self, edition: Option<Edition>) -> Result<(), StoreError> {
        self.prefer(STUDIED, edition.map(|edition| edition.name().to_owned()))
    }

    /// The topics that were opened without the test before them.
    pub fn skipped_topics(&self) -> Result<BTreeSet<String>, StoreError> {
        self.list(SKIPPED)
    }

    /// Keeps that `topic` was opened without the test before it.
    pub fn skip_topic(&mut self, topic: &str) -> Result<(), StoreError> {
        if !self.skipped_topics()?.contains(topic) {
            self.turn(SKIPPED, topic)?;
        }
        Ok(())
    }

    /// Closes `topic` again, as if it had never been unlocked. True when it had been.
    pub fn take_skip_back(&mut self, topic: &str) -> Result<bool, StoreError> {
        let was_skipped = self.skipped_topics()?.contains(topic);
        if was_skipped {
            self.turn(SKIPPED, topic)?;
        }
        Ok(was_skipped)
    }

    /// The topics whose page was read.
    pub fn read_topics(&self) -> Result<BTreeSet<String>, StoreError> {
        self.list(READ)
    }

    /// Keeps that the page of `topic` was read.
    pub fn read_topic(&mut self, topic: &str) -> Result<(), StoreError> {
        if !self.read_topics()?.contains(topic) {
            self.turn(READ, topic)?;
        }
        Ok(())
    }

    /// The questions of the last session that were left, and the day on which it was begun.
    pub fn open_session(&self) -> Result<Option<(Day, Vec<QuestionId>)>, StoreError> {
        let kept = self.preference(SESSION)?;
        Ok(kept.and_then(|kept| {
            let (day, questions) = kept.split_once(' ')?;
            let questions = questions.split(' ').map(|id| QuestionId(id.to_owned()));
            Some((day.parse().ok()?, questions.collect()))
        }))
    }

    /// Keeps which questions of a session that is begun `today` are not answered; none once
    /// it is over.
    pub fn set_open_session(
        &mut self,
        today: Day,
        questions: &[QuestionId],
    ) -> Result<(), StoreError> {
        let ids: Vec<&str> = questions.iter().map(|id| id.0.as_str()).collect();
        let kept = (!ids.is_empty()).then(|| format!("{today} {}", ids.join(" ")));
        if kept == self.preference(SESSION)? { Ok(()) } else { self.prefer(SESSION, kept) }
    }

    /// Whether nobody has done anything here yet: the first start is still to come.
    pub fn is_new(&self) -> Result<bool, StoreError> {
        let has_done = log::has_other_than(&self.connection, "preference");
        let has_done = has_done.map_err(StoreError::at(&self.path))?;
        Ok(!has_done && self.preference(WELCOMED)?.is_none())
    }

    /// Keeps that the first start is over.
    pub fn welcome(&mut self, today: Day) -> Result<(), StoreError> {
        self.prefer(WELCOMED, Some(today.to_string()))
    }

    /// The hour at which the learner's day begins.
    pub fn day_start(&self) -> Result<DayStart, StoreError> {
        let set = self.preference(DAY_START)?;
        Ok(set.and_then(|hour| hour.parse().ok()).unwrap_or_default())
    }

    /// Sets the hour at which the learner's day begins.
    pub fn set_day_start(&mut self, start: DayStart) -> Result<(), StoreError> {
        self.prefer(DAY_START, Some(start.to_string()))
    }

    /// The moment, and the day it is for the learner.
    pub fn now(&self) -> Result<Now, StoreError> {
        Ok(clock::now_from(self.day_start()?))
    }

    /// The questions that have `mark`.
    pub fn marked(&self, mark: CardMark) -> Result<BTreeSet<QuestionId>, StoreError> {
        Ok(self.list(mark.name())?.into_iter().map(QuestionId).collect())
    }

    /// Gives `question` the mark, or takes it away. True when it has it now.
    pub fn turn_mark(&mut self, mark: CardMark, question: &QuestionId) -> Result<bool, StoreError> {
        self.turn(mark.name(), &question.0)
    }

    fn list(&self, name: &str) -> Result<BTreeSet<String>, StoreError> {
        Ok(names(&self.preference(name)?.unwrap_or_default()))
    }

    /// Puts `entry` on the list called `name`, or takes it off. True when it is on it now.
    fn turn(&mut self, name: &str, entry: &str) -> Result<bool, StoreError> {
        let mut list = self.list(name)?;
        let is_new = list.insert(entry.to_owned());
        if !is_new {
            list.remove(entry);
        }
        self.prefer(name, joined(&list))?;
        Ok(is_new)
    }

    /// Takes a preference from elsewhere: what is set here stays, lists are added up.
    /// True when something changed.
    pub(super) fn adopt(&mut self, theirs: &Preference) -> Result<bool, StoreError> {
        let here = self.preference(&theirs.name)?;
        let value = match (&here, &theirs.value) {
            (Some(here), Some(value)) if is_list(&theirs.name) => {
                joined(&names(here).union(&names(value)).cloned().collect())
            }
            (Some(_), _) => return Ok(false),
            (None, value) => value.clone(),
        };
        let is_new = value != here;
        if is_new {
            self.prefer(&theirs.name, value)?;
        }
        Ok(is_new)
    }

    /// What is set, by name.
    pub(super) fn preferences(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let folded = fold::folded::<Preferences>(&self.connection);
        Ok(folded.map_err(StoreError::at(&self.path))?.0)
    }

    fn preference(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.preferences()?.remove(name))
    }

    fn prefer(&mut self, name: &str, value: Option<String>) -> Result<(), StoreError> {
        let preference = Preference { name: name.to_owned(), value };
        self.append(&[Event::Preference(preference)]).map(|_| ())
    }
}

/// The text of a list; none of an empty one.
fn joined(names: &BTreeSet<String>) -> Option<String> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Some(names.join(" ")).filter(|text| !text.is_empty())
}
