//! Which questions of the bank come up, and in what order.
//!
//! Topics are interleaved: a learner who must tell types of problem apart
//! learns more than one who sees the type from the order.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;

use super::random;
use super::session::AnswerMode;
use crate::model::question::{Authority, Question};
use spanned_toml::word::Word;

/// What a learner asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Only these topics; all when empty.
    pub topics: Vec<String>,
    /// Maximum number of questions.
    pub count: usize,
    /// Only questions whose key holds in this edition; all when `None`.
    pub edition: Option<&'static str>,
    /// How they are answered: without options only questions that can be.
    pub way: AnswerMode,
    /// What choice and order are sampled from.
    pub seed: u64,
}

/// A topic that the bank does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no topic `{topic}`")]
pub struct UnknownTopic {
    /// What was asked for.
    pub topic: String,
    /// What there is, in alphabetical order.
    pub known: Vec<String>,
}

/// The topics of `bank` in alphabetical order, each once.
pub fn topics(bank: &[Question]) -> Vec<String> {
    let mut topics: Vec<String> = bank.iter().map(|question| question.topic.clone()).collect();
    topics.sort();
    topics.dedup();
    topics
}

/// Whether a key of this authority holds in `edition`.
fn holds_in(authority: Authority, edition: &str) -> bool {
    authority == Authority::Both || authority.word() == edition
}

/// The questions to ask, in order: each round takes one of every topic that has any left.
///
/// # Errors
///
/// [`UnknownTopic`] where no question is on a topic that is asked for.
pub fn select<'a>(
    bank: &'a [Question],
    wanted: &Selection,
) -> Result<Vec<&'a Question>, UnknownTopic> {
    let mut piles = piles(bank, wanted)?;
    for (topic, pile) in &mut piles {
        pile.shuffle(&mut random::stream(wanted.seed, &format!("pile/{topic}")));
    }
    Ok(interleave(piles, wanted))
}

/// Rejects a topic that `bank` does not have.
///
/// # Errors
///
/// [`UnknownTopic`] at the first that no question is on.
pub fn check_topics(bank: &[Question], wanted: &[String]) -> Result<(), UnknownTopic> {
    let known = topics(bank);
    match wanted.iter().find(|topic| !known.contains(topic)) {
        Some(topic) => Err(UnknownTopic { topic: topic.clone(), known }),
        None => Ok(()),
    }
}

impl Selection {
    /// Whether `question` may come up.
    pub fn admits(&self, question: &Question) -> bool {
        (self.topics.is_empty() || self.topics.contains(&question.topic))
            && self.edition.is_none_or(|edition| holds_in(question.authority, edition))
            && (self.way == AnswerMode::Options || question.can_be_recalled())
    }
}

/// The questions that may come up, by topic.
pub(super) fn piles<'a>(
    bank: &'a [Question],
    wanted: &Selection,
) -> Result<BTreeMap<&'a str, Vec<&'a Question>>, UnknownTopic> {
    check_topics(bank, &wanted.topics)?;
    let mut piles: BTreeMap<&str, Vec<&Question>> = BTreeMap::new();
    for question in bank.iter().filter(|question| wanted.admits(question)) {
        piles.entry(&question.topic).or_default().push(question);
    }
    Ok(piles)
}

/// Deals from the piles in rounds, each in a new order that does not begin with
/// the topic which ended the one before.
fn interleave<'a>(
    mut piles: BTreeMap<&str, Vec<&'a Question>>,
    wanted: &Selection,
) -> Vec<&'a Question> {
    let mut generator = random::stream(wanted.seed, "rounds");
    let mut dealt: Vec<&Question> = Vec::new();
    while dealt.len() < wanted.count && !piles.is_empty() {
        let mut round: Vec<&str> = piles.keys().copied().collect();
        round.shuffle(&mut generator);
        if dealt.last().map(|question| question.topic.as_str()) == round.first().copied() {
            round.rotate_left(1);
        }
        dealt.extend(round.iter().filter_map(|topic| piles.get_mut(topic)?.pop()));
        piles.retain(|_, pile| !pile.is_empty());
    }
    dealt.truncate(wanted.count);
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn bank() -> Vec<Question> {
        let sizes = [("scaling", 6), ("health-check", 4), ("pricing", 3)];
        let of = |(topic, size): (&str, usize)| -> Vec<Question> {
            (0..size).map(|index| sample::choice(&format!("{topic}-{index}"), topic)).collect()
        };
        sizes.into_iter().flat_map(of).collect()
    }

    fn ids(topics: &[&str], count: usize, seed: u64) -> Vec<String> {
        let topics = topics.iter().map(|&topic| topic.to_owned()).collect();
        let bank = bank();
        let way = AnswerMode::Options;
        let wanted = Selection { topics, count, edition: None, way, seed };
        let chosen = select(&bank, &wanted).unwrap();
        chosen.iter().map(|question| question.id.to_string()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_questions_in_the_same_order() {
        assert_eq!(ids(&[], 8, 5), ids(&[], 8, 5));
        assert_ne!(ids(&[], 8, 5), ids(&[], 8, 6));
    }

    #[test]
    fn more_questions_under_one_seed_only_add_to_the_end() {
        assert_eq!(ids(&[], 13, 5)[..4], ids(&[], 4, 5));
    }

    #[test]
    fn nothing_comes_twice_and_nothing_is_left_out() {
        let mut all = ids(&[], 100, 1);
        assert_eq!(all.len(), 13);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 13);
    }

    #[test]
    fn neighbours_differ_in_topic_while_another_topic_is_left() {
        for seed in 0..50 {
            let bank = bank();
            let way = AnswerMode::Options;
            let all = Selection { topics: Vec::new(), count: 10, edition: None, way, seed };
            let dealt = select(&bank, &all).unwrap();
            for pair in dealt.windows(2) {
                assert_ne!(pair[0].topic, pair[1].topic, "seed {seed}");
            }
        }
    }

    #[test]
    fn study_of_one_edition_leaves_the_keys_of_the_other_out() {
        let mut bank = bank();
        for (index, question) in bank.iter_mut().enumerate() {
            question.authority = [Authority::Both, Authority::Chapter, Authority::Aws][index % 3];
        }
        let way = AnswerMode::Options;
        let of = |edition| Selection { topics: Vec::new(), count: 99, edition, way, seed: 1 };
        let chapter = select(&bank, &of(Some("chapter"))).unwrap();
        assert!(chapter.iter().all(|question| question.authority != Authority::Aws));
        assert_eq!(chapter.len(), 9);
        assert_eq!(select(&bank, &of(None)).unwrap().len(), 13);
    }

    #[test]
    fn without_options_only_questions_come_up_that_can_be_answered_without() {
        let mut bank = bank();
        bank.push(sample::multiple("scaling-two", "scaling"));
        let mut compared = sample::choice("scaling-cheapest", "scaling");
        compared.feasible = vec![1];
        bank.push(compared);
        let of = |way| Selection { topics: Vec::new(), count: 99, edition: None, way, seed: 1 };
        let open = select(&bank, &of(AnswerMode::Recall)).unwrap();
        assert_eq!(open.len(), 13);
        assert!(open.iter().all(|question| question.can_be_recalled()));
        assert_eq!(select(&bank, &of(AnswerMode::Options)).unwrap().len(), 15);
    }

    #[test]
    fn only_the_topics_asked_for_come_up() {
        assert!(ids(&["pricing"], 9, 1).iter().all(|id| id.starts_with("pricing")));
        assert_eq!(ids(&["pricing"], 9, 1).len(), 3);
    }

    #[test]
    fn an_unknown_topic_is_told_with_what_there_is() {
        let topics = vec!["scalling".to_owned()];
        let way = AnswerMode::Options;
        let wanted = Selection { topics, count: 1, edition: None, way, seed: 1 };
        let error = select(&bank(), &wanted).unwrap_err();
        assert_eq!(error.to_string(), "there is no topic `scalling`");
        assert_eq!(error.known, ["health-check", "pricing", "scaling"]);
    }
}
