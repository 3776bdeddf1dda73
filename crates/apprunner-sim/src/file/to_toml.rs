//! Settings as a scenario file would write them: the way back from the types.

use crate::model::application::{Answers, Application, Route};
use crate::model::distribution::Distribution;
use crate::model::service::{
    AutoDeployments, HealthCheck, InstanceSize, Service, ServicePatch, StartMode,
};
use spanned_toml::path;
use spanned_toml::setting::Setting;
use spanned_toml::tree::basic_string;

/// Every setting of `service`.
pub fn of_service(service: &Service) -> Vec<Setting> {
    let Service { start, port, auto_deployments, instance, auto_scaling, health_check } = service;
    let InstanceSize { cpu_millis, memory_mb } = *instance;
    let HealthCheck { protocol, path, interval, timeout, healthy_threshold, unhealthy_threshold } =
        health_check;
    of_patch(&ServicePatch {
        start: Some(*start),
        port: Some(*port),
        auto_deployments: Some(*auto_deployments),
        cpu_millis: Some(cpu_millis),
        memory_mb: Some(memory_mb),
        min_size: Some(auto_scaling.min_size),
        max_size: Some(auto_scaling.max_size),
        max_concurrency: Some(auto_scaling.max_concurrency),
        protocol: Some(*protocol),
        path: Some(path.clone()),
        interval: Some(*interval),
        timeout: Some(*timeout),
        healthy_threshold: Some(*healthy_threshold),
        unhealthy_threshold: Some(*unhealthy_threshold),
    })
}

/// The settings that `patch` names.
pub(crate) fn of_patch(patch: &ServicePatch) -> Vec<Setting> {
    let start = patch.start.map(|start| match start {
        StartMode::Running => "running",
        StartMode::Create => "create",
    });
    let deploys = patch.auto_deployments.map(|it| it == AutoDeployments::On);
    let cpu = patch.cpu_millis.map(|millis| format!("{} vCPU", f64::from(millis) / 1_000.0));
    let memory = patch.memory_mb.map(|mb| match mb % 1_024 {
        0 => format!("{} GB", mb / 1_024),
        _ => format!("{mb} MB"),
    });
    let number = |value: Option<u32>| value.map(|value| value.to_string());
    let settings = [
        ("service.start", start.as_ref().map(text)),
        ("service.port", patch.port.map(|port| port.to_string())),
        ("service.auto_deployments", deploys.map(|on| on.to_string())),
        ("service.instance.cpu", cpu.as_ref().map(text)),
        ("service.instance.memory", memory.as_ref().map(text)),
        ("service.auto_scaling.min_size", number(patch.min_size)),
        ("service.auto_scaling.max_size", number(patch.max_size)),
        ("service.auto_scaling.max_concurrency", number(patch.max_concurrency)),
        ("service.health_check.protocol", patch.protocol.as_ref().map(text)),
        ("service.health_check.path", patch.path.as_ref().map(text)),
        ("service.health_check.interval", patch.interval.as_ref().map(text)),
        ("service.health_check.timeout", patch.timeout.as_ref().map(text)),
        ("service.health_check.healthy_threshold", number(patch.healthy_threshold)),
        ("service.health_check.unhealthy_threshold", number(patch.unhealthy_threshold)),
    ];
    let named = settings
        .into_iter()
        .filter_map(|(path, value)| Some(Setting { path: path.to_owned(), value: value? }));
    named.collect()
}

/// A TOML string.
fn text(value: &impl ToString) -> String {
    basic_string(&value.to_string())
}

/// CPU and memory as one setting, for whoever changes both.
pub fn instance(size: InstanceSize) -> Setting {
    let patch = ServicePatch {
        cpu_millis: Some(size.cpu_millis),
        memory_mb: Some(size.memory_mb),
        ..ServicePatch::default()
    };
    let values: Vec<String> = of_patch(&patch).into_iter().map(|it| it.value).collect();
    let value = match values.as_slice() {
        [cpu, memory] => format!("{{ cpu = {cpu}, memory = {memory} }}"),
        _ => String::new(),
    };
    Setting { path: "service.instance".to_owned(), value }
}

/// What may change in `app` while it runs: the port and how its routes answer.
pub fn of_application(app: &Application) -> Vec<Setting> {
    let setting = |path: String, value: String| Setting { path, value };
    let mut settings = Vec::new();
    for (name, route) in &app.routes {
        let path = |field: &str| path::join(["app", "routes", name, field]);
        let Route { status, latency, answers, .. } = route;
        settings.push(setting(path("status"), status.to_string()));
        settings.push(setting(path("latency"), distribution(latency)));
        settings.push(setting(path("hangs"), (*answers == Answers::Never).to_string()));
    }
    settings.push(setting("app.port".to_owned(), app.port.to_string()));
    settings.push(setting("app.start".to_owned(), distribution(&app.start)));
    settings
}

/// A distribution.
pub fn distribution(distribution: &Distribution) -> String {
    match distribution {
        Distribution::Fixed(time) => format!("{{ fixed = \"{time}\" }}"),
        Distribution::Exponential { mean } => {
            format!("{{ exponential = {{ mean = \"{mean}\" }} }}")
        }
        Distribution::Uniform { min, max } => {
            format!("{{ uniform = {{ min = \"{min}\", max = \"{max}\" }} }}")
        }
        Distribution::Lognormal { median, p99 } => {
            format!("{{ lognormal = {{ median = \"{median}\", p99 = \"{p99}\" }} }}")
        }
    }
}
