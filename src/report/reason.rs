//! The reasons of events in sentences: what the engine knows as a rule with its
//! numbers, for people.

use std::fmt;

use super::clock::clock;
use super::number;
use apprunner_sim::model::application::Shutdown;
use apprunner_sim::model::assume::FirstCheck;
use apprunner_sim::model::service::Protocol;
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::sim::operation::{OperationKind, ServiceStatus};
use apprunner_sim::sim::reason::{
    CheckResult, Crash, FailedCheck, OperationOutcome, Plan, Reason, Rejection, Rule, StartFault,
    StopEnd,
};
use spanned_toml::faults::counted;

/// Writes a reason as a sentence, without a full stop.
pub struct Sentence<'a>(pub &'a Reason);

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Rule(rule) => f.write_str(rule_text(*rule)),
            Reason::RunBegins(status) => write!(f, "{status} at the start of the run"),
            Reason::Stuck(length) => {
                write!(f, "operations make no progress for {}", short(*length))
            }
            Reason::NoSuchOperation(operation) => {
                write!(f, "{operation}: ECS Express Mode has no such operation")
            }
            Reason::StatusBy(status, by) => write!(f, "{status}, because of {by}"),
            Reason::Started(operation, plan) => write_start(f, *operation, *plan),
            Reason::Ended(operation, status, outcome) => {
                write!(f, "{operation} {status}: ")?;
                write_outcome(f, outcome)
            }
            Reason::NotAllowed { .. } => write_refusal(f, self.0),
            Reason::AutoDeploymentOff(version) => {
                write!(f, "push of {version}: automatic deployments are off, nothing is deployed")
            }
            Reason::MinimumSize(size) => write!(f, "the minimum size is {size}"),
            Reason::MaximumSize(size) => write!(f, "the maximum size is {size}"),
            Reason::FirstInstances(operation) => write!(f, "{operation}"),
            Reason::NewVersion(name) => write!(f, "starts version {name}"),
            Reason::SecondSet(name) => write!(f, "second set with version {name}"),
            Reason::Replaces(gone) => write!(f, "replaces instance {gone}"),
            Reason::ApplicationStart(time) => {
                write!(f, "the application needs {} to start", short(*time))
            }
            Reason::CannotStart(fault) => f.write_str(fault_text(*fault)),
            Reason::ChecksBegin { first, passes, interval } => {
                f.write_str(match first {
                    FirstCheck::AtOnce => "the first check is sent when the application listens",
                    FirstCheck::AfterInterval => {
                        "the first check is sent one interval after the application listens"
                    }
                })?;
                write!(f, "; {passes} must pass, every {interval}")
            }
            Reason::Passed { passes, cold_start } => {
                let checks = counted(*passes, "check");
                write!(f, "{checks} passed, {} after launch", short(*cold_start))
            }
            Reason::TooSlow(limit, fault) => {
                write!(f, "not ready within {limit}: {}", fault_text(*fault))
            }
            Reason::Surplus(time) => {
                write!(f, "surplus instances are removed after {}", short(*time))
            }
            Reason::ReplacedBy(id) => write!(f, "instance {id} replaces it"),
            Reason::DrainedTooLong(lost) => {
                f.write_str("it was draining for longer than the request limit")?;
                write_lost(f, *lost)
            }
            Reason::Signaled { .. } | Reason::Stopped { .. } => write_stop(f, self.0),
            Reason::Crashed(crash, lost) => {
                f.write_str(crash_text(*crash))?;
                write_lost(f, *lost)
            }
            Reason::CheckFailed { failures, threshold, check } => {
                write_target(f, check)?;
                write!(f, ": {}; failure {failures}", Result(check))?;
                match threshold {
                    Some(threshold) => write!(f, " of {threshold} in a row"),
                    None => f.write_str(", not ready yet"),
                }
            }
            Reason::Unhealthy { failures, check, lost } => {
                write!(f, "{failures} consecutive failed checks on ")?;
                write_target(f, check)?;
                write!(f, " ({})", Result(check))?;
                write_lost(f, *lost)
            }
            Reason::OverQuota { .. }
            | Reason::DemandExceeds { .. }
            | Reason::DemandFits { .. }
            | Reason::TargetMissed { .. }
            | Reason::Shifted { .. } => write_scaling(f, self.0),
            Reason::Rejected { status, cause, held, waiting } => {
                let cause = rejection_text(*cause);
                write!(f, "{status}: {cause} ({held} in progress, {waiting} waiting)")
            }
            Reason::NoneRejectedSince { last, count } => write_last(f, last, *count),
            Reason::Set(setting) => write!(f, "{setting}"),
            Reason::Said(text) => f.write_str(text),
        }
    }
}

/// Writes a reason as [`Sentence`] does, its times as a clock beside it shows them.
pub struct ClockedSentence<'a>(pub &'a Reason);

impl fmt::Display for ClockedSentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::NoneRejectedSince { last, count } => write_last(f, clock(*last), *count),
            reason => Sentence(reason).fmt(f),
        }
    }
}

/// Writes when the last of `count` requests was rejected.
fn write_last(f: &mut fmt::Formatter<'_>, last: impl fmt::Display, count: u64) -> fmt::Result {
    write!(f, "none for one second, the last at {last}; {count} rejected in total")
}

/// Writes why an operation is rejected.
fn write_refusal(f: &mut fmt::Formatter<'_>, reason: &Reason) -> fmt::Result {
    let Reason::NotAllowed { operation, version, needs, status } = reason else { return Ok(()) };
    if *status == ServiceStatus::Active {
        return write!(
            f,
            "{operation}: a deployment is in progress; concurrent deployments are not simulated"
        );
    }
    // The API lists no InvalidStateException for StartDeployment; users report the other.
    let error = match operation {
        OperationKind::StartDeployment => "InvalidRequestException",
        _ => "InvalidStateException",
    };
    write!(f, "{error}: {operation}")?;
    if let Some(version) = version {
        write!(f, " of {version}")?;
    }
    write!(f, " requires a service in status {needs}; this service is in status {status}")
}

/// Writes what SIGTERM meets, and how the process ended.
fn write_stop(f: &mut fmt::Formatter<'_>, reason: &Reason) -> fmt::Result {
    match reason {
        Reason::Signaled { shutdown, grace, held } => {
            write!(f, "SIGTERM with {}; ", counted(*held, "active request"))?;
            match shutdown {
                Shutdown::Drain => f.write_str("the application completes them")?,
                Shutdown::Within(time) if time.is_zero() => {
                    f.write_str("the application exits immediately")?;
                }
                Shutdown::Within(time) => {
                    write!(f, "the application exits within {}", short(*time))?;
                }
                Shutdown::Ignore => f.write_str("the application does not handle it")?,
            }
            write!(f, ", SIGKILL follows after {}", short(*grace))
        }
        Reason::Stopped { end, lost } => {
            f.write_str(match end {
                StopEnd::Exit => "the application exited after SIGTERM",
                StopEnd::Kill => "SIGKILL: the grace period is over",
            })?;
            write_lost(f, *lost)
        }
        _ => Ok(()),
    }
}

/// Writes why the number of instances or their traffic changes, or does not.
fn write_scaling(f: &mut fmt::Formatter<'_>, reason: &Reason) -> fmt::Result {
    match reason {
        Reason::DemandExceeds { demand, rejected, slots, from, to, max_size } => {
            write!(f, "demand {}", hundredths(*demand))?;
            if *rejected > 0.0 {
                write!(f, " ({} of it rejected traffic)", hundredths(*rejected))?;
            }
            write!(f, " at concurrency {slots} per instance: {from} → {to}")?;
            f.write_str(if to == max_size { ", the maximum size" } else { "" })
        }
        Reason::DemandFits { demand, within, from, to } => {
            let demand = hundredths(*demand);
            write!(f, "demand was at most {demand} for {within}: {from} → {to}")
        }
        Reason::TargetMissed { metric, value, target, from, to } => {
            let value = hundredths(*value);
            write!(f, "{metric} {value} against a target of {target}: {from} → {to}")
        }
        Reason::OverQuota { needed_millis, used_millis, quota } => {
            let needed = f64::from(*needed_millis) / 1e3;
            let used = *used_millis as f64 / 1e3;
            write!(
                f,
                "unable to place a task of {needed} vCPU: tasks have {used} of the {quota} vCPUs \
                 that the account can run at the same time"
            )
        }
        Reason::Shifted { version, share } => {
            write!(f, "{} % of the traffic goes to version {version}", hundredths(share * 100.0))
        }
        _ => Ok(()),
    }
}

/// A demand to two places, as short as it can be written.
fn hundredths(demand: f64) -> f64 {
    (demand * 100.0).round() / 100.0
}

fn write_start(f: &mut fmt::Formatter<'_>, operation: OperationKind, plan: Plan) -> fmt::Result {
    write!(f, "{operation}: ")?;
    match plan {
        Plan::FirstInstances => f.write_str("the first instances start"),
        Plan::AtOnce => f.write_str("the auto scaling configuration applies immediately"),
        Plan::Rolling => {
            f.write_str("rolling: a new instance must be healthy before an old one drains")
        }
        Plan::SecondSet(size) => write!(f, "a second set of {size} starts beside the first"),
        Plan::Canary(size) => {
            write!(f, "a second set of {size} starts; then traffic shifts in two steps")
        }
        Plan::Pausing => f.write_str("every request gets a 503 response from now on"),
    }
}

fn write_outcome(f: &mut fmt::Formatter<'_>, outcome: &OperationOutcome) -> fmt::Result {
    f.write_str(match outcome {
        OperationOutcome::AllHealthy => "every instance is healthy",
        OperationOutcome::AtOnce => "the auto scaling configuration applies immediately",
        OperationOutcome::AllReplaced => "every instance is replaced",
        OperationOutcome::RolledBack => "the old version receives the traffic again",
        OperationOutcome::Switched => "the second set is healthy and receives all traffic",
        OperationOutcome::OldVersionServes(name) => {
            return write!(
                f,
                "version {name} was not healthy in time; the old version still receives the traffic"
            );
        }
        OperationOutcome::OldSetServes(name) => {
            return write!(
                f,
                "version {name} was not healthy in time; the old set still receives the traffic"
            );
        }
        OperationOutcome::AlarmRaised(name, rate) => {
            return write!(
                f,
                "the rollback alarm measured {} % errors (over 1 %) with version {name}; the old \
                 version receives the traffic again",
                hundredths(*rate)
            );
        }
        OperationOutcome::BreakerOpened(name, failures) => {
            let tasks = counted(*failures, "task");
            return write!(
                f,
                "{tasks} of version {name} failed: the circuit breaker opened, the old version \
                 receives the traffic"
            );
        }
        OperationOutcome::NotHealthyInTime => "an instance was not healthy within the start limit",
        OperationOutcome::NothingLeft => "no instance is left; compute costs nothing",
    })
}

fn rule_text(rule: Rule) -> &'static str {
    match rule {
        Rule::ScaleOut => "scale-out: demand requires it",
        Rule::StartRetried => "retry: the last instance failed to start",
        Rule::DrainTakenBack => "its drain is canceled",
        Rule::Demanded => "demand requires it",
        Rule::NotDemanded => {
            "no demand requires it: memory stays provisioned, the CPU is throttled"
        }
        Rule::DemandFell => {
            "demand requires fewer instances: memory stays provisioned, the CPU is throttled"
        }
        Rule::NoFreeInstance => "a request found no active instance below its concurrency limit",
        Rule::TrafficMovesHere => "traffic shifts to it",
        Rule::JoinsProvisioned => "it joins as a provisioned instance",
        Rule::NewestFirst => "scale-in removes the newest instance first",
        Rule::TrafficMovedAway => "traffic has shifted to the second set",
        Rule::Pausing => "the service is being paused",
        Rule::HoldsNothing => "it has no active requests",
        Rule::LastRequestEnded => "its last request has ended",
        Rule::OperationFailed => "the operation failed",
        Rule::VersionFailed => "its version failed",
        Rule::ProcessEnded => "its process has ended",
        Rule::WasUnhealthy => "unhealthy instances are replaced",
        Rule::Hangs => "from now on it accepts connections but does not respond",
        Rule::PassedAgain => "the first passed check after a failure; the failure count is 0 again",
    }
}

fn rejection_text(cause: Rejection) -> &'static str {
    match cause {
        Rejection::Paused => "the service is paused or not created",
        Rejection::NoneReady => "no instance is ready",
        Rejection::NoneComing => "no instance is ready or starting",
        Rejection::NoTarget => "no target is registered",
        Rejection::ConnectionRefused => {
            "no target is healthy, and the chosen target did not accept the connection"
        }
        Rejection::Overload => "every instance is at its concurrency limit",
    }
}

fn crash_text(crash: Crash) -> &'static str {
    match crash {
        Crash::Scheduled => "its process ended",
        Crash::OutOfMemory => "the application ran out of memory",
        Crash::Unexplained => "it was lost without a known cause",
    }
}

fn fault_text(fault: StartFault) -> &'static str {
    match fault {
        StartFault::NotPullable => "the image cannot be pulled with the access role",
        StartFault::WrongArchitecture => {
            "exec format error: the image is built for arm64, the service runs x86-64"
        }
        StartFault::TooBig => "the application needs more memory than the instance has",
        StartFault::WrongPort => "no process listens on the port of the service",
        StartFault::ChecksFail => "its health checks fail",
        StartFault::StillBooting => "the application does not listen yet",
        StartFault::StillProvisioning => "it is still being provisioned",
    }
}

/// Result of a check.
struct Result<'a>(&'a FailedCheck);

impl fmt::Display for Result<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.result {
            CheckResult::Accepted => f.write_str("accepted"),
            CheckResult::Refused => f.write_str("connection refused"),
            CheckResult::Status(status) => write!(f, "{status}"),
            CheckResult::NoResponse => write!(f, "no response in {}", self.0.timeout),
        }
    }
}

fn write_target(f: &mut fmt::Formatter<'_>, check: &FailedCheck) -> fmt::Result {
    match check.protocol {
        Protocol::Tcp => write!(f, "port {}", check.port),
        Protocol::Http => f.write_str(&check.path),
    }
}

/// A duration to the millisecond: `3.084 s`.
fn short(duration: SimDuration) -> String {
    format!("{} s", number::short(duration.as_secs_f64()))
}

fn write_lost(f: &mut fmt::Formatter<'_>, lost: u32) -> fmt::Result {
    match lost {
        0 => Ok(()),
        _ => write!(f, "; {} on it failed with 502", counted(lost, "request")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_fails_before_the_instance_is_ready_does_not_say_that_it_becomes_so() {
        let check = FailedCheck {
            protocol: Protocol::Http,
            port: 8080,
            path: "/".to_owned(),
            result: CheckResult::Status(302),
            timeout: SimDuration::ZERO,
        };
        let failed = |threshold| {
            let check = check.clone();
            Sentence(&Reason::CheckFailed { failures: 4, threshold, check }).to_string()
        };
        assert_eq!(failed(None), "/: 302; failure 4, not ready yet");
        assert_eq!(failed(Some(5)), "/: 302; failure 4 of 5 in a row");
    }
}
