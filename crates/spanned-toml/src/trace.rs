//! What readers ask of a document, noted while they read it.
//!
//! Values are known by their address: the tree of a document stays where it is while it is
//! read, and two of its values may share a place in the text.

use std::collections::BTreeMap;
use std::ptr;

use super::shape::Shape;

/// What was asked of each value of a document.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    shapes: BTreeMap<usize, Shape>,
    definitions: BTreeMap<usize, &'static str>,
    tables: BTreeMap<usize, TableTrace>,
}

/// What was asked of a table.
#[derive(Debug, Default)]
pub(crate) struct TableTrace {
    pub(crate) asked: Vec<&'static str>,
    pub(crate) required: Vec<&'static str>,
    pub(crate) groups: Vec<Vec<&'static str>>,
    pub(crate) is_free: bool,
}

impl Trace {
    /// Notes that the value at `at` is taken for `shape`.
    pub(crate) fn take_for(&mut self, at: usize, shape: Shape) {
        let known = self.shapes.entry(at).or_insert(Shape::Any);
        if shape.precision() >= known.precision() {
            *known = shape;
        }
    }

    /// Notes that the value `at` is what the reader called `name` reads.
    pub(crate) fn define(&mut self, at: usize, name: &'static str) {
        self.definitions.insert(at, name);
    }

    /// Notes that the value `at` is read as a table.
    pub(crate) fn open(&mut self, at: usize) {
        self.of(at);
    }

    /// Notes that the field called `name` is asked for.
    pub(crate) fn ask(&mut self, at: usize, name: &'static str) {
        put(&mut self.of(at).asked, name);
    }

    /// Notes that the field called `name` has to be there.
    pub(crate) fn require(&mut self, at: usize, name: &'static str) {
        put(&mut self.of(at).required, name);
    }

    /// Notes that exactly one of the fields called `names` has to be there.
    pub(crate) fn require_one(&mut self, at: usize, names: &[&'static str]) {
        put(&mut self.of(at).groups, names.to_vec());
    }

    /// Notes that the keys of the table `at` are the author's own.
    pub(crate) fn free(&mut self, at: usize) {
        self.of(at).is_free = true;
    }

    fn of(&mut self, at: usize) -> &mut TableTrace {
        self.tables.entry(at).or_default()
    }

    /// Whose reader has read the value `at`, where that has a name.
    pub(crate) fn definition(&self, at: usize) -> Option<&'static str> {
        self.definitions.get(&at).copied()
    }

    /// What the value `at` was taken for.
    pub(crate) fn shape(&self, at: usize) -> Option<&Shape> {
        self.shapes.get(&at)
    }

    /// What was asked of the table in the value `at`.
    pub(crate) fn table(&self, at: usize) -> Option<&TableTrace> {
        self.tables.get(&at)
    }
}

/// Where `value` is in memory.
pub(crate) fn address<T>(value: &T) -> usize {
    ptr::from_ref(value).addr()
}

/// Adds `item` to `all`, once.
fn put<T: PartialEq>(all: &mut Vec<T>, item: T) {
    if !all.contains(&item) {
        all.push(item);
    }
}
