//! Durations of files as simulated time.

use spanned_toml::duration::{self, Zero};
use spanned_toml::field::Field;

use crate::model::time::{SimDuration, SimTime};

/// Reads a duration.
pub(super) fn read(field: Field<'_>) -> SimDuration {
    duration::read(field, Zero::Allowed).into()
}

/// Reads a duration that is more than no time.
pub(super) fn some_time(field: Field<'_>) -> SimDuration {
    duration::read(field, Zero::Refused).into()
}

/// Reads an instant, as the time since the start.
pub(super) fn instant(field: Field<'_>) -> SimTime {
    SimTime::ZERO + read(field)
}

/// Reads the instant that `text` names.
///
/// # Errors
///
/// Why it names none.
pub fn instant_of(text: &str) -> Result<SimTime, String> {
    duration::of_text(text).map(|duration| SimTime::ZERO + SimDuration::from(duration))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_duration_reads_back() {
        for micros in [1, 999, 1_000_001, 86_399_999_999, SimDuration::MAX.as_micros()] {
            let duration = SimDuration::from_micros(micros);
            let read = duration::of_text(&duration.to_string()).map(SimDuration::from);
            assert_eq!(read, Ok(duration));
        }
    }
}
