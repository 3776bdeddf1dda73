//! The words that narrow a list, and the line in which they are typed.

use ratatui::text::{Line, Span};

use crate::tui::keys::Place;
use crate::tui::message::Msg;
use crate::tui::theme::{Role, Theme};

/// Words that everything shown must hold, in any order and case.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    words: String,
    typing: Typing,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Typing {
    Yes,
    #[default]
    No,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The filter took it and shows other things now.
    Changed,
    /// The filter took it.
    Taken,
    /// It is for the list.
    Passed,
}

impl Filter {
    /// Whether `name` is what was typed.
    pub(super) fn is(&self, name: &str) -> bool {
        self.words.trim().eq_ignore_ascii_case(name)
    }

    /// Takes in what concerns the filter.
    pub(super) fn update(&mut self, message: Msg) -> Outcome {
        match (self.typing, message) {
            (Typing::No, Msg::Filter) => self.typing = Typing::Yes,
            (Typing::Yes, Msg::Accept) => self.typing = Typing::No,
            (Typing::Yes, Msg::Back) => {
                *self = Self::default();
                return Outcome::Changed;
            }
            (Typing::Yes, Msg::Type(letter)) => {
                self.words.push(letter);
                return Outcome::Changed;
            }
            (Typing::Yes, Msg::Erase) => {
                self.words.pop();
                return Outcome::Changed;
            }
            // A filter that was kept is what lies on top: the way back clears it first.
            (Typing::No, Msg::Back) if !self.words.is_empty() => {
                self.words.clear();
                return Outcome::Changed;
            }
            _ => return Outcome::Passed,
        }
        Outcome::Taken
    }

    /// Whether `texts` hold every word.
    pub(super) fn matches(&self, texts: &[&str]) -> bool {
        let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        let words = self.words.to_lowercase();
        words.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
    }

    /// Where keys are pressed on a screen of `place`.
    pub(super) fn place(&self, place: Place) -> Place {
        if self.typing == Typing::Yes { Place::Typing } else { place }
    }

    /// The screen's name, and what is typed.
    pub(super) fn title(&self, name: &str, theme: Theme) -> Line<'static> {
        let mut spans = vec![Span::styled(format!(" {name}"), theme.style(Role::Strong))];
        if self.typing == Typing::Yes || !self.words.is_empty() {
            spans.push(Span::styled("  / ", theme.style(Role::Accent)));
            spans.push(Span::raw(self.words.clone()));
        }
        if self.typing == Typing::Yes {
            spans.push(Span::styled(" ", theme.style(Role::Selected)));
        }
        Line::from(spans)
    }
}
