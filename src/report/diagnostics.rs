//! Faults of a file as a person reads them: the message, the place, the line
//! with a marker under it, and the way out.
//!
//! A file may be one line of a hundred megabytes or have thousands of faults:
//! only a window of a line is shown, only the first faults are printed, and the
//! text is walked once.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::safe::in_a_line;
use spanned_toml::diagnostic::{Diagnostic, Diagnostics, Severity, Source};
use spanned_toml::faults::counted;

/// Faults printed for one file.
const PRINTED: usize = 50;

/// Characters of a long line shown before a fault.
const BEFORE: usize = 50;

/// Characters of a long line shown from the start of a fault on.
const AFTER: usize = 70;

/// Whether the text carries colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone, for pipes and `NO_COLOR`.
    Plain,
    /// With the escape codes of a terminal.
    Colored,
}

/// Every fault of a file as text that ends in a summary line.
pub fn render(diagnostics: &Diagnostics, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut lines = Lines { text: &diagnostics.source.text, start: 0, number: 1 };
    let mut out = String::new();
    for fault in diagnostics.faults.iter().take(PRINTED) {
        out.push_str(&one(fault, &diagnostics.source, &mut lines, &renderer));
        out.push_str("\n\n");
    }
    if let Some(more) = diagnostics.faults.len().checked_sub(PRINTED).filter(|&more| more > 0) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "… and {more} more");
    }
    out.push_str(&summary(diagnostics));
    out.push('\n');
    out
}

/// How many faults there are, and where: `3 errors in surge.toml`.
fn summary(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.errors().count();
    let warnings = diagnostics.faults.len() - errors;
    let counts = match (errors, warnings) {
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => {
            format!("{} and {}", counted(errors, "error"), counted(warnings, "warning"))
        }
    };
    format!("{counts} in {}", visible(&diagnostics.source.name))
}

/// One fault.
fn one(fault: &Diagnostic, source: &Source, lines: &mut Lines<'_>, renderer: &Renderer) -> String {
    let level = match fault.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible(&fault.message);
    let title = level.primary_title(message.as_str());
    let title = match fault.rule {
        Some(rule) => title.id(rule),
        None => title,
    };
    let (number, line_start, line) = lines.line_at(fault.span.start);
    let window = Window::of(line, line_start, &fault.span);
    let name = visible(&source.name);
    let expected = visible(&fault.expected);
    let marker = AnnotationKind::Primary.span(window.marked.clone());
    let marker = if expected.is_empty() { marker } else { marker.label(expected.as_str()) };
    let snippet = Snippet::source(window.text.as_str())
        .path(name.as_str())
        .line_start(number)
        .annotation(marker);
    let group = title.element(snippet);
    let group = match &fault.help {
        Some(help) => group.element(Level::HELP.message(visible(help))),
        None => group,
    };
    let shown = renderer.render(&[group]);
    // The renderer counts columns in the window; the person counts in the file.
    let in_window = window.text.get(..window.marked.start).unwrap_or_default().chars().count() + 1;
    if in_window == window.column {
        return shown;
    }
    let place = |column: usize| format!("{name}:{number}:{column}");
    shown.replacen(&place(in_window), &place(window.column), 1)
}

/// Finds lines by offset. Faults come in order of place, so the text is walked
/// once.
struct Lines<'t> {
    text: &'t str,
    start: usize,
    number: usize,
}

impl<'t> Lines<'t> {
    /// Number, first byte and text of the line that holds byte `offset`.
    fn line_at(&mut self, offset: usize) -> (usize, usize, &'t str) {
        let offset = floor(self.text, offset);
        if offset < self.start {
            (self.start, self.number) = (0, 1);
        }
        let passed = self.text.get(self.start..offset).unwrap_or_default();
        self.number += passed.matches('\n').count();
        if let Some(last) = passed.rfind('\n') {
            self.start += last + 1;
        }
        let rest = self.text.get(self.start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        (self.number, self.start, line.strip_suffix('\r').unwrap_or(line))
    }
}

/// The part of a line that is shown, with what is marked in it.
struct Window {
    text: String,
    marked: Range<usize>,
    column: usize,
}

impl Window {
    /// The surroundings of `span` in the line that begins at `line_start`.
    fn of(line: &str, line_start: usize, span: &Range<usize>) -> Self {
        let from = floor(line, span.start.saturating_sub(line_start));
        let to = floor(line, span.end.saturating_sub(line_start)).max(from);
        let (before, rest) = line.split_at(from);
        let marked = rest.get(..to - from).unwrap_or_default();

        let fits = line.chars().nth(BEFORE + AFTER).is_none();
        let (left, right) = if fits { (usize::MAX, usize::MAX) } else { (BEFORE, AFTER) };
        let kept: Vec<char> = before.chars().rev().take(left).collect();
        let shown_before: String = kept.into_iter().rev().collect();
        let shown_rest: String = rest.chars().take(right).collect();
        let shown_marked: String = marked.chars().take(right).collect();

        let mut text = String::new();
        if shown_before.len() < before.len() {
            text.push('…');
        }
        text.push_str(&visible(&shown_before));
        let start = text.len();
        let end = start + visible(&shown_marked).len();
        text.push_str(&visible(&shown_rest));
        if shown_rest.len() < rest.len() {
            text.push('…');
        }
        Self { text, marked: start..end, column: before.chars().count() + 1 }
    }
}

/// The start of the character that holds byte `offset` of `line`, or its end.
fn floor(line: &str, offset: usize) -> usize {
    let mut offset = offset.min(line.len());
    while !line.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// `text` on one line, with everything that a terminal would act on made visible.
fn visible(text: &str) -> String {
    in_a_line(&text.replace('\t', "  ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faulty(text: &str, span: Range<usize>) -> Diagnostics {
        let fault = Diagnostic {
            severity: Severity::Error,
            rule: None,
            message: "wrong".to_owned(),
            span,
            expected: "right".to_owned(),
            help: Some("fix it".to_owned()),
        };
        let source = Source { name: "file.toml".to_owned(), text: text.to_owned() };
        Diagnostics { source, faults: vec![fault] }
    }

    #[test]
    fn a_fault_shows_its_line_with_a_marker() {
        let shown = render(&faulty("a = 1\nbé = 2\n", 6..9), Style::Plain);
        assert!(shown.starts_with("error: wrong\n --> file.toml:2:1\n"), "{shown}");
        assert!(shown.contains("2 | bé = 2\n  | ^^ right"), "{shown}");
        assert!(shown.contains("help: fix it"), "{shown}");
        assert!(shown.ends_with("1 error in file.toml\n"), "{shown}");
    }

    #[test]
    fn a_long_line_is_cut_and_its_column_kept() {
        let text = format!("{}X{}", "é".repeat(50_000), "y".repeat(50_000));
        let shown = render(&faulty(&text, 100_000..100_001), Style::Plain);
        assert!(shown.contains("file.toml:1:50001"), "{shown}");
        assert!(shown.len() < 1_000, "{shown}");
    }

    #[test]
    fn only_the_first_faults_are_printed() {
        let mut many = faulty("x", 0..1);
        many.faults = vec![many.faults[0].clone(); 3_000];
        let shown = render(&many, Style::Plain);
        assert!(shown.ends_with("… and 2950 more\n3000 errors in file.toml\n"));
    }

    #[test]
    fn what_a_terminal_would_act_on_is_made_visible() {
        let text = "a = \"\u{1b}[31m\u{202e}\"";
        let shown = render(&faulty(text, 5..6), Style::Plain);
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
        assert!(render(&faulty("a", 0..1), Style::Colored).contains('\u{1b}'));
    }

    #[test]
    fn any_span_is_shown_without_harm() {
        for (start, end) in [(0, 0), (0, 99), (3, 2), (99, 99), (2, 3), (5, 6), (1, 1)] {
            render(&faulty("é\r\nö", start..end), Style::Plain);
        }
        render(&faulty("", 0..0), Style::Plain);
    }
}
