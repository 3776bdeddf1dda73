//! What is ours and what is AWS's: said before an attempt and beside every score.

use std::path::Path;

use quizbank::model::blueprint::{Blueprint, Pass};
use spanned_toml::faults::counted;

/// Stands with every score on the scale of the exam.
pub const SCALE: &str = "AWS does not publish how it scales scores. This score is linear between \
 the published limits, 100 and 1000. It does not predict an exam score.";

/// What to know before a form of `blueprint` is sat, a sentence or two a line.
pub fn before_an_attempt(blueprint: &Blueprint) -> Vec<String> {
    let Blueprint { questions, scored, minutes, .. } = blueprint;
    let mut lines = Vec::new();
    match blueprint.pass {
        Pass::Scaled(mark) => {
            lines.push(format!(
                "{} in {}, {scored} scored; the minimum score is {mark} of 1000.",
                counted(questions, "question"),
                counted(minutes, "minute")
            ));
            lines.push(
                "From AWS: the number of questions, the time, the minimum score, the limits of \
                 the scale, and the domain weights of the full exam."
                    .to_owned(),
            );
            lines.push(
                "From coldstart: every question, the short exams, and the linear scale. AWS does \
                 not publish how it scales scores."
                    .to_owned(),
            );
        }
        Pass::Percent(percent) => {
            lines.push(format!(
                "At most {} on one topic in {}; {percent} % right unlocks the next topic.",
                counted(questions, "question"),
                counted(minutes, "minute")
            ));
            lines.push("The topic test, its questions and its minimum score are from coldstart, not from AWS.".to_owned());
        }
    }
    lines.push(
        "App Runner is not on the in-scope list of DVA-C02 or DVA-C03, contrary to the course. \
         This practice exam has the format of the exam, with questions about one service."
            .to_owned(),
    );
    lines.push(
        "A wrong answer costs no points. A question with several correct answers requires all of \
         them."
            .to_owned(),
    );
    lines
}

/// Where the journal of an attempt is kept, and what that is good for.
pub fn of_the_journal(path: Option<&Path>) -> String {
    match path {
        Some(path) => format!(
            "Every step acknowledged with `saved:` is on disk, in `{}`. If the program stops, \
             `coldstart exam --resume` continues with the time left.",
            path.display()
        ),
        None => "Nothing is saved; this attempt is lost when the program stops.".to_owned(),
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
            assert!(text.contains("not on the in-scope list"), "{}", blueprint.name);
            assert!(text.to_lowercase().contains("from coldstart"), "{}", blueprint.name);
            assert!(text.contains(&blueprint.minutes.to_string()), "{}", blueprint.name);
        }
    }
}
