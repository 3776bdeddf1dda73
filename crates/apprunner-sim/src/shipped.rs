//! The scenarios of this repository, for tests.

use std::fs;
use std::path::Path;

/// Every shipped scenario as name and text, in order of name.
pub(crate) fn scenarios() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut found: Vec<(String, String)> = (fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

/// The text of the shipped scenario called `name`.
pub(crate) fn scenario(name: &str) -> String {
    scenarios().into_iter().find(|(known, _)| known == name).unwrap().1
}
