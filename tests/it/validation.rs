//! Holds the page of validation to the program: its tables are what its commands give,
//! digit for digit, and its commands name files, settings and options that exist.
//! `tests/it/engine/theory.rs` compares with other parameters.
//!
//! `VALIDATION=update cargo test --test it validation` writes the tables anew.

mod applications;
mod express;
mod measured;
mod page;
mod provision;
mod published;
mod rows;

use std::{env, fs};

use crate::support::program::coldstart;

const PAGE: &str = include_str!("../../docs/validation.md");

#[test]
fn the_tables_are_what_the_program_gives() {
    let (mut parts, verdict) = page::tables();
    parts.extend([measured::table(), provision::tables(), express::table()]);
    let mut page = PAGE.to_owned();
    for part in &parts {
        page = with_part(&page, part);
    }
    if env::var_os("VALIDATION").is_some_and(|wish| wish == "update") {
        fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/validation.md"), &page).unwrap();
    } else {
        for (now, was) in page.lines().zip(PAGE.lines()) {
            assert_eq!(now, was, "the page says otherwise");
        }
        assert_eq!(page.lines().count(), PAGE.lines().count());
    }
    // One page in a thousand of an honest engine would be further off.
    let expected = 0.05 * verdict.figures as f64;
    let most = expected + 3.3 * (expected * 0.95).sqrt();
    assert!((verdict.outside as f64) < most, "{} of {}", verdict.outside, verdict.figures);
    assert!((0.75..1.35).contains(&verdict.rms), "rms z {}", verdict.rms);
}

/// `page` with `part` between its markers.
fn with_part(page: &str, part: &page::Part) -> String {
    let marker = format!("<!-- table {} -->\n", part.name);
    let (before, rest) = page.split_once(&marker).unwrap_or_else(|| panic!("no {marker}"));
    let (_, after) =
        rest.split_once("<!-- end -->").unwrap_or_else(|| panic!("{marker} has no end"));
    format!("{before}{marker}\n{}\n<!-- end -->{after}", part.text)
}

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
            "--reps" | "--metric" | "--metrics" | "--events" => {
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
