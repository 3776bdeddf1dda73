//! What is ours and what is AWS's: said before an attempt and beside every score.

use std::path::Path;

use quizbank::model::blueprint::{Blueprint, Pass};
use spanned_toml::faults::counted;

/// Stands with every score on the scale of the exam.
pub const SCALE: &str = "AWS does not publish how it scales. This score is a straight line between \
                         the published ends, 100 and 1000, and no forecast of an exam.";

/// What to know before a form of `blueprint` is sat, a sentence or two a line.
pub fn before_an_attempt(blueprint: &Blueprint) -> Vec<String> {
    let Blueprint { questions, scored, minutes, .. } = blueprint;
    let mut lines = Vec::new();
    match blueprint.pass {
        Pass::Scaled(mark) => {
            lines.push(format!(
                "{} in {}; {scored} of them are scored. \
                 {mark} of 1000 is required.",
                counted(questions, "question"),
                counted(minutes, "minute")
            ));
            lines.push(
                "From AWS: the numbers of questions, the time, the minimum score and the weights of the \
                 domains on the full exam, and the ends of the scale."
                    .to_owned(),
            );
            lines.push(
                "From coldstart: every question, the short exams, and the straight line between the \
                 ends of the scale. AWS does not publish how it scales."
                    .to_owned(),
            );
        }
        Pass::Percent(percent) => {
            lines.push(format!(
                "At most {} on one topic in {}; {percent} % right \
                 unlocks the next topic.",
                counted(questions, "question"),
                counted(minutes, "minute")
            ));
            lines.push("The topic test, its questions and its minimum score are from coldstart, not from AWS.".to_owned());
        }
    }
    lines.push(
        "App Runner is on the in-scope list of neither exam, DVA-C02 nor DVA-C03, although the course \
         says so: this is the format of the exam with questions about one service."
            .to_owned(),
    );
    lines.push(
        "A wrong answer costs no points; a question with several answers needs all of them."
            .to_owned(),
    );
    lines
}

/// Where the journal of an attempt is kept, and what that is good for.
pub fn of_the_journal(path: Option<&Path>) -> String {
    match path {
        Some(path) => format!(
            "Every line that begins with `saved:` is on disk, in `{}`. If the program ends, \
             `coldstart exam --resume` continues with the time left.",
            path.display()
        ),
        None => "Nothing is saved; this attempt is lost when the program ends.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;

    #[test]
    fn every_form_says_what_is_ours_and_that_the_service_is_in_no_scope() {
        for blueprint in builtin::read_blueprints().unwrap() {
            let text = before_an_attempt(&blueprint).join("\n");
            assert!(text.contains("in-scope list of neither exam"), "{}", blueprint.name);
            assert!(text.to_lowercase().contains("from coldstart"), "{}", blueprint.name);
            assert!(text.contains(&blueprint.minutes.to_string()), "{}", blueprint.name);
        }
    }
}
