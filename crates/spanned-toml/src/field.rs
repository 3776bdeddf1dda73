//! A field being read: its value as the type that a reader wants.
//!
//! Each method reports a value that is not of its type and returns a stand-in, the
//! least value there is.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;

use super::faults::{Fault, Faults, SourcePlace, list, quoted};
use super::shape::Shape;
use super::trace::address;
use super::tree::{Node, Value};
use super::word::Word;

/// A field with its value, or the stand-in of one that is missing.
#[derive(Clone, Copy)]
pub struct Field<'t> {
    name: &'t str,
    key: &'t SourcePlace,
    place: &'t SourcePlace,
    value: Option<&'t Value>,
    faults: &'t Faults,
}

impl<'t> Field<'t> {
    /// The field called `name`, whose key stands at `key`.
    pub(crate) fn new(
        name: &'t str,
        key: &'t SourcePlace,
        node: &'t Node,
        faults: &'t Faults,
    ) -> Self {
        Self { name, key, place: &node.place, value: Some(&node.value), faults }
    }

    /// The stand-in for a field of the table at `place`.
    pub(crate) fn missing(name: &'t str, place: &'t SourcePlace, faults: &'t Faults) -> Self {
        Self { name, key: place, place, value: None, faults }
    }

    /// The same field, looking at one item of its array.
    pub(crate) fn item(self, node: &'t Node) -> Self {
        Self { place: &node.place, value: Some(&node.value), ..self }
    }

    /// The same field under another name, for messages.
    #[must_use]
    pub fn called(self, name: &'t str) -> Self {
        Self { name, ..self }
    }

    /// Its name.
    pub fn name(self) -> &'t str {
        self.name
    }

    /// Where its key stands.
    pub fn key(self) -> &'t SourcePlace {
        self.key
    }

    /// Where its value stands.
    pub fn place(self) -> &'t SourcePlace {
        self.place
    }

    /// A copy of its value with its place; `None` where it is missing.
    pub fn node(self) -> Option<Node> {
        let (place, value) = (self.place.clone(), self.value?.clone());
        Some(Node { place, value })
    }

    /// Its value; `None` where it is missing.
    pub fn value(self) -> Option<&'t Value> {
        self.value
    }

    /// The collector of its faults.
    pub fn faults(self) -> &'t Faults {
        self.faults
    }

    /// Looks at the field called `name` in its table, which no reader has asked for yet.
    pub fn peek(self, name: &'static str) -> Option<Self> {
        let Some(Value::Table(table)) = self.value else { return None };
        table.get(name).map(|entry| Self::new(name, &entry.key, &entry.node, self.faults))
    }

    /// Looks at the items of its array; none where it is no array.
    pub fn peek_items(self) -> impl Iterator<Item = Self> {
        let items: &'t [Node] = match self.value {
            Some(Value::Array(items)) => items,
            _ => &[],
        };
        items.iter().map(move |item| self.item(item))
    }

    /// Begins a fault of the value.
    pub fn fault(self, message: impl Into<String>) -> Fault<'t> {
        Fault::new(self.value.map(|_| self.faults), self.place, message)
    }

    /// Begins the fault of a value that is not what is `expected`.
    pub fn refuse(self, expected: &str) -> Fault<'t> {
        self.refuse_as(&format!("`{}`", self.name), expected)
    }

    /// As [`Field::refuse`], of a value that messages call `name`.
    pub(crate) fn refuse_as(self, name: &str, expected: &str) -> Fault<'t> {
        let kind = self.value.map_or("missing", Value::kind);
        self.fault(format!("{name} is {kind}, not {expected}")).expected(expected)
    }

    /// Notes that its value is taken for `shape`, where that is noted for a schema: what a
    /// reader says that looks at the value itself.
    pub fn expects(self, shape: impl FnOnce() -> Shape) {
        let at = self.value.map(address);
        self.faults.note_reading(at, |trace, at| trace.take_for(at, shape()));
    }

    /// Notes that it is read by the reader called `name`, which a schema defines once.
    pub fn is_a(self, name: &'static str) {
        let at = self.value.map(address);
        self.faults.note_reading(at, |trace, at| trace.define(at, name));
    }

    /// Reads a string.
    pub fn text(self) -> &'t str {
        self.expects(|| Shape::Text);
        if let Some(Value::Text(text)) = self.value {
            return text;
        }
        self.refuse("a string").report();
        ""
    }

    /// Reads a string with something in it.
    pub fn words(self) -> String {
        let is_text = matches!(self.value, Some(Value::Text(_)));
        let text = self.text();
        self.expects(Shape::words);
        if is_text && text.trim().is_empty() {
            let fault = self.fault(format!("`{}` is empty", self.name));
            fault.expected("text").report();
        }
        text.to_owned()
    }

    /// Reads a string with something in it that nothing among `taken` is equal to;
    /// messages call it a `kind`, such as `id` or `name`.
    pub fn unique(self, kind: &str, taken: &mut BTreeSet<String>) -> String {
        let text = self.words();
        if !text.trim().is_empty() && !taken.insert(text.clone()) {
            let fault = self.fault(format!("the {kind} {} is a duplicate", quoted(&text)));
            fault.expected(format!("a unique {kind}")).report();
        }
        text
    }

    /// Reads `true` or `false`.
    pub fn flag(self) -> bool {
        self.expects(|| Shape::Flag);
        if let Some(Value::Boolean(flag)) = self.value {
            return *flag;
        }
        self.refuse("true or false").report();
        false
    }

    /// Reads a whole number of any size.
    pub fn whole(self) -> i64 {
        self.expects(|| Shape::Integer(i64::MIN, i64::MAX));
        if let Some(Value::Integer(value)) = self.value {
            return *value;
        }
        self.refuse("a whole number").report();
        0
    }

    /// Reads a whole number within `bounds`.
    pub fn integer<T>(self, bounds: RangeInclusive<T>) -> T
    where
        T: TryFrom<i64> + PartialOrd + fmt::Display,
    {
        let value = self.faults.sound(|| self.whole());
        let (low, high) = bounds.into_inner();
        self.expects(|| Shape::Integer(bound(&low), bound(&high)));
        let Some(value) = value else { return low };
        match T::try_from(value) {
            Ok(number) if low <= number && number <= high => number,
            _ => {
                let message = format!("`{}` is {value}, outside {low} to {high}", self.name);
                let expected = format!("a whole number from {low} to {high}");
                self.fault(message).expected(expected).report();
                low
            }
        }
    }

    /// Reads a number that is finite and within `bounds`.
    pub fn number(self, bounds: RangeInclusive<f64>) -> f64 {
        let (low, high) = bounds.into_inner();
        self.expects(|| Shape::Number(low, high));
        let value = match self.value {
            Some(Value::Integer(value)) => *value as f64,
            Some(Value::Float(value)) => *value,
            _ => {
                self.refuse("a number").report();
                return low;
            }
        };
        if (low..=high).contains(&value) && value.is_finite() {
            return value;
        }
        let (is, expected) = if !value.is_finite() {
            ("not a finite number".to_owned(), "a finite number".to_owned())
        } else if low.is_finite() && high.is_finite() {
            (format!("outside {low} to {high}"), format!("a number from {low} to {high}"))
        } else {
            (format!("under {low}"), format!("at least {low}"))
        };
        self.fault(format!("`{}` is {value}, {is}", self.name)).expected(expected).report();
        low
    }

    /// Reads any finite number.
    pub fn finite(self) -> f64 {
        self.number(f64::NEG_INFINITY..=f64::INFINITY)
    }

    /// Reads one of the words of `T`.
    pub fn word<T: Word>(self) -> T {
        const { assert!(!T::WORDS.is_empty(), "an enum of words has at least one") };
        let is_this = |word: &str| matches!(self.value, Some(Value::Text(text)) if text == word);
        if let Some(&(former, value)) = T::FORMER.iter().find(|(word, _)| is_this(word)) {
            let message = format!("`{former}` is the former word for `{}`", value.word());
            self.faults.note(self.place, message, format!("write `{}`", value.word()));
            return value;
        }
        let known = || T::WORDS.iter().map(|&(word, _)| word);
        self.expects(|| Shape::OneOf(known().collect()));
        let Some(text) = self.faults.sound(|| self.text()) else { return T::WORDS[0].1 };
        T::of_word(text).unwrap_or_else(|| {
            let fault = self.fault(format!("{} is not a value of `{}`", quoted(text), self.name));
            fault.expected(list(known(), "or")).suggest(text, known()).report();
            T::WORDS[0].1
        })
    }

    /// Reads an array, item by item; items with a fault are left out.
    pub fn list<T>(self, mut read: impl FnMut(Self) -> T) -> Vec<T> {
        let items = self.items().into_iter();
        items.filter_map(|item| self.faults.sound(|| read(item))).collect()
    }

    /// Reads an array; each item is a field of the same name.
    pub fn items(self) -> Vec<Self> {
        if !matches!(self.value, Some(Value::Array(_))) {
            self.refuse("an array").report();
        }
        self.peek_items().collect()
    }

    /// Reads an array of strings.
    pub fn texts(self) -> Vec<String> {
        self.list(|item| item.text().to_owned())
    }
}

/// A bound of whole numbers of any type; one that is beyond all is none.
fn bound(value: &impl fmt::Display) -> i64 {
    value.to_string().parse().unwrap_or(i64::MAX)
}
