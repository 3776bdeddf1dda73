//! Whether the terminal's background is dark: what `--theme` says, what the terminal
//! answers to OSC 11, what `COLORFGBG` reports it.

use clap::ValueEnum;

/// Red, green and blue, from 0 to 255.
pub type Rgb = (u8, u8, u8);

/// What is behind the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Darker than the text.
    Dark,
    /// Lighter than the text.
    Light,
    /// Nobody has said; colors are those for a dark one where they must choose.
    Unknown,
}

/// What `--theme` and the settings file say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ThemeChoice {
    /// According to the background of the terminal
    #[default]
    Auto,
    /// For a dark background
    Dark,
    /// For a light background
    Light,
    /// No color at all
    Mono,
}

impl ThemeChoice {
    /// The background that the choice stands for, or the one that the environment `env` reports.
    pub fn background(self, env: impl Fn(&str) -> Option<String>) -> Background {
        match self {
            Self::Dark | Self::Mono => Background::Dark,
            Self::Light => Background::Light,
            Self::Auto => {
                env("COLORFGBG").and_then(|it| of_variable(&it)).unwrap_or(Background::Unknown)
            }
        }
    }
}

/// What is sent to the terminal to ask for its background.
pub const QUESTION: &str = "\x1b]11;?\x07";

impl Background {
    /// The background of this color.
    fn of(rgb: Rgb) -> Self {
        // Where black and white text have the same contrast.
        if luminance(rgb) > 0.179 { Self::Light } else { Self::Dark }
    }
}

/// The background in the answer to [`QUESTION`], between its first two bytes and its end:
/// `11;rgb:1b1b/1e1e/2424`.
pub fn of_answer(answer: &str) -> Option<Background> {
    let parts = answer.strip_prefix("11;")?;
    let parts = parts.strip_prefix("rgb:").or_else(|| parts.strip_prefix("rgba:"))?;
    let mut parts = parts.split('/').map(part);
    let mut next = || parts.next().flatten();
    Some(Background::of((next()?, next()?, next()?)))
}

/// One to four digits of sixteen, as a byte.
fn part(digits: &str) -> Option<u8> {
    if !(1..=4).contains(&digits.len()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let most = 16_u32.pow(u32::try_from(digits.len()).ok()?) - 1;
    u8::try_from(value * 255 / most).ok()
}

/// The background in `COLORFGBG`: the last of its numbers, where 7 and 9 to 15 are light.
fn of_variable(value: &str) -> Option<Background> {
    let number: u8 = value.rsplit(';').next()?.parse().ok()?;
    Some(if number == 7 || (9..=15).contains(&number) {
        Background::Light
    } else {
        Background::Dark
    })
}

/// How light a color is, from 0 to 1, as the guidelines for contrast (WCAG 2) count it.
pub(super) fn luminance(rgb: Rgb) -> f64 {
    let linear = |part: u8| {
        let share = f64::from(part) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(rgb.0) + 0.7152 * linear(rgb.1) + 0.0722 * linear(rgb.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_answers_in_any_depth() {
        let cases = [
            ("11;rgb:0000/0000/0000", Some(Background::Dark)),
            ("11;rgb:1b/1e/24", Some(Background::Dark)),
            ("11;rgb:fdfd/f6f6/e3e3", Some(Background::Light)),
            ("11;rgba:ffff/ffff/ffff/ffff", Some(Background::Light)),
            ("11;rgb:f/f/f", Some(Background::Light)),
            ("10;rgb:ffff/ffff/ffff", None),
            ("11;rgb:ffff/ffff", None),
            ("11;rgb:fffff/f/f", None),
            ("11;?", None),
        ];
        for (answer, expected) in cases {
            assert_eq!(of_answer(answer), expected, "{answer}");
        }
    }

    #[test]
    fn a_choice_outranks_the_environment() {
        let light = |_: &str| Some("0;default;15".to_owned());
        assert_eq!(ThemeChoice::Auto.background(light), Background::Light);
        assert_eq!(ThemeChoice::Dark.background(light), Background::Dark);
        assert_eq!(ThemeChoice::Auto.background(|_| Some("15;0".to_owned())), Background::Dark);
        assert_eq!(ThemeChoice::Auto.background(|_| Some("?".to_owned())), Background::Unknown);
        assert_eq!(ThemeChoice::Auto.background(|_| None), Background::Unknown);
    }
}
