//! What changes for a service that moves: each row with its source, and only those that
//! apply to the service at hand.

use serde::Serialize;

use super::{Ground, Seen, span};
use apprunner_sim::model::action::Action;
use apprunner_sim::model::express::Exposure;
use apprunner_sim::model::service::{AutoDeployments, HealthCheck, Protocol};

/// Something that changes for a service.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// What it is about.
    pub topic: &'static str,
    /// How it is on App Runner.
    pub app_runner: &'static str,
    /// How it is on Express Mode.
    pub express: &'static str,
    /// What that means for this service; `None` where the two say it.
    pub here: Option<String>,
    /// What stands behind the right side: documented, observed, or our inference.
    pub provenance: &'static str,
    /// Where it is from.
    pub source: &'static str,
}

/// A row of the table. `here` gives what it means for the service, nothing where the two sides
/// say it, and `None` where it does not apply.
struct Row {
    topic: &'static str,
    app_runner: &'static str,
    express: &'static str,
    source: (&'static str, &'static str),
    here: fn(&Ground<'_>) -> Option<String>,
}

const DOCUMENTED: &str = "documented";
const OBSERVED: &str = "observed";
const INFERENCE: &str = "inference";

/// The page on which AWS names the successor.
pub(super) const AVAILABILITY: &str =
    "https://docs.aws.amazon.com/apprunner/latest/dg/apprunner-availability-change.html";
/// What an Express Mode service consists of.
pub(super) const WORK: &str =
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-work.html";
/// How an update of one goes.
const UPDATE: &str =
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-update-full.html";
/// What AWS advises.
pub(super) const PRACTICES: &str = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-best-practices.html";
/// What can be changed with ECS, ELB and Auto Scaling themselves.
pub(super) const ADVANCED: &str = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-advanced-customization.html";
/// AWS's benchmark of scaling with metrics of 60 s and of 20 s.
const BENCHMARK: &str = "https://aws.amazon.com/blogs/aws/amazon-ecs-introduces-new-high-resolution-metrics-for-faster-service-auto-scaling/";
const FARGATE_PRICE: &str = "https://aws.amazon.com/fargate/pricing/";
const ALB_PRICE: &str = "https://aws.amazon.com/elasticloadbalancing/pricing/";
const ALB: &str = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";
const FARGATE: &str =
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html";
const METRICS: &str =
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_utilization.html";
/// Incident notes of Instituto Brana, July 2026.
const BRANA: &str = "https://github.com/institutobrana/branacloud";
/// Notes on a service with no task at night.
const CARRIEROS: &str = "https://github.com/gsanjeevs/carrieros";

/// Megabytes from which on an image is large: a third of App Runner's disk.
const LARGE_IMAGE: u32 = 1_024;
/// vCPUs of Fargate that an account may use at first (general/latest/gr/ecs-service).
const FIRST_QUOTA: f64 = 6.0;

/// It applies, and the two sides say everything.
const PLAIN: Option<String> = Some(String::new());

const ROWS: [Row; 22] = [
    Row {
        topic: "Open to new accounts",
        app_runner: "no, since April 30, 2026",
        express: "yes",
        source: (DOCUMENTED, AVAILABILITY),
        here: |_| PLAIN,
    },
    Row {
        topic: "Scaling signal",
        app_runner: "active requests of each instance",
        express: "CPU, memory or requests per minute; a service that waits for dependencies is slow at low CPU and does not scale out",
        source: (DOCUMENTED, WORK),
        here: |it| {
            let limit = it.app_runner.scenario.service.auto_scaling.max_concurrency;
            let express = it.express.scenario.service.express?;
            Some(format!("{limit} requests → {} of {}", express.metric, express.target))
        },
    },
    Row {
        topic: "Reaction to a burst",
        app_runner: "new instances in about a minute",
        express: "a scaling decision after about 6 minutes, then the start of tasks",
        source: (DOCUMENTED, BENCHMARK),
        here: |it| {
            it.burst?;
            Some(format!("{} → {}", burst(&it.app_runner), burst(&it.express)))
        },
    },
    Row {
        topic: "Response to overload",
        app_runner: "429 at the edge",
        express: "no limit and no queue: slow responses, then 502 and 504",
        source: (INFERENCE, ALB),
        here: |it| {
            let rejected = it.app_runner.run.requests.by_status.get(&429).copied();
            let ended = it.express.run.instances.replaced;
            let limited =
                rejected.map(|count| format!("{count} requests received 429 on App Runner"));
            let overrun = (ended > it.app_runner.run.instances.replaced)
                .then(|| format!("{ended} tasks failed under this load on Express Mode"));
            let here: Vec<String> = limited.into_iter().chain(overrun).collect();
            (!here.is_empty()).then(|| here.join("; "))
        },
    },
    Row {
        topic: "Maximum",
        app_runner: "25 instances by default",
        express: "20 tasks by default",
        source: (DOCUMENTED, WORK),
        here: |it| {
            let max = |side: &Seen<'_>| side.scenario.service.auto_scaling.max_size;
            let (from, to) = (max(&it.app_runner), max(&it.express));
            (from != to).then(|| format!("{from} → {to}"))
        },
    },
    Row {
        topic: "Price without traffic",
        app_runner: "memory only",
        express: "vCPU and memory of every task at all times",
        source: (DOCUMENTED, FARGATE_PRICE),
        here: |it| {
            let month = |side: &Seen<'_>| {
                side.rates.idle_month(side.scenario.service.auto_scaling.min_size)
            };
            let (from, to) = (month(&it.app_runner), month(&it.express));
            Some(format!("${from:.2} → ${to:.2} a month, load balancer included"))
        },
    },
    Row {
        topic: "Fixed price",
        app_runner: "none",
        express: "a load balancer and its public addresses, shared by up to 25 services",
        source: (DOCUMENTED, ALB_PRICE),
        here: |it| {
            let front = it.express.rates.front * apprunner_sim::model::rates::HOURS_PER_MONTH;
            Some(format!("${front:.2} a month"))
        },
    },
    Row {
        topic: "Pause and resume",
        app_runner: "yes",
        express: "no such call; with a minimum of 0 tasks requests receive 503, no request starts a task, and the load balancer is billed",
        source: (OBSERVED, CARRIEROS),
        here: |it| happens(it, |action| matches!(action, Action::Pause | Action::Resume)),
    },
    Row {
        topic: "CPU between requests",
        app_runner: "throttled while idle",
        express: "always available: background work continues",
        source: (INFERENCE, FARGATE_PRICE),
        here: |it| {
            let instances = &it.app_runner.run.instances;
            (instances.mean - instances.mean_active > 0.01).then(String::new)
        },
    },
    Row {
        topic: "Time limit of a request",
        app_runner: "120 s in total",
        express: "60 s idle timeout, no limit in total",
        source: (DOCUMENTED, ALB),
        here: |it| {
            let cut = |side: &Seen<'_>| side.run.requests.by_status.get(&504).copied();
            let (from, to) = (cut(&it.app_runner), cut(&it.express));
            (from.is_some() || to.is_some()).then(|| {
                let [from, to] = [from, to].map(Option::unwrap_or_default);
                format!("{from} → {to} requests end with 504")
            })
        },
    },
    Row {
        topic: "Health check",
        app_runner: "TCP or HTTP, every 5 s by default",
        express: "HTTP with status 200 only, every 30 s by default; a task receives requests after its first success",
        source: (DOCUMENTED, WORK),
        here: |it| {
            let check = |side: &Seen<'_>| check(&side.scenario.service.health_check);
            Some(format!("{} → {}", check(&it.app_runner), check(&it.express)))
        },
    },
    Row {
        topic: "Port",
        app_runner: "8080 by default, passed in the variable PORT",
        express: "80 by default, passed in no variable",
        source: (DOCUMENTED, WORK),
        here: |it| {
            let port = it.express.scenario.service.port;
            Some(format!("containerPort {port}; the application may not read PORT"))
        },
    },
    Row {
        topic: "Automatic deployment",
        app_runner: "a push to Amazon ECR can deploy",
        express: "none; a deployment resolves the tag to a digest, so a push changes nothing",
        source: (DOCUMENTED, AVAILABILITY),
        here: |it| {
            let is_on = it.app_runner.scenario.service.auto_deployments == AutoDeployments::On;
            if is_on { PLAIN } else { happens(it, |action| matches!(action, Action::Push(_))) }
        },
    },
    Row {
        topic: "Deployment",
        app_runner: "a second set of instances, then a switch of the traffic",
        express: "a second set of tasks, 5 % of the traffic for 3 minutes, then 100 % for 3 minutes",
        source: (DOCUMENTED, UPDATE),
        here: |it| {
            let took = |side: &Seen<'_>| {
                side.deployment.map_or_else(|| "no end".to_owned(), |(took, _)| span(took))
            };
            Some(format!("{} → {}", took(&it.app_runner), took(&it.express)))
        },
    },
    Row {
        topic: "Automatic rollback",
        app_runner: "after failed health checks",
        express: "also by an alarm: more than 1 % of 4xx and 5xx responses in 2 of 3 minutes, including those to crawlers",
        source: (DOCUMENTED, UPDATE),
        here: |it| {
            let statuses = &it.express.run.requests.by_status;
            let errors: u64 =
                statuses.iter().filter(|(status, _)| **status >= 400).map(|it| it.1).sum();
            (errors > 0).then(|| format!("{errors} responses of this run are 4xx or 5xx"))
        },
    },
    Row {
        topic: "Two versions at a time",
        app_runner: "for seconds",
        express: "for 6 minutes or more: both must work with the same schema",
        source: (OBSERVED, BRANA),
        here: |it| happens(it, |action| matches!(action, Action::Deploy(_) | Action::Push(_))),
    },
    Row {
        topic: "Capacity during a deployment",
        app_runner: "doubled",
        express: "doubled, within the Fargate vCPU quota, which starts at 6",
        source: (OBSERVED, BRANA),
        here: |it| {
            let cpu = f64::from(it.express.scenario.service.instance.cpu_millis) / 1_000.0;
            let most = f64::from(it.express.run.instances.peak_active);
            let needed = 2.0 * cpu * most;
            (needed > FIRST_QUOTA).then(|| format!("{needed} vCPU at this run's peak"))
        },
    },
    Row {
        topic: "Private service",
        app_runner: "VPC ingress connection",
        express: "private subnets and an internal load balancer",
        source: (DOCUMENTED, WORK),
        here: |it| {
            let express = it.express.scenario.service.express?;
            (express.exposure == Exposure::Private).then(String::new)
        },
    },
    Row {
        topic: "Roles",
        app_runner: "access role, instance role",
        express: "execution role and infrastructure role, both required; task role",
        source: (DOCUMENTED, WORK),
        here: |_| PLAIN,
    },
    Row {
        topic: "Metrics and alarms",
        app_runner: "requests, active instances, concurrency",
        express: "CPU and memory from Amazon ECS every minute, and the metrics of the load balancer",
        source: (DOCUMENTED, METRICS),
        here: |it| {
            let alarms = &it.app_runner.scenario.alarms;
            let names: Vec<&str> = alarms.iter().map(|alarm| alarm.name.as_str()).collect();
            (!names.is_empty()).then(|| format!("create again: {}", names.join(", ")))
        },
    },
    Row {
        topic: "CPU and memory",
        app_runner: "11 pairs up to 4 vCPU",
        express: "all Fargate pairs",
        source: (DOCUMENTED, FARGATE),
        here: |it| {
            let size = |side: &Seen<'_>| side.scenario.service.instance;
            let (from, to) = (size(&it.app_runner), size(&it.express));
            (from != to).then(|| format!("{from} → {to}"))
        },
    },
    Row {
        topic: "Disk",
        app_runner: "3 GB, image included",
        express: "20 GB",
        source: (DOCUMENTED, FARGATE_PRICE),
        here: |it| {
            let size = it.app_runner.scenario.app.image.size_mb;
            (size >= LARGE_IMAGE).then(|| format!("an image of {size} MB"))
        },
    },
];

/// Rows that hold for every service and say nothing of its behavior.
const REST: [Row; 3] = [
    Row {
        topic: "Logs",
        app_runner: "two fixed log groups",
        express: "one log group that never expires and remains after deletion",
        source: (DOCUMENTED, PRACTICES),
        here: |_| PLAIN,
    },
    Row {
        topic: "Infrastructure",
        app_runner: "hidden",
        express: "in your account: load balancer, target groups, alarms, security groups",
        source: (DOCUMENTED, ADVANCED),
        here: |_| PLAIN,
    },
    Row {
        topic: "Hostname",
        app_runner: "one for each service",
        express: "a new one, and another each time the service is created again",
        source: (OBSERVED, CARRIEROS),
        here: |_| PLAIN,
    },
];

/// The rows that apply to the service.
pub(super) fn applying(ground: &Ground<'_>) -> Vec<Change> {
    let apply = |row: &Row| {
        let here = (row.here)(ground)?;
        let Row { topic, app_runner, express, source: (provenance, source), .. } = *row;
        let here = (!here.is_empty()).then_some(here);
        Some(Change { topic, app_runner, express, here, provenance, source })
    };
    ROWS.iter().chain(&REST).filter_map(apply).collect()
}

/// Applies where something of that type happens in the scenario.
fn happens(ground: &Ground<'_>, is_meant: fn(&Action) -> bool) -> Option<String> {
    let actions = &ground.app_runner.scenario.actions;
    actions.iter().any(|scheduled| is_meant(&scheduled.action)).then(String::new)
}

/// When new capacity takes requests after a burst.
fn burst(side: &Seen<'_>) -> String {
    side.burst.ready_s.map_or_else(|| "not in 30 min".to_owned(), span)
}

/// A health check in a few words.
fn check(check: &HealthCheck) -> String {
    let HealthCheck { protocol, path, interval, timeout, healthy_threshold, unhealthy_threshold } =
        check;
    let path = if *protocol == Protocol::Http { format!(" {path}") } else { String::new() };
    format!(
        "{protocol}{path} every {interval}, timeout {timeout}, {healthy_threshold} up, \
         {unhealthy_threshold} down"
    )
}
