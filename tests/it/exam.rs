//! Papers, keys, sheets and grades, with the real binary.

use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::{STUDY, finish};

/// A folder with `paper.json` and `key.json` of a blueprint.
fn classroom(blueprint: &str) -> Folder {
    let folder = Folder::new();
    let paper = ["exam", "paper", "--blueprint", blueprint, "--seed", "7", "--format", "json"];
    let arguments: Vec<&str> = paper.into_iter().chain(["--key", "key.json"]).collect();
    let printed = folder.run(&arguments).printed();
    folder.write("paper.json", printed);
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
fn hand_in(folder: &Folder, name: &str, right: usize) -> String {
    let answers = answers(&folder.json("key.json"), right);
    let arguments = ["exam", "sheet", "paper.json", "--name", name, &answers];
    let sheet = folder.run(&arguments).printed();
    let file = format!("{name}.json");
    folder.write(&file, sheet);
    file
}

#[test]
fn a_paper_is_the_same_twice_and_keeps_to_its_width() {
    let folder = Folder::new();
    for format in ["text", "json"] {
        let arguments =
            ["exam", "paper", "--blueprint", "dva-c03", "--seed", "5", "--format", format];
        let [one, other] = [0, 1].map(|_| folder.run(&arguments).printed());
        assert_eq!(one, other);
    }
    let text = folder.run(&["exam", "paper", "--blueprint", "dva-c02"]).printed();
    assert!(text.contains("\nQuestion 65 of 65\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn a_key_names_the_form_it_belongs_to() {
    let folder = classroom("dva-c02");
    let (paper, key) = (folder.json("paper.json"), folder.json("key.json"));
    assert_eq!(paper["form"]["code"], key["code"]);
    assert_eq!(paper["form"]["blueprint"], key["form"]["blueprint"]);
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
        let file = hand_in(&folder, name, right);
        let arguments = ["exam", "score", "--key", "key.json", &file, "--format", "json"];
        let reported: Value = folder.run(&arguments).assert_code(0).json();
        assert_eq!((&reported["score"], &reported["verdict"]), (&score.into(), &verdict.into()));
        assert!(reported["note"].as_str().unwrap().contains("does not publish"));
        assert_eq!(reported["domains"].as_array().unwrap().len(), 4);
    }
    let text = folder.run(&["exam", "score", "--key", "key.json", "Ada.json"]).printed();
    assert!(text.contains("score      1000 of 1000"), "{text}");
    assert!(text.contains("few questions"), "{text}");
    assert!(text.contains("AWS does not publish how it scales scores."), "{text}");
}

#[test]
fn a_short_form_is_scored_and_says_nothing_of_passing() {
    let folder = classroom("dva-c03-16");
    let file = hand_in(&folder, "Ada", 9);
    let text = folder.run(&["exam", "score", "--key", "key.json", &file]).printed();
    assert!(!text.contains("passed") && !text.contains("minimum score"), "{text}");
    let class = folder.run(&["class", "grade", "--key", "key.json", &file]).printed();
    assert!(!class.contains("passed") && !class.contains("minimum score"), "{class}");
    assert!(class.contains("too few to evaluate"), "{class}");
}

#[test]
fn a_class_of_twenty_is_judged_and_one_of_nineteen_is_not() {
    let folder = classroom("dva-c02-33");
    let files: Vec<String> =
        (0..20).map(|index| hand_in(&folder, &format!("sitter-{index:02}"), index + 5)).collect();
    let grade = |files: &[String], format: &str| {
        let mut arguments = vec!["class", "grade", "--key", "key.json", "--format", format];
        arguments.extend(files.iter().map(String::as_str));
        folder.run(&arguments).printed()
    };
    let reported: Value = serde_json::from_str(&grade(&files, "json")).unwrap();
    assert_eq!((&reported["judged"], &reported["sitters"]), (&true.into(), &20.into()));
    assert!(reported["kr20"].as_f64().unwrap() > 0.8);
    // The first five were right on every sheet, and questions 26 to 33 on none.
    assert_eq!(
        (&reported["items"][0]["p"], &reported["items"][32]["p"]),
        (&1.0.into(), &0.0.into())
    );
    assert!(reported["items"][12]["point_biserial"].as_f64().unwrap() > 0.5);
    assert!(!reported["misconceptions"].as_array().unwrap().is_empty());
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
    let file = hand_in(&folder, "Ada", 9);
    let sheet = folder.read(&file);
    let code = folder.json("key.json")["code"].as_str().unwrap().to_owned();
    folder.write("code.json", sheet.replace(&code, "01234567"));
    folder.write("number.json", sheet.replacen("\"number\": 2", "\"number\": 77", 1));
    folder.write("torn.json", &sheet[..sheet.len() / 2]);
    let files = ["Ada.json", "code.json", "number.json", "torn.json", "key.json"];
    let arguments = ["class", "grade", "--key", "key.json"];
    let arguments: Vec<&str> = arguments.into_iter().chain(files).collect();
    let reported = folder.run(&arguments).fails();
    for part in [
        "--> code.json:4:",
        &format!(
            "the answer sheet belongs to another exam: the code of its paper is `01234567`, the code of the key is `{code}`"
        ),
        "--> number.json:",
        "`number` is 77, outside 1 to 16",
        "--> torn.json:",
        "the file is a key, not a sheet",
    ] {
        assert!(reported.contains(part), "{part}: {reported}");
    }
    assert!(!reported.contains("Ada.json"), "{reported}");
    let twice = ["class", "grade", "--key", "key.json", "Ada.json", "Ada.json"];
    assert!(folder.run(&twice).fails().contains("`Ada` has two answer sheets"));
}

#[test]
fn answers_are_read_from_lines_too_and_bad_ones_told() {
    let folder = classroom("dva-c02-16");
    let sheet = ["exam", "sheet", "paper.json", "--name", "Ada"];
    let output = folder.say(&sheet, "2:a\n\n7:-\n1:b\n");
    let reported = output.assert_code(0).json();
    let numbers: Vec<&Value> =
        reported["answers"].as_array().unwrap().iter().map(|answer| &answer["number"]).collect();
    assert_eq!(numbers, [1, 2]);
    assert!(output.stderr.contains("14 of 16 questions not answered"));
    let wrong: Vec<&str> = sheet.into_iter().chain(["1:z", "99:a"]).collect();
    let reported = folder.run(&wrong).fails();
    assert!(reported.contains("question 1 has no option `z`"), "{reported}");
    assert!(reported.contains("there is no question `99`"), "{reported}");
}

#[test]
fn what_cannot_be_printed_is_told_with_the_way_out() {
    let folder = Folder::new();
    let paper = |arguments: &[&str]| {
        let all: Vec<&str> = ["exam", "paper"].iter().chain(arguments).copied().collect();
        folder.run(&all).fails()
    };
    assert!(paper(&["--blueprint", "dva-c2"]).contains("did you mean `dva-c02`?"));
    assert!(paper(&["--blueprint", "topic-test"]).contains("with `--topic`"));
    assert!(paper(&["--blueprint", "gate"]).contains("with `--topic`"));
    let reported = paper(&["--blueprint", "topic-test", "--topic", "scalin"]);
    assert!(reported.contains("did you mean `scaling`?"), "{reported}");
    assert!(paper(&["--seed", "9007199254740992"]).contains("9007199254740991"));
    assert!(paper(&["--key", "no/such/folder/key.json"]).contains("cannot write the key"));
}

/// Neither ids, seed, places nor the hash of the bank: with the program, each leads to the key.
#[test]
fn nothing_on_a_paper_leads_to_its_key() {
    let folder = classroom("dva-c02-16");
    let key = folder.json("key.json");
    let text = folder.run(&["exam", "paper", "--blueprint", "dva-c02-16", "--seed", "7"]).printed();
    let json = folder.read("paper.json");
    let html = ["exam", "paper", "--blueprint", "dva-c02-16", "--seed", "7", "--format", "html"];
    let html = folder.run(&html).printed();
    assert!(text.contains(&format!("form {}", key["code"].as_str().unwrap())), "{text}");
    for paper in [&text, &json, &html] {
        let bank = key["form"]["bank"].as_str().unwrap();
        let ids = key["questions"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap());
        for telling in ids.chain([bank, "seed", "algorithm"]) {
            assert!(!paper.contains(telling), "{telling}");
        }
    }
    let paper = folder.json("paper.json");
    let names =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(names(&paper["form"]), ["blueprint", "code"]);
    for question in paper["questions"].as_array().unwrap() {
        let known = ["exhibit", "number", "options", "select", "stem"];
        assert!(names(question).iter().all(|name| known.contains(&name.as_str())), "{question}");
        let options = question["options"].as_array().unwrap();
        assert!(options.iter().all(|option| names(option) == ["letter", "text"]), "{question}");
    }
    // The code says what stands on the paper, not what it was drawn from.
    let again = folder.run(&["exam", "paper", "--blueprint", "dva-c02-16", "--format", "json"]);
    assert_ne!(again.json()["form"]["code"], key["code"]);
}

#[test]
fn versions_of_a_form_for_neighbors_are_graded_by_one_key() {
    let folder = Folder::new();
    let paper = ["exam", "paper", "--blueprint", "dva-c02-33", "--seed", "7", "--into", "v"];
    let reported = folder.run(&[&paper[..], &["--versions", "4"]].concat()).printed();
    assert!(
        reported.starts_with("dva-c02-33, seed 7: v/paper-1.txt, v/paper-1.json, "),
        "{reported}"
    );
    let key = folder.json("v/key.json");
    let stems = |number: usize| -> Vec<(String, Vec<String>)> {
        let paper = folder.json(&format!("v/paper-{number}.json"));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let of = |question: &Value| {
            let options = question["options"].as_array().unwrap().iter();
            (text(&question["stem"]), options.map(|option| text(&option["text"])).collect())
        };
        paper["questions"].as_array().unwrap().iter().map(of).collect()
    };
    let sorted = |mut questions: Vec<(String, Vec<String>)>| {
        for (_, options) in &mut questions {
            options.sort();
        }
        questions.sort();
        questions
    };
    let first = stems(1);
    let mut codes = vec![key["code"].clone()];
    for number in 2..=4 {
        let other = stems(number);
        assert_eq!(sorted(other.clone()), sorted(first.clone()));
        let same = other.iter().zip(&first).filter(|(one, other)| one.0 == other.0).count();
        assert!(same < 8, "{same} of 33 stand at their place");
        let moved = other.iter().filter(|it| !first.contains(it)).count();
        assert!(moved > 20, "only {moved} have their options in another order");
        codes.push(key["versions"][number - 2]["code"].clone());
        let text = folder.read(&format!("v/paper-{number}.txt"));
        assert!(text.contains(&format!("version {number} · 33 questions")), "{text}");
    }
    // Who knows the same answers the same, whichever version it is: all but three.
    let mut sheets = Vec::new();
    for (number, code) in (1..).zip(&codes) {
        let paper = folder.json(&format!("v/paper-{number}.json"));
        assert_eq!((&paper["form"]["code"], &paper["form"]["version"]), (code, &number.into()));
        let answers: Vec<String> = (1..)
            .zip(stems(number))
            .filter_map(|(at, (stem, options))| {
                let known = first.iter().position(|(other, _)| *other == stem).unwrap();
                let right = key["questions"][known]["options"].as_array().unwrap();
                let texts = right.iter().zip(&first[known].1).filter(|(it, _)| it["right"] == true);
                let texts: Vec<&String> = texts.map(|(_, text)| text).collect();
                let letters = ('a'..).zip(&options).filter(|(_, text)| texts.contains(text));
                let letters: String = letters.map(|(letter, _)| letter).collect();
                (known >= 3).then(|| format!("{at}:{letters}"))
            })
            .collect();
        let (from, name) = (format!("v/paper-{number}.json"), format!("Ada {number}"));
        let sheet = folder.run(&["exam", "sheet", &from, "--name", &name, &answers.join(" ")]);
        folder.write(&format!("{number}.json"), sheet.printed());
        sheets.push(format!("{number}.json"));
        let score =
            ["exam", "score", "--key", "v/key.json", &format!("{number}.json"), "--format", "json"];
        let score = folder.run(&score).json();
        let blank =
            score["questions"].as_array().unwrap().iter().filter(|it| it["outcome"] == "blank");
        let blank: Vec<u64> = blank.map(|it| it["number"].as_u64().unwrap()).collect();
        let own = (1..).zip(stems(number)).filter(|(_, (stem, _))| {
            first.iter().position(|(other, _)| other == stem).unwrap() < 3
        });
        assert_eq!(blank, own.map(|(at, _)| at).collect::<Vec<_>>(), "by the numbers of the paper");
    }
    let class: Vec<&str> = sheets.iter().map(String::as_str).collect();
    let class =
        [&["class", "grade", "--key", "v/key.json", "--format", "json"], &class[..]].concat();
    let class = folder.run(&class).json();
    assert_eq!(class["sitters"], 4);
    for item in class["items"].as_array().unwrap() {
        let is_blank = item["number"].as_u64().unwrap() <= 3;
        assert_eq!(item["right"], if is_blank { 0 } else { 4 }, "{item}");
        assert_eq!(item["blank"], if is_blank { 4 } else { 0 }, "{item}");
    }
    let without = ["exam", "paper", "--versions", "2"];
    assert!(folder.run(&without).fails().contains("--into"));
    let both = [&paper[..], &["--versions", "2", "--forms", "2"]].concat();
    folder.run(&both).fails();
}

/// Papers, keys and sheets of the first version named seed, ids and places.
#[test]
fn files_of_the_first_version_are_graded_as_ever() {
    let folder = classroom("dva-c02-16");
    let mut key = folder.json("key.json");
    key.as_object_mut().unwrap().remove("code");
    folder.write("old-key.json", key.to_string());
    let mut paper = folder.json("paper.json");
    paper["form"] = key["form"].clone();
    for (asked, keyed) in paper["questions"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .zip(key["questions"].as_array().unwrap())
    {
        asked["id"] = keyed["id"].clone();
        for (option, keyed) in asked["options"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .zip(keyed["options"].as_array().unwrap())
        {
            option["place"] = keyed["place"].clone();
        }
    }
    folder.write("old-paper.json", paper.to_string());
    let taken = ["exam", "sheet", "old-paper.json", "--name", "Ada", &answers(&key, 9)];
    let sheet = folder.run(&taken).printed();
    folder.write("by-letters.json", &sheet);
    let mut old: Value = serde_json::from_str(&sheet).unwrap();
    for answer in old["answers"].as_array_mut().unwrap() {
        let mut all = key["questions"].as_array().unwrap().iter();
        let keyed = all.find(|keyed| keyed["number"] == answer["number"]).unwrap();
        let letters = answer["letters"].as_str().unwrap().to_owned();
        let picked = keyed["options"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|option| letters.contains(option["letter"].as_str().unwrap()));
        answer["places"] = picked.map(|option| option["place"].clone()).collect();
        answer["id"] = keyed["id"].clone();
        answer.as_object_mut().unwrap().remove("letters");
    }
    folder.write("by-places.json", old.to_string());
    let score = |key: &str, sheet: &str| {
        folder.run(&["exam", "score", "--key", key, sheet, "--format", "json"]).json()
    };
    let expected = score("old-key.json", "by-letters.json");
    assert_eq!(
        expected["right"].as_u64().unwrap() + expected["unscored_right"].as_u64().unwrap(),
        9
    );
    assert_eq!(score("old-key.json", "by-places.json"), expected);
    assert_eq!(score("key.json", "by-places.json"), expected);
    let new = hand_in(&folder, "Ada", 9);
    assert_eq!(score("key.json", &new), expected);
    let refused = ["exam", "score", "--key", "old-key.json", &new];
    assert!(folder.run(&refused).fails().contains("it has no code"));
}

#[test]
fn a_submitted_attempt_is_looked_back_on_at_any_time_in_the_same_words() {
    let folder = Folder::new();
    let review = |more: &[&str]| folder.run(&[&["exam", "review"], more].concat());
    assert!(review(&[]).fails().contains("there is no saved attempt"));

    let begin = ["exam", "--blueprint", "dva-c02", "--seed", "7"];
    let said = folder.say(&begin, "1\nnext\nflag\nquit\n").printed();
    let id = said.lines().find_map(|line| line.strip_prefix("Attempt ")?.split(':').next());
    let id = id.unwrap().to_owned();
    assert!(review(&[]).fails().contains("no attempt is submitted yet"));
    assert!(review(&[&id]).fails().contains(&format!("`coldstart exam --resume {id}` resumes")));

    let reported = folder.say(&["exam", "--resume"], "submit\nyes\nreview\n").printed();
    let looked = review(&[]).printed();
    let own = reported.lines().skip_while(|line| !line.starts_with("Score: "));
    for line in own.take_while(|line| !line.starts_with("Enter ")) {
        assert!(looked.contains(line), "{line}\n{looked}");
    }
    assert_eq!(looked.matches("\nQuestion ").count(), reported.matches("\nQuestion ").count() - 1);

    let hint =
        looked.lines().find(|line| line.starts_with("A run proves this answer: `coldstart "));
    let command = hint.unwrap().split('`').nth(1).unwrap();
    let arguments: Vec<&str> = command.split_whitespace().skip(1).collect();
    let one = folder.run(&arguments).printed();
    assert!(one.contains("Your answer: nothing") && one.contains("The run: "), "{one}");
    assert!(
        review(&["--question", "66"]).fails().contains("there is no question `66`, only 1 to 65")
    );
    assert!(folder.run(&["exam", "--resume", &id]).fails().contains("is submitted"));
}

#[test]
fn forms_for_a_class_share_no_question_and_keep_their_keys_apart() {
    let folder = Folder::new();
    let paper = ["exam", "paper", "--blueprint", "dva-c02-33", "--seed", "7", "--into", "forms"];
    let series = |count: &str| {
        let arguments: Vec<&str> = paper.into_iter().chain(["--forms", count]).collect();
        folder.run(&arguments)
    };
    let reported = series("3").printed();
    assert!(reported.contains("dva-c02-33, seed 7, form 2 of 3: "), "{reported}");
    let mut ids: Vec<String> = Vec::new();
    for number in 1..=3 {
        let paper = folder.json(&format!("forms/paper-{number}.json"));
        let key = folder.json(&format!("forms/key-{number}.json"));
        assert_eq!(paper["form"]["code"], key["code"]);
        assert_eq!(paper["form"]["series"], key["form"]["series"]);
        assert_eq!(key["form"]["series"]["number"], number);
        let questions = paper["questions"].as_array().unwrap();
        assert_eq!(questions.len(), 33);
        let keyed = key["questions"].as_array().unwrap();
        ids.extend(keyed.iter().map(|question| question["id"].to_string()));
        let text = folder.read(&format!("forms/paper-{number}.txt"));
        assert!(text.contains(&format!("form {number} of 3")));
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 99);
    let sheet = ["exam", "sheet", "forms/paper-2.json", "--name", "Ada", "1:a"];
    let sheet = folder.run(&sheet).printed();
    folder.write("ada.json", sheet);
    let score = |key: &str| folder.run(&["exam", "score", "--key", key, "ada.json"]);
    score("forms/key-2.json").printed();
    let other = score("forms/key-1.json").fails();
    assert!(other.contains("the code of its paper is `"), "{other}");

    let many = series("30").fails();
    assert!(
        many.contains("equivalent forms of `dva-c02-33` without a common question, not for 30"),
        "{many}"
    );
    let without = ["exam", "paper", "--forms", "2"];
    assert!(folder.run(&without).fails().contains("--into"));
}

#[test]
fn a_topic_test_takes_what_a_topic_has_down_to_a_floor_and_says_so() {
    let folder = Folder::new();
    let topic_test = |more: &[&str]| {
        let topic_test = [
            "exam",
            "paper",
            "--blueprint",
            "topic-test",
            "--topic",
            "health-check",
            "--seed",
            "7",
        ];
        folder.run(&[&topic_test, more].concat())
    };
    let short = topic_test(&[]).printed();
    let words = short.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("shorter than the blueprint, which has 20 questions"), "{words}");
    let few = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/plain/study.toml");
    let none = topic_test(&["--bank", few]).fails();
    assert!(none.contains("questions for `topic-test`, which needs 6"), "{none}");
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
    let folder = Folder::new();
    let mine = blueprint_of("mine", 8, "");
    folder.write("mine.toml", format!("format_version = 1\n{mine}"));
    let bank = concat!(env!("CARGO_MANIFEST_DIR"), "/questions");
    let paper = |bank: &str| {
        let paper = ["exam", "paper", "--blueprints", "mine.toml", "--blueprint", "mine"];
        let more = ["--seed", "7", "--format", "json", "--key", "key.json"];
        let from: &[&str] = if bank.is_empty() { &[] } else { &["--bank", bank] };
        folder.run(&[&paper[..], &more, from].concat())
    };
    // The folder holds the built-in bank, besides facts and blueprints.
    let printed = paper(bank).printed();
    assert_eq!(printed, paper("").printed());
    folder.write("paper.json", printed);
    let file_of = hand_in(&folder, "Ada", 4);
    let score = ["exam", "score", "--key", "key.json", &file_of, "--format", "json"];
    let score: Value = folder.run(&score).assert_code(0).json();
    assert_eq!(score["score"], 550);
    folder.run(&["class", "grade", "--key", "key.json", &file_of]).printed();
    let few = paper(STUDY).fails();
    assert!(few.contains("for `mine`, which needs 2"), "{few}");
    assert!(paper("mine.toml").fails().contains("mine.toml"));
    assert!(paper("nowhere").fails().contains("cannot read `nowhere`"));
}

#[test]
fn the_exam_of_today_is_that_of_the_learners_day() {
    let folder = Folder::new();
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
        folder.write("mine.toml", format!("format_version = 1\n{until}{from}"));
        let reported = zones.map(|(_, zone)| {
            let paper = ["exam", "paper", "--blueprints", "mine.toml", "--seed", "7"];
            finish(folder.program(&paper).env("TZ", zone)).printed()
        });
        // A day may have begun meanwhile.
        if (&east, &west) == (&day(14), &day(-12)) {
            for ((name, _), reported) in zones.iter().zip(reported) {
                assert!(
                    reported.contains(&format!("\n{name} · 8 questions")),
                    "{name}: {reported}"
                );
            }
            return;
        }
    }
}

/// A page to print has the words of the paper, and a circle for each option on its answer sheet; the
/// page of the key has the reasons.
#[test]
fn a_paper_and_its_key_are_pages_to_print() {
    let folder = classroom("dva-c02-16");
    let paper = ["exam", "paper", "--blueprint", "dva-c02-16", "--seed", "7", "--format", "html"];
    let arguments = [&paper[..], &["--key-page", "key.html"]].concat();
    let page = folder.run(&arguments).printed();
    let (printed, key) = (folder.json("paper.json"), folder.json("key.json"));
    let shown = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        text.replace('"', "&quot;").split('`').next().unwrap().to_owned()
    };
    let reasons = folder.read("key.html");
    let mut options = 0;
    for question in printed["questions"].as_array().unwrap() {
        let texts = question["options"].as_array().unwrap().iter().map(|option| &option["text"]);
        for text in texts.chain([&question["stem"]]) {
            let text = shown(text.as_str().unwrap());
            assert!(page.contains(&text) && reasons.contains(&text), "{text}");
        }
        options += question["options"].as_array().unwrap().len();
    }
    assert_eq!(page.matches("class=\"bubble\"").count(), options);
    let code = key["code"].as_str().unwrap();
    assert!(page.matches(code).count() == 2 && reasons.contains(code));
    // Every option has its reason, and right is marked as often as in the key.
    assert_eq!(reasons.matches("class=\"why\"").count(), options);
    let right = key["questions"].as_array().unwrap().iter();
    let right = right.flat_map(|question| question["options"].as_array().unwrap());
    let right = right.filter(|option| option["right"] == true).count();
    assert_eq!(reasons.matches("<li class=\"right\">").count(), right);
    for page in [&page, &reasons] {
        assert!(!page.contains("<script") && !page.contains(" src="));
    }
}

/// What a candidate holds leads to no key: seeds are too many to try, and the paper names
/// neither seed nor bank nor question.
#[test]
fn a_printed_paper_names_nothing_that_its_key_is_drawn_from() {
    let folder = Folder::new();
    let paper = ["exam", "paper", "--blueprint", "dva-c02-16"];
    let mut highest = 0;
    for number in 1..=3 {
        let file = format!("key-{number}.json");
        let printed = folder.run(&[&paper[..], &["--key", &file]].concat()).printed();
        let key = folder.json(&file);
        let seed = key["form"]["seed"].as_u64().unwrap();
        highest = highest.max(seed);
        let bank = &key["form"]["bank"].as_str().unwrap()[..8];
        let questions = key["questions"].as_array().unwrap().iter();
        let ids = questions.map(|question| question["id"].as_str().unwrap().to_owned());
        for secret in ids.chain([seed.to_string(), bank.to_owned(), ", seed ".to_owned()]) {
            assert!(!printed.contains(&secret), "{secret} is on\n{printed}");
        }
        let again = folder.run(&[&paper[..], &["--seed", &seed.to_string()]].concat()).printed();
        assert_eq!(again, printed, "the seed of the key prints the paper again");
    }
    assert!(highest > 1 << 40, "{highest} is found by trying");
}

#[cfg(unix)]
#[test]
fn files_that_lead_to_a_key_are_their_owners() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let series = ["exam", "paper", "--blueprint", "dva-c02-16", "--forms", "2", "--into", "forms"];
    folder.run(&series).assert_code(0);
    let files =
        ["key-1.json", "key-2.json", "key-1.html", "key-2.html", "paper-1.json", "paper-2.json"];
    for file in files {
        let path = folder.path().join("forms").join(file);
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}
