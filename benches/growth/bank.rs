//! A bank of questions in files of five hundred, checked without proofs; and the menu of a learner
//! who has answered each of them once.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use quizbank::model::question::Question;

use super::dice::{self, Dice, Prose};
use super::measure::{self, Result, Table};
use super::study;

/// Questions of a file.
const IN_A_FILE: usize = 500;

pub(crate) fn measure(count: usize, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (bank, data) = (folder.path().join("bank"), folder.path().join("data"));
    write(&bank, count)?;
    let bank = bank.to_str().ok_or("the folder has no name")?;
    table.row("check", count, measure::run(&["check", bank], &data)?);
    let questions: Vec<(String, u32)> = (0..count).map(|number| (id(number), 1)).collect();
    study::import(&data, &questions, count)?;
    measure::one_start(&[], study::MENU, &data);
    table.row(
        "menu, each question answered once",
        count,
        measure::first_frame(&[], study::MENU, &data),
    );
    Ok(())
}

fn id(number: usize) -> String {
    format!("own-{number}")
}

/// Writes a bank of `count` questions.
fn write(folder: &Path, count: usize) -> Result<()> {
    fs::create_dir_all(folder)?;
    let built_in = dice::built_in()?;
    let mut author = Author::of(&built_in);
    for first in (0..count).step_by(IN_A_FILE) {
        let mut text = format!("format_version = 1\ntopic = \"own-{}\"\n", first / IN_A_FILE);
        for number in first..count.min(first + IN_A_FILE) {
            author.write(&mut text, number)?;
        }
        fs::write(folder.join(format!("own-{:04}.toml", first / IN_A_FILE)), text)?;
    }
    Ok(())
}

/// Writes questions in the words and lengths of a bank.
struct Author {
    stems: Prose,
    options: Prose,
    reasons: Prose,
    dice: Dice,
}

impl Author {
    fn of(bank: &[Question]) -> Self {
        let options = || bank.iter().flat_map(|question| &question.options);
        Self {
            stems: Prose::of(bank.iter().map(|question| question.stem.clone())),
            options: Prose::of(options().map(|option| option.text.clone())),
            reasons: Prose::of(options().map(|option| option.why.clone())),
            dice: Dice::new(7),
        }
    }

    /// Adds a question of 30 to 60 words with four options.
    fn write(&mut self, text: &mut String, number: usize) -> Result<()> {
        let dice = &mut self.dice;
        let length = 30 + dice.below(30);
        let stem = self.stems.sentence(length, dice);
        write!(
            text,
            "\n[[question]]\nid = \"{}\"\nrev = 1\ndomain = {}\ntask = \"1.1\"\n\
             objective = \"decides between options\"\nkind = \"choice\"\nlevel = \"apply\"\n\
             difficulty = \"medium\"\nauthority = \"both\"\n\
             facts = [\"scaling.capacity-product\"]\n\
             review = {{ covered_ok = \"2026-11-28\", fact_checked = \"2026-11-28\" }}\n\
             stem = \"{stem}. Which solution meets the requirements?\"\n",
            id(number),
            1 + number % 4
        )?;
        let key = dice.below(4);
        for option in 0..4 {
            let (said, why) = (self.options.sentence(12, dice), self.reasons.sentence(25, dice));
            let role = if option == key {
                "correct = true".to_owned()
            } else {
                format!("misconception = \"mistake-{}\"", dice.below(500))
            };
            write!(text, "[[question.option]]\ntext = \"{said}.\"\n{role}\nwhy = \"{why}.\"\n")?;
        }
        Ok(())
    }
}
