//! What did not fit, each with its place: nothing is dropped in silence.

use std::fmt;

use spanned_toml::faults::list;

/// Something that did not come along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLoss {
    /// The file that it was in; empty for a scenario that is exported.
    pub place: String,
    /// Its line, counted from 1; 0 where it has none.
    pub line: usize,
    /// What it was.
    pub kind: ServiceLossKind,
}

impl fmt::Display for ServiceLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.place.as_str(), self.line) {
            ("", _) => {}
            (place, 0) => write!(f, "{place}: ")?,
            (place, line) => write!(f, "{place}:{line}: ")?,
        }
        write!(f, "{}", self.kind)
    }
}

/// What was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceLossKind {
    /// Fields that a scenario has no place for.
    Dropped {
        /// Their paths.
        fields: Vec<String>,
        /// Why there is none.
        why: String,
    },
    /// A field that such a definition does not have.
    Unknown(String),
    /// A setting whose value only a deployment knows.
    Open {
        /// Its path.
        field: String,
        /// Why it is not known.
        why: String,
    },
    /// A value that the edition does not allow.
    Refused {
        /// The path of the setting.
        field: String,
        /// Its value.
        value: String,
        /// What is wrong with it.
        why: String,
    },
    /// An auto scaling configuration that is in none of the files.
    ScalingElsewhere(String),
    /// Settings that stand in the `apprunner.yaml` of a repository.
    InRepository,
    /// The status of a service that does not run.
    Status(String),
    /// A template within the template.
    Nested {
        /// Its name in the template.
        name: String,
        /// Where it is.
        url: String,
    },
    /// A resource that the template does not create with these parameters.
    Condition(String),
    /// A loop that is not followed.
    Loop(String),
    /// Resources of other types.
    Resources(Vec<String>),
    /// Something of a scenario that the definition has no place for.
    Unwritable {
        /// What.
        what: String,
        /// Why.
        why: &'static str,
    },
}

impl fmt::Display for ServiceLossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dropped { fields, why } => {
                write!(f, "{} dropped: {why}", list(fields.iter().map(|it| short(it)), "and"))
            }
            Self::Unknown(field) => write!(f, "`{field}` dropped: there is no such setting"),
            Self::Open { field, why } => write!(f, "`{field}` keeps its default: {why}"),
            Self::Refused { field, value, why } => {
                write!(f, "`{field}` = {value} keeps its default: {why}")
            }
            Self::ScalingElsewhere(name) => write!(
                f,
                "auto scaling keeps its defaults: no file contains {name}; add the output of `aws \
                 apprunner describe-auto-scaling-configuration`"
            ),
            Self::InRepository => f.write_str(
                "the port keeps its default: the configuration is in the repository; add its \
                 apprunner.yaml",
            ),
            Self::Status(status) => {
                write!(f, "Status {status} dropped: the scenario begins with a running service")
            }
            Self::Nested { name, url } => {
                write!(f, "the nested stack `{name}` is another template: import {url} separately")
            }
            Self::Condition(name) => {
                write!(f, "`{name}` skipped: its condition is false with these parameters")
            }
            Self::Loop(name) => write!(f, "`{name}` skipped: loops are not evaluated"),
            Self::Resources(types) => {
                write!(f, "other resources skipped: {}", types.join(", "))
            }
            Self::Unwritable { what, why } => write!(f, "{what} skipped: {why}"),
        }
    }
}

/// The last two names of a path, which tell it apart on its line.
fn short(path: &str) -> &str {
    path.rmatch_indices('.')
        .nth(1)
        .map_or(path, |(at, dot)| path.get(at + dot.len()..).unwrap_or(path))
}

/// Collects losses.
#[derive(Debug, Default)]
pub(crate) struct Losses(Vec<ServiceLoss>);

impl Losses {
    /// Adds what was lost on `line` of the file `place`.
    pub(crate) fn add(&mut self, place: &str, line: usize, kind: ServiceLossKind) {
        let loss = ServiceLoss { place: place.to_owned(), line, kind };
        if !self.0.contains(&loss) {
            self.0.push(loss);
        }
    }

    /// Adds fields that were dropped; those of one file with the same reason are one loss.
    pub(crate) fn add_dropped(&mut self, place: &str, line: usize, field: String, reason: &str) {
        let same = self.0.iter_mut().find_map(|loss| match &mut loss.kind {
            ServiceLossKind::Dropped { fields, why } if loss.place == place && why == reason => {
                Some((fields, &mut loss.line))
            }
            _ => None,
        });
        if let Some((fields, first)) = same {
            *first = line.min(*first);
            if !fields.contains(&field) {
                fields.push(field);
            }
            return;
        }
        let kind = ServiceLossKind::Dropped { fields: vec![field], why: reason.to_owned() };
        self.add(place, line, kind);
    }

    /// Returns all losses, those of each file in the order of their lines.
    pub(crate) fn in_order(mut self) -> Vec<ServiceLoss> {
        self.0.sort_by(|a, b| (&a.place, a.line).cmp(&(&b.place, b.line)));
        self.0
    }
}
