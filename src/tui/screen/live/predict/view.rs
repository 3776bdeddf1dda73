//! How a prediction is rendered: the question with what is picked, or what came true of it.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::super::charts;
use super::{Predict, RoomBallot, Stage, Who, settled_by};
use crate::app::proof::outcome::PredictionOutcome;
use crate::report::number;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::exhibit;
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::panel::{self, Focus};
use quizbank::score::Tally;
use spanned_toml::faults::counted;

/// Cells of a bar at most, and those beside it that its figures take.
const LONGEST_BAR: usize = 50;
const FIGURES: usize = 42;
/// From this width on the options stand beside the question, with a gap between them.
const BESIDE: u16 = 150;
const GAP: u16 = 3;
/// Rows of a question that are in sight above its options.
const LEAST_ASKED: u16 = 4;

/// Where the options stand.
#[derive(Clone, Copy, Debug)]
enum Answers {
    Beside,
    /// Below the question, which scrolls without them.
    Below,
    /// Below the question; both scroll.
    Scrolled,
}

impl Predict {
    /// Draws it in the lower part of `area`, in all of it where less than a chart is left above,
    /// and gives what is left. The options are in sight before all of the question is.
    pub(in crate::tui::screen::live) fn draw(
        &self,
        frame: &mut Frame,
        area: Rect,
        theme: Theme,
    ) -> Rect {
        let (width, rows) = (panel::inner_width(area), area.height.saturating_sub(2));
        let is_wide = width >= BESIDE;
        let width = if is_wide { (width - GAP) / 2 } else { width }.min(panel::WIDEST);
        let asked = exhibit::stem(&self.item, width, Role::Strong, theme);
        let (answers, cursor) = self.answers(width, theme);
        let [asked_rows, answer_rows] = [&asked, &answers].map(|lines| panel::height_of(lines));
        let is_revealed = matches!(self.stage, Stage::Revealed(_));
        let place = if is_wide && asked_rows.max(answer_rows) <= rows {
            Answers::Beside
        } else if !is_revealed && answer_rows + 1 + LEAST_ASKED <= rows {
            Answers::Below
        } else {
            Answers::Scrolled
        };
        let wanted = match place {
            Answers::Beside => asked_rows.max(answer_rows),
            Answers::Below | Answers::Scrolled => asked_rows + 1 + answer_rows,
        };
        let above = area.height.saturating_sub(wanted.saturating_add(2));
        let above = if above < charts::LEAST { 0 } else { above };
        let (above, area) = panel::split_top(area, above);
        let title = self.title(theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        let read = Rect { width, ..inner };
        self.options.set(Rect::default());
        match place {
            Answers::Beside => {
                let gap = Rect { x: read.right(), width: GAP, ..read };
                panel::draw_divider(frame, gap, theme);
                let options = Rect { x: gap.right(), ..read };
                self.scroll.draw(frame, read, asked, theme);
                panel::lines(frame, options, answers);
                self.options.set(options);
            }
            Answers::Below => {
                let shown = asked_rows.min(read.height.saturating_sub(answer_rows + 1));
                let (top, rest) = panel::split_top(read, shown);
                let (_, options) = panel::split_top(rest, 1);
                self.scroll.draw(frame, top, asked, theme);
                panel::lines(frame, options, answers);
                self.options.set(options);
            }
            Answers::Scrolled => {
                let start = asked.len() + 1;
                let lines = [asked, vec![Line::default()], answers].concat();
                if let Some(cursor) = cursor {
                    let cursor = start + cursor.start..start + cursor.end;
                    self.scroll.follow(lines.len(), usize::from(read.height), &cursor);
                }
                self.scroll.draw(frame, read, lines, theme);
            }
        }
        above
    }

    fn title(&self, theme: Theme) -> Line<'static> {
        let (name, about) = match (&self.stage, self.who) {
            (Stage::Revealed(_), _) => ("Results of predictions", String::new()),
            (Stage::Reporting, Who::Learner) => ("What did you see?", String::new()),
            (Stage::Reporting, Who::Class | Who::Room) => ("What did you see?", self.turnout()),
            (_, Who::Learner) => ("Predict", self.wanted()),
            (_, Who::Class | Who::Room) => ("Predict", self.turnout()),
        };
        panel::title(name, &about, theme)
    }

    /// The option under the mouse, as of the last drawing; none once the outcome is shown.
    pub(super) fn option_at(&self, mouse: Position) -> Option<usize> {
        if matches!(self.stage, Stage::Revealed(_)) {
            return None;
        }
        let options = self.options.get();
        let (width, line) = if options.is_empty() {
            let width = self.scroll.width();
            let above = exhibit::stem(&self.item, width, Role::Strong, Theme::PLAIN).len() + 1;
            (width, self.scroll.line_at(mouse)?.checked_sub(above)?)
        } else {
            let row = options.contains(mouse).then(|| mouse.y - options.y)?;
            (options.width, usize::from(row))
        };
        let mut end = 0;
        self.item.options.iter().enumerate().position(|(index, option)| {
            end += self.option(index, &option.text, width, Theme::PLAIN).len();
            line < end
        })
    }

    /// An option with what it has of votes.
    fn option(&self, index: usize, words: &str, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let position = self.item.options.get(index).map_or(index, |option| option.position);
        let count = self.shown_votes().of(position);
        let mark = match self.who {
            Who::Room => String::new(),
            Who::Class if self.room.is_some() => format!("{:>10}  ", counted(count, "hand")),
            Who::Class => format!("{:>10}  ", counted(count, "vote")),
            Who::Learner if count > 0 => "● ".to_owned(),
            Who::Learner => "○ ".to_owned(),
        };
        // Before a room nothing marks an option.
        let is_selected = index == self.cursor && self.who != Who::Room;
        let role = if is_selected { Role::Selected } else { Role::Plain };
        let style = theme.style(role);
        let head = Span::styled(format!("{} {mark}", index + 1), style);
        let hanging = if is_selected { text::hanging_row } else { text::hanging };
        let mut lines = hanging(head, words, width, style);
        if let Some(room) = &self.room {
            lines.push(self.bar(position, room, width, theme));
        }
        lines
    }

    /// The share of an option in the votes of the room and the hands beside them.
    fn bar(&self, position: usize, room: &RoomBallot, width: u16, theme: Theme) -> Line<'static> {
        let (votes, hands) = (room.votes.votes.of(position), self.shown_votes().of(position));
        let both = self.all_votes();
        let all = both.of(position);
        let people = self.people(room).max(1);
        let options = &self.item.options;
        let counts: Vec<u32> = options.iter().map(|option| both.of(option.position)).collect();
        let place = options.iter().position(|option| option.position == position);
        let percents = number::percents(&counts, people as u64);
        let percent = place.and_then(|place| percents.get(place)).copied().unwrap_or_default();
        let beside =
            if hands > 0 { format!(" ({votes} + {hands} by hand)") } else { String::new() };
        let figures = format!(" {percent:>3} %  {}{beside}", counted(all, "vote"));
        let cells = usize::from(width).saturating_sub(FIGURES).min(LONGEST_BAR);
        let part = usize::try_from(all).unwrap_or(usize::MAX);
        let gauge = Gauge { part, whole: people, cells };
        let mut spans = vec![Span::raw("  ")];
        spans.extend(gauge.spans(Role::Accent, theme));
        spans.push(Span::styled(figures, theme.style(Role::Strong)));
        Line::from(spans)
    }

    /// Number of people whose votes are counted, the owners of the hands included.
    fn people(&self, room: &RoomBallot) -> usize {
        let hands = usize::try_from(self.shown_votes().cast()).unwrap_or(usize::MAX);
        room.votes.voters.saturating_add(hands.div_ceil(self.item.wanted().max(1)))
    }

    /// How many votes there are.
    fn turnout(&self) -> String {
        let hands = self.shown_votes().cast();
        let Some(room) = &self.room else { return counted(hands, "vote") };
        let hands =
            if hands > 0 { format!(" · {}", counted(hands, "hand")) } else { String::new() };
        let locking = if room.is_locking { " · locking" } else { "" };
        format!("{} of {} voted{hands}{locking}", room.votes.voters, room.joined)
    }

    fn wanted(&self) -> String {
        match self.item.wanted() {
            1 => "before the run goes on".to_owned(),
            many => format!("before the run goes on; pick {many}"),
        }
    }

    /// The options or what came of them, and the lines of the option under the cursor.
    fn answers(&self, width: u16, theme: Theme) -> (Vec<Line<'static>>, Option<Range<usize>>) {
        if let Stage::Revealed(outcome) = &self.stage {
            return (self.reported(outcome, width, theme), None);
        }
        let mut lines = Vec::new();
        let mut cursor = 0..0;
        for (index, option) in self.item.options.iter().enumerate() {
            let shown = self.option(index, &option.text, width, theme);
            if index == self.cursor {
                cursor = lines.len()..lines.len() + shown.len();
            }
            lines.extend(shown);
        }
        let missing = self.missing.clone().or_else(|| self.lock_trouble());
        if let Some(missing) = &missing {
            let first = lines.len();
            lines.extend(panel::wrapped(missing, width, Role::Warn, theme));
            cursor = cursor.start.max(first.saturating_sub(1))..lines.len();
        }
        let follows = self.who != Who::Room || missing.is_some();
        (lines, follows.then_some(cursor))
    }

    /// Every option with its votes before and after, and why the true one is true.
    fn reported(
        &self,
        outcome: &PredictionOutcome,
        width: u16,
        theme: Theme,
    ) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let head = format!("  {:>9} {:>5}", "predicted", "seen");
        lines.push(Line::styled(head, theme.style(Role::Muted)));
        for option in &self.item.options {
            let came = outcome.right.contains(&option.position);
            let (before, after) =
                (self.predicted.of(option.position), self.seen.of(option.position));
            let (sign, role) = match (came, before + after > 0) {
                (true, _) => ("✓", Role::Good),
                (false, true) => ("✗", Role::Bad),
                (false, false) => (" ", Role::Muted),
            };
            let head = format!("{sign} {before:>9} {after:>5}  ");
            lines.extend(hanging(&head, &option.text, width, role, theme));
            if came {
                let indent = " ".repeat(text::width(&head));
                lines.extend(hanging(&indent, &option.why, width, Role::Plain, theme));
            }
        }
        lines.push(Line::default());
        lines.extend(panel::wrapped(&settled_by(outcome), width, Role::Plain, theme));
        let share = |word: &str, tally: Tally| {
            tally.percent().map(|percent| {
                let Tally { right, answered } = tally;
                format!("{word} {right} of {answered} ({percent} %)")
            })
        };
        let shares = [
            share("predicted right", self.predicted.judged(&outcome.right)),
            share("observed right", self.seen.judged(&outcome.right)),
        ];
        let shares = shares.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        lines.extend(panel::wrapped(&shares, width, Role::Accent, theme));
        lines
    }
}

/// `content` behind `head`, further lines below the first.
fn hanging(head: &str, content: &str, width: u16, role: Role, theme: Theme) -> Vec<Line<'static>> {
    let style = theme.style(role);
    text::hanging(Span::styled(head.to_owned(), style), content, width, style)
}
