//! The help over a screen: its keys, and what the signs of a run mean.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::live::instance_sign::{self, InstanceSign};
use super::live::mark::{self, Mark};
use super::page;
use super::reader::{self, Command};
use crate::tui::keys::{Keymap, Labels, Row};
use crate::tui::message::Msg;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::popup;
use crate::tui::widget::scroll::{Scroll, Scrollable};

const WIDTH: u16 = 78;
/// The cells of the keys and signs, before what they mean.
const NAMES: usize = 20;
/// The cells of the signs where no keys stand above them.
const SIGN: usize = 5;

/// The help, while it is shown.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Help {
    scroll: Scroll,
}

const KEYS: &[Row<Command>] = &reader::rows(&[("?", Command::Close)], "", "hide this help");

impl Help {
    /// The keys that hold.
    pub(in crate::tui) fn keys(&self) -> Keymap<Command> {
        reader::keys("Help", KEYS, &self.scroll)
    }

    /// Does what a key means; `None` once it is closed.
    pub(in crate::tui) fn act(mut self, command: Command) -> Option<Self> {
        let Command::Scroll(to) = command else { return None };
        self.scroll.step(to);
        Some(self)
    }

    /// Does what the mouse means: the wheel anywhere, and the bar.
    pub(in crate::tui) fn point(&mut self, message: &Msg) {
        match message {
            Msg::Wheel(_, wheel) => self.scroll.turn(*wheel),
            Msg::Click(mouse) => drop(page::pressed(vec![&mut self.scroll], *mouse)),
            Msg::Drag(mouse) => drop(page::dragged(vec![&mut self.scroll], *mouse)),
            Msg::Release => self.scroll.bar().release(),
            Msg::Key(_) | Msg::Paste(_) | Msg::Tick(_) => {}
        }
    }

    /// Draws the help for the screen below, whose keys are `labels`.
    pub(in crate::tui) fn draw(
        &self,
        frame: &mut Frame,
        area: Rect,
        labels: &Labels,
        theme: Theme,
    ) {
        let lines = |width| content(labels, width, theme);
        popup::draw(frame, area, "Help", WIDTH, lines, &self.scroll, theme);
    }
}

fn content(labels: &Labels, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let entry =
        |name: &str, role, meaning: &str| entry((name, role), meaning, (NAMES, width), theme);
    let everywhere = [
        ("ctrl-c", "quit immediately"),
        ("ctrl-z", "suspend; `fg` resumes"),
        ("ctrl-t", "leave the mouse to the terminal, to select text; or take it again"),
    ];
    let mut lines = Vec::new();
    for (title, rows) in [(labels.place, &labels.own), ("Everywhere", &labels.general)] {
        lines.push(heading(title, theme));
        lines.extend(rows.iter().flat_map(|row| entry(&row.joined(), Role::Accent, row.help)));
        lines.push(Line::default());
    }
    lines.pop();
    lines.extend(everywhere.iter().flat_map(|(name, what)| entry(name, Role::Accent, what)));
    if labels.place == crate::tui::screen::live::PLACE {
        lines.push(Line::default());
        lines.extend(signs_in(NAMES, width, theme));
        lines.push(Line::default());
        lines.extend(entry("Metrics", Role::Strong, "docs/figures.md defines every metric"));
    }
    lines
}

/// What the signs of a run mean, in lines of `width` cells.
pub(super) fn signs(width: u16, theme: Theme) -> Vec<Line<'static>> {
    signs_in(SIGN, width, theme)
}

/// The signs of a run in a column of `cells`, and what they mean.
fn signs_in(cells: usize, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let entry = |sign: &str, role, meaning| entry((sign, role), meaning, (cells, width), theme);
    let mut lines = vec![heading("Instances", theme)];
    let instances = InstanceSign::ALL.iter();
    lines.extend(instances.flat_map(|it| entry(it.sign(), instance_sign::role(*it), it.meaning())));
    lines.extend([Line::default(), heading("Event markers", theme)]);
    let marks = Mark::ALL.iter();
    lines.extend(marks.flat_map(|mark| entry(mark.sign(), mark::role(*mark), mark.meaning())));
    lines
}

/// A key or a sign in a column of `cells`, and its meaning in lines of `width` cells.
fn entry(
    (name, role): (&str, Role),
    meaning: &str,
    (cells, width): (usize, u16),
    theme: Theme,
) -> Vec<Line<'static>> {
    let head = Span::styled(text::pad(&format!("  {name}"), cells), theme.style(role));
    text::hanging(head, meaning, width, theme.style(Role::Plain))
}

fn heading(name: &str, theme: Theme) -> Line<'static> {
    Line::styled(name.to_owned(), theme.style(Role::Strong))
}
