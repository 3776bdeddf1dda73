//! Checks that several events share, and how their messages show a bad value.

/// Options that a question may have.
pub(in crate::store) const MOST_OPTIONS: usize = 9;
/// Longer than any name of a question or topic.
const LONGEST_NAME: usize = 200;

/// Whether `text` may be the name of something.
pub(in crate::store) fn name(field: &str, text: &str) -> Result<(), String> {
    if text.is_empty() || text.len() > LONGEST_NAME || text.chars().any(char::is_control) {
        return Err(format!("`{field}` is not a valid name: `{}`", shown(text, 40)));
    }
    Ok(())
}

/// A value as a message shows it.
pub(in crate::store) fn shown(text: &str, most: usize) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(most).collect()
}

/// The words of serde without its place: the line is known, and the only one.
pub(in crate::store) fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    shown(message.get(..end).unwrap_or(&message), 200)
}
