//! The content that is embedded in the program: it runs from any folder.

/// Every built-in scenario as name and text, in order of name.
pub fn scenarios() -> &'static [(&'static str, &'static str)] {
    include!(concat!(env!("OUT_DIR"), "/scenarios.rs"))
}

/// The text of the built-in scenario called `name`.
pub fn scenario(name: &str) -> Option<&'static str> {
    find(scenarios(), name)
}

/// Every built-in question file as name and text, in order of name.
pub fn questions() -> impl Iterator<Item = (&'static str, &'static str)> {
    files().iter().copied().filter(|(name, _)| !NO_QUESTIONS.contains(name))
}

/// The text of the facts ledger.
pub fn facts() -> &'static str {
    find(files(), "facts").unwrap_or_default()
}

/// The text of the exam blueprints.
pub fn blueprints() -> &'static str {
    find(files(), "blueprints").unwrap_or_default()
}

/// The text of the file of the course called `name`.
pub fn course(name: &str) -> &'static str {
    find(include!(concat!(env!("OUT_DIR"), "/course.rs")), name).unwrap_or_default()
}

/// Files beside the questions that hold none.
const NO_QUESTIONS: [&str; 2] = ["facts", "blueprints"];

/// Every file of the folder `questions`.
fn files() -> &'static [(&'static str, &'static str)] {
    include!(concat!(env!("OUT_DIR"), "/questions.rs"))
}

/// The text of the file called `name`.
fn find(files: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    files.iter().find_map(|&(known, text)| (known == name).then_some(text))
}
