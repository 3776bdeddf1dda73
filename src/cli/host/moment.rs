//! A time of day or a date with a time, as an instructor types it.

use std::str::FromStr;

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use quizbank::model::calendar::Moment;

/// A moment, by the clock of this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TypedMoment(pub(super) Moment);

/// A text that is no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time; use the format 14:30 for today, or 2026-12-20T14:30")]
pub(super) struct NoMoment(String);

impl FromStr for TypedMoment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let wrong = || NoMoment(text.to_owned());
        let here = if let Ok(moment) = text.parse::<DateTime>() {
            moment
        } else {
            let time = text.parse::<Time>().map_err(|_| wrong())?;
            ZonedDateTime::now().date().to_datetime(time)
        };
        let moment = here.to_zoned_datetime(TimeZone::system()).map_err(|_| wrong())?;
        Ok(Self(Moment(moment.timestamp().as_millisecond())))
    }
}

/// `moment` by the clock of this computer: `2026-12-20 14:30`.
pub(super) fn shown(moment: Moment) -> String {
    let there = Timestamp::from_millisecond(moment.0).unwrap_or_default();
    there.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_today_and_a_date_is_a_date() {
        let moment = |text: &str| text.parse::<TypedMoment>().map(|TypedMoment(it)| shown(it));
        assert_eq!(moment("2026-12-20T14:30"), Ok("2026-12-20 14:30".to_owned()));
        let today = ZonedDateTime::now().date();
        assert_eq!(moment("14:30"), Ok(format!("{today} 14:30")));
        for wrong in ["", "noon", "25:00", "2026-13-01T10:00"] {
            assert!(moment(wrong).is_err(), "{wrong}");
        }
    }
}
