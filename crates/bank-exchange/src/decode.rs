//! From bytes to text: UTF-8 and UTF-16 with or without a byte order mark, and one
//! type of line ending.

use std::str;

use super::error::ExchangeError;

/// How a file writes its characters as bytes.
#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16Be,
    Utf16Le,
}

/// Returns the text in `bytes`, UTF-8 or UTF-16, with `\n` at the end of each line.
///
/// # Errors
///
/// The first byte that is no text.
pub fn text(bytes: &[u8]) -> Result<String, ExchangeError> {
    let (encoding, body) = marked(bytes).unwrap_or_else(|| (unmarked(bytes), bytes));
    let text = match encoding {
        Encoding::Utf8 => utf_8(body),
        Encoding::Utf16Be => utf_16(body, u16::from_be_bytes),
        Encoding::Utf16Le => utf_16(body, u16::from_le_bytes),
    }?;
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

/// Returns the encoding that a byte order mark names, and what follows the mark.
fn marked(bytes: &[u8]) -> Option<(Encoding, &[u8])> {
    let after = |mark: &[u8], encoding| Some((encoding, bytes.strip_prefix(mark)?));
    after(b"\xef\xbb\xbf", Encoding::Utf8)
        .or_else(|| after(b"\xfe\xff", Encoding::Utf16Be))
        .or_else(|| after(b"\xff\xfe", Encoding::Utf16Le))
}

/// Returns the encoding of bytes without a mark: where every other byte of the beginning
/// is zero, that of UTF-16 which fits, otherwise UTF-8.
fn unmarked(bytes: &[u8]) -> Encoding {
    let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    let (pairs, _) = head.as_chunks::<2>();
    let zeros = |at: usize| pairs.iter().filter(|pair| pair.get(at) == Some(&0)).count();
    let is_most = |zeros: usize| !pairs.is_empty() && zeros * 4 > pairs.len() * 3;
    match (is_most(zeros(0)), is_most(zeros(1))) {
        (true, false) => Encoding::Utf16Be,
        (false, true) => Encoding::Utf16Le,
        _ => Encoding::Utf8,
    }
}

fn utf_8(bytes: &[u8]) -> Result<String, ExchangeError> {
    str::from_utf8(bytes).map(str::to_owned).map_err(|_| {
        let before = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        bad_byte(bytes.get(before.len()), before)
    })
}

/// Returns the text of UTF-16 whose units `unit` reads.
fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ExchangeError> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    for character in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        match character {
            Ok(character) => text.push(character),
            Err(_) => return Err(bad_byte(bytes.get(text.encode_utf16().count() * 2), &text)),
        }
    }
    if odd.is_empty() { Ok(text) } else { Err(bad_byte(odd.first(), &text)) }
}

/// The fault of `byte`, which follows the text `before`.
fn bad_byte(byte: Option<&u8>, before: &str) -> ExchangeError {
    let line = before.matches('\n').count() + 1;
    ExchangeError::Encoding { byte: byte.copied().unwrap_or_default(), line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
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
            written(plain, u16::to_le_bytes),
            written(plain, u16::to_be_bytes),
            written(&marked, u16::to_le_bytes),
            written(&marked, u16::to_be_bytes),
        ];
        for bytes in cases {
            assert_eq!(text(&bytes).as_deref(), Ok(wanted), "{bytes:?}");
        }
    }

    #[test]
    fn the_first_byte_that_is_no_text_is_named_with_its_line() {
        let lone: Vec<u8> = [0xfeff, 0x41, 0x0a, 0x42, 0x0a, 0xd812, 0x43]
            .iter()
            .flat_map(|unit: &u16| unit.to_be_bytes())
            .collect();
        let odd = [&b"\xff\xfeA\0\n\0B\0"[..], b"C"].concat();
        let cases = [(b"one\ntwo \xff three".to_vec(), 0xff, 2), (lone, 0xd8, 3), (odd, b'C', 2)];
        for (bytes, byte, line) in cases {
            assert_eq!(text(&bytes), Err(ExchangeError::Encoding { byte, line }), "{bytes:?}");
        }
    }
}
