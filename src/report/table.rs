//! The look that all tables share: no borders, a rule under the heads, text
//! wrapped to the page, and never a color that a word does not repeat.

use std::io::{self, Write};

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
    presets,
};
use unicode_width::UnicodeWidthStr;

use super::csv::Dialect;
use super::safe::{Style, in_a_line};

/// What a table is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its width in columns.
    pub width: u16,
    /// Whether it takes color.
    pub ink: Ink,
    /// The CSV that its reader takes.
    pub csv: Dialect,
}

/// Whether a page takes color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Not one escape sequence.
    Plain,
    /// Marks that the terminal's own colors replace.
    Colored,
}

impl Page {
    /// What a pipe or a file gets.
    pub const PIPE: Self = Self { width: 80, ink: Ink::Plain, csv: Dialect::Standard };
}

impl Ink {
    /// `text` as a heading.
    pub fn strong(self, text: &str) -> String {
        self.wrap(Style::Strong, text)
    }

    /// `text` as good news; blue, which the color-blind tell from [`Self::bad`].
    pub fn good(self, text: &str) -> String {
        self.wrap(Style::Good, text)
    }

    /// `text` as bad news.
    pub fn bad(self, text: &str) -> String {
        self.wrap(Style::Bad, text)
    }

    fn wrap(self, style: Style, text: &str) -> String {
        match self {
            Self::Plain => in_a_line(text).into_owned(),
            Self::Colored => style.mark(text),
        }
    }
}

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column<'a> {
    /// A name: never wrapped, because names are copied.
    Name(&'a str),
    /// A figure: never wrapped and aligned right.
    Figure(&'a str),
    /// Words: wrapped to what is left of the page.
    Words(&'a str),
}

impl<'a> Column<'a> {
    const fn head(self) -> &'a str {
        match self {
            Self::Name(head) | Self::Figure(head) | Self::Words(head) => head,
        }
    }
}

/// Breaks `text` between words into lines of at most `room` columns; a longer
/// word has a line to itself.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Writes `rows` under the heads of `columns`.
pub(super) fn write_list(
    out: &mut dyn Write,
    page: Page,
    columns: &[Column<'_>],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> io::Result<()> {
    let rows: Vec<Vec<String>> = rows.into_iter().collect();
    if let Some((Column::Words(head), others)) = columns.split_last()
        && is_crowded(page, columns, &rows)
    {
        return write_stacked(out, page, others, head, rows);
    }
    let table = list(page, columns, rows);
    table.lines().try_for_each(|line| writeln!(out, "{}", line.trim_end()))
}

/// The cells that the first cells of `rows` take below the heads of `columns`.
pub(super) fn width_of(columns: &[Column<'_>], rows: &[Vec<String>]) -> usize {
    let width = |(index, column): (usize, &Column<'_>)| {
        let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.width());
        cells.max().unwrap_or_default().max(column.head().width()) + 2
    };
    columns.iter().enumerate().map(width).sum()
}

/// More lines than this for the words of a row are too many.
const MOST_LINES: usize = 3;

/// Whether the words in the last of `columns`, the only ones, find too little room
/// beside the others.
fn is_crowded(page: Page, columns: &[Column<'_>], rows: &[Vec<String>]) -> bool {
    let is_words = |column: &&Column<'_>| matches!(column, Column::Words(_));
    let last = columns.len().saturating_sub(1);
    let taken = width_of(columns.get(..last).unwrap_or_default(), rows);
    let room = usize::from(page.width).saturating_sub(taken + 2);
    let most = rows.iter().filter_map(|row| row.get(last)).map(|cell| cell.width()).max();
    columns.iter().filter(is_words).count() == 1 && most > Some(MOST_LINES * room)
}

/// Writes `rows` with their last cell on lines of its own, under the others.
fn write_stacked(
    out: &mut dyn Write,
    page: Page,
    columns: &[Column<'_>],
    head: &str,
    mut rows: Vec<Vec<String>>,
) -> io::Result<()> {
    const INDENT: usize = 4;
    let words: Vec<String> = rows.iter_mut().filter_map(Vec::pop).collect();
    let table = list(page, columns, rows);
    let mut lines = table.lines();
    for line in lines.by_ref().take(1) {
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out, "{:INDENT$}{head}", "")?;
    for line in lines.by_ref().take(1) {
        writeln!(out, "{}", line.trim_end())?;
    }
    for (line, words) in lines.zip(words) {
        writeln!(out, "{}", line.trim_end())?;
        for words in wrap(&words, usize::from(page.width).saturating_sub(INDENT + 1)) {
            writeln!(out, "{:INDENT$}{words}", "")?;
        }
    }
    Ok(())
}

/// `rows` under the heads of `columns`, laid out.
fn list(page: Page, columns: &[Column<'_>], rows: Vec<Vec<String>>) -> Table {
    let style = presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─'));
    let mut table = plain_table(style, page.width);
    table.set_header(columns.iter().map(|column| column.head()));
    table.add_rows(rows);
    for (index, column) in columns.iter().enumerate() {
        let Some(shape) = table.column_mut(index) else { continue };
        if let Column::Figure(_) = column {
            shape.set_cell_alignment(CellAlignment::Right);
        }
        if let Column::Figure(_) | Column::Name(_) = column {
            shape.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table
}

/// Named figures in groups, rendered as a grid on a wide page and as a list on a
/// narrow one.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    groups: Vec<Group>,
}

/// A line of the grid: its label and its figures, each under its name.
#[derive(Clone, Debug)]
struct Group {
    label: &'static str,
    figures: Vec<(String, String)>,
}

impl Grid {
    /// Figures in one line; more go to the next one under the same label.
    const COLUMNS: usize = 5;
    /// The label's column, padding included.
    const LABEL_WIDTH: u16 = 14;
    /// A figure's column, padding included.
    const FIGURE_WIDTH: u16 = 13;
    /// The narrowest page that takes the grid: the label and five figures.
    const WIDTH: u16 = Self::LABEL_WIDTH + 5 * Self::FIGURE_WIDTH;

    /// Adds a group of figures, each a name and a value with its unit.
    pub(super) fn add<const N: usize>(
        &mut self,
        label: &'static str,
        figures: [(&str, String); N],
    ) {
        self.add_all(label, figures.map(|(name, value)| (name.to_owned(), value)));
    }

    /// As [`Self::add`], for names that are found out by the run.
    pub(super) fn add_all(
        &mut self,
        label: &'static str,
        figures: impl IntoIterator<Item = (String, String)>,
    ) {
        self.groups.push(Group { label, figures: figures.into_iter().collect() });
    }

    /// The groups: a label, empty where it is that of the group before, and named figures.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&'static str, &[(String, String)])> {
        self.groups.iter().map(|group| (group.label, group.figures.as_slice()))
    }

    /// Writes the figures as the page's width allows.
    pub(super) fn write(&self, out: &mut dyn Write, page: Page) -> io::Result<()> {
        if page.width < Self::WIDTH { self.write_narrow(out) } else { self.write_wide(out) }
    }

    fn write_wide(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = plain_table(presets::NOTHING, Self::WIDTH);
        for group in &self.groups {
            for (index, chunk) in group.figures.chunks(Self::COLUMNS).enumerate() {
                let label = if index == 0 { group.label } else { "" };
                let mut row = vec![Cell::new(format!("\n{label}"))];
                let figures = chunk.iter().map(|(name, value)| {
                    Cell::new(format!("{name}\n{value}")).set_alignment(CellAlignment::Right)
                });
                row.extend(figures);
                row.resize(Self::COLUMNS + 1, Cell::new(""));
                table.add_row(row);
            }
        }
        let widths = std::iter::once(Self::LABEL_WIDTH)
            .chain([Self::FIGURE_WIDTH; Self::COLUMNS])
            .map(|width| ColumnConstraint::Absolute(Width::Fixed(width)));
        table.set_constraints(widths);
        write_lines(out, &table)
    }

    fn write_narrow(&self, out: &mut dyn Write) -> io::Result<()> {
        for group in &self.groups {
            writeln!(out, " {}", group.label)?;
            for (name, value) in &group.figures {
                writeln!(out, "   {name:<16} {value:>14}")?;
            }
        }
        Ok(())
    }
}

fn plain_table(style: TableStyle, width: u16) -> Table {
    let mut table = Table::new();
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table
}

/// Blanks at the ends of lines would wrap on a narrow terminal and show in diffs.
fn write_lines(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Writes `text` within the page behind `mark`, its further lines below the first.
pub(super) fn write_hanging(
    out: &mut dyn Write,
    mark: &str,
    text: &str,
    page: Page,
) -> io::Result<()> {
    let indent = mark.chars().count();
    let room = usize::from(page.width).saturating_sub(indent).max(20);
    let margin = " ".repeat(indent);
    for (index, line) in wrap(text, room).iter().enumerate() {
        writeln!(out, "{}{line}", if index == 0 { mark } else { &margin })?;
    }
    Ok(())
}

/// Writes `text` within the page, `indent` columns from its edge.
pub(super) fn write_wrapped(
    out: &mut dyn Write,
    text: &str,
    indent: usize,
    page: Page,
) -> io::Result<()> {
    let room = usize::from(page.width).saturating_sub(indent + 1).clamp(20, 98);
    let margin = " ".repeat(indent);
    wrap(text, room).iter().try_for_each(|line| writeln!(out, "{margin}{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(width: u16) -> String {
        let mut grid = Grid::default();
        grid.add("Requests", [("offered", "1,200".to_owned()), ("failed", "3".to_owned())]);
        let mut out = Vec::new();
        grid.write(&mut out, Page { width, ..Page::PIPE }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_wide_page_gets_names_over_figures() {
        assert_eq!(
            written(80),
            "                   offered       failed\n Requests            1,200            3\n"
        );
    }

    #[test]
    fn a_narrow_page_gets_a_list() {
        assert_eq!(
            written(40),
            " Requests\n   offered                   1,200\n   failed                        3\n"
        );
    }

    #[test]
    fn long_words_wrap_and_names_do_not() {
        let mut out = Vec::new();
        let columns = [Column::Name("name"), Column::Figure("goals"), Column::Words("title")];
        let row = vec!["a-name".to_owned(), "2".to_owned(), "words ".repeat(10)];
        write_list(&mut out, Page { width: 40, ..Page::PIPE }, &columns, [row]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
        assert!(text.contains("a-name"), "{text}");
    }

    #[test]
    fn words_without_room_go_under_their_names() {
        let mut out = Vec::new();
        let columns = [Column::Name("name"), Column::Words("title")];
        let row = vec!["a-name-of-thirty-letters-or-so".to_owned(), "words ".repeat(10)];
        write_list(&mut out, Page { width: 40, ..Page::PIPE }, &columns, [row]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("a-name-of-thirty-letters-or-so\n    words words"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
        assert!(text.lines().count() <= 6, "{text}");
    }

    #[test]
    fn plain_ink_writes_no_mark() {
        assert_eq!(Ink::Plain.good("passed"), "passed");
        assert_eq!(Ink::Colored.strong("x"), Style::Strong.mark("x"));
    }
}
