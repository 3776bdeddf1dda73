//! The parameter sheet of a run: every value that the engine works with, and
//! whether it is documented, observed, assumed or the course's.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::form::{named, with_labels};
use super::page::{Header, Page as Screen};
use crate::report::explain::{self, ParameterRow};
use crate::tui::content::Content;
use crate::tui::keys::{self, Keymap, MOVE, Move, Row};
use crate::tui::message::{Destination, Effect};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::file::draft::Draft;
use quizbank::model::fact::Ledger;

/// The cells before a label.
const INDENT: usize = 2;
/// The cells between two parts of a row.
const GAP: usize = 2;
/// The most cells of a value.
const VALUE: usize = 28;
/// With fewer cells for sources, these stand below their labels.
const SOURCE: usize = 30;

/// The parameters of what is played.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Sheet {
    draft: Draft,
    content: Arc<Content>,
    scroll: Scroll,
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Scroll(Move),
    Sensitivity,
    Close,
}

const KEYS: &[Row<Command>] = &[
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
    keys::row(
        &[("s", Command::Sensitivity)],
        "sensitivity",
        "run over the ranges of the assumed values to find which one decides each goal",
    ),
    keys::row(&[("a", Command::Close)], "the run", "return to the run"),
];

impl Sheet {
    /// The parameters of what `draft` plays.
    pub(in crate::tui) fn new(draft: Draft, content: Arc<Content>) -> Self {
        Self { draft, content, scroll: Scroll::top() }
    }
}

impl Screen for Sheet {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        let has_goals = !self.draft.scenario().goals.is_empty();
        Keymap::new("The parameters of a run", KEYS)
            .without(|command| matches!(command, Command::Sensitivity) && !has_goals)
            .scrolling(&self.scroll, |command| matches!(command, Command::Scroll(_)))
            .back(Command::Close)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Scroll(to) => self.scroll.step(to),
            Command::Sensitivity => {
                let draft = Box::new(self.draft.clone());
                return vec![Effect::Open(Destination::Sensitivity(draft))];
            }
            Command::Close => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll]
    }

    fn header(&self, theme: Theme) -> Header {
        Header::titled("Parameters", &self.draft.scenario().title, "", theme)
    }

    /// Draws the values that `run --explain` prints, each under its label.
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(3), ..area };
        let rows = explain::rows(self.draft.scenario());
        let columns = Columns::of(&rows, usize::from(area.width));
        let groups = rows.chunk_by(|one, next| one.group() == next.group());
        let lines = groups.flat_map(|group| {
            let rows = group.iter().flat_map(|row| columns.row(row, &self.content.ledger, theme));
            let heading = group.first().map(|first| heading(first, theme));
            heading.into_iter().chain(rows).chain([Line::default()])
        });
        self.scroll.draw(frame, area, lines.collect(), theme);
    }
}

/// The label of a parameter.
fn label(row: &ParameterRow) -> String {
    named(row.parameter).1
}

/// What the group of `first` belongs to, and the table that holds it in a scenario file.
fn heading(first: &ParameterRow, theme: Theme) -> Line<'static> {
    let (name, table) = match first.group() {
        "" => ("Assumptions".to_owned(), "assume"),
        "price" => ("Prices of the edition".to_owned(), ""),
        table if table.starts_with("service") || table.starts_with("app") => {
            (named(first.parameter).0, table)
        }
        // What no file can change.
        _ => ("Behavior of the edition".to_owned(), ""),
    };
    Line::from(vec![
        Span::styled(format!("{name}  "), theme.style(Role::Strong)),
        Span::styled(table, theme.style(Role::Muted)),
    ])
}

/// The cells of the parts of a row: its label, its name in a file, its value and its source.
#[derive(Clone, Copy, Debug)]
struct Columns {
    label: usize,
    name: usize,
    value: usize,
    source: usize,
    /// Of the whole row.
    width: usize,
}

impl Columns {
    /// Those for `rows` in lines of `width` cells, in which no label is cut.
    fn of(rows: &[ParameterRow], width: usize) -> Self {
        let widest = |part: fn(&ParameterRow) -> usize| rows.iter().map(part).max().unwrap_or(0);
        let label = widest(|row| text::width(&label(row)));
        let name = widest(|row| text::width(row.name()));
        let value = widest(|row| text::width(&row.value)).min(VALUE);
        let source = width.saturating_sub(INDENT + label + name + value + 3 * GAP + 1);
        Self { label, name, value, source: source.min(usize::from(panel::WIDEST)), width }
    }

    /// A row in columns, or where these are narrow with its value and source below its label.
    fn row(self, row: &ParameterRow, ledger: &Ledger, theme: Theme) -> Vec<Line<'static>> {
        // What differs from the edition stands out.
        let role = if row.is_overridden() { Role::Warn } else { Role::Plain };
        let (style, muted) = (theme.style(role), theme.style(Role::Muted));
        let source = with_labels(&row.sourced(ledger));
        let said = with_labels(&row.value);
        if self.source >= SOURCE {
            let (label, value) = (label(row), theme.style(Role::Strong));
            let cells = [
                ("", INDENT - GAP, muted),
                (label.as_str(), self.label, style),
                (row.name(), self.name, muted),
                (said.as_str(), self.value, value),
                (source.as_str(), self.source, style),
            ];
            return text::columns(GAP, &cells);
        }
        let head = head((label(row), style), row.name(), self.width, theme);
        let said = format!("{said} · {source}");
        let room = u16::try_from(self.width).unwrap_or(u16::MAX);
        let below = text::hanging(Span::raw(" ".repeat(2 * INDENT)), &said, room, style);
        head.into_iter().chain(below).collect()
    }
}

/// A label and its name in a file beside it, or below it where `width` cells are too few.
pub(super) fn head(
    (label, style): (String, Style),
    name: &str,
    width: usize,
    theme: Theme,
) -> Vec<Line<'static>> {
    let muted = theme.style(Role::Muted);
    let is_beside = INDENT + text::width(&label) + GAP + text::width(name) <= width;
    let label = Span::styled(format!("{:INDENT$}{label}", ""), style);
    if is_beside {
        return vec![Line::from(vec![label, Span::styled(format!("{:GAP$}{name}", ""), muted)])];
    }
    vec![label.into(), Line::styled(format!("{:INDENT$}{name}", ""), muted)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;
    use apprunner_sim::model::rules::Edition;

    /// What may stand around the id of a fact.
    const SIGNS: [char; 6] = ['(', ')', ',', ';', ':', '.'];

    #[test]
    fn a_value_stands_under_its_label_at_every_width() {
        let draft = builtin::draft("health-302", Vec::new()).unwrap().unwrap();
        let under = |edition| explain::rows(draft.under(edition).unwrap().scenario());
        let rows: Vec<ParameterRow> = Edition::ALL.into_iter().flat_map(under).collect();
        let content = Content::builtin();
        for width in [37, 57, 77, 117, 197] {
            let columns = Columns::of(&rows, width);
            for row in &rows {
                let lines = columns.row(row, &content.ledger, Theme::PLAIN);
                let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
                let lines = [lines, vec![String::new()]].concat();
                assert!(
                    lines.iter().all(|line| text::width(line.trim_end()) <= width),
                    "{lines:?}"
                );
                let head = lines[..2].join(" ");
                assert!(head.contains(&label(row)) && head.contains(row.name()), "{lines:?}");
                let value = row.value.split(' ').next().unwrap();
                assert!(lines.iter().any(|line| line.contains(value)), "{lines:?}");
                let words = lines.iter().flat_map(|line| line.split_whitespace());
                let mut ids =
                    words.filter(|word| content.ledger.get(word.trim_matches(SIGNS)).is_some());
                assert_eq!(ids.next(), None, "{lines:?}");
                let words = lines.iter().flat_map(|line| line.split_whitespace());
                let is_key = |word: &&str| word.contains('_') && !word.contains(char::is_uppercase);
                let keys: Vec<&str> = words.filter(is_key).collect();
                assert!(keys.iter().all(|key| *key == row.name()), "{lines:?}");
            }
        }
    }
}
