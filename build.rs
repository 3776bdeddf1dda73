//! Packs the shipped content so that the program can embed it: every file in `course/`,
//! `questions/` and `scenarios/` and the page of formats, their texts deflated as one, a NUL
//! after each.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let mut paths = vec![root.join("docs/formats.md")];
    println!("cargo:rerun-if-changed=docs/formats.md");
    for folder in ["course", "questions", "scenarios"] {
        println!("cargo:rerun-if-changed={folder}");
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let mut rows = Vec::new();
    let mut texts = DeflateEncoder::new(Vec::new(), Compression::best());
    for path in paths {
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&path)?;
        rows.push(format!("({folder:?}, {name:?}),"));
        texts.write_all((text + "\0").as_bytes())?;
    }
    fs::write(out.join("content.rs"), format!("&[{}]", rows.concat()))?;
    fs::write(out.join("content.deflate"), texts.finish()?)
}
