//! The words that narrow a list, and the line in which they are typed.

use ratatui::text::{Line, Span};

use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;

/// Words that everything shown must hold, in any order and case.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Filter {
    words: Field,
    pub(super) typing: Typing,
}

/// Whether the words are being typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::tui) enum Typing {
    Yes,
    #[default]
    No,
}

impl Filter {
    /// What was typed.
    pub(super) fn text(&self) -> &str {
        self.words.text()
    }

    /// Whether `name` is what was typed.
    pub(super) fn is(&self, name: &str) -> bool {
        self.words.text().trim().eq_ignore_ascii_case(name)
    }

    /// The line in which the words are typed now.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        (self.typing == Typing::Yes).then_some(&mut self.words)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.words.text().is_empty()
    }

    /// Takes the words away. True when there were some.
    pub(super) fn clear(&mut self) -> bool {
        let had = !self.is_empty();
        *self = Self::default();
        had
    }

    /// Whether `texts` hold every word.
    pub(super) fn matches(&self, texts: &[&str]) -> bool {
        let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        let words = self.words.text().to_lowercase();
        words.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
    }

    /// The screen's name, and what is typed.
    pub(super) fn title(&self, name: &str, theme: Theme) -> Line<'static> {
        /// The cells that are shown of the words.
        const ROOM: usize = 40;
        let mut spans = vec![Span::styled(format!(" {name}"), theme.style(Role::Strong))];
        if self.typing == Typing::Yes || !self.is_empty() {
            spans.push(Span::styled("  / ", theme.style(Role::Accent)));
        }
        spans.extend(self.spans(ROOM, theme));
        Line::from(spans)
    }

    /// What is typed, in `width` cells while it is being typed.
    pub(super) fn spans(&self, width: usize, theme: Theme) -> Vec<Span<'static>> {
        match self.typing {
            Typing::Yes => self.words.spans(width, theme),
            Typing::No => vec![Span::raw(self.words.text().to_owned())],
        }
    }
}
