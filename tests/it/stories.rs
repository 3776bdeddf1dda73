//! What the built-in scenarios tell: for which rules, with which questions, and not the end
//! before the run.

use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use coldstart::app::builtin;
use spanned_toml::diagnostic::Source;

/// The built-in scenario called `name` under `edition`.
fn read(name: &str, text: &str, edition: Option<Edition>) -> Scenario {
    let source = Source { name: name.to_owned(), text: text.to_owned() };
    scenario::read(source, &Request { edition, ..Request::default() }).unwrap()
}

/// The scenarios that are played, by name and text.
fn played() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = builtin::scenarios().iter().copied();
    all.filter(|(name, text)| read(name, text, None).lab.is_none())
}

#[test]
fn every_stop_is_written_for_the_rules_that_it_is_shown_under() {
    for (name, text) in played() {
        for edition in Edition::ALL {
            for stop in read(name, text, Some(edition)).story.stops {
                assert_eq!(
                    stop.say.foreign(),
                    None,
                    "{name} under {edition}: {}",
                    stop.say.source()
                );
            }
        }
    }
}

#[test]
fn every_scenario_asks_for_two_predictions_that_somebody_has() {
    let bank = builtin::read_bank(&builtin::read_facts().unwrap()).unwrap();
    for (name, text) in played() {
        let asked: Vec<String> =
            read(name, text, None).story.stops.into_iter().filter_map(|it| it.question).collect();
        assert!(asked.len() >= 2, "{name} asks {asked:?}");
        for id in asked {
            assert!(bank.iter().any(|question| question.id.0 == id), "{name} asks {id}");
        }
    }
}

#[test]
fn a_symptom_names_no_cause_and_a_debrief_stands_apart() {
    for (name, text) in played() {
        let story = read(name, text, None).story;
        assert!(!story.symptom.is_empty() && story.debrief.is_some(), "{name}");
        let symptom = story.symptom.source();
        for told in ["Cause:", "Cure:", "Fix:", "The fix"] {
            assert!(!symptom.contains(told), "{name}: {symptom}");
        }
        assert_eq!(story.symptom.figures().count(), 0, "{name} tells figures before the run");
    }
}

#[test]
fn the_text_of_earlier_versions_stands_before_the_run() {
    let old = "format_version = 1\ntitle = \"t\"\nsummary = \"What happens.\"\nduration = \"1m\"\n\
               [[stop]]\nat = \"5s\"\nsay = \"Look.\"\n";
    let story = read("old", old, None).story;
    assert_eq!((story.symptom.source().as_str(), story.debrief), ("What happens.", None));
    let other = read("old", old, Some(Edition::Aws)).story;
    assert_eq!(other.stops[0].say.foreign(), Some(Edition::Chapter));
}
