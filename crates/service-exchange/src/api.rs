//! Documents of the APIs of App Runner and ECS, and the `apprunner.yaml` of a repository.

use super::fields::{DefinitionKind, Dialect};
use super::found::Found;
use super::node::{Node, Value};

const SERVICE: Dialect = Dialect::api(DefinitionKind::AppRunner);
const SCALING: Dialect = Dialect::api(DefinitionKind::Scaling);
const EXPRESS: Dialect = Dialect::api(DefinitionKind::Express);
const CONFIG_FILE: Dialect = Dialect::api(DefinitionKind::ConfigFile);

/// Finds what a document of the App Runner API holds, with or without its wrapping.
pub(crate) fn app_runner(root: &Node, place: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let wrapped = [("Service", SERVICE), ("AutoScalingConfiguration", SCALING)];
    for (name, dialect) in wrapped {
        if let Some(body) = root.get(name).filter(|body| !body.fields().is_empty()) {
            found.push(Found::new(place, None, dialect, body.clone()));
        }
    }
    if found.is_empty() {
        let is_service = root.has("SourceConfiguration") || root.has("ServiceName");
        let dialect = if is_service { SERVICE } else { SCALING };
        found.push(Found::new(place, None, dialect, root.clone()));
    }
    found
}

/// Finds the Express service of a document; of one that is deployed the settings stand in its
/// active configuration, the newest of which comes first.
pub(crate) fn express(root: &Node, place: &str) -> Vec<Found> {
    let Some(service) = root.get("service") else {
        return vec![Found::new(place, None, EXPRESS, root.clone())];
    };
    let mut fields = Vec::new();
    for (name, node) in service.fields() {
        match (name.as_str(), node.items().first()) {
            ("activeConfigurations", Some(newest)) => fields.extend_from_slice(newest.fields()),
            _ => fields.push((name.clone(), node.clone())),
        }
    }
    vec![Found::new(place, None, EXPRESS, service.with(Value::Map(fields)))]
}

/// Finds what an `apprunner.yaml` holds.
pub(crate) fn config_file(root: &Node, place: &str) -> Vec<Found> {
    vec![Found::new(place, Some(place), CONFIG_FILE, root.clone())]
}
