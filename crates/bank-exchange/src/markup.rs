//! HTML to text and back. What is read was written by editors and by hand, so nothing is
//! taken for granted: a tag that does not close is text.
//!
//! Emphasis, code and links are how a text looks, and go without a word (the address of
//! a link stays, in parentheses). What carries meaning and cannot be text is reported.

use std::borrow::Cow;
use std::fmt::Write as _;

use quick_xml::escape::resolve_html5_entity;
use quizbank::model::question::{Exhibit, ExhibitKind};
use unicode_width::UnicodeWidthStr;

use super::loss::LossKind;

/// The text of a piece of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// What a reader sees.
    pub text: String,
    /// The preformatted block that our own files mark as an exhibit.
    pub exhibit: Option<Exhibit>,
    /// What could not become text.
    pub losses: Vec<LossKind>,
}

/// Reads `html` as text.
pub fn to_text(html: &str) -> Markup {
    let mut reader = MarkupReader::default();
    reader.read(html);
    reader.finish()
}

/// Reads `text`, which is HTML only if it looks like it: somewhere an element ends, or a
/// line breaks.
pub fn of_either(text: &str) -> Markup {
    let is_html = ["</p>", "</div>", "</li>", "</b>", "</strong>", "</code>", "<br"].iter();
    if is_html.into_iter().any(|mark| text.contains(mark)) || text.contains("<img") {
        return to_text(text);
    }
    Markup { text: text.to_owned(), ..Markup::default() }
}

/// Returns `text` as HTML that [`to_text`] reads as the same text.
pub fn of_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    let mut after_space = true;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let before_break = letters.peek() == Some(&'\n');
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' => html.push_str("<br/>"),
            '\t' => html.push_str("&#9;"),
            // White space beside white space counts only when it does not break.
            ' ' if after_space || before_break => html.push_str("&#160;"),
            other => html.push(other),
        }
        after_space = matches!(letter, ' ' | '\n');
    }
    html
}

/// Returns a stem and its exhibit as HTML.
pub fn of_stem(stem: &str, exhibit: Option<&Exhibit>) -> String {
    let mut html = of_text(stem);
    if let Some(Exhibit { kind, text }) = exhibit {
        let escaped = quick_xml::escape::escape(text.as_str());
        // Writing to a string cannot fail.
        let _ = write!(html, "<pre class=\"{}\">{escaped}</pre>", kind.name());
    }
    html
}

/// Replaces the entities in `text` by what they stand for; an unknown one stays.
pub fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        let (shown, after) = entity_at(entity);
        out.push_str(&shown);
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The longest name of an entity that is looked for.
const ENTITY_BYTES: usize = 34;

/// What the `&` at the beginning of `text` stands for, and what follows it.
fn entity_at(text: &str) -> (Cow<'static, str>, &str) {
    let body = text.strip_prefix('&').unwrap_or(text);
    let end = body.bytes().take(ENTITY_BYTES).position(|byte| byte == b';');
    let named = end.and_then(|end| Some((body.get(..end)?, body.get(end + 1..)?)));
    let resolved = named.and_then(|(name, after)| {
        let shown = match name.strip_prefix('#') {
            Some(number) => Cow::Owned(character(number)?.to_string()),
            None => Cow::Borrowed(resolve_html5_entity(name)?),
        };
        Some((shown, after))
    });
    resolved.unwrap_or((Cow::Borrowed("&"), body))
}

/// The character with the number of a reference, `65` or `x41`.
fn character(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|&letter| letter != '\0')
}

/// What is shown so far, and what waits for more text.
#[derive(Debug, Default)]
struct MarkupReader {
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
    fn read(&mut self, html: &str) {
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
                let kind = exhibit_kind(attribute(attributes, "class").as_deref());
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

    fn finish(mut self) -> Markup {
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

/// What a block of this class is an exhibit of.
fn exhibit_kind(class: Option<&str>) -> Option<ExhibitKind> {
    ExhibitKind::ALL.into_iter().find(|kind| class == Some(kind.name()))
}

/// Whether `text` fits the box of an exhibit.
fn fits(text: &str) -> bool {
    let lines = text.lines().count();
    let widest = text.lines().map(UnicodeWidthStr::width).max();
    (1..=Exhibit::LINES).contains(&lines) && widest <= Some(Exhibit::COLUMNS)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        to_text(html).text
    }

    #[test]
    fn blocks_become_lines_and_white_space_is_one_space() {
        let cases = [
            ("<p>One\n  two</p>\n<p>three</p>", "One two\n\nthree"),
            ("a<br>b<br/><br />c", "a\nb\n\nc"),
            ("<div>a</div><div>b</div>", "a\nb"),
            ("Pick:<ul><li>one</li><li>two</li></ul>", "Pick:\n\n- one\n- two"),
            ("<b>bold</b> and <code>a &lt; b</code>", "bold and a < b"),
            ("10<sup>6</sup>", "10^6"),
            ("x&nbsp;&nbsp;y &eacute;&#x41;&#66;", "x  y éAB"),
            ("<a href=\"https://x.example\">here</a>", "here (https://x.example)"),
            ("<a href='https://x.example'>https://x.example</a>", "https://x.example"),
            ("<![CDATA[a < b]]>", "a < b"),
            ("a <!-- hidden --> b", "a b"),
        ];
        for (html, wanted) in cases {
            assert_eq!(text(html), wanted, "{html}");
        }
    }

    #[test]
    fn what_is_no_markup_stays() {
        for plain in ["a < b > c", "5 <6", "fish & chips", "&unknown; &#xFFFFFFFF; &;", "<a"] {
            assert_eq!(text(plain), plain);
        }
    }

    #[test]
    fn what_cannot_be_text_is_reported() {
        let cases = [
            ("<img src=\"data:image/png;base64,AAAA\" alt=\"a map\">", "[a map]", "image"),
            ("a<svg><text>x</text></svg>b", "ab", "image"),
            ("<script>alert(1)</script>b", "b", "script"),
            ("<math><mi>x</mi></math>", "", "equation"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a b", "layout of a table"),
            ("\\(x^2\\)", "\\(x^2\\)", "rendering of an equation"),
        ];
        for (html, wanted, lost) in cases {
            let read = to_text(html);
            assert_eq!(read.text, wanted, "{html}");
            assert_eq!(read.losses, [LossKind::Markup(lost)], "{html}");
        }
    }

    #[test]
    fn a_block_of_a_known_class_is_an_exhibit() {
        let exhibit =
            Exhibit { kind: ExhibitKind::Json, text: "{\n  \"a\": \"<b>\"\n}".to_owned() };
        let html = of_stem("Why?", Some(&exhibit));
        let read = to_text(&html);
        assert_eq!((read.text.as_str(), read.exhibit), ("Why?", Some(exhibit)));
        assert_eq!(text("See<pre>  a\n  b</pre>now"), "See\n  a\n  b\nnow");
    }

    #[test]
    fn hostile_text_takes_no_long_time() {
        for part in ["<a", "<a \"", "&", "<![CDATA[", "<!--", "<pre>", "<a href=x>"] {
            let html = part.repeat(200_000);
            assert!(to_text(&html).text.len() <= html.len() * 2, "{part}");
        }
    }

    proptest::proptest! {
        #[test]
        fn text_survives(lines in "[ -~é\n\t]{0,80}") {
            let plain = lines.trim();
            proptest::prop_assert_eq!(text(&of_text(plain)), plain);
        }
    }
}
