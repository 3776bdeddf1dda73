//! Answers by the thousand, as an export holds them.

/// An export of `count` answers to seven questions.
pub fn answered(count: usize) -> String {
    let line = |number: usize| {
        format!(
            r#"{{"answer":{{"id":"{number:032x}","question":"killed-{}","rev":1,"at_ms":{},"day":"2026-01-01","options":[0],"right":false,"seed":3,"took_ms":1000}}}}"#,
            number % 7,
            1_767_225_600_000_u64 + number as u64
        )
    };
    let header = r#"{"format_version":1,"kind":"coldstart-data"}"#.to_owned();
    let lines: Vec<String> = std::iter::once(header).chain((0..count).map(line)).collect();
    lines.join("\n") + "\n"
}
