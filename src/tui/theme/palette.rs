//! The colors of every role on a dark and on a light background, in each tier.
//!
//! Text has a contrast of at least 4.5 : 1 against the backgrounds that terminals come
//! with, areas of charts one of 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11); the tests compute it. Fills
//! are the same hues, between text and background, so that a line stands out on them.

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
    ink(((86, 180, 233), 74), ((48, 122, 184), 32)),
    ink(((240, 205, 90), 220), ((164, 132, 40), 136)),
    ink(((246, 134, 48), 208), ((200, 84, 20), 166)),
    ink(((218, 182, 232), 183), ((150, 108, 176), 133)),
    ink(((152, 157, 167), 247), ((118, 122, 130), 244)),
]);

/// The same hues, dark enough for white, ivory and light gray.
const LIGHT: Palette = Palette([
    ink(((0, 90, 156), 25), ((64, 142, 204), 68)),
    ink(((122, 84, 0), 94), ((176, 128, 0), 100)),
    ink(((172, 54, 0), 124), ((206, 70, 16), 166)),
    ink(((120, 56, 146), 91), ((168, 118, 196), 134)),
    ink(((90, 95, 103), 240), ((132, 136, 144), 245)),
]);

/// The sixteen of the terminal: text, then fill. What they look like is the user's choice;
/// these are legible in the colors of xterm, of Windows Terminal and of Solarized.
const SIXTEEN_DARK: [(Color, Color); COLORED.len()] = [
    (Color::LightBlue, Color::LightBlue),
    (Color::LightYellow, Color::Yellow),
    (Color::LightRed, Color::LightRed),
    (Color::LightMagenta, Color::LightMagenta),
    (Color::Reset, Color::Gray),
];
/// Yellow, green, cyan and the bright ones are too pale for white: what is to be noticed has
/// magenta to itself, keys and titles share blue with what is as it should be.
const SIXTEEN_LIGHT: [(Color, Color); COLORED.len()] = [
    (Color::Blue, Color::Blue),
    (Color::Magenta, Color::Magenta),
    (Color::Red, Color::Red),
    (Color::Blue, Color::Blue),
    (Color::Reset, Color::DarkGray),
];
/// Legible on black and on white, for a terminal that does not say which it is.
const SIXTEEN_EITHER: [(Color, Color); COLORED.len()] = [
    (Color::LightBlue, Color::LightBlue),
    (Color::LightMagenta, Color::LightMagenta),
    (Color::LightRed, Color::LightRed),
    (Color::LightBlue, Color::LightBlue),
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

/// The color of a line on an area in `role`; none where its own stands out there.
pub(super) fn on_fill(role: Role, tier: Tier, background: Background) -> Option<Color> {
    match (tier, background) {
        (Tier::Sixteen, Background::Light) => Some(Color::White),
        // The text of a dark terminal is too near to yellow.
        (Tier::Sixteen, Background::Dark) if role == Role::Warn => Some(Color::Black),
        _ => None,
    }
}

fn place(role: Role) -> Option<usize> {
    // Letters that match have the color of what is to be pressed.
    let role = if role == Role::Match { Role::Accent } else { role };
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

    /// The sixteen that the palettes use, and what is behind them: dark, then light.
    struct Terminal {
        name: &'static str,
        colors: fn(Color) -> Rgb,
        papers: [Rgb; 2],
    }

    const TERMINALS: [Terminal; 3] = [
        Terminal { name: "xterm", colors: xterm, papers: [(0, 0, 0), (255, 255, 255)] },
        Terminal { name: "Windows", colors: campbell, papers: [(12, 12, 12), (255, 255, 255)] },
        Terminal { name: "Solarized", colors: solarized, papers: [(0, 43, 54), (253, 246, 227)] },
    ];

    fn xterm(color: Color) -> Rgb {
        match color {
            Color::Black => (0, 0, 0),
            Color::White => (255, 255, 255),
            Color::Red => (205, 0, 0),
            Color::Yellow => (205, 205, 0),
            Color::Blue => (0, 0, 238),
            Color::Magenta => (205, 0, 205),
            Color::Gray => (229, 229, 229),
            Color::DarkGray => (127, 127, 127),
            Color::LightRed => (255, 0, 0),
            Color::LightYellow => (255, 255, 0),
            Color::LightBlue => (92, 92, 255),
            Color::LightMagenta => (255, 0, 255),
            other => panic!("{other:?} is in no palette"),
        }
    }

    fn campbell(color: Color) -> Rgb {
        match color {
            Color::Black => (12, 12, 12),
            Color::White => (242, 242, 242),
            Color::Red => (197, 15, 31),
            Color::Yellow => (193, 156, 0),
            Color::Blue => (0, 55, 218),
            Color::Magenta => (136, 23, 152),
            Color::Gray => (204, 204, 204),
            Color::DarkGray => (118, 118, 118),
            Color::LightRed => (231, 72, 86),
            Color::LightYellow => (249, 241, 165),
            Color::LightBlue => (59, 120, 255),
            Color::LightMagenta => (180, 0, 158),
            other => panic!("{other:?} is in no palette"),
        }
    }

    fn solarized(color: Color) -> Rgb {
        match color {
            Color::Black => (7, 54, 66),
            Color::White => (253, 246, 227),
            Color::Red => (220, 50, 47),
            Color::Yellow => (181, 137, 0),
            Color::Blue => (38, 139, 210),
            Color::Magenta => (211, 54, 130),
            Color::Gray => (238, 232, 213),
            Color::DarkGray => (0, 43, 54),
            Color::LightRed => (203, 75, 22),
            Color::LightYellow => (101, 123, 131),
            Color::LightBlue => (131, 148, 150),
            Color::LightMagenta => (108, 113, 196),
            other => panic!("{other:?} is in no palette"),
        }
    }

    fn rgb(color: Color) -> Rgb {
        match color {
            Color::Rgb(red, green, blue) => (red, green, blue),
            Color::Indexed(index) => rgb_of(index),
            other => panic!("{other:?} is the terminal's own"),
        }
    }

    const DEEP: [Tier; 2] = [Tier::True, Tier::Palette];
    const KNOWN: [(Background, &[Rgb]); 2] =
        [(Background::Dark, &DARKS), (Background::Light, &LIGHTS)];

    #[test]
    fn every_role_can_be_read_on_every_usual_background() {
        for (background, papers) in KNOWN {
            for (role, tier) in COLORED.iter().flat_map(|role| DEEP.map(|tier| (*role, tier))) {
                let text = rgb(text(role, tier, background).unwrap());
                let fill = rgb(fill(role, tier, background).unwrap());
                for paper in papers {
                    let found = contrast(text, *paper);
                    assert!(found >= 4.5, "{role:?}, {tier:?} on {paper:?}: {found:.2}");
                    let found = contrast(fill, *paper);
                    assert!(found >= 3.0, "area of {role:?}, {tier:?} on {paper:?}: {found:.2}");
                }
            }
        }
    }

    /// Lines over areas: what is offered, desired, or was before.
    #[test]
    fn a_line_stands_out_on_the_areas_that_it_crosses() {
        let inks = [(Background::Dark, (204, 204, 204)), (Background::Light, (51, 51, 51))];
        for ((background, ink), tier) in inks.iter().flat_map(|ink| DEEP.map(|tier| (ink, tier))) {
            let desired = rgb(text(Role::Accent, tier, *background).unwrap());
            let area = |role| rgb(fill(role, tier, *background).unwrap());
            let plain = [Role::Good, Role::Warn, Role::Bad].map(|role| (*ink, role));
            for (line, role) in
                plain.into_iter().chain([(desired, Role::Good), (desired, Role::Warn)])
            {
                let found = contrast(line, area(role));
                assert!(found >= 1.8, "{line:?} on {role:?}, {background:?}, {tier:?}: {found:.2}");
            }
        }
    }

    #[test]
    fn the_sixteen_are_legible() {
        for Terminal { name, colors, papers } in TERMINALS {
            let cases = [
                (Background::Dark, &papers[..1]),
                (Background::Light, &papers[1..]),
                // The bright colors of Solarized are its grays, which only one of its two
                // backgrounds has a contrast with.
                (Background::Unknown, if name == "Solarized" { &[][..] } else { &papers[..] }),
            ];
            for (background, papers) in cases {
                for role in COLORED {
                    let text = text(role, Tier::Sixteen, background);
                    let fill = fill(role, Tier::Sixteen, background);
                    for color in text.into_iter().chain(fill).filter(|it| *it != Color::Reset) {
                        for paper in papers {
                            let found = contrast(colors(color), *paper);
                            assert!(found >= 3.0, "{name}, {color:?} on {paper:?}: {found:.2}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_line_stands_out_on_the_areas_of_the_sixteen() {
        for Terminal { name, colors, .. } in TERMINALS {
            for background in [Background::Dark, Background::Light] {
                for role in [Role::Good, Role::Warn, Role::Bad] {
                    let area = fill(role, Tier::Sixteen, background).unwrap();
                    let Some(line) = on_fill(role, Tier::Sixteen, background) else { continue };
                    let found = contrast(colors(line), colors(area));
                    assert!(found >= 3.0, "{name}, {line:?} on {area:?}: {found:.2}");
                }
            }
        }
    }

    /// What warns is not what names a key or a title.
    #[test]
    fn caution_has_a_color_of_its_own() {
        for background in [Background::Dark, Background::Light, Background::Unknown] {
            let text = |role| text(role, Tier::Sixteen, background);
            for other in [Role::Good, Role::Bad, Role::Accent, Role::Muted] {
                assert_ne!(text(Role::Warn), text(other), "{other:?}, {background:?}");
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
