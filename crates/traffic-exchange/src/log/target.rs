//! What a request asks for: its line, its path.

use std::borrow::Cow;

/// Returns the path in the request line `GET /path?query HTTP/1.1`; `None` where it has none.
pub(crate) fn of_request_line(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(' ')?;
    // A path may have spaces that nobody has encoded; the version is the last word of nearly all
    // lines, and a byte is found sooner than a word.
    let last = memchr::memrchr(b' ', rest.as_bytes()).and_then(|at| rest.split_at_checked(at));
    let target = match last {
        Some((target, version)) if version.starts_with(" HTTP/") => target,
        _ => rest.rsplit_once(" HTTP/").map_or(rest, |(target, _)| target),
    };
    path(target)
}

/// Returns the path of a target, which is a path or a whole address; `None` where it has none.
pub(crate) fn path(target: &str) -> Option<&str> {
    let target = target.trim();
    let is_address = |(scheme, _): &(&str, &str)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let address =
        if target.starts_with('/') { None } else { target.split_once("://").filter(is_address) };
    let path = match address {
        Some((_, rest)) => rest.find(['/', '?']).map_or("/", |at| rest.get(at..).unwrap_or("/")),
        None => target,
    };
    let end = memchr::memchr2(b'?', b'#', path.as_bytes());
    let path = end.and_then(|at| path.get(..at)).unwrap_or(path);
    match path {
        "" if target.len() > 1 && target.contains("://") => Some("/"),
        "*" => Some(path),
        _ => path.starts_with('/').then_some(path),
    }
}

/// Returns the path of a target that is owned or borrowed.
pub(crate) fn path_of_cow(
    target: Cow<'_, str>,
    of: impl Fn(&str) -> Option<&str>,
) -> Option<Cow<'_, str>> {
    match target {
        Cow::Borrowed(text) => of(text).map(Cow::Borrowed),
        Cow::Owned(text) => of(&text).map(|path| Cow::Owned(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_found_in_every_form_of_a_target() {
        for (line, path) in [
            ("GET /a?b=/c HTTP/1.1", Some("/a")),
            ("GET http://example.com:80/a/b?c HTTP/1.1", Some("/a/b")),
            ("GET https://example.com HTTP/1.1", Some("/")),
            ("GET https://example.com?x=1 HTTP/1.1", Some("/")),
            ("GET /my file.txt HTTP/1.0", Some("/my file.txt")),
            ("GET /old", Some("/old")),
            ("OPTIONS * HTTP/1.1", Some("*")),
            ("GET /r?to=http://other/x HTTP/2.0", Some("/r")),
            ("CONNECT example.com:443 HTTP/1.1", None),
            ("- http://example.com:80- -", Some("/")),
            (r"\x16\x03\x01", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(of_request_line(line), path, "{line}");
        }
    }
}
