//! Items as a question file of ours. What their format lacks is marked `FILL IN`, so
//! that an author finds each place by searching for it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use quizbank::model::question::{Exhibit, Kind};
use spanned_toml::tree::basic_string;
use spanned_toml::word::Word as _;

use super::item::{BankItem, ItemOption};
use super::loss::{Loss, LossKind};

/// What stands where an author has to write something.
pub const MARK: &str = "FILL IN";

/// The fields of a question that other tools do not know, each with what stands for it
/// and what the author is asked for; an empty request where the default is fine.
const FIELDS: [(&str, &str, &str); 8] = [
    ("rev", "1", ""),
    ("domain", "1", "the domain of the exam, 1 to 4"),
    ("task", "\"1.1\"", "the task of the exam guide"),
    ("objective", "\"FILL IN: the objective of the question\"", ""),
    ("kind", "", ""),
    ("level", "\"recall\"", "recall, apply or analyze"),
    ("difficulty", "\"medium\"", "easy, medium or hard"),
    ("authority", "\"aws\"", "chapter, aws or both"),
];

/// Those that may be missing.
const OPTIONAL: [&str; 8] =
    ["family", "enemies", "feasible", "key_changed", "review", "waive", "draw", "proof"];

/// The longest id that is made from a text.
const LONGEST_ID: usize = 48;

/// Returns the topic's name for a path or title of another tool.
pub fn topic_name(title: &str) -> String {
    let last = title.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    kebab(last).unwrap_or_else(|| "imported".to_owned())
}

/// Gives every item an id of ours that no other has; returns the ids that changed.
pub fn name_items<'i>(items: impl IntoIterator<Item = &'i mut BankItem>) -> Vec<Loss> {
    let mut taken = BTreeSet::new();
    let mut changed = Vec::new();
    for item in items {
        let given = item.id.take();
        let base = given.as_deref().and_then(kebab).or_else(|| kebab(&item.stem));
        let base = base.unwrap_or_else(|| "question".to_owned());
        let mut id = base.clone();
        let mut number = 1_u32;
        while !taken.insert(id.clone()) {
            number += 1;
            id = format!("{base}-{number}");
        }
        if let Some(from) = given.filter(|given| *given != id) {
            let kind = LossKind::Id { from, to: id.clone() };
            changed.push(Loss { place: String::new(), line: item.line, kind });
        }
        item.id = Some(id);
    }
    changed
}

/// `text` in kebab-case, cut at a word; `None` where it has no letter and no digit.
fn kebab(text: &str) -> Option<String> {
    let mut id = String::new();
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        if !id.is_empty() && id.len() + word.len() >= LONGEST_ID {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.extend(word.chars().take(LONGEST_ID).map(|letter| letter.to_ascii_lowercase()));
    }
    Some(id).filter(|id| !id.is_empty())
}

/// Writes `items`, which have ids, as the questions of `topic`; `origin` says in a
/// comment where they come from.
pub fn write<'i>(
    items: impl IntoIterator<Item = &'i BankItem>,
    topic: &str,
    origin: &str,
) -> String {
    let origin = basic_string(origin);
    let mut out = format!(
        "# Imported from {origin}. Complete the places marked `{MARK}`, then run `coldstart check`.\n\
         format_version = 1\n\
         topic = {}\n",
        basic_string(topic)
    );
    for item in items {
        question(&mut out, item);
    }
    out
}

fn question(out: &mut String, item: &BankItem) {
    out.push_str("\n[[question]]\n");
    let id = item.id.as_deref().unwrap_or_default();
    put(out, "id", &basic_string(id), "");
    for (name, default, request) in FIELDS {
        match item.fields.get(name) {
            Some(value) => put(out, name, value, ""),
            None if name == "kind" => {
                let kind = if item.key_count() > 1 { Kind::Multiple } else { Kind::Choice };
                put(out, name, &basic_string(kind.word()), "");
            }
            None => put(out, name, default, request),
        }
    }
    match item.fields.get("facts") {
        Some(facts) => put(out, "facts", facts, ""),
        None => put(out, "facts", "[]", "ids of facts, as `coldstart facts` shows them"),
    }
    if let Some(order) = item.order {
        put(out, "order", &basic_string(order.word()), "");
    }
    if let Some(Exhibit { kind, text }) = &item.exhibit {
        let [kind, text] = [kind.word(), text].map(basic_string);
        put(out, "exhibit", &format!("{{ kind = {kind}, text = {text} }}"), "");
    }
    for name in OPTIONAL {
        if let Some(value) = item.fields.get(name) {
            put(out, name, value, "");
        }
    }
    put(out, "stem", &basic_string(&item.stem), "");
    item.options.iter().for_each(|one| option(out, one));
}

fn option(out: &mut String, option: &ItemOption) {
    out.push_str("\n[[question.option]]\n");
    put(out, "text", &basic_string(&option.text), "");
    if option.is_key {
        put(out, "correct", "true", "");
    } else if let Some(misconception) = &option.misconception {
        put(out, "misconception", &basic_string(misconception), "");
    } else {
        out.push_str("# FILL IN: misconception = \"name-of-the-mistake\"\n");
    }
    if option.why.is_empty() {
        let verdict = if option.is_key { "right" } else { "wrong" };
        put(out, "why", &basic_string(&format!("{MARK}: why it is {verdict}")), "");
    } else {
        put(out, "why", &basic_string(&option.why), "");
    }
}

/// Writes `name = value`, and what the author is asked for.
fn put(out: &mut String, name: &str, value: &str, request: &str) {
    // Writing to a string cannot fail.
    let _ = match request {
        "" => writeln!(out, "{name} = {value}"),
        request => writeln!(out, "{name} = {value} # {MARK}: {request}"),
    };
}
