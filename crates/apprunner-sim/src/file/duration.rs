//! Durations of files as simulated time.

use spanned_toml::cursor::Field;
pub(super) use spanned_toml::duration::Zero;
use spanned_toml::duration::{self, of_text};
use spanned_toml::faults::Faults;

use crate::model::time::{SimDuration, SimTime};

/// The duration that `field` names.
pub(super) fn read(field: Field<'_>, zero: Zero, faults: &mut Faults) -> Option<SimDuration> {
    duration::read(field, zero, faults).map(SimDuration::from)
}

/// The instant that `field` names, as the time since the start.
pub(super) fn instant(field: Field<'_>, faults: &mut Faults) -> Option<SimTime> {
    read(field, Zero::Allowed, faults).map(|duration| SimTime::ZERO + duration)
}

/// The instant that `text` names, or why it names none.
pub fn instant_of(text: &str) -> Result<SimTime, String> {
    of_text(text).map(|duration| SimTime::ZERO + SimDuration::from(duration))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_duration_reads_back() {
        for micros in [1, 999, 1_000_001, 86_399_999_999, SimDuration::MAX.as_micros()] {
            let duration = SimDuration::from_micros(micros);
            assert_eq!(of_text(&duration.to_string()).map(SimDuration::from), Ok(duration));
        }
    }
}
