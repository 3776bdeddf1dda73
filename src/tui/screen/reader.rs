//! What every page that is only read shares: it scrolls, and the key that opened it closes it.

use crate::tui::keys::{self, Keymap, MOVE, Move, Names, Row};
use crate::tui::message::Effect;
use crate::tui::widget::scroll::Scroll;

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Scroll(Move),
    Close,
}

/// The rows of a page that the keys in `close` close too.
pub(in crate::tui) const fn rows(
    close: Names<Command>,
    hint: &'static str,
    help: &'static str,
) -> [Row<Command>; 2] {
    let scroll = keys::moves(MOVE, Command::Scroll, "scroll", "scroll");
    [scroll, keys::row(close, hint, help)]
}

/// The keys that hold on the page that the help calls `place`.
pub(in crate::tui) fn keys(
    place: &'static str,
    rows: &[Row<Command>],
    scroll: &Scroll,
) -> Keymap<Command> {
    Keymap::new(place, rows)
        .scrolling(scroll, |command| matches!(command, Command::Scroll(_)))
        .back(Command::Close)
}

/// Does what a key means on a page that is scrolled so far.
pub(in crate::tui) fn act(scroll: &mut Scroll, command: Command) -> Vec<Effect> {
    match command {
        Command::Scroll(to) => scroll.step(to),
        Command::Close => return vec![Effect::Close],
    }
    Vec::new()
}
