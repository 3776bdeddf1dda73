//! The reader of HTML: elements become breaks and signs, their text what a reader sees.

use std::fmt::Write as _;

use quizbank::model::question::{Exhibit, ExhibitKind};
use spanned_toml::invisible::is_invisible;
use spanned_toml::word::Word;

use super::Markup;
use super::entity::{entity_at, unescape};
use crate::loss::LossKind;

/// What is shown so far, and what waits for more text.
#[derive(Debug, Default)]
pub(super) struct MarkupReader {
    out: Markup,
    /// Breaks to write before the next letter.
    breaks: usize,
    /// A space to write before the next letter.
    space: bool,
    /// Where the preformatted block began, and what it is an exhibit of.
    pre: Option<(usize, Option<ExhibitKind>)>,
    /// The address of the open link, and where its text began.
    link: Option<(usize, String)>,
    /// The element whose contents are not shown.
    hidden: Option<&'static str>,
    /// Whether there is no `>` ahead.
    has_no_end: bool,
}

impl MarkupReader {
    /// Reads `html`.
    pub(super) fn read(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find(['<', '&']) {
            let (before, mark) = rest.split_at(at);
            self.text(before);
            rest = if mark.starts_with('&') {
                let (shown, after) = entity_at(mark);
                self.entity(&shown);
                after
            } else {
                self.mark(mark)
            };
        }
        self.text(rest);
    }

    /// Reads what begins with `<`, and returns what follows it.
    fn mark<'h>(&mut self, html: &'h str) -> &'h str {
        let between = |start: &str, end: &str| {
            let inside = html.strip_prefix(start)?;
            Some(inside.split_once(end).unwrap_or((inside, "")))
        };
        if let Some((_, after)) = between("<!--", "-->") {
            return after;
        }
        if let Some((text, after)) = between("<![CDATA[", "]]>") {
            self.text(text);
            return after;
        }
        let is_tag = html
            .as_bytes()
            .get(1)
            .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'));
        let end = if is_tag && !self.has_no_end { html.find('>') } else { None };
        self.has_no_end |= is_tag && end.is_none();
        let tag = end.and_then(|end| Some((html.get(1..end)?, html.get(end + 1..)?)));
        let Some((tag, after)) = tag else {
            self.text("<");
            return html.get(1..).unwrap_or_default();
        };
        self.tag(tag);
        after
    }

    fn tag(&mut self, tag: &str) {
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let end = tag.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(end);
        let name = name.to_ascii_lowercase();
        if let Some(hidden) = self.hidden {
            if is_end && name == hidden {
                self.hidden = None;
            }
            return;
        }
        match (name.as_str(), is_end) {
            ("br", _) => self.line_break(),
            ("pre", false) => {
                self.at_least(1);
                let class = attribute(attributes, "class");
                let kind = class.and_then(|class| ExhibitKind::of_word(&class));
                self.flush();
                self.pre = Some((self.out.text.len(), kind));
            }
            ("pre", true) => self.end_pre(),
            ("a", false) => {
                self.flush();
                let address = attribute(attributes, "href").unwrap_or_default();
                self.link = Some((self.out.text.len(), address));
            }
            ("a", true) => self.end_link(),
            ("sup", false) => self.text("^"),
            ("sub", false) => self.text("_"),
            ("li", false) => {
                self.at_least(1);
                self.text("- ");
                // The space stands where the text of the entry follows.
                self.space = true;
            }
            ("td" | "th", true) => self.space = true,
            ("p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "ul" | "ol", _) => {
                self.at_least(2);
            }
            ("div" | "tr" | "li" | "blockquote" | "dl" | "dt" | "dd" | "section" | "hr", _) => {
                self.at_least(1);
            }
            (other, false) => self.without_text(other, attributes),
            _ => {}
        }
        if name == "table" && !is_end {
            self.lose("layout of a table");
        }
    }

    /// Reports an element that has no text, and hides what it holds.
    fn without_text(&mut self, name: &str, attributes: &str) {
        let (what, hidden) = match name {
            "img" => {
                let described = attribute(attributes, "alt").filter(|alt| !alt.trim().is_empty());
                if let Some(alt) = described {
                    self.text(&format!("[{}]", alt.trim()));
                }
                ("image", None)
            }
            "svg" => ("image", Some("svg")),
            "math" => ("equation", Some("math")),
            "script" => ("script", Some("script")),
            "style" => ("style sheet", Some("style")),
            "audio" | "video" | "source" => ("audio or video", None),
            "iframe" | "object" | "embed" => ("embedded page", None),
            "input" | "select" | "textarea" => ("form field", None),
            _ => return,
        };
        self.lose(what);
        // An element that ends itself hides nothing.
        self.hidden = hidden.filter(|_| !attributes.ends_with('/'));
    }

    fn lose(&mut self, what: &'static str) {
        let loss = LossKind::Markup(what);
        if !self.out.losses.contains(&loss) {
            self.out.losses.push(loss);
        }
    }

    /// Shows `text`, whose white space is one space unless it is preformatted.
    fn text(&mut self, text: &str) {
        if self.hidden.is_some() || text.is_empty() {
            return;
        }
        if self.pre.is_some() {
            self.out.text.push_str(text);
            return;
        }
        for letter in text.chars() {
            if matches!(letter, ' ' | '\n' | '\t' | '\r') {
                self.space = true;
            } else {
                self.flush();
                self.out.text.push(letter);
            }
        }
    }

    /// Shows what an entity stands for; a space among these stays.
    fn entity(&mut self, shown: &str) {
        if self.hidden.is_some() {
            return;
        }
        self.flush();
        self.out.text.push_str(&shown.replace('\u{a0}', " "));
    }

    /// Writes the breaks or the space that wait.
    fn flush(&mut self) {
        let is_start = self.out.text.is_empty();
        if self.breaks > 0 && !is_start {
            self.out.text.extend(std::iter::repeat_n('\n', self.breaks));
        } else if self.space && self.breaks == 0 && !is_start && !self.out.text.ends_with('\n') {
            self.out.text.push(' ');
        }
        self.breaks = 0;
        self.space = false;
    }

    fn line_break(&mut self) {
        if self.pre.is_some() {
            self.out.text.push('\n');
        } else {
            self.breaks = (self.breaks + 1).min(MOST_BREAKS);
            self.space = false;
        }
    }

    fn at_least(&mut self, breaks: usize) {
        if self.pre.is_none() {
            self.breaks = self.breaks.max(breaks);
        }
    }

    fn end_pre(&mut self) {
        let Some((start, kind)) = self.pre.take() else { return };
        let block = self.out.text.get(start..).unwrap_or_default();
        let text = block.strip_prefix('\n').unwrap_or(block).trim_end().to_owned();
        self.out.text.truncate(start);
        match kind {
            Some(kind) if self.out.exhibit.is_none() && fits(&text) => {
                self.out.text.truncate(self.out.text.trim_end().len());
                self.out.exhibit = Some(Exhibit { kind, text });
            }
            _ => self.out.text.push_str(&text),
        }
        self.breaks = 1;
    }

    fn end_link(&mut self) {
        let Some((start, address)) = self.link.take() else { return };
        let shown = self.out.text.get(start..).unwrap_or_default();
        let is_told = address.is_empty() || address.starts_with('#') || shown.contains(&address);
        if !is_told && self.hidden.is_none() {
            let _ = write!(self.out.text, " ({address})");
        }
    }

    /// Returns what was read.
    pub(super) fn finish(mut self) -> Markup {
        self.end_pre();
        if ["\\(", "\\[", "$$"].iter().any(|mark| self.out.text.contains(mark)) {
            self.lose("rendering of an equation");
        }
        self.out.text = self.out.text.trim().to_owned();
        self.out
    }
}

/// Most line breaks that follow each other.
const MOST_BREAKS: usize = 100;

/// Whether `text` is one of an exhibit, once its invisible characters are dropped.
fn fits(text: &str) -> bool {
    let text: String = text.chars().filter(|&letter| !is_invisible(letter)).collect();
    Exhibit::fits(&text)
}

/// The value of the attribute called `name` among `attributes`.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let lower = attributes.to_ascii_lowercase();
    let starts = lower.match_indices(name).map(|(at, _)| at);
    let mut values = starts.filter_map(|at| {
        lower.get(..at)?.strip_suffix(|letter: char| letter.is_ascii_whitespace())?;
        let after = attributes.get(at + name.len()..)?.trim_start().strip_prefix('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let value = match quote {
            Some(quote) => after.get(1..)?.split(quote).next()?,
            None => after.split([' ', '/', '\t', '\n']).next()?,
        };
        Some(unescape(value).into_owned())
    });
    values.next()
}
