//! The last line of every screen: what it offers does something in the state that it stands in.

use std::collections::BTreeMap;

use coldstart::tui::message::Msg;
use coldstart::tui::theme::{Role, Symbols, Tier};
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};

use super::*;
use crate::support::screen::draw;

/// What the last line offers at this size: each entry with its keys.
fn offered(driver: &Driver, (width, height): (u16, u16)) -> BTreeMap<String, Vec<KeyEvent>> {
    let frame = driver.draw((width, height));
    let (mut app, row) = (driver.app.clone(), height - 1);
    let mut entries = BTreeMap::<String, Vec<KeyEvent>>::new();
    let (mut name, mut keys, mut blanks) = (String::new(), Vec::new(), 0);
    for column in 0..width {
        let kind = MouseEventKind::Down(MouseButton::Left);
        let mouse = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
        let sign = frame.buffer()[(column, row)].symbol();
        blanks = if sign == " " { blanks + 1 } else { 0 };
        match app.message(&Event::Mouse(mouse)) {
            Some(Msg::Key(key)) if !keys.contains(&key) => keys.push(key),
            Some(Msg::Key(_)) => {}
            _ if blanks == 2 => {
                entries.insert(name.trim().to_owned(), std::mem::take(&mut keys));
                name.clear();
            }
            _ => {}
        }
        name.push_str(sign);
    }
    entries.insert(name.trim().to_owned(), keys);
    entries.retain(|_, keys| !keys.is_empty());
    entries
}

/// Whether `after` differs from `before` in more than a warning that takes the place of other
/// words.
fn is_more_than_a_warning(before: &TestBackend, after: &TestBackend, warning: Color) -> bool {
    let cells = before.buffer().content.iter().zip(&after.buffer().content);
    let mut changed = cells.filter(|(before, after)| before != after);
    changed.any(|(_, after)| after.fg != warning && after.symbol() != " ")
}

/// What the last line offers at this size of every screen, and does nothing.
fn idle(size: (u16, u16)) -> Vec<String> {
    let theme = Theme::new(Tier::True, Symbols::Unicode);
    let warning = theme.style(Role::Warn).fg.unwrap();
    let mut idle = Vec::new();
    for (name, driver) in look::screens(theme) {
        let offered = offered(&driver, size);
        let before = driver.draw(size);
        idle.extend(offered.into_iter().filter_map(|(entry, keys)| {
            let acts = keys.into_iter().any(|key| {
                let mut app = driver.app.clone();
                let asked = app.update(&Msg::Key(key));
                let after = draw(&app, size);
                !asked.is_empty() || is_more_than_a_warning(&before, &after, warning)
            });
            (!acts).then(|| format!("{name}: {entry}"))
        }));
    }
    idle
}

#[test]
fn what_the_last_line_offers_does_something_in_every_state() {
    assert_eq!(idle((80, 24)), [""; 0]);
}

#[test]
fn what_a_long_last_line_offers_does_something_in_every_state() {
    assert_eq!(idle((200, 60)), [""; 0]);
}

#[test]
fn the_last_line_leaves_the_outer_cells_free_at_every_size() {
    let theme = Theme::new(Tier::True, Symbols::Unicode);
    for (name, driver) in look::screens(theme) {
        for size in [(40, 12), (80, 24), (120, 36), (200, 60)] {
            let frame = driver.draw(size);
            let sign = |column| frame.buffer()[(column, size.1 - 1)].symbol();
            let line: String = (0..size.0).map(sign).collect();
            assert_eq!([sign(0), sign(size.0 - 1)], [" "; 2], "{name}: {size:?}: {line}|");
            let is_general = line.contains(" q ");
            assert!(!is_general || sign(size.0 - 2) != " ", "{name}: {size:?}: {line}|");
        }
    }
}
