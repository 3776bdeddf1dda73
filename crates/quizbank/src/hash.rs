//! What tells one bank from another: the SHA-256 of a text in which everything
//! that a sitter sees, and everything that a form or a grade is made of, stands in
//! a fixed order.
//!
//! Places in files, comments, proofs and the record of reviews are not part of
//! it. Every field goes with its length, so that no two banks have one text.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::model::paper::{PaperCode, PrintedQuestion};
use crate::model::question::{Level, OptionRole, Question};
use spanned_toml::word::Word;

/// Begins the text; another way to write it gets another number.
const HEAD: &str = "coldstart bank 2";
/// The same for a paper.
const PAPER: &str = "coldstart paper 1";
/// How many digits the code of a paper has.
const CODE: usize = 8;

/// The hash of `bank` as 64 hexadecimal digits; the order of its questions is of
/// no account.
pub fn of(bank: &[Question]) -> String {
    let mut questions: Vec<&Question> = bank.iter().collect();
    questions.sort_by(|one, other| one.id.cmp(&other.id));
    let mut text = Text(Sha256::new());
    text.put(HEAD);
    text.count(questions.len());
    for question in questions {
        text.question(question);
    }
    text.digits()
}

/// The code of the paper with these `questions`.
pub fn paper(questions: &[PrintedQuestion]) -> PaperCode {
    let mut text = Text(Sha256::new());
    text.put(PAPER);
    text.count(questions.len());
    for question in questions {
        text.count(question.select);
        text.put(&question.stem);
        text.list(question.exhibit.iter().map(|exhibit| exhibit.text.as_str()));
        text.list(question.options.iter().map(|option| option.text.as_str()));
    }
    let digits = text.digits();
    PaperCode(digits.chars().take(CODE).collect())
}

/// The text, hashed while it is written.
struct Text(Sha256);

impl Text {
    /// The hash in hexadecimal.
    fn digits(self) -> String {
        HEXLOWER.encode(&self.0.finalize())
    }

    fn put(&mut self, field: &str) {
        self.count(field.len());
        self.0.update(field.as_bytes());
    }

    fn count(&mut self, count: usize) {
        self.0.update(format!("{count}\n").as_bytes());
    }

    fn list<'a>(&mut self, items: impl ExactSizeIterator<Item = &'a str>) {
        self.count(items.len());
        items.for_each(|item| self.put(item));
    }

    fn question(&mut self, question: &Question) {
        self.put(&question.id.0);
        self.count(question.rev as usize);
        self.put(&question.topic);
        self.count(usize::from(question.domain));
        self.put(&question.task.c02);
        self.put(&question.task.c03);
        for word in words(question) {
            self.put(word);
        }
        self.list(question.facts.iter().map(String::as_str));
        self.list(question.family.iter().map(String::as_str));
        self.list(question.enemies.iter().map(|id| id.0.as_str()));
        self.list(question.exhibit.iter().map(|exhibit| exhibit.kind.word()));
        self.list(question.exhibit.iter().map(|exhibit| exhibit.text.as_str()));
        self.put(&question.stem);
        self.count(question.options.len());
        for option in &question.options {
            self.put(&option.text);
            self.put(&option.why);
            match &option.role {
                OptionRole::Key => self.put("key"),
                OptionRole::Distractor { misconception } => {
                    self.put("distractor");
                    self.put(misconception);
                }
            }
        }
        self.count(question.draw.len());
        for draw in &question.draw {
            self.put(&draw.name);
            let values: Vec<String> = draw.values.iter().map(ToString::to_string).collect();
            self.list(values.iter().map(String::as_str));
        }
    }
}

/// The words of the format for what a question is. Where the format gets another word, the
/// former one stays here: another hash would be another bank.
fn words(question: &Question) -> [&'static str; 5] {
    let level = match question.level {
        Level::Analyze => "analyse",
        level => level.word(),
    };
    [
        question.kind.word(),
        level,
        question.difficulty.word(),
        question.authority.word(),
        question.order.word(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::question::{Exhibit, ExhibitKind, Order};
    use crate::model::template::Draw;
    use crate::sample;

    fn bank() -> Vec<Question> {
        vec![sample::choice("a", "scaling"), sample::multiple("b", "scaling")]
    }

    #[test]
    fn what_a_sitter_sees_changes_the_hash_and_what_nobody_sees_does_not() {
        let before = of(&bank());
        assert_eq!(before.len(), 64);
        let changes: [fn(&mut Question); 6] = [
            |question| question.stem.push('!'),
            |question| {
                question.exhibit = Some(Exhibit { kind: ExhibitKind::Log, text: String::new() });
            },
            |question| question.options.swap(0, 1),
            |question| question.rev += 1,
            |question| question.order = Order::Fixed,
            |question| question.draw = vec![Draw { name: "n".to_owned(), values: vec![1] }],
        ];
        for change in changes {
            let mut other = bank();
            change(&mut other[0]);
            assert_ne!(of(&other), before);
        }
        let mut same = bank();
        same.reverse();
        same[0].key_changed = Some("2026-11-20".to_owned());
        assert_eq!(of(&same), before);
    }

    #[test]
    fn a_field_does_not_run_into_the_next() {
        let mut one = bank();
        let mut other = bank();
        (one[0].options[0].text, one[0].options[0].why) = ("ab".to_owned(), "c".to_owned());
        (other[0].options[0].text, other[0].options[0].why) = ("a".to_owned(), "bc".to_owned());
        assert_ne!(of(&one), of(&other));
    }

    #[test]
    fn the_hash_is_sha_256_of_the_text() {
        // `printf '16\ncoldstart bank 20\n' | sha256sum`: the head, then no question.
        assert_eq!(of(&[]), "e39d0ad673f7f8aedd8caac870ef061343372f147b294ccd47511de44afb8cd1");
    }
}
