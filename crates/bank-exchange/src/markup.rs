//! HTML to text and back. What is read was written by editors and by hand, so nothing is
//! taken for granted: a tag that does not close is text.
//!
//! Emphasis, code and links are how a text looks, and go without a word (the address of
//! a link stays, in parentheses). What carries meaning and cannot be text is reported.

mod entity;
mod reader;

use std::fmt::Write as _;

use quizbank::model::question::Exhibit;
use spanned_toml::word::Word;

use self::reader::MarkupReader;
use super::loss::{LossKind, Losses};

pub(crate) use self::entity::unescape;

/// The text of a piece of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Markup {
    /// What a reader sees.
    pub text: String,
    /// The preformatted block that our own files mark as an exhibit.
    pub exhibit: Option<Exhibit>,
    /// What could not become text.
    pub losses: Vec<LossKind>,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextFormat {
    Plain,
    Html,
    /// HTML only if it looks like it: somewhere an element ends, or a line breaks.
    Either,
    Markdown,
}

impl TextFormat {
    /// Reads `text`, which stands on `line`; what could not become text is lost.
    pub(crate) fn read(self, text: &str, line: usize, losses: &mut Losses) -> Markup {
        const MARKS: [&str; 8] =
            ["</p>", "</div>", "</li>", "</b>", "</strong>", "</code>", "<br", "<img"];
        let is_html = match self {
            Self::Plain | Self::Markdown => false,
            Self::Html => true,
            Self::Either => MARKS.iter().any(|mark| text.contains(mark)),
        };
        if self == Self::Markdown {
            losses.add(line, LossKind::Markup("rendering of Markdown"));
        }
        if !is_html {
            return Markup { text: text.to_owned(), ..Markup::default() };
        }
        let read = to_text(text);
        for kind in &read.losses {
            losses.add(line, kind.clone());
        }
        read
    }
}

/// Reads `html` as text.
pub(crate) fn to_text(html: &str) -> Markup {
    let mut reader = MarkupReader::default();
    reader.read(html);
    reader.finish()
}

/// Returns `text` as HTML that [`to_text`] reads as the same text.
pub(crate) fn of_text(text: &str) -> String {
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
pub(crate) fn of_stem(stem: &str, exhibit: Option<&Exhibit>) -> String {
    let mut html = of_text(stem);
    if let Some(Exhibit { kind, text }) = exhibit {
        let escaped = quick_xml::escape::escape(text.as_str());
        // Writing to a string cannot fail.
        let _ = write!(html, "<pre class=\"{}\">{escaped}</pre>", kind.word());
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use quizbank::model::question::ExhibitKind;

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
