//! `schema`: the JSON Schema of a format, for editors.

use clap::Args;

use super::context::{Context, ExitStatus};
use super::file_format::FileFormat;
use super::input::BadFiles;
use super::output::{Kind, TextOutput};

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
    #[command(flatten)]
    output: TextOutput,
}

impl PrintSchema {
    /// Prints the schema that was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let text = text(self.format)?;
        self.output.write(context, Kind::SCHEMA, [], text.as_bytes())?;
        Ok(ExitStatus::Done)
    }
}

/// The schema of `format` as text.
pub(super) fn text(format: FileFormat) -> anyhow::Result<String> {
    Ok(format!("{:#}\n", format.json_schema().map_err(BadFiles::from)?))
}
