//! The three editions of the truth: one type, three values.
//!
//! `chapter` is what the course teaches, `aws` what AWS documents or users of
//! the real service observed, `express` the same of ECS Express Mode, which AWS names
//! as the successor. Every value carries where it comes from. The
//! engine and the readers ask a field of [`Rules`], never which edition it is.

mod aws;
mod behaviour;
mod chapter;
mod express;
mod express_only;
mod param;
mod prices;
mod values;

use std::fmt;
use std::ops::RangeInclusive;

use spanned_toml::word::Word;

pub use self::behaviour::{
    Admission, Behaviour, BillingStyle, DeploymentStyle, DrainEnd, IdleInstances, NewTarget,
    NothingReady, Pausing, ScalingTrigger, ScalingUpdate, ServiceApi, StartFaults,
    UnhealthyInstances,
};
pub use self::param::{Param, Provenance};
use self::param::{assumed, chapter, documented, observed};
pub use self::prices::{FrontPrices, Prices};
use super::application::{Application, Architecture, Image, MemoryUse, Pullable, Route, Shutdown};
use super::assume::{
    AssumedValue, Assumptions, Balancing, FirstCheck, Plausible, QueueLimit, Region, ScaleInStep,
    StopSignal, VcpuQuota, assumptions,
};
use super::distribution::Distribution;
use super::express::{Exposure, ExpressSettings, ScalingMetric};
use super::service::{
    AutoDeployments, AutoScaling, HealthCheck, InstanceSize, Protocol, Service, StartMode,
};
use super::time::SimDuration;

/// Whose rules a run follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// What the course chapter teaches.
    Chapter,
    /// What AWS documents, with observations where it is silent.
    Aws,
    /// ECS Express Mode in the place of App Runner.
    Express,
}

impl Word for Edition {
    const WORDS: &'static [(&'static str, Self)] =
        &[("chapter", Self::Chapter), ("aws", Self::Aws), ("express", Self::Express)];
}

impl Edition {
    /// Every edition, the default first.
    pub const ALL: [Self; 3] = [Self::Chapter, Self::Aws, Self::Express];

    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        self.word()
    }

    /// What its rules are called in texts, for example `course rules`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Chapter => "course rules",
            Self::Aws => "AWS rules",
            Self::Express => "Express Mode rules",
        }
    }

    /// What the rules of the edition called `name` are called in texts; an unknown name stays
    /// as it is.
    pub fn label_of(name: &str) -> &str {
        Self::parse(name).map_or(name, |edition| edition.label())
    }

    /// The service whose rules these are, in AWS's words.
    pub const fn service(self) -> &'static str {
        match self {
            Self::Chapter | Self::Aws => "App Runner",
            Self::Express => "Express Mode",
        }
    }

    /// The edition called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::of_word(name)
    }

    /// The one after it, round all of them.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Chapter => Self::Aws,
            Self::Aws => Self::Express,
            Self::Express => Self::Chapter,
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Which one.
    pub edition: Edition,
    /// What a file may say.
    pub limits: Limits,
    /// What holds where a file is silent.
    pub defaults: Defaults,
    /// The parameters that nobody has published.
    pub assume: AssumedDefaults,
    /// What the service does.
    pub behaviour: Behaviour,
    /// What it costs in us-east-1.
    pub prices: Prices,
}

/// What a file may say.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// MinSize.
    pub min_size: Param<RangeInclusive<u32>>,
    /// MaxSize.
    pub max_size: Param<RangeInclusive<u32>>,
    /// MaxConcurrency.
    pub max_concurrency: Param<RangeInclusive<u32>>,
    /// Interval of a health check, in whole seconds.
    pub check_interval_s: Param<RangeInclusive<u64>>,
    /// Timeout of a health check, in whole seconds.
    pub check_timeout_s: Param<RangeInclusive<u64>>,
    /// Both thresholds of a health check.
    pub threshold: Param<RangeInclusive<u32>>,
    /// CPU and memory pairs.
    pub sizes: Param<&'static [InstanceSize]>,
}

/// What holds where a file is silent.
#[derive(Clone, Debug, PartialEq)]
pub struct Defaults {
    /// The port of service and application.
    pub port: Param<u16>,
    /// Automatic deployment.
    pub auto_deployments: Param<AutoDeployments>,
    /// CPU and memory.
    pub instance: Param<InstanceSize>,
    /// MinSize.
    pub min_size: Param<u32>,
    /// MaxSize.
    pub max_size: Param<u32>,
    /// MaxConcurrency.
    pub max_concurrency: Param<u32>,
    /// The check's protocol.
    pub protocol: Param<Protocol>,
    /// The check's path.
    pub path: Param<&'static str>,
    /// The check's interval.
    pub interval: Param<SimDuration>,
    /// The check's timeout.
    pub timeout: Param<SimDuration>,
    /// Passes that make healthy.
    pub healthy_threshold: Param<u32>,
    /// Failures that make unhealthy.
    pub unhealthy_threshold: Param<u32>,
    /// From the container's start until the application listens.
    pub app_start: Param<Distribution>,
    /// What only Express Mode has.
    pub express: Option<ExpressDefaults>,
}

/// What holds where a file is silent on settings that only Express Mode has.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpressDefaults {
    /// See [`ExpressSettings::metric`].
    pub metric: Param<ScalingMetric>,
    /// See [`ExpressSettings::target`].
    pub target: Param<u32>,
    /// See [`ExpressSettings::zones`].
    pub zones: Param<u32>,
    /// See [`ExpressSettings::alb_shared_by`].
    pub alb_shared_by: Param<u32>,
    /// See [`ExpressSettings::exposure`].
    pub exposure: Param<Exposure>,
}

impl ExpressDefaults {
    /// The values alone.
    pub fn values(&self) -> ExpressSettings {
        ExpressSettings {
            metric: self.metric.value,
            target: self.target.value,
            zones: self.zones.value,
            alb_shared_by: self.alb_shared_by.value,
            exposure: self.exposure.value,
        }
    }
}

/// Declares what an edition assumes.
macro_rules! defaults {
    ($($(#[doc = $meaning:literal])+ $name:ident: $type:ty = $reader:ident, $range:expr;)+) => {
        /// Defaults of [`Assumptions`], with their origin.
        #[derive(Clone, Debug, PartialEq)]
        pub struct AssumedDefaults {
            $($(#[doc = $meaning])+ pub $name: Param<$type>,)+
        }

        impl AssumedDefaults {
            /// The values alone.
            pub fn values(&self) -> Assumptions {
                Assumptions { $($name: self.$name.value,)+ }
            }

            /// Every parameter as `run` has it, in the order of the table.
            pub fn sheet(&self, run: &Assumptions) -> Vec<AssumedParameter> {
                vec![$(AssumedParameter {
                    name: stringify!($name),
                    meaning: concat!($($meaning),+).trim_ascii(),
                    kind: <$type>::KIND,
                    plausible: { use Plausible::*; $range },
                    value: run.$name.words(),
                    default: Param {
                        value: self.$name.value.words(),
                        provenance: self.$name.provenance,
                        source: self.$name.source,
                    },
                },)+]
            }
        }
    };
}
assumptions!(defaults);

/// An assumed parameter of a run, for people.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumedParameter {
    /// Its name under `[assume]`.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What a file may write.
    pub kind: &'static str,
    /// In which range its true value plausibly lies.
    pub plausible: Plausible,
    /// The run's value in words.
    pub value: String,
    /// The edition's value in words, with its origin.
    pub default: Param<String>,
}

/// How the source of a value begins that an edition has no use for.
pub const UNUSED: &str = "unused";

impl AssumedParameter {
    /// In which range its true value plausibly lies around the run's value, in words; `None`
    /// where nothing about it is unknown.
    pub fn range(&self) -> Option<String> {
        match self.plausible {
            Plausible::Times(low, high) => Some(format!("{low} to {high} times {}", self.value)),
            Plausible::OneOf(values) => {
                Some(values.iter().map(|it| in_words(it)).collect::<Vec<_>>().join(", "))
            }
            Plausible::Chosen => None,
        }
    }

    /// Whether the edition's rules ask for it.
    pub fn is_used(&self) -> bool {
        !self.default.source.starts_with(UNUSED)
    }
}

/// One of few values of an assumption, without the signs of a file.
fn in_words(value: &str) -> String {
    match value.trim_matches(['[', ']']).split_once(", ") {
        Some((first, last)) if first == last => first.to_owned(),
        Some((first, last)) => format!("{first} to {last}"),
        None => value.replace('"', "").replace('_', " "),
    }
}

impl Rules {
    /// A service with every default of this edition.
    pub fn service(&self) -> Service {
        let defaults = &self.defaults;
        Service {
            start: StartMode::Running,
            port: defaults.port.value,
            auto_deployments: defaults.auto_deployments.value,
            instance: defaults.instance.value,
            auto_scaling: AutoScaling {
                min_size: defaults.min_size.value,
                max_size: defaults.max_size.value,
                max_concurrency: defaults.max_concurrency.value,
            },
            health_check: HealthCheck {
                protocol: defaults.protocol.value,
                path: defaults.path.value.to_owned(),
                interval: defaults.interval.value,
                timeout: defaults.timeout.value,
                healthy_threshold: defaults.healthy_threshold.value,
                unhealthy_threshold: defaults.unhealthy_threshold.value,
            },
            express: defaults.express.as_ref().map(ExpressDefaults::values),
        }
    }

    /// An application with this edition's defaults and one route, `/`, that
    /// returns 200 at once.
    pub fn application(&self) -> Application {
        Application {
            start: self.defaults.app_start.value,
            port: self.defaults.port.value,
            threads: None,
            background_millis: 0,
            first_request: Distribution::ZERO,
            shutdown: Shutdown::Drain,
            image: Image {
                pullable: Pullable::Yes,
                architecture: Architecture::X86_64,
                size_mb: 200,
            },
            memory: MemoryUse::default(),
            routes: [("/".to_owned(), Route::default())].into(),
        }
    }
}

/// Writes an instance size as a constant, in thousandths of a vCPU and in MB.
const fn size(cpu_millis: u32, memory_mb: u32) -> InstanceSize {
    InstanceSize { cpu_millis, memory_mb }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_within_its_editions_own_limits() {
        for edition in Edition::ALL {
            let Rules { limits, defaults, .. } = edition.rules();
            assert!(limits.min_size.value.contains(&defaults.min_size.value));
            assert!(limits.max_size.value.contains(&defaults.max_size.value));
            assert!(limits.max_concurrency.value.contains(&defaults.max_concurrency.value));
            assert!(limits.sizes.value.contains(&defaults.instance.value));
            for (time, limit) in [
                (defaults.interval.value, &limits.check_interval_s),
                (defaults.timeout.value, &limits.check_timeout_s),
            ] {
                let seconds = time.as_micros() / super::super::time::MICROS_PER_SECOND;
                assert!(limit.value.contains(&seconds));
            }
            assert!(limits.threshold.value.contains(&defaults.unhealthy_threshold.value));
            assert_eq!(Edition::parse(edition.name()), Some(edition));
        }
    }

    #[test]
    fn the_editions_differ_where_the_ledger_says_so() {
        let (chapter, aws) = (Edition::Chapter.rules().service(), Edition::Aws.rules().service());
        assert_eq!((chapter.auto_scaling.max_size, aws.auto_scaling.max_size), (10, 25));
        assert_eq!(
            (chapter.health_check.interval, aws.health_check.interval),
            (SimDuration::from_secs(10), SimDuration::from_secs(5))
        );
        assert_eq!(
            (chapter.health_check.protocol, aws.health_check.protocol),
            (Protocol::Http, Protocol::Tcp)
        );
    }
}
