//! A class that took one practice exam of 65 questions: its answers in one table.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::dice::Dice;
use super::measure::{self, Result, Table};

/// The exam that everybody took.
pub(crate) const EXAM: &str = "dva-c02";

pub(crate) fn measure(count: usize, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (key, class) = (folder.path().join("key.json"), folder.path().join("class.csv"));
    let named = |path: &Path| path.to_str().map(str::to_owned).ok_or("the file has no name");
    let (key_name, class_name) = (named(&key)?, named(&class)?);
    let printed = Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(["exam", "paper", "--blueprint", EXAM, "--seed", "5", "--key", &key_name])
        .output()?;
    if !printed.status.success() {
        return Err(String::from_utf8_lossy(&printed.stderr).into());
    }
    fs::write(&class, rows(&fs::read_to_string(&key)?, count)?)?;
    let grade = ["class", "grade", "--key", &key_name, &class_name, "--format", "csv"];
    table.row("class grade, one table", count, measure::run(&grade, folder.path())?);
    Ok(())
}

/// A table of `count` learners who answered the exam of `key`, some well and some not.
fn rows(key: &str, count: usize) -> Result<String> {
    let key: Value = serde_json::from_str(key)?;
    let questions = key["questions"].as_array().ok_or("the key has no questions")?;
    let right: Vec<String> = questions.iter().map(letters).collect();
    let mut dice = Dice::new(3);
    let mut text = "id,answers\n".to_owned();
    for number in 0..count {
        let skill = 30 + dice.below(65);
        write!(text, "learner-{number:06},")?;
        for right in &right {
            match dice.below(100) {
                chance if chance < skill => text.push_str(right),
                chance if chance > 97 => text.push('-'),
                _ => text.push(*dice.of(&['a', 'b', 'c', 'd'])?),
            }
        }
        text.push('\n');
    }
    Ok(text)
}

/// The letters of the right options of a question, in parentheses where there are several.
fn letters(question: &Value) -> String {
    let options = question["options"].as_array().into_iter().flatten();
    let right = options.filter(|option| option["right"] == true);
    let letters: String = right.filter_map(|option| option["letter"].as_str()).collect();
    if letters.len() == 1 { letters } else { format!("({letters})") }
}
