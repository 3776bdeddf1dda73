//! What text from elsewhere may do: the one place that decides what reaches a
//! terminal, a page, a shell line, a comment of TOML and a cell of CSV.
//!
//! Names, titles and reasons come from files that anybody may have written. What a
//! terminal would act on, what turns the direction of writing and what leaves no
//! mark is shown as an escape instead, `\u{1b}`, wherever text leaves the program.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::ascii;
use spanned_toml::invisible::is_invisible;

/// Marks that [`Style`] puts around text. Noncharacters, which no text holds by
/// right; only [`Filter`] turns them into escape codes. Bright blue and red can be read on a dark
/// and on a light background.
const MARKS: [(char, &str); 4] = [
    ('\u{fdd0}', "\u{1b}[1m"),
    ('\u{fdd1}', "\u{1b}[1;94m"),
    ('\u{fdd2}', "\u{1b}[1;31m"),
    ('\u{fdd3}', "\u{1b}[0m"),
];

/// Tells some readers of CSV that it is UTF-8.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// A look that a word has on a terminal with colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// A heading.
    Strong,
    /// Good news; blue, which the color-blind tell from bad news.
    Good,
    /// Bad news.
    Bad,
}

impl Style {
    /// `text`, on one line, between marks of this look.
    pub(super) fn mark(self, text: &str) -> String {
        let [(strong, _), (good, _), (bad, _), (end, _)] = MARKS;
        let start = match self {
            Self::Strong => strong,
            Self::Good => good,
            Self::Bad => bad,
        };
        format!("{start}{}{end}", in_a_line(text))
    }
}

/// Whether `character` may not reach a reader as it is. Tab and newline are left to
/// the caller that knows whether text may have lines.
pub fn is_unsafe(character: char) -> bool {
    is_invisible(character) || MARKS.iter().any(|(mark, _)| *mark == character)
}

/// Reads the name of a person.
///
/// # Errors
///
/// A sentence where nothing, or more than letters on a line, is to be seen.
pub fn person_name(typed: &str) -> Result<String, String> {
    let name = typed.trim();
    if name.is_empty() || name.chars().any(|it| it.is_control() || is_unsafe(it)) {
        return Err("a name must have visible characters".to_owned());
    }
    Ok(name.to_owned())
}

/// `text` with everything that [`is_unsafe`] as a visible escape; lines stay lines.
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, is_unsafe)
}

/// As [`visible`], on one line: newlines and tabs are escapes too.
pub fn in_a_line(text: &str) -> Cow<'_, str> {
    escaped(text, |character| matches!(character, '\n' | '\t') || is_unsafe(character))
}

fn escaped(text: &str, is_hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_hidden(character) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// `text` as one word of a POSIX shell: in single quotes unless it needs none.
pub fn shell_word(text: &str) -> String {
    let text = in_a_line(text);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-:=,%+@".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.into_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `text` as a cell of CSV: no spreadsheet takes it for a formula.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if shown.starts_with(['=', '+', '-', '@', '\t']) {
        return Cow::Owned(format!("'{shown}"));
    }
    shown
}

/// What a [`Filter`] writes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Whether marks become escape codes; otherwise they are left out.
    pub colors: bool,
    /// Whether signs become letters.
    pub ascii: bool,
    /// Whether escapes are those of JSON, so that a value stays what it was.
    pub json: bool,
}

impl Reader {
    /// A file or a pipe that takes text.
    pub const TEXT: Self = Self { colors: false, ascii: false, json: false };
    /// A program that takes JSON.
    pub const JSON: Self = Self { json: true, ..Self::TEXT };

    /// What stands for `character`, where it may not stand for itself.
    fn instead(self, character: char) -> Option<Cow<'static, str>> {
        if self.json {
            let code = |unit: &mut u16| format!("\\u{unit:04x}");
            let units = || character.encode_utf16(&mut [0; 2]).iter_mut().map(code).collect();
            return is_unsafe(character).then(|| Cow::Owned(units()));
        }
        if let Some((_, code)) = MARKS.iter().find(|(mark, _)| *mark == character) {
            return Some(Cow::Borrowed(if self.colors { code } else { "" }));
        }
        if is_unsafe(character) {
            return Some(Cow::Owned(format!("\\u{{{:x}}}", u32::from(character))));
        }
        let twin = || ascii::twin(character).map(|twin| Cow::Owned(twin.to_string()));
        self.ascii.then(|| ascii::words(character).map(Cow::Borrowed).or_else(twin))?
    }
}

/// A writer that lets through what its reader may be shown.
#[derive(Debug)]
pub struct Filter<W: Write> {
    out: W,
    reader: Reader,
    /// The beginning of a character whose end is still to come.
    begun: Vec<u8>,
    /// Whether nothing is written yet: a byte order mark may stand here alone.
    is_first: bool,
}

impl<W: Write> Filter<W> {
    /// A filter before `out`.
    pub fn new(out: W, reader: Reader) -> Self {
        Self { out, reader, begun: Vec::new(), is_first: true }
    }

    fn write_text(&mut self, text: &str) -> io::Result<()> {
        let mut rest = text;
        if !text.is_empty() && std::mem::take(&mut self.is_first) {
            rest = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
            self.out.write_all(&text.as_bytes()[..text.len() - rest.len()])?;
        }
        while let Some((at, character, instead)) =
            rest.char_indices().find_map(|(at, character)| {
                if matches!(character, ' '..='~' | '\n' | '\t') {
                    return None;
                }
                Some((at, character, self.reader.instead(character)?))
            })
        {
            let (before, after) = rest.split_at(at);
            self.out.write_all(before.as_bytes())?;
            self.out.write_all(instead.as_bytes())?;
            rest = after.get(character.len_utf8()..).unwrap_or_default();
        }
        self.out.write_all(rest.as_bytes())
    }
}

impl<W: Write> Write for Filter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&all) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => all.len(),
        };
        self.begun = all.split_off(whole);
        self.write_text(&String::from_utf8_lossy(&all))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One character of every kind that must not pass.
    const KINDS: &str = "\u{0}\u{7}\u{1b}\r\u{7f}\u{85}\u{9b}\u{ad}\u{61c}\u{200b}\u{200f}\u{202e}\u{2066}\
                         \u{feff}\u{fdd0}\u{e0041}\u{e007f}";

    fn filtered(text: &str, reader: Reader) -> String {
        let mut filter = Filter::new(Vec::new(), reader);
        for byte in text.as_bytes() {
            filter.write_all(&[*byte]).unwrap();
        }
        String::from_utf8(filter.out).unwrap()
    }

    #[test]
    fn no_kind_passes_and_each_is_seen() {
        for character in KINDS.chars().filter(|it| *it != '\u{fdd0}') {
            let shown = filtered(&format!("a{character}b"), Reader::TEXT);
            assert_eq!(shown, format!("a\\u{{{:x}}}b", u32::from(character)));
            assert_eq!(visible(&format!("a{character}b")), shown);
        }
        assert!(!filtered(KINDS, Reader::TEXT).chars().any(is_unsafe));
        assert_eq!(filtered("é\tö\n", Reader::TEXT), "é\tö\n");
    }

    #[test]
    fn json_keeps_its_values() {
        let reported = serde_json::to_string(KINDS).unwrap();
        let shown = filtered(&reported, Reader::JSON);
        assert!(!shown.chars().any(is_unsafe), "{shown}");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), KINDS);
    }

    #[test]
    fn marks_are_colors_on_a_terminal_and_nothing_elsewhere() {
        let text = Style::Bad.mark("no");
        assert_eq!(filtered(&text, Reader::TEXT), "no");
        let colors = Reader { colors: true, ..Reader::TEXT };
        assert_eq!(filtered(&text, colors), "\u{1b}[1;31mno\u{1b}[0m");
    }

    #[test]
    fn signs_become_letters_where_they_are_asked_for() {
        let ascii = Reader { ascii: true, ..Reader::TEXT };
        assert_eq!(
            filtered("✓ met, ✗ missed, ±3 ≠ 4 · é", ascii),
            "+ met, x missed, +/-3 != 4 . é"
        );
    }

    #[test]
    fn a_shell_takes_a_word_for_a_word() {
        assert_eq!(shell_word("/health"), "/health");
        assert_eq!(shell_word("/$(touch x);id"), "'/$(touch x);id'");
        assert_eq!(shell_word("it's\n#"), r"'it'\''s\u{a}#'");
        assert_eq!(shell_word(""), "''");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=cmd", "+1", "-1", "@x"] {
            assert_eq!(csv_cell(text), format!("'{text}"));
        }
        assert_eq!(csv_cell("a=b"), "a=b");
    }
}
