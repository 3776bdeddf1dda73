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
    let lines: Vec<String> = (1..=answers).map(|number| format!("go {number}\n1\n")).collect();
    hand_in(class, name, file, form, &(lines.concat() + "submit\nyes\n"));
}

/// The receipt of an attempt in which `lines` were typed.
fn hand_in(class: &Folder, name: &str, file: &str, form: &[&str], lines: &str) {
    let own = Folder::new();
    let named = [&["exam", "--name", name], form].concat();
    own.say(&named, lines).assert_code(0);
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

    // One receipt alone scores as the learner saw it.
    let report = class.run(&["exam", "verify", "in/one.jsonl"]).stdout;
    let scored = class.run(&["exam", "score", "in/one.jsonl", "--format", "json"]);
    scored.assert_code(0);
    let score: Value = serde_json::from_str(&scored.stdout).unwrap();
    assert_eq!(score["name"], "Ada");
    let right = score["right"].as_u64().unwrap();
    assert!(
        report.contains(&format!("{right} of 12 scored questions are right")),
        "{report}\n{score}"
    );
}

#[test]
fn an_attempt_that_was_not_submitted_is_graded_with_a_warning() {
    let class = Folder::new();
    take(&class, "Ada", "ada.jsonl", &FORM, 16);
    hand_in(&class, "Ben", "ben.jsonl", &FORM, "1\n");
    let graded = class.run(&["class", "grade", "ada.jsonl", "ben.jsonl", "--format", "json"]);
    assert_eq!(book(&graded).keys().collect::<Vec<_>>(), ["Ada", "Ben"]);
    let warned =
        |told: &str| told.contains("`ben.jsonl` is the receipt of an attempt that was not");
    assert!(warned(&graded.stderr) && !graded.stderr.contains("ada.jsonl"), "{graded:?}");
    assert!(warned(&class.run(&["exam", "score", "ben.jsonl"]).stderr));
}

/// A folder with two versions of a form, and what five learners picked on them, as answer sheets
/// and as the table of a class: names, versions, letters.
fn two_versions() -> (Folder, Vec<(String, usize, Vec<String>)>) {
    let class = Folder::new();
    class.run(&[&["exam", "paper", "--versions", "2", "--into", "."], &FORM[..]].concat());
    let learners = ["Ada", "Ben", "=cmd|' /C'!A1", "<script>alert(1)</script>", "Çem & Co"];
    let learners = (0..).zip(learners).map(|(index, name)| {
        let version = 1 + index % 2;
        let paper = class.json(&format!("paper-{version}.json"));
        let questions = paper["questions"].as_array().unwrap().iter().zip(index..);
        let letters = questions.map(|(question, turn)| {
            let count = usize::try_from(question["select"].as_u64().unwrap()).unwrap();
            if turn % 5 == 4 { String::new() } else { "abcd"[turn % 2..][..count].to_owned() }
        });
        (name.to_owned(), version, letters.collect())
    });
    let learners: Vec<(String, usize, Vec<String>)> = learners.collect();
    fs::create_dir(class.path().join("sheets")).unwrap();
    for (index, (name, version, letters)) in learners.iter().enumerate() {
        let picked = (1..).zip(letters).map(|(number, letters)| format!("{number}:{letters}"));
        let picked = picked.collect::<Vec<_>>().join(" ");
        let paper = format!("paper-{version}.json");
        let sheet = class.run(&["exam", "sheet", &paper, "--name", name, &picked]).printed();
        class.write(&format!("sheets/{index}.json"), sheet);
    }
    (class, learners)
}

/// A row for each learner, with a column for each question or one for all.
fn table(learners: &[(String, usize, Vec<String>)], is_compact: bool, cell: char) -> String {
    let quoted = |name: &str| format!("\"{name}\"");
    let mut head = vec!["version".to_owned(), "name".to_owned()];
    if is_compact {
        head.push("answers".to_owned());
    } else {
        head.extend((1..=learners[0].2.len()).map(|number| number.to_string()));
    }
    let row = |(name, version, letters): &(String, usize, Vec<String>)| {
        let mut row = vec![version.to_string(), quoted(name)];
        let compact = |letters: &String| match letters.len() {
            0 => "-".to_owned(),
            1 => letters.to_uppercase(),
            _ => format!("({letters})"),
        };
        if is_compact {
            row.push(letters.iter().map(compact).collect());
        } else {
            row.extend(letters.iter().cloned());
        }
        row
    };
    let rows = std::iter::once(head).chain(learners.iter().map(row));
    rows.map(|row| row.join(&cell.to_string()) + "\r\n").collect()
}

#[test]
fn a_table_of_a_class_is_graded_like_its_answer_sheets() {
    let (class, learners) = two_versions();
    let grade = |from: &str| {
        class.run(&["class", "grade", "--key", "key.json", from, "--format", "json"]).printed()
    };
    let by_sheets = grade("sheets");
    fs::create_dir(class.path().join("in")).unwrap();
    for (is_compact, cell) in [(false, ','), (true, ';'), (true, '\t')] {
        class.write("in/class.csv", table(&learners, is_compact, cell));
        for from in ["in/class.csv", "in"] {
            assert_eq!(grade(from), by_sheets, "compact {is_compact}, {cell:?}, {from}");
        }
    }
    let report: Value = serde_json::from_str(&by_sheets).unwrap();
    let bins = report["histogram"].as_array().unwrap().iter();
    assert_eq!(bins.map(|bin| bin["sitters"].as_u64().unwrap()).sum::<u64>(), 5);
    // Nobody is graded twice, and a bad row is reported with its place.
    class.run(&["class", "grade", "--key", "key.json", "in", "sheets"]).fails();
    class.write("in/class.csv", table(&learners, true, ',').replace("1,\"Ada\"", "9,\"Ada\""));
    let reported = class.run(&["class", "grade", "--key", "key.json", "in"]).fails();
    assert!(reported.contains("the key has no version `9`"), "{reported}");
    assert!(reported.contains("class.csv:2"), "{reported}");
}

#[test]
fn each_learner_gets_a_page_of_feedback() {
    let (class, _) = two_versions();
    let grade = ["class", "grade", "--key", "key.json", "sheets", "--feedback", "feedback"];
    for _ in 0..2 {
        class.run(&grade).assert_code(0);
    }
    let mut names: Vec<String> = fs::read_dir(class.path().join("feedback"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let wanted = ["1-script-alert-1-script", "2-cmd-c-a1", "3-ada", "4-ben", "5-çem-co"];
    assert_eq!(names, wanted.map(|name| format!("{name}.html")));
    for (name, sheet) in [("3-ada", "sheets/0.json"), ("4-ben", "sheets/1.json")] {
        let page = class.read(&format!("feedback/{name}.html"));
        let score = class.run(&["exam", "score", "--key", "key.json", sheet, "--format", "json"]);
        let score = score.json();
        let questions = score["questions"].as_array().unwrap();
        let count = |outcome: &str| questions.iter().filter(|it| it["outcome"] == outcome).count();
        for (mark, outcome) in [("✓ right", "right"), ("✗ wrong", "wrong"), ("left out", "blank")]
        {
            assert_eq!(page.matches(mark).count(), count(outcome), "{name} {outcome}");
        }
        assert!(page.contains(&format!("{} of 1000", score["score"])) || page.contains(" ± "));
        assert!(page.contains("What to look at again"));
    }
    let page = class.read("feedback/1-script-alert-1-script.html");
    assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script"));
    // What is there and not ours stays, and nothing is written beside it.
    class.write("feedback/4-ben.html", "mine");
    fs::remove_file(class.path().join("feedback/3-ada.html")).unwrap();
    class.run(&grade).fails();
    assert_eq!(class.read("feedback/4-ben.html"), "mine");
    assert!(!class.path().join("feedback/3-ada.html").exists());
}

#[test]
fn forms_without_a_common_question_make_one_grade_book() {
    let class = Folder::new();
    class.run(&[&["exam", "paper", "--forms", "2", "--into", "."], &FORM[..]].concat());
    let codes = [1, 2].map(|form| {
        let key = class.json(&format!("key-{form}.json"));
        key["code"].as_str().unwrap().to_owned()
    });
    let left_out = "-".repeat(16);
    // A form is named by its number or by the code on its paper, on a sheet by its paper.
    class.write(
        "class.csv",
        format!(
            "name,version,answers\nBen,2,{left_out}\nAda,1,{left_out}\nCem,{},{left_out}\n",
            codes[1]
        ),
    );
    let sheet = class.run(&["exam", "sheet", "paper-1.json", "--name", "Dee", "1:a"]).printed();
    class.write("dee.json", sheet);
    let keys = ["--key", "key-1.json", "--key", "key-2.json", "class.csv", "dee.json"];
    let grade = |more: &[&str]| class.run(&[&["class", "grade"], &keys[..], more].concat());
    let graded = grade(&["--format", "json", "--feedback", "out"]);
    let forms = book(&graded).into_iter().map(|(name, row)| format!("{name} {}", row["form"]));
    assert_eq!(forms.collect::<Vec<_>>(), ["Ada \"1\"", "Ben \"2\"", "Cem \"2\"", "Dee \"1\""]);
    let report = graded.json();
    let sitters = report["forms"].as_array().unwrap().iter().map(|form| form["sitters"].clone());
    assert_eq!(sitters.collect::<Vec<_>>(), [2, 2]);
    assert_ne!(report["forms"][0]["items"][0]["id"], report["forms"][1]["items"][0]["id"]);
    let table = grade(&[]).printed();
    for part in ["2 forms, 4 candidates", " Form 1\n", " Form 2\n", "Cem    2"] {
        assert!(table.contains(part), "no {part} in {table}");
    }
    let rows = grade(&["--format", "csv"]).printed();
    assert!(rows.starts_with("name,form,score,") && rows.contains("\nDee,1,"), "{rows}");
    // Each page of feedback is of the form that was answered.
    let page = class.read("out/2-ben.html");
    assert!(page.contains(&codes[1]) && !page.contains(&codes[0]));
    class.write("class.csv", format!("name,version,answers\nBen,3,{left_out}\n"));
    assert!(grade(&[]).fails().contains("no key has a form `3`"));
    let one = class.run(&["class", "grade", "--key", "key-2.json", "dee.json"]).fails();
    assert!(one.contains("the code of its paper is"), "{one}");
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
    refused(&["ada.jsonl", "ben.jsonl"], "its seed is `8`, the seed of the key is `7`");
    refused(&["ada.jsonl", "ada.jsonl"], "`Ada` has two answer sheets");
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
