//! Why a file is rejected, and how large one may be.

/// The largest file that is read, in bytes; banks with embedded images are far smaller.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Why a file is rejected as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// It has more bytes than are read.
    #[error("the file is larger than {} MB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// Its bytes are text in no encoding that is known.
    #[error("the file is neither UTF-8 nor UTF-16 text: byte `0x{byte:02x}` on line {line}")]
    Encoding {
        /// The first byte that does not fit.
        byte: u8,
        /// Its line, counted from 1.
        line: usize,
    },
    /// Nothing in it shows what it is.
    #[error("the format of the file is not recognized; name it with `--from`")]
    Unrecognized,
    /// It is written in a format that is only written, or in a version that is not read.
    #[error("{0}")]
    Unsupported(String),
    /// It breaks the rules of its format, or does what no honest file does.
    #[error("line {line}: {reason}")]
    Refused {
        /// Its line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}
