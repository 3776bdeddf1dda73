//! Settings as a scenario file would write them: the way back from the types.

use crate::model::application::{Answers, Application, Route};
use crate::model::assume::{
    AssumedValue, Assumptions, Balancing, FirstCheck, Plausible, QueueLimit, Region, ScaleInStep,
    StopSignal, VcpuQuota, assumptions,
};
use crate::model::distribution::Distribution;
use crate::model::express::{Exposure, ExpressPatch};
use crate::model::service::{AutoDeployments, HealthCheck, InstanceSize, Service, ServicePatch};
use crate::model::time::SimDuration;
use spanned_toml::path;
use spanned_toml::setting::Setting;
use spanned_toml::tree::basic_string;
use spanned_toml::word::Word;

const MAX_CONCURRENCY: &str = "service.auto_scaling.max_concurrency";

/// Every setting of `service`.
pub fn of_service(service: &Service) -> Vec<Setting> {
    let Service { start, port, auto_deployments, instance, auto_scaling, health_check, express } =
        service;
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
        express: express.map(ExpressPatch::from).unwrap_or_default(),
    })
}

/// The settings of `service` that can have another value: a concurrency without a limit cannot.
pub fn changeable(service: &Service) -> Vec<Setting> {
    let has_limit = service.auto_scaling.limit().is_some();
    let settings = of_service(service).into_iter();
    settings.filter(|it| has_limit || it.path != MAX_CONCURRENCY).collect()
}

/// The settings that `patch` names.
pub(crate) fn of_patch(patch: &ServicePatch) -> Vec<Setting> {
    let start = patch.start.map(Word::word);
    let deploys = patch.auto_deployments.map(|it| it == AutoDeployments::On);
    let cpu = patch.cpu_millis.map(|millis| format!("{} vCPU", f64::from(millis) / 1_000.0));
    let memory = patch.memory_mb.map(|mb| match mb % 1_024 {
        0 => format!("{} GB", mb / 1_024),
        _ => format!("{mb} MB"),
    });
    let is_public = patch.express.exposure.map(|it| it == Exposure::Public);
    let number = |value: Option<u32>| value.map(|value| value.to_string());
    let settings = [
        ("service.start", start.as_ref().map(text)),
        ("service.port", patch.port.map(|port| port.to_string())),
        ("service.auto_deployments", deploys.map(|on| on.to_string())),
        ("service.instance.cpu", cpu.as_ref().map(text)),
        ("service.instance.memory", memory.as_ref().map(text)),
        ("service.auto_scaling.min_size", number(patch.min_size)),
        ("service.auto_scaling.max_size", number(patch.max_size)),
        (MAX_CONCURRENCY, number(patch.max_concurrency)),
        ("service.health_check.protocol", patch.protocol.as_ref().map(text)),
        ("service.health_check.path", patch.path.as_ref().map(text)),
        ("service.health_check.interval", patch.interval.as_ref().map(text)),
        ("service.health_check.timeout", patch.timeout.as_ref().map(text)),
        ("service.health_check.healthy_threshold", number(patch.healthy_threshold)),
        ("service.health_check.unhealthy_threshold", number(patch.unhealthy_threshold)),
        ("service.express.metric", patch.express.metric.map(|it| text(&it))),
        ("service.express.target", number(patch.express.target)),
        ("service.express.zones", number(patch.express.zones)),
        ("service.express.alb_shared_by", number(patch.express.alb_shared_by)),
        ("service.express.public", is_public.map(|is_public| is_public.to_string())),
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

/// CPU and memory as one setting, for a change of both.
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

/// What may change in `app` while it runs: how its routes answer, and what holds for
/// instances that start from then on.
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
    if let Some(threads) = app.threads {
        settings.push(setting("app.threads".to_owned(), threads.to_string()));
    }
    let background = format!("{} vCPU", f64::from(app.background_millis) / 1_000.0);
    settings.push(setting("app.background".to_owned(), text(&background)));
    settings.push(setting("app.first_request".to_owned(), distribution(&app.first_request)));
    settings.push(setting("app.shutdown".to_owned(), text(&app.shutdown)));
    settings
}

/// Declares the settings of every assumed parameter.
macro_rules! settings {
    ($($(#[doc = $meaning:literal])+ $name:ident: $type:ty = $reader:ident, $range:expr;)+) => {
        /// Every setting of `assume`.
        pub fn of_assumptions(assume: &Assumptions) -> Vec<Setting> {
            let setting = |name: &str, value| Setting { path: format!("assume.{name}"), value };
            vec![$(setting(stringify!($name), assume.$name.toml()),)+]
        }

        /// The setting of the parameter `name` that lies `share` of the way through what
        /// is plausible for it; `None` where there is no such parameter, or nothing about
        /// it is unknown. `share` is 0 to 1.
        pub fn plausible(assume: &Assumptions, name: &str, share: f64) -> Option<Setting> {
            use Plausible::{Chosen, OneOf, Times};
            let value = match name {
                $(stringify!($name) => match $range {
                    Times(low, high) => {
                        assume.$name.times(low * libm::pow(high / low, share)).toml()
                    }
                    OneOf(values) => one_of(values, share).to_owned(),
                    Chosen => return None,
                },)+
                _ => return None,
            };
            Some(Setting { path: format!("assume.{name}"), value })
        }
    };
}
assumptions!(settings);

/// The value that lies `share` of the way through `values`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a short list"
)]
fn one_of<'a>(values: &[&'a str], share: f64) -> &'a str {
    let place = (share * values.len() as f64) as usize;
    values.get(place).or(values.last()).copied().unwrap_or_default()
}

/// A value as a file writes it.
trait Toml {
    fn toml(&self) -> String;
}

impl Toml for SimDuration {
    fn toml(&self) -> String {
        text(self)
    }
}

impl Toml for Distribution {
    fn toml(&self) -> String {
        distribution(self)
    }
}

impl Toml for f64 {
    fn toml(&self) -> String {
        format!("{self:?}")
    }
}

impl Toml for u16 {
    fn toml(&self) -> String {
        self.to_string()
    }
}

impl Toml for (u16, u16) {
    fn toml(&self) -> String {
        format!("[{}, {}]", self.0, self.1)
    }
}

impl Toml for QueueLimit {
    fn toml(&self) -> String {
        match self {
            Self::Requests(_) => self.words(),
            Self::Unlimited | Self::Capacity | Self::Concurrency => text(&self.words()),
        }
    }
}

impl Toml for VcpuQuota {
    fn toml(&self) -> String {
        match self {
            Self::Vcpus(_) => self.words(),
            Self::Unlimited => text(&self.words()),
        }
    }
}

/// Declares types whose values are words.
macro_rules! words {
    ($($type:ty),+) => {$(
        impl Toml for $type {
            fn toml(&self) -> String {
                text(&self.word())
            }
        }
    )+};
}
words!(FirstCheck, Balancing, Region, ScaleInStep, StopSignal);

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::scenario::{self, Request};
    use crate::model::rules::{AssumedParameter, Edition};
    use spanned_toml::diagnostic::Source;

    fn assume_with(edition: Edition, set: Vec<Setting>) -> Assumptions {
        let text = "format_version = 1\ntitle = \"x\"\nduration = \"1m\"\n".to_owned();
        let request = Request { edition: Some(edition), set, ..Request::default() };
        scenario::read(Source { name: "x.toml".to_owned(), text }, &request).unwrap().assume
    }

    #[test]
    fn what_one_edition_assumes_can_be_set_in_the_other() {
        for edition in Edition::ALL {
            let theirs = edition.next().rules().assume.values();
            assert_eq!(assume_with(edition, of_assumptions(&theirs)), theirs);
        }
    }

    #[test]
    fn every_parameter_can_be_set_to_what_is_plausible() {
        for edition in Edition::ALL {
            let assume = edition.rules().assume.values();
            let open = |row: &AssumedParameter| row.plausible != Plausible::Chosen;
            for row in edition.rules().assume.sheet(&assume).into_iter().filter(open) {
                for share in [0.0, 0.5, 1.0] {
                    let setting = plausible(&assume, row.name, share).unwrap();
                    assume_with(edition, vec![setting]);
                }
                let ends = [0.0, 1.0].map(|share| plausible(&assume, row.name, share));
                let nothing = of_assumptions(&assume)
                    .iter()
                    .any(|own| own.path.ends_with(row.name) && own.value.contains("\"0s\""));
                assert!(nothing || ends[0] != ends[1], "{} has no range", row.name);
            }
            for name in ["no_such", "region", "round_trip"] {
                assert_eq!(plausible(&assume, name, 0.5), None);
            }
        }
    }
}
