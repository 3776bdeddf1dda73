//! What there is to say of a row of a form besides its value, where a screen has room for it: its
//! term, what the editions take, where its value is from, and the fact behind it.

use super::takes::Takes;
use super::{Form, Row};
use crate::report::explain::{self, ParameterRow};
use crate::tui::content::Content;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use quizbank::model::course::Term;

/// A paragraph under its heading.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Section {
    pub(in crate::tui) heading: &'static str,
    pub(in crate::tui) text: String,
}

/// What labels that the glossary does not have stand for: the term, and the fact about that very
/// setting, where there is one.
const TERMS: [(&str, &str, Option<&str>); 23] = [
    ("Automatic deployments", "automatic deployment", Some("deployment.trigger-modes")),
    ("Concurrency", "max concurrency", Some("scaling.concurrency-default")),
    ("Deploy", "rolling deployment", Some("deployment.rolling")),
    ("First check", "health check", None),
    ("First request", "cold start", None),
    ("Healthy status codes", "health check", Some("healthcheck.redirect-fails")),
    ("Instances crash", "capacity", Some("scaling.capacity-product")),
    ("Instances hang", "health check", Some("healthcheck.replacement")),
    ("Maximum instances", "max size", Some("scaling.max-default")),
    ("Minimum instances", "min size", Some("scaling.min-default")),
    ("On SIGTERM", "SIGTERM", Some("instance.sigterm")),
    ("Path", "health check", Some("healthcheck.path-default")),
    ("Preparation of a deployment", "rolling deployment", None),
    ("Protocol", "health check", Some("healthcheck.protocol-default")),
    ("Provisioning time", "cold start", None),
    ("Push", "automatic deployment", Some("deployment.auto-on-push")),
    ("Rollback time", "rollback", None),
    ("Start time", "cold start", None),
    ("Time of SIGTERM", "SIGTERM", Some("instance.sigterm")),
    ("Timeout", "timeout of a check", Some("healthcheck.timeout-default")),
    ("Traffic surges", "scale-out", Some("scaling.trigger")),
    ("Traffic switch", "rolling deployment", None),
    ("Wake-up time", "wake", None),
];

impl<K> Form<K> {
    /// Takes in what `content` says of the settings of `scenario`. What has not been read yet is
    /// not waited for.
    pub(in crate::tui) fn explain(&mut self, scenario: &Scenario, content: &Content) {
        let parameters = explain::rows(scenario);
        for row in &mut self.rows {
            row.sections = sections(row, (scenario, &parameters), content);
        }
    }
}

fn sections<K>(
    row: &Row<K>,
    (scenario, parameters): (&Scenario, &[ParameterRow]),
    content: &Content,
) -> Vec<Section> {
    let section = |heading, text: &str| Section { heading, text: text.to_owned() };
    let mut sections = Vec::new();
    let (term, fact) = if content.is_read() { meant(content, &row.label) } else { (None, None) };
    if let Some(term) = term {
        sections
            .push(Section { heading: "Term", text: format!("{}: {}", term.name, term.meaning) });
    }
    let limits = Edition::ALL.into_iter().filter_map(|edition| {
        match Takes::within(&row.path, &edition.rules().limits)? {
            Takes::Described(words) => Some(format!("{}: {words}", edition.label())),
            Takes::OneOf(_) => None,
        }
    });
    let limits: Vec<String> = limits.collect();
    if !limits.is_empty() {
        sections.push(section("Limits", &limits.join("\n")));
    }
    let name = row.path.strip_prefix("assume.").unwrap_or(&row.path);
    let parameter = parameters.iter().find(|it| it.parameter == name);
    // What the author of a lab changed is for the learner to find.
    if let Some(it) = parameter.filter(|_| scenario.lab.is_none() && content.is_read()) {
        sections.push(section("Source of the value", &it.sourced(&content.ledger)));
    }
    if let Some(fact) = fact.and_then(|id| content.ledger.get(id)) {
        sections.push(section("Fact", &fact.title));
        let sides = [("The course", &fact.chapter), ("AWS", &fact.aws)].into_iter();
        let sides = sides.filter(|(_, said)| !said.is_empty());
        sections.extend(sides.map(|(who, said)| section(who, said)));
    }
    sections
}

/// The term of the glossary that a label stands for, and the id of the fact about its setting.
fn meant<'a>(content: &'a Content, label: &str) -> (Option<&'a Term>, Option<&'a str>) {
    // The question's own rows have their group in front.
    let label = label.rsplit(" · ").next().unwrap_or(label);
    let find = |is_meant: &dyn Fn(&str) -> bool| {
        content.course.terms.iter().find(|term| is_meant(&term.name))
    };
    if let Some((_, name, fact)) = TERMS.iter().find(|(it, ..)| *it == label) {
        return (find(&|it| it == *name), *fact);
    }
    let term = find(&|it| it.replace('_', " ").eq_ignore_ascii_case(label));
    (term, term.and_then(|it| it.fact.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_and_fact_of_a_label_is_there() {
        let content = Content::builtin();
        content.read();
        for (label, name, fact) in TERMS {
            let (term, found) = meant(&content, label);
            assert_eq!(term.map(|it| it.name.as_str()), Some(name), "{label}");
            assert_eq!(found, fact, "{label}");
            assert!(fact.is_none_or(|id| content.ledger.get(id).is_some()), "{label}: {fact:?}");
        }
        let (term, fact) = meant(&content, "Start limit");
        assert_eq!(term.map(|it| it.name.as_str()), Some("start_limit"));
        assert_eq!(fact, Some("coldstart.few-seconds"));
    }

    #[test]
    fn the_fact_of_a_setting_is_about_that_setting() {
        let content = Content::builtin();
        content.read();
        let title = |label| meant(&content, label).1.and_then(|id| content.ledger.get(id));
        for (label, word) in [
            ("Protocol", "TCP"),
            ("Path", "path"),
            ("Interval", "interval"),
            ("Timeout", "timeout"),
            ("Healthy threshold", "healthy"),
            ("Unhealthy threshold", "nhealthy"),
            ("Maximum instances", "MaxSize"),
            ("Minimum instances", "MinSize"),
            ("Concurrency", "MaxConcurrency"),
        ] {
            let said = title(label).map(|fact| fact.title.clone()).unwrap_or_default();
            assert!(said.contains(word), "{label}: {said}");
        }
    }
}
