//! Keys, typed by the screen that they belong to: a row of a table binds keys to the
//! commands of one screen, and its `act` matches on every command there is. So a key
//! that no screen handles does not compile, and dispatch, footer and help come from the
//! same rows.

mod aliases;

use std::borrow::Cow;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

pub use self::aliases::KeyAliases;
pub(in crate::tui) use self::aliases::event;

/// A movement in a list or a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Move {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

/// What the key of the palette does.
const FIND: &str = "find anything: questions, facts, terms, scenarios, labs, pages, commands";

/// Lines or rows that a page up or down goes. Our choice.
const PAGE_STEP: usize = 10;

impl Move {
    /// Where the movement leads from `position` when `last` is the end.
    pub(in crate::tui) fn from(self, position: usize, last: usize) -> usize {
        self.within(position, last, usize::MAX)
    }

    /// The same where only `in_sight` of them are seen at a time: a page passes none over.
    pub(in crate::tui) fn within(self, position: usize, last: usize, in_sight: usize) -> usize {
        let (position, page) = (position.min(last), PAGE_STEP.min(in_sight));
        match self {
            Self::Up => position.saturating_sub(1),
            Self::Down => (position + 1).min(last),
            Self::PageUp => position.saturating_sub(page),
            Self::PageDown => (position + page).min(last),
            Self::First => 0,
            Self::Last => last,
        }
    }
}

/// A way around a circle: of panes, of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Turn {
    Next,
    Previous,
}

impl Turn {
    /// The place after or before `position` in a circle of `length`.
    pub(in crate::tui) fn from(self, position: usize, length: usize) -> usize {
        let length = length.max(1);
        match self {
            Self::Next => (position + 1) % length,
            Self::Previous => (position + length - 1) % length,
        }
    }
}

/// Keys by their names, each with what it means.
pub(in crate::tui) type Names<T> = &'static [(&'static str, T)];

/// The keys of one row.
#[derive(Clone, Copy, Debug)]
enum Keys<C: 'static> {
    Each(Names<C>),
    Moves(Names<Move>, fn(Move) -> C),
    Turns(fn(Turn) -> C),
    Numbers(Names<usize>, fn(usize) -> C, &'static str),
}

/// Keys that belong together, and how footer and help call them.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) struct Row<C: 'static> {
    keys: Keys<C>,
    /// How many of the keys are named; the rest are twins for the fingers.
    named: usize,
    /// The word in the footer; empty keeps it out.
    hint: &'static str,
    /// The sentence in the help.
    help: &'static str,
}

impl<C> Row<C> {
    /// The same, of which footer and help name the first `named` keys.
    pub(in crate::tui) const fn named(mut self, named: usize) -> Self {
        self.named = named;
        self
    }
}

/// A row of `keys`, the first of which footer and help name.
pub(in crate::tui) const fn row<C>(
    keys: Names<C>,
    hint: &'static str,
    help: &'static str,
) -> Row<C> {
    Row { keys: Keys::Each(keys), named: 1, hint, help }
}

/// A row of movements.
pub(in crate::tui) const fn moves<C>(
    keys: Names<Move>,
    command: fn(Move) -> C,
    hint: &'static str,
    help: &'static str,
) -> Row<C> {
    Row { keys: Keys::Moves(keys, command), named: 2, hint, help }
}

/// Tab and shift-Tab.
pub(in crate::tui) const fn turns<C>(
    command: fn(Turn) -> C,
    hint: &'static str,
    help: &'static str,
) -> Row<C> {
    Row { keys: Keys::Turns(command), named: 1, hint, help }
}

/// A row of keys that stand for numbers, named by their `range`.
pub(in crate::tui) const fn numbers<C>(
    keys: Names<usize>,
    range: &'static str,
    command: fn(usize) -> C,
    (hint, help): (&'static str, &'static str),
) -> Row<C> {
    Row { keys: Keys::Numbers(keys, command, range), named: 1, hint, help }
}

/// Every way to move in a list or a page.
pub(in crate::tui) const MOVE: Names<Move> = &[
    ("↑", Move::Up),
    ("↓", Move::Down),
    ("k", Move::Up),
    ("j", Move::Down),
    ("PgUp", Move::PageUp),
    ("PgDn", Move::PageDown),
    ("ctrl-u", Move::PageUp),
    ("ctrl-d", Move::PageDown),
    ("Home", Move::First),
    ("End", Move::Last),
    ("g", Move::First),
    ("G", Move::Last),
];

/// Movement between the few lines of a menu or of options.
pub(in crate::tui) const CHOOSE: Names<Move> = &[
    ("↑", Move::Up),
    ("↓", Move::Down),
    ("k", Move::Up),
    ("j", Move::Down),
    ("Home", Move::First),
    ("End", Move::Last),
];

/// Movement by pages, beside a list that has the arrows.
pub(in crate::tui) const PAGE: Names<Move> = &[
    ("PgUp", Move::PageUp),
    ("PgDn", Move::PageDown),
    ("ctrl-u", Move::PageUp),
    ("ctrl-d", Move::PageDown),
];

/// What [`OPTIONS`] are called.
pub(in crate::tui) const OPTION_RANGE: &str = "1-9";

/// Options of a question by number and letter, counted from 0.
pub(in crate::tui) const OPTIONS: Names<usize> = &[
    ("1", 0),
    ("a", 0),
    ("2", 1),
    ("b", 1),
    ("3", 2),
    ("c", 2),
    ("4", 3),
    ("d", 3),
    ("5", 4),
    ("e", 4),
    ("6", 5),
    ("7", 6),
    ("8", 7),
    ("9", 8),
];

/// The names of keys that have no letter.
const NAMED: [(&str, KeyCode); 15] = [
    ("space", KeyCode::Char(' ')),
    ("↑", KeyCode::Up),
    ("↓", KeyCode::Down),
    ("←", KeyCode::Left),
    ("→", KeyCode::Right),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("shift-Tab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
];

/// The keys that are held while another one is pressed; of several the first is named.
const HELD: [(&str, KeyModifiers); 3] = [
    ("ctrl-", KeyModifiers::CONTROL),
    ("alt-", KeyModifiers::ALT),
    ("shift-", KeyModifiers::SHIFT),
];

/// The name of a pressed key: `x`, `Enter`, `shift-←`, `ctrl-u`.
///
/// A letter's case already shows shift, so that counts for other keys only.
pub(in crate::tui) fn name(event: KeyEvent) -> Cow<'static, str> {
    let named = NAMED.iter().find(|(_, code)| *code == event.code);
    let name: Cow<'static, str> = match (named, event.code) {
        (Some((name, _)), _) => (*name).into(),
        (None, KeyCode::Char(letter)) => letter.to_string().into(),
        (None, other) => format!("{other:?}").into(),
    };
    let shows_shift = matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab);
    let is_said = |held| held != KeyModifiers::SHIFT || !shows_shift;
    let held = HELD.iter().find(|(_, held)| event.modifiers.contains(*held) && is_said(*held));
    match held {
        Some((held, _)) => format!("{held}{name}").into(),
        None => name,
    }
}

/// Whether a key leaves at once, wherever it is pressed.
pub(in crate::tui) fn is_interrupt(key: KeyEvent) -> bool {
    name(key) == "ctrl-c"
}

/// Whether a key asks for the help.
pub(in crate::tui) fn is_help(key: KeyEvent) -> bool {
    name(key) == "?"
}

/// Whether a key asks for the palette.
pub(in crate::tui) fn is_palette(key: KeyEvent) -> bool {
    name(key) == ":"
}

/// The keys that hold on a screen as it stands, and what they are called.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Keymap<C: 'static> {
    place: &'static str,
    rows: Vec<Bound<C>>,
    /// The way back, in footer and help apart from the screen's own keys.
    back: Option<Bound<C>>,
}

/// A row with the command of each key.
#[derive(Clone, Debug)]
struct Bound<C> {
    keys: Vec<(&'static str, C)>,
    label: Label,
}

/// What footer and help say of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Label {
    /// The keys that are named: `←→`, `n N`, `space`.
    pub(in crate::tui) names: Vec<String>,
    pub(in crate::tui) hint: &'static str,
    pub(in crate::tui) help: &'static str,
}

impl Label {
    /// Its keys in one word: `↑↓`, `n N`, `PgUp, PgDn`.
    pub(in crate::tui) fn joined(&self) -> String {
        self.names.join(between(&self.names))
    }
}

impl Labels {
    /// The same over a screen that the palette is not opened from.
    #[must_use]
    pub(in crate::tui) fn without_palette(mut self) -> Self {
        self.general.retain(|label| label.help != FIND);
        self
    }

    /// The same with the user's own names for keys.
    #[must_use]
    pub(in crate::tui) fn under(mut self, aliases: &KeyAliases) -> Self {
        let labels = self.own.iter_mut().chain(&mut self.general);
        for name in labels.flat_map(|label| &mut label.names) {
            *name = aliases.shown(name).to_owned();
        }
        self
    }
}

/// What footer and help say of all keys of a screen.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Labels {
    /// What the help calls the screen.
    pub(in crate::tui) place: &'static str,
    pub(in crate::tui) own: Vec<Label>,
    /// The palette, the help and the way back; none while a text is typed.
    pub(in crate::tui) general: Vec<Label>,
}

impl<C: Copy> Keymap<C> {
    /// The keys of `rows`, at what the help calls `place`.
    pub(in crate::tui) fn new(place: &'static str, rows: &[Row<C>]) -> Self {
        Self { place, rows: rows.iter().map(Bound::of).collect(), back: None }
    }

    /// With the keys of `rows` too.
    pub(in crate::tui) fn and(mut self, rows: &[Row<C>]) -> Self {
        self.rows.extend(rows.iter().map(Bound::of));
        self
    }

    /// With the keys of `other` behind its own, and its way back.
    pub(in crate::tui) fn beside(mut self, other: Self) -> Self {
        self.rows.extend(other.rows);
        self.back = self.back.or(other.back);
        self
    }

    /// With the usual keys for the way back. Without them a screen is one on which a
    /// text is typed.
    pub(in crate::tui) fn back(self, command: C) -> Self {
        self.back_by("back", "close the screen; in the menu, quit", command)
    }

    /// As [`Self::back`], under another name.
    pub(in crate::tui) fn back_by(
        mut self,
        hint: &'static str,
        help: &'static str,
        command: C,
    ) -> Self {
        let names = ["q", "Esc"].map(str::to_owned).to_vec();
        let label = Label { names, hint, help };
        self.back = Some(Bound { keys: vec![("q", command), ("Esc", command)], label });
        self
    }

    /// Without the rows whose commands are `unwanted`.
    pub(in crate::tui) fn without(mut self, unwanted: impl Fn(C) -> bool) -> Self {
        self.rows.retain(|row| !row.keys.iter().any(|&(_, command)| unwanted(command)));
        self
    }

    /// With the rows whose commands are `quiet` in the help alone.
    pub(in crate::tui) fn out_of_footer(mut self, quiet: impl Fn(C) -> bool) -> Self {
        for row in &mut self.rows {
            if row.keys.iter().any(|&(_, command)| quiet(command)) {
                row.label.hint = "";
            }
        }
        self
    }

    /// The same keys, their commands inside those of a larger screen.
    pub(in crate::tui) fn map<D: Copy>(self, within: impl Fn(C) -> D) -> Keymap<D> {
        let map = |row: Bound<C>| Bound {
            keys: row.keys.into_iter().map(|(key, command)| (key, within(command))).collect(),
            label: row.label,
        };
        Keymap {
            place: self.place,
            rows: self.rows.into_iter().map(&map).collect(),
            back: self.back.map(&map),
        }
    }

    /// The command of a pressed key.
    pub(in crate::tui) fn command(&self, event: KeyEvent) -> Option<C> {
        let pressed = name(event);
        let mut bound = self.rows.iter().chain(&self.back).flat_map(|row| &row.keys);
        bound.find_map(|&(key, command)| (key == pressed).then_some(command))
    }

    /// What footer and help say.
    pub(in crate::tui) fn labels(&self) -> Labels {
        let help =
            Label { names: vec!["?".to_owned()], hint: "help", help: "show or hide this help" };
        let find = Label { names: vec![":".to_owned()], hint: "find", help: FIND };
        let back = self.back.as_ref().map(|back| back.label.clone());
        Labels {
            place: self.place,
            own: self.rows.iter().map(|row| row.label.clone()).collect(),
            general: back.map_or_else(Vec::new, |back| vec![find, help, back]),
        }
    }

    /// The name of every key that is bound.
    #[cfg(test)]
    pub(in crate::tui) fn bound(&self) -> Vec<&'static str> {
        self.rows.iter().flat_map(|row| &row.keys).map(|(key, _)| *key).collect()
    }
}

fn bound<T: Copy, C>(keys: Names<T>, command: fn(T) -> C) -> Vec<(&'static str, C)> {
    keys.iter().map(|&(key, it)| (key, command(it))).collect()
}

impl<C: Copy> Bound<C> {
    fn of(row: &Row<C>) -> Self {
        let keys: Vec<(&'static str, C)> = match row.keys {
            Keys::Each(keys) => keys.to_vec(),
            Keys::Moves(keys, command) => bound(keys, command),
            Keys::Turns(command) => {
                vec![("Tab", command(Turn::Next)), ("shift-Tab", command(Turn::Previous))]
            }
            Keys::Numbers(keys, command, _) => bound(keys, command),
        };
        let names = match row.keys {
            Keys::Numbers(.., range) => vec![range.to_owned()],
            _ => keys.iter().take(row.named).map(|(key, _)| (*key).to_owned()).collect(),
        };
        let label = Label { names, hint: row.hint, help: row.help };
        Self { keys, label }
    }
}

/// What stands between names in one word.
pub(in crate::tui) fn between(names: &[String]) -> &'static str {
    let is_short = names.iter().all(|name| name.chars().count() == 1);
    let is_arrows = is_short && names.iter().all(|name| !name.is_ascii());
    match (is_arrows, is_short) {
        (true, _) => "",
        (false, true) => " ",
        (false, false) => ", ",
    }
}
