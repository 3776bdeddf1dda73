//! The words of the program itself: the table that questions are held to (Q21, Q24) also
//! holds for what the code says, for the documents and for the content.

use std::fs;
use std::path::{Path, PathBuf};

use quizbank::lint::language::wordings;

use crate::support::prose::{self, Prose};

/// Files and folders with text, and what their names end in.
const TEXTS: &[(&str, &str)] = &[
    ("README.md", "md"),
    ("ARCHITECTURE.md", "md"),
    ("CHANGELOG.md", "md"),
    ("CONTRIBUTING.md", "md"),
    ("docs", "md"),
    ("fuzz", "md"),
    ("course", "toml"),
    ("scenarios", "toml"),
    ("questions", "toml"),
    ("src", "rs"),
    ("crates", "rs"),
    ("build.rs", "rs"),
];

/// Where a word stands for a reason: the end of a path, the word, and the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("lint/language.rs", "", "it is the table"),
    ("store/schema.rs", "gate", "a step that was released is never changed"),
    ("store/schema.rs", "gates", "a step that was released is never changed"),
    ("store/schema.rs", "sitting", "a step that was released is never changed"),
    ("store/schema.rs", "sittings", "a step that was released is never changed"),
    ("store/event.rs", "gate", "the name in exports of earlier versions"),
    ("store/event.rs", "sitting", "the name in exports of earlier versions"),
    ("store/transfer.rs", "sitting", "the name in exports of earlier versions"),
    ("store/receipt.rs", "sitting", "the name in receipts of earlier versions"),
    ("cli/quiz.rs", "gate", "the name of an option in earlier versions"),
    ("model/blueprint.rs", "gate", "the name of a blueprint in earlier versions"),
    ("attempt/record.rs", "sitting", "a text that every receipt is hashed with"),
    ("docs/formats.md", "sitting", "a text that every receipt is hashed with"),
    ("quizbank/src/hash.rs", "analyse", "a text that every bank is hashed with"),
    ("file/bank.rs", "analyse", "the word in files of earlier versions"),
    ("file/story.rs", "beat", "the name in files of earlier versions"),
    ("file/form/sheet.rs", "sheet", "the `kind` of a file"),
    ("report/paper.rs", "sheet", "the `kind` of a file"),
    ("quizbank/src/command.rs", "what-if", "a command in lines"),
    ("questions/facts.toml", "credit", "a symptom is found by the words of those who have it"),
    ("questions/networking.toml", "refused", "a log line that somebody's code writes"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files at `path` that end in `ending`, without those that hold only tests.
fn files(path: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        inside.sort();
        for path in inside {
            files(&path, ending, found);
        }
        return;
    }
    let is_test = |part: &std::ffi::OsStr| ["tests", "tests.rs"].iter().any(|name| part == *name);
    if path.extension().is_some_and(|it| it == ending) && !path.iter().any(is_test) {
        found.push(path.to_owned());
    }
}

/// The texts of the file called `name`: of code, what people read in it.
fn texts(name: &str, text: &str) -> Vec<Prose> {
    if Path::new(name).extension().is_some_and(|it| it == "rs") {
        prose::of_rust(text)
    } else {
        vec![Prose { start: 0, text: text.to_owned() }]
    }
}

#[test]
fn program_documents_and_content_use_the_words_of_the_trade() {
    let mut paths = Vec::new();
    for (path, ending) in TEXTS {
        let before = paths.len();
        files(&root().join(path), ending, &mut paths);
        assert!(paths.len() > before, "there is no text in {path}");
    }
    let mut is_used = [false; EXCEPTIONS.len()];
    let mut wrong = Vec::new();
    for path in &paths {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(path).unwrap();
        for Prose { start, text: prose } in texts(&name, &text) {
            for wording in wordings(&prose) {
                let excepted = EXCEPTIONS.iter().position(|(path, word, _)| {
                    name.ends_with(path) && (word.is_empty() || *word == wording.found)
                });
                if let Some(exception) = excepted {
                    is_used[exception] = true;
                    continue;
                }
                let inside = wording.found.as_ptr().addr() - prose.as_ptr().addr();
                let line = text[..start + inside].matches('\n').count() + 1;
                wrong
                    .push(format!("{name}:{line}: `{}`: write {}", wording.found, wording.instead));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wordings:\n{}", wrong.len(), wrong.join("\n"));
    for ((path, word, reason), is_used) in EXCEPTIONS.iter().zip(is_used) {
        assert!(is_used, "{path} has no `{word}` any more, so this is no exception: {reason}");
    }
}

/// Dates with the day before the month, which US English writes after it.
fn days_first(text: &str) -> Vec<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let dates = words.windows(2).filter(|pair| {
        let day = pair[0].trim_start_matches(['(', '"']).parse::<u8>();
        let month = pair[1].trim_end_matches(|letter: char| !letter.is_alphabetic());
        day.is_ok_and(|day| day <= 31) && MONTHS.contains(&month)
    });
    dates.map(|pair| pair.join(" ")).collect()
}

#[test]
fn dates_have_the_month_first() {
    assert_eq!(days_first("since 30 April 2026 (31 May)."), ["30 April", "(31 May)."]);
    assert_eq!(days_first("since April 30, 2026, 12 of May 2026"), [""; 0]);
    let mut paths = Vec::new();
    for (path, ending) in TEXTS {
        files(&root().join(path), ending, &mut paths);
    }
    for path in paths {
        let dates = days_first(&fs::read_to_string(&path).unwrap());
        assert!(dates.is_empty(), "{}: {dates:?}", path.display());
    }
}

#[test]
fn comments_and_literals_of_code_are_texts_with_their_places() {
    let source = "//! A sitting\n//! comes back.\nlet gate = \"so \\\n  many {slot}\"; // told\nlet c = '\"';\n\
                  let r = r#\"a \"beat\"\"#;\n#[cfg(test)]\nmod tests {\n// sheet\n}\n";
    let found: Vec<(usize, String)> = texts("x.rs", source)
        .iter()
        .flat_map(|prose| {
            let place =
                |found: &str| prose.start + (found.as_ptr().addr() - prose.text.as_ptr().addr());
            let words = wordings(&prose.text).into_iter();
            words.map(|it| (place(it.found), it.found.to_owned())).collect::<Vec<_>>()
        })
        .collect();
    let words: Vec<&str> = found.iter().map(|(_, word)| word.as_str()).collect();
    assert_eq!(words, ["sitting", "comes back", "so  \n  many", "told", "beat"]);
    for (place, word) in found.iter().filter(|(_, word)| word.is_ascii() && !word.contains('\n')) {
        let there = source[*place..].split_whitespace().next().unwrap();
        assert!(there.starts_with(word.split(' ').next().unwrap()), "{there} is not {word}");
    }
}
