//! What a service has under ECS Express Mode that App Runner's has not: the scaling
//! metric with its target, and the load balancer in front of its tasks.

use std::fmt;

use spanned_toml::word::Word;

use super::patch::put;

/// The most services that share one load balancer (express-service-work).
pub const MOST_SERVICES: u32 = 25;

/// The settings that only Express Mode has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpressSettings {
    /// What target tracking follows.
    pub metric: ScalingMetric,
    /// Its target: percent, or requests per task and minute.
    pub target: u32,
    /// Availability Zones that the load balancer is in.
    pub zones: u32,
    /// Services that share the load balancer, from 1 to [`MOST_SERVICES`].
    pub alb_shared_by: u32,
    /// Whether the service has public addresses.
    pub exposure: Exposure,
}

/// What target tracking follows, in the words of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingMetric {
    /// `AVERAGE_CPU`: the mean CPU utilization of the tasks, in percent.
    AverageCpu,
    /// `AVERAGE_MEMORY`: the mean memory utilization of the tasks, in percent.
    AverageMemory,
    /// `REQUEST_COUNT_PER_TARGET`: requests per task and minute.
    RequestCountPerTarget,
}

impl Word for ScalingMetric {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("AVERAGE_CPU", Self::AverageCpu),
        ("AVERAGE_MEMORY", Self::AverageMemory),
        ("REQUEST_COUNT_PER_TARGET", Self::RequestCountPerTarget),
    ];
}

impl fmt::Display for ScalingMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Whether a service has public addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// Public subnets: an internet-facing load balancer, a public address for each task.
    Public,
    /// Private subnets: an internal load balancer, no public address.
    Private,
}

/// Changes to [`ExpressSettings`]; what is `None` stays as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExpressPatch {
    /// See [`ExpressSettings::metric`].
    pub metric: Option<ScalingMetric>,
    /// See [`ExpressSettings::target`].
    pub target: Option<u32>,
    /// See [`ExpressSettings::zones`].
    pub zones: Option<u32>,
    /// See [`ExpressSettings::alb_shared_by`].
    pub alb_shared_by: Option<u32>,
    /// See [`ExpressSettings::exposure`].
    pub exposure: Option<Exposure>,
}

impl From<ExpressSettings> for ExpressPatch {
    fn from(settings: ExpressSettings) -> Self {
        Self {
            metric: Some(settings.metric),
            target: Some(settings.target),
            zones: Some(settings.zones),
            alb_shared_by: Some(settings.alb_shared_by),
            exposure: Some(settings.exposure),
        }
    }
}

impl ExpressPatch {
    /// Puts what this patch names into `settings`.
    pub fn apply(&self, settings: &mut ExpressSettings) {
        put(&mut settings.metric, self.metric);
        put(&mut settings.target, self.target);
        put(&mut settings.zones, self.zones);
        put(&mut settings.alb_shared_by, self.alb_shared_by);
        put(&mut settings.exposure, self.exposure);
    }

    /// The changes without those of target tracking.
    pub(crate) fn without_scaling(self) -> Self {
        Self { metric: None, target: None, ..self }
    }
}
