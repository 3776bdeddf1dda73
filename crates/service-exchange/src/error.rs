//! Why nothing is read or written.

use spanned_toml::source::MAX_BYTES;

/// Why the files are rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// A file has more bytes than are read.
    #[error("`{file}` is larger than {} MB", MAX_BYTES / 1024 / 1024)]
    TooLarge {
        /// The file.
        file: String,
    },
    /// Nothing in a file shows what it is.
    #[error("the format of `{0}` is not recognized; name it with `--from`")]
    Unrecognized(String),
    /// It breaks the rules of its format, or does what no honest file does.
    #[error("{file}:{line}: {reason}")]
    Refused {
        /// The file.
        file: String,
        /// Its line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It is another document of AWS than the one that holds the settings.
    #[error("`{file}` has no service settings: {advice}")]
    Unsupported {
        /// The file.
        file: String,
        /// Where they are.
        advice: &'static str,
    },
    /// There is none of these in the files.
    #[error("there is no App Runner or Express Mode service in {0}")]
    NoService(String),
    /// There is more than one, and none was chosen.
    #[error("there are {} services: {}; choose one with `--service`", known.len(), known.join(", "))]
    Several {
        /// Their names.
        known: Vec<String>,
    },
    /// The chosen one is not there.
    #[error("there is no service `{wanted}`; available: {}", known.join(", "))]
    UnknownService {
        /// The name.
        wanted: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// A parameter was given that no template has.
    #[error("no template has a parameter `{0}`")]
    UnknownParameter(String),
}
