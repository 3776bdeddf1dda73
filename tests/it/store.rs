//! What a learner did survives: killed processes, several at once, damaged and
//! newer data, a full disk, and a move to another folder.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

const STUDY: &str = "tests/plain/study.toml";

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("COLDSTART_DATA", folder)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn coldstart(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Study when all of `input` is typed.
fn hold(folder: &Path, arguments: &[&str], input: &str) -> Output {
    talk(folder, &[&["quiz"], arguments].concat(), input)
}

/// Any dialogue when all of `input` is typed.
fn talk(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(folder, arguments).stdin(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The answers that an export holds.
fn answers(folder: &Path) -> Vec<Value> {
    let output = coldstart(folder, &["data", "export"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let records = text(&output.stdout).lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    records.filter_map(|record| record.get("answer").cloned()).collect()
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    const KILLS: u64 = 24;
    let folder = TempDir::new().unwrap();
    let mut acknowledged = 0;
    for round in 0..KILLS {
        let mut child = command(folder.path(), &["quiz", "--plain", "--seed", "3", STUDY])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let typist = thread::spawn(move || {
            let _ = input.write_all(b"c\n1 2\nnext\nc\n1 2\nfact\nreview\n");
        });
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let wanted = 1 + usize::from(round % 2 == 1);
        for _ in 0..wanted {
            lines.by_ref().map_while(Result::ok).find(|line| line.starts_with("saved: ")).unwrap();
            acknowledged += 1;
        }
        // Any moment after the line: also in the midst of what follows.
        thread::sleep(Duration::from_micros(round * 397 % 5_000));
        child.kill().unwrap();
        child.wait().unwrap();
        typist.join().unwrap();
        let kept = answers(folder.path()).len();
        assert!(kept >= acknowledged, "round {round}: {kept} kept of {acknowledged}");
        acknowledged = kept;
    }
}

#[test]
fn two_at_once_keep_what_both_were_told() {
    let folder = TempDir::new().unwrap();
    let saved: usize = thread::scope(|scope| {
        let learners: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let again = "clear\nc\n1 2\n".repeat(10);
                    let input = format!("c\n1 2\nnext\nc\n1 2\n{again}");
                    let output = hold(folder.path(), &["--seed", "1", STUDY], &input);
                    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
                    2
                })
            })
            .collect();
        learners.into_iter().map(|learner| learner.join().unwrap()).sum()
    });
    assert_eq!(answers(folder.path()).len(), saved);
}

#[test]
fn an_answer_that_is_cleared_is_taken_back_and_a_rating_may_come_later() {
    let folder = TempDir::new().unwrap();
    let input = "c\n1 2\nsure\nnext\nc\n1 2\nclear\n";
    let output = hold(folder.path(), &["--seed", "1", STUDY], input);
    let said = text(&output.stdout);
    assert!(said.contains("saved: sure") && said.contains("saved: question 2 has no answer"));
    let answers = answers(folder.path());
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["confidence"], "sure");
}

#[test]
fn who_was_sure_and_wrong_is_told_that_it_comes_back_today() {
    let folder = TempDir::new().unwrap();
    // One of these is wrong, whatever the order of the questions.
    let input = "sure\na\na b\nnext\nsure\na\na b\n";
    let output = hold(folder.path(), &["--seed", "1", STUDY], input);
    let said = text(&output.stdout);
    assert!(said.contains("You were sure, so this question comes back today."), "{said}");
    let again = hold(folder.path(), &[STUDY], "");
    let note = text(&again.stderr);
    let due: usize = note.split(' ').next().unwrap().parse().unwrap();
    assert!(due >= 1 && note.ends_with("0 new\n"), "{note}");
}

#[test]
fn with_nothing_due_and_nothing_new_it_says_when_to_come_back() {
    let folder = TempDir::new().unwrap();
    hold(folder.path(), &["--seed", "1", STUDY], "c\n1 2\nnext\nc\n1 2\n");
    let output = hold(folder.path(), &[STUDY], "");
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("Nothing is due and nothing is new until "));
    let all = hold(folder.path(), &["--seed", "1", STUDY], "");
    assert!(text(&all.stdout).contains("Question 1 of 2"));
}

#[test]
fn the_day_of_the_exam_is_kept_and_a_past_one_refused() {
    let folder = TempDir::new().unwrap();
    assert_eq!(
        hold(folder.path(), &["--exam-date", "9999-12-31", STUDY], "").status.code(),
        Some(0)
    );
    let stats = coldstart(folder.path(), &["stats", "--format", "json"]);
    let stats: Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert_eq!(stats["exam_date"], "9999-12-31");
    for (day, message) in [("2020-01-01", "is past"), ("soon", "`soon` is no day")] {
        let output = hold(folder.path(), &["--exam-date", day, STUDY], "");
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
    }
    hold(folder.path(), &["--exam-date", "none", STUDY], "");
    let export = coldstart(folder.path(), &["data", "export"]);
    assert!(!text(&export.stdout).contains("exam-date"));
}

#[test]
fn damaged_and_newer_data_is_told_with_the_way_out_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = text(&coldstart(folder.path(), &["data", "path"]).stdout).trim().to_owned();
    assert!(path.starts_with(folder.path().to_str().unwrap()));
    assert!(!Path::new(&path).exists());
    hold(folder.path(), &["--seed", "1", STUDY], "c\n1 2\n");
    let mut newer = fs::read(&path).unwrap();
    // `user_version`, big-endian, at offset 60 of the header.
    newer[60..64].copy_from_slice(&77_u32.to_be_bytes());
    for (bytes, message) in [(b"x".repeat(5_000), "is damaged"), (newer, "has version 77")] {
        fs::write(&path, &bytes).unwrap();
        for arguments in [&["quiz", "--plain"][..], &["stats"], &["data", "export"]] {
            let output = coldstart(folder.path(), arguments);
            assert_eq!(output.status.code(), Some(2));
            let error = text(&output.stderr);
            assert!(error.contains(message) && error.contains(&path), "{error}");
        }
        assert_eq!(fs::read(&path).unwrap(), bytes);
        let without = hold(folder.path(), &["--no-data", "--seed", "1", STUDY], "");
        assert_eq!(without.status.code(), Some(0));
    }
}

#[test]
fn where_nothing_can_be_kept_it_says_so_and_goes_on() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, "mine").unwrap();
    let output = hold(&file, &["--seed", "1", STUDY], "c\n1 2\n");
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).starts_with("note: cannot keep data in "));
    assert!(text(&output.stdout).contains("noted: "));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn an_export_is_imported_elsewhere_and_twice_changes_nothing() {
    let [folder, other] = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    hold(folder.path(), &["--seed", "1", STUDY], "c\n1 2\nguess\nnext\nc\n1 2\n");
    let exported = coldstart(folder.path(), &["data", "export"]).stdout;
    let file = other.path().join("progress.jsonl");
    fs::write(&file, &exported).unwrap();
    let data = other.path().join("data");
    for said in ["2 added, 0 here already\n", "0 added, 2 here already\n"] {
        let output = coldstart(&data, &["data", "import", file.to_str().unwrap()]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), said));
    }
    assert_eq!(coldstart(&data, &["data", "export"]).stdout, exported);
    let bad = coldstart(&data, &["data", "import", STUDY]);
    assert_eq!(bad.status.code(), Some(2));
    assert!(text(&bad.stderr).contains("line 1: this is no export"), "{}", text(&bad.stderr));
}

/// Takes in `lines`, and gives what was said on standard output and on standard error.
fn import(folder: &Path, lines: &[u8]) -> (Option<i32>, String, String) {
    let mut child =
        command(folder, &["data", "import", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = |bytes: &[u8]| text(bytes).to_owned();
    (output.status.code(), said(&output.stdout), said(&output.stderr))
}

#[test]
fn an_exam_moves_with_an_export_goes_on_there_and_comes_back() {
    let [here, there] = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let export = |folder: &TempDir| coldstart(folder.path(), &["data", "export"]).stdout;
    let verified = |folder: &TempDir| {
        let output = coldstart(folder.path(), &["exam", "verify"]);
        (output.status.code(), text(&output.stdout).to_owned())
    };
    let form = ["exam", "--blueprint", "dva-c02-16", "--seed", "7"];
    talk(here.path(), &form, "1\nflag\ngo 4\nstrike 2\n");
    let open = export(&here);
    for said in ["1 added, 0 here already\n", "0 added, 1 here already\n"] {
        assert_eq!(import(there.path(), &open), (Some(0), said.to_owned(), String::new()));
    }
    assert_eq!(export(&there), open);
    assert_eq!(verified(&there), verified(&here));
    assert_eq!(verified(&there).0, Some(0));

    let ended = talk(there.path(), &["exam", "--resume"], "review\nsubmit\nyes\n");
    let ended = text(&ended.stdout);
    assert!(ended.contains("Question 1: 1, flagged") && ended.contains("saved: submitted"));
    let back = import(here.path(), &export(&there));
    assert_eq!(back.1, "1 added, 0 here already\n");
    assert_eq!(verified(&here), verified(&there));
    assert_eq!(export(&here), export(&there));
    assert_eq!(import(here.path(), &open).1, "0 added, 1 here already\n");
    let stats = coldstart(here.path(), &["stats", "--format", "json"]);
    let stats: Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert_eq!(stats["exams"][0]["blueprint"], "dva-c02-16");
    assert_eq!(stats["exams"][0]["submitted"], true);
    assert_eq!(stats["exams"][0]["scale"], "points");
}

#[test]
fn an_exam_that_parted_stays_as_it_is_and_a_changed_one_is_refused() {
    let [here, there] = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let export = |folder: &TempDir| coldstart(folder.path(), &["data", "export"]).stdout;
    talk(here.path(), &["exam", "--blueprint", "dva-c02-16", "--seed", "7"], "1\n");
    let open = export(&here);
    import(there.path(), &open);
    for (folder, word) in [(&here, "go 2\n2\n"), (&there, "go 3\n3\n")] {
        talk(folder.path(), &["exam", "--resume"], word);
    }
    let before = export(&here);
    let (code, said, note) = import(here.path(), &export(&there));
    assert_eq!((code, said.as_str()), (Some(0), "0 added, 0 here already\n"));
    assert!(note.contains("went on otherwise here; what is here stays"), "{note}");
    assert_eq!(export(&here), before);

    let lines = text(&open);
    let new = TempDir::new().unwrap();
    let refusal = |changed: String| {
        assert_ne!(changed, lines);
        let (code, said, error) = import(new.path(), changed.as_bytes());
        assert_eq!((code, said.as_str()), (Some(2), ""));
        assert!(!text(&export(&new)).contains("sitting"), "{error}");
        error
    };
    let pick = lines.lines().position(|line| line.contains("\"pick\"")).unwrap();
    let changed = refusal(lines.replace("\"act\":\"pick\"", "\"act\":\"clear\""));
    assert!(changed.contains(&format!("line {}: record ", pick + 1)), "{changed}");
    assert!(changed.contains("was changed, or does not follow"), "{changed}");
    let other = refusal(lines.replace("\"seed\":7", "\"seed\":8"));
    assert!(other.contains("record 1 of sitting"), "{other}");
    let kept = |skip: &str| -> String {
        let kept = lines.lines().filter(|line| !line.contains(skip));
        kept.flat_map(|line| [line, "\n"]).collect()
    };
    assert!(refusal(kept("\"pick\"")).contains("stands where"));
    assert!(refusal(kept("{\"record\"")).contains("has no records"));
    assert!(refusal(kept("{\"sitting\":{")).contains("there is no sitting"));
}

#[test]
fn a_topic_that_was_skipped_to_by_mistake_is_closed_again() {
    let folder = TempDir::new().unwrap();
    let lines = concat!(
        "{\"format_version\":1,\"kind\":\"coldstart-data\"}\n",
        "{\"preference\":{\"name\":\"skipped-topics\",\"value\":\"iam scaling\"}}\n",
    );
    assert_eq!(import(folder.path(), lines.as_bytes()).0, Some(0));
    let reset = |topic: &str| coldstart(folder.path(), &["learn", "--reset", topic]);
    assert_eq!(text(&reset("scaling").stdout), "scaling: the gate before it holds again\n");
    assert!(text(&reset("scaling").stdout).contains("nothing changed"));
    assert!(text(&coldstart(folder.path(), &["data", "export"]).stdout).contains("\"iam\""));
    let misspelt = reset("scalling");
    assert_eq!(misspelt.status.code(), Some(2));
    assert!(text(&misspelt.stderr).contains("did you mean `scaling`?"));
}

#[test]
fn progress_is_shown_in_every_format_and_reading_makes_nothing() {
    let folder = TempDir::new().unwrap();
    let absent = folder.path().join("absent");
    for format in ["table", "json", "csv"] {
        let output = coldstart(&absent, &["stats", "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    assert!(!absent.exists());
    hold(folder.path(), &["--seed", "1", STUDY], "c\n1 2\nsure\nnext\nc\n1 2\n");
    let output = coldstart(folder.path(), &["stats", "--format", "json", STUDY]);
    let stats: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&stats["total"]["answers"], &stats["total"]["new"]), (&2.into(), &0.into()));
    assert_eq!(stats["days"]["in_a_row"], 1);
    let misspelt = coldstart(folder.path(), &["stats", "--topic", "scalling"]);
    assert_eq!(misspelt.status.code(), Some(2));
    assert!(text(&misspelt.stderr).contains("did you mean `scaling`?"));
}
