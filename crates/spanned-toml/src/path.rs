//! Dotted paths into a tree: `service.auto_scaling.max_size`, `traffic.0.users`,
//! `app.routes./health.status`, `app.routes."/v1.0".status`.

use super::faults::{SourcePlace, quoted};
use super::tree::{DEEPEST, Node, Table, TableEntry, Value};

/// Takes a dotted path apart. A name that holds a dot, a quote or `=` stands in quotes;
/// within double quotes `\"` and `\\` stand for a quote and a backslash. A path is no
/// longer than a file may nest: what nests deeper overflows the stack.
///
/// # Errors
///
/// Why the text is no path.
pub fn parse(text: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let (name, tail) = if let Some(quote @ ('"' | '\'')) = rest.chars().next() {
            let inner = rest.strip_prefix(quote).unwrap_or(rest);
            let (name, tail) = closing(inner, quote)
                .and_then(|end| Some((inner.get(..end)?, inner.get(end + 1..)?)))
                .ok_or_else(|| format!("{} lacks a closing quote", quoted(text)))?;
            (if quote == '"' { unescaped(name) } else { name.to_owned() }, tail)
        } else {
            let (name, tail) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
            (name.to_owned(), tail)
        };
        if name.trim().is_empty() {
            return Err(format!("{} has an empty name", quoted(text)));
        }
        if names.len() == DEEPEST {
            return Err(format!("{} has more than {DEEPEST} names", quoted(text)));
        }
        names.push(name.trim().to_owned());
        match tail.strip_prefix('.') {
            Some(more) => rest = more,
            None if tail.trim().is_empty() => return Ok(names),
            None => return Err(format!("{} continues after a closing quote", quoted(text))),
        }
    }
}

/// Where the `quote` stands in `text` that closes a name, as bytes.
pub(crate) fn closing(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, letter)| {
        let closes = letter == quote && !is_escaped;
        is_escaped = quote == '"' && letter == '\\' && !is_escaped;
        closes.then_some(at)
    })
}

/// A name as it was before [`join`] put backslashes before its quotes and backslashes.
fn unescaped(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = letters.next_if(|next| letter == '\\' && matches!(next, '"' | '\\'));
        plain.push(escaped.unwrap_or(letter));
    }
    plain
}

/// The dotted path of `names`, which [`parse`] takes apart again.
///
/// ```
/// use spanned_toml::path;
///
/// let path = path::join(["app", "routes", "/a=1.html", "status"]);
/// assert_eq!(path, "app.routes.\"/a=1.html\".status");
/// assert_eq!(path::parse(&path)?[2], "/a=1.html");
/// # Ok::<(), String>(())
/// ```
pub fn join<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let is_bare = |name: &str| {
        !name.is_empty() && !name.contains(['.', '=', '"', '\'']) && name.trim() == name
    };
    let quoted = |name: &str| match name {
        bare if is_bare(bare) => bare.to_owned(),
        name => format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    names.into_iter().map(quoted).collect::<Vec<_>>().join(".")
}

/// The node to which the dotted path leads from `root`, if it leads to one.
pub fn find<'n>(root: &'n Node, dotted: &str) -> Option<&'n Node> {
    parse(dotted).ok()?.iter().try_fold(root, |node, name| match &node.value {
        Value::Table(table) => table.get(name).map(|entry| &entry.node),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Puts `node` where `path` leads from `root`, making tables on the way; an
/// array is entered by the index of an element that it has. Gives back what
/// stood there before.
///
/// # Errors
///
/// What is in the way.
pub fn insert(
    root: &mut Node,
    path: &[String],
    key: &SourcePlace,
    node: Node,
) -> Result<Option<Node>, String> {
    let mut slot = root;
    for name in path {
        slot = step(slot, name, key)?;
    }
    let before = std::mem::replace(slot, node);
    Ok((before.place != *key).then_some(before))
}

/// One name further down.
fn step<'n>(node: &'n mut Node, name: &str, key: &SourcePlace) -> Result<&'n mut Node, String> {
    let kind = node.value.kind();
    match &mut node.value {
        Value::Table(table) => {
            let fresh = || {
                let node = Node { place: key.clone(), value: Value::Table(Table::new()) };
                Box::new(TableEntry { key: key.clone(), node })
            };
            Ok(&mut table.entry(name.to_owned()).or_insert_with(fresh).node)
        }
        Value::Array(items) => {
            let count = items.len();
            let element = name.parse::<usize>().ok().and_then(|index| items.get_mut(index));
            let name = quoted(name);
            element.ok_or_else(|| match count {
                0 => format!("no element {name}, the array is empty"),
                1 => format!("no element {name}, the array has only element 0"),
                _ => format!("no element {name}, the array has elements 0 to {}", count - 1),
            })
        }
        _ => Err(format!("no field {} in {kind}", quoted(name))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_dot_stands_in_quotes() {
        let names = |text| parse(text).unwrap().join("|");
        assert_eq!(names("traffic.0.users"), "traffic|0|users");
        assert_eq!(names("app.routes./health.status"), "app|routes|/health|status");
        assert_eq!(names("app.routes.\"/v1.0\".status"), "app|routes|/v1.0|status");
        assert_eq!(names("app.routes.'/v1.0'"), "app|routes|/v1.0");
    }

    #[test]
    fn any_name_comes_back_from_its_path() {
        for name in ["/a b", "/\"x\"", "/it's", "/'\"", "/a\\", "/\\\"=.", "/a\\b", "/x=1.html"] {
            let path = join(["app", "routes", name, "status"]);
            assert_eq!(parse(&path).unwrap(), ["app", "routes", name, "status"], "{path}");
        }
    }

    #[test]
    fn a_broken_path_is_refused() {
        for text in ["", ".", "a.", ".a", "a..b", "\"a", "\"a\"b"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"a.".repeat(100_000)).is_err());
        let deep = format!("{}a", "a.".repeat(DEEPEST));
        assert!(parse(&deep).unwrap_err().ends_with("more than 100 names"));
    }
}
