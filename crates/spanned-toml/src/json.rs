//! A JSON document as the tree that readers of TOML walk, so that papers, keys and
//! answer sheets get the same faults with the same places.
//!
//! A field that is `null` counts as left out. Syntax stops at the first fault. A text of
//! another program is read without a version, and may have `null` in its lists.

use super::faults::{Faults, Origin, SourcePlace, quoted};
use super::path;
use super::tree::{self, DEEPEST, Node, Table, TableEntry, Value};

/// Parses a whole file of a format with a version. `None` when its syntax or its
/// version makes reading on useless.
pub(crate) fn document(text: &str, faults: &Faults) -> Option<Node> {
    let start = SourcePlace { origin: Origin::File, span: 0..0 };
    let node = parser(text, NullItems::Refused, faults).whole().ok()?;
    if let Value::Table(table) = &node.value {
        tree::version_is_known(table, &start, faults).then_some(())?;
    }
    Some(Node { place: start, value: node.value })
}

/// Parses the JSON of another program, which has no `format_version`. Fields and items that are
/// `null` are left out. `None` when its syntax makes reading on useless, which is among `faults`.
pub fn foreign(text: &str, faults: &Faults) -> Option<Node> {
    parser(text, NullItems::LeftOut, faults).whole().ok()
}

fn parser<'a>(text: &'a str, null_items: NullItems, faults: &'a Faults) -> Parser<'a> {
    Parser { text, at: 0, parts: 0, null_items, faults }
}

/// What happens to `null` in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NullItems {
    /// It is a fault.
    Refused,
    /// The list goes on without it.
    LeftOut,
}

/// Recursive descent over the bytes of `text`; `at` stands between letters.
struct Parser<'a> {
    text: &'a str,
    at: usize,
    parts: usize,
    null_items: NullItems,
    faults: &'a Faults,
}

/// Why there is no tree was reported.
struct Reported;

impl Parser<'_> {
    fn whole(&mut self) -> Result<Node, Reported> {
        self.skip_blanks();
        let node = self.value(0)?.ok_or_else(|| self.fault("the whole file is `null`"))?;
        self.skip_blanks();
        if self.at < self.text.len() {
            return Err(self.fault("there is text after the end"));
        }
        Ok(node)
    }

    /// A value; `None` is `null`.
    fn value(&mut self, depth: usize) -> Result<Option<Node>, Reported> {
        let start = self.at;
        if depth > DEEPEST {
            return Err(self.fault("nested too deeply"));
        }
        self.parts += 1;
        if self.parts > tree::most_parts(self.text) {
            tree::too_many_parts(self.text, self.faults);
            return Err(Reported);
        }
        let value = match self.peek() {
            Some('{') => self.object(depth)?,
            Some('[') => self.array(depth)?,
            Some('"') => Value::Text(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            _ if self.take("true") => Value::Boolean(true),
            _ if self.take("false") => Value::Boolean(false),
            _ if self.take("null") => return Ok(None),
            Some(_) => return Err(self.fault("this is not JSON")),
            None => return Err(self.fault("the file ends too early")),
        };
        Ok(Some(Node { place: self.since(start), value }))
    }

    fn object(&mut self, depth: usize) -> Result<Value, Reported> {
        let mut table = Table::new();
        self.at += 1;
        self.skip_blanks();
        if self.take("}") {
            return Ok(Value::Table(table));
        }
        loop {
            self.skip_blanks();
            let start = self.at;
            if self.peek() != Some('"') {
                return Err(self.fault("a field begins with its name in quotes"));
            }
            let name = self.string()?;
            let key = self.since(start);
            self.skip_blanks();
            if !self.take(":") {
                return Err(self.fault("`:` is missing"));
            }
            self.skip_blanks();
            if let Some(node) = self.value(depth + 1)? {
                let entry = Box::new(TableEntry { key: key.clone(), node });
                if table.insert(name.clone(), entry).is_some() {
                    let fault = self.faults.at(&key, format!("{} is a duplicate", quoted(&name)));
                    fault.expected("another name").report();
                    return Err(Reported);
                }
            }
            self.skip_blanks();
            if self.take("}") {
                return Ok(Value::Table(table));
            }
            if !self.take(",") {
                return Err(self.fault("`,` or `}` is missing"));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, Reported> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_blanks();
        if self.take("]") {
            return Ok(Value::Array(items));
        }
        loop {
            self.skip_blanks();
            match self.value(depth + 1)? {
                Some(item) => items.push(item),
                None if self.null_items == NullItems::LeftOut => {}
                None => return Err(self.fault("a list contains `null`")),
            }
            self.skip_blanks();
            if self.take("]") {
                return Ok(Value::Array(items));
            }
            if !self.take(",") {
                return Err(self.fault("`,` or `]` is missing"));
            }
        }
    }

    /// The text between quotes; where it ends is found here, what it says is read by
    /// `serde_json`, which knows every escape.
    fn string(&mut self) -> Result<String, Reported> {
        let start = self.at;
        let inside = self.text.get(start + 1..).unwrap_or_default();
        let Some(end) = path::closing(inside, '"') else {
            return Err(self.fault("a string has no closing quote"));
        };
        self.at = start + 1 + end + 1;
        let quoted = self.text.get(start..self.at).unwrap_or_default();
        serde_json::from_str(quoted).map_err(|_| {
            let message = "a string has a character or an escape that JSON does not allow";
            self.faults.at(&self.since(start), message).expected("JSON string").report();
            Reported
        })
    }

    fn number(&mut self) -> Result<Value, Reported> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let is_part = |letter: char| letter.is_ascii_digit() || "+-.eE".contains(letter);
        self.at += rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let text = self.text.get(start..self.at).unwrap_or_default();
        let value: Option<serde_json::Number> = serde_json::from_str(text).ok();
        let value = value.and_then(|number| match number.as_i64() {
            Some(whole) => Some(Value::Integer(whole)),
            None => number.as_f64().map(Value::Float),
        });
        value.ok_or_else(|| {
            let message = format!("{} is not a number", quoted(text));
            self.faults.at(&self.since(start), message).expected("a JSON number").report();
            Reported
        })
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        self.at += if there { word.len() } else { 0 };
        there
    }

    fn skip_blanks(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_blank = |letter| matches!(letter, ' ' | '\t' | '\n' | '\r');
        self.at += rest.find(|letter| !is_blank(letter)).unwrap_or(rest.len());
    }

    fn since(&self, start: usize) -> SourcePlace {
        SourcePlace { origin: Origin::File, span: start..self.at }
    }

    fn fault(&self, message: &str) -> Reported {
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        let place = SourcePlace { origin: Origin::File, span: self.at..end };
        self.faults.at(&place, format!("syntax: {message}")).expected("JSON").report();
        Reported
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    fn reported(text: &str) -> Vec<String> {
        let faults = Faults::default();
        let node = document(text, &faults);
        let source = Source { name: "x".to_owned(), text: text.to_owned() };
        let reported = faults.into_diagnostics(source, Vec::new()).faults;
        assert_eq!(node.is_none(), !reported.is_empty() && !text.contains("no version"), "{text}");
        reported.iter().map(|fault| format!("{}: {}", fault.span.start, fault.message)).collect()
    }

    #[test]
    fn a_tree_is_what_serde_json_reads() {
        let text = r#" {"format_version": 1, "a": [1, -2.5e3, true, "é\n\u00e9\"", {}], "b": {"c": []}, "d": null} "#;
        let faults = Faults::default();
        let node = document(text, &faults).unwrap();
        let mut expected: serde_json::Value = serde_json::from_str(text).unwrap();
        expected.as_object_mut().unwrap().remove("d");
        let mut fields: Vec<(String, serde_json::Value)> =
            tree::to_json(&node.value).as_object().unwrap().clone().into_iter().collect();
        fields.sort_by(|one, other| one.0.cmp(&other.0));
        let mut wanted: Vec<(String, serde_json::Value)> =
            expected.as_object().unwrap().clone().into_iter().collect();
        wanted.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(fields, wanted);
        assert!(faults.is_empty());
    }

    #[test]
    fn another_program_may_list_nothing_and_say_no_version() {
        let faults = Faults::default();
        let node = foreign("[null, {\"a\": null}, 1]", &faults).unwrap();
        assert_eq!(node.value.to_string(), "[{  }, 1]");
        assert_eq!(reported("{\"format_version\": 1, \"a\": [null]}").len(), 1);
    }

    #[test]
    fn syntax_is_told_with_its_place() {
        assert_eq!(reported(""), ["0: syntax: the file ends too early"]);
        assert_eq!(reported("{\"a\" 1}"), ["5: syntax: `:` is missing"]);
        assert_eq!(reported("{\"a\": 1 \"b\"}"), ["8: syntax: `,` or `}` is missing"]);
        assert_eq!(reported("{\"a\": 1, \"a\": 2}"), ["9: `a` is a duplicate"]);
        assert_eq!(reported("{a: 1}"), ["1: syntax: a field begins with its name in quotes"]);
        assert_eq!(reported("[1, x]"), ["4: syntax: this is not JSON"]);
        assert_eq!(reported("{} {}"), ["3: syntax: there is text after the end"]);
        assert_eq!(reported("{\"a\": \"b}"), ["6: syntax: a string has no closing quote"]);
        assert_eq!(reported("{\"a\": 1-2}"), ["6: `1-2` is not a number"]);
        assert_eq!(reported("{\"a\": \"\\q\"}").len(), 1);
        assert_eq!(reported(&"[".repeat(5_000)).len(), 1);
        assert_eq!(reported("{\"format_version\": 2}").len(), 1);
    }
}
