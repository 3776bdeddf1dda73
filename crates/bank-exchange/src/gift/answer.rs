//! The answers of a GIFT question: what stands between its braces.

use super::escape::{find, split};

/// What type of answers a question has.
#[derive(Debug, PartialEq)]
pub(super) enum Answers<'t> {
    /// True or false, with the feedback for a wrong and for a right answer.
    Truth { is_true: bool, wrong: &'t str, right: &'t str },
    /// Options to choose from.
    Options(Vec<GiftOption<'t>>),
    /// Nothing to choose from; the name of the type.
    Other(&'static str),
    /// Nothing that follows the rules.
    Malformed(&'static str),
}

/// An option as it is written.
#[derive(Debug, PartialEq)]
pub(super) struct GiftOption<'t> {
    /// Its place in the text.
    pub(super) at: usize,
    /// Whether it begins with `=`.
    pub(super) is_right: bool,
    /// Its share of the points in percent, where one is written.
    pub(super) weight: Option<f64>,
    /// Its text, with escapes.
    pub(super) text: &'t str,
    /// Its feedback, with escapes.
    pub(super) feedback: &'t str,
}

/// Reads the answers in `inside`.
pub(super) fn read(inside: &str) -> Answers<'_> {
    let trimmed = inside.trim();
    if trimmed.is_empty() {
        return Answers::Other("an essay question");
    }
    if trimmed.starts_with('#') {
        return Answers::Other("a numerical question");
    }
    if let Some(truth) = truth(trimmed) {
        return truth;
    }
    let options = options(inside);
    if options.is_empty() {
        return Answers::Malformed("its answers do not begin with `=` or `~`");
    }
    if options.iter().any(|option| !option.is_right) {
        return Answers::Options(options);
    }
    // Without a wrong option the right ones are typed in or matched.
    let is_match = options.iter().all(|option| option.text.contains("->"));
    Answers::Other(if is_match { "a matching question" } else { "a short answer question" })
}

fn truth(text: &str) -> Option<Answers<'_>> {
    let (word, feedback) = split(text, "#").unwrap_or((text, ""));
    let is_true = match word.trim().to_ascii_uppercase().as_str() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _ => return None,
    };
    let (wrong, right) = split(feedback, "#").unwrap_or((feedback, ""));
    Some(Answers::Truth { is_true, wrong: wrong.trim(), right: right.trim() })
}

fn options(inside: &str) -> Vec<GiftOption<'_>> {
    let mut options = Vec::new();
    let mut at = find(inside, &['=', '~']).unwrap_or(inside.len());
    while let Some(body) = inside.get(at + 1..) {
        let end = find(body, &['=', '~']).unwrap_or(body.len());
        let (body, _) = body.split_at(end);
        let is_right = inside.as_bytes().get(at) == Some(&b'=');
        let (text, feedback) = split(body, "#").unwrap_or((body, ""));
        let (weight, text) = weight(text.trim());
        let (text, feedback) = (text.trim(), feedback.trim());
        options.push(GiftOption { at, is_right, weight, text, feedback });
        at += 1 + end;
    }
    options
}

/// Reads `%50%` at the beginning of `text`, and returns what follows it.
fn weight(text: &str) -> (Option<f64>, &str) {
    let read = || {
        let (number, after) = text.strip_prefix('%')?.split_once('%')?;
        let legal = |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '.');
        let weight = number.parse().ok().filter(|_| number.chars().all(legal))?;
        Some((weight, after))
    };
    match read() {
        Some((weight, after)) => (Some(weight), after),
        None => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_is_told_apart() {
        let truth = Answers::Truth { is_true: false, wrong: "no", right: "yes" };
        assert_eq!(read("FALSE#no#yes"), truth);
        assert_eq!(read(" "), Answers::Other("an essay question"));
        assert_eq!(read("#3:2"), Answers::Other("a numerical question"));
        assert_eq!(read("=a -> 1 =b -> 2 =c -> 3"), Answers::Other("a matching question"));
        assert_eq!(read("=four =4"), Answers::Other("a short answer question"));
        assert!(matches!(read("four"), Answers::Malformed(_)));
    }

    #[test]
    fn weights_and_feedback_belong_to_their_option() {
        let Answers::Options(options) = read(r"~%-50%a\=b#no =%33.333%c ~100% d") else {
            panic!("no options");
        };
        let seen: Vec<_> = options
            .iter()
            .map(|option| (option.is_right, option.weight, option.text, option.feedback))
            .collect();
        let wanted = [
            (false, Some(-50.0), r"a\=b", "no"),
            (true, Some(33.333), "c", ""),
            (false, None, "100% d", ""),
        ];
        assert_eq!(seen, wanted);
    }
}
