//! Texts of a certain shape.

use spanned_toml::faults::quoted;
use spanned_toml::field::Field;
use spanned_toml::invisible::is_invisible;
use spanned_toml::shape::Shape;
use spanned_toml::tree::Value;

/// Reads a text that `is_right`; one that is not is no `kind`.
pub(super) fn shaped(
    field: Field<'_>,
    is_right: impl Fn(&str) -> bool,
    kind: &str,
    expected: &str,
) -> String {
    let Some(text) = field.faults().sound(|| field.words()) else { return String::new() };
    if !is_right(&text) {
        let fault = field.fault(format!("`{}` is {}, not {kind}", field.name(), quoted(&text)));
        fault.expected(expected).report();
    }
    text
}

/// Whether `text` is one line whose every character can be seen.
pub(super) fn is_visible(text: &str) -> bool {
    !text.contains(|letter| matches!(letter, '\n' | '\t') || is_invisible(letter))
}

/// Reads a text of one line whose every character can be seen.
pub(super) fn visible(field: Field<'_>) -> String {
    let text = field.words();
    if !is_visible(&text) {
        let held = format!("contains invisible characters: {}", quoted(&text));
        let fault = field.fault(format!("`{}` {held}", field.name()));
        fault.expected("one line of visible characters").report();
    }
    text
}

/// Reads a name in kebab-case.
pub(super) fn kebab(field: Field<'_>) -> String {
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_kebab =
        |text: &str| text.chars().all(legal) && !text.starts_with('-') && !text.ends_with('-');
    field.expects(|| Shape::pattern("^[a-z0-9-]+$"));
    shaped(field, is_kebab, "kebab-case", "lowercase letters, digits and hyphens")
}

/// Reads a day, with or without quotes.
pub(super) fn date(field: Field<'_>) -> String {
    let of_day = |(index, c): (usize, char)| match index {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    let is_day = |text: &str| text.len() == 10 && text.chars().enumerate().all(of_day);
    field.expects(|| Shape::pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    match field.value() {
        Some(Value::Date(day)) if is_day(day) => day.clone(),
        Some(Value::Date(other)) => {
            let fault = field.fault(format!("`{}` is {}, not a day", field.name(), quoted(other)));
            fault.expected("a day such as \"2026-11-24\"").report();
            String::new()
        }
        _ => shaped(field, is_day, "a day", "a day such as \"2026-11-24\""),
    }
}
