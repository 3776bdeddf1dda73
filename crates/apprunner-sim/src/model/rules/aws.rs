//! The edition of AWS's documentation, filled up with what users observed.
//! Sources are ids of the facts ledger, AWS pages (`dg` is the developer guide
//! under docs.aws.amazon.com/apprunner/latest/dg) and public measurements.

use super::express_only::express_only;
use super::{
    Admission, AssumedDefaults, Behaviour, BillingStyle, Defaults, DeploymentStyle, DrainEnd,
    Edition, IdleInstances, Limits, NewTarget, NothingReady, Pausing, Prices, Rules,
    ScalingTrigger, ScalingUpdate, ServiceApi, StartFaults, UnhealthyInstances, assumed,
    documented, observed, size,
};
use crate::model::assume::{Balancing, FirstCheck, QueueLimit, Region, StopSignal};
use crate::model::distribution::Distribution;
use crate::model::money::MicroDollars;
use crate::model::service::{AutoDeployments, InstanceSize, Protocol};
use crate::model::time::SimDuration;

/// The eleven pairs of dg/architecture.
const SIZES: &[InstanceSize] = &[
    size(250, 512),
    size(250, 1_024),
    size(500, 1_024),
    size(1_000, 2_048),
    size(1_000, 3_072),
    size(1_000, 4_096),
    size(2_000, 4_096),
    size(2_000, 6_144),
    size(4_000, 8_192),
    size(4_000, 10_240),
    size(4_000, 12_288),
];

/// AWS's rules.
pub(super) fn rules() -> Rules {
    Rules {
        edition: Edition::Aws,
        limits: Limits {
            min_size: documented(1..=25, "API_CreateAutoScalingConfiguration; scaling.min-zero"),
            max_size: documented(
                1..=1_000,
                "no upper bound in the API model (scaling.max-limit); 1000 is this simulator's",
            ),
            max_concurrency: documented(1..=200, "scaling.concurrency-200"),
            check_interval_s: documented(1..=20, "healthcheck.configurable"),
            check_timeout_s: documented(1..=20, "healthcheck.configurable"),
            threshold: documented(1..=20, "healthcheck.configurable"),
            sizes: documented(SIZES, "dg/architecture; instance.size-list"),
        },
        defaults: Defaults {
            port: documented(8_080, "dg/develop"),
            auto_deployments: documented(AutoDeployments::On, "deployment.ecr-default-off"),
            instance: documented(
                size(1_000, 2_048),
                "instance.cpu-default, instance.memory-default",
            ),
            min_size: documented(1, "scaling.min-default"),
            max_size: documented(25, "scaling.max-default"),
            max_concurrency: documented(100, "scaling.concurrency-default"),
            protocol: documented(Protocol::Tcp, "healthcheck.protocol-default"),
            path: documented("/", "healthcheck.path-default"),
            interval: documented(SimDuration::from_secs(5), "healthcheck.interval-default"),
            timeout: documented(SimDuration::from_secs(2), "healthcheck.timeout-default"),
            healthy_threshold: documented(1, "healthcheck.healthy-threshold"),
            unhealthy_threshold: documented(5, "healthcheck.unhealthy-threshold"),
            app_start: assumed(
                Distribution::Fixed(SimDuration::from_millis(500)),
                "a small compiled service; heavy frameworks take 30-60 s (roadmap issue 216)",
            ),
            express: None,
        },
        assume: assume(),
        behaviour: Behaviour {
            idle: documented(IdleInstances::Throttled, "dg/manage-autoscaling"),
            admission: documented(Admission::UpToConcurrency, "scaling.concurrency-200"),
            scaling: assumed(ScalingTrigger::Period, "unknown; a look every scale_period"),
            nothing_ready: observed(NothingReady::Refused, "GilRaitses/orcast"),
            new_target: documented(NewTarget::Threshold, "healthcheck.healthy-threshold"),
            unhealthy: assumed(UnhealthyInstances::Removed, "the order is unknown; our choice"),
            start_faults: assumed(StartFaults::FoundAtLimit, "unknown; our choice"),
            drain_end: assumed(DrainEnd::RequestLimit, "unknown; our choice"),
            deployment: documented(
                DeploymentStyle::SecondSet,
                "API_CreateAutoScalingConfiguration: capacity doubles; deployment.rolling",
            ),
            scaling_update: documented(ScalingUpdate::Redeploys, "dg/manage-autoscaling"),
            api: documented(ServiceApi::AppRunner, "API_OperationSummary, API_Service"),
            pausing: documented(Pausing::Supported, "API_PauseService"),
            billing: documented(
                BillingStyle::ProvisionedAndActive,
                "aws.amazon.com/apprunner/pricing; dg/develop for the one-minute minimum",
            ),
        },
        prices: Prices {
            vcpu_hour: documented(MicroDollars(64_000), "aws.amazon.com/apprunner/pricing"),
            gb_hour: documented(MicroDollars(7_000), "aws.amazon.com/apprunner/pricing"),
            least_active: documented(
                SimDuration::from_secs(60),
                "dg/develop for a start; for a wake only third-party quotes",
            ),
            front: None,
        },
    }
}

/// What holds where nobody has published a value.
fn assume() -> AssumedDefaults {
    AssumedDefaults {
        provision: assumed(
            Distribution::Lognormal {
                median: SimDuration::from_secs(52),
                p99: SimDuration::from_secs(145),
            },
            "fitted to three jumps of Antvirf/aws-app-runner-scale-test and a replacement of orcast",
        ),
        provision_correlation: assumed(
            0.0,
            "the same runs show none that is significant; docs/validation.md has the likelihoods",
        ),
        start_limit: documented(SimDuration::from_secs(300), "dg/develop"),
        first_check: assumed(
            FirstCheck::AfterInterval,
            "part of the observed start of a minute; the split is unknown",
        ),
        idle_after: observed(SimDuration::from_secs(60), "GilRaitses/orcast"),
        idle_cpu: observed(0.01, "about 0.01 vCPU when idle, in several users' reports"),
        wake: assumed(
            SimDuration::from_millis(50),
            "the FAQ promises milliseconds; the figure is ours",
        ),
        scale_period: assumed(SimDuration::from_secs(5), "unknown; our choice"),
        scale_in_after: assumed(SimDuration::from_secs(300), "unknown; our choice"),
        target_utilization: observed(
            1.0,
            "max_concurrency acts as a hard cap in Antvirf/aws-app-runner-scale-test",
        ),
        request_limit: documented(SimDuration::from_secs(120), "limits.request-timeout"),
        turnaround: assumed(SimDuration::from_millis(1), "a client's own time between requests"),
        round_trip: assumed(SimDuration::ZERO, "off; who measures near the Region sees none"),
        tls_handshake: assumed(
            SimDuration::ZERO,
            "off; 125 ms for a new connection in Antvirf/aws-app-runner-scale-test",
        ),
        keep_alive: assumed(SimDuration::from_secs(60), "a client's own; shows with tls_handshake"),
        healthy_status: assumed(
            (200, 299),
            "undocumented (roadmap issue 91); 200 passes, 401 was seen to fail (issue 110)",
        ),
        overload_status: observed(429, "roadmap issues 224 and 227"),
        paused_status: observed(503, "users' reports of paused services"),
        not_ready_status: observed(503, "GilRaitses/orcast saw 503 and 404; 404 is left out"),
        lost_status: assumed(
            502,
            "set apart from 503 on purpose; roadmap issue 92 saw 503 with a reset",
        ),
        cut_status: observed(504, "several repositories, 2026: upstream request timeout"),
        create_prepare: observed(
            SimDuration::from_secs(116),
            "roadmap issue 128: the image is pulled and instances start 116 s after the call",
        ),
        create_route: assumed(
            SimDuration::from_secs(126),
            "makes the 300 s of roadmap issue 128, whose checks took longer than ours; 82 s there",
        ),
        create_cleanup: assumed(
            SimDuration::from_secs(180),
            "makes the 10 min that a failed creation took in roadmap issue 62",
        ),
        deploy_prepare: assumed(
            SimDuration::from_secs(45),
            "makes the 165 s of GilRaitses/orcast; five runbooks say 1 to 5 min",
        ),
        deploy_route: observed(SimDuration::from_secs(65), "roadmap issue 142: 65 s for routing"),
        rollback: assumed(
            SimDuration::from_secs(900),
            "roadmap issues 142, 147 and 234: 15 to 40 min, without its parts",
        ),
        resume_prepare: assumed(
            SimDuration::ZERO,
            "the start of an instance alone makes the 40-60 s of roadmap issue 9 and blog-sched",
        ),
        stop_signal: assumed(
            StopSignal::Drained,
            "unknown (roadmap issue 176); our choice: no request is lost",
        ),
        stop_grace: assumed(
            SimDuration::from_secs(30),
            "unknown (roadmap issue 176); the default of Amazon ECS",
        ),
        balancing: assumed(Balancing::Fewest, "unknown; least outstanding is our choice"),
        lost_per_hour: assumed(0.0, "off; GilRaitses/orcast saw about 1.25"),
        region: assumed(Region::UsEast1, "where AWS quotes its examples"),
        queue_limit: observed(
            QueueLimit::Concurrency,
            "105 ms longer under overload in Antvirf/aws-app-runner-scale-test; zenn.dev/bisque",
        ),
        ..express_only()
    }
}
