//! Entities of HTML, such as `&amp;` and `&#65;`.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

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
pub(super) fn entity_at(text: &str) -> (Cow<'static, str>, &str) {
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
