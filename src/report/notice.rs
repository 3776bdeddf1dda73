//! What is ours and what is AWS's: said before an attempt and beside every score.

use std::path::Path;

use quizbank::model::blueprint::{Blueprint, Pass};
use spanned_toml::faults::counted;

/// Stands with every score on the scale of the exam.
pub const SCALE: &str = "AWS does not publish how it scales. This score is a straight line between \
                         the published ends, 100 and 1000, and no forecast of an exam.";

/// What to know before a form of `blueprint` is sat, a sentence or two a line.
pub fn before_a_sitting(blueprint: &Blueprint) -> Vec<String> {
    let Blueprint { questions, scored, minutes, .. } = blueprint;
    let mut lines = Vec::new();
    match blueprint.pass {
        Pass::Scaled(mark) => {
            lines.push(format!(
                "{} in {}; {scored} of them count, and which is told \
                 only afterwards. {mark} of 1000 is the mark.",
                counted(questions, "question"),
                counted(minutes, "minute")
            ));
            lines.push(
                "AWS's: the numbers of questions, the time, the mark and the weights of the domains \
                 on the whole form, and the ends of the scale."
                    .to_owned(),
            );
            lines.push(
                "Ours: every question, the short forms, and the straight line between the ends of \
                 the scale. AWS does not publish how it scales."
                    .to_owned(),
            );
        }
        Pass::Percent(percent) => {
            lines.push(format!(
                "At most {} on one topic in {}; {percent} % right \
                 opens the next topic.",
                counted(questions, "question"),
                counted(minutes, "minute")
            ));
            lines.push("The gate, its questions and its mark are ours.".to_owned());
        }
    }
    lines.push(
        "App Runner is on the in-scope list of neither exam, DVA-C02 nor DVA-C03, whatever the course \
         says: this practises the shape of the exam on one service."
            .to_owned(),
    );
    lines.push("A wrong answer takes nothing off; several answers are all or nothing.".to_owned());
    lines
}

/// Where the journal of an attempt is kept, and what that is good for.
pub fn of_the_journal(path: Option<&Path>) -> String {
    match path {
        Some(path) => format!(
            "What is acknowledged with `saved:` is on disk, in `{}`. Whatever ends the program, \
             `coldstart exam --resume` goes on with the time left.",
            path.display()
        ),
        None => "Nothing is kept: this sitting is gone when the program ends.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;

    #[test]
    fn every_form_says_what_is_ours_and_that_the_service_is_in_no_scope() {
        for blueprint in builtin::read_blueprints().unwrap() {
            let text = before_a_sitting(&blueprint).join("\n");
            assert!(text.contains("in-scope list of neither exam"), "{}", blueprint.name);
            assert!(text.to_lowercase().contains("ours"), "{}", blueprint.name);
            assert!(text.contains(&blueprint.minutes.to_string()), "{}", blueprint.name);
        }
    }
}
