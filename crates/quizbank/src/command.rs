//! The commands of the plain dialogue, one a line, for study and exam alike.

use super::answer::Confidence;
use super::answer::Recall;
use spanned_toml::word::Word;

/// One command.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Answer with these options (indices).
    Pick(Vec<usize>),
    /// Take the answer back.
    Clear,
    /// Say how sure.
    Rate(Confidence),
    /// Show the answer to what was thought about.
    Reveal,
    /// Mark oneself.
    Mark(Recall),
    /// The next question.
    Next,
    /// The question before.
    Back,
    /// Question of this number, counted from 1.
    Go(usize),
    /// Mark for another look, or not.
    Flag,
    /// Do not ask the question until it is taken back, or take it back.
    SetAside,
    /// Strike an option (an index) out, or take that back.
    Strike(usize),
    /// How all questions stand.
    Review,
    /// The time.
    Time,
    /// The run that proves the key.
    Replay,
    /// The run with one value changed (`PATH=VALUE`), and the outcome expected.
    WhatIf(String, Option<f64>),
    /// The facts behind the question.
    Fact,
    /// The key is wrong, in these words.
    Object(String),
    /// End and score.
    Submit,
    /// The answer to a request for confirmation.
    Yes,
    /// Leave.
    Quit,
    /// What can be said here.
    Help,
    /// An empty line.
    Nothing,
}

/// What can be typed, for `help` and for input that is not understood.
pub const HELP: &str = "1 or a to answer (1 4 for several), clear, sure, unsure, guess, next, \
 back, go 12, flag, aside, strike 2, review, time, replay, fact, what-if PATH=VALUE 75, ! and a \
 description of what is wrong with the key, submit, quit, help; with hidden options: reveal, then \
 knew, partly or missed";

/// A line that is no command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{line}` is not a command; enter {HELP}")]
pub struct NotUnderstood {
    /// What was said, cut to a readable length.
    pub line: String,
}

/// The command that `line` says.
///
/// # Errors
///
/// [`NotUnderstood`] with the way out.
pub fn parse(line: &str) -> Result<Command, NotUnderstood> {
    let not_understood = || {
        let shown = line.trim().chars().filter(|letter| !letter.is_control());
        NotUnderstood { line: shown.take(40).collect() }
    };
    if let Some(rest) = line.trim().strip_prefix("what-if ") {
        return what_if(rest).ok_or_else(not_understood);
    }
    if let Some(words) = line.trim().strip_prefix('!') {
        return Ok(Command::Object(words.trim().to_owned()));
    }
    let line = line.to_lowercase();
    let words: Vec<&str> =
        line.split([' ', '\t', ',', '\r', '\n']).filter(|w| !w.is_empty()).collect();
    let single = match words.as_slice() {
        [] => Command::Nothing,
        ["clear"] => Command::Clear,
        ["reveal"] => Command::Reveal,
        ["next"] => Command::Next,
        ["back"] => Command::Back,
        ["go", number] => Command::Go(number.parse().map_err(|_| not_understood())?),
        ["flag"] => Command::Flag,
        ["aside"] => Command::SetAside,
        ["strike", option] => Command::Strike(option_index(option).ok_or_else(not_understood)?),
        ["review"] => Command::Review,
        ["time"] => Command::Time,
        ["replay"] => Command::Replay,
        ["fact" | "facts"] => Command::Fact,
        ["submit"] => Command::Submit,
        ["yes"] => Command::Yes,
        ["quit" | "exit"] => Command::Quit,
        ["help" | "?"] => Command::Help,
        [word] if rating(word).is_some() => return rating(word).ok_or_else(not_understood),
        [word] if mark(word).is_some() => return mark(word).ok_or_else(not_understood),
        options => {
            let options: Option<Vec<usize>> =
                options.iter().map(|word| option_index(word)).collect();
            Command::Pick(options.ok_or_else(not_understood)?)
        }
    };
    Ok(single)
}

/// A change, and after a blank what is expected of it.
fn what_if(rest: &str) -> Option<Command> {
    let rest = rest.trim();
    let (change, predicted) = match rest.rsplit_once(' ') {
        Some((change, last)) if last.parse::<f64>().is_ok_and(f64::is_finite) => {
            (change, last.parse().ok())
        }
        _ => (rest, None),
    };
    change.contains('=').then(|| Command::WhatIf(change.trim().to_owned(), predicted))
}

fn rating(word: &str) -> Option<Command> {
    let confidence = Confidence::ALL.into_iter().find(|confidence| confidence.name() == word)?;
    Some(Command::Rate(confidence))
}

fn mark(word: &str) -> Option<Command> {
    Recall::of_word(word).map(Command::Mark)
}

/// The index that `3` or `c` names.
fn option_index(word: &str) -> Option<usize> {
    match word.as_bytes() {
        [letter @ b'a'..=b'i'] => Some(usize::from(letter - b'a')),
        _ => word.parse::<usize>().ok()?.checked_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_of_the_format_is_understood() {
        let cases = [
            ("1", Command::Pick(vec![0])),
            ("c", Command::Pick(vec![2])),
            (" C \r\n", Command::Pick(vec![2])),
            ("1 4", Command::Pick(vec![0, 3])),
            ("a, d", Command::Pick(vec![0, 3])),
            ("clear", Command::Clear),
            ("sure", Command::Rate(Confidence::Sure)),
            ("unsure", Command::Rate(Confidence::Unsure)),
            ("guess", Command::Rate(Confidence::Guess)),
            ("reveal", Command::Reveal),
            ("knew", Command::Mark(Recall::Knew)),
            ("next", Command::Next),
            ("back", Command::Back),
            ("go 12", Command::Go(12)),
            ("flag", Command::Flag),
            ("aside", Command::SetAside),
            ("strike 2", Command::Strike(1)),
            ("review", Command::Review),
            ("time", Command::Time),
            ("replay", Command::Replay),
            ("what-if app.start=2s", Command::WhatIf("app.start=2s".to_owned(), None)),
            ("what-if a.B=2 7.5", Command::WhatIf("a.B=2".to_owned(), Some(7.5))),
            ("fact", Command::Fact),
            (" ! MinSize does, too", Command::Object("MinSize does, too".to_owned())),
            ("submit", Command::Submit),
            ("yes", Command::Yes),
            ("QUIT", Command::Quit),
            ("help", Command::Help),
            ("  ", Command::Nothing),
        ];
        for (line, command) in cases {
            assert_eq!(parse(line), Ok(command), "{line}");
        }
    }

    #[test]
    fn anything_else_is_told_what_can_be_said() {
        for line in
            ["0", "x", "go", "go far", "strike", "1 x", "sure thing", "99999999999999999999"]
        {
            let message = parse(line).unwrap_err().to_string();
            assert!(message.starts_with(&format!("`{line}` is not a command; enter 1 or a")));
        }
    }

    #[test]
    fn a_hostile_line_is_cut_and_cleaned() {
        let line = format!("\u{1b}[2J{}", "x".repeat(1_000));
        let message = parse(&line).unwrap_err();
        assert_eq!(message.line.chars().count(), 40);
        assert!(!message.line.contains('\u{1b}'));
    }
}
