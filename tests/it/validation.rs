//! Holds the page of validation to the program: its commands name files, settings
//! and options that exist. What they print is compared by `tests/it/engine/theory.rs`
//! with other parameters, and by readers with these.

use std::fs;

use crate::support::program::coldstart;

const PAGE: &str = include_str!("../../docs/validation.md");

#[test]
fn every_command_of_the_page_is_understood() {
    let commands: Vec<&str> = PAGE.lines().filter(|line| line.starts_with("coldstart ")).collect();
    assert!(commands.len() > 30, "{commands:?}");
    for line in commands {
        // What a run would take is listed, so that nothing is run.
        let output = coldstart(&listing(&words(line)));
        assert_eq!(output.code, Some(0), "{line}\n{}", output.stderr);
    }
}

#[test]
fn every_scenario_of_the_page_is_used_and_free_of_faults() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validation");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let path = format!("tests/validation/{name}");
        assert!(PAGE.contains(&path), "{path} is not on the page");
        coldstart(&["run", &path, "--explain"]).assert_code(0);
        files += 1;
    }
    assert!(files > 8, "{files} files");
}

/// `command` as `run --explain`, without what that refuses.
fn listing(command: &[String]) -> Vec<&str> {
    let mut arguments = vec!["run", "--explain"];
    let mut words = command.iter().skip(2);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--reps" | "--metric" | "--events" => {
                words.next();
            }
            "--timing" => {}
            word => arguments.push(word),
        }
    }
    arguments
}

/// The words of a line as a shell splits it: at spaces outside of single quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (index, part) in line.split('\'').enumerate() {
        let is_quoted = index % 2 == 1;
        for (place, piece) in part.split(' ').enumerate() {
            match words.last_mut() {
                Some(word) if is_quoted && place > 0 => {
                    word.push(' ');
                    word.push_str(piece);
                }
                Some(word) if place == 0 => word.push_str(piece),
                _ => words.push(piece.to_owned()),
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
