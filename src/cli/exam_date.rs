//! The day of the exam, as it is typed and kept.

use std::str::FromStr;

use anyhow::bail;

use crate::store::{Store, clock};
use quizbank::model::calendar::{Day, NoDay};

/// A day of the exam, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ExamDate(Option<Day>);

impl FromStr for ExamDate {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        if text == "none" { Ok(Self(None)) } else { text.parse().map(|day| Self(Some(day))) }
    }
}

/// Keeps the day in `store`.
///
/// # Errors
///
/// Without a store, for a day that is past, or when the store cannot be written.
pub(super) fn keep(store: Option<&mut Store>, ExamDate(exam): ExamDate) -> anyhow::Result<()> {
    let Some(store) = store else {
        bail!("the exam date is kept with the answers, and nothing is kept here");
    };
    if let Some(day) = exam.filter(|day| *day < clock::now().day) {
        bail!("the exam cannot be on {day}, which is past; `none` takes the day away");
    }
    Ok(store.set_exam_date(exam)?)
}
