//! The JSON Schemas of our formats: they take every file that the readers take, and refuse the
//! broken ones as far as a schema can; starters are whole files of their format.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use apprunner_sim::file::scenario::{self, Request};
use coldstart::app::builtin;
use coldstart::cli::file_format::{FileFormat, Starter};
use coldstart::tui::settings::{self, Settings};
use jsonschema::Validator;
use quizbank::file::{bank, blueprint, facts};
use serde_json::Value;

use crate::support::builtin::source;
use crate::support::folder::Folder;
use crate::support::program::coldstart;

const FORMATS: [FileFormat; 5] = [
    FileFormat::Scenario,
    FileFormat::Bank,
    FileFormat::Blueprint,
    FileFormat::Facts,
    FileFormat::Config,
];

fn validator(format: FileFormat) -> Validator {
    jsonschema::validator_for(&format.json_schema().unwrap()).unwrap()
}

/// The TOML `text` as a schema sees it; `None` where it is none.
fn as_json(text: &str) -> Option<Value> {
    fn convert(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => Value::from(text),
            toml::Value::Integer(number) => Value::from(number),
            toml::Value::Float(number) => Value::from(number),
            toml::Value::Boolean(flag) => Value::from(flag),
            toml::Value::Datetime(date) => Value::from(date.to_string()),
            toml::Value::Array(items) => items.into_iter().map(convert).collect(),
            toml::Value::Table(fields) => {
                fields.into_iter().map(|(name, value)| (name, convert(value))).collect()
            }
        }
    }
    text.parse::<toml::Table>().ok().map(|table| convert(toml::Value::Table(table)))
}

fn faults(validator: &Validator, text: &str) -> Vec<String> {
    let value = as_json(text).unwrap();
    validator.iter_errors(&value).map(|it| format!("{}: {it}", it.instance_path())).collect()
}

/// Files of `folder` in order of name.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "toml"));
    paths.sort();
    paths
}

/// The format of the file `text`.
fn format(text: &str) -> FileFormat {
    let has = |table: &str| text.lines().any(|line| line.trim_start().starts_with(table));
    // A scenario may have questions of its own.
    let tables = [
        ("duration =", FileFormat::Scenario),
        ("[[question]]", FileFormat::Bank),
        ("[[fact]]", FileFormat::Facts),
        ("[[blueprint]]", FileFormat::Blueprint),
        ("theme =", FileFormat::Config),
    ];
    tables.iter().find(|(table, _)| has(table)).map_or(FileFormat::Scenario, |(_, it)| *it)
}

#[test]
fn the_examples_show_every_field_that_a_reader_asks_for() {
    for format in FORMATS {
        let unknown = format.schema().unwrap().unknown();
        assert_eq!(unknown, Vec::<String>::new(), "{format:?}: show them in docs/formats.md");
    }
}

#[test]
fn every_built_in_file_is_valid() {
    let [scenario, bank, blueprint, facts, config] = FORMATS.map(validator);
    for (name, text) in builtin::scenarios() {
        assert_eq!(faults(&scenario, text), Vec::<String>::new(), "{name}");
    }
    for (name, text) in builtin::questions() {
        assert_eq!(faults(&bank, text), Vec::<String>::new(), "{name}");
    }
    assert_eq!(faults(&blueprint, builtin::blueprints()), Vec::<String>::new());
    assert_eq!(faults(&facts, builtin::facts()), Vec::<String>::new());
    for text in [settings::EXAMPLE, &Settings::default().to_string()] {
        assert_eq!(faults(&config, text), Vec::<String>::new());
    }
}

/// Whole files in the examples of a page.
fn examples(page: &str) -> Vec<String> {
    let page = fs::read_to_string(page).unwrap();
    let blocks = page.split("\n```toml\n").skip(1);
    let blocks = blocks.map(|block| block.split_once("\n```").unwrap().0.to_owned());
    blocks.filter(|block| block.contains("format_version")).collect()
}

#[test]
fn every_example_of_a_page_is_valid() {
    let validators = FORMATS.map(|format| (format, validator(format)));
    let mut shown = Vec::new();
    for page in ["docs/formats.md", "docs/authoring.md", "docs/guide.md", "docs/exchange.md"] {
        for text in examples(page).iter().filter(|text| reads(text)) {
            let (format, validator) =
                validators.iter().find(|(it, _)| *it == format(text)).unwrap();
            assert_eq!(faults(validator, text), Vec::<String>::new(), "{page}: {text}");
            shown.push(*format);
        }
    }
    for format in
        [FileFormat::Scenario, FileFormat::Bank, FileFormat::Blueprint, FileFormat::Config]
    {
        assert!(shown.contains(&format), "{format:?} is among {shown:?}");
    }
}

/// The places of all tables below `value`: the steps to them, and the same without numbers.
fn tables(value: &toml::Value, at: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    match value {
        toml::Value::Table(table) => {
            found.push(at.clone());
            for (name, value) in table {
                at.push(Step::Key(name.clone()));
                tables(value, at, found);
                at.pop();
            }
        }
        toml::Value::Array(items) => {
            for (place, value) in items.iter().enumerate() {
                at.push(Step::Item(place));
                tables(value, at, found);
                at.pop();
            }
        }
        _ => {}
    }
}

/// A step into a value.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

/// `text` with a field in the table at `path` that no reader knows.
fn with_unknown(text: &str, path: &[Step]) -> String {
    let mut file: toml::Value = toml::Value::Table(text.parse().unwrap());
    let mut at = &mut file;
    for step in path {
        at = match step {
            Step::Key(name) => at.get_mut(name).unwrap(),
            Step::Item(place) => at.get_mut(*place).unwrap(),
        };
    }
    at.as_table_mut().unwrap().insert("nobody-asks".to_owned(), toml::Value::Boolean(true));
    toml::to_string(&file).unwrap()
}

#[test]
fn a_field_that_a_reader_does_not_know_is_unknown_to_the_schema() {
    let validators = FORMATS.map(|format| (format, validator(format)));
    let own = |(_, text): &(&str, &str)| (*text).to_owned();
    let mut texts: Vec<String> = builtin::scenarios().iter().map(own).collect();
    texts.extend(builtin::questions().map(|it| own(&it)));
    texts.extend([builtin::blueprints(), builtin::facts(), settings::EXAMPLE].map(str::to_owned));
    texts.extend(examples("docs/formats.md"));
    let (mut seen, mut refused) = (BTreeSet::new(), 0);
    for text in texts.iter().filter(|text| reads(text)) {
        let (format, validator) = validators.iter().find(|(it, _)| *it == format(text)).unwrap();
        let file = toml::Value::Table(text.parse().unwrap());
        let mut places = Vec::new();
        tables(&file, &mut Vec::new(), &mut places);
        for path in places {
            let names = path.iter().filter_map(|step| match step {
                Step::Key(name) => Some(name.as_str()),
                Step::Item(_) => None,
            });
            // Their keys are paths of settings: what those mean, another place decides.
            if path.iter().any(|step| matches!(step, Step::Key(name) if name == "set")) {
                continue;
            }
            if !seen.insert((format.name(), names.collect::<Vec<_>>().join("."))) {
                continue;
            }
            let text = with_unknown(text, &path);
            if !reads(&text) {
                let value = as_json(&text).unwrap();
                assert!(!validator.is_valid(&value), "{format:?} takes it at {path:?}");
                refused += 1;
            }
        }
    }
    assert!(refused > 100, "{refused} of {} tables", seen.len());
}

#[test]
fn what_a_reader_takes_is_valid() {
    let validators = FORMATS.map(|format| (format, validator(format)));
    let mut count = 0;
    for folder in ["tests/formats/valid", "tests/cli", "tests/validation", "tests/lab"] {
        for path in files(folder) {
            let text = fs::read_to_string(&path).unwrap();
            // A former name is read still, and offered to nobody.
            if !reads(&text) || path.to_str().unwrap().ends_with("former-names.toml") {
                continue;
            }
            let (_, validator) = validators.iter().find(|(it, _)| *it == format(&text)).unwrap();
            assert_eq!(faults(validator, &text), Vec::<String>::new(), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 20, "{count} files");
}

/// Whether the reader of its format finds no fault in `text`.
fn reads(text: &str) -> bool {
    let source = source("file.toml", text);
    match format(text) {
        FileFormat::Scenario => {
            scenario::read(source.clone(), &Request::default()).is_ok()
                && bank::read(source, builtin::known(None)).is_ok()
        }
        FileFormat::Bank => bank::read(source, builtin::known(None)).is_ok(),
        FileFormat::Blueprint => blueprint::read(source).is_ok(),
        FileFormat::Facts => facts::read(source).is_ok(),
        FileFormat::Config => Settings::read(source).is_ok(),
    }
}

#[test]
fn broken_files_are_refused_as_far_as_a_schema_can() {
    let validators = FORMATS.map(|format| (format, validator(format)));
    let mut accepted = Vec::new();
    let (mut refused, folder) = (0, "tests/formats/invalid");
    for path in files(folder) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let Some(value) = as_json(&text) else { continue };
        let (_, validator) = validators.iter().find(|(it, _)| *it == format(&text)).unwrap();
        if validator.is_valid(&value) {
            accepted.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        } else {
            refused += 1;
        }
    }
    assert!(refused > 60, "{refused} are refused");
    // Rules between fields, values of another file, and what a text means.
    insta::assert_snapshot!("schemas-accept", accepted.join("\n"));
}

#[test]
fn a_starter_is_whole_and_names_its_schema() {
    let folder = Folder::new();
    let starters = [
        ("scenario", Starter::Scenario),
        ("lab", Starter::Lab),
        ("bank", Starter::Bank),
        ("blueprint", Starter::Blueprint),
    ];
    for (what, starter) in starters {
        let (name, file) = (format!("a-{what}"), format!("a-{what}.toml"));
        folder.run(&["new", what, &name]).assert_code(0);
        let text = folder.read(&file);
        let checked = folder.run(&["check", &file]);
        checked.assert_code(0);
        assert!(checked.stdout.contains("0 errors, 0 warnings"), "{}", checked.stdout);
        let (first, _) = text.split_once('\n').unwrap();
        let schema = first.strip_prefix("#:schema ./").unwrap();
        let schema = jsonschema::validator_for(&folder.json(schema)).unwrap();
        assert_eq!(faults(&schema, &text), Vec::<String>::new(), "{what}");
        assert!(text.lines().filter(|line| line.contains('#')).count() > 5, "{what} is explained");
        assert_eq!(starter.text(&name), text);
        // What somebody has written is left alone.
        folder.run(&["new", what, &name]).fails();
        let printed = folder.run(&["new", what]).printed();
        assert!(printed.starts_with("#:schema ./"), "{printed}");
    }
    folder.run(&[
        "exam",
        "--blueprints",
        "a-blueprint.toml",
        "--blueprint",
        "a-blueprint",
        "--plain",
    ]);
    for name in ["A", "-a", "a.b", "a b", "none/a"] {
        folder.run(&["new", "scenario", name]).fails();
    }
}

#[test]
fn the_command_prints_the_schema() {
    let printed = coldstart(&["schema", "scenario"]).json();
    assert_eq!(printed, FileFormat::Scenario.json_schema().unwrap());
    let folder = Folder::new();
    coldstart(&["schema", "config"]).json();
    let args = ["schema", "bank", "--output", "bank.json"];
    folder.run(&args).assert_code(0);
    folder.run(&args).assert_code(0);
    folder.write("bank.json", "{}");
    folder.run(&args).fails();
}
