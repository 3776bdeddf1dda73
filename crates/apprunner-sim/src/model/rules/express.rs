//! The edition of Amazon ECS Express Mode, which AWS names as App Runner's successor.
//! Sources are AWS pages by short keys (`ex-` is the Express Mode part of the Amazon ECS
//! Developer Guide, `elb-` the ELB guides, `aas-tt` target tracking of Application Auto
//! Scaling), public measurements and incident notes.

use super::{
    Admission, AssumedDefaults, Behaviour, BillingStyle, Defaults, DeploymentStyle, DrainEnd,
    Edition, ExpressDefaults, FrontPrices, IdleInstances, Limits, NewTarget, NothingReady, Pausing,
    Prices, Rules, ScalingTrigger, ScalingUpdate, ServiceApi, StartFaults, UnhealthyInstances,
    assumed, documented, observed, size,
};
use crate::model::assume::{
    Balancing, FirstCheck, QueueLimit, Region, ScaleInStep, StopSignal, VcpuQuota,
};
use crate::model::distribution::Distribution;
use crate::model::express::{Exposure, ScalingMetric};
use crate::model::money::MicroDollars;
use crate::model::service::{AutoDeployments, AutoScaling, InstanceSize, Protocol};
use crate::model::time::SimDuration;

/// Sizes of Fargate: for each CPU, in thousandths of a vCPU, each memory in MB.
const FARGATE: [(u32, &[u32]); 8] = [
    (250, &[512, 1_024, 2_048]),
    (500, &[1_024, 2_048, 3_072, 4_096]),
    (1_000, &[2_048, 3_072, 4_096, 5_120, 6_144, 7_168, 8_192]),
    (2_000, &gigabytes::<13>(4, 1)),
    (4_000, &gigabytes::<23>(8, 1)),
    (8_000, &gigabytes::<12>(16, 4)),
    (16_000, &gigabytes::<12>(32, 8)),
    (32_000, &[60 * 1_024, 120 * 1_024, 244 * 1_024]),
];

/// `N` sizes in MB from `from` GB on, `step` GB apart.
const fn gigabytes<const N: usize>(from: u32, step: u32) -> [u32; N] {
    let mut sizes = [0; N];
    let (mut index, mut gb) = (0, from);
    while index < N {
        sizes[index] = gb * 1_024;
        index += 1;
        gb += step;
    }
    sizes
}

const fn size_count() -> usize {
    let (mut count, mut row) = (0, 0);
    while row < FARGATE.len() {
        count += FARGATE[row].1.len();
        row += 1;
    }
    count
}

const fn pairs() -> [InstanceSize; size_count()] {
    let mut pairs = [size(0, 0); size_count()];
    let (mut place, mut row) = (0, 0);
    while row < FARGATE.len() {
        let (cpu, memory) = FARGATE[row];
        let mut column = 0;
        while column < memory.len() {
            pairs[place] = size(cpu, memory[column]);
            place += 1;
            column += 1;
        }
        row += 1;
    }
    pairs
}

/// The pairs of Fargate (fargate-tasks-services).
const SIZES: &[InstanceSize] = &pairs();

/// Express Mode's rules.
pub(super) fn rules() -> Rules {
    Rules {
        edition: Edition::Express,
        limits: limits(),
        defaults: defaults(),
        assume: assume(),
        behaviour: behaviour(),
        prices: Prices {
            vcpu_hour: documented(MicroDollars(40_480), "aws.amazon.com/fargate/pricing"),
            gb_hour: documented(MicroDollars(4_445), "aws.amazon.com/fargate/pricing"),
            least_active: documented(SimDuration::from_secs(60), "aws.amazon.com/fargate/pricing"),
            front: Some(FrontPrices {
                alb_hour: documented(
                    MicroDollars(22_500),
                    "aws.amazon.com/elasticloadbalancing/pricing",
                ),
                lcu_hour: documented(
                    MicroDollars(8_000),
                    "aws.amazon.com/elasticloadbalancing/pricing",
                ),
                address_hour: documented(MicroDollars(5_000), "aws.amazon.com/vpc/pricing"),
            }),
        },
    }
}

fn limits() -> Limits {
    Limits {
        min_size: observed(0..=5_000, "0 was accepted (carrieros); the API model has no bound"),
        max_size: documented(1..=5_000, "tasks per service, general/latest/gr/ecs-service"),
        max_concurrency: assumed(
            AutoScaling::NO_LIMIT..=AutoScaling::NO_LIMIT,
            "none: no such parameter in the API, the load balancer or the ECS service",
        ),
        check_interval_s: documented(5..=300, "elb-hc"),
        check_timeout_s: documented(2..=120, "elb-hc"),
        threshold: documented(2..=10, "elb-hc"),
        sizes: documented(SIZES, "fargate-tasks-services"),
    }
}

fn defaults() -> Defaults {
    Defaults {
        port: documented(80, "ex-work"),
        auto_deployments: documented(AutoDeployments::Off, "apprunner-availability-change: none"),
        instance: documented(size(1_000, 2_048), "ex-work; the API text says 0.25 / 0.5"),
        min_size: documented(1, "ex-work"),
        max_size: documented(20, "ex-work"),
        max_concurrency: assumed(AutoScaling::NO_LIMIT, "none; see the limits"),
        protocol: documented(Protocol::Http, "ex-work"),
        path: documented("/", "ex-work; the API text says /ping"),
        interval: documented(SimDuration::from_secs(30), "ex-work"),
        timeout: documented(SimDuration::from_secs(5), "ex-work"),
        healthy_threshold: documented(5, "ex-work"),
        unhealthy_threshold: documented(2, "ex-work"),
        app_start: assumed(
            Distribution::Fixed(SimDuration::from_millis(500)),
            "a small compiled service, as under App Runner",
        ),
        express: Some(ExpressDefaults {
            metric: documented(ScalingMetric::AverageCpu, "API_ExpressGatewayScalingTarget"),
            target: documented(60, "ex-work"),
            zones: observed(3, "reported bills; how many a default VPC enables is unknown"),
            alb_shared_by: assumed(1, "a lone service; up to 25 share (ex-work)"),
            exposure: documented(Exposure::Public, "ex-work: the default VPC's public subnets"),
        }),
    }
}

fn behaviour() -> Behaviour {
    Behaviour {
        idle: documented(IdleInstances::StayReady, "aws.amazon.com/fargate/pricing"),
        admission: assumed(Admission::Unlimited, "no parameter counts requests in progress"),
        scaling: documented(ScalingTrigger::TargetTracking, "ex-work, aas-tt"),
        nothing_ready: documented(NothingReady::FailsOpen, "elb-hc, elb-trouble"),
        new_target: documented(NewTarget::FirstPass, "elb-tg: the first success admits it"),
        unhealthy: documented(UnhealthyInstances::ReplacedFirst, "ecs-services: 100 / 200 percent"),
        start_faults: observed(StartFaults::FoundAtOnce, "the task stops (classmethod, arm64)"),
        drain_end: documented(DrainEnd::Deregistered, "load-balancer-connection-draining"),
        deployment: documented(DeploymentStyle::Canary, "ex-update"),
        scaling_update: assumed(
            ScalingUpdate::AtOnce,
            "unknown whether a change of minimum or maximum starts a deployment",
        ),
        api: documented(ServiceApi::Ecs, "API_CreateExpressGatewayService, API_ServiceDeployment"),
        pausing: assumed(Pausing::Absent, "no such call in the API model"),
        billing: documented(BillingStyle::Fargate, "aws.amazon.com/fargate/pricing"),
    }
}

/// What holds where nobody has published a value.
pub(super) fn assume() -> AssumedDefaults {
    let seconds = SimDuration::from_secs;
    AssumedDefaults {
        provision: assumed(
            Distribution::Uniform {
                min: SimDuration::from_millis(18_750),
                max: SimDuration::from_millis(31_250),
            },
            "our fit of scattered measurements: 25 s without the pull, give or take a quarter",
        ),
        provision_correlation: assumed(0.0, "unknown; our choice"),
        pull_per_mb: assumed(
            SimDuration::from_millis(60),
            "our fit: 413 MB in 53-62 s (elasticscale), 900 MB in 70 s (containers-roadmap 696)",
        ),
        registration: assumed(
            Distribution::Uniform { min: SimDuration::ZERO, max: seconds(10) },
            "0-10 s to the first successful check; a target was healthy 29 s after launch",
        ),
        start_retry: assumed(seconds(10), "our choice; that retries are spaced is documented"),
        start_retry_limit: documented(
            seconds(27 * 60),
            "service-throttle-logic; an older copy says 15 minutes",
        ),
        start_limit: documented(seconds(300), "ex-work: the grace period; one service read 0"),
        first_check: assumed(FirstCheck::AtOnce, "unused: see registration"),
        idle_after: assumed(seconds(60), "unused: target tracking looks at a metric"),
        idle_cpu: assumed(0.01, "unused: tasks are never throttled"),
        wake: assumed(SimDuration::ZERO, "unused: tasks are never throttled"),
        scale_period: documented(seconds(60), "one-minute metrics (service_utilization)"),
        scale_in_after: assumed(seconds(300), "unused: see scale_in_cooldown"),
        target_utilization: assumed(1.0, "unused: a target takes any number of requests"),
        publish_delay: assumed(
            seconds(180),
            "calibrated: with three full minutes a load step is decided on near AWS's 363 s",
        ),
        scale_out_cooldown: documented(
            seconds(300),
            "aas-tt: ECS's default; that Express leaves it alone is unknown",
        ),
        scale_in_cooldown: documented(
            seconds(300),
            "aas-tt: ECS's default; that Express leaves it alone is unknown",
        ),
        scale_in_step: assumed(
            ScaleInStep::WholeGap,
            "unknown; aas-tt says only that scale-in is more gradual",
        ),
        request_limit: documented(
            seconds(60),
            "elb-alb: idle timeout; a response is silent so long",
        ),
        turnaround: assumed(SimDuration::from_millis(1), "a client's own time between requests"),
        round_trip: assumed(SimDuration::ZERO, "off; who measures near the Region sees none"),
        tls_handshake: assumed(SimDuration::ZERO, "off; as under App Runner"),
        keep_alive: assumed(seconds(60), "a client's own; shows with tls_handshake"),
        healthy_status: documented((200, 200), "elb-hc: the matcher's default"),
        overload_status: assumed(503, "unused: nothing counts requests in progress"),
        paused_status: documented(503, "elb-trouble: no registered target"),
        not_ready_status: documented(503, "elb-trouble: no registered target"),
        lost_status: documented(502, "elb-trouble: the target closed or rejected the connection"),
        cut_status: documented(504, "elb-trouble: the idle timeout passed"),
        create_prepare: observed(seconds(77), "mewsie: from the call to the first task"),
        create_route: assumed(SimDuration::ZERO, "unknown; a healthy target takes requests"),
        create_cleanup: assumed(SimDuration::ZERO, "unused: a creation is retried without end"),
        deploy_prepare: observed(seconds(20), "the alarm is rewritten within 2-35 s"),
        deploy_route: observed(
            seconds(40),
            "brana: 80 s more than the two bakes, taken as half for each shift of traffic",
        ),
        rollback: assumed(SimDuration::ZERO, "weights go back in seconds"),
        resume_prepare: assumed(SimDuration::ZERO, "unused: there is no pause"),
        canary_share: documented(0.05, "ex-update"),
        canary_bake: documented(seconds(180), "ex-update"),
        final_bake: documented(seconds(180), "ex-update"),
        drain_wait: observed(seconds(10), "brana: 10 s; carrieros: 3 min for 2 tasks to 1"),
        deregistration_delay: documented(
            seconds(300),
            "elb-tgattr: ELB's default; the Express value by inference",
        ),
        stop_signal: documented(StopSignal::Drained, "load-balancer-connection-draining"),
        stop_grace: documented(SimDuration::from_secs(30), "ex-work; up to 120 s on Fargate"),
        response_kb: assumed(20.0, "a page of 20 kB; it decides the capacity units (LCU)"),
        balancing: assumed(Balancing::RoundRobin, "elb-tgattr: ELB's default, by inference"),
        lost_per_hour: assumed(0.0, "off"),
        region: assumed(Region::UsEast1, "where AWS quotes its examples"),
        vcpu_quota: assumed(
            VcpuQuota::Unlimited,
            "raised in time; an account starts with 6 (general/latest/gr/ecs-service)",
        ),
        queue_limit: assumed(QueueLimit::Requests(0), "unused: the load balancer has no queue"),
    }
}
