//! Templates of CloudFormation and SAM.
//!
//! The anatomy is that of the user guide, `template-anatomy` and `intrinsic-function-reference`
//! under docs.aws.amazon.com/AWSCloudFormation/latest. Parameters take their defaults, or what
//! the command line gives.

mod functions;

use std::collections::BTreeMap;

use self::functions::Template;
use super::fields::{DefinitionKind, Dialect, Spelling};
use super::found::Found;
use super::loss::{Losses, ServiceLossKind};
use super::node::{Node, Value};

/// What a type of resource is written in.
fn dialect(kind: &str) -> Option<Dialect> {
    match kind {
        "AWS::AppRunner::Service" => Some(Dialect::api(DefinitionKind::AppRunner)),
        "AWS::AppRunner::AutoScalingConfiguration" => Some(Dialect::api(DefinitionKind::Scaling)),
        "AWS::ECS::ExpressGatewayService" => {
            Some(Dialect { kind: DefinitionKind::Express, spelling: Spelling::Pascal })
        }
        _ => None,
    }
}

/// Returns whether the template `root` has a parameter called `name`.
pub(crate) fn has_parameter(root: &Node, name: &str) -> bool {
    root.at(&["Parameters", name]).is_some()
}

/// Finds the definitions in the template `root`.
pub(crate) fn read(
    root: &Node,
    place: &str,
    given: &BTreeMap<String, String>,
    losses: &mut Losses,
) -> Vec<Found> {
    let mut template = Template::new(root, given);
    let (mut found, mut others, mut line) = (Vec::new(), Vec::new(), root.line);
    for (name, resource) in root.get("Resources").map(Node::fields).unwrap_or_default() {
        if name.starts_with("Fn::ForEach") {
            losses.add(place, resource.line, ServiceLossKind::Loop(name.clone()));
            continue;
        }
        if let Some(condition) = resource.text_at(&["Condition"])
            && template.condition(condition) == Some(false)
        {
            losses.add(place, resource.line, ServiceLossKind::Condition(name.clone()));
            continue;
        }
        let kind = resource.text_at(&["Type"]).unwrap_or_default();
        let body = resource.get("Properties");
        match (dialect(kind), nested_url(kind)) {
            (Some(dialect), _) => {
                let empty = Node { line: resource.line, value: Value::Map(Vec::new()) };
                let body = template.resolve(body.unwrap_or(&empty));
                found.push(Found::new(place, Some(name), dialect, body));
            }
            (None, Some(property)) => {
                let url = body.and_then(|body| body.text_at(&[property]));
                let url = url.unwrap_or("its template").to_owned();
                let nested = ServiceLossKind::Nested { name: name.clone(), url };
                losses.add(place, resource.line, nested);
            }
            (None, None) => {
                if others.is_empty() {
                    line = resource.line;
                }
                others.push(kind.to_owned());
            }
        }
    }
    if !others.is_empty() {
        others.sort();
        others.dedup();
        losses.add(place, line, ServiceLossKind::Resources(others));
    }
    found
}

/// Where a resource of type `kind` names another template, if it does.
fn nested_url(kind: &str) -> Option<&'static str> {
    match kind {
        "AWS::CloudFormation::Stack" => Some("TemplateURL"),
        "AWS::Serverless::Application" => Some("Location"),
        _ => None,
    }
}
