//! Items to GIFT.

use std::fmt::Write as _;

use super::escaped;
use crate::item::{BankItem, ItemOption};
use crate::markup;

/// Writes `items`, each topic as a category.
pub(crate) fn write(items: &[BankItem]) -> String {
    let mut out = String::new();
    let mut topic = None;
    for item in items {
        if item.topic != topic {
            topic.clone_from(&item.topic);
            if let Some(topic) = &topic {
                // Writing to a string cannot fail.
                let _ = writeln!(out, "$CATEGORY: {topic}\n");
            }
        }
        question(&mut out, item);
    }
    out
}

fn question(out: &mut String, item: &BankItem) {
    // A question with an exhibit is HTML as a whole: the format is that of its options too.
    let is_html = item.exhibit.is_some();
    let text = |text: &str| escaped(&if is_html { markup::of_text(text) } else { text.to_owned() });
    let stem = if is_html {
        escaped(&markup::of_stem(&item.stem, item.exhibit.as_ref()))
    } else {
        escaped(&item.stem)
    };
    let format = if is_html { "[html]" } else { "[plain]" };
    let id = item.id.as_deref().map(escaped).unwrap_or_default();
    let _ = writeln!(out, "::{id}::{format}{stem} {{");
    let keys = item.key_count();
    for option in &item.options {
        let mark = mark(option, keys);
        let _ = write!(out, "  {mark}{}", text(&option.text));
        if !option.why.is_empty() {
            let _ = write!(out, "#{}", text(&option.why));
        }
        out.push('\n');
    }
    out.push_str("}\n\n");
}

/// What stands before an option.
fn mark(option: &ItemOption, keys: usize) -> String {
    // A text that begins with `%` would be taken for a share.
    let is_plain = keys == 1 && !option.text.starts_with('%');
    match option.is_key {
        true if is_plain => "=".to_owned(),
        false if is_plain => "~".to_owned(),
        _ if keys == 1 && option.is_key => format!("=%{}%", option.share(keys)),
        _ => format!("~%{}%", option.share(keys)),
    }
}
