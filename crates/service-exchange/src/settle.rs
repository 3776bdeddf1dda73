//! From definitions to the settings of a scenario: values go through the reader of scenario
//! files, which knows what the edition allows; what it rejects, and what the table of fields
//! has no row for, becomes a loss.

use std::slice;

use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::file::to_toml;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::service::Service;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::setting::{self, Setting};

use super::fields::{DefinitionKind, FIELDS, ServiceField, unmodeled};
use super::found::Found;
use super::loss::{Losses, ServiceLossKind};
use super::node::{Node, Value};

/// The least that a scenario has.
const LEAST: &str = "format_version = 1\ntitle = \"x\"\nduration = \"1m\"\n";
/// Settings that the rules of an edition judge together.
const PAIRS: [[&str; 2]; 2] = [
    ["service.instance.cpu", "service.instance.memory"],
    ["service.auto_scaling.min_size", "service.auto_scaling.max_size"],
];

/// The settings of a service.
pub(crate) struct Settled {
    /// The edition that it is a service of.
    pub(crate) edition: Edition,
    /// The service.
    pub(crate) service: Service,
    /// Those that the definitions name, as a scenario writes them.
    pub(crate) settings: Vec<Setting>,
}

/// A setting on its way to a scenario.
struct Candidate<'f> {
    setting: Setting,
    /// What a loss says: file, line, path and value there.
    origin: (&'f Found, usize, String, String),
}

/// Settles what `service` and the definitions that go with it say.
pub(crate) fn settle(service: &Found, all: &[Found], losses: &mut Losses) -> Settled {
    let mut parts = vec![service];
    parts.extend(scaling_of(service, all, losses));
    let files = all.iter().filter(|one| one.dialect.kind == DefinitionKind::ConfigFile);
    let files: Vec<&Found> = files.collect();
    if is_in_repository(service) && files.is_empty() {
        losses.add(&service.place, service.body.line, ServiceLossKind::InRepository);
    }
    parts.extend(files.into_iter().filter(|file| !std::ptr::eq(*file, service)));
    let edition = match service.dialect.kind {
        DefinitionKind::Express => Edition::Express,
        DefinitionKind::AppRunner | DefinitionKind::Scaling | DefinitionKind::ConfigFile => {
            Edition::Aws
        }
    };
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for part in parts {
        for candidate in values(part, losses) {
            candidates.retain(|other| other.setting.path != candidate.setting.path);
            candidates.push(candidate);
        }
        leftovers(part, losses);
    }
    accept(edition, candidates, losses)
}

fn setting(path: &str, value: String) -> Setting {
    Setting { path: path.to_owned(), value }
}

/// The auto scaling configuration that `service` names.
fn scaling_of<'f>(service: &Found, all: &'f [Found], losses: &mut Losses) -> Option<&'f Found> {
    if service.dialect.kind != DefinitionKind::AppRunner {
        return None;
    }
    let name = service.dialect.spell("AutoScalingConfigurationArn");
    let summary = service.dialect.spell("AutoScalingConfigurationSummary");
    let arn = service.body.get(&name).filter(|arn| !arn.is_empty());
    let arn =
        arn.or_else(|| service.body.at(&[summary.as_str(), "AutoScalingConfigurationArn"]))?;
    let wanted = match &arn.value {
        Value::Reference { target } => target.clone(),
        Value::Scalar(arn) => arn.clone(),
        Value::Open(why) => {
            let kind = ServiceLossKind::Open { field: name, why: why.clone() };
            losses.add(&service.place, arn.line, kind);
            return None;
        }
        _ => return None,
    };
    // An ARN ends with the name, the revision and an id, or with the name alone.
    let name =
        wanted.split(":autoscalingconfiguration/").nth(1).and_then(|it| it.split('/').next());
    let is_named = |one: &Found| Some(one.name.as_str()) == name && one.keys.is_empty();
    let is_meant = |one: &&Found| one.dialect.kind == DefinitionKind::Scaling;
    let mut known = all.iter().filter(is_meant);
    let found = known.find(|one| one.is_called(&wanted) || is_named(one));
    // The one that every account has, whose values are the defaults.
    let is_default = wanted.contains(":autoscalingconfiguration/DefaultConfiguration/");
    if found.is_none() && !is_default {
        losses.add(&service.place, arn.line, ServiceLossKind::ScalingElsewhere(wanted));
    }
    found
}

/// Whether the settings of a service are in the `apprunner.yaml` of its repository.
fn is_in_repository(service: &Found) -> bool {
    let source = "SourceConfiguration.CodeRepository.CodeConfiguration.ConfigurationSource";
    let source = service.body.text_at(&service.dialect.spell_path(source));
    service.dialect.kind == DefinitionKind::AppRunner && source == Some("REPOSITORY")
}

/// The shared settings that `part` names.
fn values<'f>(part: &'f Found, losses: &mut Losses) -> Vec<Candidate<'f>> {
    let mut candidates = Vec::new();
    for field in &FIELDS {
        for place in field.places(part.dialect.kind) {
            let path = part.dialect.spell_path(place);
            let Some(node) = part.body.at(&path).filter(|node| !node.is_empty()) else { continue };
            match value(field, node) {
                Ok((literal, raw)) => candidates.push(Candidate {
                    setting: setting(field.path, literal),
                    origin: (part, node.line, path.join("."), raw),
                }),
                Err(why) => {
                    let kind = ServiceLossKind::Open { field: path.join("."), why };
                    losses.add(&part.place, node.line, kind);
                }
            }
        }
    }
    candidates
}

/// The value of `field` at `node` as a scenario writes it, and as it is there; or why there is
/// none.
fn value(field: &ServiceField, node: &Node) -> Result<(String, String), String> {
    match &node.value {
        Value::Scalar(text) => match field.unit.literal(text.trim()) {
            Some(literal) => Ok((literal, text.clone())),
            None => Err(format!("`{text}` is not an allowed value")),
        },
        Value::Open(why) => Err(why.clone()),
        Value::Reference { target } => {
            Err(format!("the value from `{target}` is known only at deployment"))
        }
        Value::Null | Value::List(_) | Value::Map(_) => Err("it has no single value".to_owned()),
    }
}

/// Reports everything in `part` that no row of the table of fields takes.
fn leftovers(part: &Found, losses: &mut Losses) {
    let kind = part.dialect.kind;
    let own: &[&str] = match kind {
        DefinitionKind::AppRunner => &["ServiceName", "AutoScalingConfigurationArn", "Status"],
        DefinitionKind::Express => &["serviceName"],
        DefinitionKind::ConfigFile => &["version"],
        DefinitionKind::Scaling => &[],
    };
    let shared = FIELDS.iter().flat_map(|field| field.places(kind));
    let known = shared.chain(own.iter().copied()).map(|path| (path, None));
    let known = known.chain(unmodeled(kind).map(|(path, why)| (path, Some(why))));
    let known = known.map(|(path, why)| (part.dialect.spell_path(path), why)).collect();
    let status = part.body.get(&part.dialect.spell("Status"));
    if let Some((node, text)) = status.and_then(|node| Some((node, node.text()?)))
        && kind == DefinitionKind::AppRunner
        && text != "RUNNING"
    {
        losses.add(&part.place, node.line, ServiceLossKind::Status(text.to_owned()));
    }
    Walk { part, known, losses }.node(&part.body, &mut Vec::new());
}

/// Walks the values of a definition.
struct Walk<'w> {
    part: &'w Found,
    /// Paths that such a definition has; with a reason where a scenario has no place for it.
    known: Vec<(Vec<String>, Option<&'static str>)>,
    losses: &'w mut Losses,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, path: &mut Vec<String>) {
        if node.is_empty() {
            return;
        }
        let field = || path.join(".");
        match self.known.iter().find(|(known, _)| known == path) {
            Some((_, None)) => {}
            Some((_, Some(why))) => {
                self.losses.add_dropped(&self.part.place, node.line, field(), why);
            }
            None if self.known.iter().any(|(known, _)| known.starts_with(path)) => {
                for item in node.items() {
                    self.node(item, path);
                }
                for (name, inner) in node.fields() {
                    path.push(name.clone());
                    self.node(inner, path);
                    path.pop();
                }
            }
            None => self.losses.add(&self.part.place, node.line, ServiceLossKind::Unknown(field())),
        }
    }
}

/// Takes what the reader of scenarios accepts.
fn accept(edition: Edition, mut candidates: Vec<Candidate<'_>>, losses: &mut Losses) -> Settled {
    let service = edition.rules().service();
    let mut settled = Settled { edition, service, settings: Vec::new() };
    let mut rejected = Vec::new();
    while !candidates.is_empty() {
        let mut group = vec![candidates.remove(0)];
        let path = group.iter().map(|one| one.setting.path.clone()).next().unwrap_or_default();
        if let Some(pair) = PAIRS.iter().find(|pair| pair.contains(&path.as_str())) {
            let is_paired = |it: &mut Candidate<'_>| pair.contains(&it.setting.path.as_str());
            group.extend(candidates.extract_if(.., is_paired));
        }
        let Err(faults) = settled.add(&group) else { continue };
        // Of sizes one may do without the other; CPU and memory are one choice.
        let is_one_choice = path.starts_with("service.instance");
        for one in group {
            let alone = if is_one_choice {
                Err(None)
            } else {
                settled.add(slice::from_ref(&one)).map_err(Some)
            };
            let why = alone.err().map(|own| reason(own.as_ref().unwrap_or(&faults), &one.setting));
            rejected.extend(why.map(|why| (one, why)));
        }
    }
    for (Candidate { origin, .. }, why) in rejected {
        let (part, line, field, value) = origin;
        losses.add(&part.place, line, ServiceLossKind::Refused { field, value, why });
    }
    let is_named = |one: &Setting| settled.settings.iter().any(|it| it.path == one.path);
    let settings = to_toml::of_service(&settled.service).into_iter().filter(is_named).collect();
    Settled { settings, ..settled }
}

impl Settled {
    /// Adds the settings of `group`, or says what is wrong with them.
    fn add(&mut self, group: &[Candidate<'_>]) -> Result<(), Vec<Diagnostics>> {
        let mut settings = self.settings.clone();
        settings.extend(group.iter().map(|one| one.setting.clone()));
        self.service = read(self.edition, settings.clone())?;
        self.settings = settings;
        Ok(())
    }
}

/// The service with `set` under the rules of `edition`, or what is wrong with it.
fn read(edition: Edition, set: Vec<Setting>) -> Result<Service, Vec<Diagnostics>> {
    let text = format!("{LEAST}rules = \"{}\"\n", edition.name());
    let source = Source { name: "x.toml".to_owned(), text };
    let request = Request { set, ..Request::default() };
    scenario::read_all_faults(&source, &request).map(|scenario| scenario.service)
}

/// What is wrong with `setting`: its own fault, or else the first of those that it goes with.
fn reason(faults: &[Diagnostics], setting: &Setting) -> String {
    let own = setting::source(setting);
    let mut all = faults.iter().filter(|file| file.source == own).chain(faults);
    let fault = all.find_map(|file| file.errors().next());
    fault.map(|fault| fault.message.clone()).unwrap_or_default()
}
