//! The plain dialogue with the real binary: lines in, lines out.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::support::folder::Folder;
use crate::support::program::{Finished, STUDY};

/// The dialogue of a new learner when all of `input` is typed.
fn hold(arguments: &[&str], input: &str) -> Finished {
    Folder::new().say(&[&["quiz"], arguments].concat(), input)
}

#[test]
fn an_attempt_is_a_transcript() {
    let input = "1\nsure\nnext\n1 4\nfact\nsubmit\nyes\n";
    let output = hold(&["--plain", "--seed", "7", STUDY], input);
    output.assert_code(0);
    assert_eq!(output.stderr, "seed 7: `--seed 7` asks the same questions again\n");
    insta::assert_snapshot!(output.stdout);
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
    let seed = first.stderr.split_whitespace().nth(1).unwrap().trim_end_matches(':');
    assert_eq!(hold(&["--seed", seed, STUDY], "next\n").stdout, first.stdout);
}

#[test]
fn pipes_get_lines_without_being_asked_for_and_the_end_means_quit() {
    let output = hold(&["--count", "1", STUDY], "");
    output.assert_code(0);
    assert!(output.stdout.contains("Question 1 of 1"));
    assert!(output.stdout.ends_with("Score: nothing answered; 0 of 1 answered\n"));
}

#[test]
fn every_accepted_answer_is_acknowledged_on_a_line_of_its_own() {
    // One of the two questions takes one option, the other two.
    let output = hold(&[STUDY], "c\n1 2\nnext\nc\n1 2\n");
    let lines = output.stdout.lines();
    let saved: Vec<&str> = lines.filter(|line| line.starts_with("saved: ")).collect();
    assert!(saved.contains(&"saved: 3") && saved.contains(&"saved: 1 2"), "{saved:?}");
    assert_eq!(saved.len(), 2);
}

#[test]
fn what_is_not_kept_is_not_called_saved() {
    let output = hold(&["--no-data", "--seed", "1", STUDY], "c\n1 2\n");
    assert!(output.stdout.contains("noted: ") && !output.stdout.contains("saved: "));
}

#[test]
fn a_topic_that_is_nearly_right_is_suggested() {
    let reported = hold(&["--topic", "health-chek", STUDY], "").fails();
    let error = "error: there is no topic `health-chek`; did you mean `health-check`?\n";
    assert_eq!(reported, error);
}

#[test]
fn a_topic_that_is_like_no_other_is_told_what_there_is() {
    let reported = hold(&["--topic", "zebra", STUDY], "").fails();
    assert!(reported.ends_with("`zebra`; available: health-check\n"));
}

#[test]
fn no_questions_at_all_is_bad_usage() {
    hold(&["--count", "0", STUDY], "").fails();
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let folder = Folder::new();
    let mut quiz = folder.program(&["quiz", "--seed", "1", STUDY]);
    let mut child = quiz.stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let _ = input.write_all("help\n".repeat(2_000).as_bytes());
    drop(input);
    Finished::from(child.wait_with_output().unwrap()).assert_code(0);
}

#[test]
fn the_course_shows_how_its_reader_stands() {
    let folder = Folder::new();
    let progress = |page: &str| {
        let lines = folder.run(&["learn", page]).assert_code(0).stdout.clone();
        lines.lines().find(|line| line.starts_with(" progress")).map(str::to_owned)
    };
    assert_eq!(progress("overview"), None, "nothing is kept yet");
    folder.say(&["quiz", "--topic", "overview", "--seed", "3", "--count", "14"], "1\nnext\n");
    let shown = progress("overview").unwrap();
    assert!(shown.contains("not read yet") && shown.contains("test not taken"), "{shown}");
    assert!(progress("scaling").unwrap().ends_with("test locked"));
    let path = folder.run(&["learn"]).assert_code(0).stdout.clone();
    let row = path.lines().find(|line| line.starts_with(" cold-start ")).unwrap();
    assert!(row.ends_with("test locked"), "{row}");
}

#[test]
fn a_proof_names_its_figures_and_not_their_paths() {
    let input = "1\nreplay\nwhat-if service.health_check.interval=5s 75\n";
    let questions = ["--topic", "health-check", "--seed", "3", "--count", "1"];
    let said = hold(&questions, input).stdout;
    for part in
        ["Proven by a run: ", "The run: ", "as asked: ", "Requests failed: you predicted 75"]
    {
        let line = said.lines().find(|line| line.starts_with(part));
        let line = line.unwrap_or_else(|| panic!("no {part} in {said}"));
        assert!(line.contains(": ") && !line.contains(" = "), "{line}");
    }
}
