//! GIFT, the text format of Moodle: `::id::question {=right#why ~wrong#why}`.
//!
//! Blank lines part questions. `~`, `=`, `#`, `{`, `}` and `:` belong to the format
//! unless a backslash precedes them.

mod answer;
mod block;
mod read;
mod write;

pub(crate) use self::read::{is_gift, read};
pub(crate) use self::write::write;

/// What a backslash takes out of the format; `n` stands for a line break.
const ESCAPED: [char; 7] = ['\\', '~', '=', '#', '{', '}', ':'];

/// Returns `text` without its escapes.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek() {
            Some('n') if letter == '\\' => {
                letters.next();
                out.push('\n');
            }
            Some(&next) if letter == '\\' && ESCAPED.contains(&next) => {
                letters.next();
                out.push(next);
            }
            _ => out.push(letter),
        }
    }
    out
}

/// Returns `text` with escapes, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            letter if ESCAPED.contains(&letter) => out.extend(['\\', letter]),
            letter => out.push(letter),
        }
    }
    out
}

/// Returns the place of the first of `marks` in `text` that no backslash precedes.
fn find(text: &str, marks: &[char]) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, letter)| {
        let is_found = !is_escaped && marks.contains(&letter);
        is_escaped = letter == '\\' && !is_escaped;
        is_found.then_some(at)
    })
}

/// Returns the parts of `text` before and after the first `mark` that is not escaped.
fn split<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let first = [mark.chars().next()?];
    let mut from = 0;
    loop {
        let at = from + find(text.get(from..)?, &first)?;
        let after = text.get(at..)?;
        if let Some(after) = after.strip_prefix(mark) {
            return Some((text.get(..at)?, after));
        }
        from = at + after.chars().next()?.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_come_back() {
        let text = "a \\ b = {c} ~ #d: e\nf \\n g";
        assert_eq!(unescaped(&escaped(text)), text);
        assert_eq!(unescaped(r"\(x\) \%"), r"\(x\) \%", "other backslashes are text");
    }

    #[test]
    fn an_escaped_mark_parts_nothing() {
        assert_eq!(split(r"a\#b#c", "#"), Some((r"a\#b", "c")));
        assert_eq!(split(r"a\\#b", "#"), Some((r"a\\", "b")));
        assert_eq!(split("a#b####c", "####"), Some(("a#b", "c")));
        assert_eq!(split(r"\::a", "::"), None);
    }
}
