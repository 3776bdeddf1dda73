//! What is hard to believe of an attempt whose records fit each other: they show what
//! was written, not how it came about.

use std::collections::BTreeSet;
use std::fmt;

use super::record::{ActionKind, AttemptRecord};
use super::timing::{Gap, clock};
use crate::model::calendar::{Millis, Moment};

/// The least time in which anybody reads a question and answers it. Assumed: 60 words
/// at 1,200 words a minute, several times as fast as people read.
pub const FASTEST_ANSWER: Millis = Millis(3_000);

/// How far two clocks that are right may be apart. Assumed.
const CLOCKS_APART: Millis = Millis(300_000);

/// Something that an honest attempt is unlikely to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Questions that were answered within [`FASTEST_ANSWER`] of being shown.
    TooFast {
        /// Number of such questions.
        fast: usize,
        /// Number of answered questions.
        answered: usize,
    },
    /// The wall clock was set back.
    ClockBack {
        /// The record before which it was, counted from 1.
        record: u64,
        /// By how much.
        by: Millis,
    },
    /// The wall clock went on without the exam's clock.
    Gap {
        /// The record before which it did, counted from 1.
        record: u64,
        /// For how long.
        length: Millis,
    },
    /// A record that lies later than now.
    Future {
        /// The record, counted from 1.
        record: u64,
        /// By how much.
        by: Millis,
    },
}

/// What is implausible about `records`, in their order, read at `now`: each type of
/// the wall clock at its first record that shows it.
pub fn doubts(records: &[AttemptRecord], now: Moment) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let (fast, answered) = answers(records);
    if fast > 0 {
        doubts.push(Doubt::TooFast { fast, answered });
    }
    let gaps = records.windows(2).filter_map(|pair| {
        let [earlier, later] = pair else { return None };
        let wall = later.wall.0.saturating_sub(earlier.wall.0);
        Gap::between(later.sequence, wall, later.used.0.saturating_sub(earlier.used.0))
    });
    doubts.extend(gaps.map(|Gap { sequence: record, length }| {
        let size = Millis(length.unsigned_abs());
        match length {
            ..0 => Doubt::ClockBack { record, by: size },
            _ => Doubt::Gap { record, length: size },
        }
    }));
    let ahead = |record: &AttemptRecord| record.wall.0.saturating_sub(now.0).max(0).unsigned_abs();
    if let Some(first) = records.iter().find(|record| ahead(record) > CLOCKS_APART.0) {
        doubts.push(Doubt::Future { record: first.sequence, by: Millis(ahead(first)) });
    }
    doubts
}

/// How many questions were answered too fast, and how many at all. The time runs from
/// the moment a question was shown to its first answer.
fn answers(records: &[AttemptRecord]) -> (usize, usize) {
    let (mut answered, mut fast) = (BTreeSet::new(), 0);
    let (mut on, mut shown, mut before) = (None, Millis(0), Millis(0));
    for record in records {
        if record.question.is_some() && record.question != on {
            (on, shown) = (record.question, before);
        }
        if record.kind == ActionKind::Go {
            shown = record.used;
        }
        if record.kind == ActionKind::Pick
            && record.question.is_some_and(|question| answered.insert(question))
            && record.used.0.saturating_sub(shown.0) < FASTEST_ANSWER.0
        {
            fast += 1;
        }
        before = record.used;
    }
    (fast, answered.len())
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooFast { fast, answered } => write!(
                f,
                "{fast} of {answered} questions were answered within {} seconds",
                FASTEST_ANSWER.0 / 1000
            ),
            Self::ClockBack { record, by } => {
                write!(
                    f,
                    "the clock of the computer was set back by {} before record {record}",
                    clock(by)
                )
            }
            Self::Gap { record, length } => {
                write!(f, "{} passed unused before record {record}", clock(length))
            }
            Self::Future { record, by } => {
                write!(f, "record {record} is {} in the future", clock(by))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of each: what, on which question, seconds used, seconds of the wall clock.
    fn records(all: &[(ActionKind, Option<usize>, u64, i64)]) -> Vec<AttemptRecord> {
        let record = |(sequence, &(kind, question, used, wall)): (u64, &_)| AttemptRecord {
            sequence,
            used: Millis(used * 1_000),
            wall: Moment(wall * 1_000),
            kind,
            question,
            id: None,
            places: Vec::new(),
            points: None,
            link: String::new(),
        };
        (1..).zip(all).map(record).collect()
    }

    fn reported(all: &[(ActionKind, Option<usize>, u64, i64)], now: i64) -> Vec<String> {
        doubts(&records(all), Moment(now * 1_000)).iter().map(ToString::to_string).collect()
    }

    use ActionKind::{Begin, Go, Pick};

    #[test]
    fn an_attempt_at_a_human_pace_raises_no_doubt() {
        let paced = [
            (Begin, None, 0, 100),
            (Pick, Some(1), 40, 140),
            (Go, Some(2), 42, 142),
            (Pick, Some(2), 45, 145),
            // A second thought takes no time to read.
            (Pick, Some(2), 46, 146),
            (Go, Some(1), 47, 147),
            (Pick, Some(1), 48, 148),
        ];
        assert_eq!(reported(&paced, 148), [""; 0]);
    }

    #[test]
    fn answers_faster_than_reading_are_counted() {
        let fast = [
            (Begin, None, 0, 0),
            (Pick, Some(1), 1, 1),
            (Pick, Some(2), 2, 2),
            (Go, Some(3), 3, 3),
            (Pick, Some(3), 60, 60),
        ];
        assert_eq!(reported(&fast, 60), ["2 of 3 questions were answered within 3 seconds"]);
    }

    #[test]
    fn a_wall_clock_that_jumps_either_way_is_told() {
        let back = [(Begin, None, 0, 9_000), (Pick, Some(1), 40, 5_440)];
        assert_eq!(
            reported(&back, 9_000),
            ["the clock of the computer was set back by 1:00:00 before record 2"]
        );
        let gap = [(Begin, None, 0, 0), (Pick, Some(1), 40, 40 + 16 * 86_400)];
        assert_eq!(reported(&gap, 2_000_000), ["384:00:00 passed unused before record 2"]);
    }

    #[test]
    fn what_lies_in_the_future_is_told_once() {
        let ahead = [(Begin, None, 0, 7_200), (Pick, Some(1), 40, 7_240)];
        assert_eq!(reported(&ahead, 0), ["record 1 is 2:00:00 in the future"]);
        assert_eq!(reported(&ahead, 7_000), [""; 0], "clocks differ a little");
    }
}
