//! What the user has settled once for every start: the settings file, read and written out.
//!
//! [`EXAMPLE`] shows every field.

use std::fmt::{self, Display};

use super::keys::KeyAliases;
use super::theme::{COLORED, OwnColors, Rgb, Role, ThemeChoice};
use apprunner_sim::model::rules::Edition;
use quizbank::model::calendar::Day;
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::document;
use spanned_toml::faults::Syntax;
use spanned_toml::field::Field;
use spanned_toml::schema::Schema;
use spanned_toml::shape::Shape;
use spanned_toml::word::Word;

/// What messages call the file.
const NAME: &str = "the settings";

/// A settings file with every field.
pub const EXAMPLE: &str = r##"format_version = 1
theme = "light"                # auto, dark, light or mono
mouse = false                  # whether the mouse is used
motion = false                 # whether anything moves on the screen
edition = "aws"                # the edition to study: chapter, aws or express
exam_date = "2026-12-20"       # the day of your exam

[colors]                       # your colors for what they mean, as "#rrggbb"
good = "#0072b2"               # right, healthy
warn = "#e69f00"               # a warning
bad = "#d55e00"                # wrong, unhealthy
accent = "#56b4e9"             # what is selected or pressed
muted = "#808080"              # what is less important

[keys]                         # a key of yours = the key that it stands for
w = "up"
"##;

/// What a settings file says; the defaults where it is silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Which palette.
    pub theme: ThemeChoice,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Whether anything moves on the screen.
    pub motion: bool,
    /// The edition that is studied, where none was chosen on the screen.
    pub edition: Option<Edition>,
    /// The day of the exam.
    pub exam_date: Option<Day>,
    /// Colors of roles.
    pub colors: Vec<(Role, Rgb)>,
    /// Keys that stand for others.
    pub keys: KeyAliases,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::Auto,
            mouse: true,
            motion: true,
            edition: None,
            exam_date: None,
            colors: Vec::new(),
            keys: KeyAliases::default(),
        }
    }
}

impl Word for ThemeChoice {
    const WORDS: &'static [(&'static str, Self)] =
        &[("auto", Self::Auto), ("dark", Self::Dark), ("light", Self::Light), ("mono", Self::Mono)];
}

impl Settings {
    /// Reads a settings file.
    ///
    /// # Errors
    ///
    /// Every fault of the file.
    pub fn read(source: Source) -> Result<Self, Diagnostics> {
        document::read(source, Syntax::Toml, NAME, Self::of)
    }

    /// Adds to `schema` what the reading of the settings file in `source` shows.
    ///
    /// # Errors
    ///
    /// Every fault of the file.
    pub fn learn(source: Source, schema: &mut Schema) -> Result<(), Diagnostics> {
        schema.learn_from(source, |document| document.read(NAME, Self::of))
    }

    fn of(file: &mut Cursor<'_>) -> Self {
        let usual = Self::default();
        Self {
            theme: file.optional("theme", Field::word).unwrap_or(usual.theme),
            mouse: file.optional("mouse", Field::flag).unwrap_or(usual.mouse),
            motion: file.optional("motion", Field::flag).unwrap_or(usual.motion),
            edition: file.optional("edition", edition),
            exam_date: file.optional("exam_date", day).flatten(),
            colors: file.table("colors", colors).unwrap_or_default(),
            keys: file.table("keys", keys).unwrap_or_default(),
        }
    }

    /// The user's colors, for a theme.
    pub fn own_colors(&self) -> OwnColors {
        self.colors.iter().fold(OwnColors::NONE, |own, &(role, rgb)| own.with(role, rgb))
    }
}

fn edition(field: Field<'_>) -> Edition {
    field.word()
}

fn day(field: Field<'_>) -> Option<Day> {
    field.expects(|| Shape::pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    let day = field.text().parse().ok();
    if day.is_none() {
        field.refuse("a day such as \"2026-12-20\"").report();
    }
    day
}

fn colors(table: &mut Cursor<'_>) -> Vec<(Role, Rgb)> {
    let read = |role: &Role| Some((*role, table.optional(role.name(), color).flatten()?));
    COLORED.iter().filter_map(read).collect()
}

fn color(field: Field<'_>) -> Option<Rgb> {
    field.expects(|| Shape::pattern("^#[0-9A-Fa-f]{6}$"));
    let color = rgb(field.text());
    if color.is_none() {
        field.refuse("a color such as \"#56b4e9\"").report();
    }
    color
}

fn rgb(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|it| it.len() == 6 && it.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some((part(0)?, part(2)?, part(4)?))
}

fn keys(table: &mut Cursor<'_>) -> KeyAliases {
    let mut aliases = KeyAliases::default();
    for field in table.entries() {
        let stands_for = field.text();
        if let Err(trouble) = aliases.add(field.name(), stands_for) {
            field.fault(trouble).expected("a key such as \"up\", \"x\" or \"ctrl-d\"").report();
        }
    }
    aliases
}

/// The file that gives these settings.
impl Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "format_version = 1")?;
        writeln!(f, "theme = \"{}\"", self.theme.word())?;
        writeln!(f, "mouse = {}", self.mouse)?;
        writeln!(f, "motion = {}", self.motion)?;
        match self.edition {
            Some(edition) => writeln!(f, "edition = \"{}\"", edition.name())?,
            None => writeln!(f, "# edition = \"{}\"", Edition::Aws.name())?,
        }
        match self.exam_date {
            Some(day) => writeln!(f, "exam_date = \"{day}\"")?,
            None => writeln!(f, "# exam_date = \"2026-12-20\"")?,
        }
        writeln!(f, "\n[colors]")?;
        for role in COLORED {
            match self.colors.iter().find(|(known, _)| *known == role) {
                Some((_, (red, green, blue))) => {
                    writeln!(f, "{} = \"#{red:02x}{green:02x}{blue:02x}\"", role.name())?;
                }
                None => writeln!(f, "# {} = \"#rrggbb\"", role.name())?,
            }
        }
        writeln!(f, "\n[keys]")?;
        write!(f, "{}", self.keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, Diagnostics> {
        Settings::read(Source { name: "settings.toml".to_owned(), text: text.to_owned() })
    }

    const FULL: &str = "format_version = 1\ntheme = \"light\"\nmouse = false\nmotion = false\n\
        edition = \"aws\"\nexam_date = \"2026-12-20\"\n[colors]\ngood = \"#0072B2\"\n\
        [keys]\nw = \"up\"\n\"ctrl-n\" = \"down\"\n";

    #[test]
    fn what_is_written_out_reads_back() {
        let settings = read(FULL).unwrap();
        assert_eq!(settings.theme, ThemeChoice::Light);
        assert_eq!(settings.colors, [(Role::Good, (0, 0x72, 0xb2))]);
        let again = read(&settings.to_string()).unwrap();
        assert_eq!(again, settings);
        let usual = Settings::default();
        assert_eq!(read(&usual.to_string()).unwrap(), usual);
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let text = "format_version = 1\ntheme = \"blue\"\nmous = true\nexam_date = \"soon\"\n\
            [colors]\ngood = \"blue\"\n[keys]\nw = \"upwards\"\n";
        let faults = read(text).unwrap_err();
        let lines: Vec<u32> =
            faults.errors().map(|it| faults.source.line_of(it.span.start)).collect();
        assert_eq!(lines, [2, 3, 4, 6, 8], "{}", faults.in_a_line());
    }
}
