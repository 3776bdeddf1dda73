//! The file of a scenario beside its text.

use crate::model::replay::Traces;

/// What a scenario is called, where it lies, and what opens the logs that it names.
#[derive(Clone, Copy)]
pub(super) struct ScenarioFile<'f> {
    /// What the scenario is called on the command line.
    pub(super) name: &'f str,
    /// What reports call the file, which leads to it.
    pub(super) path: &'f str,
    /// What opens the logs that it names.
    pub(super) traces: &'f Traces,
}

impl<'f> ScenarioFile<'f> {
    /// The file at `path`, whose logs are opened by `traces`.
    pub(super) fn opened(path: &'f str, traces: &'f Traces) -> Self {
        Self { name: stem(path), path, traces }
    }

    /// A file that is looked at and not run: its logs stay closed.
    pub(super) fn unopened(path: &'f str) -> Self {
        static CLOSED: Traces = Traces::CLOSED;
        Self::opened(path, &CLOSED)
    }
}

/// What a file is called on the command line: its name without folder and
/// `.toml`.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.strip_suffix(".toml").unwrap_or(file)
}
