//! What the terminal gets, written down as it gets it: asciicast v2, a line of JSON for
//! each frame, so that the file can be read whenever the program ends, and however.

use std::env;
use std::io::{self, Stdout, Write, stdout};
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};
use serde_json::json;

use crate::tui::options::CastFile;

/// Columns and rows.
type Size = (u16, u16);

/// The terminal, and the recording of what it gets where there is one.
pub(super) struct Screen {
    out: Stdout,
    cast: Option<Cast>,
}

impl Screen {
    /// The terminal of this process, recorded to `out`.
    pub(super) fn new(file: Option<Box<dyn CastFile>>) -> anyhow::Result<Self> {
        let cast = file.map(|file| {
            let term = env::var("TERM").unwrap_or_default();
            Cast::begin(file, terminal::size()?, &term)
        });
        Ok(Self { out: stdout(), cast: cast.transpose()? })
    }

    /// Notes that the program has the whole screen now.
    pub(super) fn entered(&mut self) {
        if let Some(cast) = &mut self.cast {
            // A cast keeps its failure to the end.
            let _ = execute!(cast, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange);
        }
    }

    /// Notes that the shell has the screen again, and puts the recording in its place.
    ///
    /// # Errors
    ///
    /// The first thing that could not be written.
    pub(super) fn left(self) -> anyhow::Result<()> {
        let Some(mut cast) = self.cast else { return Ok(()) };
        let _ = execute!(cast, DisableFocusChange, DisableBracketedPaste, LeaveAlternateScreen);
        match cast.failure {
            Some(failure) => Err(failure),
            None => cast.file.finish(),
        }
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.out.write(bytes)?;
        if let Some(cast) = &mut self.cast {
            cast.write_all(&bytes[..taken])?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        if let Some(cast) = &mut self.cast {
            cast.resized(terminal::size()?);
            cast.flush()?;
        }
        Ok(())
    }
}

/// A recording. A failure ends it, and not what is recorded.
struct Cast {
    file: Box<dyn CastFile>,
    begun: Instant,
    size: Size,
    /// What was written since the last frame.
    pending: Vec<u8>,
    failure: Option<anyhow::Error>,
}

impl Cast {
    /// A recording of a terminal of `size`, which calls itself `term`.
    fn begin(mut file: Box<dyn CastFile>, size: Size, term: &str) -> anyhow::Result<Self> {
        let (width, height) = size;
        let env = json!({ "TERM": term });
        let header = json!({ "version": 2, "width": width, "height": height, "env": env });
        file.write_line(&header.to_string())?;
        Ok(Self { file, begun: Instant::now(), size, pending: Vec::new(), failure: None })
    }

    /// The terminal has `size` now; what is pending was rendered for it.
    fn resized(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.record(self.begun.elapsed(), "r", &format!("{}x{}", size.0, size.1));
        }
    }

    fn record(&mut self, at: Duration, code: &str, data: &str) {
        if self.failure.is_none() {
            let line = json!([at.as_secs_f64(), code, data]);
            self.failure = self.file.write_line(&line.to_string()).err();
        }
    }
}

impl Write for Cast {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let whole = whole(&self.pending);
        let rest = self.pending.split_off(whole);
        let frame = std::mem::replace(&mut self.pending, rest);
        if !frame.is_empty() {
            self.record(self.begun.elapsed(), "o", &String::from_utf8_lossy(&frame));
        }
        Ok(())
    }
}

/// The length of `bytes` without a character that has only begun.
fn whole(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver, Sender};

    use serde_json::Value;

    use super::*;

    /// Hands on what is written, or fails once there is no reader.
    struct Wire(Sender<String>);

    impl CastFile for Wire {
        fn write_line(&mut self, line: &str) -> anyhow::Result<()> {
            self.0.send(line.to_owned()).map_err(|_| anyhow::anyhow!("no reader"))
        }

        fn finish(self: Box<Self>) -> anyhow::Result<()> {
            Ok(())
        }
    }

    fn cast() -> (Cast, Receiver<String>) {
        let (sender, lines) = mpsc::channel();
        (Cast::begin(Box::new(Wire(sender)), (80, 24), "xterm").unwrap(), lines)
    }

    fn next(lines: &Receiver<String>) -> Value {
        serde_json::from_str(&lines.try_recv().unwrap()).unwrap()
    }

    #[test]
    fn a_cast_begins_with_the_terminal_and_has_a_line_for_each_frame() {
        let (mut cast, lines) = cast();
        assert_eq!(
            next(&lines),
            json!({ "version": 2, "width": 80, "height": 24, "env": { "TERM": "xterm" } })
        );
        cast.write_all(b"\x1b[1mone ").unwrap();
        cast.write_all("\u{2588}\"".as_bytes()).unwrap();
        cast.flush().unwrap();
        cast.flush().unwrap();
        let event = next(&lines);
        assert!(event[0].as_f64() >= Some(0.0));
        assert_eq!((&event[1], &event[2]), (&json!("o"), &json!("\u{1b}[1mone \u{2588}\"")));
        assert!(lines.try_recv().is_err());
    }

    #[test]
    fn a_character_is_never_split() {
        let (mut cast, lines) = cast();
        next(&lines);
        let block = "\u{2588}".as_bytes();
        cast.write_all(&[b"a", &block[..2]].concat()).unwrap();
        cast.flush().unwrap();
        cast.write_all(&block[2..]).unwrap();
        cast.flush().unwrap();
        assert_eq!([next(&lines), next(&lines)].map(|event| event[2].clone()), ["a", "\u{2588}"]);
    }

    #[test]
    fn a_new_size_comes_before_what_is_drawn_for_it() {
        let (mut cast, lines) = cast();
        next(&lines);
        cast.write_all(b"wide").unwrap();
        cast.resized((100, 30));
        cast.resized((100, 30));
        cast.flush().unwrap();
        let reported =
            [next(&lines), next(&lines)].map(|event| (event[1].clone(), event[2].clone()));
        assert_eq!(reported, [(json!("r"), json!("100x30")), (json!("o"), json!("wide"))]);
    }

    #[test]
    fn what_cannot_be_written_ends_the_cast_alone() {
        let (mut cast, lines) = cast();
        drop(lines);
        cast.write_all(b"lost").unwrap();
        cast.flush().unwrap();
        assert!(cast.failure.is_some_and(|error| error.to_string() == "no reader"));
    }
}
