//! YAML as a [`Node`]: the short tags of CloudFormation become its long functions, so that
//! both have one form; aliases are followed up to a limit, deep nesting is rejected.

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};

use super::error::ServiceError;
use super::node::{Node, Value};

/// Maps and lists within one another that are read.
const DEEPEST: usize = 100;
/// Values that a file may have once its aliases are followed; a large template has some
/// thousands.
const MOST_VALUES: usize = 200_000;

/// Reads the YAML `text` of the file called `name`; of several documents the first.
pub(crate) fn read(name: &str, text: &str) -> Result<Node, ServiceError> {
    let parser = Parser::new_from_str(text);
    let mut reader = Reader { parser, anchors: BTreeMap::new(), values: 0 };
    reader.document().map_err(|Bad { line, reason }| ServiceError::Refused {
        file: name.to_owned(),
        line,
        reason,
    })
}

/// What is wrong on a line.
struct Bad {
    line: usize,
    reason: String,
}

impl From<ScanError> for Bad {
    fn from(error: ScanError) -> Self {
        Self { line: error.marker().line(), reason: format!("syntax: {}", error.info()) }
    }
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    /// What aliases stand for, with its number of values.
    anchors: BTreeMap<usize, (Node, usize)>,
    values: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, usize), Bad> {
        match self.parser.next() {
            Some(event) => {
                let (event, Span { start, .. }) = event?;
                Ok((event, start.line()))
            }
            None => Err(Bad { line: 1, reason: "the file ends too early".to_owned() }),
        }
    }

    fn document(&mut self) -> Result<Node, Bad> {
        loop {
            let (event, line) = self.next()?;
            match event {
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
                Event::StreamEnd => {
                    return Err(Bad { line, reason: "the file is empty".to_owned() });
                }
                other => return self.node(other, line, 0),
            }
        }
    }

    fn node(&mut self, event: Event<'t>, line: usize, depth: usize) -> Result<Node, Bad> {
        self.count(1, line)?;
        if depth > DEEPEST {
            return Err(Bad { line, reason: "nested too deeply".to_owned() });
        }
        let before = self.values;
        let (anchor, tag, value) = match event {
            Event::Alias(anchor) => return self.alias(anchor, line),
            Event::Scalar(text, style, anchor, tag) => (anchor, tag, scalar(&text, style)),
            Event::SequenceStart(anchor, tag) => (anchor, tag, self.list(depth)?),
            Event::MappingStart(anchor, tag) => (anchor, tag, self.map(depth)?),
            _ => return Err(Bad { line, reason: "a value is missing".to_owned() }),
        };
        let node = tagged(Node { line, value }, tag.as_ref());
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), self.values - before + 1));
        }
        Ok(node)
    }

    fn alias(&mut self, anchor: usize, line: usize) -> Result<Node, Bad> {
        let Some((node, values)) = self.anchors.get(&anchor) else {
            return Err(Bad { line, reason: "an alias contains itself".to_owned() });
        };
        let (node, values) = (Node { line, ..node.clone() }, *values);
        self.count(values, line)?;
        Ok(node)
    }

    fn count(&mut self, values: usize, line: usize) -> Result<(), Bad> {
        self.values += values;
        if self.values > MOST_VALUES {
            let reason = format!("more than {MOST_VALUES} values after alias expansion");
            return Err(Bad { line, reason });
        }
        Ok(())
    }

    fn list(&mut self, depth: usize) -> Result<Value, Bad> {
        let mut items = Vec::new();
        loop {
            let (event, line) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Value::List(items));
            }
            items.push(self.node(event, line, depth + 1)?);
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Bad> {
        let mut fields: Vec<(String, Node)> = Vec::new();
        let mut known = BTreeMap::new();
        let mut merged = Vec::new();
        loop {
            let (event, line) = self.next()?;
            if event == Event::MappingEnd {
                break;
            }
            let Value::Scalar(name) = self.node(event, line, depth + 1)?.value else {
                return Err(Bad { line, reason: "a key that is not text".to_owned() });
            };
            let (event, value_line) = self.next()?;
            let node = Node { line, ..self.node(event, value_line, depth + 1)? };
            if name == "<<" {
                merged.push(node);
            } else if let Some(first) = known.insert(name.clone(), line) {
                let reason = format!("`{name}` is a duplicate of line {first}");
                return Err(Bad { line, reason });
            } else {
                fields.push((name, node));
            }
        }
        for node in &merged {
            let maps =
                if node.items().is_empty() { std::slice::from_ref(node) } else { node.items() };
            for (name, node) in maps.iter().flat_map(Node::fields) {
                if known.insert(name.clone(), node.line).is_none() {
                    fields.push((name.clone(), node.clone()));
                }
            }
        }
        Ok(Value::Map(fields))
    }
}

/// The value of a scalar; only a plain one can be nothing.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" if style == ScalarStyle::Plain => Value::Null,
        _ => Value::Scalar(text.to_owned()),
    }
}

/// `!Name value` as `{ Fn::Name: value }`, the other form of CloudFormation's functions.
fn tagged(node: Node, tag: Option<&Cow<'_, Tag>>) -> Node {
    let Some(tag) = tag.filter(|tag| tag.handle == "!" && !tag.suffix.is_empty()) else {
        return node;
    };
    let line = node.line;
    let name = match tag.suffix.as_str() {
        "Ref" | "Condition" => tag.suffix.clone(),
        other => format!("Fn::{other}"),
    };
    let value = match (name.as_str(), node.text()) {
        ("Fn::GetAtt", Some(dotted)) => {
            let (target, attribute) = dotted.split_once('.').unwrap_or((dotted, ""));
            let parts = [target, attribute].map(|part| Node::scalar(line, part));
            Node { line, value: Value::List(parts.to_vec()) }
        }
        _ => node,
    };
    Node { line, value: Value::Map(vec![(name, value)]) }
}
