//! Just enough of Rust's syntax to find the paths of a file: what is a comment
//! or a string, where a test module ends, and how `use` trees unfold.

/// `text` without comments, strings and test modules, its lines kept.
pub fn code_of(text: &str) -> String {
    without_tests(&without_words(text))
}

/// Every path of `code` with its line: `a::{b, c::d}` is `a`, `a::b` and
/// `a::c::d`, a macro's name ends in `!`.
pub fn paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut prefixes: Vec<String> = Vec::new();
    let mut line = 1;
    let mut rest = code;
    while let Some(next) = rest.chars().next() {
        let (path, after) = rest.split_at(path_length(rest).max(next.len_utf8()));
        rest = after;
        match next {
            '\n' => line += 1,
            '{' => prefixes.push(String::new()),
            '}' => drop(prefixes.pop()),
            next if is_word(next) => {
                let full = format!("{}{path}", prefixes.last().map_or("", String::as_str));
                match after.strip_prefix('{') {
                    Some(tree) if path.ends_with("::") => {
                        prefixes.push(full);
                        rest = tree;
                    }
                    _ if after.starts_with('!') => found.push((line, full + "!")),
                    _ => found.push((line, full)),
                }
            }
            _ => {}
        }
    }
    found
}

/// The length of the path that `text` begins with: words joined by `::`.
fn path_length(text: &str) -> usize {
    let word = |text: &str| text.find(|letter| !is_word(letter)).unwrap_or(text.len());
    let mut length = word(text);
    while text[length..].starts_with("::") {
        length += 2;
        length += word(&text[length..]);
    }
    length
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn lines_in(text: &str) -> usize {
    text.matches('\n').count()
}

/// Blanks comments, strings and characters.
fn without_words(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = words_length(rest, code.chars().last());
        if length == 0 {
            code.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        }
        let (words, after) = rest.split_at(length);
        code.push(' ');
        code.extend(std::iter::repeat_n('\n', lines_in(words)));
        rest = after;
    }
    code
}

/// The length of the comment, string or character that `text` begins with, or 0.
fn words_length(text: &str, before: Option<char>) -> usize {
    let until = |end: &str, from: usize| {
        text[from..].find(end).map_or(text.len(), |at| from + at + end.len())
    };
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return until("*/", 2);
    }
    let inside_a_word = before.is_some_and(is_word);
    if text.starts_with('r') && !inside_a_word {
        let hashes = text[1..].len() - text[1..].trim_start_matches('#').len();
        if text[1 + hashes..].starts_with('"') {
            return until(&format!("\"{}", "#".repeat(hashes)), 2 + hashes);
        }
    }
    if text.starts_with('"') {
        return closing_quote(text, '"');
    }
    // A lifetime has no closing quote after one letter.
    let is_character = text.starts_with("'\\") || text.chars().nth(2) == Some('\'');
    if text.starts_with('\'') && is_character { closing_quote(text, '\'') } else { 0 }
}

/// Where the quote that `text` begins with is closed; escapes are passed over.
fn closing_quote(text: &str, quote: char) -> usize {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if letter == quote {
            return at + quote.len_utf8();
        }
    }
    text.len()
}

/// Blanks the modules under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(MARK) {
        let (before, tests) = rest.split_at(start);
        kept.push_str(before);
        let (tests, after) = tests.split_at(item_length(tests));
        kept.extend(std::iter::repeat_n('\n', lines_in(tests)));
        rest = after;
    }
    kept + rest
}

/// The length of an item: to its semicolon, or to the end of its braces.
fn item_length(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in code.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}
