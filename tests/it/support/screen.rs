//! Frames as a terminal without a terminal shows them.

use coldstart::tui::app::App;
use coldstart::tui::theme::{Symbols, Theme, Tier};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

pub const PLAIN: Theme = Theme::new(Tier::None, Symbols::Unicode);
pub const ASCII: Theme = Theme::new(Tier::Sixteen, Symbols::Ascii);

/// What screens are made for.
pub const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];
/// What no screen may break at.
pub const ODD_SIZES: [(u16, u16); 12] = [
    (0, 0),
    (1, 1),
    (3, 2),
    (20, 5),
    (40, 12),
    (41, 90),
    (41, 200),
    (44, 14),
    (110, 28),
    (200, 50),
    (200, 60),
    (300, 12),
];

/// A frame of `app`.
pub fn draw(app: &App, (width, height): (u16, u16)) -> TestBackend {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| app.draw(frame)).unwrap();
    terminal.backend().clone()
}

/// Fails where `frame` holds what a terminal may lack.
#[track_caller]
pub fn assert_ascii(frame: &TestBackend) {
    let cells = &frame.buffer().content;
    assert!(cells.iter().all(|cell| cell.symbol().is_ascii()), "{frame}");
}
