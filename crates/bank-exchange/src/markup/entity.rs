//! Entities of HTML, such as `&amp;` and `&#65;`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The characters that each name stands for. The file has a line for each name of the HTML
/// standard, <https://html.spec.whatwg.org/multipage/named-characters.html>: the name and the
/// numbers of its characters.
static NAMED: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
    let rows = include_str!("entities.txt").lines().filter_map(|row| row.split_once(' '));
    rows.map(|(name, numbers)| {
        let codes = numbers.split(' ').filter_map(|number| u32::from_str_radix(number, 16).ok());
        (name, codes.filter_map(char::from_u32).collect())
    })
    .collect()
});

/// Replaces the entities in `text` by what they stand for; an unknown one stays.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
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
pub(super) fn entity_at(text: &str) -> (Cow<'static, str>, &str) {
    let body = text.strip_prefix('&').unwrap_or(text);
    let end = body.bytes().take(ENTITY_BYTES).position(|byte| byte == b';');
    let named = end.and_then(|end| Some((body.get(..end)?, body.get(end + 1..)?)));
    let resolved = named.and_then(|(name, after)| {
        let shown = match name.strip_prefix('#') {
            Some(number) => Cow::Owned(character(number)?.to_string()),
            None => Cow::Borrowed(NAMED.get(name)?.as_str()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_standard_stands_for_its_characters() {
        let rows = include_str!("entities.txt");
        assert_eq!(NAMED.len(), rows.lines().count(), "a name twice, or a row without one");
        assert!(NAMED.values().all(|shown| matches!(shown.chars().count(), 1 | 2)));
        assert!(NAMED.keys().all(|name| name.len() < ENTITY_BYTES));
        let text = "&Tab;&nbsp;&Aacute;&hearts;&NotEqualTilde;&zwnj;&Zfr;";
        assert_eq!(unescape(text), "\t\u{a0}Á♥≂\u{338}\u{200c}ℨ");
    }
}
