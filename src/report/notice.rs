//! What is ours and what is AWS's: said before an attempt and beside every score.

use std::path::Path;

use quizbank::model::blueprint::{Blueprint, Pass};
use spanned_toml::faults::counted;

/// Stands with every score on the scale of the exam.
pub const SCALE: &str = "AWS does not publish how it scales scores. This score is linear between \
 the published limits, 100 and 1000. It does not predict an exam score.";

/// [`SCALE`], where `pass` is on that scale.
pub(super) fn scale_note(pass: Pass) -> Option<&'static str> {
    matches!(pass, Pass::Scaled(_)).then_some(SCALE)
}

/// Where App Runner stands in the exams.
pub const SCOPE: &str = "App Runner is not on the in-scope list of DVA-C02 or DVA-C03, contrary to \
 the course. This practice exam has the format of the exam, with questions about one service.";

/// Who made a part of an exam.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MadeBy {
    /// It is built in.
    #[default]
    Coldstart,
    /// It comes from files of the instructor.
    Instructor,
}

/// Who made what an exam consists of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Authors {
    /// Its questions.
    pub questions: MadeBy,
    /// Number of questions, time and minimum score.
    pub format: MadeBy,
}

/// What to know before a form of `blueprint` is sat, a sentence or two a line.
pub fn before_an_attempt(blueprint: &Blueprint, authors: Authors) -> Vec<String> {
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
                match authors.format {
                    MadeBy::Coldstart => {
                        "From AWS: the number of questions, the time, the domain weights, the \
                         minimum score and the limits of the scale of the full exam."
                    }
                    MadeBy::Instructor => {
                        "From your instructor: the number of questions, the time, the minimum \
                         score and the weights. From AWS: the limits of the scale."
                    }
                }
                .to_owned(),
            );
            lines.push(
                match authors.questions {
                    MadeBy::Coldstart => {
                        "From coldstart: every question, the short exams, and the linear scale. \
                         AWS does not publish how it scales scores."
                    }
                    MadeBy::Instructor => {
                        "From your instructor: every question. From coldstart: the linear scale. \
                         AWS does not publish how it scales scores."
                    }
                }
                .to_owned(),
            );
        }
        Pass::Percent(percent) if authors == Authors::default() => {
            lines.push(format!(
                "At most {} on one topic in {}; {percent} % right unlocks the next topic.",
                counted(questions, "question"),
                counted(minutes, "minute")
            ));
            lines.push("The topic test, its questions and its minimum score are from coldstart, not from AWS.".to_owned());
        }
        Pass::Percent(percent) => {
            lines.push(format!(
                "At most {} in {}; {percent} % right is the minimum.",
                counted(questions, "question"),
                counted(minutes, "minute")
            ));
            lines.push("Nothing of this exam is from AWS.".to_owned());
        }
    }
    if authors.questions == MadeBy::Coldstart {
        lines.push(SCOPE.to_owned());
    }
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
            let text = before_an_attempt(&blueprint, Authors::default()).join("\n");
            assert!(text.contains("not on the in-scope list"), "{}", blueprint.name);
            assert!(text.to_lowercase().contains("from coldstart"), "{}", blueprint.name);
            assert!(text.contains(&blueprint.minutes.to_string()), "{}", blueprint.name);
        }
    }

    #[test]
    fn what_an_instructor_made_is_not_called_that_of_others() {
        let by_instructor = MadeBy::Instructor;
        let own = Authors { questions: by_instructor, format: by_instructor };
        for blueprint in builtin::read_blueprints().unwrap() {
            let text = before_an_attempt(&blueprint, own).join("\n");
            for part in
                ["every question, the", "From AWS: the number", "App Runner", "coldstart, not"]
            {
                assert!(!text.contains(part), "{}: {text}", blueprint.name);
            }
        }
    }
}
