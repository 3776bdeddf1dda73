//! The learner's time: moments, days and what a clock says, handed in from
//! outside. It has nothing to do with simulated time, and no clock is asked here.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A moment, as milliseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// How long something took, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Millis(pub u64);

/// A day of the calendar, as days since 1970-01-01. Which day a moment falls
/// on is for the learner's own clock to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(try_from = "Cow<'_, str>", into = "String")]
pub struct Day(i32);

/// What the learner's clock says: the moment, and the day it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Now {
    /// The moment.
    pub at: Moment,
    /// The day at the learner's place.
    pub day: Day,
}

/// A text that is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; use the format 2026-12-20")]
pub struct NoDay(String);

impl Day {
    /// The first day that is counted: 1970-01-01.
    pub const FIRST: Self = Self(0);
    /// The last day that four digits of a year can say.
    pub const LAST: Self = Self(2_932_896);

    /// The day that has this many before it since 1970; `None` outside of
    /// [`Self::FIRST`] to [`Self::LAST`].
    pub fn new(number: i32) -> Option<Self> {
        (Self::FIRST.0..=Self::LAST.0).contains(&number).then_some(Self(number))
    }

    /// How many days it is after 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day `days` later; the last one there is where that is too far.
    #[must_use]
    pub fn after(self, days: u32) -> Self {
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        Self(self.0.saturating_add(days).min(Self::LAST.0))
    }

    /// Days from `earlier` to this one; none when it is later.
    pub fn since(self, earlier: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0)).unwrap_or_default()
    }

    /// The day of the week: `Mon` to `Sun`.
    pub fn weekday(self) -> &'static str {
        // 1970-01-01 was a Thursday.
        match self.0.rem_euclid(7) {
            0 => "Thu",
            1 => "Fri",
            2 => "Sat",
            3 => "Sun",
            4 => "Mon",
            5 => "Tue",
            _ => "Wed",
        }
    }

    /// The day of a date of the Gregorian calendar, if there is one.
    pub fn of(year: i32, month: i32, day: i32) -> Option<Self> {
        if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day)
        {
            return None;
        }
        let counted = Self::new(days_before(year, month) + day - 1)?;
        (counted.date() == (year, month, day)).then_some(counted)
    }

    /// Year, month and day of the month.
    pub fn date(self) -> (i32, i32, i32) {
        let mut year = 1970 + self.0 / 366;
        while days_before(year + 1, 1) <= self.0 {
            year += 1;
        }
        let month = (1..=12).rev().find(|&month| days_before(year, month) <= self.0).unwrap_or(1);
        (year, month, self.0 - days_before(year, month) + 1)
    }
}

/// Days from 1970-01-01 to the first of `month`.
fn days_before(year: i32, month: i32) -> i32 {
    const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let past = year - 1;
    let leap_days = past / 4 - past / 100 + past / 400 - 477;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let before = usize::try_from(month - 1).ok().and_then(|index| BEFORE.get(index));
    (year - 1970) * 365
        + leap_days
        + before.copied().unwrap_or_default()
        + i32::from(is_leap && month > 2)
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<Cow<'_, str>> for Day {
    type Error = NoDay;

    fn try_from(text: Cow<'_, str>) -> Result<Self, NoDay> {
        text.parse()
    }
}

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let no_day =
            || NoDay(text.chars().filter(|letter| !letter.is_control()).take(40).collect());
        let shape: Vec<&str> = text.split('-').collect();
        let [year, month, day] = shape[..] else { return Err(no_day()) };
        let is_shaped = [(year, 4), (month, 2), (day, 2)].iter().all(|(part, length)| {
            part.len() == *length && part.bytes().all(|it| it.is_ascii_digit())
        });
        let number = |part: &str| part.parse::<i32>().unwrap_or_default();
        let day = is_shaped.then(|| Self::of(number(year), number(month), number(day)));
        day.flatten().ok_or_else(no_day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn known_days_have_their_numbers() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("1972-02-29", 789),
            ("2000-02-29", 11_016),
            ("2026-11-23", 20_780),
            ("9999-12-31", Day::LAST.0),
        ] {
            assert_eq!(day(text).number(), number, "{text}");
            assert_eq!(day(text).to_string(), text);
        }
    }

    #[test]
    fn every_day_is_written_and_read_back() {
        let mut before = day("1999-12-31");
        for number in before.number() + 1..40_000 {
            let here = Day::new(number).unwrap();
            assert_eq!(day(&here.to_string()), here);
            assert_eq!((before.after(1), here.since(before), before.since(here)), (here, 1, 0));
            before = here;
        }
    }

    #[test]
    fn the_day_of_the_week_is_right() {
        assert_eq!([day("2026-11-23"), day("2000-02-29")].map(Day::weekday), ["Mon", "Tue"]);
    }

    #[test]
    fn what_is_no_day_is_told() {
        for text in
            ["", "2026-13-01", "2026-02-29", "2026-1-1", "20261220", "1969-12-31", "2026-12-+1"]
        {
            let message = text.parse::<Day>().unwrap_err().to_string();
            assert_eq!(message, format!("`{text}` is not a date; use the format 2026-12-20"));
        }
    }
}
