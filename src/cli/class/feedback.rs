//! A page of feedback for each learner of a class.

use std::path::{Path, PathBuf};

use crate::cli::handed_in::TakenSheet;
use crate::cli::output::{self, Kind, Outputs};
use crate::report::handout::{self, Feedback};
use quizbank::grade;
use quizbank::model::course::Course;
use quizbank::model::paper::{AnswerKey, AnswerSheet};

/// Writes the pages to `folder`, each under a number and the letters of a name.
pub(super) fn write(
    folder: &Path,
    keys: &[AnswerKey],
    sheets: &[TakenSheet],
    course: &Course,
    mut outputs: Outputs,
) -> anyhow::Result<()> {
    let mut sheets: Vec<(&AnswerKey, &AnswerSheet)> =
        sheets.iter().filter_map(|taken| Some((keys.get(taken.form)?, &taken.sheet))).collect();
    sheets.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
    let digits = sheets.len().to_string().len();
    let path = |(number, (_, sheet)): (usize, &(&AnswerKey, &AnswerSheet))| {
        folder.join(format!("{number:0digits$}-{}.html", slug(&sheet.name)))
    };
    let paths: Vec<PathBuf> = (1..).zip(&sheets).map(path).collect();
    for path in &paths {
        outputs.claim("--feedback", Kind::FEEDBACK, path)?;
    }
    output::create_folder(folder)?;
    for ((key, AnswerSheet { name, version, answers }), path) in sheets.into_iter().zip(paths) {
        let arranged = version.as_ref().map(|version| key.arranged(version));
        let key = arranged.as_ref().unwrap_or(key);
        let grade = &grade::grade(key, answers);
        let feedback = Feedback { name, key, answers, grade, course };
        output::write_file(Kind::FEEDBACK, &path, |out| handout::write_feedback(out, feedback))?;
    }
    Ok(())
}

/// `name` as a part of the name of a file anywhere: `ada-moreau`.
fn slug(name: &str) -> String {
    let letters = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' });
    let words: String = letters.take(60).flat_map(char::to_lowercase).collect();
    words.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
