//! Definitions of AWS App Runner and ECS Express Mode services as scenarios, in and out.
//!
//! Pure: texts come in, texts and losses go out; there is no file, clock or screen. The parser
//! of YAML is a library; what a part of a definition means for a scenario, and what is said of
//! a part that has no place, is decided here, by one table for both directions.
//!
//! ```text
//! text ─ json · yaml ─▶ Node ─ api · cloudformation · terraform ─▶ Found ─ settle ─▶ scenario
//! Scenario ─ fields ─▶ Tree ─▶ JSON · YAML · HCL
//! ```

mod api;
mod cloudformation;
mod error;
mod export;
mod fields;
mod format;
mod found;
mod json;
mod loss;
mod node;
mod scenario_toml;
mod settle;
mod terraform;
mod yaml;

use std::collections::BTreeMap;

use spanned_toml::source::MAX_BYTES;

pub use self::error::ServiceError;
pub use self::export::{ExportedDefinition, ServiceTarget, export};
use self::fields::DefinitionKind;
pub use self::format::ServiceFormat;
use self::found::Found;
use self::loss::Losses;
pub use self::loss::{ServiceLoss, ServiceLossKind};
use self::node::Node;
pub use self::scenario_toml::MARK;

/// A file as it came.
#[derive(Clone, Copy, Debug)]
pub struct ServiceFile<'a> {
    /// What reports call it.
    pub name: &'a str,
    /// Its contents.
    pub text: &'a str,
}

/// What is asked for beside the files.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// The format of the files; without one, what their contents show.
    pub from: Option<ServiceFormat>,
    /// The service to take, by its name or that in its template.
    pub service: Option<String>,
    /// Values for parameters of templates.
    pub parameters: BTreeMap<String, String>,
}

/// A service that became a scenario.
#[derive(Clone, Debug)]
pub struct ImportedService {
    /// What it is called.
    pub name: String,
    /// The scenario file.
    pub text: String,
    /// What did not fit, in the order of the files.
    pub losses: Vec<ServiceLoss>,
}

/// Reads the service that `files` define, as `request` says.
///
/// # Errors
///
/// Why there is no scenario.
pub fn import(
    files: &[ServiceFile<'_>],
    request: &ImportRequest,
) -> Result<ImportedService, ServiceError> {
    let mut losses = Losses::default();
    let mut roots = Vec::new();
    for file in files {
        if file.text.len() > MAX_BYTES {
            return Err(ServiceError::TooLarge { file: file.name.to_owned() });
        }
        roots.push((file.name, parse(*file)?));
    }
    let is_known =
        |name: &&String| !roots.iter().any(|(_, root)| cloudformation::has_parameter(root, name));
    if let Some(unknown) = request.parameters.keys().find(is_known) {
        return Err(ServiceError::UnknownParameter(unknown.clone()));
    }
    let (mut all, mut formats) = (Vec::new(), Vec::new());
    for (name, root) in &roots {
        let format = match request.from {
            Some(format) => format,
            None => ServiceFormat::of(root, name)?,
        };
        formats.push(format!("{name} ({format})"));
        all.extend(find(root, name, format, request, &mut losses));
    }
    let service = chosen(&all, request.service.as_deref(), files)?;
    let settled = settle::settle(service, &all, &mut losses);
    let losses = losses.in_order();
    let text = scenario_toml::write(&settled, &service.name, &formats.join(", "), &losses);
    Ok(ImportedService { name: service.name.clone(), text, losses })
}

/// Returns whether `text` looks like a definition of a service.
pub fn is_definition(text: &str) -> bool {
    let file = ServiceFile { name: "", text };
    text.len() <= MAX_BYTES
        && parse(file).is_ok_and(|root| {
            !matches!(ServiceFormat::of(&root, ""), Err(ServiceError::Unrecognized(_)))
        })
}

fn parse(file: ServiceFile<'_>) -> Result<Node, ServiceError> {
    if json::is_json(file.text) {
        return json::read(file.name, file.text);
    }
    yaml::read(file.name, file.text)
}

/// Finds the definitions in the document `root` of the file called `name`.
fn find(
    root: &Node,
    name: &str,
    format: ServiceFormat,
    request: &ImportRequest,
    losses: &mut Losses,
) -> Vec<Found> {
    match format {
        ServiceFormat::AppRunner => api::app_runner(root, name),
        ServiceFormat::Express => api::express(root, name),
        ServiceFormat::ConfigFile => api::config_file(root, name),
        ServiceFormat::CloudFormation => {
            cloudformation::read(root, name, &request.parameters, losses)
        }
        ServiceFormat::Terraform => terraform::read(root, name, losses),
    }
}

/// The service to take of `all`: the one that is `wanted`, or the only one. An `apprunner.yaml`
/// alone stands for its service.
fn chosen<'f>(
    all: &'f [Found],
    wanted: Option<&str>,
    files: &[ServiceFile<'_>],
) -> Result<&'f Found, ServiceError> {
    let mut services: Vec<&Found> = all.iter().filter(|one| one.is_service()).collect();
    if services.is_empty() {
        services.extend(all.iter().filter(|one| one.dialect.kind == DefinitionKind::ConfigFile));
    }
    if let Some(wanted) = wanted {
        return services.iter().find(|one| one.is_called(wanted)).copied().ok_or_else(|| {
            let known = services.iter().map(|one| one.name.clone()).collect();
            ServiceError::UnknownService { wanted: wanted.to_owned(), known }
        });
    }
    match services.as_slice() {
        [only] => Ok(only),
        [] => {
            let names: Vec<String> = files.iter().map(|it| format!("`{}`", it.name)).collect();
            Err(ServiceError::NoService(names.join(", ")))
        }
        several => {
            let known = several.iter().map(|one| one.name.clone()).collect();
            Err(ServiceError::Several { known })
        }
    }
}
