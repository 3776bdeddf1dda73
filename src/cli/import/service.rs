//! `import service`: a definition of a service as a scenario.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::super::context::{Context, ExitStatus};
use super::super::output::{self, Kind, TextOutput};
use super::super::words::words;
use super::bytes;
use crate::report::safe::in_a_line;
use apprunner_sim::file::scenario::{self, Request};
use service_exchange::{ImportRequest, MARK, ServiceFile, ServiceFormat};
use spanned_toml::diagnostic::Source;
use spanned_toml::faults::counted;
use spanned_toml::word::Word;

/// Create a scenario from a service definition
///
/// The command reads output and input of the AWS CLI (describe-service, create-service,
/// describe-auto-scaling-configuration, describe-express-gateway-service; JSON or YAML),
/// CloudFormation and SAM templates, `terraform show -json`, and apprunner.yaml. Pass files that
/// belong together in one command. Standard error lists what could not be imported, each with its
/// line. In the scenario, `FILL IN` marks what a definition does not contain: the traffic, and the
/// behavior of the application.
#[derive(Debug, Args)]
#[command(mut_arg("output", |it| it.visible_alias("into")), after_help = "\
Examples:
  aws apprunner describe-service --service-arn ARN | coldstart import service -
  coldstart import service service.json auto-scaling.json --output my-service.toml
  coldstart import service template.yaml --param MaxSize=10 --service Api
  terraform show -json | coldstart import service -")]
pub(super) struct ImportService {
    /// The files to import; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The format, if it cannot be detected from the contents
    #[arg(long, value_name = "FORMAT", value_parser = words(ServiceFormat::WORDS.iter().copied()))]
    from: Option<ServiceFormat>,
    /// The service to import, if there are several
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// A parameter of the template; may be repeated
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, String)>,
    #[command(flatten)]
    output: TextOutput,
}

impl ImportService {
    /// Imports the service that was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let mut texts = Vec::new();
        for path in &self.files {
            let name = if output::is_dash(path) {
                "standard input".to_owned()
            } else {
                path.display().to_string()
            };
            let text = bank_exchange::text(&bytes(path)?);
            texts.push((text.with_context(|| format!("cannot import `{name}`"))?, name));
        }
        let files: Vec<ServiceFile<'_>> =
            texts.iter().map(|(text, name)| ServiceFile { name, text }).collect();
        let parameters: BTreeMap<String, String> = self.parameters.iter().cloned().collect();
        let request = ImportRequest { from: self.from, service: self.service.clone(), parameters };
        let imported = service_exchange::import(&files, &request)?;
        // A scenario that does not read is none.
        let source = Source { name: "the scenario".to_owned(), text: imported.text };
        scenario::read(source.clone(), &Request::default())
            .map_err(super::super::input::BadFiles::from)?;
        context.terminal.say_each("", &imported.losses);
        let inputs = self.files.iter().map(PathBuf::as_path).filter(|it| !output::is_dash(it));
        self.output.write(context, Kind::SCENARIO, inputs, source.text.as_bytes())?;
        context.terminal.say(&format!(
            "service {} imported, {} not imported; search for `{MARK}`",
            in_a_line(&imported.name),
            counted(imported.losses.len(), "remark")
        ));
        Ok(ExitStatus::Done)
    }
}

/// Reads `NAME=VALUE`.
fn parameter(typed: &str) -> Result<(String, String), String> {
    match typed.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("a parameter has the format NAME=VALUE".to_owned()),
    }
}
