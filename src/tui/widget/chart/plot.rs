//! The cells of a chart: what sign stands in each, in what color, on what color.

#[cfg(test)]
mod tests;

use super::series::{BEFORE_ROLE, Chart, Dash, Pattern};
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

/// The dots of the curves in a cell, and the one that lies on top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Dots {
    bits: u8,
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
    /// Whether one area has all of it.
    is_whole: bool,
    /// Whether the areas go on above it.
    goes_on: bool,
}

impl Plot {
    /// The cells of `chart` in `width` by `height` of them.
    pub(super) fn of(chart: &Chart, width: usize, height: usize, theme: Theme) -> Self {
        let curves = curves(chart, width, height, theme.tier);
        let before = before(chart, width, height);
        let mut marks = Vec::with_capacity(width * height);
        let tops: Vec<Vec<usize>> = (0..width).map(|it| tops(chart, it, height)).collect();
        for row in 0..height {
            let level = height - 1 - row;
            let is_tick = chart.scale.tick_at(level, height).is_some();
            for (column, tops) in tops.iter().enumerate() {
                let place = row * width + column;
                let dots = curves.get(place).copied().unwrap_or_default();
                let filled = filled(chart, tops, level, theme.tier);
                let other = before.get(place).copied().unwrap_or_default();
                let behind = || behind(chart, column, is_tick);
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
    if let Some((role, dash)) = dots.top {
        let ground = filled.filter(|it| has_colors && it.goes_on);
        let ground = ground.map(|it| it.main);
        let sign = dash.letter(theme).unwrap_or_else(|| braille(dots.bits));
        return Some(Mark { ground, ..Mark::line(sign, role) });
    }
    match filled {
        None if before > 0 => Some(Mark::line(braille(before), BEFORE_ROLE)),
        // On an area that has the cell to itself, the line leaves its color as it is.
        Some(it) if before > 0 && it.is_whole => {
            let line = Mark::line(braille(before), Role::Plain);
            let is_carved = it.pattern == Pattern::Solid && theme.symbols == Symbols::Unicode;
            Some(match has_colors {
                true => Mark { ground: Some(it.main), ..line },
                false if is_carved => Mark { ink: Ink::Gap, ..line },
                false => line,
            })
        }
        filled => filled.map(|it| it.mark),
    }
}

/// Grid and uprights, where nothing is rendered.
fn behind(chart: &Chart, column: usize, is_tick: bool) -> Option<Mark> {
    if let Some(it) = chart.uprights.iter().find(|it| it.column == column) {
        return Some(Mark::line(it.sign, it.role));
    }
    let is_grid = (is_tick && column % 2 == 1) || chart.grid.contains(&column);
    is_grid.then(|| Mark::line(GRID, Role::Muted))
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

/// What the areas with these `tops` fill of the cell at `level`.
fn filled(chart: &Chart, tops: &[usize], level: usize, tier: Tier) -> Option<Filled> {
    let floor = level * PARTS;
    let within = |top: usize| top.clamp(floor, floor + PARTS) - floor;
    let mut below = 0;
    let mut parts = chart.areas.iter().zip(tops).filter_map(|(area, top)| {
        let part = within(*top).saturating_sub(below);
        below += part;
        (part > 0).then_some((area, part))
    });
    let lowest = parts.next()?;
    let highest = parts.last();
    let eighths = tops.iter().map(|top| within(*top)).max().unwrap_or_default();
    let (main, _) = match highest {
        Some(highest) if highest.1 > lowest.1 => highest,
        _ => lowest,
    };
    let mark = match highest {
        _ if tier == Tier::None => patterned(main.pattern, eighths, main.role),
        // Two areas share the cell: the lower one in front, the higher one behind it.
        Some((higher, _)) if eighths == PARTS => Mark {
            sign: sign_of(lowest.1),
            ink: Ink::Fill(lowest.0.role),
            ground: Some(higher.role),
        },
        _ => Mark { sign: sign_of(eighths), ink: Ink::Fill(main.role), ground: None },
    };
    let is_whole = highest.is_none() && eighths == PARTS;
    let goes_on = tops.iter().any(|top| *top > floor + PARTS);
    Some(Filled { mark, main: main.role, pattern: main.pattern, is_whole, goes_on })
}

fn sign_of(eighths: usize) -> char {
    EIGHTHS.get(eighths).copied().unwrap_or('█')
}

/// An area without colors, `eighths` high.
fn patterned(pattern: Pattern, eighths: usize, role: Role) -> Mark {
    let columns: [&[usize]; DOT_COLUMNS] = match pattern {
        Pattern::Solid => {
            return Mark { sign: sign_of(eighths), ink: Ink::Fill(role), ground: None };
        }
        Pattern::Checked => [&[0, 2], &[1, 3]],
        Pattern::Dotted => [&[0], &[2]],
    };
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

/// The dots of the curves: from each value to the next, with the gaps of its dashes where
/// there are no colors. A step as high as a cell has no gap.
fn curves(chart: &Chart, width: usize, height: usize, tier: Tier) -> Vec<Dots> {
    let mut dots = vec![Dots::default(); width * height];
    let rows = height * DOT_ROWS;
    for curve in &chart.curves {
        let mut last: Option<usize> = None;
        for (column, value) in curve.values.iter().enumerate().take(width * DOT_COLUMNS) {
            let row = value.map(|value| dot_row(value, chart.scale.top(), rows));
            if let Some(row) = row {
                let from = last.map_or(row, |last| joined(last, row));
                let is_there = tier != Tier::None
                    || curve.dash.covers(column / DOT_COLUMNS)
                    || from.abs_diff(row) >= DOT_ROWS;
                for row in (from.min(row)..=from.max(row)).filter(|_| is_there) {
                    if let Some((place, bit)) = dot(column, row, width, height) {
                        let cell: Option<&mut Dots> = dots.get_mut(place);
                        if let Some(cell) = cell {
                            let top = Some((curve.role, curve.dash));
                            *cell = Dots { bits: cell.bits | bit, top };
                        }
                    }
                }
            }
            last = row;
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

/// The line of the other run: every other dot of it.
fn before(chart: &Chart, width: usize, height: usize) -> Vec<u8> {
    let mut bits = vec![0; width * height];
    let rows = height * DOT_ROWS;
    let values = chart.before.iter().enumerate().take(width * DOT_COLUMNS);
    for (column, value) in values.filter(|(column, _)| column % DOT_COLUMNS == 0) {
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
