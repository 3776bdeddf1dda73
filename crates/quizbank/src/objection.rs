//! A learner's report that a key is wrong, as text for a file or for the address of a
//! new issue. Nothing is sent.

use std::fmt;

use super::present::PresentedQuestion;
use super::slot::Slot;
use crate::model::question::QuestionId;

/// Characters of an address that every browser takes.
const ADDRESS: usize = 2_000;

/// A report that the key of a question is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyObjection {
    /// The question.
    pub id: QuestionId,
    /// Its revision, because keys change.
    pub rev: u32,
    /// What the learner chose, option by option as it was shown.
    pub chosen: Vec<String>,
    /// What the learner says about it.
    pub words: String,
}

impl KeyObjection {
    /// What a learner who picked what is picked in `slot` says about its question.
    pub fn of(slot: &Slot, words: &str) -> Self {
        let PresentedQuestion { question, options, .. } = slot.item();
        let picked = slot.picked().iter().filter_map(|&index| options.get(index));
        Self {
            id: question.id.clone(),
            rev: question.rev,
            chosen: picked.map(|option| option.text.clone()).collect(),
            words: words.to_owned(),
        }
    }

    /// The title of an issue about it.
    pub fn title(&self) -> String {
        format!("Key of {} (rev {})", self.id, self.rev)
    }

    /// The address that opens a new issue at `issues`, filled in. Words that are too many
    /// for an address are cut.
    pub fn address(&self, issues: &str) -> String {
        let start = format!("{issues}/new?title={}&body=", encoded(&self.title()));
        let mut address = start;
        for letter in self.to_string().chars() {
            let next = encoded(letter.encode_utf8(&mut [0; 4]));
            if address.len() + next.len() > ADDRESS {
                break;
            }
            address.push_str(&next);
        }
        address
    }
}

impl fmt::Display for KeyObjection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Question: {}", self.id)?;
        writeln!(f, "Revision: {}", self.rev)?;
        for chosen in &self.chosen {
            writeln!(f, "Chosen: {chosen}")?;
        }
        write!(f, "\n{}\n", self.words.trim())
    }
}

/// `text` with everything but unreserved characters in percent signs.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objection(words: &str) -> KeyObjection {
        KeyObjection {
            id: QuestionId("scaling-a".to_owned()),
            rev: 2,
            chosen: vec!["Raise MaxSize to 9.".to_owned()],
            words: words.to_owned(),
        }
    }

    #[test]
    fn a_report_says_what_was_asked_chosen_and_objected() {
        assert_eq!(
            objection(" MinSize does it, too.\n").to_string(),
            "Question: scaling-a\nRevision: 2\nChosen: Raise MaxSize to 9.\n\nMinSize does it, too.\n"
        );
    }

    #[test]
    fn an_address_is_encoded_and_cut_between_letters() {
        let address = objection("100 % & é").address("https://example.org/issues");
        assert!(address.starts_with("https://example.org/issues/new?title=Key%20of%20scaling-a"));
        assert!(address.ends_with("100%20%25%20%26%20%C3%A9%0A"), "{address}");
        let long = objection(&"é".repeat(5_000)).address("https://example.org/issues");
        assert!(long.len() <= ADDRESS && long.ends_with("%A9"), "{long}");
    }
}
