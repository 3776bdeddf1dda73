//! What came out of the run that proves a question, in words.

use super::number::figure;
use crate::app::proof::run::{Figure, InstantCause, ProofOutcome};
use crate::app::proof::what_if::{PredictionVerdict, WhatIf};
use apprunner_sim::model::action::Action;
use spanned_toml::setting::Setting;

/// The figures of `outcome` by their names, each once: `Health checks failed: 12`. The first instant
/// says what it is counted from, and so does each that is counted from something else.
pub fn sentence(outcome: &ProofOutcome) -> String {
    let mut reported: Vec<&Figure> = Vec::new();
    for figure in &outcome.figures {
        // Two probes may hold one figure between two bounds.
        if !reported.iter().any(|other| other.metric == figure.metric) {
            reported.push(figure);
        }
    }
    let mut causes: Vec<&Option<InstantCause>> = Vec::new();
    let said = reported.into_iter().map(|it| match counted_from(it) {
        Some(since) if !causes.contains(&&it.cause) => {
            causes.push(&it.cause);
            words(it) + &since
        }
        _ => words(it),
    });
    said.collect::<Vec<_>>().join(" · ")
}

/// A figure by its name: `Health checks failed: 12`.
fn words(it: &Figure) -> String {
    let value = it.value.map(|value| figure(it.metric.unit(), value));
    format!("{}: {}", it.metric.label(), value.as_deref().unwrap_or("never"))
}

/// What an instant is counted from: ` after the start of the run, 50.2 s after a deployment starts`;
/// `None` for a figure that is none.
fn counted_from(it: &Figure) -> Option<String> {
    const START: &str = " after the start of the run";
    let value = it.value.filter(|_| it.metric.is_instant())?;
    let (since, happens) = match &it.cause {
        None => return Some(START.to_owned()),
        Some(InstantCause::OperationStart(since)) if *since == 0.0 => {
            return Some(START.to_owned());
        }
        Some(InstantCause::OperationStart(since)) => (*since, "the operation starts".to_owned()),
        Some(InstantCause::Action(it)) => (it.at.as_secs_f64(), happens(&it.action)),
    };
    Some(if since == 0.0 {
        format!("{START}, at which {happens}")
    } else {
        format!("{START}, {} after {happens}", figure(it.metric.unit(), value - since))
    })
}

/// What an action does, as a clause: `a deployment starts`.
fn happens(action: &Action) -> String {
    let instances = |number: u32, one: &str, many: &str| match number {
        1 => format!("an instance {one}"),
        number => format!("{number} instances {many}"),
    };
    match action {
        Action::Crash { instances: number } => instances(*number, "crashes", "crash"),
        Action::Hang { instances: number } => {
            instances(*number, "stops responding", "stop responding")
        }
        Action::Set(patch) => {
            let route = patch.settings.iter().find_map(happens_to_route);
            route.unwrap_or_else(|| "a setting changes".to_owned())
        }
        Action::Deploy(_) => "a deployment starts".to_owned(),
        Action::Push(_) => "a new version is pushed".to_owned(),
        Action::Update(_) => "an update starts".to_owned(),
        Action::Stuck(_) => "an operation stops making progress".to_owned(),
        Action::Pause => "the service is paused".to_owned(),
        Action::Resume => "the service is resumed".to_owned(),
    }
}

/// What a change to a route does, as a clause: `/health begins to return 503`.
fn happens_to_route(Setting { path, value }: &Setting) -> Option<String> {
    let (route, key) = path.strip_prefix("app.routes.")?.rsplit_once('.')?;
    let route = route.trim_matches('"');
    match (key, value.as_str()) {
        ("status", status) => Some(format!("{route} begins to return {status}")),
        ("hangs", "true") => Some(format!("{route} stops responding")),
        _ => None,
    }
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
    use crate::app::builtin;
    use crate::app::proof::run::ProofRun;
    use apprunner_sim::model::metric::Metric;
    use spanned_toml::bound::Bound;

    #[test]
    fn each_figure_is_named_once_and_what_never_came_is_said() {
        let figure = |path: &str, value| Figure {
            metric: Metric::parse(path).unwrap(),
            value,
            bound: Bound::AtLeast(1.0),
            cause: None,
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
        let figures = vec![figure("first.rejected", None), figure("first.unhealthy", Some(50.0))];
        let shown = sentence(&ProofOutcome { figures });
        assert!(shown.ends_with("50.0 s after the start of the run"), "{shown}");
    }

    #[test]
    fn the_first_instant_of_a_proof_says_since_when() {
        let bank = builtin::read_bank(&builtin::read_facts().unwrap()).unwrap();
        let proven = |id: &str| {
            let question = bank.iter().find(|it| it.id.0 == id).unwrap();
            let mut run = ProofRun::new(question, 0).unwrap();
            run.finish();
            sentence(&run.outcome().unwrap())
        };
        let cases = [
            (
                "health-check-dependency-outage",
                "First unhealthy instance: 50.0 s after the start of the run, at which /health begins \
                 to return 503 · First rejected request: 59.9 s · Requests failed: ",
            ),
            (
                "health-check-redirect-outage",
                "First unhealthy instance: 110 s after the start of the run, 50.1 s after / begins \
                 to return 302 · Last rejected request: ",
            ),
            (
                "deployment-double-trigger",
                "Requests failed: 0 · Start of operation 1: 60.0 s after the start of the run",
            ),
            (
                "deployment-never-serves",
                "End of operation 1: 360 s after the start of the run, 300 s after the operation \
                 starts",
            ),
        ];
        for (id, expected) in cases {
            let shown = proven(id);
            assert!(shown.contains(expected), "{id}: {shown}");
        }
    }
}
