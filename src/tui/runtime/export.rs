//! A run saved as a file.

use std::fs::File;
use std::io::{ErrorKind, Write};

/// Saves `text` in the folder at hand under a name like `name` that is still free.
pub(super) fn export(name: &str, text: &str) -> Result<String, String> {
    for number in 1..1_000 {
        let path = match number {
            1 => format!("{name}-changed.toml"),
            _ => format!("{name}-changed-{number}.toml"),
        };
        let file = File::options().write(true).create_new(true).open(&path);
        let saved = file.and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        match saved {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(format!("`{path}`: {error}")),
        }
    }
    Err(format!("too many files are called `{name}-changed`"))
}
