//! A preference, set or taken away.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::check::{self, shown};
use crate::store::clock::DayStart;
use apprunner_sim::model::rules::Edition;
use quizbank::model::calendar::{Day, NoDay};

/// The name of the day of the exam.
pub(in crate::store) const EXAM_DATE: &str = "exam-date";
/// The name of the edition that is studied for.
pub(in crate::store) const STUDIED: &str = "studied-edition";
/// The name of the topics that were opened although the test before them is not passed.
pub(in crate::store) const SKIPPED: &str = "skipped-topics";

/// The name of the topics whose page was read.
pub(in crate::store) const READ: &str = "read-topics";
/// The name of the questions of the last session that are not answered yet, behind the day
/// on which it was begun.
pub(in crate::store) const SESSION: &str = "session";
/// The name of the day on which the first start was over.
pub(in crate::store) const WELCOMED: &str = "welcomed";

/// The name of the hour at which a day begins.
pub(in crate::store) const DAY_START: &str = "day-start";
/// The names of what learners do to questions: lists of questions.
pub(in crate::store) const MARKS: [&str; 2] = ["set-aside", "flagged"];

/// A preference in the log.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct Preference {
    pub(in crate::store) name: String,
    /// `None` takes it away.
    pub(in crate::store) value: Option<String>,
}

impl Preference {
    pub(in crate::store) fn check(&self) -> Result<(), String> {
        let value = self.value.as_deref().ok_or("a preference has a `value`")?;
        match self.name.as_str() {
            EXAM_DATE | WELCOMED => {
                value.parse::<Day>().map(|_| ()).map_err(|error: NoDay| error.to_string())
            }
            STUDIED if Edition::parse(value).is_some() => Ok(()),
            STUDIED => {
                let known = Edition::ALL.map(Edition::name).join(", ");
                Err(format!("`{STUDIED}` is `{}`, expected one of {known}", shown(value, 40)))
            }
            SESSION => {
                let (day, questions) = value.split_once(' ').unwrap_or((value, ""));
                day.parse::<Day>().map_err(|error: NoDay| error.to_string())?;
                names(questions).iter().try_for_each(|name| check::name("value", name))
            }
            DAY_START => value.parse().map(|_: DayStart| ()).map_err(|error| error.to_string()),
            name if is_list(name) => {
                names(value).iter().try_for_each(|name| check::name("value", name))
            }
            other => Err(format!("there is no preference `{}`", shown(other, 40))),
        }
    }
}

/// Whether the preference called `name` is a list, which another list adds to.
pub(in crate::store) fn is_list(name: &str) -> bool {
    [SKIPPED, READ].contains(&name) || MARKS.contains(&name)
}

/// The names in a list's text.
pub(in crate::store) fn names(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
