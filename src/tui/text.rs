//! Fitting text into cells: wrapping at words, cutting with an ellipsis. Code stands in backticks
//! in a text and in a style of its own on the screen.

use std::iter;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// `parts` beside each other, from the end without those that have no room in `room` cells.
pub(super) fn joined_in(mut parts: Vec<String>, room: usize) -> String {
    while parts.len() > 1 && width(&parts.join(" · ")) > room {
        parts.pop();
    }
    parts.join(" · ")
}

/// The cells that `text` takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// `text` in lines of at most `width` cells, broken between words; an address is broken behind a
/// slash or a hyphen, another word that is longer where it must be.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let lines = marked(text, width).into_iter();
    lines.map(|line| line.replace(CODE, "")).collect()
}

/// As [`wrap`], every line in spans of `style`, code apart from the rest.
pub(super) fn wrap_spans(text: &str, width: usize, style: Style) -> Vec<Vec<Span<'static>>> {
    let code = if style.add_modifier.contains(Modifier::BOLD) {
        style.remove_modifier(Modifier::BOLD)
    } else {
        style.add_modifier(Modifier::BOLD)
    };
    let (mut now, mut other) = (style, code);
    let mut spans = |line: String| {
        let mut spans = Vec::new();
        for (place, part) in line.split(CODE).enumerate() {
            if place > 0 {
                std::mem::swap(&mut now, &mut other);
            }
            spans.push(Span::styled(part.to_owned(), now));
        }
        spans.retain(|span| !span.content.is_empty());
        spans
    };
    marked(text, width).into_iter().map(&mut spans).collect()
}

/// `text` in lines of at most `width` cells, [`CODE`] at both ends of what is code.
fn marked(text: &str, width: usize) -> Vec<String> {
    if width == 0 {
        return Vec::new();
    }
    let options = Options::new(width)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation);
    let is_paired = text.matches('`').count().is_multiple_of(2) && !text.contains("``");
    let whole = if is_paired { text.replace('`', CODE) } else { text.to_owned() };
    let whole = with_units(&whole);
    let wrapped = whole.lines().flat_map(|line| textwrap::wrap(line, &options));
    wrapped.map(|line| line.replace(NO_BREAK, " ")).collect()
}

/// Stands for a backtick while lines are broken: it takes no cell.
const CODE: &str = "\u{2060}";

/// The words of `line`, an address in the parts at which it may be broken.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut rest = line;
    let parts = WordSeparator::AsciiSpace.find_words(line).flat_map(move |word| {
        let (whole, after) = rest.split_at(word.word.len() + word.whitespace.len());
        rest = after;
        let host = word.word.find("://").map(|scheme| scheme + 3);
        let (scheme, path) = whole.split_at(host.unwrap_or(whole.len()));
        let mut parts: Vec<&str> = path.split_inclusive(['/', '-']).collect();
        match parts.first_mut() {
            Some(first) => *first = &whole[..scheme.len() + first.len()],
            None => parts.push(whole),
        }
        parts.into_iter().map(Word::from)
    });
    Box::new(parts)
}

/// A blank at which no line is broken.
pub(super) const NO_BREAK: &str = "\u{a0}";

/// `text` with every figure bound to the unit behind it.
fn with_units(text: &str) -> String {
    const UNITS: [&str; 8] = ["%", "s", "ms", "min", "h", "GB", "MB", "vCPU"];
    let mut bound = String::with_capacity(text.len());
    for (place, word) in text.split(' ').enumerate() {
        if place > 0 {
            let is_unit = UNITS.contains(&word.trim_end_matches([',', '.', ';', ':', ')']));
            let figure = bound.strip_suffix(CODE).unwrap_or(&bound);
            let is_figure = figure.ends_with(|letter: char| letter.is_ascii_digit());
            bound.push_str(if is_unit && is_figure { NO_BREAK } else { " " });
        }
        bound.push_str(word);
    }
    bound
}

/// Texts below each other as a list of points, an empty line between two.
pub(super) fn listed<'a>(
    texts: impl Iterator<Item = &'a str>,
    width: u16,
    style: Style,
) -> Vec<Line<'static>> {
    let point = |text: &str| {
        let lines = hanging(Span::styled("· ", style), text.trim(), width, style);
        lines.into_iter().chain([Line::default()])
    };
    let mut lines: Vec<_> = texts.flat_map(point).collect();
    lines.pop();
    lines
}

/// `content` behind `head` in lines of at most `width` cells, its further lines below
/// the first.
pub(super) fn hanging(
    head: Span<'static>,
    content: &str,
    width: u16,
    style: Style,
) -> Vec<Line<'static>> {
    let indent = head.width();
    let room = usize::from(width).saturating_sub(indent).max(1);
    let blank = Span::styled(" ".repeat(indent), head.style);
    let heads = iter::once(head).chain(iter::repeat(blank));
    let lines = wrap_spans(content, room, style).into_iter().zip(heads);
    lines.map(|(line, head)| [head].into_iter().chain(line).collect()).collect()
}

/// As [`hanging`], each line filled to `width` cells: a row that is chosen.
pub(super) fn hanging_row(
    head: Span<'static>,
    content: &str,
    width: u16,
    style: Style,
) -> Vec<Line<'static>> {
    let fill = |mut line: Line<'static>| {
        let missing = usize::from(width).saturating_sub(line.width());
        line.push_span(Span::styled(
            " ".repeat(missing),
            style.remove_modifier(Modifier::CROSSED_OUT),
        ));
        line
    };
    hanging(head, content, width, style).into_iter().map(fill).collect()
}

/// Cells beside each other, each wrapped within its own width, `gap` blanks behind each.
pub(super) fn columns(gap: usize, cells: &[(&str, usize, Style)]) -> Vec<Line<'static>> {
    let cells: Vec<(Vec<Vec<Span<'static>>>, usize)> = (cells.iter())
        .map(|&(text, width, style)| (wrap_spans(text, width, style), width))
        .collect();
    let height = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or_default();
    let line = |row: usize| {
        let spans = cells.iter().flat_map(|(lines, width)| {
            let line = lines.get(row).cloned().unwrap_or_default();
            let taken: usize = line.iter().map(Span::width).sum();
            let blank = " ".repeat(width.saturating_sub(taken) + gap);
            line.into_iter().chain([Span::raw(blank)])
        });
        spans.collect::<Line<'_>>()
    };
    (0..height).map(line).collect()
}

/// `line` as it stands, in pieces of at most `width` cells, broken behind a blank where one
/// stands in the second half.
pub(super) fn pieces(line: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let (mut pieces, mut rest) = (Vec::new(), line);
    while rest.width() > width {
        let first = Word::from(rest).break_apart(width).next();
        let first = first.map_or(rest, |first| first.word);
        let blank = first.rfind(' ').filter(|place| *place > width / 2);
        let end = blank.map_or(first.len(), |place| place + 1);
        let (piece, after) = rest.split_at(end);
        pieces.push(piece.to_owned());
        rest = after;
    }
    pieces.push(rest.to_owned());
    pieces
}

/// A command for a shell in lines of at most `width` cells that are the same command once they
/// are copied: each but the last ends in ` \`, behind a whole argument. An argument that has no
/// line to itself is broken where it must be, and a comment between words.
pub(super) fn command(line: &str, width: usize) -> Vec<String> {
    const INDENT: &str = "  ";
    const END: &str = " \\";
    if line.width() <= width {
        return vec![line.to_owned()];
    }
    if line.starts_with('#') {
        return wrap(line, width);
    }
    let mut lines: Vec<String> = Vec::new();
    // An option stays beside its value where it has room.
    for option in arguments(line).chunk_by(|_, next| !next.starts_with('-')) {
        let together = option.join(" ");
        let fits = INDENT.width() + together.width() + END.width() <= width;
        let whole = [together.as_str()];
        for part in if fits { &whole[..] } else { option } {
            match lines.last_mut() {
                Some(line) if line.width() + 1 + part.width() + END.width() <= width => {
                    line.push(' ');
                    line.push_str(part);
                }
                Some(line) => {
                    line.push_str(END);
                    lines.push(format!("{INDENT}{part}"));
                }
                None => lines.push((*part).to_owned()),
            }
        }
    }
    lines.iter().flat_map(|line| pieces(line, width)).collect()
}

/// The arguments of a command: what stands between blanks outside of quotes.
fn arguments(line: &str) -> Vec<&str> {
    let mut quote = None;
    let is_between = |letter: char| {
        match quote {
            Some(open) if open == letter => quote = None,
            None if letter == '\'' || letter == '"' => quote = Some(letter),
            _ => {}
        }
        quote.is_none() && letter == ' '
    };
    line.split(is_between).filter(|argument| !argument.is_empty()).collect()
}

/// `text` in at most `width` cells, its end replaced by an ellipsis if it must be.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if kept.width() + letter.width().unwrap_or(0) + 1 > width {
            break;
        }
        kept.push(letter);
    }
    if width > 0 {
        kept.push('…');
    }
    kept
}

/// `text` cut or filled with spaces to exactly `width` cells.
pub(super) fn pad(text: &str, width: usize) -> String {
    let mut padded = cut(text, width);
    let missing = width.saturating_sub(padded.width());
    padded.extend(std::iter::repeat_n(' ', missing));
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a\n\nb", 7), ["a", "", "b"]);
        assert_eq!(wrap("abcdefgh ij", 5), ["abcde", "fgh", "ij"].map(str::to_owned));
        assert!(wrap("anything", 0).is_empty());
    }

    #[test]
    fn an_address_is_broken_behind_its_slashes_and_hyphens() {
        let address = "https://docs.aws.amazon.com/apprunner/latest/dg/manage-configure.html";
        let expected = [
            "see",
            "https://docs.aws.amazon.com/",
            "apprunner/latest/dg/manage-",
            "configure.html now",
        ];
        assert_eq!(wrap(&format!("see {address} now"), 30), expected);
        assert_eq!(wrap(address, 90), [address]);
        assert_eq!(wrap("a well-known and/or word", 8), ["a", "well-kno", "wn", "and/or", "word"]);
    }

    #[test]
    fn code_has_a_style_instead_of_its_backticks() {
        let style = Style::new();
        let lines = wrap_spans("set `min size` to `2`.", 8, style);
        let bold = style.add_modifier(Modifier::BOLD);
        let expected = [
            vec![Span::styled("set ", style), Span::styled("min", bold)],
            vec![Span::styled("size", bold), Span::styled(" to", style)],
            vec![Span::styled("2", bold), Span::styled(".", style)],
        ];
        assert_eq!(lines, expected);
        assert_eq!(wrap("set `min size`", 20), ["set min size"]);
        assert_eq!(wrap("one ` alone", 20), ["one ` alone"]);
        assert_eq!(wrap("`` is empty", 20), ["`` is empty"]);
        let strong = wrap_spans("a `b`", 9, bold);
        assert_eq!(strong[0][1].style, bold.remove_modifier(Modifier::BOLD));
    }

    #[test]
    fn a_figure_keeps_its_unit() {
        assert_eq!(wrap("failed: 62.3 %. r", 14), ["failed:", "62.3 %. r"]);
        assert_eq!(wrap("in 300 s, so", 6), ["in", "300 s,", "so"]);
        assert_eq!(wrap("in `300` s, so", 6), ["in", "300 s,", "so"]);
        assert_eq!(wrap("3 shards", 5), ["3", "shard", "s"]);
    }

    /// What a shell makes of `lines`.
    fn joined(lines: &[String]) -> String {
        let text = lines.join("\n").replace("\\\n", "");
        arguments(&text).join(" ")
    }

    #[test]
    fn a_command_in_lines_is_the_same_command() {
        let command = "aws apprunner update-service --service-arn \"$SERVICE_ARN\" \
                       --instance-configuration Cpu=256,Memory=512 \
                       --source-configuration '{\"a\": \"b  c\"}'";
        for width in 42..160 {
            let lines = super::command(command, width);
            assert_eq!(joined(&lines), command, "{width}");
            assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:#?}");
        }
        let expected = [
            r"aws apprunner update-service \",
            r#"  --service-arn "$SERVICE_ARN" \"#,
            r"  --instance-configuration Cpu=256,Memory=512 \",
            r#"  --source-configuration '{"a": "b  c"}'"#,
        ];
        assert_eq!(super::command(command, 48), expected);
        assert_eq!(super::command("# no command: 2 instances exit", 20).len(), 2);
        assert_eq!(super::command("aws `date`", 20), ["aws `date`"]);
    }

    #[test]
    fn a_cut_is_shown() {
        assert_eq!(cut("instances", 5), "inst…");
        assert_eq!(cut("five", 4), "five");
        assert_eq!(cut("any", 0), "");
        assert_eq!(pad("ab", 4), "ab  ");
    }
}
