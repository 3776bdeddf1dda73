//! The one line in which a text is typed.

use ratatui::crossterm::event::{Event, KeyEvent};
use ratatui::text::{Line, Span};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use crate::tui::text;
use crate::tui::theme::{Role, Theme};

/// The most characters that a line takes, so that no paste can fill it without end.
/// Our choice.
const MOST: usize = 500;

/// A line of text with a cursor in it.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Field(Input);

impl Field {
    /// A line that holds `text`, the cursor behind it.
    pub(in crate::tui) fn holding(text: impl Into<String>) -> Self {
        Self(Input::new(text.into()))
    }

    /// What is typed.
    pub(in crate::tui) fn text(&self) -> &str {
        self.0.value()
    }

    /// Takes a key that the screen has no use for: a letter, or one that edits.
    pub(in crate::tui) fn press(&mut self, key: KeyEvent) {
        let before = self.0.clone();
        self.0.handle_event(&Event::Key(key));
        let count = |input: &Input| input.value().chars().count();
        if count(&self.0) > MOST.max(count(&before)) {
            self.0 = before;
        }
    }

    /// Takes a pasted text in at the cursor: line ends as blanks, other control
    /// characters not at all.
    pub(in crate::tui) fn paste(&mut self, pasted: &str) {
        let (before, after) = self.halves();
        let room = MOST.saturating_sub(self.text().chars().count());
        let taken = pasted.chars().map(|letter| if letter == '\n' { ' ' } else { letter });
        let taken: String = taken.filter(|letter| !letter.is_control()).take(room).collect();
        let cursor = self.0.cursor() + taken.chars().count();
        self.0 = Input::new([before, taken, after].concat()).with_cursor(cursor);
    }

    fn halves(&self) -> (String, String) {
        let cursor = self.0.cursor();
        let letters = self.text().chars();
        (letters.clone().take(cursor).collect(), letters.skip(cursor).collect())
    }

    /// The line behind its `label` in `width` cells.
    pub(in crate::tui) fn line(&self, label: String, width: u16, theme: Theme) -> Line<'static> {
        let room = usize::from(width).saturating_sub(text::width(&label));
        let label = Span::styled(label, theme.style(Role::Accent));
        Line::from([vec![label], self.spans(room, theme)].concat())
    }

    /// The part around the cursor that fits into `width` cells, with the cursor.
    pub(in crate::tui) fn spans(&self, width: usize, theme: Theme) -> Vec<Span<'static>> {
        let (before, after) = self.halves();
        let hidden = before.chars().count().saturating_sub(width.saturating_sub(1));
        let mut after = after.chars();
        let under = after.next().unwrap_or(' ');
        vec![
            Span::raw(before.chars().skip(hidden).collect::<String>()),
            Span::styled(under.to_string(), theme.style(Role::Selected)),
            Span::raw(after.collect::<String>()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::crossterm::event::{KeyCode, KeyModifiers};

    #[test]
    fn a_full_line_takes_no_letter_and_every_key_that_edits() {
        let mut field = Field::default();
        field.paste(&"a".repeat(2 * MOST));
        let press = |field: &mut Field, code| field.press(KeyEvent::new(code, KeyModifiers::NONE));
        press(&mut field, KeyCode::Char('b'));
        assert_eq!(field.text(), "a".repeat(MOST));
        press(&mut field, KeyCode::Backspace);
        press(&mut field, KeyCode::Home);
        press(&mut field, KeyCode::Char('b'));
        assert_eq!(field.text(), "b".to_owned() + &"a".repeat(MOST - 1));
        press(&mut field, KeyCode::Delete);
        assert_eq!(field.text().len(), MOST - 1);
    }
}
