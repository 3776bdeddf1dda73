//! The formats by name, and which one a document is in.

use std::fmt;

use spanned_toml::word::Word;

use super::error::ServiceError;
use super::node::Node;

/// A format that definitions of services are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceFormat {
    /// Input or output of the App Runner API, as `aws apprunner` prints or takes it.
    AppRunner,
    /// Input or output of the ECS API for Express Mode.
    Express,
    /// A template of CloudFormation or SAM.
    CloudFormation,
    /// `terraform show -json`, or the JSON syntax of Terraform.
    Terraform,
    /// The `apprunner.yaml` of a repository.
    ConfigFile,
}

/// The words that the command line takes.
impl Word for ServiceFormat {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("apprunner", Self::AppRunner),
        ("express", Self::Express),
        ("cloudformation", Self::CloudFormation),
        ("terraform", Self::Terraform),
        ("apprunner-yaml", Self::ConfigFile),
    ];
}

impl ServiceFormat {
    /// Returns the format of the document `root` of the file called `name`.
    pub(crate) fn of(root: &Node, name: &str) -> Result<Self, ServiceError> {
        let has = |names: &[&str]| names.iter().any(|name| root.has(name));
        if has(&["Resources", "AWSTemplateFormatVersion", "Transform"]) {
            Ok(Self::CloudFormation)
        } else if has(&["terraform_version", "planned_values", "resource"]) {
            Ok(Self::Terraform)
        } else if has(&["Service", "SourceConfiguration", "AutoScalingConfiguration"])
            || has(&["AutoScalingConfigurationName", "ServiceName"])
        {
            Ok(Self::AppRunner)
        } else if has(&["service", "primaryContainer"]) {
            Ok(Self::Express)
        } else if has(&["runtime"]) && has(&["version", "run", "build"]) {
            Ok(Self::ConfigFile)
        } else if has(&["ServiceSummaryList"]) {
            let advice = "a list has no settings; use `aws apprunner describe-service`";
            Err(ServiceError::Unsupported { file: name.to_owned(), advice })
        } else if has(&["taskDefinition", "services"]) {
            let advice = "use `aws ecs describe-express-gateway-service`";
            Err(ServiceError::Unsupported { file: name.to_owned(), advice })
        } else {
            Err(ServiceError::Unrecognized(name.to_owned()))
        }
    }
}

impl fmt::Display for ServiceFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AppRunner => "App Runner API",
            Self::Express => "ECS Express Mode API",
            Self::CloudFormation => "CloudFormation",
            Self::Terraform => "Terraform",
            Self::ConfigFile => "apprunner.yaml",
        })
    }
}
