//! An exam through the real program: killed at any moment, gone on with,
//! submitted, checked.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use coldstart::load::{bank, blueprint, builtin, facts};
use coldstart::model::diagnostic::Source;
use coldstart::quiz::form::{self, Form, Request};
use serde_json::Value;
use tempfile::TempDir;

const SHORT: [&str; 4] = ["--blueprint", "dva-c02-16", "--seed", "7"];

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
    command.arg("exam").args(arguments).env("COLDSTART_DATA", folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Says `lines` to the program and waits for its end.
fn say(folder: &Path, arguments: &[&str], lines: &str) -> Output {
    let mut child = command(folder, arguments).spawn().unwrap();
    // A program that ends at once does not hear it all.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn score_line(text: &str) -> &str {
    text.lines().find(|line| line.starts_with("Score: ")).unwrap_or_else(|| panic!("{text}"))
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The form of [`SHORT`].
fn form() -> Form {
    let ledger = Source { name: "facts".to_owned(), text: builtin::facts().to_owned() };
    let bank = bank::read_builtin(&facts::read(ledger).unwrap()).unwrap();
    let blueprints = blueprint::read_builtin().unwrap();
    let blueprint = blueprints.iter().find(|one| one.name == "dva-c02-16").unwrap();
    form::assemble(&Request { bank: &bank, blueprint, topic: None, seed: 7 }).unwrap()
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// An answer to question `number` of the form, in the numbers that are shown.
fn any_answer(form: &Form, number: usize, dice: &mut Dice) -> String {
    let item = &form.entries[number - 1].item;
    let mut picked: Vec<usize> = Vec::new();
    while picked.len() < item.wanted() {
        let option = 1 + dice.below(item.options.len());
        if !picked.contains(&option) {
            picked.push(option);
        }
    }
    picked.sort_unstable();
    picked.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The lines that give these answers.
fn script(answers: impl IntoIterator<Item = (usize, String)>) -> String {
    let lines = answers.into_iter().flat_map(|(number, answer)| [format!("go {number}"), answer]);
    lines.map(|line| line + "\n").collect()
}

/// Runs until it is killed, and gives what it had said.
fn killed(folder: &Path, arguments: &[&str], lines: &str, dice: &mut Dice) -> String {
    let mut child = command(folder, arguments).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(lines.as_bytes()).unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let (sender, awake) = mpsc::channel();
    let reader = thread::spawn(move || {
        let mut said = Vec::new();
        let mut piece = [0; 4_096];
        while let Ok(length @ 1..) = stdout.read(&mut piece) {
            said.extend_from_slice(&piece[..length]);
            let _ = sender.send(());
        }
        String::from_utf8_lossy(&said).into_owned()
    });
    // Most die in the midst of it, some before they have said anything.
    let delay = if dice.below(8) == 0 {
        dice.below(150)
    } else {
        let _ = awake.recv_timeout(Duration::from_mins(1));
        dice.below(120)
    };
    thread::sleep(Duration::from_millis(delay as u64));
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// What `review` says of each question.
fn reviewed(said: &str) -> BTreeMap<usize, String> {
    let line = |line: &str| {
        let (number, state) = line.strip_prefix("Question ")?.split_once(": ")?;
        Some((number.parse().ok()?, state.to_owned()))
    };
    said.lines().filter_map(line).collect()
}

/// What is known of the answers from outside.
#[derive(Default)]
struct Known {
    acknowledged: BTreeMap<usize, String>,
    /// Said, and neither acknowledged nor refused: on disk or not.
    pending: Option<(usize, String)>,
}

impl Known {
    /// Every acknowledged answer is there, unless one that was said later is.
    fn check(&mut self, review: &BTreeMap<usize, String>) {
        assert_eq!(review.len(), 16);
        for (number, found) in review {
            let known = self.acknowledged.get(number).map_or("not answered", String::as_str);
            let later = self.pending.as_ref().filter(|it| it.0 == *number && it.1 == *found);
            assert!(known == found || later.is_some(), "question {number}: {found}, not {known}");
            if found != "not answered" {
                self.acknowledged.insert(*number, found.clone());
            }
        }
        self.pending = None;
    }

    fn hear(&mut self, said: &str, picks: Vec<(usize, String)>) {
        let heard = said.lines().filter(|line| line.starts_with("saved: question ")).count();
        let complete = said.lines().filter(|line| line.starts_with("saved: question "));
        for (line, (number, answer)) in complete.zip(&picks) {
            assert!(format!("saved: question {number}: {answer}").starts_with(line), "{line}");
        }
        let mut picks = picks.into_iter();
        for (number, answer) in picks.by_ref().take(heard) {
            self.acknowledged.insert(number, answer);
        }
        self.pending = picks.next();
    }
}

#[test]
fn a_sitting_that_is_killed_at_any_moment_loses_nothing_and_no_time() {
    const KILLS: usize = 60;
    let (folder, form) = (folder(), form());
    let mut dice = Dice(2_026);
    let begun = Instant::now();
    let id = {
        let text = text(&say(folder.path(), &SHORT, ""));
        let line = text.lines().find_map(|line| line.strip_prefix("Sitting ")).unwrap();
        line.split(':').next().unwrap().to_owned()
    };
    let mut known = Known::default();
    let (mut alive, mut answered) = (0, 0);
    for _ in 0..KILLS {
        let picks: Vec<(usize, String)> = (0..30)
            .map(|_| {
                let number = 1 + dice.below(16);
                (number, any_answer(&form, number, &mut dice))
            })
            .collect();
        let steps = script(picks.iter().map(|(number, answer)| (*number, answer.clone())));
        let said =
            killed(folder.path(), &["--resume", &id], &format!("review\n{steps}"), &mut dice);
        let review = reviewed(&said);
        if review.len() == 16 {
            known.check(&review);
            alive += 1;
            known.hear(&said, picks);
            answered += said.matches("saved: question ").count();
        }
    }
    assert!(alive > KILLS / 2 && answered > KILLS, "{alive} came up, {answered} answers");

    let ended = text(&say(folder.path(), &["--resume"], "review\nsubmit\nyes\n"));
    known.check(&reviewed(&ended));
    let elapsed = begun.elapsed();

    // Somebody who says the same without being killed has the same score.
    let other = self::folder();
    let answers = script(known.acknowledged.clone());
    let uninterrupted = text(&say(other.path(), &SHORT, &format!("{answers}submit\nyes\n")));
    assert_eq!(score_line(&ended), score_line(&uninterrupted));

    let verified = say(folder.path(), &["verify"], "");
    assert!(verified.status.success());
    assert_eq!(score_line(&text(&verified)), score_line(&ended));
    let receipt = text(&say(folder.path(), &["receipt"], ""));
    let records: Vec<Value> = receipt
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &Value| line["act"].is_string())
        .collect();
    let used = |record: &Value| record["used_ms"].as_u64().unwrap();
    for pair in records.windows(2) {
        assert!(used(&pair[0]) <= used(&pair[1]));
        if pair[1]["act"] == "resume" {
            assert_eq!(used(&pair[0]), used(&pair[1]), "time passed while nobody sat there");
        }
    }
    let last = records.last().map(used).unwrap();
    assert!(u128::from(last) <= elapsed.as_millis(), "{last} ms used in {elapsed:?}");
}

/// A submitted sitting with some answers, and what was said at its end.
fn submitted(folder: &Path) -> String {
    let form = form();
    let mut dice = Dice(1);
    let answers = script((1..=16).map(|number| (number, any_answer(&form, number, &mut dice))));
    text(&say(folder, &SHORT, &format!("{answers}flag\nsubmit\nyes\nreview\n")))
}

#[test]
fn two_verifications_agree_with_the_score_that_was_told() {
    let folder = folder();
    let told = submitted(folder.path());
    let file = folder.path().join("sitting.jsonl");
    let export = ["receipt", "--export", file.to_str().unwrap()];
    assert!(say(folder.path(), &export, "").status.success());
    let kept = say(folder.path(), &["verify"], "");
    let elsewhere = say(self::folder().path(), &["verify", file.to_str().unwrap()], "");
    for verified in [kept, elsewhere] {
        assert!(verified.status.success());
        let text = text(&verified);
        assert_eq!(score_line(&text), score_line(&told));
        assert!(text.contains("a determined owner of the machine"), "{text}");
    }
}

#[test]
fn an_edited_receipt_is_found_out() {
    let folder = folder();
    submitted(folder.path());
    let receipt = text(&say(folder.path(), &["receipt"], ""));
    let verify = |changed: &str| {
        assert_ne!(changed, receipt);
        let file = folder.path().join("changed.jsonl");
        fs::write(&file, changed).unwrap();
        let output = say(folder.path(), &["verify", file.to_str().unwrap()], "");
        assert_eq!(output.status.code(), Some(1));
        text(&output)
    };
    let lines: Vec<&str> = receipt.lines().collect();
    let pick = lines.iter().position(|line| line.contains("\"act\":\"pick\"")).unwrap();
    let mut record: Value = serde_json::from_str(lines[pick]).unwrap();
    let place = record["options"][0].as_u64().unwrap();
    record["options"][0] = (place % 4 + 1).into();
    let record = record.to_string();
    let mut edited = lines.clone();
    edited[pick] = &record;
    assert!(verify(&edited.join("\n")).contains("was changed, or does not follow"));
    let mut short = lines.clone();
    short.remove(pick);
    assert!(verify(&short.join("\n")).contains("the end does not fit"));
    assert!(verify(&lines[..lines.len() - 1].join("\n")).contains("the end is missing"));
    assert!(verify(&receipt.replace("\"seed\":7", "\"seed\":8")).starts_with("Not verified: "));
    let other = receipt.replace("\"limit_ms\":1920000", "\"limit_ms\":9920000");
    assert!(verify(&other).contains("its time is not that of its blueprint"));
    assert!(verify("{}").contains("this is no receipt"));
}

#[test]
fn a_short_form_speaks_of_no_passing_and_review_explains_what_was_missed() {
    let folder = folder();
    let told = submitted(folder.path());
    let own = told.split("Question 1 of 16").next().unwrap().to_owned()
        + told.split("saved: submitted").nth(1).unwrap().split("> review").next().unwrap();
    assert!(!own.to_lowercase().contains("pass"), "{own}");
    for part in ["in-scope list of neither exam", "Chance of mastery", "few items", "Flagged: 16"] {
        assert!(own.contains(part), "{part}: {own}");
    }
    let explained = told.split("> review").nth(1).unwrap();
    assert!(explained.contains("(wrong, your answer): "), "{explained}");
    assert!(explained.contains("Source: https://"), "{explained}");
}

#[test]
fn submitting_takes_a_second_word_and_ends_all_changes() {
    let folder = folder();
    let said = text(&say(folder.path(), &SHORT, "submit\nno\n1\nsubmit\nyes\n2\nquit\n"));
    assert!(said.contains("not submitted; the exam goes on"));
    assert!(said.contains("this sitting is submitted; say review, go 3, replay or quit"), "{said}");
    let again = say(folder.path(), &["--resume"], "");
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("no sitting is open"));
}

#[test]
fn a_submitted_question_can_be_looked_at_and_its_run_watched() {
    let proven = form().entries.iter().position(|entry| entry.item.question.proof.is_some());
    let number = proven.expect("a form has a proven question") + 1;
    let lines = format!("go {number}\n1\nsubmit\nyes\nreplay\ngo 99\ngo {number}\nreplay\n");
    let said = text(&say(folder().path(), &SHORT, &lines));
    assert!(said.contains("go to a question first, as in go 3"), "{said}");
    assert!(said.contains("there is no question `99`"), "{said}");
    let looked = said.rsplit("saved: submitted").next().unwrap();
    assert!(looked.contains(&format!("A run settles this: go {number}")), "{looked}");
    assert!(looked.contains("You said: ") && looked.contains("It was: "), "{looked}");
}

#[test]
fn without_a_place_to_keep_it_nothing_is_called_saved() {
    let folder = folder();
    let arguments = ["--no-data", "--blueprint", "dva-c02-16", "--seed", "7"];
    let said = text(&say(folder.path(), &arguments, "1\nflag\nsubmit\nyes\n"));
    assert!(said.contains("noted: question 1 is flagged"), "{said}");
    assert!(!said.contains("saved: "), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
