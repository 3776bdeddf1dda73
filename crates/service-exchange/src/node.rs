//! A document of another tool as a tree in which every value knows its line.

/// A value and the line where it begins, or where its key stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// Counted from 1.
    pub(crate) line: usize,
    /// What it is.
    pub(crate) value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing, as where a template removes a property.
    Null,
    /// A text, a number, `true` or `false`: tools take the one for the other.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Fields in the order of the file.
    Map(Vec<(String, Node)>),
    /// Something of another resource of the same template.
    Reference {
        /// The resource.
        target: String,
    },
    /// What only a deployment knows, and why.
    Open(String),
}

impl Node {
    /// The scalar `text` on `line`.
    pub(crate) fn scalar(line: usize, text: impl Into<String>) -> Self {
        Self { line, value: Value::Scalar(text.into()) }
    }

    /// The same place with another value.
    pub(crate) fn with(&self, value: Value) -> Self {
        Self { line: self.line, value }
    }

    /// Its scalar; `None` where it is something else.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// Its fields; none where it is no map.
    pub(crate) fn fields(&self) -> &[(String, Self)] {
        match &self.value {
            Value::Map(fields) => fields,
            _ => &[],
        }
    }

    /// Its items; none where it is no list.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The field called `name`. A list of one map stands for the map, as in Terraform.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let map = match self.items() {
            [only] => only,
            _ => self,
        };
        map.fields().iter().find_map(|(known, node)| (known == name).then_some(node))
    }

    /// The field at the end of `path`.
    pub(crate) fn at<N: AsRef<str>>(&self, path: &[N]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.get(name.as_ref()))
    }

    /// The scalar at the end of `path`.
    pub(crate) fn text_at<N: AsRef<str>>(&self, path: &[N]) -> Option<&str> {
        self.at(path)?.text()
    }

    /// Whether it has a field called `name`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether it says nothing, as the fields of a skeleton that nobody filled in.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Scalar(text) => text.is_empty(),
            Value::List(items) => items.iter().all(Self::is_empty),
            Value::Map(fields) => fields.iter().all(|(_, node)| node.is_empty()),
            Value::Reference { .. } | Value::Open(_) => false,
        }
    }
}
