//! The learner's progress: topics and domains, mistakes, how well they judge
//! themselves, what is due when, and exams. A wide terminal shows all panes
//! side by side, a smaller one a page of them. What is shown was counted by
//! `quizbank::progress`, and worded by `report::stats` where `stats` says it too.

pub(super) mod ahead;
mod exams;
mod mistakes;
mod sure;
mod topics;

use std::cell::RefCell;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::text::{Line, Span};

use super::page::{Header, Page};
use super::related;
use crate::report::stats;
use crate::tui::content::Content;
use crate::tui::keys::{self, Keymap, MOVE, Move, Row, Turn};
use crate::tui::message::{Destination, Effect};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::List;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use quizbank::progress::LearnerProgress as Counted;

/// From this size on all panes are seen at once.
const WIDE: (u16, u16) = (110, 28);
/// The least height at which a page holds two panes.
const HIGH: u16 = 14;

/// The learner's progress.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Dashboard {
    content: Arc<Content>,
    counted: Counted,
    pane: Pane,
    topics: List,
    mistakes: List,
    sure: Scroll,
    exams: Scroll,
    /// Where names of panes and the panes themselves were rendered.
    places: RefCell<Vec<(Pane, Rect)>>,
}

/// A part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Topics,
    Mistakes,
    Sure,
    Ahead,
    Exams,
}

impl Pane {
    const ALL: [Self; 5] = [Self::Topics, Self::Mistakes, Self::Sure, Self::Ahead, Self::Exams];

    const fn name(self) -> &'static str {
        match self {
            Self::Topics => "Topics",
            Self::Mistakes => "Mistakes",
            Self::Sure => "Confidence",
            Self::Ahead => "Due",
            Self::Exams => "Exams",
        }
    }

    /// The pane after or before it, in a circle.
    fn turned(self, turn: Turn) -> Self {
        let at = Self::ALL.iter().position(|pane| *pane == self).unwrap_or_default();
        Self::ALL.get(turn.from(at, Self::ALL.len())).copied().unwrap_or(self)
    }
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Turn(Turn),
    Move(Move),
    Open,
    Close,
}

const TURN: Row<Command> = keys::turns(Command::Turn, "next pane", "next, previous pane");

/// The keys of the pane at hand: what does nothing there is not among them.
const fn rows(pane: Pane) -> &'static [Row<Command>] {
    const OPEN: &str = "open the topic, or play the run that corrects the mistake";
    const CHOOSE: Row<Command> =
        keys::moves(MOVE, Command::Move, "choose", "choose a topic or a mistake");
    const ENTER: Row<Command> = keys::row(&[("Enter", Command::Open)], "open", OPEN);
    const SCROLL: Row<Command> = keys::moves(MOVE, Command::Move, "scroll", "scroll");
    match pane {
        Pane::Topics | Pane::Mistakes => &[TURN, CHOOSE, ENTER],
        Pane::Sure | Pane::Exams => &[TURN, SCROLL],
        Pane::Ahead => &[TURN],
    }
}

impl Dashboard {
    /// The screen over what was counted.
    pub(in crate::tui) fn new(content: Arc<Content>, counted: Counted) -> Self {
        Self {
            content,
            counted,
            pane: Pane::Topics,
            topics: List::default(),
            mistakes: List::default(),
            sure: Scroll::top(),
            exams: Scroll::top(),
            places: RefCell::default(),
        }
    }

    /// Takes in what was counted anew.
    pub(in crate::tui) fn recount(&mut self, counted: Counted) {
        self.counted = counted;
    }

    /// The pane with the keys, and the chosen row of each list.
    fn chosen(&self) -> (Pane, usize, usize) {
        let rows = topics::parts(&self.counted, &self.content).len();
        let mistakes = self.counted.mistakes.len();
        (self.pane, self.topics.position(rows), self.mistakes.position(mistakes))
    }

    /// Opens the chosen topic, or the run that sets the chosen mistake right.
    fn accept(&self) -> Vec<Effect> {
        let destination = match self.pane {
            Pane::Topics => {
                let parts = topics::parts(&self.counted, &self.content);
                let chosen = parts.get(self.topics.position(parts.len()));
                chosen.and_then(|part| part.topic.clone()).map(Destination::Topic)
            }
            Pane::Mistakes => {
                let count = self.counted.mistakes.len();
                let chosen = self.counted.mistakes.get(self.mistakes.position(count));
                let scenario = chosen.and_then(|it| mistakes::scenario(it, &self.content));
                scenario.map(|scenario| Destination::Play(scenario.name.clone()))
            }
            Pane::Sure | Pane::Ahead | Pane::Exams => None,
        };
        destination.map(Effect::Open).into_iter().collect()
    }

    /// What was done, in calm words.
    fn summary(&self, width: u16) -> Vec<String> {
        let (answers, days) = (stats::answers(&self.counted), stats::days(&self.counted));
        let both = format!("{answers} · {days}");
        if text::width(&both) + 2 <= usize::from(width) { vec![both] } else { vec![answers, days] }
    }

    /// Draws the names of the panes, and says which are on this page and where.
    fn page(&self, frame: &mut Frame, area: Rect, theme: Theme) -> Vec<(Pane, Rect)> {
        let (tabs, body) = panel::split_top(area, 1);
        let wanted: usize = Pane::ALL.iter().map(|pane| text::width(pane.name()) + 2).sum();
        let air = if wanted <= usize::from(tabs.width) { " " } else { "" };
        let names = Pane::ALL.iter().map(|pane| {
            let role = if *pane == self.pane { Role::Selected } else { Role::Muted };
            Span::styled(format!("{air}{} ", pane.name()), theme.style(role))
        });
        let names: Vec<Span<'_>> = names.collect();
        let mut x = tabs.x;
        for (pane, name) in Pane::ALL.into_iter().zip(&names) {
            let width = u16::try_from(name.width()).unwrap_or(u16::MAX);
            self.places.borrow_mut().push((pane, Rect { x, width, ..tabs }));
            x = x.saturating_add(width);
        }
        frame.render_widget(Line::from(names), tabs);
        if matches!(self.pane, Pane::Sure | Pane::Ahead) && body.height >= HIGH {
            let height = sure::height(&self.counted, body.width);
            let rows = Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]);
            let [sure, ahead] = body.layout(&rows);
            return vec![(Pane::Sure, sure), (Pane::Ahead, ahead)];
        }
        vec![(self.pane, body)]
    }

    fn draw_pane(&self, frame: &mut Frame, pane: Pane, area: Rect, theme: Theme) {
        let focus = if pane == self.pane { Focus::Here } else { Focus::Elsewhere };
        let title = self.title(pane, area, theme);
        let inner = panel::panel(frame, area, title, focus, theme);
        match pane {
            Pane::Topics => {
                let list = (&self.topics, focus);
                topics::draw(frame, inner, &self.counted, &self.content, list, theme);
            }
            Pane::Mistakes => {
                let list = (&self.mistakes, focus);
                mistakes::draw(frame, inner, &self.counted, &self.content, list, theme);
            }
            Pane::Sure => sure::draw(frame, inner, &self.counted, &self.sure, theme),
            Pane::Ahead => ahead::draw(frame, inner, &self.counted, theme),
            Pane::Exams => {
                exams::draw(frame, inner, &self.counted, &self.content, &self.exams, theme);
            }
        }
    }

    fn title(&self, pane: Pane, area: Rect, theme: Theme) -> Line<'static> {
        let many = |count: usize, one: &str, more: &str| match count {
            0 => String::new(),
            1 => format!("1 {one}"),
            count => format!("{count} {more}"),
        };
        let counted = &self.counted;
        match pane {
            Pane::Topics => panel::title("Topics and domains", "", theme),
            Pane::Mistakes => {
                let figures = many(counted.mistakes.len(), "kind", "kinds");
                panel::title("Mistakes", &figures, theme)
            }
            Pane::Sure => panel::title("Confidence and results", "", theme),
            Pane::Ahead => panel::title("Due", &ahead::figures(counted, area), theme),
            Pane::Exams => {
                let figures = many(counted.exams.len(), "attempt", "attempts");
                panel::title("Practice exams", &figures, theme)
            }
        }
    }
}

impl Page for Dashboard {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        let keymap = Keymap::new("Progress", rows(self.pane));
        let moves = |it| matches!(it, Command::Move(_));
        let keymap = match self.pane {
            Pane::Sure => keymap.scrolling(&self.sure, moves),
            Pane::Exams => keymap.scrolling(&self.exams, moves),
            Pane::Mistakes if self.counted.mistakes.is_empty() => keymap.out_of_footer(moves),
            Pane::Topics | Pane::Mistakes | Pane::Ahead => keymap,
        };
        let opens = !self.accept().is_empty();
        let keymap = keymap.out_of_footer(|it| matches!(it, Command::Open) && !opens);
        keymap.back(Command::Close)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Turn(turn) => self.pane = self.pane.turned(turn),
            Command::Open => return self.accept(),
            Command::Close => return vec![Effect::Close],
            Command::Move(to) => match self.pane {
                Pane::Topics => {
                    let length = topics::parts(&self.counted, &self.content).len();
                    self.topics.step(to, length);
                }
                Pane::Mistakes => self.mistakes.step(to, self.counted.mistakes.len()),
                Pane::Sure => self.sure.step(to),
                Pane::Exams => self.exams.step(to),
                Pane::Ahead => {}
            },
        }
        Vec::new()
    }

    /// A click chooses a pane and what is in it, and opens what is chosen already.
    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        let before = self.chosen();
        let place = self.places.borrow().iter().find(|(_, area)| area.contains(mouse)).copied();
        self.pane = place.map_or(self.pane, |(pane, _)| pane);
        let is_entry = self.topics.click(mouse) || self.mistakes.click(mouse);
        if is_entry && self.chosen() == before { self.accept() } else { Vec::new() }
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.topics, &mut self.mistakes, &mut self.sure, &mut self.exams]
    }

    fn header(&self, theme: Theme) -> Header {
        Header::new("Progress", &stats::known(&self.counted), theme)
    }

    /// Draws what was done in a line or two, then the panes.
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let is_wide = area.width >= WIDE.0 && area.height >= WIDE.1;
        let summary = self.summary(area.width);
        let width = area.width.saturating_sub(1);
        let lines = summary.iter().flat_map(|it| {
            let wrapped = text::wrap(it, width.into());
            wrapped.into_iter().map(|line| Line::raw(format!(" {line}")))
        });
        let lines: Vec<Line<'_>> = lines.collect();
        let (top, rest) = panel::split_top(area, panel::height_of(&lines));
        panel::lines(frame, top, lines);
        self.places.take();
        let panes =
            if is_wide { self.wide(frame, rest, theme) } else { self.page(frame, rest, theme) };
        // A click finds what is rendered now, and nothing that was rendered before.
        self.topics.hide();
        self.mistakes.hide();
        self.sure.hide();
        self.exams.hide();
        self.places.borrow_mut().extend(panes.iter().copied());
        for (pane, place) in panes {
            self.draw_pane(frame, pane, place, theme);
        }
    }
}

impl Dashboard {
    /// Every pane and its place. Draws the way through the course where there is room for more.
    fn wide(&self, frame: &mut Frame, area: Rect, theme: Theme) -> Vec<(Pane, Rect)> {
        // Names of topics and of mistakes need more room than anything else.
        let columns = Layout::horizontal([Constraint::Fill(2), Constraint::Fill(1)]);
        let [left, right] = area.layout(&columns);
        let rows = topics::height(&self.counted, &self.content).min(left.height * 3 / 5);
        let (topics, mistakes) = panel::split_top(left, rows);
        let (sure, right) = panel::split_top(right, sure::height(&self.counted, right.width));
        let width = right.width.saturating_sub(4);
        let exams = exams::height(&self.counted, &self.content, width, theme).min(right.height / 2);
        let ahead = ahead::height(&self.counted, width).min(right.height - exams);
        let room = right.height - exams - ahead;
        let steps = related::steps(&self.content.course, (width, room), theme);
        let right = related::draw_below(frame, (right, ahead + exams), vec![steps], theme);
        let (ahead, exams) = panel::split_top(right, right.height - exams);
        vec![
            (Pane::Topics, topics),
            (Pane::Mistakes, mistakes),
            (Pane::Sure, sure),
            (Pane::Ahead, ahead),
            (Pane::Exams, exams),
        ]
    }
}
