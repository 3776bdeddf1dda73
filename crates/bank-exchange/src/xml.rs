//! XML as a tree, with lines. Entities of a file's own are rejected, and so is nesting
//! that only an attack needs.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::error::ExchangeError;
use super::markup;

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 100;

/// The most elements that are read.
const MAX_ELEMENTS: usize = 1_000_000;

/// An element with what it holds.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name without a prefix.
    pub(crate) name: String,
    /// Its attributes by name without a prefix.
    attributes: Vec<(String, String)>,
    /// The elements in it.
    pub(crate) children: Vec<Element>,
    /// The text in it, without that of its elements.
    pub(crate) text: String,
    /// Where it stands in the source.
    pub(crate) outer: Range<usize>,
    /// Where its contents stand in the source.
    pub(crate) inner: Range<usize>,
    /// The line it begins on, counted from 1.
    pub(crate) line: usize,
}

impl Element {
    /// Returns the value of the attribute called `name`.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the first element in it called `name`.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns all elements in it called `name`.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Returns every element below it, at any depth, in the order of the source.
    pub(crate) fn below(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Self> = self.children.iter().rev().collect();
        while let Some(element) = waiting.pop() {
            found.push(element);
            waiting.extend(element.children.iter().rev());
        }
        found
    }

    /// Returns the text of the first element in it called `name`, or nothing.
    pub(crate) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.trim())
    }
}

/// Reads `text` as the one element that it is.
pub(crate) fn parse(text: &str) -> Result<Element, ExchangeError> {
    let mut builder =
        TreeBuilder { text, lines: LineCounter::default(), open: Vec::new(), count: 0 };
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    loop {
        let start = offset(reader.buffer_position());
        let event = reader.read_event();
        let end = offset(reader.buffer_position());
        let event = event.map_err(|error| builder.invalid(end, error.to_string()))?;
        if let Some(root) = builder.take(&event, start..end)? {
            return Ok(root);
        }
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Counts lines up to places that only grow.
#[derive(Debug, Default)]
struct LineCounter {
    at: usize,
    breaks: usize,
}

impl LineCounter {
    fn line_of(&mut self, text: &str, at: usize) -> usize {
        if let Some(passed) = text.get(self.at..at) {
            self.breaks += passed.matches('\n').count();
            self.at = at;
        }
        self.breaks + 1
    }
}

/// The elements that have begun and not ended.
#[derive(Debug)]
struct TreeBuilder<'t> {
    text: &'t str,
    lines: LineCounter,
    open: Vec<Element>,
    count: usize,
}

impl TreeBuilder<'_> {
    /// Takes what stands at `place`; returns the root when it ends.
    fn take(
        &mut self,
        event: &Event<'_>,
        place: Range<usize>,
    ) -> Result<Option<Element>, ExchangeError> {
        match event {
            Event::Start(start) => self.begin(start, place)?,
            Event::Empty(start) => {
                let end = place.end;
                self.begin(start, place)?;
                return Ok(self.end(end..end));
            }
            Event::End(_) => return Ok(self.end(place)),
            Event::Text(text) => self.add(text),
            Event::CData(text) => self.add(text),
            Event::GeneralRef(_) => {
                let reference = self.text.get(place).unwrap_or_default();
                self.add(&markup::unescape(reference));
            }
            Event::DocType(kind) if kind.contains(['[', '%']) => {
                return Err(self.invalid(place.start, "the file defines entities".to_owned()));
            }
            Event::Eof => return Err(self.invalid(place.start, "the file ends early".to_owned())),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        Ok(None)
    }

    fn begin(&mut self, start: &BytesStart<'_>, place: Range<usize>) -> Result<(), ExchangeError> {
        self.count += 1;
        if self.open.len() >= MAX_DEPTH || self.count > MAX_ELEMENTS {
            let reason = format!("more than {MAX_DEPTH} levels or {MAX_ELEMENTS} elements");
            return Err(self.invalid(place.start, reason));
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute =
                attribute.map_err(|error| self.invalid(place.start, error.to_string()))?;
            let name = attribute.key.local_name().as_ref().to_owned();
            attributes.push((name, markup::unescape(&attribute.value).into_owned()));
        }
        self.open.push(Element {
            name: start.local_name().as_ref().to_owned(),
            attributes,
            line: self.lines.line_of(self.text, place.start),
            inner: place.end..place.end,
            outer: place,
            ..Element::default()
        });
        Ok(())
    }

    fn end(&mut self, place: Range<usize>) -> Option<Element> {
        let mut element = self.open.pop()?;
        element.inner.end = place.start.max(element.inner.start);
        element.outer.end = place.end;
        match self.open.last_mut() {
            None => Some(element),
            Some(parent) => {
                parent.children.push(element);
                None
            }
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }

    fn invalid(&mut self, at: usize, reason: String) -> ExchangeError {
        let line = self.lines.line_of(self.text, at.min(self.text.len()));
        ExchangeError::Refused { line, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_tree_knows_its_texts_and_lines() {
        let text = "<?xml version=\"1.0\"?>\n<a>\n<n:b k=\"1 &lt; 2\">x &amp; <![CDATA[<y>]]></n:b><c/></a>";
        let root = parse(text).unwrap();
        let b = root.child("b").unwrap();
        assert_eq!((b.line, b.attribute("k"), b.text.as_str()), (3, Some("1 < 2"), "x & <y>"));
        assert_eq!(&text[b.inner.clone()], "x &amp; <![CDATA[<y>]]>");
        assert_eq!(&text[root.child("c").unwrap().outer.clone()], "<c/>");
    }

    #[test]
    fn what_no_honest_file_does_is_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]>\n<a>&y;</a>";
        assert_eq!(reason(bomb), "line 1: the file defines entities");
        let deep = "<a>".repeat(100_000);
        assert_eq!(reason(&deep), "line 1: more than 100 levels or 1000000 elements");
        assert!(reason("<a>\n</b>").starts_with("line 2: "));
        assert!(reason("<a>").ends_with("the file ends early"));
        assert!(reason("").ends_with("the file ends early"));
        assert!(reason("<a x=1 x='2'/>").starts_with("line 1: "));
    }
}
