//! Keys of the user's own that stand for others, from the settings file.

use std::fmt::{self, Display};

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{HELD, NAMED, name};

/// Names of the file for keys whose sign is on no keyboard.
const WORDS: [(&str, &str); 9] = [
    ("up", "↑"),
    ("down", "↓"),
    ("left", "←"),
    ("right", "→"),
    ("page-up", "PgUp"),
    ("page-down", "PgDn"),
    ("enter", "Enter"),
    ("esc", "Esc"),
    ("tab", "Tab"),
];

/// Keys, each with the one that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyAliases(Vec<Alias>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Alias {
    /// The name of the key that is pressed.
    own: String,
    /// The name of the key that it stands for.
    stands_for: String,
}

impl KeyAliases {
    /// Adds a key.
    ///
    /// # Errors
    ///
    /// Which of the two is no key.
    pub fn add(&mut self, own: &str, stands_for: &str) -> Result<(), String> {
        let [own, stands_for] = [own, stands_for].map(|text| {
            let word = WORDS.iter().find(|(word, _)| *word == text);
            let known = word.map_or(text, |(_, key)| key).to_owned();
            event(&known).map(|_| known).ok_or_else(|| format!("`{text}` is not a key"))
        });
        let (own, stands_for) = (own?, stands_for?);
        self.0.push(Alias { own, stands_for });
        Ok(())
    }

    /// The key that `pressed` stands for; itself where it stands for none that `is_heard`.
    pub(in crate::tui) fn resolved(
        &self,
        pressed: KeyEvent,
        mut is_heard: impl FnMut(KeyEvent) -> bool,
    ) -> KeyEvent {
        let pressed_name = name(pressed);
        let meant = self.0.iter().filter(|alias| alias.own == pressed_name);
        let mut meant = meant.filter_map(|alias| event(&alias.stands_for));
        meant.find(|event| is_heard(*event)).unwrap_or(pressed)
    }

    /// The name to show for the key called `known`.
    pub(in crate::tui) fn shown<'a>(&'a self, known: &'a str) -> &'a str {
        let alias = self.0.iter().find(|alias| alias.stands_for == known);
        alias.map_or(known, |alias| &alias.own)
    }
}

/// The lines of a settings file, or one that shows how.
impl Display for KeyAliases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return writeln!(f, "# w = \"up\"");
        }
        let word = |key: &str| {
            let word = WORDS.iter().find(|(_, known)| *known == key);
            word.map_or(key, |(word, _)| word).escape_default().to_string()
        };
        for Alias { own, stands_for } in &self.0 {
            writeln!(f, "\"{}\" = \"{}\"", word(own), word(stands_for))?;
        }
        Ok(())
    }
}

/// The press of the key called `name`.
pub(in crate::tui) fn event(name: &str) -> Option<KeyEvent> {
    let known = |name: &str| NAMED.iter().find(|(known, _)| *known == name).map(|(_, code)| *code);
    let held = |(held, modifier)| Some((name.strip_prefix(held)?, modifier));
    // `shift-Tab` is a key of its own.
    let held = HELD.into_iter().find_map(held).filter(|_| known(name).is_none());
    let (rest, modifiers) = held.unwrap_or((name, KeyModifiers::NONE));
    let mut letters = rest.chars();
    let code = match (known(rest), letters.next(), letters.next()) {
        (Some(code), ..) => code,
        (None, Some(letter), None) if !letter.is_control() && letter != ' ' => {
            KeyCode::Char(letter)
        }
        _ => return None,
    };
    Some(KeyEvent::new(code, modifiers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_key_leads_to_its_press_and_back() {
        let others = ["x", "X", "ctrl-d", "alt-x", "shift-←", "ctrl-space"];
        for key in NAMED.into_iter().map(|(name, _)| name).chain(others) {
            assert_eq!(event(key).map(name).as_deref(), Some(key));
        }
        for wrong in ["", "upwards", "ctrl-", "\n"] {
            assert_eq!(event(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_key_stands_for_another_only_where_that_is_heard() {
        let mut aliases = KeyAliases::default();
        aliases.add("w", "up").unwrap();
        assert_eq!(aliases.add("w", "upwards"), Err("`upwards` is not a key".to_owned()));
        let (own, up) = (event("w").unwrap(), event("↑").unwrap());
        assert_eq!(aliases.resolved(own, |event| event == up), up);
        assert_eq!(aliases.resolved(own, |_| false), own);
        assert_eq!((aliases.shown("↑"), aliases.shown("↓")), ("w", "↓"));
    }
}
