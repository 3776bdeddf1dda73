//! Lines of an input that may take their time: a thread reads, so that the clock
//! of an exam is heard while nobody types.

use std::io::{BufReader, Read};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::cli::plain::read_line;

/// What was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A line.
    Line(String),
    /// Nothing for as long as one would wait.
    Silence,
    /// There is no more.
    End,
}

/// An input, read by a thread of its own.
pub(super) struct Lines(Receiver<String>);

impl Lines {
    pub(super) fn of(input: impl Read + Send + 'static) -> Self {
        // One line ahead at most: who says much is read no faster than answered.
        let (sender, receiver) = mpsc::sync_channel(0);
        thread::spawn(move || {
            let mut input = BufReader::new(input);
            while let Some(line) = read_line(&mut input)
                && sender.send(line).is_ok()
            {}
        });
        Self(receiver)
    }

    /// The next line, if it comes within `patience`.
    pub(super) fn hear(&self, patience: Duration) -> Heard {
        match self.0.recv_timeout(patience) {
            Ok(line) => Heard::Line(line),
            Err(RecvTimeoutError::Timeout) => Heard::Silence,
            Err(RecvTimeoutError::Disconnected) => Heard::End,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    #[test]
    fn lines_come_in_order_and_then_the_end() {
        let lines = Lines::of("one\r\n two".as_bytes());
        assert_eq!(lines.hear(LONG), Heard::Line("one".to_owned()));
        assert_eq!(lines.hear(LONG), Heard::Line("two".to_owned()));
        assert_eq!(lines.hear(LONG), Heard::End);
    }

    #[test]
    fn an_endless_line_comes_in_pieces() {
        let lines = Lines::of(std::io::repeat(b'x'));
        let Heard::Line(piece) = lines.hear(LONG) else { panic!("no line") };
        assert_eq!(piece.len(), 4_096);
    }
}
