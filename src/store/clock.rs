//! The learner's clock: the one place that asks what time it is, and where.

use jiff::ZonedDateTime;

use crate::model::calendar::{Day, Moment, Now};

/// The moment, and the day it is here.
pub fn now() -> Now {
    let here = ZonedDateTime::now();
    let date = here.date();
    let day = Day::of(date.year().into(), date.month().into(), date.day().into());
    Now { at: Moment(here.timestamp().as_millisecond()), day: day.unwrap_or(Day::FIRST) }
}
