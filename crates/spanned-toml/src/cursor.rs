//! Walks a table: hands out its fields with the type that a reader wants,
//! remembers which were asked for, and reports the rest as unknown.

use std::collections::BTreeSet;

use super::faults::{Fault, Faults, Place, list, quoted};
use super::tree::{Entry, Node, Table, Value};

/// A table being read.
pub struct Cursor<'t> {
    table: &'t Table,
    place: Place,
    name: String,
    asked: Vec<&'static str>,
}

/// A field that is there.
#[derive(Clone, Copy)]
pub struct Field<'t> {
    /// Its name, for messages.
    pub name: &'t str,
    /// Where its key stands.
    pub key: &'t Place,
    /// Its value.
    pub node: &'t Node,
}

impl<'t> Cursor<'t> {
    /// Begins to read `node`, called `name` in messages; a fault when it is no
    /// table.
    pub fn new(node: &'t Node, name: &str, faults: &mut Faults) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            faults.push(mismatch(node, name, "a table"));
            return None;
        };
        let (place, name) = (node.place.clone(), name.to_owned());
        Some(Self { table, place, name, asked: Vec::new() })
    }

    /// The field called `name`, if it is there.
    pub fn field(&mut self, name: &'static str) -> Option<Field<'t>> {
        self.asked.push(name);
        let entry = self.table.get(name)?;
        Some(Field { name, key: &entry.key, node: &entry.node })
    }

    /// The field called `name`; a fault when it is missing.
    pub fn required(
        &mut self,
        name: &'static str,
        example: &str,
        faults: &mut Faults,
    ) -> Option<Field<'t>> {
        let field = self.field(name);
        if field.is_none() {
            let fault = Fault::new(&self.place, format!("{} has no `{name}`", self.name));
            faults.push(fault.expected(format!("a field such as `{example}`")));
        }
        field
    }

    /// The one field among `names` that is there; a fault when there is none
    /// or more than one.
    pub fn exactly_one(
        &mut self,
        names: &[&'static str],
        faults: &mut Faults,
    ) -> Option<Field<'t>> {
        let there: Vec<Field<'t>> = names.iter().filter_map(|name| self.field(name)).collect();
        match there.as_slice() {
            [only] => Some(*only),
            [] => {
                let message =
                    format!("{} says none of {}", self.name, list(names.iter().copied(), "and"));
                faults.push(Fault::new(&self.place, message).expected("one of them"));
                None
            }
            [first, rest @ ..] => {
                for extra in rest {
                    let message = format!("both `{}` and `{}`", first.name, extra.name);
                    let fault = Fault::new(extra.key, format!("{} has {message}", self.name));
                    faults.push(
                        fault.expected(format!("one of {}", list(names.iter().copied(), "and"))),
                    );
                }
                None
            }
        }
    }

    /// The table in field `name`, if it is there.
    pub fn table(&mut self, name: &'static str, faults: &mut Faults) -> Option<Self> {
        let field = self.field(name)?;
        Cursor::new(field.node, &format!("`{name}`"), faults)
    }

    /// The tables of field `name`, which is written `[[name]]`.
    pub fn tables(&mut self, name: &'static str, faults: &mut Faults) -> Vec<Self> {
        let Some(field) = self.field(name) else {
            return Vec::new();
        };
        let Value::Array(items) = &field.node.value else {
            let fault = mismatch(field.node, &format!("`{name}`"), "an array of tables");
            faults.push(fault.help(format!("write `[[{name}]]` above each")));
            return Vec::new();
        };
        let what = format!("this `{name}`");
        items.iter().filter_map(|item| Cursor::new(item, &what, faults)).collect()
    }

    /// Every field with its name, for tables whose keys are free.
    pub fn entries(&self) -> impl Iterator<Item = Field<'t>> + use<'t> {
        self.table.iter().map(|(name, Entry { key, node })| Field { name, key, node })
    }

    /// What messages call the table.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the table stands.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Ends the reading: what nobody asked for is unknown.
    pub fn finish(self, faults: &mut Faults) {
        for (name, entry) in self.table {
            if faults.is_full() {
                return;
            }
            if !self.asked.contains(&name.as_str()) {
                let message = format!("unknown field {} in {}", quoted(name), self.name);
                let fault = Fault::new(&entry.key, message).expected("no such field");
                faults.push(fault.suggest(name, self.asked.iter().copied()));
            }
        }
    }
}

impl<'t> Field<'t> {
    /// The text of a string.
    pub fn text(self, faults: &mut Faults) -> Option<&'t str> {
        match &self.node.value {
            Value::Text(text) => Some(text),
            _ => self.refuse("a string", faults),
        }
    }

    /// A string with something in it.
    pub fn words(self, faults: &mut Faults) -> Option<&'t str> {
        let text = self.text(faults)?;
        if text.trim().is_empty() {
            let fault = Fault::new(&self.node.place, format!("`{}` is empty", self.name));
            faults.push(fault.expected("some words"));
            return None;
        }
        Some(text)
    }

    /// A string that nothing among `taken` is equal to; messages call it a `kind`,
    /// `id` or `name`.
    pub fn unique(
        self,
        kind: &str,
        taken: &mut BTreeSet<String>,
        faults: &mut Faults,
    ) -> Option<String> {
        let text = self.words(faults)?;
        if taken.insert(text.to_owned()) {
            return Some(text.to_owned());
        }
        let message = format!("the {kind} {} is taken", quoted(text));
        let article = if kind == "id" { "an" } else { "a" };
        let fault = Fault::new(&self.node.place, message);
        faults.push(fault.expected(format!("{article} {kind} of its own")));
        None
    }

    /// `true` or `false`.
    pub fn flag(self, faults: &mut Faults) -> Option<bool> {
        match self.node.value {
            Value::Boolean(flag) => Some(flag),
            _ => self.refuse("true or false", faults),
        }
    }

    /// The values of an array.
    pub fn items(self, faults: &mut Faults) -> Option<&'t [Node]> {
        match &self.node.value {
            Value::Array(items) => Some(items),
            _ => self.refuse("an array", faults),
        }
    }

    /// The strings of an array.
    pub fn texts(self, faults: &mut Faults) -> Option<Vec<String>> {
        let items = self.items(faults)?;
        let text = |node: &Node| self.of(node).text(faults).map(str::to_owned);
        Some(items.iter().filter_map(text).collect())
    }

    /// The value that a table of words gives to the word that stands here.
    pub fn choice<T: Copy>(self, known: &[(&'static str, T)], faults: &mut Faults) -> Option<T> {
        let text = self.text(faults)?;
        let names = known.iter().map(|&(name, _)| name);
        let found = known.iter().find_map(|&(name, value)| (name == text).then_some(value));
        if found.is_none() {
            let message = format!("{} is no value of `{}`", quoted(text), self.name);
            let fault = Fault::new(&self.node.place, message);
            faults.push(fault.expected(list(names.clone(), "or")).suggest(text, names));
        }
        found
    }

    /// The table that stands here.
    pub fn cursor(self, faults: &mut Faults) -> Option<Cursor<'t>> {
        Cursor::new(self.node, &format!("`{}`", self.name), faults)
    }

    /// The same field, looking at one value inside its own.
    pub fn of<'n>(self, node: &'n Node) -> Field<'n>
    where
        't: 'n,
    {
        Field { name: self.name, key: self.key, node }
    }

    /// Reports a value of the wrong type.
    pub fn refuse<T>(self, expected: &str, faults: &mut Faults) -> Option<T> {
        faults.push(mismatch(self.node, &format!("`{}`", self.name), expected));
        None
    }
}

/// A value of the wrong type.
fn mismatch(node: &Node, name: &str, expected: &str) -> Fault {
    Fault::new(&node.place, format!("{name} is {}, not {expected}", node.kind())).expected(expected)
}
