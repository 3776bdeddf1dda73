//! Cells that a spreadsheet would take for a formula: a `'` before them says that they are text,
//! as in every CSV of ours, and goes again when they are read.

use std::borrow::Cow;

/// How a formula begins.
const BEGINNINGS: [char; 5] = ['=', '+', '-', '@', '\t'];

/// Whether `cell` begins as a formula does, behind any number of `'`.
fn begins_as_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(BEGINNINGS)
}

/// Returns `cell` so that no spreadsheet takes it for a formula.
pub(super) fn as_text(cell: &str) -> Cow<'_, str> {
    if begins_as_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Returns what was written with [`as_text`].
pub(super) fn of_text(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| begins_as_formula(cell)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_each_comes_back() {
        for cell in ["=1+1", "+b", "-2", "@SUM(1)", "\t=1", "'=1", "''-1", "'quoted'", "plain", ""]
        {
            let written = as_text(cell);
            assert!(!written.starts_with(BEGINNINGS), "{written}");
            assert_eq!(of_text(&written), cell);
        }
        // What somebody else has written is read as it is.
        assert_eq!(of_text("=1+1"), "=1+1");
    }
}
