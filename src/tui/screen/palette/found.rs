//! What the palette finds, and how.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::crossterm::event::KeyEvent;

use crate::tui::content::{Content, stem};
use crate::tui::keys::{self, Labels};
use crate::tui::message::{Destination, Effect, StudyRequest};
use crate::tui::screen::home::Home;
use crate::tui::screen::scenarios::symptom;
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
    /// What is said of it while it is chosen.
    pub(super) about: String,
    pub(super) leads: Leads,
    /// What it is found by besides its name.
    words: Vec<String>,
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
        let leads = Leads::To(Box::new(leads));
        Self { kind, title, about, leads, words: Vec::new(), fact: None }
    }

    /// The same, found by `words` too.
    fn by<const N: usize>(mut self, words: [&str; N]) -> Self {
        self.words.extend(words.map(str::to_owned));
        self
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
        let leads = Leads::Press(keys::event(label.names.first()?)?);
        let (title, about) = (label.help.to_owned(), format!("the key {}", label.joined()));
        Some(Candidate { kind: "command", title, about, leads, words: Vec::new(), fact: None })
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
        let about = symptom(it);
        Candidate::opening("scenario", &it.title, about, Destination::Play(it.name.clone()))
            .by([&it.name])
    }));
    found.extend(content.labs().map(|(it, lab)| {
        Candidate::opening("lab", &it.title, &lab.symptom, Destination::Lab(it.name.clone()))
            .by([&it.name])
    }));
    found.extend(content.course.topics.iter().map(|it| {
        Candidate::opening("topic", &it.title, "", Destination::Topic(it.id.clone())).by([&it.id])
    }));
    found.extend(content.course.terms.iter().map(|it| {
        Candidate::opening("term", &it.name, &it.meaning, Destination::Term(it.name.clone()))
            .by([&it.meaning])
    }));
    found.extend(content.course.comparisons.iter().map(|it| {
        Candidate::opening("compared", &it.title, "", Destination::Comparison(it.id.clone()))
    }));
    found.extend(content.ledger.facts.iter().map(|it| {
        let about = it.symptoms.join(" · ");
        let leads = Destination::Fact(it.id.clone());
        let mut fact = Candidate::opening("fact", &it.title, about, leads).by([&it.id]);
        fact.words.extend(it.symptoms.iter().cloned());
        Candidate { fact: Some(it.clone()), ..fact }
    }));
    found
}

fn questions(content: &Content) -> impl Iterator<Item = Candidate> {
    content.questions.iter().map(|it| {
        let leads = Effect::Study(StudyRequest::Questions(vec![it.id.clone()]));
        let stem = stem(it).split_whitespace().collect::<Vec<_>>().join(" ");
        let topic = content.course.topics.iter().find(|topic| topic.id == it.topic);
        let topic = topic.map_or(it.topic.as_str(), |topic| &topic.title);
        Candidate::new("question", stem, topic, leads).by([&it.id.0])
    })
}

/// The least score for each letter: a match of `nucleo` has this much for it, more at the
/// beginning of words and in a row, less for what lies between. Letters that are scattered over a
/// long text stay below.
const LETTER: u32 = 20;

/// With fewer letters a word is not looked for in long texts, which nearly all have it.
const IN_TEXTS: usize = 3;

/// What was typed, to be looked for.
pub(super) struct Searcher {
    words: Vec<Word>,
    /// All of it in small letters.
    phrase: String,
    eyes: Eyes,
}

/// A word that was typed.
struct Word {
    /// The word itself.
    itself: Atom,
    letters: usize,
    /// The least score that counts.
    least: u32,
    /// Its letters in order, unless it is marked: `'word` means the word itself, `!word` none
    /// of it.
    atom: Atom,
}

/// Where a candidate has a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Title,
    Kind,
    /// In this one of the words that it is found by.
    Words(usize),
    /// In this one of the texts of the fact.
    Texts(usize),
    /// The word must not occur, and does not.
    Nowhere,
}

impl Place {
    /// Whether the name of the candidate, which is seen, has the word.
    fn is_name(self) -> bool {
        matches!(self, Self::Title | Self::Kind | Self::Nowhere)
    }
}

/// The letters of a row that match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) title: Vec<usize>,
    pub(super) kind: Vec<usize>,
    /// What matches beside them: texts that the row does not show otherwise.
    pub(super) beside: Vec<(String, Vec<usize>)>,
}

impl Word {
    fn new(atom: Atom) -> Self {
        let needle = atom.needle_text();
        let letters = needle.len();
        let least = u32::try_from(letters).unwrap_or(u32::MAX).saturating_mul(LETTER);
        let (case, normal) = (CaseMatching::Ignore, Normalization::Smart);
        let itself = Atom::new(&needle.to_string(), case, normal, AtomKind::Substring, false);
        Self { itself, letters, least, atom }
    }
}

impl Searcher {
    /// Looks for the words of `typed`.
    pub(super) fn new(typed: &str) -> Self {
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let words = pattern.atoms.into_iter().map(Word::new).collect();
        let eyes = Eyes { matcher: Matcher::new(Config::DEFAULT), letters: Vec::new() };
        Self { words, phrase: typed.trim().to_lowercase(), eyes }
    }

    /// The places of those `candidates` that match, the best first. Of equals those come first
    /// that have the words in their names, then those that are first.
    pub(super) fn search(mut self, candidates: &[Candidate]) -> Vec<usize> {
        if self.words.is_empty() {
            return (0..candidates.len()).collect();
        }
        let found = candidates.iter().enumerate().filter_map(|(place, candidate)| {
            let (score, is_hidden) = self.score(candidate)?;
            Some((Reverse(score), is_hidden, place))
        });
        let mut found: Vec<(Reverse<u32>, bool, usize)> = found.collect();
        found.sort_unstable();
        found.into_iter().map(|(.., place)| place).collect()
    }

    /// How well `candidate` matches, and whether it does by more than its name.
    fn score(&mut self, candidate: &Candidate) -> Option<(u32, bool)> {
        let (mut total, mut is_hidden) = (0, false);
        for word in &self.words {
            let (place, score) = self.eyes.find(word, candidate)?;
            total += score;
            is_hidden |= !place.is_name();
        }
        // Who types all of it means it; who types what users report wants to know why, more than
        // what it is called.
        let is_whole = |text: &str| text.eq_ignore_ascii_case(&self.phrase);
        // A status, and several words, say more in what users report than in a name.
        let is_status = self.phrase.bytes().all(|it| it.is_ascii_digit());
        let is_reported = (is_status || self.words.len() > 1)
            && candidate.fact.as_ref().is_some_and(|it| it.is_symptom(&self.phrase));
        Some(match candidate {
            it if it.words.iter().any(|text| is_whole(text)) => (u32::MAX, true),
            it if is_whole(&it.title) => (u32::MAX - 1, false),
            _ if is_reported => (u32::MAX - 2, true),
            _ => (total, is_hidden),
        })
    }

    /// What of `candidate` matches.
    pub(super) fn marks(&mut self, candidate: &Candidate) -> Marks {
        let mut marks = Marks::default();
        let mut beside: Vec<(Place, String, Vec<usize>)> = Vec::new();
        for word in &self.words {
            let Some((place, _)) = self.eyes.find(word, candidate) else { continue };
            let text = match place {
                Place::Title => {
                    marks.title.extend(self.eyes.marks(&word.atom, &candidate.title));
                    continue;
                }
                Place::Kind => {
                    marks.kind.extend(self.eyes.marks(&word.atom, candidate.kind));
                    continue;
                }
                Place::Words(at) => candidate.words.get(at).cloned().unwrap_or_default(),
                Place::Texts(at) => candidate.text(at),
                Place::Nowhere => continue,
            };
            let atom = if matches!(place, Place::Texts(_)) { &word.itself } else { &word.atom };
            let letters = self.eyes.marks(atom, &text);
            match beside.iter_mut().find(|(known, ..)| *known == place) {
                Some((.., known)) => known.extend(letters),
                None => beside.push((place, text, letters)),
            }
        }
        marks.beside = beside.into_iter().map(|(_, text, letters)| (text, letters)).collect();
        marks
    }
}

impl Candidate {
    /// The text of its fact at this place.
    fn text(&self, at: usize) -> String {
        let texts = self.fact.iter().flat_map(Fact::searched);
        texts.map(str::to_owned).nth(at).unwrap_or_default()
    }
}

/// Looks for words in texts.
struct Eyes {
    matcher: Matcher,
    letters: Vec<char>,
}

impl Eyes {
    fn score(&mut self, atom: &Atom, text: &str) -> Option<u32> {
        let text = Utf32Str::new(text, &mut self.letters);
        atom.score(text, &mut self.matcher).map(u32::from)
    }

    /// The places of the letters of `text` that match.
    fn marks(&mut self, atom: &Atom, text: &str) -> Vec<usize> {
        let mut places = Vec::new();
        let text = Utf32Str::new(text, &mut self.letters);
        atom.indices(text, &mut self.matcher, &mut places);
        places.into_iter().filter_map(|place| usize::try_from(place).ok()).collect()
    }

    /// Where `candidate` has `word`, and how well it matches there: better at the beginning of
    /// a name, in texts least of all.
    fn find(&mut self, word: &Word, candidate: &Candidate) -> Option<(Place, u32)> {
        let Candidate { kind, title, words, fact, .. } = candidate;
        if word.atom.negative {
            let mut texts = [title.as_str(), kind].into_iter().chain(words.iter().map(|it| &**it));
            let is_without = texts.all(|text| self.score(&word.atom, text).is_some());
            return is_without.then_some((Place::Nowhere, 0));
        }
        self.matcher.config.prefer_prefix = true;
        let named = self.score(&word.atom, title).map(|score| (Place::Title, score));
        self.matcher.config.prefer_prefix = false;
        let hidden = words.iter().enumerate().filter_map(|(at, text)| {
            self.score(&word.atom, text).map(|score| (Place::Words(at), score))
        });
        let found = named.into_iter().chain(hidden).filter(|(_, score)| *score >= word.least);
        // Of equals the last one is taken.
        let found: Vec<(Place, u32)> = found.collect();
        if let Some(best) = found.into_iter().rev().max_by_key(|(_, score)| *score) {
            return Some(best);
        }
        if self.score(&word.atom, kind).is_some_and(|score| score >= word.least) {
            return Some((Place::Kind, word.least));
        }
        let texts = fact.iter().filter(|_| word.letters >= IN_TEXTS).flat_map(Fact::searched);
        let at = texts.into_iter().position(|text| self.score(&word.itself, text).is_some())?;
        Some((Place::Texts(at), 0))
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

    #[test]
    fn a_name_comes_before_words_that_are_not_seen() {
        let hidden = titled("any claim").by(["health"]);
        let inside = titled("a wheel");
        let candidates = [hidden, titled("in good health"), titled("Help"), inside];
        let found = |typed| Searcher::new(typed).search(&candidates);
        assert_eq!(found("he"), [2, 1, 0, 3], "in the middle of a word");
        assert_eq!(found("health"), [0, 1], "a word that is typed whole");
        assert_eq!(found("good health"), [1]);
        assert_eq!(found("any hea"), [0]);
        assert_eq!(found("he !good"), [2, 0, 3]);
        let reported = titled("a claim").by(["connect error"]);
        assert_eq!(
            Searcher::new("connect error").search(&[titled("Connect error"), reported]),
            [1, 0]
        );
    }

    #[test]
    fn what_matches_is_marked_and_found_words_are_said() {
        let fact = Fact { aws: "It is silent about idle tasks.".to_owned(), ..Fact::default() };
        let known = titled("The claim").by(["out of memory"]);
        let candidate = Candidate { fact: Some(fact), ..known };
        let marks = |typed| Searcher::new(typed).marks(&candidate);
        let beside = |text: &str, letters: Vec<usize>| vec![(text.to_owned(), letters)];
        assert_eq!(marks("cla").title, [4, 5, 6]);
        assert_eq!(marks("cla").beside, []);
        assert_eq!(marks("fact").kind, [0, 1, 2, 3]);
        assert_eq!(marks("memo").beside, beside("out of memory", vec![7, 8, 9, 10]));
        let both = beside("out of memory", vec![7, 8, 9, 0, 1, 2]);
        assert_eq!(marks("mem out").beside, both);
        let text = "It is silent about idle tasks.";
        assert_eq!(marks("idle").beside, beside(text, vec![19, 20, 21, 22]));
        assert_eq!(marks("!idle claim").title, [4, 5, 6, 7, 8]);
    }
}
