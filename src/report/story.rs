//! The texts of a scenario with the figures of its run in them.

use super::clock::clock;
use super::number::{absent, figure};
use apprunner_sim::model::metric::{Metric, Unit};
use apprunner_sim::model::story::StoryText;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::summary::{Absence, Summary};

/// Stands for a figure of a run that has not come so far.
const UNKNOWN: &str = "…";

/// What `text` says of the run with these figures; without them it says that they are
/// missing.
pub fn filled_in(text: &StoryText, figures: Option<&Summary>) -> String {
    let Some(summary) = figures else { return text.filled(|_| UNKNOWN.to_owned()) };
    text.filled(|metric| match summary.figure(metric) {
        Some(value) if is_moment(metric) => clock(instant(value)),
        Some(value) => figure(metric.unit(), value),
        None => absent(Some(Absence::of(metric))).to_owned(),
    })
}

/// The instant `seconds` after the start.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the run")]
fn instant(seconds: f64) -> SimTime {
    SimTime::from_micros((seconds * 1e6).round() as u64)
}

/// Whether a figure is an instant of the run, and no length.
fn is_moment(metric: Metric) -> bool {
    let lengths = [Metric::ColdStartsMean, Metric::ColdStartsMax, Metric::SimulatedTime];
    metric.unit() == Unit::Seconds && !lengths.contains(&metric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::file::scenario::{self, Request};
    use apprunner_sim::sim::player;
    use spanned_toml::diagnostic::Source;

    #[test]
    fn a_text_has_the_figures_of_its_run() {
        let text = "format_version = 1\ntitle = \"t\"\nduration = \"20s\"\n\
                    [app.routes.\"/\"]\nstatus = 500\n[[traffic]]\nroute = \"/\"\n\
                    arrivals = \"even\"\nprofile = [[\"0s\", 100]]\n"
            .to_owned();
        let source = Source { name: "t.toml".to_owned(), text };
        let summary = player::run(scenario::read(source, &Request::default()).unwrap());
        let words = "{requests.failed} of {requests.offered}, {requests.failed_ratio}; \
                     first rejected: {first.rejected}; {cost_usd.vcpu}.";
        let text = StoryText::parse(words).unwrap();
        let said = filled_in(&text, Some(&summary));
        assert_eq!(said, "2,000 of 2,000, 100 %; first rejected: never; $0.0004.");
        assert_eq!(
            filled_in(&StoryText::parse("{requests.failed} failed").unwrap(), None),
            "… failed"
        );
    }
}
