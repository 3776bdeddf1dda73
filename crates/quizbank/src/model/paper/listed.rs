//! The lists of papers and keys as their files have them: questions with numbers, options
//! with letters.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::scoring::{Correctness, Scoring, letter};
use crate::model::blueprint::Pass;

#[derive(Serialize)]
struct Numbered<'a, T> {
    number: usize,
    #[serde(flatten)]
    item: &'a T,
}

#[derive(Serialize)]
struct Lettered<'a, T> {
    letter: Option<char>,
    #[serde(flatten)]
    item: &'a T,
}

#[derive(Serialize)]
struct NamedDomain<'a> {
    number: u8,
    name: &'a str,
}

#[derive(Default, Serialize)]
struct PassMark {
    #[serde(skip_serializing_if = "Option::is_none")]
    pass: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pass_percent: Option<u32>,
}

#[derive(Serialize)]
struct Judged<'a> {
    right: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    misconception: Option<&'a str>,
}

/// Each item with its number, counted from 1.
pub(super) fn numbered<T: Serialize, S: Serializer>(
    items: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq((1..).zip(items).map(|(number, item)| Numbered { number, item }))
}

/// Each item with the letter of its place.
pub(super) fn lettered<T: Serialize, S: Serializer>(
    items: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let items = items.iter().enumerate();
    serializer.collect_seq(items.map(|(index, item)| Lettered { letter: letter(index), item }))
}

pub(super) fn domains<S: Serializer>(
    domains: &BTreeMap<u8, String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(domains.iter().map(|(&number, name)| NamedDomain { number, name }))
}

/// `pass` in points, or `pass_percent`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
pub(super) fn pass<S: Serializer>(pass: &Pass, serializer: S) -> Result<S::Ok, S::Error> {
    let mark = match *pass {
        Pass::Scaled(points) => PassMark { pass: Some(points), ..PassMark::default() },
        Pass::Percent(percent) => PassMark { pass_percent: Some(percent), ..PassMark::default() },
    };
    mark.serialize(serializer)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
pub(super) fn scored<S: Serializer>(counts: &Scoring, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(*counts == Scoring::Scored)
}

/// `right`, and of a wrong option the mistake that it is.
pub(super) fn correctness<S: Serializer>(
    correctness: &Correctness,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let misconception = correctness.misconception();
    Judged { right: *correctness == Correctness::Right, misconception }.serialize(serializer)
}
