//! Intrinsic functions, as far as a template alone decides them. What only a deployment knows
//! becomes [`Value::Open`].

use std::collections::BTreeMap;

use crate::node::{Node, Value};

/// Letters and values that functions may make of one template; AWS allows one of 1 MB.
const LARGEST: usize = 16 * 1024 * 1024;
/// Conditions that may rest on one another.
const DEEPEST: usize = 100;

/// A template with its parameters and conditions.
pub(super) struct Template<'t> {
    root: &'t Node,
    given: &'t BTreeMap<String, String>,
    /// Conditions that were evaluated; `None` within is one that is not known, or being evaluated.
    conditions: BTreeMap<String, Option<bool>>,
    /// Conditions that are being evaluated.
    depth: usize,
    /// What functions have made so far.
    made: usize,
}

impl<'t> Template<'t> {
    /// The template `root` with the parameters `given`.
    pub(super) fn new(root: &'t Node, given: &'t BTreeMap<String, String>) -> Self {
        Self { root, given, conditions: BTreeMap::new(), depth: 0, made: 0 }
    }

    /// Returns `node` with every function in it replaced by its value.
    pub(super) fn resolve(&mut self, node: &Node) -> Node {
        match &node.value {
            Value::Scalar(text) if text.contains("{{resolve:") => {
                node.with(Value::Open("it is a dynamic reference".to_owned()))
            }
            Value::List(items) => {
                let items = items.iter().map(|item| self.resolve(item));
                node.with(Value::List(items.collect()))
            }
            Value::Map(fields) => match fields.as_slice() {
                [(name, argument)] if name == "Ref" || name.starts_with("Fn::") => {
                    Node { line: node.line, ..self.function(name, argument) }
                }
                _ => {
                    let mut resolved = Vec::with_capacity(fields.len());
                    for (name, field) in fields {
                        resolved.push((name.clone(), self.resolve(field)));
                    }
                    node.with(Value::Map(resolved))
                }
            },
            _ => node.clone(),
        }
    }

    /// Returns whether the condition called `name` holds; `None` where that is not known.
    pub(super) fn condition(&mut self, name: &str) -> Option<bool> {
        if let Some(known) = self.conditions.get(name) {
            return *known;
        }
        // While it is evaluated it is not known, which ends a circle.
        self.conditions.insert(name.to_owned(), None);
        self.depth += 1;
        let node = self.root.at(&["Conditions", name]).filter(|_| self.depth <= DEEPEST);
        let value = node.and_then(|node| self.holds(node));
        self.depth -= 1;
        self.conditions.insert(name.to_owned(), value);
        value
    }

    fn holds(&mut self, node: &Node) -> Option<bool> {
        let [(name, argument)] = node.fields() else { return None };
        match name.as_str() {
            "Condition" => self.condition(argument.text()?),
            "Fn::Equals" => {
                let [one, other] = argument.items() else { return None };
                let (one, other) = (self.resolve(one), self.resolve(other));
                Some(one.text()? == other.text()?)
            }
            "Fn::Not" => Some(!self.holds(argument.items().first()?)?),
            "Fn::And" => self.any(argument, false).map(|is_any_false| !is_any_false),
            "Fn::Or" => self.any(argument, true),
            _ => None,
        }
    }

    /// Returns whether any of the conditions in `list` is `wanted`.
    fn any(&mut self, list: &Node, wanted: bool) -> Option<bool> {
        let values: Vec<Option<bool>> = list.items().iter().map(|it| self.holds(it)).collect();
        if values.contains(&Some(wanted)) {
            return Some(true);
        }
        if values.contains(&None) { None } else { Some(false) }
    }

    fn function(&mut self, name: &str, argument: &Node) -> Node {
        let value = match name {
            "Ref" => self.reference(argument),
            "Fn::GetAtt" => self.attribute(argument),
            "Fn::Sub" => self.substitute(argument),
            "Fn::If" => return self.choose(argument),
            "Fn::FindInMap" => self.find(argument),
            "Fn::Join" => self.join(argument),
            "Fn::Select" => self.select(argument),
            "Fn::Split" => self.split(argument),
            "Fn::ImportValue" => Value::Open("it is an export of another stack".to_owned()),
            other => Value::Open(format!("`{other}` is not evaluated")),
        };
        self.made += size(&value);
        argument.with(if self.made > LARGEST { too_large() } else { value })
    }

    /// The value of a parameter, or a reference to a resource.
    fn reference(&self, argument: &Node) -> Value {
        let name = argument.text().unwrap_or_default();
        if name == "AWS::NoValue" {
            return Value::Null;
        }
        if let Some(parameter) = self.root.at(&["Parameters", name]) {
            return self.parameter(name, parameter);
        }
        if self.root.at(&["Resources", name]).is_some() {
            return Value::Reference { target: name.to_owned() };
        }
        Value::Open(match name.strip_prefix("AWS::") {
            Some(_) => format!("the value of {name} is known only at deployment"),
            None => format!("the template does not define `{name}`"),
        })
    }

    fn parameter(&self, name: &str, parameter: &Node) -> Value {
        let kind = parameter.text_at(&["Type"]).unwrap_or_default();
        let given = self.given.get(name).map(String::as_str);
        if given.is_none() && kind.starts_with("AWS::SSM::Parameter::Value") {
            return Value::Open(format!(
                "the parameter {name} comes from Systems Manager; set it with `--param \
                 {name}=VALUE`"
            ));
        }
        let Some(value) = given.or_else(|| parameter.text_at(&["Default"])) else {
            return Value::Open(format!(
                "the parameter {name} has no default; set it with `--param {name}=VALUE`"
            ));
        };
        if kind == "CommaDelimitedList" || kind.starts_with("List<") {
            let items = value.split(',').map(|item| Node::scalar(parameter.line, item.trim()));
            return Value::List(items.collect());
        }
        Value::Scalar(value.to_owned())
    }

    fn attribute(&self, argument: &Node) -> Value {
        let target = match (argument.text(), argument.items().first()) {
            (Some(dotted), _) => dotted.split('.').next(),
            (None, first) => first.and_then(Node::text),
        };
        let target = target.unwrap_or_default();
        match self.root.at(&["Resources", target]) {
            Some(_) => Value::Reference { target: target.to_owned() },
            None => Value::Open(format!("the template has no resource `{target}`")),
        }
    }

    /// `Fn::Sub`: a text with `${Name}` in it, alone or with a map of its own names.
    fn substitute(&mut self, argument: &Node) -> Value {
        let (text, own) = match argument.items() {
            [text, own] => (text.text(), own.fields()),
            _ => (argument.text(), &[][..]),
        };
        let Some(mut rest) = text else { return Value::Open("`Fn::Sub` has no text".to_owned()) };
        let mut out = String::new();
        while let Some((before, inner, after)) = placeholder(rest) {
            out.push_str(before);
            rest = after;
            if let Some(literal) = inner.strip_prefix('!') {
                out.extend(["${", literal, "}"]);
                continue;
            }
            let value = match own.iter().find(|(name, _)| name == inner) {
                Some((_, node)) => self.resolve(node).value,
                None if inner.contains('.') && !inner.contains("::") => {
                    self.attribute(&argument.with(Value::Scalar(inner.to_owned())))
                }
                None => self.reference(&argument.with(Value::Scalar(inner.to_owned()))),
            };
            match value {
                Value::Scalar(_) if self.made + out.len() > LARGEST => return too_large(),
                Value::Scalar(text) => out.push_str(&text),
                other if out.is_empty() && rest.is_empty() => return other,
                Value::Open(why) => return Value::Open(why),
                _ => {
                    return Value::Open(format!(
                        "the value of `{inner}` is known only at deployment"
                    ));
                }
            }
        }
        out.push_str(rest);
        Value::Scalar(out)
    }

    fn choose(&mut self, argument: &Node) -> Node {
        let [condition, yes, no] = argument.items() else {
            return argument.with(Value::Open("`Fn::If` needs three arguments".to_owned()));
        };
        let name = condition.text().unwrap_or_default();
        match self.condition(name) {
            Some(true) => self.resolve(yes),
            Some(false) => self.resolve(no),
            None => argument.with(Value::Open(format!("the condition {name} is not known"))),
        }
    }

    fn find(&mut self, argument: &Node) -> Value {
        let keys: Vec<Node> = argument.items().iter().map(|key| self.resolve(key)).collect();
        let path: Option<Vec<&str>> = keys.iter().take(3).map(Node::text).collect();
        let found = path.as_ref().and_then(|path| self.root.get("Mappings")?.at(path));
        match (found, keys.get(3).and_then(|options| options.get("DefaultValue"))) {
            (Some(node), _) | (None, Some(node)) => node.value.clone(),
            (None, None) => Value::Open("its place in `Mappings` is not known".to_owned()),
        }
    }

    fn join(&mut self, argument: &Node) -> Value {
        let resolved = self.resolve(argument);
        let (delimiter, items) = match resolved.items() {
            [delimiter, items] => (delimiter.text().unwrap_or_default(), items.items()),
            _ => ("", &[][..]),
        };
        let texts: Option<Vec<&str>> = items.iter().map(Node::text).collect();
        match texts {
            Some(texts) => Value::Scalar(texts.join(delimiter)),
            None => Value::Open("its parts are known only at deployment".to_owned()),
        }
    }

    fn select(&mut self, argument: &Node) -> Value {
        let resolved = self.resolve(argument);
        let chosen = match resolved.items() {
            [index, list] => {
                let index = index.text().and_then(|index| index.parse::<usize>().ok());
                index.and_then(|index| list.items().get(index))
            }
            _ => None,
        };
        let unknown = || Value::Open("`Fn::Select` has no such item".to_owned());
        chosen.map_or_else(unknown, |node| node.value.clone())
    }

    fn split(&mut self, argument: &Node) -> Value {
        let resolved = self.resolve(argument);
        match resolved.items() {
            [delimiter, text] => match (delimiter.text(), text.text()) {
                (Some(delimiter), Some(text)) if !delimiter.is_empty() => {
                    let items = text.split(delimiter).map(|item| Node::scalar(argument.line, item));
                    Value::List(items.collect())
                }
                _ => Value::Open("the text to split is known only at deployment".to_owned()),
            },
            _ => Value::Open("`Fn::Split` needs two arguments".to_owned()),
        }
    }
}

/// The letters and values that `value` takes.
fn size(value: &Value) -> usize {
    match value {
        Value::Scalar(text) | Value::Open(text) | Value::Reference { target: text } => text.len(),
        Value::List(items) => items.iter().map(|item| 1 + size(&item.value)).sum(),
        Value::Map(fields) => fields.iter().map(|(name, it)| name.len() + size(&it.value)).sum(),
        Value::Null => 0,
    }
}

fn too_large() -> Value {
    Value::Open("the template expands beyond the limit".to_owned())
}

/// The first `${name}` of a text: what is before it, the name, and what is after it.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (inner, after) = rest.split_once('}')?;
    Some((before, inner.trim(), after))
}
