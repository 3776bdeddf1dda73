//! Lists the shipped content so that `load::builtin` can embed it: every file
//! in `course/`, `questions/` and `scenarios/`, sorted by name.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    for folder in ["course", "questions", "scenarios"] {
        println!("cargo:rerun-if-changed={folder}");
        let mut names = Vec::new();
        for entry in fs::read_dir(Path::new(&root).join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                names.push(path);
            }
        }
        names.sort();
        let rows: String = names.iter().map(|path| row(path)).collect();
        fs::write(Path::new(&out).join(format!("{folder}.rs")), format!("&[{rows}]"))?;
    }
    Ok(())
}

/// One entry of the list: `("name", "text"),`.
fn row(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let path = path.to_string_lossy();
    format!("({name:?}, include_str!({path:?})),")
}
