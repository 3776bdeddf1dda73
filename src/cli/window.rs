//! The part of a run that counts: `5m..10m`.

use std::fmt;
use std::str::FromStr;

use anyhow::{anyhow, bail};

use apprunner_sim::file::duration;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;

/// Requests that arrive between two instants, and what adds up over that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    from: SimTime,
    until: SimTime,
}

impl FromStr for Window {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (from, until) = text
            .split_once("..")
            .ok_or_else(|| anyhow!("a window has a start and an end, such as `5m..10m`"))?;
        let instant = |text: &str| duration::instant_of(text.trim()).map_err(|why| anyhow!(why));
        let window = Self { from: instant(from)?, until: instant(until)? };
        if window.from >= window.until {
            bail!("the window ends before it begins");
        }
        Ok(window)
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since_start = |at: SimTime| at.since(SimTime::ZERO);
        write!(f, "{}..{}", since_start(self.from), since_start(self.until))
    }
}

impl Window {
    /// `scenario` as far as `window` needs it: it ends with the window, and what comes before
    /// the window is warm-up.
    pub(super) fn apply(window: Option<Self>, mut scenario: Scenario) -> anyhow::Result<Scenario> {
        let Some(window) = window else { return Ok(scenario) };
        let end = SimTime::ZERO + scenario.duration;
        if window.until > end {
            bail!("the window {window} ends after the scenario, which lasts {}", scenario.duration);
        }
        scenario.measured_from = window.from;
        scenario.duration = window.until.since(SimTime::ZERO);
        scenario.actions.retain(|action| action.at <= window.until);
        scenario.story.stops.retain(|stop| stop.at <= window.until);
        Ok(scenario)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_two_instants_in_order() {
        let window: Window = "5m..10m".parse().unwrap();
        assert_eq!(window.to_string(), "5m..10m");
        assert_eq!("0s..1m30s".parse::<Window>().unwrap().to_string(), "0s..1m30s");
        for text in ["", "5m", "5m..", "..5m", "5m..5m", "10m..5m", "5..10", "5m...10m", "-1s..1s"]
        {
            assert!(text.parse::<Window>().is_err(), "{text}");
        }
    }
}
