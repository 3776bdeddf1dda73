//! Holds the source to its layers: imports point down only, modules of one layer
//! do not know each other, and what is pure names no screen, file, thread or
//! clock.
//!
//! It reads the text of `src/` without comments, strings and test modules, and
//! judges every path in it, wherever it stands.

use std::fs;
use std::path::{Path, PathBuf};

use self::source::{code_of, paths};

#[path = "layers/source.rs"]
mod source;

/// The layers from the ground up; a module may use those above its own line.
const LAYERS: &[&[&str]] =
    &[&["model"], &["load", "sim", "quiz"], &["proof", "report", "store"], &["tui"], &["cli"]];

/// Modules that compute and do nothing else.
const PURE: &[&str] = &["model", "load", "sim", "quiz"];

/// What a pure module must not name.
const IMPURE: &[&str] = &[
    "anyhow",
    "clap",
    "comfy_table",
    "crossterm",
    "etcetera",
    "jiff",
    "ratatui",
    "rusqlite",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "dbg!",
    "eprint!",
    "eprintln!",
    "print!",
    "println!",
];

/// A line, counted from 1, and what is wrong there.
type Fault = (usize, String);

#[test]
fn imports_point_down_only() {
    assert_clean(upward_imports);
}

#[test]
fn pure_modules_name_no_screen_file_thread_or_clock() {
    assert_clean(impure_names);
}

#[test]
fn every_module_has_a_layer() {
    let lib = fs::read_to_string(src().join("lib.rs")).unwrap();
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    for module in modules {
        assert!(layer(module).is_some(), "src/lib.rs: `{module}` has no line in LAYERS");
    }
}

#[test]
fn each_way_up_is_caught() {
    let cases = [
        ("sim", "use crate::load::scenario;"),
        ("load", "use crate::{model::time, quiz};"),
        ("quiz/form", "let summary = crate::sim::player::run(scenario);"),
        ("model", "use crate::{\n    model::time::SimTime,\n    report::run,\n};"),
        ("report", "pub use crate::cli as commands;"),
        ("proof", "use crate::store::Store;"),
        ("sim/event", "use super::super::quiz;"),
    ];
    for (module, text) in cases {
        assert_eq!(upward_imports(module, text).len(), 1, "{module}: {text}");
    }
}

#[test]
fn each_impure_name_is_caught() {
    let cases = [
        ("sim", "use std::{collections::BTreeMap, time::Instant};"),
        ("load", "let text = std::fs::read(name);"),
        ("quiz", "println!(\"{answer}\");"),
        ("model", "impl From<clap::Error> for Fault {}"),
    ];
    for (module, text) in cases {
        assert_eq!(impure_names(module, text).len(), 1, "{module}: {text}");
    }
}

#[test]
fn what_is_right_passes() {
    let cases = [
        ("report", "use crate::{model::time, sim::summary};"),
        ("sim", "// std::fs is for others\nuse std::fmt; /* crate::tui */"),
        ("load", "let help = \"use crate::quiz; \\\" std::fs\";"),
        ("quiz", "/// As `crate::sim` does.\nlet blueprint = reprint(1);"),
        ("sim", "use crate::sim::event; use super::queue;"),
        ("load", "let quote = '\"'; let raw = r#\"a \"quoted\" crate::sim\"#;"),
        ("quiz", "#[cfg(test)]\nmod tests {\n    use crate::load::builtin;\n}"),
    ];
    for (module, text) in cases {
        let code = code_of(text);
        assert_eq!(upward_imports(module, &code), [], "{module}: {text}");
        assert_eq!(impure_names(module, &code), [], "{module}: {text}");
    }
}

#[test]
fn a_fault_is_told_with_its_line() {
    let text = "use std::fmt;\n\nuse crate::tui::app;\n";
    let expected = (3, "`sim` uses `tui`, which is not below it".to_owned());
    assert_eq!(upward_imports("sim", text), [expected]);
}

/// Paths of `code`, in the file of `module` (as in `sim/event`), that lead to a
/// module of the same or a higher layer.
fn upward_imports(module: &str, code: &str) -> Vec<Fault> {
    let own = first(module);
    let is_upward = |target: &str| target != own && layer(target) >= layer(own);
    paths(code)
        .into_iter()
        .filter_map(|(line, path)| Some((line, from_the_root(module, &path)?)))
        .map(|(line, path)| (line, first(&path).to_owned()))
        .filter(|(_, target)| layer(target).is_some() && is_upward(target))
        .map(|(line, target)| (line, format!("`{own}` uses `{target}`, which is not below it")))
        .collect()
}

/// Paths of `code` that a pure `module` has no business with.
fn impure_names(module: &str, code: &str) -> Vec<Fault> {
    let own = first(module);
    if !PURE.contains(&own) {
        return Vec::new();
    }
    let leads_to = |path: &str, name: &str| {
        path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    let mut faults = Vec::new();
    for (line, path) in paths(code) {
        if let Some(name) = IMPURE.iter().find(|name| leads_to(&path, name)) {
            faults.push((line, format!("`{own}` is pure and names `{name}`")));
        }
    }
    faults
}

/// `path` from the root of the crate, with slashes, if it leads there at all.
fn from_the_root(module: &str, path: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix("crate::") {
        return Some(rest.replace("::", "/"));
    }
    let mut here: Vec<&str> = module.split('/').collect();
    let mut rest = path;
    while let Some(next) = rest.strip_prefix("super::") {
        here.pop()?;
        rest = next;
    }
    (rest != path && here.is_empty()).then(|| rest.replace("::", "/"))
}

fn first(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// Fails with every fault that `judge` finds in the source.
fn assert_clean(judge: fn(&str, &str) -> Vec<Fault>) {
    let mut faults = Vec::new();
    for file in files_under(&src()) {
        let module = file.strip_prefix(src()).unwrap().with_extension("");
        let module = module.to_str().unwrap().replace('\\', "/");
        let code = code_of(&fs::read_to_string(&file).unwrap());
        for (line, fault) in judge(&module, &code) {
            faults.push(format!("src/{module}.rs:{line}: {fault}"));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Every source file but those that hold nothing but tests.
fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_under(&path));
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
