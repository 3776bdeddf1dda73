//! Papers, keys, sheets and grades, with the real binary.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

fn coldstart(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env("COLDSTART_DATA", folder.join("data"))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[track_caller]
fn good(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn bad(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn read(folder: &Path, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
}

/// A folder with `paper.json` and `key.json` of a blueprint.
fn classroom(blueprint: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let paper = ["exam", "paper", "--blueprint", blueprint, "--seed", "7", "--format", "json"];
    let arguments: Vec<&str> = paper.into_iter().chain(["--key", "key.json"]).collect();
    let printed = good(&coldstart(folder.path(), &arguments));
    fs::write(folder.path().join("paper.json"), printed).unwrap();
    folder
}

/// Answers to all questions: the keys for the first `right`, else a distractor.
fn answers(key: &Value, right: usize) -> String {
    let mut words = Vec::new();
    for (index, question) in key["questions"].as_array().unwrap().iter().enumerate() {
        let options = question["options"].as_array().unwrap();
        let of = |wanted: bool| -> String {
            let some = options.iter().filter(|option| option["right"] == wanted);
            some.map(|option| option["letter"].as_str().unwrap()).collect()
        };
        let picked = if index < right { of(true) } else { of(false).chars().take(1).collect() };
        words.push(format!("{}:{picked}", question["number"]));
    }
    words.join(" ")
}

/// Writes the sheet of `name` with the first `right` questions right.
fn hand_in(folder: &Path, name: &str, right: usize) -> String {
    let answers = answers(&read(folder, "key.json"), right);
    let arguments = ["exam", "sheet", "paper.json", "--name", name, &answers];
    let sheet = good(&coldstart(folder, &arguments));
    let file = format!("{name}.json");
    fs::write(folder.join(&file), sheet).unwrap();
    file
}

#[test]
fn a_paper_is_the_same_twice_and_has_no_key() {
    let folder = TempDir::new().unwrap();
    for format in ["text", "json"] {
        let arguments =
            ["exam", "paper", "--blueprint", "dva-c03", "--seed", "5", "--format", format];
        let [one, other] = [0, 1].map(|_| good(&coldstart(folder.path(), &arguments)));
        assert_eq!(one, other);
        for telling in ["right\"", "scored", "misconception", "why"] {
            assert!(!one.contains(&format!("\"{telling}")), "{telling}");
        }
    }
    let text = good(&coldstart(folder.path(), &["exam", "paper", "--blueprint", "dva-c02"]));
    assert!(text.contains("\nQuestion 65 of 65\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn a_key_names_the_form_it_belongs_to() {
    let folder = classroom("dva-c02");
    let (paper, key) = (read(folder.path(), "paper.json"), read(folder.path(), "key.json"));
    assert_eq!(paper["form"], key["form"]);
    assert_eq!(key["form"]["blueprint"], "dva-c02");
    assert_eq!((&key["form"]["seed"], &key["form"]["algorithm"]), (&7.into(), &1.into()));
    assert_eq!(key["form"]["bank"].as_str().unwrap().len(), 64);
    let scored = key["questions"].as_array().unwrap().iter();
    assert_eq!(scored.filter(|question| question["scored"] == true).count(), 50);
}

#[test]
fn right_answers_score_a_thousand_and_none_a_hundred() {
    let folder = classroom("dva-c02");
    for (name, right, score, verdict) in [("Ada", 65, 1000, "passed"), ("Ben", 0, 100, "missed")] {
        let file = hand_in(folder.path(), name, right);
        let arguments = ["exam", "score", "--key", "key.json", &file, "--format", "json"];
        let told: Value =
            serde_json::from_str(&good(&coldstart(folder.path(), &arguments))).unwrap();
        assert_eq!((&told["score"], &told["verdict"]), (&score.into(), &verdict.into()));
        assert!(told["note"].as_str().unwrap().contains("does not publish"));
        assert_eq!(told["domains"].as_array().unwrap().len(), 4);
    }
    let text = good(&coldstart(folder.path(), &["exam", "score", "--key", "key.json", "Ada.json"]));
    assert!(text.contains("score      1000 of 1000"), "{text}");
    assert!(text.contains("few items"), "{text}");
    assert!(text.contains("AWS does not publish how it scales."), "{text}");
}

#[test]
fn a_short_form_is_scored_and_says_nothing_of_passing() {
    let folder = classroom("dva-c03-16");
    let file = hand_in(folder.path(), "Ada", 9);
    let text = good(&coldstart(folder.path(), &["exam", "score", "--key", "key.json", &file]));
    assert!(!text.contains("passed") && !text.contains("the mark"), "{text}");
    let class = good(&coldstart(folder.path(), &["class", "grade", "--key", "key.json", &file]));
    assert!(!class.contains("passed") && !class.contains("the mark"), "{class}");
    assert!(class.contains("too few to judge"), "{class}");
}

#[test]
fn a_class_of_twenty_is_judged_and_one_of_nineteen_is_not() {
    let folder = classroom("dva-c02-33");
    let files: Vec<String> = (0..20)
        .map(|index| hand_in(folder.path(), &format!("sitter-{index:02}"), index + 5))
        .collect();
    let grade = |files: &[String], format: &str| {
        let mut arguments = vec!["class", "grade", "--key", "key.json", "--format", format];
        arguments.extend(files.iter().map(String::as_str));
        good(&coldstart(folder.path(), &arguments))
    };
    let told: Value = serde_json::from_str(&grade(&files, "json")).unwrap();
    assert_eq!((&told["judged"], &told["sitters"]), (&true.into(), &20.into()));
    assert!(told["kr20"].as_f64().unwrap() > 0.8);
    // The first five were right on every sheet, and questions 26 to 33 on none.
    assert_eq!((&told["items"][0]["p"], &told["items"][32]["p"]), (&1.0.into(), &0.0.into()));
    assert!(told["items"][12]["point_biserial"].as_f64().unwrap() > 0.5);
    assert!(!told["misconceptions"].as_array().unwrap().is_empty());
    let few: Value = serde_json::from_str(&grade(&files[..19], "json")).unwrap();
    assert_eq!((&few["judged"], &few["kr20"]), (&false.into(), &Value::Null));
    let csv = grade(&files, "csv");
    assert_eq!(csv.lines().count(), 21);
    assert!(csv.starts_with("name,score,standard_error,verdict,"));
    let table = grade(&files, "table");
    assert!(table.contains("(KR-20)"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    let turned: Vec<String> = files.iter().rev().cloned().collect();
    assert_eq!(grade(&turned, "table"), table);
}

#[test]
fn every_bad_sheet_is_told_with_its_file_and_place() {
    let folder = classroom("dva-c02-16");
    let file = hand_in(folder.path(), "Ada", 9);
    let sheet = fs::read_to_string(folder.path().join(&file)).unwrap();
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    write("seed.json", sheet.replace("\"seed\": 7", "\"seed\": 8"));
    write("number.json", sheet.replacen("\"number\": 2", "\"number\": 77", 1));
    write("torn.json", sheet[..sheet.len() / 2].to_owned());
    let files = ["Ada.json", "seed.json", "number.json", "torn.json", "key.json"];
    let arguments = ["class", "grade", "--key", "key.json"];
    let arguments: Vec<&str> = arguments.into_iter().chain(files).collect();
    let told = bad(&coldstart(folder.path(), &arguments));
    for part in [
        "--> seed.json:4:",
        "the sheet is of another form: its seed is `8`, that of the key `7`",
        "--> number.json:",
        "`number` is 77, outside 1 to 16",
        "--> torn.json:",
        "the file is a key, not a sheet",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("Ada.json"), "{told}");
    let twice = ["class", "grade", "--key", "key.json", "Ada.json", "Ada.json"];
    assert!(bad(&coldstart(folder.path(), &twice)).contains("`Ada` is on two sheets"));
}

#[test]
fn answers_are_read_from_lines_too_and_bad_ones_told() {
    let folder = classroom("dva-c02-16");
    let sheet = ["exam", "sheet", "paper.json", "--name", "Ada"];
    fs::write(folder.path().join("answers.txt"), "2:a\n\n7:-\n1:b\n").unwrap();
    let typed = fs::File::open(folder.path().join("answers.txt")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(sheet)
        .current_dir(folder.path())
        .stdin(typed)
        .output()
        .unwrap();
    let told: Value = serde_json::from_str(&good(&output)).unwrap();
    let numbers: Vec<&Value> =
        told["answers"].as_array().unwrap().iter().map(|answer| &answer["number"]).collect();
    assert_eq!(numbers, [1, 2]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("14 of 16 questions are left out"));
    let wrong: Vec<&str> = sheet.into_iter().chain(["1:z", "99:a"]).collect();
    let told = bad(&coldstart(folder.path(), &wrong));
    assert!(told.contains("question 1 has no option `z`"), "{told}");
    assert!(told.contains("there is no question `99`"), "{told}");
}

#[test]
fn what_cannot_be_printed_is_told_with_the_way_out() {
    let folder = TempDir::new().unwrap();
    let paper = |arguments: &[&str]| {
        let all: Vec<&str> = ["exam", "paper"].iter().chain(arguments).copied().collect();
        bad(&coldstart(folder.path(), &all))
    };
    assert!(paper(&["--blueprint", "dva-c2"]).contains("did you mean `dva-c02`?"));
    assert!(paper(&["--blueprint", "gate"]).contains("with `--topic`"));
    let told = paper(&["--blueprint", "gate", "--topic", "scalin"]);
    assert!(told.contains("did you mean `scaling`?"), "{told}");
    assert!(paper(&["--seed", "9007199254740992"]).contains("9007199254740991"));
    assert!(paper(&["--key", "no/such/folder/key.json"]).contains("cannot write the key"));
}

/// Says `lines` to an exam that is sat in them.
fn sit(folder: &Path, arguments: &[&str], lines: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(arguments)
        .env("COLDSTART_DATA", folder.join("data"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    good(&child.wait_with_output().unwrap())
}

#[test]
fn a_submitted_sitting_is_looked_back_on_at_any_time_in_the_same_words() {
    let folder = TempDir::new().unwrap();
    let review = |more: &[&str]| coldstart(folder.path(), &[&["exam", "review"], more].concat());
    fs::create_dir(folder.path().join("data")).unwrap();
    assert!(bad(&review(&[])).contains("no sitting is kept here"));

    let begin = ["exam", "--blueprint", "dva-c02", "--seed", "7"];
    let said = sit(folder.path(), &begin, "1\nnext\nflag\nquit\n");
    let id = said.lines().find_map(|line| line.strip_prefix("Sitting ")?.split(':').next());
    let id = id.unwrap().to_owned();
    assert!(bad(&review(&[])).contains("no sitting is submitted yet"));
    assert!(bad(&review(&[&id])).contains(&format!("`coldstart exam --resume {id}` goes on")));

    let told = sit(folder.path(), &["exam", "--resume"], "submit\nyes\nreview\n");
    let looked = good(&review(&[]));
    let own = told.lines().skip_while(|line| !line.starts_with("Score: "));
    for line in own.take_while(|line| !line.starts_with("Say ")) {
        assert!(looked.contains(line), "{line}\n{looked}");
    }
    assert_eq!(looked.matches("\nQuestion ").count(), told.matches("\nQuestion ").count() - 1);

    let hint = looked.lines().find(|line| line.starts_with("A run settles this: `coldstart "));
    let command = hint.unwrap().split('`').nth(1).unwrap();
    let arguments: Vec<&str> = command.split_whitespace().skip(1).collect();
    let one = good(&coldstart(folder.path(), &arguments));
    assert!(one.contains("You said: nothing") && one.contains("It was: "), "{one}");
    assert!(
        bad(&review(&["--question", "66"])).contains("there is no question `66`, only 1 to 65")
    );
    assert!(bad(&coldstart(folder.path(), &["exam", "--resume", &id])).contains("is submitted"));
}

#[test]
fn forms_for_a_class_share_no_question_and_keep_their_keys_apart() {
    let folder = TempDir::new().unwrap();
    let paper = ["exam", "paper", "--blueprint", "dva-c02-33", "--seed", "7", "--into", "forms"];
    let series = |count: &str| {
        let arguments: Vec<&str> = paper.into_iter().chain(["--forms", count]).collect();
        coldstart(folder.path(), &arguments)
    };
    let told = good(&series("3"));
    assert!(told.contains("dva-c02-33, seed 7, form 2 of 3: "), "{told}");
    let mut ids: Vec<String> = Vec::new();
    for number in 1..=3 {
        let paper = read(folder.path(), &format!("forms/paper-{number}.json"));
        let key = read(folder.path(), &format!("forms/key-{number}.json"));
        assert_eq!(paper["form"], key["form"]);
        assert_eq!(key["form"]["series"]["number"], number);
        let questions = paper["questions"].as_array().unwrap();
        assert_eq!(questions.len(), 33);
        ids.extend(questions.iter().map(|question| question["id"].to_string()));
        let text = fs::read_to_string(folder.path().join(format!("forms/paper-{number}.txt")));
        assert!(text.unwrap().contains(&format!("form {number} of 3")));
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 99);
    let sheet = ["exam", "sheet", "forms/paper-2.json", "--name", "Ada", "1:a"];
    let sheet = good(&coldstart(folder.path(), &sheet));
    fs::write(folder.path().join("ada.json"), sheet).unwrap();
    let score = |key: &str| coldstart(folder.path(), &["exam", "score", "--key", key, "ada.json"]);
    good(&score("forms/key-2.json"));
    let other = bad(&score("forms/key-1.json"));
    assert!(
        other.contains("its series is `form 2 of 3`, that of the key `form 1 of 3`"),
        "{other}"
    );

    let many = bad(&series("30"));
    assert!(many.contains("equal forms of `dva-c02-33` that share none, not for 30"), "{many}");
    let without = ["exam", "paper", "--forms", "2"];
    assert!(bad(&coldstart(folder.path(), &without)).contains("--into"));
}

#[test]
fn a_gate_takes_what_a_topic_has_down_to_a_floor_and_says_so() {
    let folder = TempDir::new().unwrap();
    let gate = |topic: &str| {
        let gate = ["exam", "paper", "--blueprint", "gate", "--topic", topic, "--seed", "7"];
        coldstart(folder.path(), &gate)
    };
    let short = good(&gate("health-check"));
    let words = short.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("A short form: a whole one has 20 questions"), "{words}");
    let none = bad(&gate("custom-domain"));
    assert!(none.contains("places of `gate`, which needs 6"), "{none}");
}

/// A blueprint over all domains that has `count` questions.
fn blueprint_of(name: &str, count: usize, valid: &str) -> String {
    let domain = |number: u8| {
        format!("[[blueprint.domain]]\nnumber = {number}\nname = \"D{number}\"\nweight = 25\n")
    };
    let domains = [1, 2, 3, 4].map(domain).concat();
    format!(
        "[[blueprint]]\nname = \"{name}\"\ntitle = \"Mine\"\nvalid = {{ {valid} }}\n\
         questions = {count}\nscored = {count}\nminutes = 8\npass = 720\n{domains}"
    )
}

#[test]
fn a_form_can_be_drawn_from_a_bank_and_blueprints_of_ones_own() {
    let folder = TempDir::new().unwrap();
    let mine = blueprint_of("mine", 8, "");
    fs::write(folder.path().join("mine.toml"), format!("format_version = 1\n{mine}")).unwrap();
    let bank = concat!(env!("CARGO_MANIFEST_DIR"), "/questions");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/plain/study.toml");
    let paper = |bank: &str| {
        let paper = ["exam", "paper", "--blueprints", "mine.toml", "--blueprint", "mine"];
        let more = ["--seed", "7", "--format", "json", "--key", "key.json"];
        let from: &[&str] = if bank.is_empty() { &[] } else { &["--bank", bank] };
        coldstart(folder.path(), &[&paper[..], &more, from].concat())
    };
    // The folder holds the built-in bank, besides facts and blueprints.
    let printed = good(&paper(bank));
    assert_eq!(printed, good(&paper("")));
    fs::write(folder.path().join("paper.json"), printed).unwrap();
    let file_of = hand_in(folder.path(), "Ada", 4);
    let score = ["exam", "score", "--key", "key.json", &file_of, "--format", "json"];
    let score: Value = serde_json::from_str(&good(&coldstart(folder.path(), &score))).unwrap();
    assert_eq!(score["score"], 550);
    good(&coldstart(folder.path(), &["class", "grade", "--key", "key.json", &file_of]));
    let few = bad(&paper(file));
    assert!(few.contains("places of `mine`, which needs 2"), "{few}");
    assert!(bad(&paper("mine.toml")).contains("mine.toml"));
    assert!(bad(&paper("nowhere")).contains("cannot read `nowhere`"));
}

#[test]
fn the_exam_of_today_is_that_of_the_learners_day() {
    let folder = TempDir::new().unwrap();
    // Fourteen hours before and twelve after UTC it is never the same day.
    let zones = [("east", "<+14>-14"), ("west", "<-12>12")];
    let day = |hours: i64| {
        let now = jiff::Timestamp::now();
        (now + jiff::SignedDuration::from_hours(hours)).strftime("%Y-%m-%d").to_string()
    };
    loop {
        let (east, west) = (day(14), day(-12));
        let until = blueprint_of("west", 8, &format!("until = \"{west}\""));
        let from = blueprint_of("east", 8, &format!("from = \"{east}\""));
        let text = format!("format_version = 1\n{until}{from}");
        fs::write(folder.path().join("mine.toml"), text).unwrap();
        let told = zones.map(|(_, zone)| {
            let output = Command::new(env!("CARGO_BIN_EXE_coldstart"))
                .args(["exam", "paper", "--blueprints", "mine.toml", "--seed", "7"])
                .current_dir(folder.path())
                .env("TZ", zone)
                .output()
                .unwrap();
            good(&output)
        });
        // A day may have begun meanwhile.
        if (&east, &west) == (&day(14), &day(-12)) {
            for ((name, _), told) in zones.iter().zip(told) {
                assert!(told.contains(&format!("{name}, seed 7")), "{name}: {told}");
            }
            return;
        }
    }
}
