//! An App Runner service as its owner configures it, in AWS's own words.
//!
//! A file says only what differs from the edition's defaults. What it says is a
//! [`ServicePatch`]; applied to the defaults it gives a [`Service`]. `set`,
//! `deploy` and `update` carry patches too, so there is one way to change a
//! setting.

use std::fmt;

use spanned_toml::word::Word;

use super::express::{ExpressPatch, ExpressSettings};
use super::patch::put;
use super::time::SimDuration;

/// The settings of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Whether the run begins with a running service or creates it.
    pub start: StartMode,
    /// The port that App Runner sends requests and checks to.
    pub port: u16,
    /// Whether a push of a new version deploys it.
    pub auto_deployments: AutoDeployments,
    /// What each instance is given.
    pub instance: InstanceSize,
    /// The auto scaling configuration.
    pub auto_scaling: AutoScaling,
    /// The health check configuration.
    pub health_check: HealthCheck,
    /// What only Express Mode has; `None` for App Runner.
    pub express: Option<ExpressSettings>,
}

/// How a run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartMode {
    /// The service is RUNNING with its minimum of ready instances at time 0.
    Running,
    /// `CreateService` is called at time 0; nothing exists yet.
    Create,
}

/// The `AutoDeploymentsEnabled` flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoDeployments {
    /// A push deploys.
    On,
    /// A push changes nothing until somebody deploys.
    Off,
}

/// CPU and memory of an instance; only pairs that the edition allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InstanceSize {
    /// Thousandths of a vCPU: 250, 500, 1000, 2000 or 4000; Express Mode has more.
    pub cpu_millis: u32,
    /// Memory in MB, 1024 a GB.
    pub memory_mb: u32,
}

/// MinSize, MaxSize and MaxConcurrency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AutoScaling {
    /// Instances that exist whatever the traffic.
    pub min_size: u32,
    /// The most instances that take requests at one time.
    pub max_size: u32,
    /// Requests that one instance holds at one time.
    pub max_concurrency: u32,
}

impl AutoScaling {
    /// The maximum concurrency of a service whose instances take any number of requests.
    pub const NO_LIMIT: u32 = u32::MAX;

    /// The maximum concurrency; `None` where instances take any number of requests.
    pub const fn limit(&self) -> Option<u32> {
        match self.max_concurrency {
            Self::NO_LIMIT => None,
            limit => Some(limit),
        }
    }
}

/// The health check configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthCheck {
    /// What a check does.
    pub protocol: Protocol,
    /// The path that an HTTP check asks for.
    pub path: String,
    /// From one check to the next.
    pub interval: SimDuration,
    /// How long a check waits for its answer.
    pub timeout: SimDuration,
    /// Consecutive passes that make an instance healthy.
    pub healthy_threshold: u32,
    /// Consecutive failures that make an instance unhealthy.
    pub unhealthy_threshold: u32,
}

/// What a health check does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Opens a connection; passes when the port accepts it.
    Tcp,
    /// Asks for a path; passes on a healthy status.
    Http,
}

impl Word for Protocol {
    const WORDS: &'static [(&'static str, Self)] = &[("TCP", Self::Tcp), ("HTTP", Self::Http)];
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Writes a size as the CLI takes it: `1 vCPU / 2 GB`, `0.25 vCPU / 0.5 GB`.
impl fmt::Display for InstanceSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cpu = f64::from(self.cpu_millis) / 1_000.0;
        // Halves of a GB are sizes that there are; anything finer is a slip to be shown.
        match self.memory_mb % 512 {
            0 => write!(f, "{cpu} vCPU / {} GB", f64::from(self.memory_mb) / 1_024.0),
            _ => write!(f, "{cpu} vCPU / {} MB", self.memory_mb),
        }
    }
}

/// Changes to a service; what is `None` stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServicePatch {
    /// See [`Service::start`].
    pub start: Option<StartMode>,
    /// See [`Service::port`].
    pub port: Option<u16>,
    /// See [`Service::auto_deployments`].
    pub auto_deployments: Option<AutoDeployments>,
    /// See [`InstanceSize::cpu_millis`].
    pub cpu_millis: Option<u32>,
    /// See [`InstanceSize::memory_mb`].
    pub memory_mb: Option<u32>,
    /// See [`AutoScaling::min_size`].
    pub min_size: Option<u32>,
    /// See [`AutoScaling::max_size`].
    pub max_size: Option<u32>,
    /// See [`AutoScaling::max_concurrency`].
    pub max_concurrency: Option<u32>,
    /// See [`HealthCheck::protocol`].
    pub protocol: Option<Protocol>,
    /// See [`HealthCheck::path`].
    pub path: Option<String>,
    /// See [`HealthCheck::interval`].
    pub interval: Option<SimDuration>,
    /// See [`HealthCheck::timeout`].
    pub timeout: Option<SimDuration>,
    /// See [`HealthCheck::healthy_threshold`].
    pub healthy_threshold: Option<u32>,
    /// See [`HealthCheck::unhealthy_threshold`].
    pub unhealthy_threshold: Option<u32>,
    /// See [`Service::express`].
    pub express: ExpressPatch,
}

impl ServicePatch {
    /// Puts what this patch names into `service`.
    pub fn apply(&self, service: &mut Service) {
        put(&mut service.start, self.start);
        put(&mut service.port, self.port);
        put(&mut service.auto_deployments, self.auto_deployments);
        put(&mut service.instance.cpu_millis, self.cpu_millis);
        put(&mut service.instance.memory_mb, self.memory_mb);
        put(&mut service.auto_scaling.min_size, self.min_size);
        put(&mut service.auto_scaling.max_size, self.max_size);
        put(&mut service.auto_scaling.max_concurrency, self.max_concurrency);
        let check = &mut service.health_check;
        put(&mut check.protocol, self.protocol);
        put(&mut check.path, self.path.clone());
        put(&mut check.interval, self.interval);
        put(&mut check.timeout, self.timeout);
        put(&mut check.healthy_threshold, self.healthy_threshold);
        put(&mut check.unhealthy_threshold, self.unhealthy_threshold);
        if let Some(express) = &mut service.express {
            self.express.apply(express);
        }
    }

    /// Whether the auto scaling configuration changes.
    pub fn touches_scaling(&self) -> bool {
        self.min_size.is_some() || self.max_size.is_some() || self.max_concurrency.is_some()
    }

    /// Whether the health check configuration changes.
    pub fn touches_health_check(&self) -> bool {
        let Self { interval, timeout, healthy_threshold, unhealthy_threshold, .. } = self;
        self.protocol.is_some()
            || self.path.is_some()
            || interval.is_some()
            || timeout.is_some()
            || healthy_threshold.is_some()
            || unhealthy_threshold.is_some()
    }

    /// Whether anything beside the auto scaling configuration changes.
    pub(crate) fn touches_more_than_scaling(&self) -> bool {
        let scaling_only = Self {
            min_size: self.min_size,
            max_size: self.max_size,
            max_concurrency: self.max_concurrency,
            ..Self::default()
        };
        let express = self.express.without_scaling();
        Self { express, ..self.clone() } != scaling_only
    }
}
