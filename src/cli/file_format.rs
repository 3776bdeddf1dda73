//! The formats of files that people write: a starter of each, and its JSON Schema, which the
//! reader shows of itself while it reads the examples of docs/formats.md and what is built in.

use crate::app::builtin;
use crate::tui::settings::{self, Settings};
use apprunner_sim::file::scenario;
use quizbank::file::{bank, blueprint, facts};
use serde_json::{Map, Value as Json};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::schema::Schema;

/// How a schema of ours is recognized.
pub const SCHEMA_MARK: &str = "Written by coldstart";

/// A format of files that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FileFormat {
    /// A scenario or a lab
    Scenario,
    /// Questions of one topic
    Bank,
    /// Shapes of exams
    Blueprint,
    /// The ledger of facts
    Facts,
    /// The settings file
    Config,
}

impl FileFormat {
    /// What the name of its schema is made of.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Bank => "bank",
            Self::Blueprint => "blueprint",
            Self::Facts => "facts",
            Self::Config => "config",
        }
    }

    /// The file that editors find its schema in, beside a file of the format.
    pub fn schema_file(self) -> String {
        format!("coldstart-{}.schema.json", self.name())
    }

    /// The heading of its examples on the page of formats; `None` where it has none.
    fn heading(self) -> Option<&'static str> {
        match self {
            Self::Scenario => Some("Scenario"),
            Self::Bank => Some("Questions"),
            Self::Blueprint => Some("Blueprints"),
            Self::Facts | Self::Config => None,
        }
    }

    /// Every file that the reader of the format is watched with.
    fn sources(self) -> Vec<Source> {
        let source = |(name, text): (&str, &str)| Source {
            name: format!("{name}.toml"),
            text: text.to_owned(),
        };
        let builtin: Vec<Source> = match self {
            Self::Scenario => builtin::scenarios().iter().copied().map(source).collect(),
            Self::Bank => builtin::questions().map(source).collect(),
            Self::Blueprint => vec![source(("blueprints", builtin::blueprints()))],
            Self::Facts => vec![source(("facts", builtin::facts()))],
            Self::Config => vec![source(("config", settings::EXAMPLE))],
        };
        let examples = self.heading().map(examples).unwrap_or_default();
        examples.into_iter().map(|text| source(("example", &text))).chain(builtin).collect()
    }

    /// What its reader asks for.
    ///
    /// # Errors
    ///
    /// The faults of an example.
    pub fn schema(self) -> Result<Schema, Diagnostics> {
        let mut schema = Schema::default();
        for source in self.sources() {
            match self {
                Self::Scenario => scenario::learn(&source, &mut schema)?,
                Self::Bank => bank::learn(source, builtin::known(None), &mut schema)?,
                Self::Blueprint => blueprint::learn(source, &mut schema)?,
                Self::Facts => facts::learn(source, &mut schema)?,
                Self::Config => Settings::learn(source, &mut schema)?,
            }
        }
        if self == Self::Scenario {
            // The simulator leaves them to the reader of questions.
            schema.adopt("question", &Self::Bank.schema()?);
        }
        Ok(schema)
    }

    /// Its JSON Schema.
    ///
    /// # Errors
    ///
    /// The faults of an example.
    pub fn json_schema(self) -> Result<Json, Diagnostics> {
        let schema = self.schema()?.to_json(&format!("coldstart: {}", self.name()));
        let mark =
            format!("{SCHEMA_MARK} {} from the reader of the format", env!("CARGO_PKG_VERSION"));
        let mut marked = Map::from_iter([("$comment".to_owned(), Json::from(mark))]);
        if let Json::Object(fields) = schema {
            marked.extend(fields);
        }
        Ok(Json::Object(marked))
    }
}

/// The examples below `heading` of the page of formats.
fn examples(heading: &str) -> Vec<String> {
    let mut sections = builtin::formats().split("\n## ");
    let section = sections.find_map(|section| section.strip_prefix(heading));
    let blocks = section.unwrap_or_default().split("\n```toml\n").skip(1);
    blocks.filter_map(|block| Some(block.split_once("\n```")?.0.to_owned())).collect()
}

/// A file to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Starter {
    /// A service, its application and its traffic
    Scenario,
    /// A service with a fault, to fix with few changes
    Lab,
    /// Questions of one topic
    Bank,
    /// The format of an exam
    Blueprint,
}

impl Starter {
    /// The format of the file.
    pub fn format(self) -> FileFormat {
        match self {
            Self::Scenario | Self::Lab => FileFormat::Scenario,
            Self::Bank => FileFormat::Bank,
            Self::Blueprint => FileFormat::Blueprint,
        }
    }

    /// The file for what is called `name`: small letters, digits and hyphens.
    pub fn text(self, name: &str) -> String {
        let text = match self {
            Self::Scenario => include_str!("starter/scenario.toml"),
            Self::Lab => include_str!("starter/lab.toml"),
            Self::Bank => include_str!("starter/bank.toml"),
            Self::Blueprint => include_str!("starter/blueprint.toml"),
        };
        let mut title = name.replace('-', " ");
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        text.replace("@name@", name).replace("@title@", &title)
    }
}
