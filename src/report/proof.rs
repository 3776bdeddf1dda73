//! What came out of the run that proves a question, in words.

use super::number::figure;
use crate::app::proof::run::{Figure, ProofOutcome};
use crate::app::proof::what_if::{PredictionVerdict, WhatIf};

/// The figures of `outcome` by their names, each once: `Health checks failed: 12`.
pub fn sentence(outcome: &ProofOutcome) -> String {
    let mut reported: Vec<&Figure> = Vec::new();
    for figure in &outcome.figures {
        // Two probes may hold one figure between two bounds.
        if !reported.iter().any(|other| other.metric == figure.metric) {
            reported.push(figure);
        }
    }
    reported.into_iter().map(words).collect::<Vec<_>>().join(" · ")
}

/// A figure by its name: `Health checks failed: 12`.
fn words(it: &Figure) -> String {
    let value = it.value.map(|value| figure(it.metric.unit(), value));
    format!("{}: {}", it.metric.label(), value.as_deref().unwrap_or("never"))
}

/// What to tell of a changed value, a sentence a line, without a full stop; nothing until the run is
/// at its end.
pub fn compared(what_if: &WhatIf) -> Vec<String> {
    let Some((before, after)) = what_if.outcomes() else { return Vec::new() };
    let change = what_if.change();
    let mut reported = vec![
        format!("as asked: {}", sentence(&before)),
        format!("with {} = {}: {}", change.path, change.value, sentence(&after)),
    ];
    reported.extend(prediction(what_if));
    reported
}

/// The prediction beside what the changed run shows, without a full stop; `None` where there is
/// none, or the run is not at its end.
pub fn prediction(what_if: &WhatIf) -> Option<String> {
    let (_, after) = what_if.outcomes()?;
    let it = after.figures.first()?;
    let said = figure(it.metric.unit(), what_if.predicted()?);
    let label = it.metric.label();
    Some(match (what_if.verdict()?, it.value) {
        (PredictionVerdict::Right, _) => {
            format!("{label}: you predicted {said}, which is what the run shows")
        }
        (_, Some(value)) => {
            let was = figure(it.metric.unit(), value);
            format!("{label}: you predicted {said}, but the run shows {was}")
        }
        (_, None) => format!("{label}: you predicted {said}, but it never happened"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::model::metric::Metric;
    use spanned_toml::bound::Bound;

    #[test]
    fn each_figure_is_named_once_and_what_never_came_is_said() {
        let figure = |path: &str, value| Figure {
            metric: Metric::parse(path).unwrap(),
            value,
            bound: Bound::AtLeast(1.0),
        };
        let figures = vec![
            figure("first.unhealthy", Some(50.0)),
            figure("first.unhealthy", Some(50.0)),
            figure("first.rejected", None),
        ];
        let shown = sentence(&ProofOutcome { figures });
        assert!(!shown.contains("first."), "{shown}");
        assert_eq!(shown.matches("50.0 s").count(), 1, "{shown}");
        assert!(shown.ends_with(": never"), "{shown}");
    }
}
