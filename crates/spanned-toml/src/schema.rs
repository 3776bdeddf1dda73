//! The JSON Schema of a format, learned from its reader: while a document is read, the
//! collector notes which fields are asked for and what is taken for a value. There is no
//! second list of fields that could differ from what is read.
//!
//! A field is known once it was asked for; what it may hold, once a document had it. Several
//! documents add up, so that between them they have to show every field in each of its forms.
//!
//! ```
//! use spanned_toml::diagnostic::Source;
//! use spanned_toml::schema::Schema;
//!
//! let text = "format_version = 1\nsize = 3 # instances\n".to_owned();
//! let source = Source { name: "service.toml".to_owned(), text };
//! let mut schema = Schema::default();
//! schema
//!     .learn_from(source, |document| {
//!         document.read("the file", |file| file.required("size", "3").integer(1..=25))
//!     })
//!     .unwrap();
//! let json = schema.to_json("A service");
//! assert_eq!(json["properties"]["size"]["maximum"], 25);
//! assert_eq!(json["properties"]["size"]["description"], "instances");
//! assert!(schema.unknown().is_empty());
//! ```

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::diagnostic::{Diagnostics, Source};
use super::document::Document;
use super::shape::Shape;
use super::trace::{TableTrace, Trace, address};
use super::tree::Value;

/// The dialect of the schemas.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What is known of a format.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    root: SchemaNode,
    definitions: Definitions,
}

/// What values have in common that one reader reads, by its name.
type Definitions = BTreeMap<&'static str, SchemaNode>;

/// What is known of a value.
#[derive(Clone, Debug, Default)]
struct SchemaNode {
    shapes: Vec<Shape>,
    table: Option<TableNode>,
    items: Option<Box<Self>>,
    description: Option<String>,
}

/// What is known of a table.
#[derive(Clone, Debug, Default)]
struct TableNode {
    /// In the order in which they are asked for.
    fields: Vec<(String, SchemaNode)>,
    /// Names that every reading requires.
    required: Vec<&'static str>,
    /// Names of which every reading requires exactly one.
    groups: Vec<Vec<&'static str>>,
    /// What keys of the author's own hold.
    free: Option<Box<SchemaNode>>,
}

impl Schema {
    /// Adds what shows when `read` reads the document in `source`.
    ///
    /// # Errors
    ///
    /// Every fault of the file.
    pub fn learn_from<T>(
        &mut self,
        source: Source,
        read: impl FnOnce(&Document) -> T,
    ) -> Result<(), Diagnostics> {
        let document = Document::traced(source);
        read(&document);
        self.learn(&document);
        document.check(Some(()))
    }

    /// Adds what the reading of `document`, which was [traced](Document::traced), shows.
    pub fn learn(&mut self, document: &Document) {
        if let (Some(root), Some(trace)) = (document.root(), document.faults().trace()) {
            let (text, trace) = (&document.source().text, &trace.borrow());
            let mut learner = Learner { text, trace, definitions: &mut self.definitions };
            learner.value(&root.value, &mut self.root);
        }
    }

    /// Takes the field called `name` of another format for one of this: another reader reads it.
    pub fn adopt(&mut self, name: &str, other: &Self) {
        let fields = other.root.table.iter().flat_map(|table| &table.fields);
        let adopted: Vec<_> = fields.filter(|(field, _)| field == name).cloned().collect();
        self.root.table.get_or_insert_default().fields.extend(adopted);
        for (name, node) in &other.definitions {
            self.definitions.entry(name).or_insert_with(|| node.clone());
        }
    }

    /// Paths of the fields that were asked for and are in none of the documents.
    pub fn unknown(&self) -> Vec<String> {
        let mut paths = Vec::new();
        self.root.unknown("", &mut paths);
        for (name, node) in &self.definitions {
            node.unknown(name, &mut paths);
        }
        paths
    }

    /// Returns the JSON Schema of the format called `title`.
    pub fn to_json(&self, title: &str) -> Json {
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), Json::from(DIALECT));
        schema.insert("title".to_owned(), Json::from(title));
        if let Json::Object(root) = self.root.to_json() {
            schema.extend(root);
        }
        // The version of a format is read before its fields are.
        if let Some(Json::Object(fields)) = schema.get_mut("properties") {
            fields.insert("format_version".to_owned(), json!({ "const": 1 }));
        }
        let required = schema.entry("required").or_insert_with(|| json!([]));
        if let Json::Array(names) = required {
            names.insert(0, Json::from("format_version"));
        }
        let definition = |(name, node): (&&str, &SchemaNode)| ((*name).to_owned(), node.to_json());
        let definitions: Map<String, Json> = self.definitions.iter().map(definition).collect();
        if !definitions.is_empty() {
            schema.insert("$defs".to_owned(), Json::Object(definitions));
        }
        Json::Object(schema)
    }
}

/// Learns from one document.
struct Learner<'d> {
    text: &'d str,
    trace: &'d Trace,
    definitions: &'d mut Definitions,
}

impl Learner<'_> {
    fn value(&mut self, value: &Value, node: &mut SchemaNode) {
        let Some(name) = self.trace.definition(address(value)) else {
            return self.plain(value, node);
        };
        node.add(&Shape::Definition(name));
        let mut common = self.definitions.remove(name).unwrap_or_default();
        self.plain(value, &mut common);
        self.definitions.insert(name, common);
    }

    fn plain(&mut self, value: &Value, node: &mut SchemaNode) {
        if let Some(shape) = self.trace.shape(address(value)) {
            node.add(shape);
            if *shape == Shape::Any {
                return;
            }
        }
        match value {
            Value::Array(items) => {
                let node = node.items.get_or_insert_default();
                for item in items {
                    self.value(&item.value, node);
                }
            }
            Value::Table(table) => {
                let Some(trace) = self.trace.table(address(value)) else { return };
                let known = node.table.is_some();
                let node = node.table.get_or_insert_default();
                node.add(trace, known);
                for (name, entry) in table {
                    let Some(field) = node.field(name) else { continue };
                    field.description = field.description.take().or_else(|| {
                        comment(self.text, entry.node.place.span.end).map(str::to_owned)
                    });
                    self.value(&entry.node.value, field);
                }
            }
            _ => {}
        }
    }
}

/// The comment at the end of the line, where nothing but the comment follows byte `end`.
fn comment(text: &str, end: usize) -> Option<&str> {
    let line = text.get(end..)?.lines().next()?;
    line.trim_start().strip_prefix('#').map(str::trim)
}

impl SchemaNode {
    fn add(&mut self, shape: &Shape) {
        if !self.shapes.iter_mut().any(|known| known.takes_in(shape)) {
            self.shapes.push(shape.clone());
        }
    }

    fn unknown(&self, path: &str, paths: &mut Vec<String>) {
        if self.shapes.is_empty() && self.table.is_none() && self.items.is_none() {
            paths.push(path.to_owned());
        }
        if let Some(items) = &self.items {
            items.unknown(path, paths);
        }
        let fields = self.table.iter().flat_map(|table| {
            let free = table.free.iter().map(|free| ("*", free.as_ref()));
            table.fields.iter().map(|(name, node)| (name.as_str(), node)).chain(free)
        });
        for (name, node) in fields.filter(|(name, _)| *name != "format_version") {
            let dot = if path.is_empty() { "" } else { "." };
            node.unknown(&format!("{path}{dot}{name}"), paths);
        }
    }

    fn to_json(&self) -> Json {
        let mut forms: Vec<Json> = self.shapes.iter().map(Shape::to_json).collect();
        forms.extend(self.table.as_ref().map(TableNode::to_json));
        let items = self.items.as_ref();
        forms.extend(items.map(|items| json!({ "type": "array", "items": items.to_json() })));
        let mut schema = match (forms.pop(), forms.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                forms.push(last);
                json!({ "anyOf": forms })
            }
            (None, _) => json!({}),
        };
        if let (Some(text), Json::Object(schema)) = (&self.description, &mut schema) {
            schema.insert("description".to_owned(), Json::from(text.as_str()));
        }
        schema
    }
}

impl TableNode {
    /// Adds what one reading asked for. Where others are `known`, a name is required only if
    /// all of them require it.
    fn add(&mut self, trace: &TableTrace, known: bool) {
        for name in &trace.asked {
            if !self.fields.iter().any(|(field, _)| field == name) {
                self.fields.push(((*name).to_owned(), SchemaNode::default()));
            }
        }
        if known {
            self.required.retain(|name| trace.required.contains(name));
            self.groups.retain(|group| trace.groups.contains(group));
        } else {
            self.required.clone_from(&trace.required);
            self.groups.clone_from(&trace.groups);
        }
        if trace.is_free {
            self.free.get_or_insert_default();
        }
    }

    /// What is known of the field called `name`; `None` where nobody asks for it.
    fn field(&mut self, name: &str) -> Option<&mut SchemaNode> {
        let own = self.fields.iter_mut().find(|(field, _)| field == name);
        own.map(|(_, node)| node).or(self.free.as_deref_mut())
    }

    fn to_json(&self) -> Json {
        let field = |(name, node): &(String, SchemaNode)| (name.clone(), node.to_json());
        let mut schema = Map::new();
        schema.insert("type".to_owned(), Json::from("object"));
        let properties: Map<String, Json> = self.fields.iter().map(field).collect();
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), Json::Object(properties));
        }
        let others = self.free.as_ref().map_or(Json::from(false), |free| free.to_json());
        schema.insert("additionalProperties".to_owned(), others);
        if !self.required.is_empty() {
            schema.insert("required".to_owned(), json!(self.required));
        }
        let groups: Vec<Json> = self.groups.iter().map(|names| exactly_one(names)).collect();
        if !groups.is_empty() {
            schema.insert("allOf".to_owned(), Json::from(groups));
        }
        Json::Object(schema)
    }
}

/// Exactly one of the fields called `names` is there.
fn exactly_one(names: &[&str]) -> Json {
    let one = |name: &&str| json!({ "required": [name] });
    json!({ "oneOf": names.iter().map(one).collect::<Vec<_>>() })
}
