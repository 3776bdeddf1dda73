//! Where something comes from, opened: a question's file in the learner's editor, a page of
//! AWS in a browser.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::links::is_link;
use quizbank::model::question::QuestionId;

/// Editors that begin at the line that `+N` names.
const BY_LINE: [&str; 8] = ["vi", "vim", "nvim", "nano", "emacs", "emacsclient", "kak", "micro"];

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FilePlace {
    path: PathBuf,
    /// Counted from 1.
    line: usize,
}

impl FilePlace {
    /// Where one of `files` has the question called `id`.
    pub(super) fn of(id: &QuestionId, files: &[PathBuf]) -> Option<Self> {
        files.iter().find_map(|path| {
            let text = fs::read_to_string(path).ok()?;
            let line = text.lines().position(|line| is_id(line, &id.0))? + 1;
            Some(Self { path: path.clone(), line })
        })
    }

    /// Opens it in the editor, and waits until that is left. An error is for the user.
    pub(super) fn edit(&self) -> Result<(), String> {
        let said = ["VISUAL", "EDITOR"].into_iter().find_map(set);
        let editor = said.unwrap_or_else(|| "vi".to_owned());
        let mut words = editor.split_whitespace();
        let program = words.next().unwrap_or("vi");
        let name = Path::new(program).file_name().and_then(|name| name.to_str());
        let line = name.filter(|name| BY_LINE.contains(name)).map(|_| format!("+{}", self.line));
        let status = Command::new(program).args(words).args(line).arg(&self.path).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("`{editor}` ended with {status}")),
            Err(error) => Err(format!("`{editor}` does not start: {error}; set EDITOR")),
        }
    }
}

/// Whether a line of a file gives a question this id.
fn is_id(line: &str, id: &str) -> bool {
    let value = line.trim_start().strip_prefix("id").map(str::trim_start);
    let value = value.and_then(|rest| rest.strip_prefix('=')).map(str::trim_start);
    let quoted = |quote: char| {
        let rest = value.and_then(|value| value.strip_prefix(quote));
        rest.and_then(|rest| rest.split_once(quote)).is_some_and(|(name, _)| name == id)
    };
    quoted('"') || quoted('\'')
}

/// Opens `address` in a browser of its own window. False where none can be opened.
pub(super) fn browse(address: &str) -> bool {
    // Without a desktop, what opens would draw over this program.
    let is_desktop = cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| set(name).is_some());
    if !is_link(address) || !is_desktop {
        return false;
    }
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = Command::new(set("BROWSER").unwrap_or_else(|| opener.to_owned()));
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}

/// An environment variable that is not empty.
fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_found_by_the_line_of_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own.toml");
        fs::write(&path, "[[question]]\nid = \"one\"\n\n[[question]]\n  id='two' # mine\n")
            .unwrap();
        let at = |id: &str| FilePlace::of(&QuestionId(id.to_owned()), std::slice::from_ref(&path));
        assert_eq!(at("two"), Some(FilePlace { path: path.clone(), line: 5 }));
        assert_eq!(at("one").map(|place| place.line), Some(2));
        assert_eq!(at("tw"), None);
    }
}
