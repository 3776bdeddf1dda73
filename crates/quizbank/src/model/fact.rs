//! A claim of the course beside what AWS documents.

use std::fmt;

use spanned_toml::word::Word;

/// One claim, both sides of it, and who is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// `topic.claim`, never reused.
    pub id: String,
    /// What holds, in one sentence.
    pub title: String,
    /// The topic of the course.
    pub topic: String,
    /// What the course chapter says; empty where it does not mention the claim.
    pub chapter: String,
    /// What AWS documents; empty where no statement was found.
    pub aws: String,
    /// What users reported, where it is more than AWS documents or something else.
    pub observed: Option<String>,
    /// Words of errors and complaints that lead to this fact.
    pub symptoms: Vec<String>,
    /// How course and AWS compare.
    pub verdict: FactVerdict,
    /// Pages that the AWS side was read on.
    pub source: Vec<String>,
    /// What to make of it.
    pub note: Option<String>,
    /// Its place in the file, for diagnostics of what refers to it.
    pub line: u32,
}

impl Fact {
    /// Returns every text of the fact in which a search looks, the id first.
    pub fn searched(&self) -> Vec<&str> {
        let Self { id, title, chapter, aws, observed, symptoms, note, .. } = self;
        let texts = [id, title, chapter, aws].into_iter().chain(observed).chain(note);
        texts.chain(symptoms).map(String::as_str).collect()
    }

    /// Whether every word of `phrase` in small letters is part of one of the texts.
    pub fn holds(&self, phrase: &str) -> bool {
        let texts = self.searched().join("\n").to_lowercase();
        phrase.split_whitespace().all(|word| texts.contains(word))
    }

    /// Whether `phrase` in small letters is part of one of the symptoms.
    pub fn is_symptom(&self, phrase: &str) -> bool {
        self.symptoms.iter().any(|symptom| symptom.to_lowercase().contains(phrase))
    }
}

/// Every fact, with the dates of both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The course chapter and the day of its text.
    pub chapter_edition: String,
    /// When the AWS pages were read.
    pub aws_read: String,
    /// The facts in file order.
    pub facts: Vec<Fact>,
}

impl Ledger {
    /// The fact called `id`.
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// Returns `text` with what `claim` gives of a fact in the place of its id: in quotes, or
    /// bare where the id is all of it. A fact of which it gives nothing keeps its id.
    pub fn with_claims(&self, text: &str, claim: impl Fn(&Fact) -> &str) -> String {
        let claim_of = |id: &str| {
            let claim = claim(self.get(id)?).trim_end_matches('.');
            (!claim.is_empty()).then_some(claim)
        };
        if let Some(claim) = claim_of(text) {
            return claim.to_owned();
        }
        let words = text.split(' ').map(|word| {
            let id = word.trim_matches(|sign: char| "(),;:.".contains(sign));
            let claim = claim_of(id).filter(|_| !id.is_empty());
            claim.map_or_else(|| word.to_owned(), |it| word.replacen(id, &format!("“{it}”"), 1))
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Returns the places of the facts that hold every word of `phrase`, in any case. Those
    /// that have the whole phrase as a symptom come first, then all others in file order.
    pub fn search(&self, phrase: &str) -> Vec<usize> {
        let phrase = phrase.trim().to_lowercase();
        let facts = self.facts.iter().enumerate();
        let mut found: Vec<(bool, usize)> = facts
            .filter(|(_, fact)| fact.holds(&phrase))
            .map(|(place, fact)| (!fact.is_symptom(&phrase), place))
            .collect();
        if !phrase.is_empty() {
            found.sort_unstable();
        }
        found.into_iter().map(|(_, place)| place).collect()
    }
}

/// How the course's claim compares with AWS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactVerdict {
    /// Both say the same.
    Agrees,
    /// An AWS page says otherwise.
    Differs,
    /// It was or may have been right, and is no longer.
    Outdated,
    /// No AWS statement was found.
    #[default]
    Unverified,
    /// The course does not mention it.
    NotCovered,
}

impl Word for FactVerdict {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("agrees", Self::Agrees),
        ("differs", Self::Differs),
        ("outdated", Self::Outdated),
        ("unverified", Self::Unverified),
        ("not-covered", Self::NotCovered),
    ];
}

impl FactVerdict {
    /// Every verdict, from agreement on.
    pub const ALL: [Self; 5] =
        [Self::Agrees, Self::Differs, Self::Outdated, Self::Unverified, Self::NotCovered];

    /// Whether a learner of the one side is wrong on the other.
    pub fn is_contested(self) -> bool {
        matches!(self, Self::Differs | Self::Outdated)
    }
}

impl fmt::Display for FactVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word().replace('-', " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claim_of_a_fact_takes_the_place_of_its_id() {
        let fact = |id: &str, title: &str| Fact {
            id: id.to_owned(),
            title: title.to_owned(),
            ..Fact::default()
        };
        let facts = vec![fact("a.b", "It is so."), fact("a.c", "")];
        let ledger = Ledger { facts, ..Ledger::default() };
        let said = |text| ledger.with_claims(text, |fact| &fact.title);
        assert_eq!(said("a.b"), "It is so");
        assert_eq!(said("our split (a.b); a.c, x.y"), "our split (“It is so”); a.c, x.y");
        assert_eq!(said(""), "");
    }

    #[test]
    fn a_symptom_leads_to_its_fact_before_facts_that_hold_the_words() {
        let fact = Fact { symptoms: vec!["429 Too Many Requests".to_owned()], ..Fact::default() };
        let other = Fact { aws: "429 for too many requests".to_owned(), ..Fact::default() };
        let ledger = Ledger { facts: vec![other, fact], ..Ledger::default() };
        assert_eq!(ledger.search("429 too many"), [1, 0]);
        assert_eq!(ledger.search("429 too many requests "), [1, 0]);
        assert_eq!(ledger.search("requests 429"), [0, 1]);
        assert_eq!(ledger.search("431"), [0; 0]);
        assert_eq!(ledger.search(""), [0, 1]);
    }
}
