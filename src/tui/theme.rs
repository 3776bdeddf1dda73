//! Colors by role and signs with an ASCII twin.
//!
//! Screens name roles, never colors, and draw Unicode signs. A theme knows what
//! the terminal can show. Blue stands against orange, never red against green,
//! and every meaning has a second sign: a symbol, a word or a place.

mod background;
mod code;
mod palette;
mod role;

pub use background::{Background, QUESTION, Rgb, ThemeChoice, of_answer};
pub(in crate::tui) use code::CodeInk;
pub use palette::{COLORED, OwnColors};
pub use role::{Role, Tier};

use clap::ValueEnum;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::report::ascii::twin;
use crate::report::safe::is_unsafe;

/// When to color what is shown, as `--color` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Also in pipes and files
    Always,
    /// Never
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

/// The tier of colors for `choice` in the environment `env`.
pub fn detect(choice: ColorChoice, env: impl Fn(&str) -> Option<String>) -> Tier {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    let term = set("TERM").unwrap_or_default();
    let rejected = set("NO_COLOR").is_some() || term == "dumb";
    match choice {
        ColorChoice::Never => return Tier::None,
        ColorChoice::Auto if rejected => return Tier::None,
        ColorChoice::Auto | ColorChoice::Always => {}
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
    /// How many colors it shows.
    pub tier: Tier,
    /// Its signs.
    pub symbols: Symbols,
    background: Background,
    own: OwnColors,
}

impl Theme {
    /// No colors: for text that leaves the screen.
    pub const PLAIN: Self = Self::new(Tier::None, Symbols::Unicode);

    /// A theme for a terminal of which nothing else is known.
    pub const fn new(tier: Tier, symbols: Symbols) -> Self {
        Self { tier, symbols, background: Background::Unknown, own: OwnColors::NONE }
    }

    /// The same in the colors for another background.
    #[must_use]
    pub const fn on(self, background: Background) -> Self {
        Self { background, ..self }
    }

    /// The same with the user's own colors.
    #[must_use]
    pub const fn with(self, own: OwnColors) -> Self {
        Self { own, ..self }
    }

    /// How `role` looks.
    pub fn style(self, role: Role) -> Style {
        let modifier = match role {
            Role::Strong | Role::Bad => Modifier::BOLD,
            Role::Warn | Role::Accent if self.tier == Tier::None => Modifier::BOLD,
            Role::Muted if self.tier <= Tier::Sixteen => Modifier::DIM,
            Role::Match => Modifier::UNDERLINED | Modifier::BOLD,
            Role::Selected => Modifier::REVERSED | Modifier::BOLD,
            Role::Plain | Role::Good | Role::Warn | Role::Accent | Role::Muted => Modifier::empty(),
        };
        let style = match role {
            Role::Muted => Style::new().add_modifier(modifier),
            // Over a dim border it is not dim itself.
            _ if self.tier <= Tier::Sixteen => {
                Style::new().add_modifier(modifier).remove_modifier(Modifier::DIM)
            }
            _ => Style::new().add_modifier(modifier),
        };
        let color = self.own.text(role, self.tier, self.background);
        color.map_or(style, |color| style.fg(color))
    }

    /// The look of a code for cameras.
    pub(super) fn code_ink(self) -> CodeInk {
        CodeInk::of(self.tier, self.background)
    }

    /// The color of an area in `role`; none where the terminal shows none.
    pub(super) fn fill(self, role: Role) -> Option<Color> {
        palette::fill(role, self.tier, self.background)
    }

    /// The color of a line on an area in `role`; none where it keeps its own.
    pub(super) fn on_fill(self, role: Role) -> Option<Color> {
        palette::on_fill(role, self.tier, self.background)
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
            assert_eq!(detect(ColorChoice::Auto, env(pairs)), tier, "{pairs:?}");
        }
    }

    #[test]
    fn a_flag_outranks_the_environment() {
        let rejected = [("NO_COLOR", "1"), ("TERM", "xterm-256color")];
        assert_eq!(detect(ColorChoice::Always, env(&rejected)), Tier::Palette);
        assert_eq!(detect(ColorChoice::Never, env(&[("COLORTERM", "truecolor")])), Tier::None);
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
    fn without_colors_no_role_has_one() {
        let theme = Theme::new(Tier::None, Symbols::Unicode);
        let usual = [Role::Good, Role::Warn, Role::Bad, Role::Accent, Role::Muted];
        let roles = usual.into_iter().chain([Role::Match, Role::Selected]);
        for role in roles {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }
}
