//! Keys as a keyboard sends them.

use serde_json::{Value, json};

/// A key by its name in the browser, or a character that is typed: what it does when it is pressed.
pub fn pressed(key: &str) -> Value {
    let (code, text) = match key {
        "Tab" => (9, ""),
        "Enter" => (13, "\r"),
        "ArrowUp" => (38, ""),
        "ArrowDown" => (40, ""),
        "Backspace" => (8, ""),
        " " => (32, " "),
        typed => (typed.chars().next().map_or(0, |it| u32::from(it.to_ascii_uppercase())), typed),
    };
    let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
    let name = if key == " " { "Space" } else { key };
    json!({ "type": kind, "key": key, "code": name, "windowsVirtualKeyCode": code, "text": text })
}

/// The same key, let go.
pub fn released(key: &str) -> Value {
    let mut event = pressed(key);
    event["type"] = "keyUp".into();
    event["text"] = "".into();
    event
}
