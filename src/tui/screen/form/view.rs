//! How a form is rendered: the list under its filter, and beside it, or below on a narrow
//! screen, what there is to say of the chosen row with what is put in.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::takes::Takes;
use super::{Entry, Form, Row};
use crate::tui::format;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{Item, List};
use crate::tui::widget::panel::{self, Focus};

/// From here on the list has what is said beside it.
const WIDE: u16 = 96;
/// The most cells of what a value was at first.
const FIRST: usize = 28;
/// Cells between a label and its value.
const GAP: usize = 2;
/// Values that are seen of a picker below the list.
const PICKED: u16 = 6;
/// In this height the list has that beside it only from here on.
const TALL: u16 = 40;
const WIDER: u16 = 120;
/// From this height on a list above what is said has more than half of the rows.
const HIGH: u16 = 24;
/// From this height on there is a line between both.
const RULED: u16 = 12;
/// Rows that a list keeps above what is said.
const LEAST: u16 = 4;

/// Where the labels of a group stand.
#[derive(Clone, Copy, Debug)]
enum Labels {
    /// Below its name, and a gap above.
    Below,
    /// Behind its name.
    Beside,
}

/// How near the rows of the list stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Density {
    Dense,
    /// What each takes below it, and a gap between groups.
    Apart,
}

impl<K> Form<K> {
    /// Draws the form inside of a panel; `advice` is said of the chosen row.
    pub(in crate::tui) fn draw(&self, frame: &mut Frame, area: Rect, advice: &str, theme: Theme) {
        let (filter, body) = panel::split_top(area, 1);
        self.draw_filter(frame, filter, theme);
        self.said.hide();
        if self.listed().is_empty() {
            return self.draw_labels(frame, body, theme);
        }
        let picked = match self.entry {
            Entry::Picking => self.chosen().map_or(0, |row| row.choices().len()),
            Entry::Nothing | Entry::Typing(_) => 0,
        };
        let picked = u16::try_from(picked).unwrap_or(u16::MAX);
        if body.width >= WIDE && (body.width >= WIDER || body.height < TALL) {
            let columns = [Constraint::Fill(3), Constraint::Length(3), Constraint::Fill(2)];
            let [list, gap, beside] = body.layout(&Layout::horizontal(columns));
            panel::draw_divider(frame, gap, theme);
            self.draw_rows(frame, list, Density::Dense, theme);
            let said = self.said(beside.width, advice, theme);
            self.draw_said(frame, beside, said, picked.min(beside.height / 2), theme);
        } else {
            let said = self.said(body.width, advice, theme);
            let core = panel::height_of(&said);
            let sections = panel::height_of(&self.sections(body.width, theme));
            let picked = picked.min(PICKED);
            let rule = u16::from(body.height >= RULED);
            // Most of the rows are the list's, as far as it has this many.
            let needed = u16::try_from(self.height()).unwrap_or(u16::MAX);
            let most = match self.entry {
                Entry::Nothing if body.height >= HIGH => body.height * 3 / 5,
                Entry::Nothing => body.height / 2,
                Entry::Typing(_) | Entry::Picking => body.height / 3,
            };
            let room = body.height.saturating_sub(needed.min(most) + picked + rule);
            let taken = core.saturating_add(sections).min(room).max(core) + picked + rule;
            // What is put in is in sight before rows of the list are.
            let put_in = match self.entry {
                Entry::Typing(_) => core - self.entry_at(&said),
                Entry::Picking => picked.clamp(1, LEAST),
                Entry::Nothing => 0,
            };
            let least = LEAST.min(body.height.saturating_sub(put_in + rule));
            let left = body.height.saturating_sub(taken).max(least);
            let apart = u16::try_from(self.height_apart()).unwrap_or(u16::MAX);
            let (rows, density) = match apart {
                apart if apart <= left && body.height >= HIGH => (apart, Density::Apart),
                _ => (left.min(needed.max(least)), Density::Dense),
            };
            let (list, below) = panel::split_top(body, rows);
            self.draw_rows(frame, list, density, theme);
            let (line, below) = panel::split_top(below, rule);
            let line_of = Line::styled("─".repeat(line.width.into()), theme.style(Role::Muted));
            frame.render_widget(line_of, line);
            self.draw_said(frame, below, said, picked, theme);
        }
    }

    fn draw_filter(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let spans = if self.is_filtering() || !self.filter.is_empty() {
            let mut spans = vec![Span::styled("/ ", theme.style(Role::Accent))];
            spans.extend(self.filter.spans(usize::from(area.width).saturating_sub(2), theme));
            spans
        } else {
            vec![Span::styled("/ filters the list", theme.style(Role::Muted))]
        };
        panel::lines(frame, area, vec![Line::from(spans)]);
    }

    fn draw_rows(&self, frame: &mut Frame, area: Rect, density: Density, theme: Theme) {
        let width = usize::from(area.width).saturating_sub(2);
        let columns = Columns::of(&self.rows, width);
        let mut items = Vec::new();
        let mut group = "";
        for row in self.listed_rows() {
            if row.group != group {
                let is_first = group.is_empty();
                group = &row.group;
                if density == Density::Apart && !is_first {
                    items.push(Item::Heading(Line::default()));
                }
                items.push(Item::Heading(Line::styled(
                    row.group.clone(),
                    theme.style(Role::Strong),
                )));
            }
            items.push(Item::Entry(row.cells(columns)));
            let note = row.taken().filter(|_| density == Density::Apart);
            items.extend(note.map(Item::Note));
        }
        match self.entry {
            Entry::Nothing => self.list.draw(frame, area, items, (0, Focus::Here), theme),
            Entry::Typing(_) | Entry::Picking => self.list.draw_left(frame, area, items, theme),
        }
    }

    /// Where no row has the words of a filter: that none has, and which labels there are.
    fn draw_labels(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.list.hide();
        self.picker.hide();
        let none = "No setting contains these words.";
        let mut lines = panel::wrapped(none, area.width, Role::Muted, theme);
        let room = usize::from(area.height).saturating_sub(lines.len());
        let apart = self.labels(Labels::Below, area.width, theme);
        let is_apart = apart.len() <= room;
        lines.extend(if is_apart { apart } else { self.labels(Labels::Beside, area.width, theme) });
        self.said.draw(frame, area, lines, theme);
    }

    /// The labels of all rows, by group.
    fn labels(&self, labels: Labels, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let of = |group: &[Row<K>]| {
            let name = group.first().map_or("", |row| &row.group);
            // A label is whole on its line.
            let whole = |row: &Row<K>| row.label.replace(' ', text::NO_BREAK);
            let all: Vec<String> = group.iter().map(whole).collect();
            let all = all.join(&format!("{}· ", text::NO_BREAK));
            match labels {
                Labels::Below => {
                    let heading = Line::styled(name.to_owned(), theme.style(Role::Strong));
                    let all = panel::wrapped(&all, width, Role::Muted, theme);
                    [Line::default(), heading].into_iter().chain(all).collect::<Vec<_>>()
                }
                Labels::Beside => {
                    let heading = Span::styled(format!("{name}  "), theme.style(Role::Strong));
                    text::hanging(heading, &all, width, theme.style(Role::Muted))
                }
            }
        };
        self.rows.chunk_by(|one, next| one.group == next.group).flat_map(of).collect()
    }

    /// Draws what is `said` of the chosen row and the sections about it as one page; while a value
    /// is put in, it is in sight, and the sections have what is left.
    fn draw_said(
        &self,
        frame: &mut Frame,
        area: Rect,
        said: Vec<Line<'static>>,
        picked: u16,
        theme: Theme,
    ) {
        if let Entry::Nothing = self.entry {
            self.picker.hide();
            let lines = said.into_iter().chain(self.sections(area.width, theme)).collect();
            return self.said.draw(frame, area, lines, theme);
        }
        let all = panel::height_of(&said);
        let least = picked.min(LEAST).min(area.height);
        // Of what does not fit, the first lines go, up to the one in which a value is typed.
        let missing = match self.entry {
            Entry::Typing(_) => all.saturating_sub(area.height).min(self.entry_at(&said)),
            Entry::Picking | Entry::Nothing => 0,
        };
        let said: Vec<Line<'static>> = said.into_iter().skip(missing.into()).collect();
        let (above, below) = panel::split_top(area, (all - missing).min(area.height - least));
        panel::lines(frame, above, said);
        let (choices, below) = panel::split_top(below, picked);
        self.draw_choices(frame, choices, theme);
        self.said.draw(frame, below, self.sections(area.width, theme), theme);
    }

    /// Draws the values while one is picked.
    fn draw_choices(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        match (&self.entry, self.chosen()) {
            (Entry::Picking, Some(row)) => draw_choices(frame, area, row, &self.picker, theme),
            _ => self.picker.hide(),
        }
    }

    /// The place of the line in which a value is typed among what is `said`.
    fn entry_at(&self, said: &[Line<'static>]) -> u16 {
        let Some(row) = self.chosen() else { return 0 };
        let label = label_of(row);
        let at =
            said.iter().rposition(|line| line.spans.first().is_some_and(|it| it.content == label));
        u16::try_from(at.unwrap_or_default()).unwrap_or(u16::MAX)
    }

    /// Rows of the list with the headings of its groups.
    fn height(&self) -> usize {
        let rows = self.listed_rows();
        rows.len() + rows.chunk_by(|one, next| one.group == next.group).count()
    }

    /// As [`Self::height`], with what each row takes below it and an empty row between groups.
    fn height_apart(&self) -> usize {
        let rows = self.listed_rows();
        let notes = rows.iter().filter(|row| row.taken().is_some()).count();
        let gaps = rows.chunk_by(|one, next| one.group == next.group).count().saturating_sub(1);
        self.height() + notes + gaps
    }

    /// The sections of the chosen row, an empty line above each, and its path at the end.
    fn sections(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let sections = self.chosen().map_or(&[][..], |row| &row.sections);
        let lines = sections.iter().flat_map(|section| {
            let heading = Line::styled(section.heading, theme.style(Role::Strong));
            let text = panel::wrapped(&section.text, width, Role::Plain, theme);
            [Line::default(), heading].into_iter().chain(text)
        });
        let path = self.chosen().map(|row| &row.path).filter(|path| !path.is_empty());
        let path = path.map(|path| panel::wrapped(path, width, Role::Muted, theme));
        let path = path.into_iter().flat_map(|path| [Line::default()].into_iter().chain(path));
        lines.chain(path).collect()
    }

    /// What there is to say of the chosen row; the line in which its value is typed stands last
    /// but for what is wrong with it.
    fn said(&self, width: u16, advice: &str, theme: Theme) -> Vec<Line<'static>> {
        let Some(row) = self.chosen() else { return Vec::new() };
        let mut lines = Vec::new();
        let wrapped = |text: &str, role| panel::wrapped(text, width, role, theme);
        lines.extend(wrapped(&row.label, Role::Strong));
        if !row.about.is_empty() {
            lines.extend(wrapped(&row.about, Role::Plain));
        }
        if let (true, Some(first)) = (row.is_changed(), &row.first) {
            lines.extend(wrapped(&format!("● was {}", row.words(first)), Role::Warn));
        }
        if let Some((at, value)) = &row.later {
            let (at, value) = (format::clock_s(*at), row.words(value));
            let later = format!(
                "An event of the scenario sets it to {value} at {at}: your value holds until then."
            );
            lines.extend(wrapped(&later, Role::Warn));
        }
        match &row.takes {
            Some(Takes::Described(words)) => lines.extend(wrapped(words, Role::Muted)),
            Some(Takes::OneOf(_)) if !matches!(self.entry, Entry::Picking) => {
                lines.extend(row.taken().iter().flat_map(|it| wrapped(it, Role::Muted)));
            }
            Some(Takes::OneOf(_)) | None => {}
        }
        if !advice.is_empty() {
            lines.extend(wrapped(advice, Role::Muted));
        }
        if let Entry::Typing(field) = &self.entry {
            lines.push(field.line(label_of(row), width, theme));
        }
        if let Some(trouble) = &self.trouble {
            lines.extend(wrapped(trouble, Role::Warn));
        }
        lines
    }
}

/// What stands before a typed value of `row`.
fn label_of<K>(row: &Row<K>) -> String {
    format!("{} = ", row.label)
}

/// The cells of the columns of a list, as wide as the widest of each as far as there is room.
#[derive(Clone, Copy)]
struct Columns {
    width: usize,
    label: usize,
    value: usize,
    first: usize,
}

impl Columns {
    fn of<K>(rows: &[Row<K>], width: usize) -> Self {
        let widest = |cells: fn(&Row<K>) -> usize| rows.iter().map(cells).max().unwrap_or_default();
        let label = widest(|row| row.value.as_ref().map_or(0, |_| text::width(&row.label)));
        let label = label.min(width / 2);
        let left = width.saturating_sub(label + GAP);
        let first = widest(|row| text::width(&row.was())).min(FIRST).min(left / 2);
        let value = widest(|row| row.value.as_ref().map_or(0, |it| text::width(&row.shown(it))));
        Self { width, label, value: value.min(left - first), first }
    }
}

impl<K> Row<K> {
    /// Its label, its value, and what that was at first, whose cells the value has else.
    fn cells(&self, columns: Columns) -> Vec<(String, Role)> {
        let Columns { width, label, value: room, first } = columns;
        let Some(value) = &self.value else {
            return vec![(text::pad(&self.label, width), Role::Plain)];
        };
        let role = if self.is_changed() { Role::Accent } else { Role::Strong };
        let (gap, was) = (" ".repeat(GAP), self.was());
        let (room, first) = if was.is_empty() { (room + first, 0) } else { (room, first) };
        vec![
            (text::pad(&self.label, label) + &gap, Role::Plain),
            (text::pad(&self.shown(value), room), role),
            (text::pad(&was, first), Role::Warn),
        ]
    }

    /// What it takes, in a line.
    fn taken(&self) -> Option<String> {
        Some(match self.takes.as_ref()? {
            Takes::Described(words) => words.clone(),
            Takes::OneOf(choices) => {
                let words: Vec<&str> = choices.iter().map(|it| it.words.as_str()).collect();
                words.join(" · ")
            }
        })
    }

    /// What it was at first, where it is something else now.
    fn was(&self) -> String {
        match &self.first {
            Some(first) if self.is_changed() => format!(" ● was {}", self.words(first)),
            _ => String::new(),
        }
    }
}

fn draw_choices<K>(frame: &mut Frame, area: Rect, row: &Row<K>, picker: &List, theme: Theme) {
    let choices = row.choices().iter().map(|choice| {
        let is_now = row.value.as_ref() == Some(&choice.value);
        let now = if is_now { "  now" } else { "" };
        Item::Entry(vec![(choice.words.clone(), Role::Plain), (now.to_owned(), Role::Muted)])
    });
    picker.draw(frame, area, choices.collect(), (0, Focus::Here), theme);
}
