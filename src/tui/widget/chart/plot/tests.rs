//! What is drawn is what was handed in: values are read back from the cells.

use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::super::{Area, Chart, Curve, Dash, GUTTER, Scale};
use super::*;
use crate::tui::theme::{Background, Symbols, Theme};

const COLORS: Theme = Theme::new(Tier::True, Symbols::Unicode).on(Background::Dark);
const PLAIN: Theme = Theme::new(Tier::None, Symbols::Unicode);
const ASCII: Theme = Theme::new(Tier::None, Symbols::Ascii);
const ROLES: [(Role, Pattern); 2] = [(Role::Good, Pattern::Solid), (Role::Bad, Pattern::Checked)];

/// A chart of these areas and curves on a scale that holds them.
fn chart(areas: &[Vec<f64>], curves: &[Vec<f64>], before: &[f64], height: u16) -> Chart {
    let columns = areas.first().map_or(0, Vec::len);
    let stack = |column: usize| areas.iter().map(|area| area[column]).sum::<f64>();
    let lines = curves.iter().flatten().chain(before).copied();
    let most = (0..columns).map(stack).chain(lines).fold(0.0, f64::max);
    let area = |(values, (role, pattern)): (&Vec<f64>, (Role, Pattern))| Area {
        role,
        pattern,
        values: values.clone(),
    };
    let curve = |values: &Vec<f64>| Curve {
        role: Role::Accent,
        dash: Dash::Solid,
        values: values.iter().copied().map(Some).collect(),
    };
    Chart {
        scale: Scale::fitting(most, height.into(), 1.0),
        areas: areas.iter().zip(ROLES).map(area).collect(),
        curves: curves.iter().map(curve).collect(),
        before: before.iter().copied().map(Some).collect(),
        grid: vec![1],
        uprights: Vec::new(),
        label: |value| value.to_string(),
    }
}

fn drawn(chart: &Chart, width: u16, height: u16, theme: Theme) -> Buffer {
    let area = Rect::new(0, 0, width + GUTTER, height);
    let mut terminal = Terminal::new(TestBackend::new(area.width, height)).unwrap();
    terminal.draw(|frame| chart.draw(frame, area, theme)).unwrap();
    terminal.backend().buffer().clone()
}

/// The cells of a column, from below.
fn column(buffer: &Buffer, column: u16) -> impl Iterator<Item = &Cell> {
    let rows = (0..buffer.area.height).rev();
    rows.map(move |row| &buffer[(column + GUTTER, row)])
}

/// Eighths of a cell in the color of an area, and in any.
fn eighths(cell: &Cell, color: Color) -> (f64, f64) {
    let sign = cell.symbol().chars().next().unwrap();
    let front = EIGHTHS.iter().position(|it| *it == sign).unwrap_or_default() as f64;
    let behind = if cell.bg == Color::Reset { 0.0 } else { 8.0 - front };
    let of_color = f64::from(u8::from(cell.fg == color)) * front
        + f64::from(u8::from(cell.bg == color)) * behind;
    (of_color, front + behind)
}

fn values(most: f64, columns: usize) -> impl Strategy<Value = Vec<f64>> {
    vec(0.0..most, columns)
}

proptest! {
    #[test]
    fn areas_are_as_high_as_their_values(
        lower in values(900.0, 12),
        upper in values(300.0, 12),
        lines in vec(values(1_300.0, 24), 0..3),
        before in prop_oneof![Just(Vec::new()), values(1_300.0, 24)],
        height in 2_u16..20,
    ) {
        let chart = chart(&[lower.clone(), upper.clone()], &lines, &before, height);
        let buffer = drawn(&chart, 12, height, COLORS);
        let parts = f64::from(height) * 8.0;
        let half_a_dot = 1.0_f64;
        for at in 0..12_u16 {
            let color = COLORS.fill(Role::Good).unwrap();
            let read = column(&buffer, at).map(|cell| eighths(cell, color));
            let (low, all) = read.fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
            let scaled = |value: f64| value / chart.scale.top() * parts;
            let (first, both) = (lower[usize::from(at)], upper[usize::from(at)]);
            let (first, both) = (scaled(first), scaled(first + both));
            prop_assert!((all - both).abs() <= half_a_dot, "{all} for {both}");
            // Two edges in one cell below nothing: the larger part has it.
            let is_shared = (first / 8.0).floor() >= ((both - 0.5) / 8.0).floor();
            prop_assert!(is_shared || (low - first).abs() <= half_a_dot, "{low} for {first}");
        }
    }

    #[test]
    fn a_curve_goes_through_its_values(line in values(500.0, 24), height in 2_u16..20) {
        let chart = chart(&[], std::slice::from_ref(&line), &[], height);
        for theme in [COLORS, PLAIN] {
            let buffer = drawn(&chart, 12, height, theme);
            let rows = f64::from(height) * 4.0;
            for (at, value) in (0_u16..).zip(&line) {
                let exact = value / chart.scale.top() * rows;
                let lit: Vec<f64> = lit(&buffer, at).map(|row| row as f64 + 0.5).collect();
                let nearest = lit.iter().map(|row| (row - exact).abs()).fold(f64::MAX, f64::min);
                prop_assert!(nearest <= 0.5 + 1e-9, "{lit:?} for {exact}");
                let last = at.checked_sub(1).map_or(*value, |last| line[usize::from(last)]);
                let last = last / chart.scale.top() * rows;
                let (low, high) = (exact.min(last) - 1.0, exact.max(last) + 1.0);
                prop_assert!(lit.iter().all(|row| (low..high).contains(row)), "{lit:?}");
            }
        }
    }

    #[test]
    fn a_curve_shows_where_it_leaves_the_areas(
        stack in values(900.0, 12),
        line in values(1_300.0, 24),
        height in 3_u16..20,
    ) {
        let with = chart(std::slice::from_ref(&stack), std::slice::from_ref(&line), &[], height);
        let twice = stack.iter().flat_map(|value| [*value, *value]).collect();
        let on_top = chart(std::slice::from_ref(&stack), &[twice], &[], height);
        let without = chart(std::slice::from_ref(&stack), &[], &[], height);
        for theme in [COLORS, PLAIN] {
            let buffer = drawn(&with, 12, height, theme);
            let cells = |value: f64| value / with.scale.top() * f64::from(height);
            for (at, value) in (0_u16..).zip(&line) {
                let apart = (cells(*value) - cells(stack[usize::from(at / 2)])).abs();
                let row = dot_row(*value, with.scale.top(), usize::from(height) * DOT_ROWS);
                let is_lit = lit(&buffer, at).any(|it| it == row);
                // The cell of the edge is the area's, to the nearest eighth.
                prop_assert!(apart <= 1.0 + 1.0 / PARTS as f64 || is_lit, "{value} at {at}");
            }
            let on_top = drawn(&on_top, 12, height, theme);
            prop_assert_eq!(on_top, drawn(&without, 12, height, theme));
        }
    }

    #[test]
    fn a_dense_line_leaves_something_of_every_bar(
        lower in values(900.0, 12),
        upper in values(900.0, 12),
        line in values(1_800.0, 24),
        height in 2_u16..12,
    ) {
        let areas = [lower, upper];
        let with = chart(&areas, &[line], &[], height);
        let without = Chart { curves: Vec::new(), ..chart(&areas, &[], &[], height) };
        let without = Chart { scale: with.scale, ..without };
        for theme in [COLORS, PLAIN, ASCII] {
            let with = drawn(&with, 12, height, theme);
            let without = drawn(&without, 12, height, theme);
            for at in 0..12 {
                let bars = column(&without, at).filter(|cell| matches!(cell.symbol(), "█" | "▒"));
                for bar in bars {
                    let is_left = |cell: &Cell| match theme.tier {
                        Tier::None if cell.modifier.contains(Modifier::REVERSED) => bar.symbol() == "█",
                        Tier::None => cell.symbol() == bar.symbol(),
                        _ => cell.fg == bar.fg || cell.bg == bar.fg,
                    };
                    prop_assert!(column(&with, at).any(is_left), "{bar:?} of {at}, {theme:?}");
                }
            }
        }
    }

    #[test]
    fn the_other_run_recolors_nothing(
        lower in values(900.0, 12),
        upper in values(300.0, 12),
        line in values(900.0, 24),
        before in values(1_200.0, 24),
    ) {
        let (areas, curves) = ([lower, upper], [line]);
        let with = chart(&areas, &curves, &before, 9);
        let without = Chart { before: Vec::new(), ..chart(&areas, &curves, &before, 9) };
        for theme in [COLORS, PLAIN] {
            let (with, without) = (drawn(&with, 12, 9, theme), drawn(&without, 12, 9, theme));
            for (now, was) in with.content.iter().zip(&without.content) {
                let is_empty = matches!(was.symbol(), " " | "·" | ".");
                let is_behind = was.symbol() == "█" && now.bg == was.fg;
                // Without colors, the line is a row of single dots in a pattern.
                let is_behind = is_behind || was.symbol() == "▒" && now.fg == was.fg;
                prop_assert!(is_empty || is_behind || now == was, "{was:?} became {now:?}");
            }
        }
    }
}

/// The rows of dots that are lit in a column of dots, from below.
fn lit(buffer: &Buffer, at: u16) -> impl Iterator<Item = usize> {
    let bits = BITS[usize::from(at) % DOT_COLUMNS];
    let cells = column(buffer, at / 2).enumerate();
    cells.flat_map(move |(level, cell)| {
        let sign = u32::from(cell.symbol().chars().next().unwrap());
        let set = sign.checked_sub(BLANK).filter(|set| *set <= 0xff).unwrap_or_default();
        let rows = bits.into_iter().enumerate().filter(move |(_, bit)| set & u32::from(*bit) != 0);
        rows.map(move |(row, _)| level * DOT_ROWS + row)
    })
}

#[test]
fn areas_without_colors_are_told_apart_by_pattern() {
    let chart = chart(&[vec![2.5; 2], vec![2.5; 2]], &[], &[], 4);
    let buffer = drawn(&chart, 2, 4, PLAIN);
    let signs: Vec<&str> = column(&buffer, 0).map(Cell::symbol).collect();
    assert_eq!(signs, ["█", "█", "▒", " "]);
}

#[test]
fn a_mark_at_the_top_leaves_the_chart_to_its_series() {
    let upright = |column, reach| Upright { column, reach, sign: '╎', role: Role::Bad };
    let uprights = vec![upright(0, Reach::Top), upright(2, Reach::Whole)];
    let chart = Chart { uprights, grid: Vec::new(), ..chart(&[vec![0.0; 3]], &[], &[], 5) };
    let buffer = drawn(&chart, 3, 5, PLAIN);
    let marked = |at| column(&buffer, at).filter(|cell| cell.symbol() == "╎").count();
    assert_eq!([marked(0), marked(2)], [1, 5]);
    assert_eq!(buffer[(GUTTER, 0)].symbol(), "╎");
}

#[test]
fn little_is_more_than_nothing() {
    let chart = chart(&[vec![1_000.0, 0.001, 0.0]], &[], &[], 4);
    let buffer = drawn(&chart, 3, 4, COLORS);
    let lowest: Vec<&str> = (0..3).map(|at| column(&buffer, at).next().unwrap().symbol()).collect();
    assert_eq!(lowest, ["█", "▁", " "]);
}
