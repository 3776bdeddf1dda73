//! `schema`: the JSON Schema of a format, for editors.

use std::path::PathBuf;

use clap::Args;

use super::context::{Context, ExitStatus};
use super::file_format::FileFormat;
use super::input::BadFiles;
use super::output::{self, Force, Kind, Outputs};

/// Print the JSON Schema of a file format, for editors
///
/// Editors with TOML support (taplo, Even Better TOML) complete and validate a file whose first
/// line names the schema: `#:schema ./coldstart-scenario.schema.json`. `coldstart new` writes both
/// files.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart schema scenario --output coldstart-scenario.schema.json
  coldstart schema bank")]
pub(super) struct PrintSchema {
    /// The format
    format: FileFormat,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

impl PrintSchema {
    /// Prints the schema that was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let text = text(self.format)?;
        match &self.output {
            None => context.terminal.print(|out| out.write_all(text.as_bytes()))?,
            Some(path) => {
                Outputs::new(context, self.force, []).claim("--output", Kind::SCHEMA, path)?;
                output::write_file(Kind::SCHEMA, path, |out| out.write_all(text.as_bytes()))?;
            }
        }
        Ok(ExitStatus::Done)
    }
}

/// The schema of `format` as text.
pub(super) fn text(format: FileFormat) -> anyhow::Result<String> {
    Ok(format!("{:#}\n", format.json_schema().map_err(BadFiles::from)?))
}
