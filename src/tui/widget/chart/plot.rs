//! The cells of a chart: what sign stands in each, in what color, on what color.

#[cfg(test)]
mod tests;

use super::series::{Area, BEFORE_ROLE, Chart, Dash, Pattern, Reach, Upright};
use crate::tui::theme::{Role, Symbols, Theme, Tier};

/// Parts of a cell that an area is rendered in.
const PARTS: usize = 8;
/// Rows and columns of dots in a cell.
const DOT_ROWS: usize = 4;
pub(in crate::tui) const DOT_COLUMNS: usize = 2;
/// The bits of a Braille cell from the lowest row up: left column, right column.
const BITS: [[u8; DOT_ROWS]; DOT_COLUMNS] = [[0x40, 0x04, 0x02, 0x01], [0x80, 0x20, 0x10, 0x08]];
/// The Braille cell without a dot.
const BLANK: u32 = 0x2800;
/// An area that fills this number of eighths of a cell.
pub(super) const EIGHTHS: [char; PARTS + 1] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const GRID: char = '·';
/// The grid at a tick, which lies on the lower edge of its row.
const TICK_GRID: char = '.';
/// What a whole cell of an area is filled with where there are no colors.
const CHECKED: char = '▒';
const DOTTED: char = '░';

/// What a sign is rendered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// The color of the text of a role.
    Line(Role),
    /// The color of its areas.
    Fill(Role),
    /// Left out of a filled cell that has no color.
    Gap,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) sign: char,
    pub(super) ink: Ink,
    /// The area behind the sign.
    pub(super) ground: Option<Role>,
}

impl Mark {
    fn line(sign: char, role: Role) -> Self {
        Self { sign, ink: Ink::Line(role), ground: None }
    }
}

/// The dots of the curves in a cell, and whose color they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Dots {
    /// Those of values.
    values: u8,
    /// Those of the steps from one value to the next.
    steps: u8,
    /// How many curves go through it.
    curves: usize,
    top: Option<(Role, Dash)>,
}

/// The cells of a chart, row by row from the top.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    width: usize,
    marks: Vec<Option<Mark>>,
}

/// What the areas fill of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Filled {
    mark: Mark,
    /// The area with the largest part.
    main: Role,
    /// The pattern of that area.
    pattern: Pattern,
    /// What all of them fill.
    eighths: usize,
    /// Whether one area has all of it.
    is_whole: bool,
    /// Whether no area goes on above it.
    is_edge: bool,
    /// Whether that area does not have the largest part of the cell below too.
    is_alone: bool,
}

impl Plot {
    /// The cells of `chart` in `width` by `height` of them.
    pub(super) fn of(chart: &Chart, width: usize, height: usize, theme: Theme) -> Self {
        let tops: Vec<Vec<usize>> = (0..width).map(|it| tops(chart, it, height)).collect();
        let edge = Edge::of(chart, &tops, height);
        let curves = curves(chart, &edge, theme.tier);
        let before = before(chart, &edge);
        let mut marks = Vec::with_capacity(width * height);
        for row in 0..height {
            let level = height - 1 - row;
            let is_tick = chart.scale.tick_at(level).is_some();
            for (column, tops) in tops.iter().enumerate() {
                let place = row * width + column;
                let dots = curves.get(place).copied().unwrap_or_default();
                let filled = filled(chart, tops, level, theme.tier);
                let other = before.get(place).copied().unwrap_or_default();
                let behind = || behind(chart, column, row, is_tick);
                marks.push(over(filled, dots, other, theme).or_else(behind));
            }
        }
        Self { width, marks }
    }

    /// What stands in the cell at `column` and `row`, counted from the upper left.
    pub(super) fn mark(&self, column: usize, row: usize) -> Option<Mark> {
        self.marks.get(row * self.width + column).copied().flatten()
    }
}

/// What is rendered of areas, curves and the other run where they meet.
fn over(filled: Option<Filled>, dots: Dots, before: u8, theme: Theme) -> Option<Mark> {
    let has_colors = theme.tier != Tier::None;
    if let Some(line) = line_over(filled, dots, theme) {
        return Some(line);
    }
    match filled {
        None if before > 0 => Some(Mark::line(braille(before), BEFORE_ROLE)),
        // On an area that has the cell to itself, the line leaves its color as it is.
        Some(it) if before > 0 && it.is_whole => Some(if has_colors {
            Mark { ground: Some(it.main), ..Mark::line(braille(before), Role::Plain) }
        } else {
            carved(it.pattern, before, Role::Plain, theme)
        }),
        filled => filled.map(|it| it.mark),
    }
}

/// The curves in a cell. Over areas they show where they have values: a series that goes up
/// and down from one column to the next would cover them with its steps. The cell of dots on an
/// area is all of its color, so one that the area fills in part keeps its true height instead,
/// as do two areas that share one, and a pattern where there are no colors.
fn line_over(filled: Option<Filled>, dots: Dots, theme: Theme) -> Option<Mark> {
    let (role, dash) = dots.top?;
    let sign = dash.letter(theme).unwrap_or_else(|| braille(dots.values | dots.steps));
    let line = Mark::line(sign, role);
    let Some(area) = filled else { return Some(line) };
    if dots.values == 0 {
        return None;
    }
    if theme.tier != Tier::None {
        return area.is_whole.then_some(Mark { ground: Some(area.main), ..line });
    }
    if area.is_alone && area.eighths * 2 < PARTS {
        return None;
    }
    let is_filled = area.is_whole && area.pattern == Pattern::Solid;
    if is_filled && theme.symbols == Symbols::Unicode {
        return Some(carved(area.pattern, dots.values, role, theme));
    }
    ((is_filled || area.is_edge) && !area.is_alone).then_some(line)
}

/// Dots on an area without colors that has its cell to itself: gaps where it is filled.
fn carved(pattern: Pattern, bits: u8, role: Role, theme: Theme) -> Mark {
    let line = Mark::line(braille(bits), role);
    let is_carved = pattern == Pattern::Solid && theme.symbols == Symbols::Unicode;
    if is_carved { Mark { ink: Ink::Gap, ..line } } else { line }
}

/// Grid and uprights, where nothing is rendered.
fn behind(chart: &Chart, column: usize, row: usize, is_tick: bool) -> Option<Mark> {
    let is_there = |it: &&Upright| it.column == column && (row == 0 || it.reach == Reach::Whole);
    if let Some(it) = chart.uprights.iter().find(is_there) {
        return Some(Mark::line(it.sign, it.role));
    }
    let sign = match is_tick {
        true if column % 2 == 1 => TICK_GRID,
        _ if chart.grid.contains(&column) => GRID,
        _ => return None,
    };
    Some(Mark::line(sign, Role::Muted))
}

fn braille(bits: u8) -> char {
    char::from_u32(BLANK + u32::from(bits)).unwrap_or(' ')
}

/// `value` in `parts` of the whole height, to the nearest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to `parts`")]
fn share(value: f64, top: f64, parts: usize) -> usize {
    let most = parts as f64;
    (value / top * most).round().clamp(0.0, most) as usize
}

/// The row of dots, counted from below, that `value` lies in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to `rows`")]
fn dot_row(value: f64, top: f64, rows: usize) -> usize {
    let most = rows.saturating_sub(1) as f64;
    (value / top * rows as f64).floor().clamp(0.0, most) as usize
}

/// The tops of the areas in a column of cells, in eighths from the ground.
fn tops(chart: &Chart, column: usize, height: usize) -> Vec<usize> {
    let mut sum = 0.0;
    let mut least = 0;
    let tops = chart.areas.iter().map(|area| {
        let value = area.values.get(column).copied().unwrap_or_default();
        sum += value;
        let top = share(sum, chart.scale.top(), height * PARTS);
        // What is there at all is seen, however small beside the top of the scale.
        least = if value > 0.0 { top.max(1).max(least) } else { top.max(least) };
        least
    });
    tops.collect()
}

/// What an area fills of a cell.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    area: &'a Area,
    /// Where the area begins, in eighths from the ground.
    ground: usize,
    eighths: usize,
}

/// What the areas with these `tops` fill of the cell at `level`.
fn filled(chart: &Chart, tops: &[usize], level: usize, tier: Tier) -> Option<Filled> {
    let floor = level * PARTS;
    let within = |top: usize| top.clamp(floor, floor + PARTS) - floor;
    let mut ground = 0;
    let mut parts = chart.areas.iter().zip(tops).filter_map(|(area, top)| {
        let part = Part { area, ground, eighths: within(*top).saturating_sub(within(ground)) };
        ground = *top;
        (part.eighths > 0).then_some(part)
    });
    let lowest = parts.next()?;
    let (mut main, mut highest) = (lowest, None);
    for part in parts {
        main = if part.eighths > main.eighths { part } else { main };
        highest = Some(if main.ground > lowest.ground { main } else { part });
    }
    let eighths = tops.iter().map(|top| within(*top)).max().unwrap_or_default();
    let role = main.area.role;
    let mark = match highest {
        _ if tier == Tier::None => patterned(main.area.pattern, eighths, role),
        // Two areas share the cell: the lower one in front, the higher one behind it.
        Some(higher) if eighths == PARTS => Mark {
            sign: sign_of(lowest.eighths),
            ink: Ink::Fill(lowest.area.role),
            ground: Some(higher.area.role),
        },
        _ => Mark { sign: sign_of(eighths), ink: Ink::Fill(role), ground: None },
    };
    let is_whole = highest.is_none() && eighths == PARTS;
    let is_edge = tops.iter().all(|top| *top <= floor + PARTS);
    let is_alone = main.ground + PARTS / 2 >= floor;
    let (main, pattern) = (main.area.role, main.area.pattern);
    Some(Filled { mark, main, pattern, eighths, is_whole, is_edge, is_alone })
}

fn sign_of(eighths: usize) -> char {
    EIGHTHS.get(eighths).copied().unwrap_or('█')
}

/// An area without colors, `eighths` high: as in a legend where it is a whole cell.
fn patterned(pattern: Pattern, eighths: usize, role: Role) -> Mark {
    let (whole, columns): (_, [&[usize]; DOT_COLUMNS]) = match pattern {
        Pattern::Solid => {
            return Mark { sign: sign_of(eighths), ink: Ink::Fill(role), ground: None };
        }
        Pattern::Checked => (CHECKED, [&[0, 2], &[1, 3]]),
        Pattern::Dotted => (DOTTED, [&[0], &[2]]),
    };
    if eighths == PARTS {
        return Mark { sign: whole, ink: Ink::Fill(role), ground: None };
    }
    let rows = (eighths * DOT_ROWS).div_ceil(PARTS);
    let bits = columns.iter().zip(BITS).flat_map(|(set, bits)| {
        let within = set.iter().filter(move |row| **row < rows);
        within.filter_map(move |row| bits.get(*row).copied())
    });
    let bits = bits.fold(0, |all, bit| all | bit);
    // A low area of few dots still has one.
    let bits = if bits == 0 { BITS[1][0] } else { bits };
    Mark { sign: braille(bits), ink: Ink::Fill(role), ground: None }
}

/// The upper edge of the areas, which stands for a line that is as high.
struct Edge {
    /// In each column of cells, in eighths from the ground; none without areas.
    tops: Vec<Option<usize>>,
    /// Rows of cells.
    height: usize,
    /// The value at the top of the scale.
    scale: f64,
}

impl Edge {
    /// That of areas with these `tops`.
    fn of(chart: &Chart, tops: &[Vec<usize>], height: usize) -> Self {
        let tops = tops.iter().map(|tops| tops.last().copied()).collect();
        Self { tops, height, scale: chart.scale.top() }
    }

    /// Where it is at a column of dots, in eighths from the ground.
    fn top(&self, column: usize) -> Option<usize> {
        self.tops.get(column / DOT_COLUMNS).copied().flatten()
    }

    /// Whether it is within half a cell of `value` at a column of dots.
    fn has(&self, column: usize, value: f64) -> bool {
        let here = share(value, self.scale, self.height * PARTS);
        self.top(column).is_some_and(|top| top.abs_diff(here) <= PARTS / 2)
    }

    /// The row of dots that it lies in at a column of them.
    fn row(&self, column: usize) -> Option<usize> {
        let row = self.top(column)? * DOT_ROWS / PARTS;
        Some(row.min((self.height * DOT_ROWS).saturating_sub(1)))
    }
}

/// The dots of the curves: from each value to the next, with the gaps of its dashes where
/// there are no colors. A step as high as a cell has no gap. Curves that go through the same
/// cells color them in turn, so that none hides another. A curve within half a cell of the
/// top of the areas is left out: their edge is that line.
fn curves(chart: &Chart, edge: &Edge, tier: Tier) -> Vec<Dots> {
    let (width, height) = (edge.tops.len(), edge.height);
    let mut dots = vec![Dots::default(); width * height];
    let rows = height * DOT_ROWS;
    for curve in &chart.curves {
        let mut last: Option<usize> = None;
        let mut lit = None;
        let mut was_apart = false;
        for (column, value) in curve.values.iter().enumerate().take(width * DOT_COLUMNS) {
            let is_apart = value.is_some_and(|value| !edge.has(column, value));
            let row = value.map(|value| dot_row(value, chart.scale.top(), rows));
            if let Some(row) = row {
                // A curve that leaves the areas comes from their top in its own column.
                let leaves = last.filter(|_| !was_apart && is_apart).and(edge.row(column));
                let from = leaves.or(last).map_or(row, |last| joined(last, row));
                let is_shown = is_apart || was_apart;
                let is_there = tier != Tier::None
                    || curve.dash.covers(column / DOT_COLUMNS)
                    || from.abs_diff(row) >= DOT_ROWS;
                for at in (from.min(row)..=from.max(row)).filter(|_| is_shown && is_there) {
                    if let Some((place, bit)) = dot(column, at, width, height) {
                        let cell: Option<&mut Dots> = dots.get_mut(place);
                        if let Some(cell) = cell {
                            if lit != Some(place) {
                                cell.curves += 1;
                                lit = Some(place);
                            }
                            let in_turn = column / DOT_COLUMNS % cell.curves == cell.curves - 1;
                            // Where nothing comes before it, the last one shows.
                            if in_turn || last.is_none() || cell.top.is_none() {
                                cell.top = Some((curve.role, curve.dash));
                            }
                            let bits = if at == row { &mut cell.values } else { &mut cell.steps };
                            *bits |= bit;
                        }
                    }
                }
            }
            last = row;
            was_apart = is_apart;
        }
    }
    dots
}

/// Where a line that comes from the row `last` begins in the column in which it reaches `row`.
fn joined(last: usize, row: usize) -> usize {
    match last.cmp(&row) {
        std::cmp::Ordering::Less => last + 1,
        std::cmp::Ordering::Equal => row,
        std::cmp::Ordering::Greater => last - 1,
    }
}

/// The line of the other run: every other dot of it, where it is apart from the areas as a curve
/// is.
fn before(chart: &Chart, edge: &Edge) -> Vec<u8> {
    let (width, height) = (edge.tops.len(), edge.height);
    let mut bits = vec![0; width * height];
    let rows = height * DOT_ROWS;
    let values = chart.before.iter().enumerate().take(width * DOT_COLUMNS);
    for (column, value) in values.filter(|(column, _)| column % DOT_COLUMNS == 0) {
        let value = value.filter(|value| !edge.has(column, *value));
        let row = value.map(|value| dot_row(value, chart.scale.top(), rows));
        let found = row.and_then(|row| dot(column, row, width, height));
        if let Some((place, bit)) = found
            && let Some(cell) = bits.get_mut(place)
        {
            *cell |= bit;
        }
    }
    bits
}

/// The cell and the bit of the dot at `column` and `row`, counted from the lower left.
fn dot(column: usize, row: usize, width: usize, height: usize) -> Option<(usize, u8)> {
    let level = row / DOT_ROWS;
    let place = height.checked_sub(level + 1)? * width + column / DOT_COLUMNS;
    let bit = BITS.get(column % DOT_COLUMNS)?.get(row % DOT_ROWS)?;
    Some((place, *bit))
}
