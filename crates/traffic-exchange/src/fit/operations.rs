//! The phases of a service's operations, by the event log of App Runner: from `started` over
//! `Provisioning instances` and `Performing health check` to `routed` and `RUNNING`. They are what
//! `[assume]` calls `create_prepare`, `provision`, `deploy_route` and the like.

use std::collections::BTreeMap;

use serde_json::Value;

use super::time::TimeSample;
use crate::log::time_of_line;

/// A phase that the log shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperationPhase {
    /// From the start of a creation until its first instances start.
    CreatePrepare,
    /// From a successful health check of a new service until it is RUNNING.
    CreateRoute,
    /// From the start of a deployment until its first new instance starts.
    DeployPrepare,
    /// From a successful health check of a deployment until traffic has moved.
    DeployRoute,
    /// From the start of a resumption until its first instances start.
    ResumePrepare,
    /// From the provisioning of instances until they are checked.
    Provision,
}

impl OperationPhase {
    /// Its name in `[assume]`.
    pub fn setting(self) -> &'static str {
        match self {
            Self::CreatePrepare => "create_prepare",
            Self::CreateRoute => "create_route",
            Self::DeployPrepare => "deploy_prepare",
            Self::DeployRoute => "deploy_route",
            Self::ResumePrepare => "resume_prepare",
            Self::Provision => "provision",
        }
    }

    /// Whether `[assume]` has a law for it, and no fixed time.
    pub fn has_law(self) -> bool {
        self == Self::Provision
    }
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Create,
    Deploy,
    Resume,
}

/// A line that says how far an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Started,
    Provisioning,
    Checking,
    Healthy,
    Routed,
    Running,
    Failed,
}

/// Words of App Runner's lines, in lower case, the more telling first.
const STEPS: [(&str, Step); 12] = [
    ("fail", Step::Failed),
    ("rollback", Step::Failed),
    ("rolling back", Step::Failed),
    ("provisioning instances", Step::Provisioning),
    ("performing health check", Step::Checking),
    ("health check is successful", Step::Healthy),
    ("successfully routed", Step::Routed),
    ("traffic routed", Step::Routed),
    ("set to running", Step::Running),
    ("completed", Step::Running),
    ("operation_in_progress", Step::Started),
    ("started", Step::Started),
];

/// An operation that is under way, in µs since 1970.
#[derive(Clone, Copy, Debug)]
struct UnderWay {
    operation: Operation,
    started: i64,
    provisioning: Option<i64>,
    /// Whether health checks have begun.
    is_checked: bool,
    healthy: Option<i64>,
}

/// Returns how long each phase took, by the lines of `text` or by the JSON that `aws logs
/// get-log-events` and `filter-log-events` print. Lines may be in any order; an operation that
/// fails counts up to its failure.
pub fn of_text(text: &str) -> BTreeMap<OperationPhase, TimeSample> {
    let mut lines = events(text);
    lines.sort_by_key(|(at, _)| *at);
    let mut phases: BTreeMap<OperationPhase, TimeSample> = BTreeMap::new();
    let mut under_way: Option<UnderWay> = None;
    for (at, line) in lines {
        let line = line.to_ascii_lowercase();
        let Some((_, step)) = STEPS.iter().find(|(words, _)| line.contains(words)) else {
            continue;
        };
        let mut add = |phase, from: i64| {
            let micros = u64::try_from(at - from).unwrap_or(0);
            phases.entry(phase).or_default().add(micros);
        };
        match (step, &mut under_way) {
            // An operation reports its start more than once, but not behind its instances.
            (Step::Started, Some(it)) if it.provisioning.is_none() => {
                it.operation = Operation::of(&line, it.operation);
            }
            (Step::Started, _) => under_way = Some(UnderWay::begin(at, &line)),
            (Step::Provisioning, Some(it)) if it.provisioning.is_none() => {
                add(it.operation.prepare(), it.started);
                it.provisioning = Some(at);
            }
            (Step::Checking, Some(it)) if !it.is_checked => {
                it.is_checked = true;
                if let Some(from) = it.provisioning {
                    add(OperationPhase::Provision, from);
                }
            }
            (Step::Healthy, Some(it)) => it.healthy = Some(at),
            (Step::Routed, Some(it)) if it.operation == Operation::Deploy => {
                if let Some(from) = it.healthy.take() {
                    add(OperationPhase::DeployRoute, from);
                }
            }
            (Step::Running, Some(it)) => {
                if let Some((phase, from)) = it.operation.route().zip(it.healthy) {
                    add(phase, from);
                }
                under_way = None;
            }
            (Step::Failed, _) => under_way = None,
            _ => {}
        }
    }
    phases
}

impl UnderWay {
    fn begin(started: i64, line: &str) -> Self {
        let operation = Operation::of(line, Operation::Deploy);
        Self { operation, started, provisioning: None, is_checked: false, healthy: None }
    }
}

impl Operation {
    /// The operation that `line` names, or else `known`.
    fn of(line: &str, known: Self) -> Self {
        if line.contains("creat") {
            Self::Create
        } else if line.contains("resum") {
            Self::Resume
        } else {
            known
        }
    }

    fn prepare(self) -> OperationPhase {
        match self {
            Self::Create => OperationPhase::CreatePrepare,
            Self::Deploy => OperationPhase::DeployPrepare,
            Self::Resume => OperationPhase::ResumePrepare,
        }
    }

    fn route(self) -> Option<OperationPhase> {
        match self {
            Self::Create => Some(OperationPhase::CreateRoute),
            Self::Deploy => Some(OperationPhase::DeployRoute),
            Self::Resume => None,
        }
    }
}

/// The events in `text`: when, in µs since 1970, and what.
fn events(text: &str) -> Vec<(i64, String)> {
    if let Ok(json) = serde_json::from_str::<Value>(text) {
        let all = json.get("events").and_then(Value::as_array).map(Vec::as_slice);
        let event = |event: &Value| {
            let at = event.get("timestamp")?.as_i64()?.checked_mul(1_000)?;
            Some((at, event.get("message")?.as_str()?.to_owned()))
        };
        return all.unwrap_or_default().iter().filter_map(event).collect();
    }
    let lines = text.lines().filter_map(|line| {
        let (time, rest) = time_of_line(line)?;
        Some((time.arrival_us(), rest.to_owned()))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times of the creation in facts of the model: RM#128, 5 min 0 s in all.
    const CREATION: &str = "\
        05-19-2021 10:15:00 AM [AppRunner] Service creation started.\n\
        05-19-2021 10:15:01 AM [AppRunner] Service status is set to OPERATION_IN_PROGRESS.\n\
        05-19-2021 10:15:01 AM [AppRunner] Deployment started.\n\
        05-19-2021 10:16:47 AM [AppRunner] Successfully pulled image from ECR.\n\
        05-19-2021 10:16:56 AM [AppRunner] Provisioning instances and deploying image.\n\
        05-19-2021 10:17:06 AM [AppRunner] Performing health check on port '80'.\n\
        05-19-2021 10:18:38 AM [AppRunner] Health check is successful. Routing traffic.\n\
        05-19-2021 10:19:49 AM [AppRunner] Successfully routed incoming traffic.\n\
        05-19-2021 10:20:00 AM [AppRunner] Service status is set to RUNNING.\n";

    fn seconds(text: &str) -> Vec<(&'static str, u64, f64)> {
        let phases = of_text(text);
        let mean = |sample: &TimeSample| sample.mean_ms().unwrap() / 1e3;
        phases.iter().map(|(phase, it)| (phase.setting(), it.count(), mean(it).round())).collect()
    }

    #[test]
    fn the_phases_of_a_creation_are_those_of_its_lines() {
        let wanted =
            [("create_prepare", 1, 116.0), ("create_route", 1, 82.0), ("provision", 1, 10.0)];
        assert_eq!(seconds(CREATION), wanted);
        let backward: Vec<&str> = CREATION.lines().rev().collect();
        assert_eq!(seconds(&backward.join("\n")), wanted);
    }

    #[test]
    fn deployments_and_failures_are_told_apart() {
        let at = |second: i64, message: &str| {
            format!("{{\"timestamp\": {}, \"message\": \"{message}\"}}", second * 1_000)
        };
        let lines = [
            at(0, "Deployment started."),
            at(30, "Provisioning instances"),
            at(40, "Performing health check"),
            at(70, "Health check is successful"),
            at(135, "Successfully routed incoming traffic"),
            at(140, "Deployment completed"),
            at(200, "Deployment started."),
            at(240, "Provisioning instances"),
            at(250, "Performing health check"),
            at(550, "Health check failed"),
            at(600, "Service status is set to RUNNING"),
        ];
        let text = format!("{{\"events\": [{}]}}", lines.join(","));
        let wanted =
            [("deploy_prepare", 2, 35.0), ("deploy_route", 1, 65.0), ("provision", 2, 10.0)];
        assert_eq!(seconds(&text), wanted);
        assert_eq!(seconds("Dear reader,\n{}"), []);
    }
}
