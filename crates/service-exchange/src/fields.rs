//! One table of every setting that a definition and a scenario share, used in both
//! directions, and one of what definitions hold beyond it.
//!
//! Names are those of the AWS API, models `apprunner-2020-05-15` and `ecs-2014-11-13` of
//! botocore 1.44.8. CloudFormation and Terraform spell the same names differently.

use apprunner_sim::model::service::{AutoDeployments, Protocol, Service};
use apprunner_sim::model::time::{MICROS_PER_SECOND, SimDuration};
use spanned_toml::tree::basic_string;

/// What a definition of a service is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// Whose names it has.
    pub(crate) kind: DefinitionKind,
    /// How they are spelled.
    pub(crate) spelling: Spelling,
}

/// Whose settings a definition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefinitionKind {
    /// A service of App Runner.
    AppRunner,
    /// An auto scaling configuration of App Runner.
    Scaling,
    /// The `apprunner.yaml` of a repository.
    ConfigFile,
    /// A service of ECS Express Mode.
    Express,
}

/// How the names of the API are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// As in the API.
    Api,
    /// With a capital, as in CloudFormation.
    Pascal,
    /// With underscores, as in Terraform.
    Snake,
}

impl Dialect {
    /// Returns the dialect of the API itself for a `kind` of definition.
    pub(crate) const fn api(kind: DefinitionKind) -> Self {
        Self { kind, spelling: Spelling::Api }
    }

    /// Spells a `name` of the API.
    pub(crate) fn spell(self, name: &str) -> String {
        match self.spelling {
            Spelling::Api => name.to_owned(),
            Spelling::Pascal => {
                let mut letters = name.chars();
                let first = letters.next().map(|letter| letter.to_ascii_uppercase());
                first.into_iter().chain(letters).collect()
            }
            Spelling::Snake => snake(name),
        }
    }

    /// Spells each name of a dotted `path`.
    pub(crate) fn spell_path(self, path: &str) -> Vec<String> {
        path.split('.').map(|name| self.spell(name)).collect()
    }
}

/// `AutoScalingConfigurationArn` as `auto_scaling_configuration_arn`.
fn snake(name: &str) -> String {
    let mut spelled = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !spelled.is_empty() {
            spelled.push('_');
        }
        spelled.push(letter.to_ascii_lowercase());
    }
    spelled
}

/// How a scenario writes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Text,
    Number,
    Seconds,
    Flag,
}

impl Unit {
    /// Returns the value `text` of a definition as a scenario writes it, if it is of the unit.
    pub(crate) fn literal(self, text: &str) -> Option<String> {
        let whole = || text.parse::<u64>().ok();
        match self {
            Self::Text => Some(basic_string(text)),
            Self::Number => whole().map(|number| number.to_string()),
            Self::Seconds => whole().map(|seconds| format!("\"{seconds}s\"")),
            Self::Flag => text.to_ascii_lowercase().parse().ok().map(|flag: bool| flag.to_string()),
        }
    }
}

/// A value on its way to a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FieldValue {
    Text(String),
    Number(u64),
    Flag(bool),
    /// A number that App Runner takes as text, and ECS as a number.
    Port(u16),
    /// The service has no such setting.
    Absent,
}

/// A setting and where each type of definition has it: names with dots between them, empty
/// where it has none.
pub(crate) struct ServiceField {
    /// Its path in a scenario.
    pub(crate) path: &'static str,
    pub(crate) unit: Unit,
    /// Where a service of App Runner has it.
    pub(crate) service: &'static str,
    /// Where a service that is built from source has it besides.
    pub(crate) code: &'static str,
    /// Where an auto scaling configuration has it.
    pub(crate) scaling: &'static str,
    pub(crate) config_file: &'static str,
    pub(crate) express: &'static str,
    pub(crate) value: fn(&Service) -> FieldValue,
}

impl ServiceField {
    /// Where a definition of `kind` may have it.
    pub(crate) fn places(&self, kind: DefinitionKind) -> impl Iterator<Item = &'static str> {
        let places = match kind {
            DefinitionKind::AppRunner => [self.service, self.code],
            DefinitionKind::Scaling => [self.scaling, ""],
            DefinitionKind::ConfigFile => [self.config_file, ""],
            DefinitionKind::Express => [self.express, ""],
        };
        places.into_iter().filter(|place| !place.is_empty())
    }

    /// The first of [`ServiceField::places`], which is written.
    pub(crate) fn place(&self, kind: DefinitionKind) -> Option<&'static str> {
        self.places(kind).next()
    }
}

/// A row of the table with nothing but its scenario path, for the others to fill in.
const fn row(path: &'static str, unit: Unit, value: fn(&Service) -> FieldValue) -> ServiceField {
    ServiceField {
        path,
        unit,
        service: "",
        code: "",
        scaling: "",
        config_file: "",
        express: "",
        value,
    }
}

/// Every shared setting. Settings that only make sense together stand together.
pub(crate) const FIELDS: [ServiceField; 15] = [
    ServiceField {
        service: "SourceConfiguration.ImageRepository.ImageConfiguration.Port",
        code: "SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.Port",
        config_file: "run.network.port",
        express: "primaryContainer.containerPort",
        ..row("service.port", Unit::Number, |it| FieldValue::Port(it.port))
    },
    ServiceField {
        service: "SourceConfiguration.AutoDeploymentsEnabled",
        ..row("service.auto_deployments", Unit::Flag, |it| {
            FieldValue::Flag(it.auto_deployments == AutoDeployments::On)
        })
    },
    ServiceField {
        service: "InstanceConfiguration.Cpu",
        express: "cpu",
        // CPU units, 1024 a vCPU, which both APIs take.
        ..row("service.instance.cpu", Unit::Text, |it| {
            FieldValue::Text((u64::from(it.instance.cpu_millis) * 1_024 / 1_000).to_string())
        })
    },
    ServiceField {
        service: "InstanceConfiguration.Memory",
        express: "memory",
        ..row("service.instance.memory", Unit::Text, |it| {
            FieldValue::Text(it.instance.memory_mb.to_string())
        })
    },
    ServiceField {
        scaling: "MinSize",
        express: "scalingTarget.minTaskCount",
        ..row("service.auto_scaling.min_size", Unit::Number, |it| {
            FieldValue::Number(it.auto_scaling.min_size.into())
        })
    },
    ServiceField {
        scaling: "MaxSize",
        express: "scalingTarget.maxTaskCount",
        ..row("service.auto_scaling.max_size", Unit::Number, |it| {
            FieldValue::Number(it.auto_scaling.max_size.into())
        })
    },
    ServiceField {
        scaling: "MaxConcurrency",
        ..row("service.auto_scaling.max_concurrency", Unit::Number, |it| {
            FieldValue::Number(it.auto_scaling.max_concurrency.into())
        })
    },
    ServiceField {
        service: "HealthCheckConfiguration.Protocol",
        ..row("service.health_check.protocol", Unit::Text, |it| {
            FieldValue::Text(it.health_check.protocol.to_string())
        })
    },
    ServiceField {
        service: "HealthCheckConfiguration.Path",
        express: "healthCheckPath",
        ..row("service.health_check.path", Unit::Text, |it| {
            FieldValue::Text(it.health_check.path.clone())
        })
    },
    ServiceField {
        service: "HealthCheckConfiguration.Interval",
        ..row("service.health_check.interval", Unit::Seconds, |it| {
            seconds(it.health_check.interval)
        })
    },
    ServiceField {
        service: "HealthCheckConfiguration.Timeout",
        ..row("service.health_check.timeout", Unit::Seconds, |it| seconds(it.health_check.timeout))
    },
    ServiceField {
        service: "HealthCheckConfiguration.HealthyThreshold",
        ..row("service.health_check.healthy_threshold", Unit::Number, |it| {
            FieldValue::Number(it.health_check.healthy_threshold.into())
        })
    },
    ServiceField {
        service: "HealthCheckConfiguration.UnhealthyThreshold",
        ..row("service.health_check.unhealthy_threshold", Unit::Number, |it| {
            FieldValue::Number(it.health_check.unhealthy_threshold.into())
        })
    },
    ServiceField {
        express: "scalingTarget.autoScalingMetric",
        ..row("service.express.metric", Unit::Text, |it| {
            it.express.map_or(FieldValue::Absent, |it| FieldValue::Text(it.metric.to_string()))
        })
    },
    ServiceField {
        express: "scalingTarget.autoScalingTargetValue",
        ..row("service.express.target", Unit::Number, |it| {
            it.express.map_or(FieldValue::Absent, |it| FieldValue::Number(it.target.into()))
        })
    },
];

fn seconds(time: SimDuration) -> FieldValue {
    FieldValue::Number(time.as_micros() / MICROS_PER_SECOND)
}

/// Whether the health check of `service` asks for a path.
pub(crate) fn asks_path(service: &Service) -> bool {
    service.health_check.protocol == Protocol::Http
}

const DEPLOYED: &str = "names and states of deployed resources are not part of a scenario";
const IMAGE: &str = "`[app]` describes how the container behaves";
const SOURCE: &str = "builds are not simulated; `[app]` describes how the result behaves";
const COMMANDS: &str = "`app.start` is the time until the application listens";
const ENVIRONMENT: &str = "applications of a scenario have no environment variables";
const ROLES: &str = "roles and credentials are not simulated";
const NETWORK: &str = "networks are not simulated";
const TRACING: &str = "tracing and logs are not simulated";
const ENCRYPTION: &str = "encryption is not simulated";
const TAGS: &str = "a scenario has no tags";
const ARCHITECTURE: &str = "Express Mode runs x86-64 alone";

/// Why something has no place in a scenario, and the dotted paths of what it is true of.
type Unmodeled = (&'static str, &'static [&'static str]);

/// What a service of App Runner holds besides. Terraform adds ARNs and a region of its own.
const APP_RUNNER: [Unmodeled; 10] = [
    (
        DEPLOYED,
        &[
            "ServiceArn",
            "ServiceId",
            "ServiceUrl",
            "CreatedAt",
            "UpdatedAt",
            "DeletedAt",
            "OperationId",
            "AutoScalingConfigurationSummary",
            "Arn",
            "Id",
            "Region",
            "Timeouts",
        ],
    ),
    (TAGS, &["Tags", "TagsAll"]),
    (
        IMAGE,
        &[
            "SourceConfiguration.ImageRepository.ImageIdentifier",
            "SourceConfiguration.ImageRepository.ImageRepositoryType",
        ],
    ),
    (
        SOURCE,
        &[
            "SourceConfiguration.CodeRepository.RepositoryUrl",
            "SourceConfiguration.CodeRepository.SourceCodeVersion",
            "SourceConfiguration.CodeRepository.SourceDirectory",
            "SourceConfiguration.CodeRepository.CodeConfiguration.ConfigurationSource",
            "SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.Runtime",
            "SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.BuildCommand",
        ],
    ),
    (
        COMMANDS,
        &[
            "SourceConfiguration.ImageRepository.ImageConfiguration.StartCommand",
            "SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.StartCommand",
        ],
    ),
    (
        ENVIRONMENT,
        &[
            "SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables",
            "SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentSecrets",
            "SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables",
            "SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentSecrets",
        ],
    ),
    (
        ROLES,
        &[
            "SourceConfiguration.AuthenticationConfiguration",
            "InstanceConfiguration.InstanceRoleArn",
        ],
    ),
    (ENCRYPTION, &["EncryptionConfiguration"]),
    (NETWORK, &["NetworkConfiguration"]),
    (TRACING, &["ObservabilityConfiguration"]),
];

/// What an auto scaling configuration holds besides.
const SCALING: [Unmodeled; 2] = [
    (
        DEPLOYED,
        &[
            "AutoScalingConfigurationArn",
            "AutoScalingConfigurationName",
            "AutoScalingConfigurationRevision",
            "Latest",
            "Status",
            "CreatedAt",
            "DeletedAt",
            "HasAssociatedService",
            "IsDefault",
            "Arn",
            "Id",
            "Region",
        ],
    ),
    (TAGS, &["Tags", "TagsAll"]),
];

/// What an `apprunner.yaml` holds besides.
const CONFIG_FILE: [Unmodeled; 3] = [
    (SOURCE, &["runtime", "build", "run.runtime-version"]),
    (COMMANDS, &["run.pre-run", "run.command"]),
    (ENVIRONMENT, &["run.env", "run.secrets", "run.network.env"]),
];

/// What a service of Express Mode holds besides.
const EXPRESS: [Unmodeled; 9] = [
    (
        DEPLOYED,
        &[
            "serviceArn",
            "serviceRevisionArn",
            "taskDefinitionArn",
            "currentDeployment",
            "cluster",
            "createdAt",
            "updatedAt",
            "status",
            "ingressPaths",
            "arn",
            "id",
            "region",
            "timeouts",
        ],
    ),
    (
        ROLES,
        &[
            "executionRoleArn",
            "infrastructureRoleArn",
            "taskRoleArn",
            "primaryContainer.repositoryCredentials",
        ],
    ),
    (NETWORK, &["networkConfiguration"]),
    (IMAGE, &["primaryContainer.image"]),
    (COMMANDS, &["primaryContainer.command"]),
    (ENVIRONMENT, &["primaryContainer.environment", "primaryContainer.secrets"]),
    (TRACING, &["primaryContainer.awsLogsConfiguration"]),
    (ARCHITECTURE, &["cpuArchitecture"]),
    (TAGS, &["tags", "tagsAll"]),
];

/// Returns what a definition of `kind` holds besides the shared settings: each path, and why it
/// has no place in a scenario.
pub(crate) fn unmodeled(
    kind: DefinitionKind,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let groups: &[Unmodeled] = match kind {
        DefinitionKind::AppRunner => &APP_RUNNER,
        DefinitionKind::Scaling => &SCALING,
        DefinitionKind::ConfigFile => &CONFIG_FILE,
        DefinitionKind::Express => &EXPRESS,
    };
    groups.iter().flat_map(|(why, paths)| paths.iter().map(move |path| (*path, *why)))
}
