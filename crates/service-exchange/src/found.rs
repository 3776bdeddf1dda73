//! What a file holds: definitions of services and of auto scaling configurations, however
//! their format wraps them.

use super::fields::{DefinitionKind, Dialect};
use super::node::Node;

/// A definition in a file.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The file.
    pub(crate) place: String,
    /// What people call it: the name of the service, or that in its template.
    pub(crate) name: String,
    /// What other definitions refer to it by.
    pub(crate) keys: Vec<String>,
    /// What it is written in.
    pub(crate) dialect: Dialect,
    /// Its settings.
    pub(crate) body: Node,
}

impl Found {
    /// The definition `body`, in the file `place`, with another name in its template or none.
    pub(crate) fn new(place: &str, label: Option<&str>, dialect: Dialect, body: Node) -> Self {
        let text = |name: &str| body.text_at(&[dialect.spell(name)]).map(str::to_owned);
        let (name, arns) = match dialect.kind {
            DefinitionKind::AppRunner => (text("ServiceName"), ["ServiceArn", "Arn"]),
            DefinitionKind::Scaling => {
                (text("AutoScalingConfigurationName"), ["AutoScalingConfigurationArn", "Arn"])
            }
            DefinitionKind::Express => (text("serviceName"), ["serviceArn", "arn"]),
            DefinitionKind::ConfigFile => (None, ["", ""]),
        };
        let keys = label.map(str::to_owned).into_iter();
        let keys = keys.chain(arns.into_iter().filter_map(text)).collect();
        let name = name.filter(|name| !name.is_empty());
        let name = name.or_else(|| label.map(str::to_owned));
        Self {
            place: place.to_owned(),
            name: name.unwrap_or_else(|| place.to_owned()),
            keys,
            dialect,
            body,
        }
    }

    /// Whether it is a service that a scenario can be made of.
    pub(crate) fn is_service(&self) -> bool {
        matches!(self.dialect.kind, DefinitionKind::AppRunner | DefinitionKind::Express)
    }

    /// Whether `name` means it.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.keys.iter().any(|key| key == name)
    }
}
