//! Every parameter of a run as the engine takes it: what nobody has published
//! first, then the edition's behavior, statuses and prices, then the service.
//! Each with its value, what type of source stands behind it, and which.

mod behaviour;

use std::io::{self, Write};

use serde::Serialize;

use super::Format;
use super::list::write_rows;
use super::table::{Column, Page, write_list};
use apprunner_sim::model::application::Shutdown;
use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::express::Exposure;
use apprunner_sim::model::rules::{
    AssumedParameter, Edition, IdleInstances, Param, Prices, Provenance, Rules, ScalingTrigger,
    UNUSED,
};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::service::{AutoDeployments, AutoScaling, Protocol};
use apprunner_sim::sim::event::EventKind;
use quizbank::model::fact::Ledger;

/// Writes what `scenarios` assume. A table names the facts of `ledger` by their claims, the
/// formats for programs by their ids.
pub fn write(
    out: &mut dyn Write,
    scenarios: &[Scenario],
    ledger: &Ledger,
    format: Format,
    page: Page,
) -> io::Result<()> {
    if format != Format::Table {
        return write_rows(out, &scenarios.iter().flat_map(rows).collect::<Vec<_>>(), format, page);
    }
    for (index, scenario) in scenarios.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let name = page.ink.strong(&scenario.name);
        writeln!(out, " {name} · {}", scenario.edition.label())?;
        write_groups(out, scenario, ledger, page)?;
    }
    Ok(())
}

/// Writes what `scenario` assumes as tables, one for each group.
fn write_groups(
    out: &mut dyn Write,
    scenario: &Scenario,
    ledger: &Ledger,
    page: Page,
) -> io::Result<()> {
    for group in rows(scenario).chunk_by(|one, next| one.group() == next.group()) {
        writeln!(out)?;
        write_group(out, page, group, ledger)?;
    }
    Ok(())
}

/// Writes rows of one group under its name, so that the names stay short.
fn write_group(
    out: &mut dyn Write,
    page: Page,
    rows: &[ParameterRow],
    ledger: &Ledger,
) -> io::Result<()> {
    let group = rows.first().map_or("", ParameterRow::group);
    let heading = if group.is_empty() { "parameter" } else { group };
    let columns = [
        Column::Name(heading),
        Column::Words("value"),
        Column::Name("provenance"),
        Column::Words("source"),
    ];
    let cells = rows.iter().map(|row| {
        let (value, provenance) = (row.value.clone(), row.provenance.clone());
        [row.name().to_owned(), value, provenance, row.claimed(ledger)].into()
    });
    write_list(out, page, &columns, cells)
}

/// A parameter of a run.
#[derive(Clone, Debug, Serialize)]
pub struct ParameterRow {
    scenario: String,
    rules: &'static str,
    /// Its path in a scenario file, and of what no file says its name.
    pub parameter: &'static str,
    /// In words.
    pub value: String,
    /// Documented, observed, assumed, the chapter's or the scenario's own.
    pub provenance: String,
    /// Where it is from.
    pub source: String,
}

impl ParameterRow {
    /// What the parameter belongs to; empty for the assumed ones.
    pub fn group(&self) -> &'static str {
        self.parameter.rsplit_once('.').map_or("", |(group, _)| group)
    }

    /// What stands behind it and its source, with the claims of facts in words.
    pub fn sourced(&self, ledger: &Ledger) -> String {
        format!("{}: {}", self.provenance, self.claimed(ledger))
    }

    /// Its source with the claims of facts in words: under course rules as the course has them.
    fn claimed(&self, ledger: &Ledger) -> String {
        let is_course = self.rules == Edition::Chapter.name();
        ledger.with_claims(&self.source, |fact| {
            if is_course && !fact.chapter.is_empty() { &fact.chapter } else { &fact.title }
        })
    }

    /// Whether the scenario has another value than its edition.
    pub fn is_overridden(&self) -> bool {
        self.provenance == OVERRIDDEN
    }

    /// Its name within what it belongs to.
    pub fn name(&self) -> &'static str {
        self.parameter.rsplit_once('.').map_or(self.parameter, |(_, name)| name)
    }
}

/// The parameters by which an event of this kind came about, as far as the edition
/// uses them.
pub fn behind(kind: EventKind, scenario: &Scenario) -> Vec<ParameterRow> {
    let rules = &scenario.edition.rules().behaviour;
    let tracks = rules.scaling.value == ScalingTrigger::TargetTracking;
    let names: &[&str] = match kind {
        EventKind::TrafficShifted => &["canary_share", "canary_bake", "final_bake"],
        EventKind::InstanceProvisioning => &["provision", "provision_correlation"],
        EventKind::InstanceBooting => &["app.start"],
        EventKind::InstanceChecking => &["first_check"],
        EventKind::InstanceReady | EventKind::InstanceActive | EventKind::HealthPassed => {
            &["service.health_check.healthy_threshold"]
        }
        EventKind::InstanceIdle => &["behaviour.idle", "idle_after"],
        EventKind::InstanceUnhealthy => &["service.health_check.unhealthy_threshold"],
        EventKind::InstanceCrashed => &["lost_status"],
        EventKind::InstanceStartFailed => &["start_limit", "start_retry", "start_retry_limit"],
        EventKind::InstanceNotPlaced => &["vcpu_quota", "start_retry", "start_retry_limit"],
        EventKind::InstanceDraining => &["behaviour.drain_end", "stop_signal"],
        EventKind::InstanceStopping => &["stop_signal", "stop_grace", "app.shutdown"],
        EventKind::HealthFailed => match scenario.service.health_check.protocol {
            Protocol::Http => &["healthy_status", "service.health_check.unhealthy_threshold"],
            Protocol::Tcp => &["service.health_check.unhealthy_threshold"],
        },
        EventKind::ScaleOut if tracks => &["publish_delay", "scale_out_cooldown"],
        EventKind::ScaleIn if tracks => &["publish_delay", "scale_in_cooldown", "scale_in_step"],
        EventKind::ScaleOut => &["behaviour.scaling", "service.auto_scaling.max_concurrency"],
        EventKind::ScaleIn => match rules.idle.value {
            IdleInstances::StayReady => &["idle_after"],
            IdleInstances::Throttled => &["scale_in_after"],
        },
        EventKind::RejectingStarted => &["queue_limit", "overload_status"],
        EventKind::SettingChanged => &["behaviour.scaling_update"],
        EventKind::OperationStarted => {
            &["behaviour.deployment", "create_prepare", "deploy_prepare", "resume_prepare"]
        }
        EventKind::OperationEnded => {
            &["behaviour.deployment", "create_route", "create_cleanup", "deploy_route", "rollback"]
        }
        EventKind::ServiceStatus
        | EventKind::OperationRejected
        | EventKind::OperationStuck
        | EventKind::InstanceGone
        | EventKind::RejectingEnded
        | EventKind::Stop => &[],
    };
    let rows = rows(scenario).into_iter();
    // A value that the edition's rules never ask for explains nothing.
    let used = rows.filter(|row| names.contains(&row.parameter) && !row.source.starts_with(UNUSED));
    used.collect()
}

/// What stands behind a value of the scenario's own.
const OVERRIDDEN: &str = "scenario";

/// A parameter's name, and its value, provenance and source.
type SourcedValue = (&'static str, (String, String, String));

/// Every parameter of a run of `scenario`.
pub fn rows(scenario: &Scenario) -> Vec<ParameterRow> {
    let rules = scenario.edition.rules();
    let described = [
        assumed(scenario, rules),
        behaviour::rows(&rules.behaviour),
        prices(&rules.prices.within(scenario.assume.region)),
        service(scenario, rules),
    ];
    let row = |(parameter, (value, provenance, source)): SourcedValue| ParameterRow {
        scenario: scenario.name.clone(),
        rules: scenario.edition.name(),
        parameter,
        value,
        provenance,
        source,
    };
    described.into_iter().flatten().map(row).collect()
}

fn assumed(scenario: &Scenario, rules: &Rules) -> Vec<SourcedValue> {
    let sheet = rules.assume.sheet(&scenario.assume);
    sheet
        .into_iter()
        .filter(AssumedParameter::is_known)
        .map(|row| (row.name, from(row.value, &row.default)))
        .collect()
}

fn prices(rules: &Prices) -> Vec<SourcedValue> {
    let mut reported = vec![
        ("price.vcpu_hour", said(&rules.vcpu_hour, |price| price.to_string())),
        ("price.gb_hour", said(&rules.gb_hour, |price| price.to_string())),
        ("price.least_active", said(&rules.least_active, |time| time.to_string())),
    ];
    if let Some(front) = &rules.front {
        reported.extend([
            ("price.alb_hour", said(&front.alb_hour, |price| price.to_string())),
            ("price.lcu_hour", said(&front.lcu_hour, |price| price.to_string())),
            ("price.address_hour", said(&front.address_hour, |price| price.to_string())),
        ]);
    }
    reported
}

/// What a file may say of its service and application.
fn service(scenario: &Scenario, rules: &Rules) -> Vec<SourcedValue> {
    let (run, rules) = (&scenario.service, &rules.defaults);
    let (sizes, check) = (&run.auto_scaling, &run.health_check);
    let path = Param { value: rules.path.value, ..rules.path.clone() };
    let none = "off; depends on the application";
    let threads = Param { value: None, provenance: Provenance::Assumed, source: none };
    let background = Param { value: 0, provenance: Provenance::Assumed, source: none };
    let first_request =
        Param { value: Distribution::ZERO, provenance: Provenance::Assumed, source: none };
    let shutdown = Param { value: Shutdown::Drain, provenance: Provenance::Assumed, source: none };
    let mut reported = vec![
        ("service.port", described(run.port, &rules.port)),
        (
            "service.auto_deployments",
            judged(run.auto_deployments, &rules.auto_deployments, auto_deployments),
        ),
        ("service.instance", described(run.instance, &rules.instance)),
        ("service.auto_scaling.min_size", described(sizes.min_size, &rules.min_size)),
        ("service.auto_scaling.max_size", described(sizes.max_size, &rules.max_size)),
        (
            "service.auto_scaling.max_concurrency",
            judged(sizes.max_concurrency, &rules.max_concurrency, concurrency),
        ),
        ("service.health_check.protocol", described(check.protocol, &rules.protocol)),
        ("service.health_check.path", described(check.path.as_str(), &path)),
        ("service.health_check.interval", described(check.interval, &rules.interval)),
        ("service.health_check.timeout", described(check.timeout, &rules.timeout)),
        (
            "service.health_check.healthy_threshold",
            described(check.healthy_threshold, &rules.healthy_threshold),
        ),
        (
            "service.health_check.unhealthy_threshold",
            described(check.unhealthy_threshold, &rules.unhealthy_threshold),
        ),
        ("app.start", described(scenario.app.start, &rules.app_start)),
        ("app.port", described(scenario.app.port, &rules.port)),
        ("app.threads", judged(scenario.app.threads, &threads, thread_count)),
        ("app.background", judged(scenario.app.background_millis, &background, vcpus)),
        ("app.first_request", described(scenario.app.first_request, &first_request)),
        ("app.shutdown", described(scenario.app.shutdown, &shutdown)),
    ];
    if let Some((run, rules)) = run.express.zip(rules.express.as_ref()) {
        reported.extend([
            ("service.express.metric", described(run.metric, &rules.metric)),
            ("service.express.target", described(run.target, &rules.target)),
            ("service.express.zones", described(run.zones, &rules.zones)),
            ("service.express.alb_shared_by", described(run.alb_shared_by, &rules.alb_shared_by)),
            ("service.express.public", judged(run.exposure, &rules.exposure, exposure)),
        ]);
    }
    reported
}

/// A value that no file can change.
fn said<T: Copy + PartialEq, W: Into<String>>(
    rule: &Param<T>,
    words: impl Fn(T) -> W,
) -> (String, String, String) {
    judged(rule.value, rule, words)
}

/// A value, what stands behind it and the source.
fn described<T: Copy + PartialEq + ToString>(
    value: T,
    rule: &Param<T>,
) -> (String, String, String) {
    judged(value, rule, |value| value.to_string())
}

/// As [`described`], for values that have no words of their own.
fn judged<T: Copy + PartialEq, W: Into<String>>(
    value: T,
    rule: &Param<T>,
    words: impl Fn(T) -> W,
) -> (String, String, String) {
    let Param { provenance, source, .. } = *rule;
    from(words(value).into(), &Param { value: words(rule.value).into(), provenance, source })
}

/// A value in words, what stands behind it and the source. What a scenario overrides
/// no longer stands on the edition's source.
fn from(value: String, rule: &Param<String>) -> (String, String, String) {
    if value == rule.value {
        (value, rule.provenance.to_string(), rule.source.to_owned())
    } else {
        let source = format!("this scenario; the edition has {}", rule.value);
        (value, OVERRIDDEN.to_owned(), source)
    }
}

fn thread_count(threads: Option<u32>) -> String {
    threads.map_or_else(|| "one for each vCPU".to_owned(), |threads| threads.to_string())
}

fn vcpus(millis: u32) -> String {
    format!("{} vCPU", f64::from(millis) / 1e3)
}

fn auto_deployments(automatic: AutoDeployments) -> &'static str {
    match automatic {
        AutoDeployments::On => "on",
        AutoDeployments::Off => "off",
    }
}

/// The requests that an instance takes at a time, in words.
pub fn concurrency(limit: u32) -> String {
    match limit {
        AutoScaling::NO_LIMIT => "no limit".to_owned(),
        limit => limit.to_string(),
    }
}

fn exposure(exposure: Exposure) -> &'static str {
    match exposure {
        Exposure::Public => "true",
        Exposure::Private => "false",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::model::assume::QueueLimit;
    use apprunner_sim::model::replay::Traces;
    use apprunner_sim::model::rules::Edition;
    use apprunner_sim::model::time::{SimDuration, SimTime};
    use spanned_toml::word::Word;

    fn scenario() -> Scenario {
        let edition = Edition::Aws;
        let rules = edition.rules();
        Scenario {
            name: "lab".to_owned(),
            title: "A lab".to_owned(),
            edition,
            duration: SimDuration::from_secs(60),
            measured_from: SimTime::ZERO,
            seed: 1,
            chart: apprunner_sim::model::scenario::StoryChart::default(),
            teaches: Vec::new(),
            service: rules.service(),
            app: rules.application(),
            assume: rules.assume.values(),
            traffic: Vec::new(),
            actions: Vec::new(),
            alarms: Vec::new(),
            fix: Vec::new(),
            lab: None,
            goals: Vec::new(),
            story: apprunner_sim::model::story::Story::default(),
            traces: Traces::default(),
            adapted: Vec::new(),
        }
    }

    #[test]
    fn every_parameter_names_its_source() {
        let rows = rows(&scenario());
        assert_eq!(rows.len(), 68);
        assert!(rows.iter().all(|row| !row.source.is_empty() && !row.value.is_empty()));
        let wake = rows.iter().find(|row| row.parameter == "wake").unwrap();
        assert_eq!(wake.value, "50ms");
    }

    #[test]
    fn every_kind_of_event_stands_on_parameters_of_the_sheet() {
        let mut scenario = scenario();
        scenario.service.health_check.protocol = Protocol::Http;
        let named =
            |kind| behind(kind, &scenario).into_iter().map(|it| it.parameter).collect::<Vec<_>>();
        assert_eq!(
            named(EventKind::HealthFailed),
            ["healthy_status", "service.health_check.unhealthy_threshold"]
        );
        assert_eq!(named(EventKind::ScaleIn), ["scale_in_after"]);
        let explained = EventKind::all().filter(|kind| !named(*kind).is_empty()).count();
        // Traffic is shifted in steps, and a task has no place, under Express Mode alone.
        assert_eq!(explained, EventKind::WORDS.len() - 8, "a name that the table lacks");
    }

    #[test]
    fn an_override_is_the_scenarios_own() {
        let mut scenario = scenario();
        scenario.assume.queue_limit = QueueLimit::Unlimited;
        let rows = rows(&scenario);
        let row = rows.iter().find(|row| row.parameter == "queue_limit").unwrap();
        assert_eq!((row.value.as_str(), row.provenance.as_str()), ("unlimited", "scenario"));
        assert_eq!(row.source, "this scenario; the edition has concurrency");
    }

    #[test]
    fn the_table_fits_its_page() {
        let mut out = Vec::new();
        write(&mut out, &[scenario()], &Ledger::default(), Format::Table, Page::PIPE).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}
