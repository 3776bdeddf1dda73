//! What people read in a source file of Rust: its comments and its string literals.

use std::ops::Range;

/// A text in a file, with everything at the offset that it has in the file: markers of
/// comments and escapes are spaces.
pub struct Prose {
    /// Offset of its first byte in the file.
    pub start: usize,
    pub text: String,
}

/// What the scanner is at.
enum Token {
    Comment,
    Literal(Range<usize>),
    Code,
}

/// The comments and string literals of `source` before its tests; comment lines that
/// follow each other are one text.
pub fn of_rust(source: &str) -> Vec<Prose> {
    let end = source.find("#[cfg(test)]\nmod tests {").unwrap_or(source.len());
    let source = &source[..end];
    let mut found: Vec<Prose> = Vec::new();
    let mut at = 0;
    // Whether only space followed the last comment.
    let mut is_continued = false;
    while at < source.len() {
        let (token, length) = token(&source[at..]);
        let piece = &source[at..at + length];
        match token {
            Token::Comment => {
                let text = blank(piece, |letter, _| "/!".contains(letter));
                match found.last_mut().filter(|_| is_continued) {
                    Some(before) => {
                        let gap = at - before.start - before.text.len();
                        before.text.push_str(&" ".repeat(gap));
                        before.text.push_str(&text);
                    }
                    None => found.push(Prose { start: at, text }),
                }
                is_continued = true;
            }
            Token::Literal(inner) => {
                let is_raw = piece.starts_with(['r', 'b']);
                let text = &piece[inner.clone()];
                let text = if is_raw { text.to_owned() } else { unescaped(text) };
                found.push(Prose { start: at + inner.start, text });
                is_continued = false;
            }
            Token::Code => is_continued &= piece.trim().is_empty(),
        }
        at += length;
    }
    found
}

/// What `rest` begins with, and its length.
fn token(rest: &str) -> (Token, usize) {
    if rest.starts_with("//") {
        return (Token::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    let raw = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'));
    if let Some(after) = raw {
        let hashes = after.len() - after.trim_start_matches('#').len();
        if after[hashes..].starts_with('"') {
            let open = rest.len() - after.len() + hashes + 1;
            let close = format!("\"{}", "#".repeat(hashes));
            let inside = rest[open..].find(&close).unwrap_or(rest.len() - open);
            return (Token::Literal(open..open + inside), open + inside + close.len());
        }
    }
    if let Some(after) = rest.strip_prefix('"') {
        let mut is_escaped = false;
        let closing = after.bytes().position(|byte| {
            let closes = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            closes
        });
        let inside = closing.unwrap_or(after.len());
        return (Token::Literal(1..1 + inside), inside + 2);
    }
    for letter in ["'\"'", "'\\''", "'\\\\'"] {
        if rest.starts_with(letter) {
            return (Token::Code, letter.len());
        }
    }
    // An identifier goes as a whole, so that none of its letters begins a raw literal.
    let word =
        rest.len() - rest.trim_start_matches(|it: char| it.is_alphanumeric() || it == '_').len();
    let letter = rest.chars().next().map_or(1, char::len_utf8);
    (Token::Code, word.max(letter))
}

/// `text` with spaces for its first characters that are `markers`.
fn blank(text: &str, is_marker: impl Fn(char, usize) -> bool) -> String {
    let rest = text.trim_start_matches(|letter| is_marker(letter, 0));
    format!("{}{rest}", " ".repeat(text.len() - rest.len()))
}

/// `text` with spaces for its escapes and dots for the names of values in braces.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    let mut is_name = false;
    while let Some(letter) = letters.next() {
        is_name = letter == '{' || (is_name && letter != '}');
        match letter {
            '\\' => {
                plain.push(' ');
                plain.extend(letters.next().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
            }
            _ if is_name && letter.is_ascii_alphanumeric() => plain.push('.'),
            _ => plain.push(letter),
        }
    }
    plain
}
