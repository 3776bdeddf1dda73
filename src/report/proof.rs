//! What came out of the run that proves a question, in words.

use super::number::figure;
use crate::app::proof::run::{Figure, ProofOutcome};

/// The figures of `outcome` by their names, each once: `Health checks failed: 12`.
pub fn sentence(outcome: &ProofOutcome) -> String {
    let mut reported: Vec<&Figure> = Vec::new();
    for figure in &outcome.figures {
        // Two probes may hold one figure between two bounds.
        if !reported.iter().any(|other| other.metric == figure.metric) {
            reported.push(figure);
        }
    }
    let words = |it: &&Figure| {
        let value = it.value.map(|value| figure(it.metric.unit(), value));
        format!("{}: {}", it.metric.label(), value.as_deref().unwrap_or("never"))
    };
    reported.iter().map(words).collect::<Vec<_>>().join(" · ")
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
