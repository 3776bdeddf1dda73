//! Keys as messages.

use coldstart::tui::message::Msg;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key pressed alone.
pub fn press(code: KeyCode) -> Msg {
    Msg::press(code)
}

/// A letter pressed with ctrl.
pub fn ctrl(letter: char) -> Msg {
    Msg::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL))
}

/// The keys that lead so many seconds forward in a run, or back.
pub fn seek(seconds: i32) -> Vec<Msg> {
    let far = |code| Msg::Key(KeyEvent::new(code, KeyModifiers::SHIFT));
    let [minute, ten, one] = match seconds {
        ..0 => [far(KeyCode::Left), press(KeyCode::Left), press(KeyCode::Char(','))],
        0 => return vec![press(KeyCode::Char('.')), press(KeyCode::Char(','))],
        1.. => [far(KeyCode::Right), press(KeyCode::Right), press(KeyCode::Char('.'))],
    };
    let seconds = seconds.unsigned_abs() as usize;
    let steps = [(minute, seconds / 60), (ten, seconds % 60 / 10), (one, seconds % 10)];
    steps.into_iter().flat_map(|(key, times)| std::iter::repeat_n(key, times)).collect()
}
