//! A definition on its way to text, in JSON, in the YAML of CloudFormation, or in HCL.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

/// A value of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    Text(String),
    Number(u64),
    Flag(bool),
    /// Fields in their order.
    Block(Vec<(String, Self)>),
    /// An attribute of another resource, or the resource itself where there is no attribute.
    Reference {
        resource: String,
        attribute: &'static str,
    },
}

impl Tree {
    /// Returns a block without fields.
    pub(super) fn block() -> Self {
        Self::Block(Vec::new())
    }

    /// Returns the text `text`.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Puts `value` at the end of `path`, with the blocks that are missing on the way.
    pub(super) fn put(&mut self, path: &[String], value: Self) {
        let ([name, rest @ ..], Self::Block(fields)) = (path, &mut *self) else {
            *self = value;
            return;
        };
        let at = fields.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            fields.push((name.clone(), Self::block()));
            fields.len() - 1
        });
        if let Some((_, field)) = fields.get_mut(at) {
            field.put(rest, value);
        }
    }

    /// Adds the fields of `other`.
    pub(super) fn merge(&mut self, other: Self) {
        self.merge_at(&mut Vec::new(), other);
    }

    fn merge_at(&mut self, path: &mut Vec<String>, value: Self) {
        let Self::Block(fields) = value else { return self.put(path, value) };
        for (name, value) in fields {
            path.push(name);
            self.merge_at(path, value);
            path.pop();
        }
    }

    /// Writes it as JSON.
    pub(super) fn json(&self) -> String {
        format!("{:#}\n", self.to_json())
    }

    fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => Json::from(text.as_str()),
            Self::Number(number) => Json::from(*number),
            Self::Flag(flag) => Json::from(*flag),
            Self::Block(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.clone(), value.to_json()));
                Json::Object(fields.collect::<Map<_, _>>())
            }
            Self::Reference { resource, attribute } => {
                Json::from(format!("{resource}.{attribute}"))
            }
        }
    }

    /// Writes it as YAML with the short tags of CloudFormation.
    pub(super) fn yaml(&self) -> String {
        let mut out = String::new();
        self.yaml_fields(0, &mut out);
        out
    }

    fn yaml_fields(&self, depth: usize, out: &mut String) {
        let Self::Block(fields) = self else { return };
        for (name, value) in fields {
            let indent = "  ".repeat(depth);
            // Writing to a string cannot fail.
            let _ = match value {
                Self::Block(_) => writeln!(out, "{indent}{name}:"),
                Self::Reference { resource, attribute: "" } => {
                    writeln!(out, "{indent}{name}: !Ref {resource}")
                }
                Self::Reference { resource, attribute } => {
                    writeln!(out, "{indent}{name}: !GetAtt {resource}.{attribute}")
                }
                // A double-quoted text of JSON is one of YAML too.
                other => writeln!(out, "{indent}{name}: {}", other.to_json()),
            };
            value.yaml_fields(depth + 1, out);
        }
    }

    /// Writes it as a block of HCL below `header`.
    pub(super) fn hcl(&self, header: &str) -> String {
        let mut out = format!("{header} {{\n");
        self.hcl_fields(1, &mut out);
        out.push_str("}\n");
        out
    }

    fn hcl_fields(&self, depth: usize, out: &mut String) {
        let Self::Block(fields) = self else { return };
        let indent = "  ".repeat(depth);
        let is_block = |value: &Self| matches!(value, Self::Block(_));
        let plain = fields.iter().filter(|(_, value)| !is_block(value));
        let width = plain.clone().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, value) in plain {
            let value = match value {
                Self::Reference { resource, attribute: "" } => resource.clone(),
                Self::Reference { resource, attribute } => format!("{resource}.{attribute}"),
                Self::Text(_) => {
                    value.to_json().to_string().replace("${", "$${").replace("%{", "%%{")
                }
                other => other.to_json().to_string(),
            };
            let _ = writeln!(out, "{indent}{name:width$} = {value}");
        }
        for (name, value) in fields.iter().filter(|(_, value)| is_block(value)) {
            let _ = writeln!(out, "\n{indent}{name} {{");
            value.hcl_fields(depth + 1, out);
            let _ = writeln!(out, "{indent}}}");
        }
    }
}
