//! The learner's clock: the one place that asks what time it is, and where.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

use quizbank::model::calendar::{Day, Moment, Now};

/// The moment, and the day it is here.
pub fn now() -> Now {
    now_from(DayStart::default())
}

/// The moment, and the day it is for a learner whose days begin at `start`.
pub fn now_from(start: DayStart) -> Now {
    let here = ZonedDateTime::now();
    Now { at: Moment(here.timestamp().as_millisecond()), day: day(&start.before(&here)) }
}

/// The hour at which a new day of study begins: from 0 to 23, 0 unless set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayStart(u8);

/// No hour of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day starts at an hour from 0 to 23, for example `4`")]
pub struct NoHour;

impl FromStr for DayStart {
    type Err = NoHour;

    fn from_str(text: &str) -> Result<Self, NoHour> {
        text.parse().ok().filter(|hour| *hour < 24).map(Self).ok_or(NoHour)
    }
}

impl fmt::Display for DayStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl DayStart {
    /// The time by the clock of somebody whose days begin at midnight.
    fn before(self, here: &ZonedDateTime) -> ZonedDateTime {
        here.checked_sub(SignedDuration::from_hours(self.0.into())).unwrap_or_else(|_| here.clone())
    }
}

/// No longer than this is a day trusted to go on: a clock may be set, and one that measures
/// a wait may stand still while the machine sleeps. Our choice.
const LOOKS_AGAIN_AFTER: Duration = Duration::from_hours(1);

/// How long it is until the next day of days that begin at `start` may have begun.
pub fn until_tomorrow(start: DayStart) -> Duration {
    let here = start.before(&ZonedDateTime::now());
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
