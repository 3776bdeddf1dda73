//! Asks the terminal for its background and finds the answer among what is typed: it comes
//! whenever it comes, and no frame waits for it.

use std::io::{self, Write, stdout};
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{Event, KeyCode, KeyModifiers};

use crate::tui::theme::{self, Background};

/// An answer that comes later changes nothing any more. Our choice.
const PATIENCE: Duration = Duration::from_secs(2);
/// What every answer begins with, behind ESC and `]`.
const START: &str = "11;";
/// No answer is longer.
const MOST: usize = 40;

/// The answer to the question, as far as it has come.
#[derive(Debug, Default)]
pub(super) struct BackgroundReader {
    deadline: Option<Instant>,
    answer: Option<String>,
}

/// What an event is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing: it is for the program.
    None,
    /// A part of the answer.
    Some,
    /// Its end.
    Last(Background),
}

impl BackgroundReader {
    /// Asks, of a terminal that belongs to the program already.
    pub(super) fn ask(&mut self) {
        // A terminal that takes no question gives no answer.
        let asked: io::Result<()> = stdout().write_all(theme::QUESTION.as_bytes());
        let asked = asked.and_then(|()| stdout().flush());
        self.deadline = asked.is_ok().then(|| Instant::now() + PATIENCE);
    }

    /// Takes an event in, as far as it belongs to the answer.
    pub(super) fn take(&mut self, event: &Event) -> Part {
        let Event::Key(key) = event else { return Part::None };
        if (key.code, key.modifiers) == (KeyCode::Char(']'), KeyModifiers::ALT) {
            self.answer = Some(String::new());
            return Part::Some;
        }
        let Some(mut answer) = self.answer.take() else { return Part::None };
        match (key.code, key.modifiers) {
            (KeyCode::Char('g'), KeyModifiers::CONTROL)
            | (KeyCode::Char('\\'), KeyModifiers::ALT) => self.end(&answer),
            (KeyCode::Char(letter), KeyModifiers::NONE | KeyModifiers::SHIFT) => {
                answer.push(letter);
                let begins = START.starts_with(&answer) || answer.starts_with(START);
                if !begins || answer.len() > MOST {
                    return Part::None;
                }
                self.answer = Some(answer);
                Part::Some
            }
            _ => Part::None,
        }
    }

    fn end(&mut self, answer: &str) -> Part {
        let is_in_time = self.deadline.take().is_some_and(|deadline| Instant::now() < deadline);
        let background = theme::of_answer(answer).filter(|_| is_in_time);
        background.map_or(Part::Some, Part::Last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::crossterm::event::KeyEvent;

    fn key(letter: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(letter), modifiers))
    }

    fn waiting() -> BackgroundReader {
        BackgroundReader { deadline: Some(Instant::now() + PATIENCE), answer: None }
    }

    fn parts(reader: &mut BackgroundReader, answer: &str) -> Vec<Part> {
        let mut parts = vec![reader.take(&key(']', KeyModifiers::ALT))];
        parts.extend(answer.chars().map(|it| reader.take(&key(it, KeyModifiers::NONE))));
        parts
    }

    #[test]
    fn the_answer_is_no_typing() {
        for (end, modifiers) in [('g', KeyModifiers::CONTROL), ('\\', KeyModifiers::ALT)] {
            let mut reader = waiting();
            let parts = parts(&mut reader, "11;rgb:ffff/ffff/ffff");
            assert!(parts.iter().all(|part| *part == Part::Some), "{parts:?}");
            assert_eq!(reader.take(&key(end, modifiers)), Part::Last(Background::Light));
            assert_eq!(reader.take(&key('q', KeyModifiers::NONE)), Part::None);
        }
    }

    #[test]
    fn a_late_answer_is_swallowed_and_changes_nothing() {
        let mut reader = BackgroundReader::default();
        parts(&mut reader, "11;rgb:ffff/ffff/ffff");
        assert_eq!(reader.take(&key('g', KeyModifiers::CONTROL)), Part::Some);
    }

    #[test]
    fn what_is_typed_behind_the_first_key_is_typing() {
        let mut reader = waiting();
        assert_eq!(parts(&mut reader, "q"), [Part::Some, Part::None]);
        assert_eq!(reader.take(&key('1', KeyModifiers::NONE)), Part::None);
    }
}
