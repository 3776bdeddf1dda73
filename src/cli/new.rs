//! `new`: a file to begin with.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::context::{Context, ExitStatus};
use super::file_format::Starter;
use super::output::{self, Force, Kind, Outputs};
use super::schema;

/// What a file is called that nobody named.
const UNNAMED: &str = "my-first";

/// Create a starter file: a scenario, a lab, a question bank or a blueprint
///
/// The file is complete: `check` passes, and comments explain each field. With a name, the command
/// writes NAME.toml and, next to it, the JSON Schema that its first line names for editors. Without
/// a name, it prints the file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart new scenario shop
  coldstart new lab
  coldstart new bank my-topic")]
pub(super) struct New {
    /// What to create
    what: Starter,
    /// The name: lowercase letters, digits and hyphens; the file is NAME.toml
    name: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

impl New {
    /// Writes the file that was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let format = self.what.format();
        let Some(path) = &self.name else {
            let text = self.what.text(UNNAMED);
            context.terminal.print(|out| out.write_all(text.as_bytes()))?;
            return Ok(ExitStatus::Done);
        };
        let has_extension = path.extension().is_some_and(|it| it == "toml");
        let mut file = OsString::from(path);
        if !has_extension {
            file.push(".toml");
        }
        let path = PathBuf::from(file);
        let name = name(&path)?;
        let beside = path.with_file_name(format.schema_file());
        let mut outputs = Outputs::new(context, self.force, []);
        outputs.claim("NAME", Kind::STARTER, &path)?;
        outputs.claim("NAME", Kind::SCHEMA, &beside)?;
        let (text, schema) = (self.what.text(name), schema::text(format)?);
        output::write_file(Kind::SCHEMA, &beside, |out| out.write_all(schema.as_bytes()))?;
        output::write_file(Kind::STARTER, &path, |out| out.write_all(text.as_bytes()))?;
        let (path, beside) = (path.display(), beside.display());
        context.terminal.say(&format!("wrote `{path}`, and `{beside}` for editors"));
        Ok(ExitStatus::Done)
    }
}

/// The name in `path`.
fn name(path: &Path) -> anyhow::Result<&str> {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let is_legal =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if name.is_empty()
        || !name.chars().all(is_legal)
        || name.starts_with('-')
        || name.ends_with('-')
    {
        bail!("`{name}` is not a valid name: use lowercase letters, digits and hyphens");
    }
    Ok(name)
}
