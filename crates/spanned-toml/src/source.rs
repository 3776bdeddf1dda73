//! From the bytes of a file to text that can be read.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Source};

/// The largest file that is read; scenarios and questions are far smaller.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The text of a file called `name`, or why it is none.
///
/// # Errors
///
/// A fault where the bytes are too many or no UTF-8.
pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Source, Diagnostics> {
    let save = "save the file with the encoding UTF-8";
    if bytes.len() > MAX_BYTES {
        let help = "is it a scenario or a question file?";
        let message = "the file is too large".to_owned();
        return Err(refused(name, String::new(), message, 0..0, "at most 16 MB", help));
    }
    if let Some(encoding) = other_encoding(&bytes) {
        let message = format!("the file is {encoding}, not UTF-8");
        return Err(refused(name, String::new(), message, 0..0, "a file in UTF-8", save));
    }
    // Some editors mark UTF-8, which needs no mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source { name: name.to_owned(), text }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bad = error.as_bytes().get(at).copied().unwrap_or_default();
            // Lossy decoding keeps what stands before the first bad byte, so
            // its offset names the same place in the text that is shown.
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
            let message = format!("the file is not UTF-8: byte `0x{bad:02x}`");
            Err(refused(name, text, message, at..end, "the first bad byte", save))
        }
    }
}

/// The encoding of `bytes`, which begin a text, where it is none of one byte a letter: by
/// its mark, or by the zeros beside the first letter, which is one of ASCII in every format
/// that is read.
pub fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [0xff, 0xfe, 0, 0, ..] | [1..=255, 0, 0, 0, ..] => "UTF-32 LE",
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, 1..=255, ..] => "UTF-32 BE",
        [0xff, 0xfe, ..] | [1..=255, 0, ..] => "UTF-16 LE",
        [0xfe, 0xff, ..] | [0, 1..=255, ..] => "UTF-16 BE",
        _ => return None,
    })
}

/// The one fault of a file called `name` that cannot be read at all; `text` is what of it can.
fn refused(
    name: &str,
    text: String,
    message: String,
    span: Range<usize>,
    expected: &str,
    help: &str,
) -> Diagnostics {
    let refusal = Diagnostic {
        severity: Severity::Error,
        rule: None,
        message,
        span,
        expected: expected.to_owned(),
        help: Some(help.to_owned()),
    };
    Diagnostics { source: Source { name: name.to_owned(), text }, faults: vec![refusal] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bad_byte_is_named() {
        let reported = from_bytes("x.toml", b"a = 1\nb = \"\xff\"".to_vec()).unwrap_err();
        assert_eq!(reported.faults[0].span, 11..14);
        assert_eq!(reported.source.line_of(11), 2);
        assert!(reported.faults[0].message.contains("0xff"));
    }

    #[test]
    fn a_mark_of_the_encoding_is_skipped_or_named() {
        let source = from_bytes("x.json", b"\xef\xbb\xbf{}".to_vec()).unwrap();
        assert_eq!(source.text, "{}");
        let others: [(&[u8], &str); 8] = [
            (b"\xff\xfe{\0", "UTF-16 LE"),
            (b"\xfe\xff\0{", "UTF-16 BE"),
            (b"{\0}\0", "UTF-16 LE"),
            (b"\0{\0}", "UTF-16 BE"),
            (b"\xff\xfe\0\0{\0\0\0", "UTF-32 LE"),
            (b"\0\0\xfe\xff\0\0\0{", "UTF-32 BE"),
            (b"{\0\0\0}\0\0\0", "UTF-32 LE"),
            (b"\0\0\0{\0\0\0}", "UTF-32 BE"),
        ];
        for (bytes, name) in others {
            let reported = from_bytes("x.json", bytes.to_vec()).unwrap_err();
            assert_eq!(reported.faults[0].message, format!("the file is {name}, not UTF-8"));
        }
    }

    #[test]
    fn a_file_beyond_the_bound_is_refused() {
        assert!(from_bytes("x.toml", vec![b'#'; MAX_BYTES]).is_ok());
        let reported = from_bytes("x.toml", vec![b'#'; MAX_BYTES + 1]).unwrap_err();
        assert_eq!(reported.faults[0].message, "the file is too large");
    }
}
