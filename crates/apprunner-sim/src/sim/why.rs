//! Why something happened: the rule that triggered it, with its numbers.
//!
//! The engine records figures; the sentence is made when somebody reads it.

use std::fmt;

use super::event::InstanceId;
use super::instance::CheckAnswer;
use crate::model::service::Protocol;
use crate::model::time::SimDuration;

/// The reason of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// In words already.
    Text(String),
    /// A rule without numbers.
    Rule(&'static str),
    /// Demand asks for more instances than there are.
    Demand {
        /// In service, waiting, and the arrival at hand.
        demand: u32,
        /// Of which the traffic refused in the last period would be in service.
        refused: u32,
        /// Slots that the autoscaler counts on, per instance.
        slots: f64,
        /// Instances so far.
        from: u32,
        /// Instances wanted.
        to: u32,
        /// The most that the service may have.
        max_size: u32,
    },
    /// The highest demand of a while fits into fewer instances.
    Fits {
        /// The highest demand of that while.
        demand: u32,
        /// How long.
        within: SimDuration,
        /// Instances so far.
        from: u32,
        /// Instances wanted.
        to: u32,
    },
    /// A state lasts about this long.
    Takes {
        /// What happens meanwhile.
        what: &'static str,
        /// How long.
        time: SimDuration,
    },
    /// Enough checks passed.
    Passed {
        /// Consecutive passes.
        passes: u32,
        /// From launch to ready.
        cold_start: SimDuration,
    },
    /// A check failed.
    CheckFailed {
        /// Which consecutive failure it is.
        failures: u32,
        /// How many make the instance unhealthy; none while it starts.
        threshold: Option<u32>,
        /// What was asked for.
        probe: CheckedFor,
        /// What came.
        answer: Answered,
    },
    /// Too many checks failed.
    Unhealthy {
        /// Consecutive failures.
        failures: u32,
        /// What was asked for.
        probe: CheckedFor,
        /// What came last.
        answer: Answered,
        /// Requests that failed with 502.
        lost: u32,
    },
    /// One instance takes the place of another.
    Replaces {
        /// The one that is gone.
        gone: InstanceId,
    },
    /// A process ended.
    Crashed {
        /// Why.
        cause: &'static str,
        /// Requests that failed with 502.
        lost: u32,
    },
    /// An instance was not ready in time.
    TooSlow {
        /// The limit.
        limit: SimDuration,
        /// What kept it.
        cause: &'static str,
    },
    /// Requests are refused.
    Refused {
        /// With this status.
        status: u16,
        /// Because of this.
        cause: &'static str,
        /// In service at that moment.
        held: u32,
        /// Waiting at that moment.
        waiting: u32,
    },
    /// Refusals have ended.
    RefusedInAll {
        /// How many since they began.
        count: u64,
    },
}

/// What a health check asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedFor {
    /// TCP or HTTP.
    pub protocol: Protocol,
    /// The path, or the port in words.
    pub target: String,
}

/// What a health check got.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answered {
    pub(super) answer: CheckAnswer,
    pub(super) timeout: SimDuration,
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.answer {
            CheckAnswer::Accepted => f.write_str("accepted"),
            CheckAnswer::Refused => f.write_str("connection refused"),
            CheckAnswer::Status(status) => write!(f, "{status}"),
            CheckAnswer::NoAnswer => write!(f, "no answer in {}", self.timeout),
        }
    }
}

impl fmt::Display for CheckedFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.target)
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Rule(rule) => f.write_str(rule),
            Self::Demand { demand, refused, slots, from, to, max_size } => {
                write!(f, "demand {demand}")?;
                if *refused > 0 {
                    write!(f, " ({refused} of it refused traffic)")?;
                }
                write!(f, " over {slots} slots an instance: {from} → {to}")?;
                if to == max_size {
                    write!(f, ", the maximum size")?;
                }
                Ok(())
            }
            Self::Fits { demand, within, from, to } => {
                write!(f, "demand was at most {demand} for {within}: {from} → {to}")
            }
            Self::Takes { what, time } => write!(f, "{what} takes {}", Short(*time)),
            Self::Passed { passes, cold_start } => {
                let checks = count(*passes, "check");
                write!(f, "{checks} passed, {} after launch", Short(*cold_start))
            }
            Self::CheckFailed { failures, threshold, probe, answer } => {
                write!(f, "{probe}: {answer}; failure {failures}")?;
                match threshold {
                    Some(threshold) => write!(f, " of {threshold} in a row"),
                    None => f.write_str(" before it was ever ready"),
                }
            }
            Self::Unhealthy { failures, probe, answer, lost } => {
                write!(f, "{failures} consecutive failed checks on {probe} ({answer})")?;
                lost_requests(f, *lost)
            }
            Self::Replaces { gone } => write!(f, "replaces instance {gone}"),
            Self::Crashed { cause, lost } => {
                f.write_str(cause)?;
                lost_requests(f, *lost)
            }
            Self::TooSlow { limit, cause } => write!(f, "not ready within {limit}: {cause}"),
            Self::Refused { status, cause, held, waiting } => {
                write!(f, "{status}: {cause} ({held} in service, {waiting} waiting)")
            }
            Self::RefusedInAll { count: refused } => {
                write!(f, "{refused} refused since it began; none for a second")
            }
        }
    }
}

/// A duration to the millisecond: `3.084 s`.
struct Short(SimDuration);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.3}", self.0.as_secs_f64());
        write!(f, "{} s", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

fn lost_requests(f: &mut fmt::Formatter<'_>, lost: u32) -> fmt::Result {
    if lost == 0 {
        return Ok(());
    }
    write!(f, "; {} on it failed with 502", count(lost, "request"))
}

fn count(number: u32, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
