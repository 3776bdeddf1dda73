//! The plain dialogue with the real binary: lines in, lines out.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const STUDY: &str = "tests/plain/study.toml";

/// The dialogue, with its data in `folder`.
fn quiz(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
    command
        .arg("quiz")
        .args(arguments)
        .env("COLDSTART_DATA", folder)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The dialogue of a new learner when all of `input` is typed.
fn hold(arguments: &[&str], input: &str) -> Output {
    let folder = TempDir::new().unwrap();
    let mut child = quiz(folder.path(), arguments).spawn().unwrap();
    // Who leaves before everything is said breaks the pipe.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn a_sitting_is_a_transcript() {
    let input = "1\nsure\nnext\n1 4\nfact\nsubmit\nyes\n";
    let output = hold(&["--plain", "--seed", "7", STUDY], input);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "seed 7: `--seed 7` asks the same again\n");
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn the_same_seed_asks_the_same_and_another_does_not() {
    let asked = |seed| hold(&["--seed", seed, STUDY], "next\n").stdout;
    assert_eq!(asked("1"), asked("1"));
    assert!(["2", "3", "4", "5"].iter().any(|seed| asked(seed) != asked("1")));
}

#[test]
fn without_a_seed_it_says_how_to_ask_the_same_again() {
    let first = hold(&["--no-data", STUDY], "next\n");
    let note = text(&first.stderr);
    let seed = note.split_whitespace().nth(1).unwrap().trim_end_matches(':');
    assert_eq!(hold(&["--seed", seed, STUDY], "next\n").stdout, first.stdout);
}

#[test]
fn pipes_get_lines_without_being_asked_for_and_the_end_means_quit() {
    let output = hold(&["--count", "1", STUDY], "");
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("Question 1 of 1"));
    assert!(text(&output.stdout).ends_with("Score: nothing answered; 0 of 1 answered\n"));
}

#[test]
fn every_accepted_answer_is_acknowledged_on_a_line_of_its_own() {
    // One of the two questions takes one option, the other two.
    let output = hold(&[STUDY], "c\n1 2\nnext\nc\n1 2\n");
    let lines = text(&output.stdout).lines();
    let saved: Vec<&str> = lines.filter(|line| line.starts_with("saved: ")).collect();
    assert!(saved.contains(&"saved: 3") && saved.contains(&"saved: 1 2"), "{saved:?}");
    assert_eq!(saved.len(), 2);
}

#[test]
fn what_is_not_kept_is_not_called_saved() {
    let output = hold(&["--no-data", "--seed", "1", STUDY], "c\n1 2\n");
    assert!(text(&output.stdout).contains("noted: ") && !text(&output.stdout).contains("saved: "));
}

#[test]
fn a_topic_that_is_nearly_right_is_suggested() {
    let output = hold(&["--topic", "health-chek", STUDY], "");
    assert_eq!(output.status.code(), Some(2));
    let error = "error: there is no topic `health-chek`; did you mean `health-check`?\n";
    assert_eq!(text(&output.stderr), error);
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn a_topic_that_is_like_no_other_is_told_what_there_is() {
    let output = hold(&["--topic", "zebra", STUDY], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).ends_with("`zebra`; there are: health-check\n"));
}

#[test]
fn no_questions_at_all_is_bad_usage() {
    assert_eq!(hold(&["--count", "0", STUDY], "").status.code(), Some(2));
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let folder = TempDir::new().unwrap();
    let mut child = quiz(folder.path(), &["--seed", "1", STUDY]).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let _ = input.write_all("help\n".repeat(2_000).as_bytes());
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}
