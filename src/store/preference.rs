//! What the learner has set once: the day of the exam, the edition to study for,
//! topics opened without the test before them. The last event of a name holds.

use std::collections::{BTreeMap, BTreeSet};

use super::event::Event;
use super::event::preference::{EXAM_DATE, Preference, SKIPPED, STUDIED, topics};
use super::log::Scope;
use super::{Store, StoreError};
use apprunner_sim::model::rules::Edition;
use quizbank::model::calendar::Day;

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
        Ok(topics(&self.preference(SKIPPED)?.unwrap_or_default()))
    }

    /// Keeps that `topic` was opened without the test before it.
    pub fn skip_topic(&mut self, topic: &str) -> Result<(), StoreError> {
        let mut skipped = self.skipped_topics()?;
        if !skipped.insert(topic.to_owned()) {
            return Ok(());
        }
        self.prefer(SKIPPED, joined(&skipped))
    }

    /// Closes `topic` again, as if it had never been skipped to. True when it had been.
    pub fn take_skip_back(&mut self, topic: &str) -> Result<bool, StoreError> {
        let mut skipped = self.skipped_topics()?;
        let was_skipped = skipped.remove(topic);
        if was_skipped {
            self.prefer(SKIPPED, joined(&skipped))?;
        }
        Ok(was_skipped)
    }

    /// Takes a preference from elsewhere: what is set here stays, topics are added up.
    /// True when something changed.
    pub(super) fn adopt(&mut self, theirs: &Preference) -> Result<bool, StoreError> {
        let here = self.preference(&theirs.name)?;
        let value = match (&here, &theirs.value) {
            (Some(here), Some(value)) if theirs.name == SKIPPED => {
                joined(&topics(here).union(&topics(value)).cloned().collect())
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
        let mut set = BTreeMap::new();
        for event in self.events(&["preference"], Scope::All)? {
            match event {
                Event::Preference(Preference { name, value: Some(value) }) => {
                    set.insert(name, value);
                }
                Event::Preference(Preference { name, value: None }) => {
                    set.remove(&name);
                }
                _ => {}
            }
        }
        Ok(set)
    }

    fn preference(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.preferences()?.remove(name))
    }

    fn prefer(&mut self, name: &str, value: Option<String>) -> Result<(), StoreError> {
        let preference = Preference { name: name.to_owned(), value };
        self.append(&[Event::Preference(preference)]).map(|_| ())
    }
}

/// The text of topics; none without a topic.
fn joined(topics: &BTreeSet<String>) -> Option<String> {
    let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
    Some(topics.join(" ")).filter(|text| !text.is_empty())
}
