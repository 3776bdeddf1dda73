//! Holding the texts of a scenario to its runs: under each edition that it is for, every
//! placeholder names a figure that the run has at that moment, and every stop is reached.

use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::metric::Metric;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::story::StoryText;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::Summary;
use spanned_toml::diagnostic::Source;

/// A placeholder of a text that the run does not fill.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the {edition} run has no value of `{metric}` {moment}")]
pub struct StoryFailure {
    /// Under whose rules.
    pub edition: Edition,
    /// The figure without a value.
    pub metric: Metric,
    /// When it is named: `at 1m15s`, or `at its end`.
    pub moment: String,
}

/// Runs `scenario`, which was read from `source`, under each edition that it can be read for, where its texts
/// name figures.
///
/// # Errors
///
/// Every placeholder without a value. Otherwise the number of runs.
pub fn verify(source: &Source, scenario: &Scenario) -> Result<usize, Vec<StoryFailure>> {
    let mut failures = Vec::new();
    let mut runs = 0;
    let own = scenario.edition;
    // What is written for App Runner is not held to Express Mode.
    let is_held = |edition: &Edition| *edition != Edition::Express || own == *edition;
    for edition in Edition::ALL.into_iter().filter(is_held) {
        let traces = scenario.traces.clone();
        let request = Request { edition: Some(edition), traces, ..Request::default() };
        // What cannot be adapted to an edition is never played under it.
        let Ok(scenario) = scenario::read(source.clone(), &request) else { continue };
        if names_figures(&scenario) {
            failures.extend(unfilled(scenario));
            runs += 1;
        }
    }
    if failures.is_empty() { Ok(runs) } else { Err(failures) }
}

fn names_figures(scenario: &Scenario) -> bool {
    let story = &scenario.story;
    let said = story.stops.iter().map(|stop| &stop.say);
    let mut texts = said.chain([&story.symptom]).chain(&story.debrief);
    texts.any(|text| text.figures().next().is_some())
}

/// The placeholders that the run of `scenario` leaves without a value.
fn unfilled(scenario: Scenario) -> Vec<StoryFailure> {
    let edition = scenario.edition;
    let mut player = Player::streaming(scenario);
    while !player.fill(u64::MAX) {
        player.drain_events();
    }
    let mut failures = Vec::new();
    let mut hold = |text: &StoryText, figures: Option<&Summary>, moment: &str| {
        let lacks = |metric: &Metric| figures.and_then(|it| it.figure(*metric)).is_none();
        failures.extend(text.figures().filter(lacks).map(|metric| StoryFailure {
            edition,
            metric,
            moment: moment.to_owned(),
        }));
    };
    let story = &player.scenario().story;
    for (place, stop) in story.stops.iter().enumerate() {
        let mut passed = player.figures_at_stops().iter();
        let figures = passed.find(|(at, _)| *at == place).map(|(_, figures)| figures);
        let since = stop.at.since(apprunner_sim::model::time::SimTime::ZERO);
        hold(&stop.say, figures, &format!("at {since}"));
    }
    for text in story.debrief.iter().chain([&story.symptom]) {
        hold(text, player.summary(), "at its end");
    }
    failures
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(say: &str) -> Result<usize, Vec<StoryFailure>> {
        let text = format!(
            "format_version = 1\ntitle = \"t\"\nduration = \"20s\"\n\
             [[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = [[\"0s\", 1]]\n\
             [[stop]]\nat = \"5s\"\nsay = {say}\n"
        );
        let source = Source { name: "t.toml".to_owned(), text };
        let scenario = scenario::read(source.clone(), &Request::default()).unwrap();
        verify(&source, &scenario)
    }

    #[test]
    fn every_figure_of_a_text_has_a_value_when_it_is_told() {
        assert_eq!(verdict("\"No figure.\""), Ok(0));
        assert_eq!(verdict("\"{requests.offered} sent\""), Ok(2));
        assert_eq!(verdict("{ aws = \"{requests.offered} sent\" }"), Ok(1));
        let failures = verdict("{ chapter = \"{first.rejected}\" }").unwrap_err();
        let said: Vec<String> = failures.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["the chapter run has no value of `first.rejected` at 5s"]);
    }
}
