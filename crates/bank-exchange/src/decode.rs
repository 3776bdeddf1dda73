//! From bytes to text: UTF-8 and UTF-16 with or without a byte order mark, and one
//! type of line ending.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::error::ExchangeError;

/// Returns the text in `bytes`, UTF-8 or UTF-16, with `\n` at the end of each line.
///
/// # Errors
///
/// The first byte that is no text.
pub fn text(bytes: &[u8]) -> Result<String, ExchangeError> {
    let encoding = Encoding::for_bom(bytes).map_or_else(|| unmarked(bytes), |(marked, _)| marked);
    let (text, used, has_errors) = encoding.decode(bytes);
    if has_errors {
        return Err(first_bad_byte(bytes, used));
    }
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.into_owned()
    })
}

/// Returns the encoding of bytes without a mark: where every other byte of the beginning
/// is zero, that of UTF-16 which fits, otherwise UTF-8.
fn unmarked(bytes: &[u8]) -> &'static Encoding {
    let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    let (pairs, _) = head.as_chunks::<2>();
    let zeros = |at: usize| pairs.iter().filter(|pair| pair.get(at) == Some(&0)).count();
    let is_most = |zeros: usize| !pairs.is_empty() && zeros * 4 > pairs.len() * 3;
    match (is_most(zeros(0)), is_most(zeros(1))) {
        (true, false) => UTF_16BE,
        (false, true) => UTF_16LE,
        _ => UTF_8,
    }
}

fn first_bad_byte(bytes: &[u8], encoding: &'static Encoding) -> ExchangeError {
    let at = if encoding == UTF_8 { Encoding::utf8_valid_up_to(bytes) } else { 0 };
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.split(|&byte| byte == b'\n').count();
    ExchangeError::Encoding { byte: bytes.get(at).copied().unwrap_or_default(), line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let plain = "Was läuft?\r\nA. über\rB. unter\n";
        let marked = format!("\u{feff}{plain}");
        let wanted = "Was läuft?\nA. über\nB. unter\n";
        let cases = [
            plain.as_bytes().to_vec(),
            marked.as_bytes().to_vec(),
            utf_16(plain, u16::to_le_bytes),
            utf_16(plain, u16::to_be_bytes),
            utf_16(&marked, u16::to_le_bytes),
            utf_16(&marked, u16::to_be_bytes),
        ];
        for bytes in cases {
            assert_eq!(text(&bytes).as_deref(), Ok(wanted), "{bytes:?}");
        }
    }

    #[test]
    fn the_first_byte_that_is_no_text_is_named_with_its_line() {
        let rejected = text(b"one\ntwo \xff three").unwrap_err();
        assert_eq!(rejected, ExchangeError::Encoding { byte: 0xff, line: 2 });
    }
}
