//! What `terraform show -json` prints of a plan or a state, and Terraform's own JSON syntax.
//!
//! The formats are those of <https://developer.hashicorp.com/terraform/internals/json-format>
//! and <https://developer.hashicorp.com/terraform/language/syntax/json>. In a plan an ARN is
//! not known yet; which resource it comes from stands in the plan's `configuration`.

use super::fields::{DefinitionKind, Dialect, Spelling};
use super::found::Found;
use super::loss::{Losses, ServiceLossKind};
use super::node::{Node, Value};

const SCALING: &str = "aws_apprunner_auto_scaling_configuration_version";
/// Where a service names its auto scaling configuration.
const SCALING_ARN: &str = "auto_scaling_configuration_arn";

/// What a type of resource is written in.
fn dialect(kind: &str) -> Option<Dialect> {
    let kind = match kind {
        "aws_apprunner_service" => DefinitionKind::AppRunner,
        SCALING => DefinitionKind::Scaling,
        "aws_ecs_express_gateway_service" => DefinitionKind::Express,
        _ => return None,
    };
    Some(Dialect { kind, spelling: Spelling::Snake })
}

/// Finds the definitions in the plan, state or configuration `root`.
pub(crate) fn read(root: &Node, place: &str, losses: &mut Losses) -> Vec<Found> {
    let mut reader = Reader { place, found: Vec::new(), others: Vec::new(), line: root.line };
    if let Some(resources) = root.get("resource") {
        reader.configuration(resources);
    }
    for state in ["values", "planned_values"] {
        if let Some(module) = root.at(&[state, "root_module"]) {
            reader.module(module);
        }
    }
    if let Some(module) = root.at(&["configuration", "root_module"]) {
        refer(module, "", &mut reader.found);
    }
    if !reader.others.is_empty() {
        reader.others.sort();
        reader.others.dedup();
        losses.add(place, reader.line, ServiceLossKind::Resources(reader.others));
    }
    reader.found
}

struct Reader<'a> {
    place: &'a str,
    found: Vec<Found>,
    /// Types of other resources.
    others: Vec<String>,
    /// Where the first of them stands.
    line: usize,
}

impl Reader<'_> {
    /// Takes the resources of a module of a plan or state, and of those below it.
    fn module(&mut self, module: &Node) {
        for resource in module.get("resources").map(Node::items).unwrap_or_default() {
            let text = |name: &str| resource.text_at(&[name]).unwrap_or_default();
            if text("mode") == "data" {
                continue;
            }
            if let Some(values) = resource.get("values") {
                self.resource(text("type"), text("address"), values);
            }
        }
        for child in module.get("child_modules").map(Node::items).unwrap_or_default() {
            self.module(child);
        }
    }

    /// Takes the resources of the JSON syntax: by type, then by name.
    fn configuration(&mut self, resources: &Node) {
        for (kind, named) in resources.fields() {
            for (name, body) in named.fields() {
                let mut body = body.clone();
                if let Value::List(items) = &body.value
                    && let [only] = items.as_slice()
                {
                    body = only.clone();
                }
                expressions(&mut body);
                self.resource(kind, &format!("{kind}.{name}"), &body);
            }
        }
    }

    fn resource(&mut self, kind: &str, address: &str, values: &Node) {
        if let Some(dialect) = dialect(kind) {
            self.found.push(Found::new(self.place, Some(address), dialect, values.clone()));
            return;
        }
        if self.others.is_empty() {
            self.line = values.line;
        }
        self.others.push(kind.to_owned());
    }
}

/// Makes references of texts such as `${aws_apprunner_….main.arn}`, and of other expressions
/// what only Terraform knows.
fn expressions(node: &mut Node) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(expressions),
        Value::Map(fields) => fields.iter_mut().for_each(|(_, field)| expressions(field)),
        Value::Scalar(text) => {
            let inner = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
            let inner = inner.filter(|inner| !inner.contains("${")).map(str::trim);
            if let Some(target) = inner.and_then(|inner| inner.strip_suffix(".arn")) {
                node.value = Value::Reference { target: target.to_owned() };
            } else if text.contains("${") {
                node.value = Value::Open(format!("`{text}` is a Terraform expression"));
            }
        }
        _ => {}
    }
}

/// Gives services whose auto scaling configuration is not known yet the resource that it comes
/// from, by the configuration of their `module`, whose address begins with `prefix`.
fn refer(module: &Node, prefix: &str, found: &mut [Found]) {
    for resource in module.get("resources").map(Node::items).unwrap_or_default() {
        let address = resource.text_at(&["address"]).unwrap_or_default();
        let references = resource.at(&["expressions", SCALING_ARN, "references"]);
        let targets = references.map(Node::items).unwrap_or_default().iter().filter_map(Node::text);
        let target = targets.filter(|target| target.starts_with(SCALING)).min_by_key(|it| it.len());
        let Some(target) = target else { continue };
        let (own, target) = (format!("{prefix}{address}"), format!("{prefix}{target}"));
        let same = |key: &String, wanted: &str| without_index(key) == wanted;
        let target = found.iter().flat_map(|one| &one.keys).find(|key| same(key, &target));
        let Some(target) = target.cloned() else { continue };
        let is_own = |one: &&mut Found| one.keys.iter().any(|key| same(key, &own));
        for service in found.iter_mut().filter(is_own) {
            let is_known = service.body.get(SCALING_ARN).is_some_and(|arn| !arn.is_empty());
            let line = service.body.line;
            if let Value::Map(fields) = &mut service.body.value
                && !is_known
            {
                fields.retain(|(name, _)| name != SCALING_ARN);
                let value = Value::Reference { target: target.clone() };
                fields.push((SCALING_ARN.to_owned(), Node { line, value }));
            }
        }
    }
    for (name, call) in module.get("module_calls").map(Node::fields).unwrap_or_default() {
        if let Some(child) = call.get("module") {
            refer(child, &format!("{prefix}module.{name}."), found);
        }
    }
}

/// An address without the indices of `count` and `for_each`: `module.a["x"].b[0]` is `module.a.b`.
fn without_index(address: &str) -> String {
    let mut bare = String::new();
    let mut depth = 0_usize;
    for letter in address.chars() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            other if depth == 0 => bare.push(other),
            _ => {}
        }
    }
    bare
}
