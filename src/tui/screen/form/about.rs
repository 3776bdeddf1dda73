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

/// The terms of labels that are called otherwise in the glossary.
const TERMS: [(&str, &str); 17] = [
    ("Auto deployments", "automatic deployment"),
    ("Deploy", "rolling deployment"),
    ("Deploy prepare", "rolling deployment"),
    ("Deploy route", "rolling deployment"),
    ("First check", "health check"),
    ("First request", "cold start"),
    ("Instances crash", "capacity"),
    ("Instances hang", "health check"),
    ("Path", "health check"),
    ("Protocol", "health check"),
    ("Provision", "cold start"),
    ("Push", "automatic deployment"),
    ("Shutdown", "SIGTERM"),
    ("Start", "cold start"),
    ("Stop signal", "SIGTERM"),
    ("Timeout", "timeout of a check"),
    ("Traffic surges", "scale-out"),
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
    let term = content.is_read().then(|| term(content, &row.label)).flatten();
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
    let fact = term.and_then(|term| content.ledger.get(term.fact.as_deref()?));
    if let Some(fact) = fact {
        sections.push(section("Fact", &fact.title));
        let sides = [("The course", &fact.chapter), ("AWS", &fact.aws)].into_iter();
        let sides = sides.filter(|(_, said)| !said.is_empty());
        sections.extend(sides.map(|(who, said)| section(who, said)));
    }
    sections
}

/// The term of the glossary that a label stands for.
fn term<'a>(content: &'a Content, label: &str) -> Option<&'a Term> {
    // The question's own rows have their group in front.
    let label = label.rsplit(" · ").next().unwrap_or(label);
    let named = TERMS.iter().find(|(it, _)| *it == label).map(|(_, term)| *term);
    let is_meant = |term: &&Term| match named {
        Some(name) => term.name == name,
        None => term.name.replace('_', " ").eq_ignore_ascii_case(label),
    };
    content.course.terms.iter().find(is_meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_of_a_label_is_in_the_glossary() {
        let content = Content::builtin();
        content.read();
        for (label, name) in TERMS {
            assert_eq!(term(&content, label).map(|it| it.name.as_str()), Some(name), "{label}");
        }
        let limit = term(&content, "Start limit");
        assert_eq!(limit.map(|it| it.name.as_str()), Some("start_limit"));
    }
}
