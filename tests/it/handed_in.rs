//! What a class hands in, in every form that it has, graded as one.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::Finished;

const FORM: [&str; 4] = ["--blueprint", "dva-c02-16", "--seed", "7"];

/// `name` takes the exam in the program, picks the first option of some questions, and
/// hands in the receipt as `file`.
fn take(class: &Folder, name: &str, file: &str, form: &[&str], answers: usize) {
    let own = Folder::new();
    let lines: Vec<String> = (1..=answers).map(|number| format!("go {number}\n1\n")).collect();
    let lines = lines.concat();
    let named = [&["exam", "--name", name], form].concat();
    own.say(&named, &format!("{lines}submit\nyes\n")).assert_code(0);
    let receipt = own.run(&["exam", "receipt"]);
    receipt.assert_code(0);
    class.write(file, &receipt.stdout);
}

fn book(graded: &Finished) -> BTreeMap<String, Value> {
    graded.assert_code(0);
    let report: Value = serde_json::from_str(&graded.stdout).unwrap();
    let rows = report["book"].as_array().unwrap();
    rows.iter().map(|row| (row["name"].as_str().unwrap().to_owned(), row.clone())).collect()
}

#[test]
fn receipts_and_sheets_of_one_form_make_one_grade_book() {
    let class = Folder::new();
    fs::create_dir(class.path().join("in")).unwrap();
    take(&class, "Ada", "in/one.jsonl", &FORM, 16);
    take(&class, "Ben", "in/two.jsonl", &FORM, 5);
    let paper = [&["exam", "paper", "--format", "json", "--key", "key.json"], &FORM[..]].concat();
    let paper = class.run(&paper);
    paper.assert_code(0);
    class.write("paper.json", &paper.stdout);
    let sheet = class.run(&["exam", "sheet", "paper.json", "--name", "Cleo", "1:a", "2:b"]);
    class.write("in/cleo.json", &sheet.stdout);

    let graded = class.run(&["class", "grade", "--key", "key.json", "in", "--format", "json"]);
    let with_key = book(&graded);
    assert_eq!(with_key.keys().collect::<Vec<_>>(), ["Ada", "Ben", "Cleo"]);

    fs::remove_file(class.path().join("in/cleo.json")).unwrap();
    let without = book(&class.run(&["class", "grade", "in", "--format", "json"]));
    assert_eq!(without.keys().collect::<Vec<_>>(), ["Ada", "Ben"]);
    assert_eq!(without["Ada"], with_key["Ada"], "the form drawn again has the key of the paper");

    // One receipt alone scores as the learner was told.
    let told = class.run(&["exam", "verify", "in/one.jsonl"]).stdout;
    let scored = class.run(&["exam", "score", "in/one.jsonl", "--format", "json"]);
    scored.assert_code(0);
    let score: Value = serde_json::from_str(&scored.stdout).unwrap();
    assert_eq!(score["name"], "Ada");
    let right = score["right"].as_u64().unwrap();
    assert!(told.contains(&format!("{right} of 12 that count are right")), "{told}\n{score}");
}

#[test]
fn what_cannot_be_graded_is_refused_by_the_name_of_its_file() {
    let class = Folder::new();
    take(&class, "Ada", "ada.jsonl", &FORM, 3);
    take(&class, "Ben", "ben.jsonl", &["--blueprint", "dva-c02-16", "--seed", "8"], 3);
    let refused = |arguments: &[&str], reason: &str| {
        let output = class.run(&[&["class", "grade"], arguments].concat());
        output.assert_code(2);
        assert!(output.stderr.contains(reason), "{}", output.stderr);
    };
    refused(&["ada.jsonl", "ben.jsonl"], "its seed is `8`, that of the key `7`");
    refused(&["ada.jsonl", "ada.jsonl"], "`Ada` is on two answer sheets");
    let forged = fs::read_to_string(class.path().join("ada.jsonl")).unwrap();
    class.write("forged.jsonl", forged.replace("\"Ada\"", "\"Eve\""));
    refused(&["forged.jsonl"], "cannot grade `forged.jsonl`");
    class.write("sheet.json", "{}");
    refused(&["sheet.json"], "`--key KEY`");
}

#[test]
fn a_name_is_kept_with_its_attempt() {
    let class = Folder::new();
    take(&class, "Zoë van Dam", "zoe.jsonl", &FORM, 2);
    let verified = class.run(&["exam", "verify", "zoe.jsonl"]);
    verified.assert_code(0);
    assert!(verified.stdout.contains("Zoë van Dam"), "{}", verified.stdout);
    class.run(&["exam", "--name", "a\u{202e}b"]).assert_code(2);
}
