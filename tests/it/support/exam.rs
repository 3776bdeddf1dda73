//! What an exam says and writes down.

use serde_json::Value;

use super::folder::Folder;

/// The line that tells the score.
pub fn score_line(said: &str) -> &str {
    // Beside a page that does not fit stands a bar.
    let mut lines = said.lines().map(|line| line.trim_end().trim_end_matches('█').trim());
    lines.find(|line| line.starts_with("Score: ")).unwrap_or_else(|| panic!("{said}"))
}

/// The records of the latest attempt in `folder`, in their order.
pub fn records(folder: &Folder) -> Vec<Value> {
    let mut records = folder.run(&["exam", "receipt"]).assert_code(0).json_lines();
    records.retain(|line| line["act"].is_string());
    records
}
