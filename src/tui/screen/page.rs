//! What every screen does, and the messages that it gets.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::tui::keys::Keymap;
use crate::tui::message::{Effect, Msg, Wheel};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::scroll::{Bar, Scrollable};

/// What a screen does with keys, the mouse and time, and how it is rendered.
pub(in crate::tui) trait Page {
    /// What its keys mean.
    type Command: Copy + 'static;

    /// The keys that hold as it stands.
    fn keys(&self) -> Keymap<Self::Command>;

    /// Does what a key means, and says what else is to be done.
    fn act(&mut self, command: Self::Command) -> Vec<Effect>;

    /// The line in which a text is typed now: it takes what is pasted, and every key
    /// that means nothing else.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }

    /// Takes in that the text in the line is another one.
    fn edited(&mut self) {}

    /// The mouse was pressed, and not on a bar. Says what else is to be done.
    fn click(&mut self, _mouse: Position) -> Vec<Effect> {
        Vec::new()
    }

    /// The mouse was dragged, and not by a bar.
    fn drag(&mut self, _mouse: Position) {}

    /// The wheel was turned, and not over one of [`Self::panes`]. False where that means what
    /// the arrows mean.
    fn turn_wheel(&mut self, _mouse: Position, _wheel: Wheel) -> bool {
        false
    }

    /// The panes in sight that the wheel and a bar at their side move.
    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        Vec::new()
    }

    /// Takes in that the mouse has moved the pane of this place in [`Self::panes`].
    fn moved(&mut self, _pane: usize) {}

    /// So much time has passed.
    fn tick(&mut self, _elapsed: Duration) -> Vec<Effect> {
        if self.moves() { vec![Effect::Simulate] } else { Vec::new() }
    }

    /// Whether something moves without a key.
    fn moves(&self) -> bool {
        false
    }

    /// Simulates on by `events` engine events. True when nothing is left to do.
    fn simulate(&mut self, _events: u64) -> bool {
        true
    }

    /// The addresses that it shows, each whole, for links.
    fn links(&self) -> Vec<String> {
        Vec::new()
    }

    /// The line at the top.
    fn header(&self, theme: Theme) -> Header;

    /// The same in a line of `width` cells.
    fn header_in(&self, _width: u16, theme: Theme) -> Header {
        self.header(theme)
    }

    /// Draws what is between the first line and the last.
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme);

    /// Takes in a message and says what is to be done.
    fn update(&mut self, message: &Msg) -> Vec<Effect> {
        match message {
            Msg::Key(key) => match self.keys().command(*key) {
                Some(command) => return self.act(command),
                None => self.edit(|field| field.press(*key)),
            },
            Msg::Paste(text) => self.edit(|field| field.paste(text)),
            Msg::Click(mouse) => match pressed(self.panes(), *mouse) {
                Some(pane) => self.moved(pane),
                None => return self.click(*mouse),
            },
            Msg::Drag(mouse) => match dragged(self.panes(), *mouse) {
                Some(pane) => self.moved(pane),
                None => self.drag(*mouse),
            },
            Msg::Release => self.panes().iter().for_each(|pane| pane.bar().release()),
            Msg::Wheel(mouse, wheel) if self.turn_wheel(*mouse, *wheel) => {}
            Msg::Wheel(mouse, wheel) => match turned(self.panes(), *mouse, *wheel) {
                Some(pane) => self.moved(pane),
                None => return self.update(&Msg::press(wheel.arrow())),
            },
            Msg::Tick(elapsed) => return self.tick(*elapsed),
        }
        Vec::new()
    }

    /// Changes the text in the line in which one is typed.
    fn edit(&mut self, change: impl FnOnce(&mut Field)) {
        let Some(field) = self.field() else { return };
        let before = field.text().to_owned();
        change(field);
        if field.text() != before {
            self.edited();
        }
    }
}

/// Takes hold of the bar under the mouse; gives the place of its pane.
pub(in crate::tui) fn pressed(panes: Vec<&mut dyn Scrollable>, mouse: Position) -> Option<usize> {
    put(panes, |bar| bar.press(mouse))
}

/// Moves the pane whose bar is held; gives its place.
pub(in crate::tui) fn dragged(panes: Vec<&mut dyn Scrollable>, mouse: Position) -> Option<usize> {
    put(panes, |bar| bar.drag(mouse))
}

fn put(panes: Vec<&mut dyn Scrollable>, first: impl Fn(&Bar) -> Option<usize>) -> Option<usize> {
    let mut panes = panes.into_iter().enumerate();
    panes.find_map(|(place, pane)| {
        pane.put(first(pane.bar())?);
        Some(place)
    })
}

/// Moves the pane under the mouse a line; gives its place.
fn turned(panes: Vec<&mut dyn Scrollable>, mouse: Position, wheel: Wheel) -> Option<usize> {
    let (place, pane) = panes.into_iter().enumerate().find(|(_, pane)| pane.is_at(mouse))?;
    pane.turn(wheel);
    Some(place)
}

/// The line at the top: where one is, and how things stand.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Header {
    /// Cut first when the line is too long.
    pub(in crate::tui) left: Line<'static>,
    /// Kept.
    pub(in crate::tui) right: Line<'static>,
}

impl Header {
    /// Where one is, and how things stand there, if there is something to say.
    pub(in crate::tui) fn new(place: &str, state: &str, theme: Theme) -> Self {
        let left = Line::styled(format!(" {place}"), theme.style(Role::Strong));
        let right = Line::styled(format!("{state} "), theme.style(Role::Muted));
        Self { left, right: if state.is_empty() { Line::default() } else { right } }
    }

    /// The same with the title of what is shown there.
    pub(in crate::tui) fn titled(place: &str, title: &str, state: &str, theme: Theme) -> Self {
        let left = vec![
            Span::styled(format!(" {place}"), theme.style(Role::Strong)),
            Span::styled(format!(" · {title}"), theme.style(Role::Muted)),
        ];
        Self { left: left.into(), ..Self::new(place, state, theme) }
    }
}
