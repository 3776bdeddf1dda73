//! Links of what was rendered (OSC 8). A frame has cells only, so the addresses in it are found
//! in the rendered cells and rendered once more, as links.

use std::io::{self, Write};

use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};

use crate::report::safe;

/// The part of an address that stands in one row.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    at: (u16, u16),
    length: u16,
}

/// Draws every part of `addresses` that is in `buffer` once more, as a link to the whole.
///
/// # Errors
///
/// When the terminal cannot be written to.
pub(super) fn draw<W: Write>(
    backend: &mut CrosstermBackend<W>,
    buffer: &Buffer,
    addresses: &[String],
) -> io::Result<()> {
    for address in addresses.iter().filter(|address| is_link(address)) {
        for Piece { at: (x, y), length } in pieces(buffer, address) {
            let cells: Vec<(u16, u16, &Cell)> =
                (x..x + length).filter_map(|x| Some((x, y, buffer.cell((x, y))?))).collect();
            write!(backend, "\u{1b}]8;;{address}\u{1b}\\")?;
            backend.draw(cells.into_iter())?;
            write!(backend, "\u{1b}]8;;\u{1b}\\")?;
        }
    }
    io::Write::flush(backend)
}

/// Whether an address of a file may go to the terminal as a link.
pub(super) fn is_link(address: &str) -> bool {
    let is_address = address.starts_with("https://") || address.starts_with("http://");
    is_address && address.chars().all(|it| it.is_ascii_graphic() && !safe::is_unsafe(it))
}

/// Where the parts of `address` stand: it may go on in the rows below, at the same column.
fn pieces(buffer: &Buffer, address: &str) -> Vec<Piece> {
    let area = buffer.area;
    let mut found = Vec::new();
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == "h") {
                let piece = common(buffer, (x, y), address);
                // `https://` alone may be the start of any.
                if piece == address.len() || (piece > 12 && ends_row(buffer, x, y, piece)) {
                    found.extend(rows_from(buffer, (x, y), address));
                }
            }
        }
    }
    found
}

/// The rows of `address` from the one that begins at a cell; none where it is cut off.
fn rows_from(buffer: &Buffer, (x, y): (u16, u16), address: &str) -> Vec<Piece> {
    let (mut rest, mut rows) = (address, Vec::new());
    for y in y..buffer.area.bottom() {
        let length = common(buffer, (x, y), rest);
        let Some(left) = rest.get(length..).filter(|_| length > 0) else { break };
        rows.push(Piece { at: (x, y), length: u16::try_from(length).unwrap_or(u16::MAX) });
        rest = left;
        if rest.is_empty() {
            break;
        }
    }
    rows
}

/// How many letters of `address` stand in the cells from one on.
fn common(buffer: &Buffer, (x, y): (u16, u16), address: &str) -> usize {
    let is_letter = |(x, letter): &(u16, char)| {
        let mut own = [0; 4];
        buffer.cell((*x, y)).is_some_and(|cell| cell.symbol() == letter.encode_utf8(&mut own))
    };
    (x..buffer.area.right()).zip(address.chars()).take_while(is_letter).count()
}

/// Whether nothing but blanks stands behind a part, up to a frame or the edge.
fn ends_row(buffer: &Buffer, x: u16, y: u16, length: usize) -> bool {
    let behind = x.saturating_add(u16::try_from(length).unwrap_or(u16::MAX));
    buffer.cell((behind, y)).is_none_or(|cell| !cell.symbol().is_ascii() || cell.symbol() == " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://docs.aws.amazon.com/apprunner/latest/dg/health.html";

    fn drawn(lines: &[&str], address: &str) -> String {
        let mut bytes = Vec::new();
        let mut backend = CrosstermBackend::new(&mut bytes);
        draw(&mut backend, &Buffer::with_lines(lines.to_vec()), &[address.to_owned()]).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn an_address_is_a_link_whole_and_over_rows() {
        let link = format!("\u{1b}]8;;{ADDRESS}\u{1b}\\");
        let whole = drawn(&[&format!("│ {ADDRESS} │")], ADDRESS);
        assert_eq!(whole.matches(&link).count(), 1);
        let (first, second) = ADDRESS.split_at(30);
        let halves = drawn(&[&format!("│ {first} │"), &format!("│ {second}  │")], ADDRESS);
        assert_eq!(halves.matches(&link).count(), 2, "{halves:?}");
        assert_eq!(halves.matches("\u{1b}]8;;\u{1b}\\").count(), 2);
    }

    #[test]
    fn another_address_and_what_is_none_are_no_link() {
        let other = "https://docs.aws.amazon.com/apprunner/latest/dg/other.html";
        assert!(!drawn(&[ADDRESS], other).contains("]8;"));
        for unsafe_one in ["javascript:1", "https://a.b/\u{1b}]0;x", "https://a.b/ c"] {
            assert!(!drawn(&[unsafe_one], unsafe_one).contains("]8;"), "{unsafe_one:?}");
        }
    }
}
