//! A learner's word that a key is wrong, in a file of the learner's own. Nothing is sent.

use quizbank::objection::KeyObjection;

use super::fresh_file;

/// Where issues of this program are.
const ISSUES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");

/// Writes `objection` to a file of its own in the folder at hand, and says which that is
/// and how it may be sent.
///
/// # Errors
///
/// Why it could not be written, for the learner.
pub fn save(objection: &KeyObjection) -> Result<String, String> {
    let path =
        fresh_file::write(&format!("report-{}", objection.id), "txt", &objection.to_string())?;
    Ok(format!("saved: `{path}`; nothing is sent"))
}

/// The address that opens an issue with it, filled in.
pub fn address(objection: &KeyObjection) -> String {
    objection.address(ISSUES)
}
