//! Files under names that are still free: nothing that is there is written over.

use std::env;
use std::fs::File;
use std::io::{ErrorKind, Write};

/// Writes `text` in the folder at hand to `STEM.EXTENSION`, or to the first of `STEM-2` and
/// so on that is free. Returns the name once it is on disk.
///
/// # Errors
///
/// Why it could not be written, with the name and the folder.
pub fn write(stem: &str, extension: &str, text: &str) -> Result<String, String> {
    for number in 1..1_000 {
        let path = match number {
            1 => format!("{stem}.{extension}"),
            _ => format!("{stem}-{number}.{extension}"),
        };
        let file = File::options().write(true).create_new(true).open(&path);
        let saved = file.and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        match saved {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(format!("`{path}` in {}: {error}", folder())),
        }
    }
    Err(format!("there are too many files called `{stem}` in {}", folder()))
}

/// The folder at hand, for messages.
fn folder() -> String {
    let folder = env::current_dir();
    folder.map_or_else(|_| "this folder".to_owned(), |it| format!("`{}`", it.display()))
}
