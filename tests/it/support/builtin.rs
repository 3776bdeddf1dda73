//! What the program comes with, read once for all tests.

use std::sync::LazyLock;

use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::scenario::Scenario;
use coldstart::app::builtin;
use quizbank::form::{self, Form};
use quizbank::model::blueprint::Blueprint;
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;
use spanned_toml::diagnostic::Source;

pub static LEDGER: LazyLock<Ledger> = LazyLock::new(|| builtin::read_facts().unwrap());

pub static BANK: LazyLock<Vec<Question>> = LazyLock::new(|| builtin::read_bank(&LEDGER).unwrap());

pub static BLUEPRINTS: LazyLock<Vec<Blueprint>> =
    LazyLock::new(|| builtin::read_blueprints().unwrap());

/// A file of this name and text.
pub fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), text: text.to_owned() }
}

pub fn blueprint(name: &str) -> &'static Blueprint {
    BLUEPRINTS.iter().find(|blueprint| blueprint.name == name).unwrap()
}

/// The form that the program draws for `blueprint` from seed 7.
pub fn form(blueprint: &str) -> Form {
    drawn(blueprint, 7)
}

fn drawn(blueprint: &str, seed: u64) -> Form {
    let blueprint = self::blueprint(blueprint);
    form::assemble(&form::FormRequest { bank: &BANK, blueprint, topic: None, seed }).unwrap()
}

/// A seed under which the first four questions of `blueprint` ask for one option each,
/// whatever the bank holds.
pub fn seed_of_choices(blueprint: &str) -> String {
    let is_plain = |seed: &u64| {
        drawn(blueprint, *seed).entries.iter().take(4).all(|entry| entry.item.wanted() == 1)
    };
    (7..1_000).find(is_plain).unwrap().to_string()
}

pub fn labs() -> Vec<Scenario> {
    let read = |&(name, text): &(&str, &str)| {
        scenario::read(source(&format!("{name}.toml"), text), &Request::default()).unwrap()
    };
    let all = builtin::scenarios().iter().map(read);
    all.filter(|scenario| scenario.lab.is_some()).collect()
}
