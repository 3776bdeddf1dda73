//! Where the data of a learner is.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// The variable that names the folder.
pub const VARIABLE: &str = "COLDSTART_DATA";

/// The system names no folder for data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no home folder to save data in; choose a folder with `--data DIR`")]
pub struct NoFolder;

/// The folder that is asked for, or that `variable` (the value of [`VARIABLE`])
/// names, or else `coldstart` in the platform's folder for data.
pub fn locate(asked: Option<&Path>, variable: Option<OsString>) -> Result<PathBuf, NoFolder> {
    if let Some(folder) = asked {
        return Ok(folder.to_owned());
    }
    if let Some(folder) = variable.filter(|folder| !folder.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    let platform = etcetera::base_strategy::choose_native_strategy().map_err(|_| NoFolder)?;
    Ok(platform.data_dir().join("coldstart"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_wins_over_the_variable_and_the_variable_over_the_platform() {
        let (asked, variable) = (Path::new("/a"), OsString::from("/b"));
        assert_eq!(locate(Some(asked), Some(variable.clone())).unwrap(), asked);
        assert_eq!(locate(None, Some(variable)).unwrap(), Path::new("/b"));
        let platform = locate(None, Some(OsString::new())).unwrap();
        assert!(platform.ends_with("coldstart"), "{}", platform.display());
    }
}
