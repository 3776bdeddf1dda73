//! What the palette finds, and how.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::crossterm::event::KeyEvent;

use crate::tui::content::{Content, stem};
use crate::tui::keys::{self, Labels};
use crate::tui::message::{Destination, Effect, StudyRequest};
use crate::tui::screen::home::Home;
use quizbank::model::fact::Fact;

/// How far the palette reaches from where it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Reach {
    /// Everywhere.
    Everything,
    /// Whatever begins no other attempt: one is under way.
    Reading,
    /// The keys of the screen: what else there is would answer the test that is taken.
    Commands,
}

/// Something that can be found.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) about: String,
    pub(super) leads: Leads,
    /// The fact that it is, whose texts are searched too.
    fact: Option<Fact>,
}

/// Where it leads.
#[derive(Clone, Debug)]
pub(super) enum Leads {
    To(Box<Effect>),
    /// To what a key of the screen below does.
    Press(KeyEvent),
}

impl Candidate {
    fn new(
        kind: &'static str,
        title: impl Into<String>,
        about: impl Into<String>,
        leads: Effect,
    ) -> Self {
        let (title, about) = (title.into(), about.into());
        Self { kind, title, about, leads: Leads::To(Box::new(leads)), fact: None }
    }

    fn opening(
        kind: &'static str,
        title: impl Into<String>,
        about: impl Into<String>,
        destination: Destination,
    ) -> Self {
        Self::new(kind, title, about, Effect::Open(destination))
    }
}

/// Everything within `reach` of a screen whose keys are `labels`: what its keys do first.
pub(super) fn candidates(content: &Content, labels: &Labels, reach: Reach) -> Vec<Candidate> {
    let mut found = commands(labels);
    if reach != Reach::Commands {
        found.extend(pages());
        found.extend(places(content));
    }
    if reach == Reach::Everything {
        found.extend(questions(content));
    } else {
        found.retain(|it| !matches!(&it.leads, Leads::To(it) if matches!(**it, Effect::Study(_))));
    }
    found
}

/// What the keys of the screen do.
fn commands(labels: &Labels) -> Vec<Candidate> {
    let command = |label: &keys::Label| {
        let leads = Leads::Press(keys::event(label.keys().first()?)?);
        let (title, about) = (label.help.to_owned(), format!("the key {}", label.names()));
        Some(Candidate { kind: "command", title, about, leads, fact: None })
    };
    labels.own.iter().chain(&labels.general).filter_map(command).collect()
}

/// The pages of the menu.
fn pages() -> impl Iterator<Item = Candidate> {
    Home::pages().map(|(name, leads)| Candidate::new("page", name, "", leads))
}

/// Everything that is opened at its place.
fn places(content: &Content) -> Vec<Candidate> {
    let mut found = Vec::new();
    found.extend(content.plays().map(|it| {
        let about = format!("scenario {}", it.name);
        Candidate::opening("scenario", &it.title, about, Destination::Play(it.name.clone()))
    }));
    found.extend(content.labs().map(|(it, _)| {
        let about = format!("lab {}", it.name);
        Candidate::opening("lab", &it.title, about, Destination::Lab(it.name.clone()))
    }));
    found.extend(content.course.topics.iter().map(|it| {
        Candidate::opening("topic", &it.title, &it.id, Destination::Topic(it.id.clone()))
    }));
    found.extend(content.course.terms.iter().map(|it| {
        Candidate::opening("term", &it.name, &it.meaning, Destination::Term(it.name.clone()))
    }));
    found.extend(content.course.comparisons.iter().map(|it| {
        Candidate::opening("compared", &it.title, "", Destination::Comparison(it.id.clone()))
    }));
    found.extend(content.ledger.facts.iter().map(|it| {
        let about = [vec![it.id.clone()], it.symptoms.clone()].concat().join(" · ");
        let leads = Destination::Fact(it.id.clone());
        Candidate { fact: Some(it.clone()), ..Candidate::opening("fact", &it.title, about, leads) }
    }));
    found
}

fn questions(content: &Content) -> impl Iterator<Item = Candidate> {
    content.questions.iter().map(|it| {
        let leads = Effect::Study(StudyRequest::Questions(vec![it.id.clone()]));
        let stem = stem(it).split_whitespace().collect::<Vec<_>>().join(" ");
        Candidate::new("question", stem, format!("{} · {}", it.id, it.topic), leads)
    })
}

/// The least score for each letter: a match of `nucleo` has this much for it, more at the
/// beginning of words and in a row, less for what lies between. Letters that are scattered over a
/// long text stay below.
const LETTER: u32 = 20;

/// What was typed, to be looked for.
pub(super) struct Searcher {
    /// What was typed, in small letters.
    phrase: String,
    pattern: Pattern,
    /// The least score that counts.
    least: u32,
    matcher: Matcher,
}

impl Searcher {
    /// Looks for the words of `typed`, each with its letters in order; `'word` means the
    /// word itself, `!word` none of it.
    pub(super) fn new(typed: &str) -> Self {
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let phrase = typed.trim().to_lowercase();
        let letters = pattern.atoms.iter().filter(|atom| !atom.negative);
        let letters: usize = letters.map(|atom| atom.needle_text().len()).sum();
        let least = u32::try_from(letters).unwrap_or(u32::MAX).saturating_mul(LETTER);
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        Self { phrase, pattern, least, matcher: Matcher::new(config) }
    }

    /// The places of those `candidates` that match, the best first; of equals the first. A
    /// fact with what was typed as a symptom comes before all others, and one that has its
    /// words elsewhere after them, as in the search of facts.
    pub(super) fn search(mut self, candidates: &[Candidate]) -> Vec<usize> {
        let mut letters = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (place, candidate) in candidates.iter().enumerate() {
            let Candidate { kind, title, about, fact, .. } = candidate;
            let text = format!("{title} {about} {kind}");
            let score = self.pattern.score(Utf32Str::new(&text, &mut letters), &mut self.matcher);
            let score = score.filter(|score| *score >= self.least);
            // What is called so comes before what has it in its texts.
            let score = score.map(|score| {
                let title = Utf32Str::new(title, &mut letters);
                score + self.pattern.score(title, &mut self.matcher).unwrap_or_default()
            });
            let score = match fact {
                Some(fact) if !self.phrase.is_empty() && fact.is_symptom(&self.phrase) => {
                    Some(u32::MAX)
                }
                Some(fact) => score.or_else(|| fact.holds(&self.phrase).then_some(0)),
                None => score,
            };
            scored.extend(score.map(|score| (score, place)));
        }
        scored.sort_by_key(|&(score, place)| (u32::MAX - score, place));
        scored.into_iter().map(|(_, place)| place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> Candidate {
        Candidate::opening("fact", title, "", Destination::Facts)
    }

    #[test]
    fn letters_in_order_are_found_and_whole_words_come_first() {
        let candidates = ["max size of a service", "a mixed axle", "maximum", "health"].map(titled);
        let found = Searcher::new("max").search(&candidates);
        assert_eq!(found.last(), Some(&1), "{found:?}");
        assert_eq!(found.len(), 3);
        assert_eq!(Searcher::new("MAX sz").search(&candidates), [0]);
        assert!(Searcher::new("qqq").search(&candidates).is_empty());
    }
}
