//! A frame of the program as an SVG picture, in its colors.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Width and height of a cell, and where in it the letters stand.
const CELL: (f32, f32) = (8.4, 16.4);
const BASELINE: f32 = 12.8;
/// Around the frame.
const MARGIN: f32 = 12.0;
const PAPER: &str = "#1b1e24";
const INK: &str = "#d8dce4";

/// The picture of `buffer`.
pub(super) fn draw(buffer: &Buffer, title: &str) -> String {
    let area = buffer.area;
    let (width, height) = (f32::from(area.width) * CELL.0, f32::from(area.height) * CELL.1);
    let (full, tall) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {full:.1} {tall:.1}\" role=\"img\">\n\
         <title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{PAPER}\"/>\n\
         <g font-family=\"ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"14\" \
         fill=\"{INK}\">\n"
    );
    for (y, row) in (0u16..).zip(buffer.content.chunks(area.width.into())) {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one.style() == next.style()) {
            draw_run(&mut svg, run, x, y);
            x += u16::try_from(run.len()).unwrap();
        }
    }
    svg += "</g>\n</svg>\n";
    svg
}

/// Cells of one style that stand beside each other.
fn draw_run(svg: &mut String, run: &[Cell], x: u16, y: u16) {
    let (left, top) = (MARGIN + f32::from(x) * CELL.0, MARGIN + f32::from(y) * CELL.1);
    let width = f32::from(u16::try_from(run.len()).unwrap()) * CELL.0;
    let cell = &run[0];
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let ink = if reversed { PAPER.to_owned() } else { color(cell.fg) };
    if reversed {
        let (paper, height) = (color(cell.fg), CELL.1);
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{paper}\"/>"
        );
    }
    let text: String = run.iter().map(Cell::symbol).collect();
    if text.trim().is_empty() {
        return;
    }
    let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let fill = if ink == INK { String::new() } else { format!(" fill=\"{ink}\"") };
    // Viewers collapse blanks, and would stretch what is left of a text to its length.
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace(' ', "\u{a0}");
    let _ = writeln!(
        svg,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\"{fill}{weight}>{text}</text>",
        top + BASELINE
    );
}

fn color(color: Color) -> String {
    match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => INK.to_owned(),
    }
}
