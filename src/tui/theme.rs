//! Colours by role and signs with an ASCII twin.
//!
//! Screens name roles, never colours, and draw Unicode signs. A theme knows what
//! the terminal can show. Blue stands against orange, never red against green,
//! and every meaning has a second sign: a symbol, a word or a place.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::report::ascii::twin;
use crate::report::safe::is_unsafe;

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// None at all: bold, dim and reverse only.
    None,
    /// The sixteen that the user's terminal defines.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// Any colour.
    True,
}

/// What `--color` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourChoice {
    /// As the environment allows.
    Auto,
    /// Colours whatever `NO_COLOR` says.
    Always,
    /// No colour.
    Never,
}

/// Which signs the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbols {
    /// Blocks, box drawing, arrows.
    Unicode,
    /// Their twins below 128.
    Ascii,
}

/// What a piece of text is, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Headings and figures that matter.
    Strong,
    /// As it should be.
    Good,
    /// On its way, or worth a look.
    Warn,
    /// Failed or refused.
    Bad,
    /// Keys, the playhead, the instructor's words.
    Accent,
    /// Frames, labels, what is past.
    Muted,
    /// Where the cursor is.
    Selected,
}

/// The tier of colours for `choice` in the environment `env`.
pub fn detect(choice: ColourChoice, env: impl Fn(&str) -> Option<String>) -> Tier {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    let term = set("TERM").unwrap_or_default();
    let refused = set("NO_COLOR").is_some() || term == "dumb";
    match choice {
        ColourChoice::Never => return Tier::None,
        ColourChoice::Auto if refused => return Tier::None,
        ColourChoice::Auto | ColourChoice::Always => {}
    }
    // Windows Terminal sets no `TERM`.
    let deep = set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit")
        || set("WT_SESSION").is_some();
    if deep || term.ends_with("-direct") {
        Tier::True
    } else if term.contains("256color") {
        Tier::Palette
    } else {
        Tier::Sixteen
    }
}

impl Symbols {
    /// The signs for `--ascii` and the locale in the environment `env`. Windows has no
    /// such variables, and its console takes Unicode whatever the code page.
    pub fn detect(ascii: bool, env: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(|name| env(name).filter(|value| !value.is_empty()))
            .map(|locale| locale.to_ascii_lowercase());
        let utf8 = locale
            .map_or(cfg!(windows), |locale| locale.contains("utf-8") || locale.contains("utf8"));
        if ascii || !utf8 { Self::Ascii } else { Self::Unicode }
    }
}

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its colours.
    pub tier: Tier,
    /// Its signs.
    pub symbols: Symbols,
}

impl Theme {
    /// How `role` looks.
    pub fn style(self, role: Role) -> Style {
        let modifier = match role {
            Role::Strong | Role::Bad => Modifier::BOLD,
            Role::Warn | Role::Accent if self.tier == Tier::None => Modifier::BOLD,
            Role::Muted if self.tier <= Tier::Sixteen => Modifier::DIM,
            Role::Selected => Modifier::REVERSED | Modifier::BOLD,
            Role::Plain | Role::Good | Role::Warn | Role::Accent | Role::Muted => Modifier::empty(),
        };
        let style = Style::new().add_modifier(modifier);
        self.colour(role).map_or(style, |colour| style.fg(colour))
    }

    /// The colour of `role`, where it has one of its own.
    fn colour(self, role: Role) -> Option<Color> {
        // Okabe and Ito's palette, told apart by the colour-blind too; a violet beside it.
        let (sixteen, palette, rgb) = match role {
            Role::Plain | Role::Strong | Role::Selected => return None,
            Role::Good => (Color::LightBlue, 74, (86, 180, 233)),
            Role::Warn => (Color::Yellow, 220, (240, 205, 90)),
            Role::Bad => (Color::LightRed, 208, (240, 120, 20)),
            Role::Accent => (Color::LightMagenta, 183, (204, 160, 220)),
            Role::Muted => (Color::Reset, 245, (138, 142, 150)),
        };
        match self.tier {
            Tier::None => None,
            Tier::Sixteen => (sixteen != Color::Reset).then_some(sixteen),
            Tier::Palette => Some(Color::Indexed(palette)),
            Tier::True => Some(Color::Rgb(rgb.0, rgb.1, rgb.2)),
        }
    }

    /// Replaces what a terminal would act on, and every sign by its twin where the
    /// terminal needs that: one pass over a finished frame, so that no text can bring
    /// a stray sign in.
    pub(super) fn fold(self, buffer: &mut Buffer) {
        for cell in buffer.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
            if cell.symbol().contains(is_unsafe) {
                cell.set_char(char::REPLACEMENT_CHARACTER);
            }
            if self.symbols == Symbols::Ascii {
                let sign = cell.symbol().chars().next();
                cell.set_char(sign.and_then(twin).unwrap_or('?'));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'a>(pairs: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned())
    }

    #[test]
    fn the_environment_decides_the_tier() {
        let cases: [(&[(&str, &str)], Tier); 7] = [
            (&[("TERM", "xterm")], Tier::Sixteen),
            (&[("TERM", "xterm-256color")], Tier::Palette),
            (&[("TERM", "xterm"), ("COLORTERM", "truecolor")], Tier::True),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1")], Tier::None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Tier::Palette),
            (&[("TERM", "dumb")], Tier::None),
            (&[("WT_SESSION", "2b0e")], Tier::True),
        ];
        for (pairs, tier) in cases {
            assert_eq!(detect(ColourChoice::Auto, env(pairs)), tier, "{pairs:?}");
        }
    }

    #[test]
    fn a_flag_outranks_the_environment() {
        let refused = [("NO_COLOR", "1"), ("TERM", "xterm-256color")];
        assert_eq!(detect(ColourChoice::Always, env(&refused)), Tier::Palette);
        assert_eq!(detect(ColourChoice::Never, env(&[("COLORTERM", "truecolor")])), Tier::None);
    }

    #[test]
    fn the_first_locale_that_is_set_decides_the_symbols() {
        assert_eq!(Symbols::detect(false, env(&[("LANG", "en_GB.UTF-8")])), Symbols::Unicode);
        let overruled = [("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")];
        assert_eq!(Symbols::detect(false, env(&overruled)), Symbols::Ascii);
        assert_eq!(Symbols::detect(true, env(&[("LANG", "en_GB.UTF-8")])), Symbols::Ascii);
        let without = if cfg!(windows) { Symbols::Unicode } else { Symbols::Ascii };
        assert_eq!(Symbols::detect(false, env(&[])), without);
    }

    #[test]
    fn without_colours_no_role_has_one() {
        let theme = Theme { tier: Tier::None, symbols: Symbols::Unicode };
        let roles = [Role::Good, Role::Warn, Role::Bad, Role::Accent, Role::Muted, Role::Selected];
        for role in roles {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }
}
