//! The figures of both services side by side.

use serde::Serialize;

use super::{Ground, Seen};
use apprunner_sim::model::metric::Unit;
use apprunner_sim::model::rates::HOURS_PER_MONTH;

/// Figures on one subject.
#[derive(Clone, Debug, Serialize)]
pub struct FigureGroup {
    /// The subject.
    pub name: &'static str,
    /// What the figures mean, in a sentence.
    pub note: String,
    /// The figures.
    pub figures: Vec<MigrationFigure>,
}

/// A figure on both sides.
#[derive(Clone, Debug, Serialize)]
pub struct MigrationFigure {
    /// Its name for programs.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// On App Runner; `None` where there is none.
    pub app_runner: Option<f64>,
    /// On Express Mode; `None` where there is none.
    pub express: Option<f64>,
    /// What stands where there is none.
    #[serde(skip)]
    pub absent: &'static str,
}

/// All figures of the migration.
pub(super) fn groups(ground: &Ground<'_>) -> Vec<FigureGroup> {
    let burst = ground.burst.map(|_| reactions(ground));
    burst.into_iter().chain([months(ground), traffic(ground)]).collect()
}

/// A figure of each side, taken by `value`.
fn pair(
    ground: &Ground<'_>,
    (id, name, unit, absent): (&'static str, &'static str, Unit, &'static str),
    value: impl Fn(&Seen<'_>) -> Option<f64>,
) -> MigrationFigure {
    let (app_runner, express) = (value(&ground.app_runner), value(&ground.express));
    MigrationFigure { id, name, unit, app_runner, express, absent }
}

/// How fast each side reacts.
fn reactions(ground: &Ground<'_>) -> FigureGroup {
    let burst = ground.burst.map_or_else(String::new, |burst| {
        let capped = burst.full_rate.map_or_else(String::new, |full| {
            format!(
                " One and a half times what the minimum takes would be {full:.0} a second; a burst ends \
                 at {:.0}, to keep the run short, so the service may take it without scaling out.",
                burst.rate
            )
        });
        format!(
            "A burst of {:.0} requests a second on {}, from zero traffic, at the start of a minute; a deployment \
             of a new version without traffic.{capped}",
            burst.rate, burst.route
        )
    });
    let express = ground.express.scenario.service.express;
    let (here, there) = (ground.app_runner.burst.decided_s, ground.express.burst.decided_s);
    let is_missed = here.is_some() && there.is_none();
    let blind = match express {
        Some(express) if is_missed => format!(
            " On Express Mode {} did not stay above {}: such a service is better scaled by \
             REQUEST_COUNT_PER_TARGET, or its tasks fail first.",
            express.metric, express.target
        ),
        _ => String::new(),
    };
    let never = "not in 30 min";
    let decided = ("burst_decided_s", "burst: decision to scale out after", Unit::Seconds, never);
    let ready = ("burst_ready_s", "burst: new capacity takes requests after", Unit::Seconds, never);
    let deployed = ("deployment_s", "deployment", Unit::Seconds, "does not end");
    FigureGroup {
        name: "Reaction",
        note: burst + &blind,
        figures: vec![
            pair(ground, decided, |side| side.burst.decided_s),
            pair(ground, ready, |side| side.burst.ready_s),
            pair(ground, deployed, |side| side.deployment.map(|(seconds, _)| seconds)),
        ],
    }
}

/// What a month costs.
fn months(ground: &Ground<'_>) -> FigureGroup {
    let run_hours = ground.app_runner.run.simulated_s / 3_600.0;
    let month = |cost: f64| Some(cost * HOURS_PER_MONTH / run_hours);
    let none = "–";
    let dollars = |id, name| (id, name, Unit::Dollars, none);
    let front = |side: &Seen<'_>| side.run.cost_usd.front;
    let idle = dollars("idle_month_usd", "a month without a request, at the minimum");
    let like = dollars("month_usd", "a month like this run");
    let figures = vec![
        pair(ground, idle, |side| {
            Some(side.rates.idle_month(side.scenario.service.auto_scaling.min_size))
        }),
        pair(ground, like, |side| month(side.run.cost_usd.total)),
        pair(ground, dollars("month_vcpu_usd", "  vCPU"), |side| month(side.run.cost_usd.vcpu)),
        pair(ground, dollars("month_memory_usd", "  memory"), |side| {
            month(side.run.cost_usd.memory)
        }),
        pair(ground, dollars("month_load_balancer_usd", "  load balancer"), |side| {
            front(side).and_then(|front| month(front.load_balancer))
        }),
        pair(ground, dollars("month_lcu_usd", "  capacity units (LCU)"), |side| {
            front(side).and_then(|front| month(front.lcu))
        }),
        pair(ground, dollars("month_ipv4_usd", "  public IPv4 addresses"), |side| {
            front(side).and_then(|front| month(front.ipv4))
        }),
        MigrationFigure {
            id: "break_even_instances",
            name: "cheaper from this many busy instances on",
            unit: Unit::Count,
            app_runner: None,
            express: ground.express.rates.break_even(&ground.app_runner.rates),
            absent: none,
        },
    ];
    FigureGroup {
        name: "Bill",
        note: format!(
            "A month of {HOURS_PER_MONTH} h at the prices of {}; builds, logs, NAT gateways and data \
             transfer are left out.",
            region(ground)
        ),
        figures,
    }
}

fn region(ground: &Ground<'_>) -> &'static str {
    use spanned_toml::word::Word as _;
    ground.app_runner.scenario.assume.region.word()
}

/// How the same traffic fares.
fn traffic(ground: &Ground<'_>) -> FigureGroup {
    let never = "never";
    let figure = |id, name, unit| (id, name, unit, "–");
    let first = ("first_scale_out_s", "first scale-out at", Unit::Seconds, never);
    FigureGroup {
        name: "The same traffic",
        note: "The scenario itself, with the same arrivals and random numbers in both.".to_owned(),
        figures: vec![
            pair(ground, figure("offered", "requests offered", Unit::Count), |side| {
                Some(side.run.requests.offered as f64)
            }),
            pair(ground, figure("failed_ratio", "failed", Unit::Ratio), |side| {
                Some(side.run.requests.failed_ratio)
            }),
            pair(ground, figure("lost_ratio", "failed or timed out", Unit::Ratio), |side| {
                Some(side.run.requests.lost_ratio)
            }),
            pair(ground, figure("p50_ms", "latency, median", Unit::Milliseconds), |side| {
                side.run.latency_ms.all.p50
            }),
            pair(ground, figure("p99_ms", "latency, 99 %", Unit::Milliseconds), |side| {
                side.run.latency_ms.all.p99
            }),
            pair(ground, first, |side| side.run.first.scale_out),
            pair(
                ground,
                figure("instances_peak", "instances or tasks, most", Unit::Count),
                |side| Some(f64::from(side.run.instances.peak)),
            ),
            pair(
                ground,
                figure("instances_mean", "instances or tasks, mean", Unit::Count),
                |side| Some(side.run.instances.mean),
            ),
        ],
    }
}

/// A length in seconds for people: `42.3 s`, `6 min 25 s`.
pub fn span(seconds: f64) -> String {
    // Below what would round to a minute.
    if seconds < 59.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round();
    format!("{} min {} s", (whole / 60.0).floor(), whole % 60.0)
}
