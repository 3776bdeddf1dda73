//! Forms over the shipped bank: equal, without rivals, reproducible, and three of
//! them without a common question.

use std::collections::BTreeSet;

use proptest::prelude::*;
use quizbank::form::{self, Form, FormRequest, FormTargets};
use quizbank::model::blueprint::Blueprint;
use quizbank::model::paper::{NamedForm, Scoring};
use quizbank::model::question::{Authority, Order};

use crate::support::builtin::{BANK, BLUEPRINTS};

/// Words of a form may be off its target by one in so many.
const READING: usize = 50;

fn over_domains() -> impl Iterator<Item = &'static Blueprint> {
    BLUEPRINTS.iter().filter(|one| !one.domains().is_empty())
}

fn request(blueprint: &'static Blueprint, seed: u64) -> FormRequest<'static> {
    FormRequest { bank: &BANK, blueprint, topic: None, seed }
}

/// Everything that every form must hold.
fn holds(form: &Form, blueprint: &Blueprint) {
    assert_eq!(form.entries.len(), blueprint.questions);
    for share in blueprint.shares() {
        let count = |counts| {
            let entries = form.entries.iter();
            let of = |entry: &&form::FormQuestion| {
                entry.counts == counts && entry.item.question.domain == share.domain
            };
            entries.filter(of).count()
        };
        assert_eq!(count(Scoring::Scored), share.scored, "domain {}", share.domain);
        assert_eq!(count(Scoring::Unscored), share.unscored, "domain {}", share.domain);
    }
    let targets: FormTargets = form::targets(&BANK, blueprint).unwrap();
    let mut words = (0, 0);
    for counts in [Scoring::Scored, Scoring::Unscored] {
        let (there, wanted) = (form.profile(counts), targets.of(counts));
        assert_eq!(there.questions, wanted.questions);
        assert_eq!(there.multiple, wanted.multiple, "{counts:?}");
        assert_eq!(there.difficulty, wanted.difficulty, "{counts:?}");
        words = (words.0 + there.words, words.1 + wanted.words);
    }
    assert!(words.0.abs_diff(words.1) <= words.1 / READING, "{words:?} words");
    for (index, entry) in form.entries.iter().enumerate() {
        let question = &entry.item.question;
        assert_eq!(question.authority, Authority::Both, "{}", question.id);
        for other in form.entries.iter().skip(index + 1) {
            let other = &other.item.question;
            assert_ne!(question.id, other.id);
            assert!(!form::are_rivals(question, other), "{} and {}", question.id, other.id);
            assert!(question.family.is_none() || question.family != other.family);
        }
        let places: Vec<usize> = entry.item.options.iter().map(|one| one.position).collect();
        let sorted: Vec<usize> = (0..question.options.len()).collect();
        if question.order == Order::Fixed {
            assert_eq!(places, sorted);
        }
        assert_eq!(places.iter().copied().collect::<BTreeSet<_>>(), sorted.into_iter().collect());
        assert!(!entry.item.stem.contains('{') || question.draw.is_empty(), "{}", question.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_form_holds_every_constraint(seed in 0..1_u64 << 53) {
        for blueprint in over_domains() {
            let drawn = form::assemble(&request(blueprint, seed)).unwrap();
            holds(&drawn, blueprint);
            prop_assert_eq!(form::assemble(&request(blueprint, seed)).unwrap(), drawn);
        }
    }
}

#[test]
fn three_forms_without_a_common_question_can_be_drawn() {
    for blueprint in over_domains() {
        for seed in 1..=5 {
            let series = form::disjoint(&request(blueprint, seed), 3).unwrap();
            let mut ids = BTreeSet::new();
            for one in &series {
                holds(one, blueprint);
                ids.extend(one.entries.iter().map(|entry| &entry.item.question.id));
            }
            assert_eq!(ids.len(), 3 * blueprint.questions, "{} {seed}", blueprint.name);
        }
    }
}

#[test]
fn another_seed_gives_another_form() {
    let blueprint = over_domains().next().unwrap();
    let ids = |seed| -> Vec<String> {
        let drawn = form::assemble(&request(blueprint, seed)).unwrap();
        drawn.entries.iter().map(|entry| entry.item.question.id.to_string()).collect()
    };
    assert_ne!(ids(1), ids(2));
    assert_ne!(ids(1).into_iter().collect::<BTreeSet<_>>(), ids(2).into_iter().collect());
}

#[test]
fn a_paper_tells_no_key_and_its_key_tells_all() {
    let blueprint = over_domains().next().unwrap();
    let drawn = form::assemble(&request(blueprint, 7)).unwrap();
    let (paper, key) = (drawn.paper(blueprint), drawn.key(blueprint));
    assert!(
        matches!(&paper.form, NamedForm::Printed(form) if Some(&form.code) == key.code.as_ref())
    );
    for (asked, keyed) in paper.questions.iter().zip(&key.questions) {
        assert_eq!(asked.select, keyed.right().len());
        let question = BANK.iter().find(|one| one.id == keyed.id).unwrap();
        for (printed, keyed) in asked.options.iter().zip(&keyed.options) {
            // Where nothing is drawn, the text stands as it is in the file.
            let text = &question.options[keyed.place - 1].text;
            assert!(!question.draw.is_empty() || printed.text == *text, "{text}");
        }
        assert_eq!(keyed.right(), question.keys().map(|position| position + 1).collect());
    }
}
