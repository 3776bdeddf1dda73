//! The edition of the course chapter. Sources are ids of the facts ledger.

use super::express_only::express_only;
use super::{
    Admission, AssumedDefaults, Behaviour, BillingStyle, Defaults, DeploymentStyle, DrainEnd,
    Edition, IdleInstances, Limits, NewTarget, NothingReady, Pausing, Prices, Rules,
    ScalingTrigger, ScalingUpdate, ServiceApi, StartFaults, UnhealthyInstances, assumed, chapter,
    documented, size,
};
use crate::model::assume::{Balancing, FirstCheck, QueueLimit, Region, StopSignal};
use crate::model::distribution::Distribution;
use crate::model::money::MicroDollars;
use crate::model::service::{AutoDeployments, InstanceSize, Protocol};
use crate::model::time::SimDuration;

/// The five pairs that the chapter lists.
const SIZES: &[InstanceSize] =
    &[size(250, 512), size(500, 1_024), size(1_000, 2_048), size(2_000, 4_096), size(4_000, 8_192)];

/// The chapter's rules.
pub(super) fn rules() -> Rules {
    Rules {
        edition: Edition::Chapter,
        limits: limits(),
        defaults: Defaults {
            port: chapter(8_080, "cli.code-config-shape"),
            auto_deployments: chapter(AutoDeployments::Off, "deployment.ecr-default-off"),
            instance: chapter(size(1_000, 2_048), "instance.cpu-default, instance.memory-default"),
            min_size: chapter(1, "scaling.min-default"),
            max_size: chapter(10, "scaling.max-default"),
            max_concurrency: chapter(100, "scaling.concurrency-default"),
            protocol: chapter(Protocol::Http, "healthcheck.protocol-default"),
            path: chapter("/", "healthcheck.path-default"),
            interval: chapter(SimDuration::from_secs(10), "healthcheck.interval-default"),
            timeout: chapter(SimDuration::from_secs(5), "healthcheck.timeout-default"),
            healthy_threshold: chapter(1, "healthcheck.healthy-threshold"),
            unhealthy_threshold: chapter(5, "healthcheck.unhealthy-threshold"),
            app_start: assumed(
                Distribution::Uniform {
                    min: SimDuration::from_secs(3),
                    max: SimDuration::from_secs(8),
                },
                "with 2 s of provisioning it makes the 5-10 s of coldstart.min0-5-10s",
            ),
            express: None,
        },
        assume: AssumedDefaults {
            provision: assumed(
                Distribution::Fixed(SimDuration::from_secs(2)),
                "our split of the 5-10 s of coldstart.min0-5-10s",
            ),
            provision_correlation: assumed(0.0, "unused: every instance takes the same time"),
            start_limit: assumed(
                SimDuration::from_secs(300),
                "the chapter is silent; AWS's five minutes (coldstart.few-seconds)",
            ),
            first_check: assumed(FirstCheck::AtOnce, "keeps the cold start within 5-10 s"),
            idle_after: assumed(
                SimDuration::from_secs(60),
                "the chapter says 'a period' (scaling.to-zero-when-idle)",
            ),
            idle_cpu: assumed(0.01, "unused: the chapter knows no idle instances"),
            wake: assumed(SimDuration::ZERO, "the chapter knows no idle instances"),
            scale_period: assumed(SimDuration::from_secs(5), "unused: it scales at the arrival"),
            scale_in_after: assumed(
                SimDuration::from_secs(300),
                "unused: scale-in follows idle_after",
            ),
            target_utilization: assumed(1.0, "an instance is filled to its concurrency"),
            request_limit: chapter(SimDuration::from_secs(900), "limits.request-timeout"),
            turnaround: assumed(
                SimDuration::from_millis(1),
                "a client's own time between requests",
            ),
            round_trip: assumed(SimDuration::ZERO, "off; the chapter measures nothing"),
            tls_handshake: assumed(SimDuration::ZERO, "off; the chapter measures nothing"),
            keep_alive: assumed(
                SimDuration::from_secs(60),
                "a client's own; shows with tls_handshake",
            ),
            healthy_status: assumed((200, 299), "a 302 fails (healthcheck.redirect-fails)"),
            overload_status: assumed(503, "the chapter names no status for overload"),
            paused_status: assumed(503, "the chapter names no status; as AWS"),
            not_ready_status: assumed(503, "the chapter names no status; as AWS"),
            lost_status: assumed(502, "the chapter names no status; set apart from 503"),
            cut_status: assumed(504, "the chapter names no status for its time limit"),
            create_prepare: assumed(SimDuration::ZERO, "the chapter knows no such phase"),
            create_route: assumed(SimDuration::ZERO, "the chapter knows no such phase"),
            create_cleanup: assumed(SimDuration::ZERO, "the chapter knows no such phase"),
            deploy_prepare: assumed(SimDuration::ZERO, "the chapter knows no such phase"),
            deploy_route: assumed(SimDuration::ZERO, "the chapter knows no such phase"),
            rollback: assumed(SimDuration::ZERO, "the chapter knows no such phase"),
            resume_prepare: assumed(SimDuration::ZERO, "the chapter knows no such phase"),
            stop_signal: assumed(StopSignal::Drained, "the chapter names no signal; as AWS"),
            stop_grace: assumed(
                SimDuration::from_secs(30),
                "the chapter names no grace period; as AWS",
            ),
            balancing: assumed(Balancing::Fewest, "the chapter names no rule; as AWS"),
            lost_per_hour: assumed(0.0, "off; the chapter knows none"),
            region: assumed(Region::UsEast1, "where AWS quotes its examples"),
            queue_limit: assumed(
                QueueLimit::Capacity,
                "accepted while in progress stays within scaling.capacity-product",
            ),
            ..express_only()
        },
        behaviour: behaviour(),
        prices: Prices {
            vcpu_hour: documented(MicroDollars(64_000), "aws.amazon.com/apprunner/pricing"),
            gb_hour: documented(MicroDollars(7_000), "aws.amazon.com/apprunner/pricing"),
            least_active: assumed(SimDuration::ZERO, "unused: it bills an instance's whole life"),
            front: None,
        },
    }
}

fn limits() -> Limits {
    Limits {
        min_size: chapter(0..=200, "scaling.min-zero; the top is that of max_size"),
        max_size: chapter(1..=200, "scaling.max-limit"),
        max_concurrency: assumed(1..=1_000, "the chapter names no limit; a wide one"),
        check_interval_s: assumed(1..=300, "the chapter names no limit; a wide one"),
        check_timeout_s: assumed(1..=300, "the chapter names no limit; a wide one"),
        threshold: assumed(1..=20, "the chapter names no limit; AWS's own"),
        sizes: chapter(SIZES, "instance.size-list"),
    }
}

/// What the service does.
fn behaviour() -> Behaviour {
    Behaviour {
        idle: chapter(IdleInstances::StayReady, "scaling.to-zero-when-idle"),
        admission: chapter(Admission::UpToConcurrency, "scaling.capacity-product"),
        scaling: chapter(ScalingTrigger::Arrival, "scaling.seconds"),
        nothing_ready: chapter(NothingReady::WaitsForComing, "coldstart.min0-5-10s"),
        new_target: chapter(NewTarget::Threshold, "healthcheck.healthy-threshold"),
        unhealthy: assumed(UnhealthyInstances::Removed, "the order is unknown; our choice"),
        start_faults: assumed(StartFaults::FoundAtLimit, "unknown; our choice"),
        drain_end: assumed(DrainEnd::RequestLimit, "unknown; our choice"),
        deployment: chapter(DeploymentStyle::Rolling, "deployment.rolling"),
        scaling_update: assumed(ScalingUpdate::AtOnce, "the chapter names no redeployment"),
        api: assumed(ServiceApi::AppRunner, "the chapter names no operation"),
        pausing: documented(Pausing::Supported, "API_PauseService"),
        billing: chapter(BillingStyle::WhileExists, "pricing.pay-only-while-cooking"),
    }
}
