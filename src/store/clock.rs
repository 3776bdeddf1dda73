//! The learner's clock: the one place that asks what time it is, and where.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use quizbank::model::calendar::{Day, Moment, Now};

/// The moment, and the day it is here.
pub fn now() -> Now {
    let here = ZonedDateTime::now();
    Now { at: Moment(here.timestamp().as_millisecond()), day: day(&here) }
}

/// The day that it was here at a moment.
pub fn day_of(moment: Moment) -> Day {
    let there = Timestamp::from_millisecond(moment.0);
    there.map_or(Day::FIRST, |there| day(&there.to_zoned_datetime(TimeZone::system())))
}

fn day(here: &ZonedDateTime) -> Day {
    let date = here.date();
    let day = Day::of(date.year().into(), date.month().into(), date.day().into());
    day.unwrap_or(Day::FIRST)
}
