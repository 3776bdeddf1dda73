//! A QR code, as large as it fits: dark modules on a light ground with a quiet zone, on any
//! background. Two rows of dots share a row of cells, so that dots are square.

use qrcode::{EcLevel, QrCode};
use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};

use crate::tui::theme::{Symbols, Theme};

/// Modules of light around a code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

/// A code as rows of dots, the quiet zone included; true is dark.
struct Dots {
    code: QrCode,
    /// Dots along a side of a module.
    scale: usize,
}

impl Dots {
    /// Dots along a side of the whole.
    fn side(&self) -> usize {
        (self.code.width() + 2 * QUIET) * self.scale
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        let module = |dot: usize| (dot / self.scale).checked_sub(QUIET);
        let (Some(x), Some(y)) = (module(x), module(y)) else { return false };
        let width = self.code.width();
        x < width && y < width && self.code[(x, y)] == qrcode::Color::Dark
    }
}

/// Draws `text` as a code in the middle of `area`. False where it does not fit.
pub(in crate::tui) fn draw(frame: &mut Frame, area: Rect, text: &str, theme: Theme) -> bool {
    // A dot is half a row high and a cell wide; without half blocks it is a row and two cells.
    let (across, down) = match theme.symbols {
        Symbols::Unicode => (1, 2),
        Symbols::Ascii => (2, 1),
    };
    let room = (usize::from(area.width) / across).min(usize::from(area.height) * down);
    // Where there is little room, a code that takes less damage is smaller.
    let codes = [EcLevel::M, EcLevel::L].into_iter();
    let mut codes = codes.filter_map(|level| QrCode::with_error_correction_level(text, level).ok());
    let fitting = codes.find_map(|code| {
        let scale = room / (code.width() + 2 * QUIET);
        (scale > 0).then_some(Dots { code, scale })
    });
    let Some(dots) = fitting else { return false };
    let size = |cells: usize| Constraint::Length(u16::try_from(cells).unwrap_or(u16::MAX));
    let (width, height) = (dots.side() * across, dots.side().div_ceil(down));
    let place = area.centered(size(width), size(height));
    let ink = theme.code_ink();
    for (y, row) in place.rows().enumerate() {
        for (x, cell) in row.columns().enumerate() {
            let dot = |lower: usize| dots.is_dark(x / across, y * down + lower);
            if let Some(cell) = frame.buffer_mut().cell_mut((cell.x, cell.y)) {
                match theme.symbols {
                    Symbols::Unicode => ink.draw_halves(cell, dot(0), dot(1)),
                    Symbols::Ascii => ink.draw_whole(cell, dot(0)),
                }
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Background, Tier};
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::buffer::{Buffer, Cell};
    use ratatui::style::{Color, Modifier};

    const LINK: &str = "http://192.168.100.200:8080/K7M4QP";
    /// Pixels of a cell as a camera sees it: twice as high as wide.
    const CELL: (usize, usize) = (4, 8);

    fn drawn(size: (u16, u16), theme: Theme) -> Option<Buffer> {
        let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        let mut fits = false;
        terminal.draw(|frame| fits = draw(frame, frame.area(), LINK, theme)).unwrap();
        fits.then(|| terminal.backend().buffer().clone())
    }

    /// How light `color` is on a terminal whose own colors are these.
    fn light(color: Color, own: u8) -> u8 {
        match color {
            Color::Reset => own,
            Color::Black | Color::Indexed(16) | Color::Rgb(0, 0, 0) => 0,
            Color::White | Color::Indexed(231) | Color::Rgb(255, 255, 255) => 255,
            other => panic!("{other:?} is no color of a code"),
        }
    }

    /// The light of one pixel of a cell on a terminal of this background.
    fn pixel(cell: &Cell, y: usize, background: u8) -> u8 {
        let (mut ink, mut paper) = (light(cell.fg, !background), light(cell.bg, background));
        if cell.modifier.contains(Modifier::REVERSED) {
            (ink, paper) = (paper, ink);
        }
        let is_lower = y >= CELL.1 / 2;
        match cell.symbol() {
            "█" => ink,
            "▀" if !is_lower => ink,
            "▄" if is_lower => ink,
            _ => paper,
        }
    }

    /// What a camera reads on a terminal of this background.
    fn read(buffer: &Buffer, background: u8) -> Option<String> {
        let size = buffer.area;
        let (width, height) = (usize::from(size.width) * CELL.0, usize::from(size.height) * CELL.1);
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            let place = (u16::try_from(x / CELL.0).unwrap(), u16::try_from(y / CELL.1).unwrap());
            pixel(&buffer[place], y % CELL.1, background)
        });
        let (_, text) = picture.detect_grids().first()?.decode().ok()?;
        Some(text)
    }

    #[test]
    fn a_camera_reads_the_code_on_any_terminal() {
        let tiers = [Tier::None, Tier::Sixteen, Tier::Palette, Tier::True];
        let themes = tiers.iter().flat_map(|tier| {
            [Symbols::Unicode, Symbols::Ascii].map(|symbols| Theme::new(*tier, symbols))
        });
        for theme in themes {
            let size = if theme.symbols == Symbols::Ascii { (100, 50) } else { (80, 21) };
            for (background, light) in [(Background::Dark, 0), (Background::Light, 255)] {
                let buffer = drawn(size, theme.on(background)).unwrap();
                assert_eq!(read(&buffer, light).as_deref(), Some(LINK), "{theme:?}, {light}");
            }
        }
    }

    #[test]
    fn a_code_grows_with_the_screen_and_is_left_out_where_it_is_too_small() {
        let theme = Theme::new(Tier::True, Symbols::Unicode);
        let dark = |size| {
            let buffer = drawn(size, theme).unwrap();
            buffer.content.iter().filter(|cell| cell.symbol() == "█").count()
        };
        assert!(dark((200, 57)) > 4 * dark((80, 21)));
        assert!(drawn((200, 57), theme).is_some_and(|buffer| read(&buffer, 0).is_some()));
        assert_eq!(drawn((80, 15), theme), None);
        assert_eq!(drawn((30, 60), theme), None);
    }
}
