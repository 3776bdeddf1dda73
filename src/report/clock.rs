//! An instant of a run as a clock shows it.

use apprunner_sim::model::time::{MICROS_PER_SECOND, SimTime};

/// An instant as `mm:ss.d`, with hours and days where there are any.
pub fn clock(at: SimTime) -> String {
    let tenth = at.as_micros() % MICROS_PER_SECOND / 100_000;
    format!("{}.{tenth}", clock_s(at))
}

/// An instant as `mm:ss`, with hours and days where there are any.
pub fn clock_s(at: SimTime) -> String {
    let seconds = at.as_micros() / MICROS_PER_SECOND;
    let (minutes, second) = (seconds / 60, seconds % 60);
    match (minutes / 1_440, minutes / 60 % 24) {
        (0, 0) => format!("{minutes:02}:{second:02}"),
        (0, hours) => format!("{hours}:{:02}:{second:02}", minutes % 60),
        (days, hours) => format!("{days}d {hours}:{:02}:{second:02}", minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_grows_with_the_run() {
        assert_eq!(clock(SimTime::from_micros(151_040_000)), "02:31.0");
        assert_eq!(clock(SimTime::from_secs(3_723)), "1:02:03.0");
        assert_eq!(clock_s(SimTime::from_secs(90_061)), "1d 1:01:01");
    }
}
