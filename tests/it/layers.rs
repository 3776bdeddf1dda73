//! Imports point down: what crate boundaries do not hold, this does.

use std::fs;
use std::path::{Path, PathBuf};

/// A part of a crate, and the parts of the same crate that it may import.
const LAYERS: &[(&str, &[&str])] = &[
    ("src/app", &["app"]),
    ("src/report", &["app", "report"]),
    ("src/store", &["app", "store"]),
    ("src/tui", &["app", "report", "store", "tui"]),
    ("src/host", &["app", "report", "store", "tui", "host"]),
    ("src/cli", &["app", "report", "store", "tui", "host", "cli"]),
    ("crates/apprunner-sim/src/model", &["model"]),
    ("crates/apprunner-sim/src/file", &["model", "file"]),
    ("crates/apprunner-sim/src/sim", &["model", "sim"]),
    ("crates/quizbank/src/model", &["model"]),
];

/// The sources below `path` without those that hold only tests.
fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The first names of the paths below `crate` in the code of `source`, tests apart.
fn imported(source: &str) -> impl Iterator<Item = &str> {
    let code = source.split("\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| {
        line.split("crate::").skip(1).map(|rest| {
            let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            &rest[..end.unwrap_or(rest.len())]
        })
    })
}

#[test]
fn no_layer_imports_what_stands_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (layer, below) in LAYERS {
        let mut files = Vec::new();
        sources(&root.join(layer), &mut files);
        assert!(!files.is_empty(), "{layer}");
        // The file that lists the parts of a layer belongs to it.
        files.push(root.join(format!("{layer}.rs")));
        for file in files {
            let source = fs::read_to_string(&file).unwrap();
            let above: Vec<&str> = imported(&source).filter(|it| !below.contains(it)).collect();
            assert!(above.is_empty(), "{} imports {above:?}", file.display());
        }
    }
}

#[test]
fn an_import_is_found_wherever_it_stands() {
    let source = "use crate::tui::text;\n/// [`crate::cli`]\nfn f() { crate::store::open() }\n\
                  #[cfg(test)]\nmod tests {\n    use crate::sim;\n}\n";
    assert_eq!(imported(source).collect::<Vec<_>>(), ["tui", "store"]);
}
