//! The terminal taken over and given back: at the start and the end, and around a stop.

use std::io::{self, stdout};
use std::panic;

use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{EnterAlternateScreen, enable_raw_mode};

use super::input;
use crate::tui::options::Mouse;

/// A terminal that this program has to itself until it gives it back.
#[derive(Debug)]
pub(super) struct TakenTerminal {
    mouse: Mouse,
}

impl TakenTerminal {
    /// Takes the terminal over; a panic gives it back too.
    pub(super) fn take(mouse: Mouse) -> io::Result<Self> {
        // Its own terminal would draw past a recording.
        drop(ratatui::try_init()?);
        let restore = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let _ =
                execute!(stdout(), DisableMouseCapture, DisableFocusChange, DisableBracketedPaste);
            restore(info);
        }));
        let terminal = Self { mouse };
        terminal.listen();
        Ok(terminal)
    }

    /// A terminal without a mouse, without paste in brackets or without word of its focus
    /// is still a terminal.
    fn listen(&self) {
        let _ = execute!(stdout(), EnableBracketedPaste, EnableFocusChange);
        if self.mouse == Mouse::On {
            let _ = execute!(stdout(), EnableMouseCapture);
        }
    }

    /// Leaves the mouse to the terminal, or takes it; gives what holds now.
    pub(super) fn turn_mouse(&mut self) -> Mouse {
        self.release();
        self.mouse = match self.mouse {
            Mouse::On => Mouse::Off,
            Mouse::Off => Mouse::On,
        };
        self.listen();
        self.mouse
    }

    /// Gives the terminal back for a while.
    pub(super) fn lend(&self) {
        self.release();
        restore();
    }

    /// Takes it over again after that.
    pub(super) fn take_back(&self) -> io::Result<()> {
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen)?;
        self.listen();
        Ok(())
    }

    /// Gives the terminal back for good.
    pub(super) fn give_back(self) {
        self.release();
        input::drain();
        restore();
    }

    fn release(&self) {
        if self.mouse == Mouse::On {
            let _ = execute!(stdout(), DisableMouseCapture);
        }
        let _ = execute!(stdout(), DisableFocusChange, DisableBracketedPaste);
    }
}

/// A terminal that is gone cannot be restored, and nothing can be written to it.
fn restore() {
    let _ = ratatui::try_restore();
}
