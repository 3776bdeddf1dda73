//! What the service does where the editions differ, in words.

use super::{SourcedValue, said};
use apprunner_sim::model::rules::{
    Admission, Behaviour, BillingStyle, DeploymentStyle, DrainEnd, IdleInstances, NewTarget,
    NothingReady, Pausing, ScalingTrigger, ScalingUpdate, ServiceApi, StartFaults,
    UnhealthyInstances,
};

/// The rows of `rules`.
pub(super) fn rows(rules: &Behaviour) -> Vec<SourcedValue> {
    vec![
        ("behaviour.idle", said(&rules.idle, idle)),
        ("behaviour.admission", said(&rules.admission, admission)),
        ("behaviour.scaling", said(&rules.scaling, scaling)),
        ("behaviour.nothing_ready", said(&rules.nothing_ready, nothing_ready)),
        ("behaviour.new_target", said(&rules.new_target, new_target)),
        ("behaviour.unhealthy", said(&rules.unhealthy, unhealthy)),
        ("behaviour.start_faults", said(&rules.start_faults, start_faults)),
        ("behaviour.drain_end", said(&rules.drain_end, drain_end)),
        ("behaviour.deployment", said(&rules.deployment, deployment)),
        ("behaviour.scaling_update", said(&rules.scaling_update, scaling_update)),
        ("behaviour.api", said(&rules.api, api)),
        ("behaviour.pausing", said(&rules.pausing, pausing)),
        ("behaviour.billing", said(&rules.billing, billing)),
    ]
}

fn idle(instances: IdleInstances) -> &'static str {
    match instances {
        IdleInstances::StayReady => "do not change",
        IdleInstances::Throttled => "memory stays provisioned, CPU is throttled",
    }
}

fn admission(admission: Admission) -> &'static str {
    match admission {
        Admission::UpToConcurrency => "up to the maximum concurrency",
        Admission::Unlimited => "any number; the instance slows down",
    }
}

fn scaling(trigger: ScalingTrigger) -> &'static str {
    match trigger {
        ScalingTrigger::Arrival => "at every arrival",
        ScalingTrigger::Period => "every scale_period",
        ScalingTrigger::TargetTracking => "alarms over a one-minute metric",
    }
}

fn nothing_ready(outcome: NothingReady) -> &'static str {
    match outcome {
        NothingReady::WaitsForComing => "waits for a starting instance",
        NothingReady::Refused => "rejected",
        NothingReady::FailsOpen => "goes to any registered target",
    }
}

fn new_target(passes: NewTarget) -> &'static str {
    match passes {
        NewTarget::Threshold => "receives requests after the healthy threshold",
        NewTarget::FirstPass => "receives requests after its first passed check",
    }
}

fn unhealthy(instances: UnhealthyInstances) -> &'static str {
    match instances {
        UnhealthyInstances::Removed => "removed immediately",
        UnhealthyInstances::ReplacedFirst => "stopped when a replacement is healthy",
    }
}

fn start_faults(faults: StartFaults) -> &'static str {
    match faults {
        StartFaults::FoundAtLimit => "detected when start_limit has passed",
        StartFaults::FoundAtOnce => "detected when the container starts",
    }
}

fn drain_end(end: DrainEnd) -> &'static str {
    match end {
        DrainEnd::RequestLimit => "without requests, or after request_limit",
        DrainEnd::Deregistered => "without requests, or after deregistration_delay",
    }
}

fn deployment(style: DeploymentStyle) -> &'static str {
    match style {
        DeploymentStyle::Rolling => "one instance at a time",
        DeploymentStyle::SecondSet => "a second set, then all traffic",
        DeploymentStyle::Canary => "a second set, a share of the traffic, then all traffic",
    }
}

fn scaling_update(style: ScalingUpdate) -> &'static str {
    match style {
        ScalingUpdate::AtOnce => "applies immediately",
        ScalingUpdate::Redeploys => "redeploys the service",
    }
}

fn api(api: ServiceApi) -> &'static str {
    match api {
        ServiceApi::AppRunner => "operations of App Runner",
        ServiceApi::Ecs => "calls and statuses of Amazon ECS",
    }
}

fn pausing(pausing: Pausing) -> &'static str {
    match pausing {
        Pausing::Supported => "PauseService and ResumeService",
        Pausing::Absent => "no such operation",
    }
}

fn billing(style: BillingStyle) -> &'static str {
    match style {
        BillingStyle::WhileExists => "vCPU and memory while an instance exists",
        BillingStyle::Fargate => "each task while it exists, and the load balancer",
        BillingStyle::ProvisionedAndActive => "memory while provisioned, vCPU while active",
    }
}
