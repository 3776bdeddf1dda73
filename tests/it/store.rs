//! What a learner did survives: killed processes, several at once, damaged and
//! newer data, a full disk, and a move to another folder.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::answers::answered;
use crate::support::builtin::seed_of_choices;
use crate::support::folder::Folder;
use crate::support::program::{Finished, STUDY, finish, kills, say};

/// Study when all of `input` is typed.
fn hold(folder: &Folder, arguments: &[&str], input: &str) -> Finished {
    folder.say(&[&["quiz"], arguments].concat(), input)
}

/// The answers that an export holds.
fn answers(folder: &Folder) -> Vec<Value> {
    let records = folder.run(&["data", "export"]).assert_code(0).json_lines();
    records.iter().filter_map(|record| record.get("answer").cloned()).collect()
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let folder = Folder::new();
    let mut acknowledged = 0;
    for round in 0..kills(24) {
        let mut quiz = folder.program(&["quiz", "--plain", "--seed", "3", STUDY]);
        let mut child = quiz.stdin(Stdio::piped()).spawn().unwrap();
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
        thread::sleep(Duration::from_micros(round as u64 * 397 % 5_000));
        child.kill().unwrap();
        child.wait().unwrap();
        typist.join().unwrap();
        let kept = answers(&folder).len();
        assert!(kept >= acknowledged, "round {round}: {kept} kept of {acknowledged}");
        acknowledged = kept;
    }
}

#[test]
fn an_import_that_is_killed_loses_nothing_and_is_made_up_for_by_another() {
    // A dozen transactions of an import.
    const ANSWERS: usize = 6_000;
    const A_FOLDER: usize = 12;
    let export = answered(ANSWERS);
    let whole = Folder::new();
    whole.write("export.jsonl", &export);
    let begun = Instant::now();
    whole.run(&["data", "import", "export.jsonl"]).assert_code(0);
    let length = begun.elapsed();
    let mut parts = 0;
    for round in 0..kills(12).div_ceil(A_FOLDER) {
        let folder = Folder::new();
        folder.write("export.jsonl", &export);
        hold(&folder, &["--seed", "1", STUDY], "c\n1 2\nnext\nc\n1 2\n").assert_code(0);
        let mut kept = 2;
        for kill in 0..A_FOLDER {
            let mut import = folder.program(&["data", "import", "export.jsonl"]).spawn().unwrap();
            // Later from kill to kill: before it opens the data, then between its
            // transactions.
            let moment = kill * 1_000 + round * 7_919 % 1_000;
            thread::sleep(length.mul_f64(moment as f64 / 1e3 / A_FOLDER as f64));
            import.kill().unwrap();
            let told: Finished = import.wait_with_output().unwrap().into();
            let now = answers(&folder).len();
            assert!(now >= kept, "{now} are left of {kept}");
            // What is told is on disk.
            assert!(told.stdout.is_empty() || now == ANSWERS + 2, "{told:?}, {now} kept");
            parts += usize::from(now > kept && now < ANSWERS + 2);
            kept = now;
        }
        folder.run(&["data", "import", "export.jsonl"]).assert_code(0);
        assert_eq!(answers(&folder).len(), ANSWERS + 2);
    }
    assert!(parts > 0, "no import was killed between its transactions");
}

#[test]
fn two_at_once_keep_what_both_were_told() {
    let folder = Folder::new();
    let saved: usize = thread::scope(|scope| {
        let learners: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let again = "clear\nc\n1 2\n".repeat(10);
                    let input = format!("c\n1 2\nnext\nc\n1 2\n{again}");
                    let output = hold(&folder, &["--seed", "1", STUDY], &input);
                    output.assert_code(0);
                    2
                })
            })
            .collect();
        learners.into_iter().map(|learner| learner.join().unwrap()).sum()
    });
    assert_eq!(answers(&folder).len(), saved);
}

#[test]
fn a_flagged_question_is_found_again_and_one_set_aside_is_not_asked() {
    let folder = Folder::new();
    let asks = |options: &[&str]| {
        let said = folder.say(&[&["quiz", "--plain"], options, &[STUDY]].concat(), "quit\n");
        said.printed().lines().find(|line| line.starts_with("Question 1 of ")).map(str::to_owned)
    };
    let marked = hold(&folder, &["--seed", "1", STUDY], "flag\naside\nquit\n").printed();
    assert!(marked.contains("saved: question 1 is flagged"), "{marked}");
    assert!(marked.contains("saved: question 1 is set aside"), "{marked}");
    assert_eq!(asks(&[]).as_deref(), Some("Question 1 of 1"));
    assert_eq!(asks(&["--flagged"]).as_deref(), Some("Question 1 of 1"));
    // They come along in an export, and lists are added up.
    let export = folder.run(&["data", "export"]).printed();
    let other = Folder::new();
    assert_eq!(import(&other, &export).printed(), "2 added, 0 already stored\n");
    let back = hold(&folder, &["--set-aside", STUDY], "aside\nflag\nquit\n").printed();
    assert!(back.contains("saved: question 1 is restored"), "{back}");
    assert_eq!(asks(&[]).as_deref(), Some("Question 1 of 2"));
    for option in ["--flagged", "--set-aside"] {
        let told = folder.run(&["quiz", "--plain", option, STUDY]).fails();
        assert!(told.contains("there is no such question"), "{told}");
    }
}

#[test]
fn an_answer_that_is_cleared_is_taken_back_and_a_rating_may_come_later() {
    let folder = Folder::new();
    let input = "c\n1 2\nsure\nnext\nc\n1 2\nclear\n";
    let output = hold(&folder, &["--seed", "1", STUDY], input);
    let said = output.stdout;
    assert!(said.contains("saved: sure") && said.contains("saved: question 2 has no answer"));
    let answers = answers(&folder);
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["confidence"], "sure");
}

#[test]
fn who_was_sure_and_wrong_is_told_that_it_comes_back_today() {
    let folder = Folder::new();
    // One of these is wrong, whatever the order of the questions.
    let input = "sure\na\na b\nnext\nsure\na\na b\n";
    let output = hold(&folder, &["--seed", "1", STUDY], input);
    let said = output.stdout;
    assert!(
        said.contains("You were sure of a wrong answer, so this question is due again today."),
        "{said}"
    );
    let again = hold(&folder, &[STUDY], "");
    let note = again.stderr;
    let due: usize = note.split(' ').next().unwrap().parse().unwrap();
    assert!(due >= 1 && note.ends_with("0 new\n"), "{note}");
}

#[test]
fn a_topic_test_counts_first_answers_and_explains_at_its_end() {
    let folder = Folder::new();
    // One of the three has as many options as the first question wants.
    let input = "1\n1 2\n1 2 3\nclear\n2\nfact\nreplay\nreview\nsubmit\nyes\n";
    let said = hold(&folder, &["--gate", "scaling"], input).stdout;
    let (during, after) = said.split_once("Score: ").unwrap();
    assert!(during.contains("the first answer counts in a topic test"), "{during}");
    assert!(during.contains("not available in a topic test"), "{during}");
    for reported in ["Source: ", "Right: ", "Wrong: ", "(right)", ": right", ": wrong"] {
        assert!(!during.contains(reported), "{reported} in {during}");
    }
    assert!(after.contains("Topic test of scaling: not passed"), "{after}");
    assert_eq!(answers(&folder).len(), 1);
}

#[test]
fn with_nothing_due_and_nothing_new_it_says_when_to_come_back() {
    let folder = Folder::new();
    hold(&folder, &["--seed", "1", STUDY], "c\n1 2\nnext\nc\n1 2\n");
    let output = hold(&folder, &[STUDY], "");
    output.assert_code(0);
    assert!(output.stdout.starts_with("No question is due or new until "));
    let all = hold(&folder, &["--seed", "1", STUDY], "");
    assert!(all.stdout.contains("Question 1 of 2"));
}

#[test]
fn the_day_of_the_exam_is_kept_and_a_past_one_refused() {
    let folder = Folder::new();
    hold(&folder, &["--exam-date", "9999-12-31", STUDY], "").assert_code(0);
    let stats = folder.run(&["stats", "--format", "json"]).json();
    assert_eq!(stats["exam_date"], "9999-12-31");
    for (day, message) in [("2020-01-01", "is past"), ("soon", "`soon` is not a date")] {
        let reported = hold(&folder, &["--exam-date", day, STUDY], "").fails();
        assert!(reported.contains(message), "{reported}");
    }
    hold(&folder, &["--exam-date", "none", STUDY], "");
    assert!(!folder.run(&["data", "export"]).stdout.contains("exam-date"));
}

#[test]
fn damaged_and_newer_data_is_told_with_the_way_out_and_left_alone() {
    let folder = Folder::new();
    let path = folder.run(&["data", "path"]).printed().trim().to_owned();
    assert!(path.starts_with(&folder.file("data")));
    assert!(!Path::new(&path).exists());
    hold(&folder, &["--seed", "1", STUDY], "c\n1 2\n");
    let mut newer = fs::read(&path).unwrap();
    // `user_version`, big-endian, at offset 60 of the header.
    newer[60..64].copy_from_slice(&77_u32.to_be_bytes());
    for (bytes, message) in [(b"x".repeat(5_000), "is damaged"), (newer, "has version 77")] {
        fs::write(&path, &bytes).unwrap();
        for arguments in [&["quiz", "--plain"][..], &["stats"], &["data", "export"]] {
            let error = folder.run(arguments).fails();
            assert!(error.contains(message) && error.contains(&path), "{error}");
        }
        assert_eq!(fs::read(&path).unwrap(), bytes);
        hold(&folder, &["--no-data", "--seed", "1", STUDY], "").assert_code(0);
    }
}

/// A slip in the name of a folder is no folder without data.
#[test]
fn a_folder_that_is_not_there_or_cannot_be_read_is_no_empty_one() {
    let folder = Folder::new();
    folder.write("a-file", "mine");
    folder.write("export.jsonl", "{\"format_version\":1,\"kind\":\"coldstart-data\"}\n");
    for command in [
        &["data", "export"][..],
        &["stats"],
        &["stats", "--format", "json"],
        &["exam", "--resume"],
        &["exam", "verify"],
        &["exam", "receipt", "--export", "receipt.jsonl"],
        &["exam", "review"],
    ] {
        for name in ["a-file", "a-file/data", "mistyped"] {
            let path = folder.file(name);
            let asked = folder.run(&[command, &["--data", &path]].concat());
            let reported = asked.fails();
            assert!(reported.contains(&path), "{command:?} --data {name}: {reported}");
        }
    }
    assert_eq!(folder.read("a-file"), "mine");
    assert!(!Path::new(&folder.file("mistyped")).exists());
    assert!(!Path::new(&folder.file("receipt.jsonl")).exists());
    // A command that keeps something makes the folder.
    let made = folder.file("made");
    folder.run(&["data", "import", "export.jsonl", "--data", &made]).assert_code(0);
    assert_eq!(folder.run(&["data", "export", "--data", &made]).json_lines().len(), 1);
}

#[test]
fn where_nothing_can_be_kept_it_says_so_and_goes_on() {
    let folder = Folder::new();
    folder.write("a-file", "mine");
    let mut quiz = folder.program(&["quiz", "--seed", "1", STUDY]);
    let output = say(quiz.env("COLDSTART_DATA", folder.file("a-file")), "c\n1 2\n");
    output.assert_code(0);
    assert!(output.stderr.starts_with("note: cannot save data in "));
    assert!(output.stdout.contains("noted: "));
    assert_eq!(folder.read("a-file"), "mine");
}

#[test]
fn an_export_is_imported_elsewhere_and_twice_changes_nothing() {
    let [folder, other] = [Folder::new(), Folder::new()];
    hold(&folder, &["--seed", "1", STUDY], "c\n1 2\nguess\nnext\nc\n1 2\n");
    let exported = folder.run(&["data", "export"]).stdout;
    other.write("progress.jsonl", &exported);
    for said in ["2 added, 0 already stored\n", "0 added, 2 already stored\n"] {
        assert_eq!(other.run(&["data", "import", "progress.jsonl"]).printed(), said);
    }
    assert_eq!(other.run(&["data", "export"]).stdout, exported);
    let reported = other.run(&["data", "import", STUDY]).fails();
    assert!(reported.contains("line 1: this is not an export"), "{reported}");
    assert!(!reported.contains("\\u{a}"), "lines in a line: {reported}");
}

/// Takes in `lines`, which another folder gave out.
fn import(folder: &Folder, lines: &str) -> Finished {
    folder.say(&["data", "import", "-"], lines)
}

fn export(folder: &Folder) -> String {
    folder.run(&["data", "export"]).stdout
}

#[test]
fn an_exam_moves_with_an_export_goes_on_there_and_comes_back() {
    let [here, there] = [Folder::new(), Folder::new()];
    let verified = |folder: &Folder| {
        let output = folder.run(&["exam", "verify"]);
        (output.code, output.stdout)
    };
    let seed = seed_of_choices("dva-c02-16");
    let form = ["exam", "--blueprint", "dva-c02-16", "--seed", &seed];
    here.say(&form, "1\nflag\ngo 4\nstrike 2\n");
    let open = export(&here);
    for said in ["1 added, 0 already stored\n", "0 added, 1 already stored\n"] {
        let imported = import(&there, &open);
        assert_eq!(imported.stderr, "");
        assert_eq!(imported.printed(), said);
    }
    assert_eq!(export(&there), open);
    assert_eq!(verified(&there), verified(&here));
    assert_eq!(verified(&there).0, Some(0));

    let ended = there.say(&["exam", "--resume"], "review\nsubmit\nyes\n");
    let ended = ended.stdout;
    assert!(ended.contains("Question 1: 1, flagged") && ended.contains("saved: submitted"));
    assert_eq!(import(&here, &export(&there)).stdout, "1 added, 0 already stored\n");
    assert_eq!(verified(&here), verified(&there));
    assert_eq!(export(&here), export(&there));
    assert_eq!(import(&here, &open).stdout, "0 added, 1 already stored\n");
    let stats = here.run(&["stats", "--format", "json"]).json();
    assert_eq!(stats["exams"][0]["blueprint"], "dva-c02-16");
    assert_eq!(stats["exams"][0]["submitted"], true);
    assert_eq!(stats["exams"][0]["scale"], "points");
}

#[test]
fn an_exam_that_parted_stays_as_it_is_and_a_changed_one_is_refused() {
    let [here, there] = [Folder::new(), Folder::new()];
    let seed = seed_of_choices("dva-c02-16");
    here.say(&["exam", "--blueprint", "dva-c02-16", "--seed", &seed], "1\n");
    let open = export(&here);
    import(&there, &open);
    for (folder, word) in [(&here, "go 2\n2\n"), (&there, "go 3\n3\n")] {
        folder.say(&["exam", "--resume"], word);
    }
    let before = export(&here);
    let imported = import(&here, &export(&there));
    let note = imported.stderr.clone();
    assert_eq!(imported.printed(), "0 added, 0 already stored\n");
    assert!(note.contains("differs from the imported one; the stored attempt is kept"), "{note}");
    assert_eq!(export(&here), before);

    let lines = open;
    let new = Folder::new();
    let refusal = |changed: String| {
        assert_ne!(changed, lines);
        let error = import(&new, &changed).fails();
        assert!(!export(&new).contains("attempt"), "{error}");
        error
    };
    let pick = lines.lines().position(|line| line.contains("\"pick\"")).unwrap();
    let changed = refusal(lines.replace("\"act\":\"pick\"", "\"act\":\"clear\""));
    assert!(changed.contains(&format!("line {}: record ", pick + 1)), "{changed}");
    assert!(changed.contains("was changed or does not follow"), "{changed}");
    let other = refusal(lines.replace(&format!("\"seed\":{seed}"), "\"seed\":6"));
    assert!(other.contains("record 1 of attempt"), "{other}");
    let kept = |skip: &str| -> String {
        let kept = lines.lines().filter(|line| !line.contains(skip));
        kept.flat_map(|line| [line, "\n"]).collect()
    };
    assert!(refusal(kept("\"pick\"")).contains("in place of record"));
    assert!(refusal(kept("{\"record\"")).contains("has no records"));
    assert!(refusal(kept("{\"attempt\":{")).contains("do not contain attempt"));

    let former = lines.replace("{\"attempt\":", "{\"sitting\":");
    assert_ne!(former, lines);
    assert!(import(&new, &former).printed().starts_with("1 added"));
    assert_eq!(export(&new), lines);
}

#[test]
fn a_topic_that_was_skipped_to_by_mistake_is_closed_again() {
    let folder = Folder::new();
    let lines = concat!(
        "{\"format_version\":1,\"kind\":\"coldstart-data\"}\n",
        "{\"preference\":{\"name\":\"skipped-topics\",\"value\":\"iam scaling\"}}\n",
    );
    import(&folder, lines).assert_code(0);
    let reset = |topic: &str| folder.run(&["learn", "--reset", topic]);
    assert_eq!(reset("scaling").stdout, "scaling: locked until you pass the test before it\n");
    assert!(reset("scaling").stdout.contains("nothing to reset"));
    assert!(export(&folder).contains("\"iam\""));
    assert!(reset("scalling").fails().contains("did you mean `scaling`?"));
}

#[test]
fn progress_is_shown_in_every_format_and_reading_makes_nothing() {
    let folder = Folder::new();
    let absent = folder.path().join("absent");
    for format in ["table", "json", "csv"] {
        let mut stats = folder.program(&["stats", "--format", format]);
        finish(stats.env("COLDSTART_DATA", &absent)).assert_code(0);
    }
    assert!(!absent.exists());
    hold(&folder, &["--seed", "1", STUDY], "c\n1 2\nsure\nnext\nc\n1 2\n");
    let stats = folder.run(&["stats", "--format", "json", STUDY]).json();
    assert_eq!((&stats["total"]["answers"], &stats["total"]["new"]), (&2.into(), &0.into()));
    assert_eq!(stats["days"]["in_a_row"], 1);
    let misspelt = folder.run(&["stats", "--topic", "scalling"]).fails();
    assert!(misspelt.contains("did you mean `scaling`?"), "{misspelt}");
}
