//! The time of an attempt: how much is left, what is said of it on the way, and
//! where it stood still.

use crate::model::calendar::Millis;

/// A wall clock that went on for so much longer than the time used was not
/// watched by anybody: a gap. Our choice.
const TOLERANCE: Millis = Millis(5_000);

/// Something to say about the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// This number of minutes is left.
    Left(u64),
    /// None is.
    Over,
}

/// The minutes left at which something is said.
const REMINDERS: [u64; 2] = [30, 5];

/// What is to be said when the time used goes on from `from` to `to`. Only the
/// last of several at once.
pub fn notice(limit: Millis, from: Millis, to: Millis) -> Option<Notice> {
    let passes = |mark: u64| from.0 < mark && mark <= to.0;
    if passes(limit.0) {
        return Some(Notice::Over);
    }
    let reported = REMINDERS.into_iter().rev();
    let mut crossed =
        reported.filter(|minutes| limit.0.checked_sub(minutes * 60_000).is_some_and(passes));
    crossed.next().map(Notice::Left)
}

/// When something is to be said next, once `used` is; `None` when all was said.
pub fn next_notice(limit: Millis, used: Millis) -> Option<Millis> {
    let reported =
        REMINDERS.into_iter().filter_map(|minutes| limit.0.checked_sub(minutes * 60_000));
    reported.chain([limit.0]).find(|mark| *mark > used.0).map(Millis)
}

/// The time that was not used and passed all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The record that ends it.
    pub sequence: u64,
    /// Milliseconds by the wall clock; below zero where that was set back.
    pub length: i64,
}

impl Gap {
    /// The gap between two records, where there is one.
    pub fn between(sequence: u64, wall: i64, used: u64) -> Option<Self> {
        let used = i64::try_from(used).unwrap_or(i64::MAX);
        let length = wall.saturating_sub(used);
        (length.unsigned_abs() > TOLERANCE.0).then_some(Self { sequence, length })
    }
}

/// What is left of `limit`, so that this and the time used, both in whole seconds,
/// make the whole.
pub fn left(limit: Millis, used: Millis) -> Millis {
    Millis(limit.0.saturating_sub(used.0 / 1_000 * 1_000))
}

/// A time as `1:02:03` or `4:05`, whole seconds, rounded down.
pub fn clock(time: Millis) -> String {
    let seconds = time.0 / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Millis = Millis(130 * 60_000);

    fn minutes(minutes: u64) -> Millis {
        Millis(minutes * 60_000)
    }

    #[test]
    fn thirty_and_five_minutes_and_the_end_are_told_once() {
        let reported = |from, to| notice(LIMIT, minutes(from), minutes(to));
        assert_eq!(reported(0, 99), None);
        assert_eq!(reported(99, 100), Some(Notice::Left(30)));
        assert_eq!(reported(100, 101), None);
        assert_eq!(reported(124, 126), Some(Notice::Left(5)));
        assert_eq!(reported(129, 130), Some(Notice::Over));
        assert_eq!(reported(130, 140), None);
    }

    #[test]
    fn of_several_at_once_the_last_is_told() {
        assert_eq!(notice(LIMIT, minutes(0), minutes(126)), Some(Notice::Left(5)));
        assert_eq!(notice(LIMIT, minutes(0), minutes(200)), Some(Notice::Over));
    }

    #[test]
    fn a_short_limit_has_no_notice_of_thirty_minutes() {
        assert_eq!(notice(minutes(20), minutes(0), minutes(1)), None);
        assert_eq!(notice(minutes(20), minutes(0), minutes(15)), Some(Notice::Left(5)));
    }

    #[test]
    fn the_next_notice_is_the_first_one_ahead() {
        let next = |used| next_notice(LIMIT, minutes(used));
        assert_eq!(next(0), Some(minutes(100)));
        assert_eq!(next(100), Some(minutes(125)));
        assert_eq!(next(129), Some(LIMIT));
        assert_eq!(next(130), None);
        assert_eq!(next_notice(minutes(20), Millis(0)), Some(minutes(15)));
    }

    #[test]
    fn a_gap_is_more_than_the_tolerance_either_way() {
        assert_eq!(Gap::between(2, 6_000, 1_000), None);
        assert_eq!(Gap::between(2, 6_001, 1_000), Some(Gap { sequence: 2, length: 5_001 }));
        assert_eq!(Gap::between(2, -9_000, 1_000), Some(Gap { sequence: 2, length: -10_000 }));
    }

    #[test]
    fn used_and_left_make_the_whole_on_every_clock() {
        let reported = |used| (clock(Millis(used)), clock(left(LIMIT, Millis(used))));
        assert_eq!(reported(0), ("0:00".to_owned(), "2:10:00".to_owned()));
        assert_eq!(reported(7_499_999), ("2:04:59".to_owned(), "5:01".to_owned()));
        assert_eq!(reported(7_500_000), ("2:05:00".to_owned(), "5:00".to_owned()));
        assert_eq!(left(LIMIT, minutes(131)), Millis(0));
    }

    #[test]
    fn a_clock_shows_hours_only_where_there_are_some() {
        assert_eq!(clock(Millis(65_999)), "1:05");
        assert_eq!(clock(Millis(3_723_000)), "1:02:03");
    }
}
