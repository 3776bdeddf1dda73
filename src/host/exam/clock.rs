//! How much of the time of an attempt is used: its student is there as long as the browser says so.
//!
//! The page asks for the clock every [`SIGN`], with and without scripts, and each sign of life that
//! comes at least [`KEPT`] after the last record is written to the log. So the log alone says when
//! somebody was there last, whichever host wrote it and whatever happened to it since. After
//! [`ABSENCE`] without a sign the clock stands still until the student resumes.

use std::time::Duration;

use super::attempt::HostedAttempt;
use quizbank::attempt::ClockReading;
use quizbank::model::calendar::{Millis, Moment};

/// How often a page gives a sign of life. Our choice.
pub const SIGN: Duration = Duration::from_secs(20);
/// A sign is written to the log when the last record is older. Our choice.
const KEPT: Millis = Millis(15_000);
/// How long a student may be silent before the clock stands still: three signs. Our choice.
const ABSENCE: Millis = Millis(60_000);
/// The most that counts of a silence that an answer ends: its page was open, and nobody reads a
/// question for longer. Our choice.
const LONGEST: Millis = Millis(600_000);

/// What ends a silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Something that only a person can have done who had the page open all the time.
    Step,
    /// The student returns: what is past [`ABSENCE`] does not count.
    Return,
}

/// What the clocks say when `sign` comes at `now`.
pub(super) fn reading(hosted: &HostedAttempt, now: Moment, sign: Sign) -> ClockReading {
    let last = hosted.attempt.last();
    let counts = match sign {
        _ if hosted.has_left => Millis(0),
        Sign::Step => silence(hosted, now).min(LONGEST),
        Sign::Return => silence(hosted, now).min(ABSENCE),
    };
    ClockReading { used: Millis(last.used.0.saturating_add(counts.0)), wall: now }
}

/// Whether the clock stands still.
pub(super) fn is_paused(hosted: &HostedAttempt, now: Moment) -> bool {
    hosted.has_left || silence(hosted, now) > ABSENCE
}

/// Whether a sign of life at `now` has to be written.
pub(super) fn is_due(hosted: &HostedAttempt, now: Moment) -> bool {
    silence(hosted, now) >= KEPT
}

/// How much of the time is used at `now`.
pub(super) fn used(hosted: &HostedAttempt, now: Moment) -> Millis {
    reading(hosted, now, Sign::Return).used
}

/// How much of the time is left at `now`.
pub(super) fn left(hosted: &HostedAttempt, now: Moment) -> Millis {
    quizbank::attempt::left(hosted.attempt.limit(), used(hosted, now))
}

/// How long nothing was heard.
fn silence(hosted: &HostedAttempt, now: Moment) -> Millis {
    let since = now.0.saturating_sub(hosted.attempt.last().wall.0);
    Millis(u64::try_from(since).unwrap_or_default())
}
