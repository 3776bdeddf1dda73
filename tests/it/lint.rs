//! Every file in `lint/rules` breaks the one rule that its name begins with and
//! no other; every defect in `lint/seeded.toml` is reported at the line that a
//! comment marks. Both as a person meets them: through the command.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use quizbank::lint::rules::{RULES, RuleLevel};
use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::{Finished, coldstart, finish, program, say};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint")
}

/// What `check` with `arguments` does in that folder.
fn check(arguments: &[&str]) -> Finished {
    finish(program(&[&["check"], arguments].concat()).current_dir(folder()))
}

/// What it finds, as rows.
fn rows(arguments: &[&str]) -> Vec<Value> {
    let rows = check(&[arguments, &["--format", "json"]].concat()).json();
    rows.as_array().unwrap().clone()
}

fn rule(row: &Value) -> &str {
    row["rule"].as_str().unwrap_or("reader")
}

#[test]
fn every_rule_is_broken_by_a_file_of_its_own_and_told_at_its_line() {
    let entries = fs::read_dir(folder().join("rules")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    for name in &names {
        let file = format!("rules/{name}");
        let stem = name.strip_suffix(".toml").unwrap();
        let own = stem.split('-').next().unwrap();
        let rows = rows(&[&file]);
        let rules: BTreeSet<String> = rows.iter().map(|row| rule(row).to_lowercase()).collect();
        let expected = if own == "none" { BTreeSet::new() } else { [own.to_owned()].into() };
        assert_eq!(rules, expected, "{name}");
        let is_error = rows.iter().any(|row| row["level"] == "error");
        let reported = check(&[&file]);
        assert_eq!(reported.code, Some(i32::from(is_error)), "{name}");
        insta::assert_snapshot!(format!("rule-{stem}"), reported.stderr);
    }
    // One question at a time cannot break a rule over a whole bank.
    let alone = RULES.iter().map(|(rule, _)| rule.to_lowercase());
    let alone =
        alone.filter(|rule| rule.starts_with('q') || ["b03", "b04"].contains(&rule.as_str()));
    for rule in alone {
        assert!(names.iter().any(|name| name.starts_with(&rule)), "no file breaks {rule}");
    }
}

#[test]
fn every_seeded_defect_is_told_at_its_line_and_nothing_else_is() {
    let text = fs::read_to_string(folder().join("seeded.toml")).unwrap();
    let marked = text.lines().zip(1_u64..).filter_map(|(line, number)| {
        let (_, rule) = line.rsplit_once("  # ")?;
        Some((number, rule.to_owned()))
    });
    let found = rows(&["seeded.toml"]);
    let found = found.iter().map(|row| (row["line"].as_u64().unwrap(), rule(row).to_owned()));
    let (marked, found): (BTreeSet<_>, BTreeSet<_>) = (marked.collect(), found.collect());
    assert!(marked.len() >= 10);
    assert_eq!(found, marked);
}

#[test]
fn every_rule_is_in_the_document_with_its_level() {
    let document = include_str!("../../docs/linting.md");
    for (rule, level) in RULES {
        let word = match level {
            RuleLevel::Error => "error",
            RuleLevel::Warning => "warning",
            RuleLevel::Either => "both",
        };
        let row = document.lines().find(|line| line.starts_with(&format!("| {rule} |")));
        let row = row.unwrap_or_else(|| panic!("{rule} is not in docs/linting.md"));
        assert!(row.ends_with(&format!("| {word} |")), "{row}");
    }
}

#[test]
fn a_row_names_file_question_and_way_out() {
    let rows = rows(&["rules/q08-qualifier-unearned.toml"]);
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row["file"], "rules/q08-qualifier-unearned.toml");
    assert_eq!(row["question"], "hold-more");
    assert_eq!((&row["line"], &row["column"]), (&16.into(), &8.into()));
    assert!(row["help"].as_str().unwrap().contains("`feasible`"));
    assert_eq!(row["level"], "error");
}

#[test]
fn a_folder_stands_for_its_files() {
    let rows = rows(&["rules"]);
    assert!(rows.iter().any(|row| row["file"] == "rules/q05-no-question.toml"));
    // The files share an id, which only files read together can tell.
    assert!(rows.iter().any(|row| row["message"].as_str().unwrap().contains("already")));
}

#[test]
fn a_text_of_somebody_else_is_no_source_of_sentences() {
    let rows = rows(&["rules/none.toml", "--against", "chapter.txt"]);
    assert_eq!(rows.iter().map(rule).collect::<Vec<_>>(), ["Q19"]);
    assert!(rows[0]["message"].as_str().unwrap().contains("`chapter.txt`"));
}

#[test]
fn options_that_moved_within_a_revision_are_told_beside_the_bank_before() {
    let folder = Folder::new();
    let rule = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lint/rules/none.toml");
    let before = fs::read_to_string(rule).unwrap();
    folder.write("before.toml", &before);
    let mut options: Vec<&str> = before.split("[[question.option]]").collect();
    options.swap(1, 2);
    folder.write("now.toml", options.join("[[question.option]]"));
    let check = ["check", "now.toml", "--earlier", "before.toml", "--format", "json"];
    let rows = folder.run(&check).json();
    let report = |row: &&Value| row["message"].as_str().unwrap().contains("earlier revision 1");
    assert_eq!(rows.as_array().unwrap().iter().filter(report).count(), 1, "{rows}");
}

#[test]
fn shapes_of_exams_are_no_scenarios() {
    assert_eq!(check(&["blueprints.toml"]).assert_code(0).stderr, "");
}

#[test]
fn an_id_of_the_built_in_bank_under_another_question_is_told() {
    let folder = Folder::new();
    let own =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/valid/questions-of-ones-own.toml");
    let taken =
        fs::read_to_string(own).unwrap().replace("own-true-or-false", "build-token-in-image");
    folder.write("taken.toml", taken);
    let report = folder.run(&["check", "taken.toml"]);
    report.assert_code(0);
    let words = "a built-in question is also called `build-token-in-image`";
    assert!(report.stdout.contains(words) || report.stderr.contains(words), "{report:?}");
    let kept = folder.run(&["check", own]);
    assert!(!format!("{kept:?}").contains("is called"), "{kept:?}");
}

#[test]
fn a_question_of_ones_own_may_be_true_or_false_and_rest_on_nothing() {
    let own =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/valid/questions-of-ones-own.toml");
    let checked = coldstart(&["check", own, "--format", "json"]);
    checked.assert_code(0);
    let rows = checked.json();
    let found: BTreeSet<(&str, &str)> = (rows.as_array().unwrap().iter())
        .map(|row| (rule(row), row["level"].as_str().unwrap()))
        .filter(|(rule, _)| ["Q01", "Q02"].contains(rule))
        .collect();
    assert_eq!(found, [("Q01", "warning"), ("Q02", "warning")].into());
    let asked = say(&mut program(&["quiz", "--plain", "--no-data", own]), "1\n").printed();
    assert!(
        !asked.contains("3. ") && asked.contains("2. ") && asked.contains("> 1\nnoted: 1\n"),
        "{asked}"
    );
}
