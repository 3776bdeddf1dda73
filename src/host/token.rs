//! What nobody can guess: the code of a room, and the tokens of those who are in it.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Letters and digits that nobody confuses and that spell no words.
const ALPHABET: &[u8] = b"23456789BCDFGHJKMNPQRSTVWXYZ";
/// Characters of a code: 28^8 codes are 38 bits, and guesses are limited.
const CODE: usize = 8;
/// Bytes of a token: 128 bits.
const TOKEN: usize = 16;

/// The system gave no random bytes.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the system has no random numbers for a code: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

/// The code of a room, as people type it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomCode(String);

impl RoomCode {
    /// Returns a new code.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] where the system has none.
    pub fn random() -> Result<Self, NoRandomness> {
        // Bytes past the last whole alphabet would make its first letters more likely.
        let most = 256 / ALPHABET.len() * ALPHABET.len();
        let mut code = String::with_capacity(CODE);
        while code.len() < CODE {
            for byte in bytes::<TOKEN>()?.into_iter().map(usize::from).filter(|byte| *byte < most) {
                if let Some(letter) = ALPHABET.get(byte % ALPHABET.len()) {
                    code.push(char::from(*letter));
                }
            }
        }
        code.truncate(CODE);
        Ok(Self(code))
    }

    /// The code as it stands in addresses and in the log: `K7QM4TXP`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes the code in two groups: `K7QM-4TXP`.
impl fmt::Display for RoomCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.0.split_at(CODE / 2);
        write!(f, "{first}-{second}")
    }
}

/// A text that is no code of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a room code has 8 letters and digits, for example `K7QM-4TXP`")]
pub struct NoRoomCode;

/// Reads a code in large or small letters, with or without the dash.
impl FromStr for RoomCode {
    type Err = NoRoomCode;

    fn from_str(text: &str) -> Result<Self, NoRoomCode> {
        let letters = text.chars().filter(|it| !matches!(it, '-' | ' '));
        let code: String =
            letters.map(|letter| letter.to_ascii_uppercase()).take(CODE + 1).collect();
        let is_code = code.len() == CODE && code.bytes().all(|byte| ALPHABET.contains(&byte));
        if is_code { Ok(Self(code)) } else { Err(NoRoomCode) }
    }
}

/// A secret of one person: 128 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct RoomToken(String);

impl RoomToken {
    /// Returns a new token.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] where the system has none.
    pub fn random() -> Result<Self, NoRandomness> {
        Ok(Self(HEXLOWER.encode(&bytes::<TOKEN>()?)))
    }

    /// The token that somebody shows, whatever it is.
    pub fn shown(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The text that its owner keeps: 32 hexadecimal digits.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is kept of it here.
    pub fn hash(&self) -> TokenHash {
        TokenHash(HEXLOWER.encode(&Sha256::digest(self.0.as_bytes())))
    }
}

/// A token is a secret, also in a message about a fault.
impl fmt::Debug for RoomToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RoomToken(..)")
    }
}

/// The SHA-256 of a token. Tokens are random, so it leads nobody back to one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(transparent)]
pub struct TokenHash(String);

impl TokenHash {
    /// The hash as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns a word that is used once, for example to notice that a form is sent twice.
///
/// # Errors
///
/// [`NoRandomness`] where the system has none.
pub fn nonce() -> Result<String, NoRandomness> {
    Ok(HEXLOWER.encode(&bytes::<8>()?))
}

fn bytes<const COUNT: usize>() -> Result<[u8; COUNT], NoRandomness> {
    let mut bytes = [0; COUNT];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code: RoomCode = "k7qm 4txp".parse().unwrap();
        assert_eq!(code.to_string(), "K7QM-4TXP");
        assert_eq!("K7QM-4TXP".parse(), Ok(code));
        for wrong in ["", "K7QM4TX", "K7QM4TXPP", "K7QM4TX1", "K7QM4TXé", "../../etc"] {
            assert_eq!(wrong.parse::<RoomCode>(), Err(NoRoomCode), "{wrong}");
        }
    }

    #[test]
    fn codes_and_tokens_use_all_of_their_range() {
        let codes: Vec<RoomCode> = (0..2_000).map(|_| RoomCode::random().unwrap()).collect();
        let mut letters = std::collections::BTreeMap::<char, usize>::new();
        for letter in codes.iter().flat_map(|code| code.0.chars()) {
            *letters.entry(letter).or_default() += 1;
        }
        // 16,000 letters over 28: 571 each, with a standard deviation of 23.5.
        assert_eq!(letters.len(), ALPHABET.len());
        assert!(letters.values().all(|count| (430..=712).contains(count)), "{letters:?}");
        assert!(codes.iter().all(|code| code.to_string().parse().as_ref() == Ok(code)));
        let token = RoomToken::random().unwrap();
        assert_eq!(token.text().len(), 32);
        assert_ne!(token, RoomToken::random().unwrap());
        assert_eq!(format!("{token:?}"), "RoomToken(..)");
        assert_eq!(RoomToken::shown(token.text()).hash(), token.hash());
    }
}
