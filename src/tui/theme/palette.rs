//! The colors of every role on a dark and on a light background, in each tier.
//!
//! Text has a contrast of at least 4.5 : 1 against the backgrounds that terminals come
//! with; the tests compute it. Fills are the same hues, deeper on dark and paler on light, so
//! that a line in the color of the text stands out on them.

use ratatui::style::Color;

use super::background::{Background, Rgb};
use super::role::{Role, Tier};

/// The roles that have colors of their own.
pub const COLORED: [Role; 5] = [Role::Good, Role::Warn, Role::Bad, Role::Accent, Role::Muted];

/// A color for true color and for the palette of 256, where 16 and up are fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shade {
    rgb: Rgb,
    indexed: u8,
}

/// What a role looks like as text, and as an area of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ink {
    text: Shade,
    fill: Shade,
}

const fn ink(text: (Rgb, u8), fill: (Rgb, u8)) -> Ink {
    Ink {
        text: Shade { rgb: text.0, indexed: text.1 },
        fill: Shade { rgb: fill.0, indexed: fill.1 },
    }
}

/// One look of every role in [`COLORED`], in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Palette([Ink; COLORED.len()]);

/// Okabe and Ito's blue, yellow and vermilion, distinct for the color-blind too; violet and
/// gray beside them.
const DARK: Palette = Palette([
    ink(((86, 180, 233), 74), ((40, 104, 158), 25)),
    ink(((240, 205, 90), 220), ((150, 120, 36), 136)),
    ink(((246, 134, 48), 208), ((166, 68, 12), 130)),
    ink(((204, 160, 220), 183), ((120, 86, 140), 97)),
    ink(((152, 157, 167), 247), ((74, 78, 88), 239)),
]);

/// The same hues, dark enough for white, ivory and light gray.
const LIGHT: Palette = Palette([
    ink(((0, 90, 156), 25), ((128, 188, 232), 110)),
    ink(((122, 84, 0), 94), ((240, 208, 120), 222)),
    ink(((172, 54, 0), 124), ((244, 160, 104), 215)),
    ink(((120, 56, 146), 91), ((208, 176, 222), 182)),
    ink(((90, 95, 103), 240), ((200, 204, 210), 251)),
]);

/// The sixteen of the terminal: text, then fill. What they look like is the user's choice;
/// these can be read in the colors of xterm.
const SIXTEEN_DARK: [(Color, Color); COLORED.len()] = [
    (Color::LightBlue, Color::Blue),
    (Color::LightYellow, Color::Yellow),
    (Color::LightRed, Color::Red),
    (Color::LightMagenta, Color::Magenta),
    (Color::Reset, Color::DarkGray),
];
const SIXTEEN_LIGHT: [(Color, Color); COLORED.len()] = [
    (Color::Blue, Color::Cyan),
    (Color::Magenta, Color::Yellow),
    (Color::Red, Color::LightRed),
    (Color::Magenta, Color::LightMagenta),
    (Color::Reset, Color::Gray),
];
/// Readable on black and on white, for a terminal that does not say which it is.
const SIXTEEN_EITHER: [(Color, Color); COLORED.len()] = [
    (Color::LightBlue, Color::Blue),
    (Color::LightMagenta, Color::Yellow),
    (Color::LightRed, Color::Red),
    (Color::Magenta, Color::LightMagenta),
    (Color::Reset, Color::DarkGray),
];

impl Palette {
    /// The palette for a background; a dark one where nothing is known.
    const fn on(background: Background) -> &'static Self {
        match background {
            Background::Light => &LIGHT,
            Background::Dark | Background::Unknown => &DARK,
        }
    }
}

/// The user's own colors for the text of roles, above those of any palette.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnColors([Option<Shade>; COLORED.len()]);

impl OwnColors {
    /// None: every role looks as the palette has it.
    pub const NONE: Self = Self([None; COLORED.len()]);

    /// With `rgb` for the text of `role`.
    #[must_use]
    pub fn with(mut self, role: Role, rgb: Rgb) -> Self {
        if let Some(own) = place(role).and_then(|place| self.0.get_mut(place)) {
            *own = Some(Shade { rgb, indexed: nearest(rgb) });
        }
        self
    }

    /// The color of the text of `role`, where it has one.
    pub(super) fn text(&self, role: Role, tier: Tier, background: Background) -> Option<Color> {
        let place = place(role)?;
        let sixteen = sixteen(background).get(place)?.0;
        let usual = Palette::on(background).0.get(place)?.text;
        shown(self.0.get(place).copied().flatten().unwrap_or(usual), sixteen, tier)
    }
}

/// The color of an area in `role`.
pub(super) fn fill(role: Role, tier: Tier, background: Background) -> Option<Color> {
    let place = place(role)?;
    let sixteen = sixteen(background).get(place)?.1;
    shown(Palette::on(background).0.get(place)?.fill, sixteen, tier)
}

fn place(role: Role) -> Option<usize> {
    COLORED.iter().position(|it| *it == role)
}

fn sixteen(background: Background) -> &'static [(Color, Color); COLORED.len()] {
    match background {
        Background::Dark => &SIXTEEN_DARK,
        Background::Light => &SIXTEEN_LIGHT,
        Background::Unknown => &SIXTEEN_EITHER,
    }
}

fn shown(shade: Shade, sixteen: Color, tier: Tier) -> Option<Color> {
    match tier {
        Tier::None => None,
        // Muted text has the terminal's own color, not that of the border that it stands in.
        Tier::Sixteen => Some(sixteen),
        Tier::Palette => Some(Color::Indexed(shade.indexed)),
        Tier::True => Some(Color::Rgb(shade.rgb.0, shade.rgb.1, shade.rgb.2)),
    }
}

/// The steps of the color cube of the 256.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The color of the 256 at `index`, from 16 on.
fn rgb_of(index: u8) -> Rgb {
    let Some(number) = index.checked_sub(16) else { return (0, 0, 0) };
    if number >= 216 {
        let gray = 8 + 10 * (number - 216);
        return (gray, gray, gray);
    }
    let step = |at: u8| STEPS.get(usize::from(at % 6)).copied().unwrap_or_default();
    (step(number / 36), step(number / 6), step(number))
}

/// The color of the 256 that is nearest to `rgb`.
fn nearest(rgb: Rgb) -> u8 {
    let far = |index: &u8| {
        let it = rgb_of(*index);
        [(it.0, rgb.0), (it.1, rgb.1), (it.2, rgb.2)]
            .map(|(one, other)| u32::from(one.abs_diff(other)).pow(2))
            .iter()
            .sum::<u32>()
    };
    (16..=255).min_by_key(far).unwrap_or(16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::background::luminance;

    /// Backgrounds that terminals come with: black, GNOME, VS Code, One Dark, Solarized.
    const DARKS: [Rgb; 5] = [(0, 0, 0), (30, 30, 30), (27, 30, 36), (40, 44, 52), (0, 43, 54)];
    /// White, Solarized, GitHub, paper.
    const LIGHTS: [Rgb; 4] = [(255, 255, 255), (253, 246, 227), (246, 248, 250), (242, 242, 242)];

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    fn text(role: Role, tier: Tier, background: Background) -> Option<Color> {
        OwnColors::default().text(role, tier, background)
    }

    /// The sixteen as xterm has them.
    fn xterm(color: Color) -> Rgb {
        match color {
            Color::Red => (205, 0, 0),
            Color::Yellow => (205, 205, 0),
            Color::Blue => (0, 0, 238),
            Color::Magenta => (205, 0, 205),
            Color::LightRed => (255, 0, 0),
            Color::LightYellow => (255, 255, 0),
            Color::LightBlue => (92, 92, 255),
            Color::LightMagenta => (255, 0, 255),
            other => panic!("{other:?} is in no palette"),
        }
    }

    fn rgb(color: Color) -> Rgb {
        match color {
            Color::Rgb(red, green, blue) => (red, green, blue),
            Color::Indexed(index) => rgb_of(index),
            other => xterm(other),
        }
    }

    #[test]
    fn every_role_can_be_read_on_every_usual_background() {
        for (background, papers) in
            [(Background::Dark, &DARKS[..]), (Background::Light, &LIGHTS[..])]
        {
            for (role, tier) in
                COLORED.iter().flat_map(|role| [(*role, Tier::True), (*role, Tier::Palette)])
            {
                let text = rgb(text(role, tier, background).unwrap());
                for paper in papers {
                    let found = contrast(text, *paper);
                    assert!(found >= 4.5, "{role:?}, {tier:?} on {paper:?}: {found:.2}");
                }
            }
        }
    }

    #[test]
    fn a_line_stands_out_on_the_fill_of_its_own_role() {
        for background in [Background::Dark, Background::Light] {
            for role in COLORED {
                let line = rgb(text(role, Tier::True, background).unwrap());
                let area = rgb(fill(role, Tier::True, background).unwrap());
                let found = contrast(line, area);
                assert!(found >= 2.0, "{role:?} on {background:?}: {found:.2}");
            }
        }
    }

    #[test]
    fn the_sixteen_are_legible() {
        let black_and_white = [(0, 0, 0), (255, 255, 255)];
        let cases = [
            (Background::Dark, &black_and_white[..1]),
            (Background::Light, &black_and_white[1..]),
            (Background::Unknown, &black_and_white[..]),
        ];
        for (background, papers) in cases {
            for role in COLORED.into_iter().filter(|role| *role != Role::Muted) {
                let text = text(role, Tier::Sixteen, background).unwrap();
                for paper in papers {
                    let found = contrast(xterm(text), *paper);
                    assert!(found >= 3.0, "{role:?} on {paper:?}: {found:.2}");
                }
            }
        }
    }

    #[test]
    fn a_color_of_ones_own_has_its_nearest_of_the_256() {
        let own = OwnColors::default().with(Role::Good, (0, 255, 2));
        let text = |tier| own.text(Role::Good, tier, Background::Dark);
        assert_eq!(text(Tier::True), Some(Color::Rgb(0, 255, 2)));
        assert_eq!(text(Tier::Palette), Some(Color::Indexed(46)));
        assert_eq!(nearest((118, 118, 118)), 243);
    }
}
