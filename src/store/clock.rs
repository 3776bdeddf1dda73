//! The learner's clock: the one place that asks what time it is, and where.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use std::time::Duration;

use quizbank::model::calendar::{Day, Moment, Now};

/// The moment, and the day it is here.
pub fn now() -> Now {
    let here = ZonedDateTime::now();
    Now { at: Moment(here.timestamp().as_millisecond()), day: day(&here) }
}

/// No longer than this is a day trusted to go on: a clock may be set, and one that measures
/// a wait may stand still while the machine sleeps. Our choice.
const LOOKS_AGAIN_AFTER: Duration = Duration::from_hours(1);

/// How long it is until the next day here may have begun.
pub fn until_tomorrow() -> Duration {
    let here = ZonedDateTime::now();
    let left = here.tomorrow().and_then(|tomorrow| {
        let left = tomorrow.start_of_day()?.duration_since(&here);
        Duration::try_from(left)
    });
    left.map_or(LOOKS_AGAIN_AFTER, |left| left.min(LOOKS_AGAIN_AFTER))
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
