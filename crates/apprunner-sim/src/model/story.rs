//! What a scenario reports about its run, and when: the symptom before it, the words of a stop
//! while it goes on, cause and fix after it.

use super::goal::Pause;
use super::metric::Metric;
use super::rules::Edition;
use super::time::SimTime;

/// The texts of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// What is seen before anybody knows why: for lists and the start of a run.
    pub symptom: StoryText,
    /// Cause and fix, once the run is over; `None` where the file has none.
    pub debrief: Option<StoryText>,
    /// The instructor's stops, in order of time.
    pub stops: Vec<Stop>,
}

/// A stop for the instructor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// When.
    pub at: SimTime,
    /// What to say there, after the question where there is one.
    pub say: StoryText,
    /// Whether playing stops.
    pub pause: Pause,
    /// A question to answer before the run goes on.
    pub question: Option<String>,
}

impl Stop {
    /// Whether a playing run stops here: to be spoken about, or for a prediction.
    pub fn stops(&self) -> bool {
        self.pause == Pause::Yes || self.question.is_some()
    }
}

/// A text in which figures of the run stand as `{requests.rejected}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryText {
    parts: Vec<TextPart>,
    written_for: Option<Edition>,
}

/// Words, or the place of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TextPart {
    Words(String),
    Figure(Metric),
}

/// A placeholder that names no figure of a summary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{{{0}}}` is not a metric of a run")]
pub struct UnknownFigure(pub String);

impl StoryText {
    /// Reads `text`. What stands in braces and looks like a dotted path is a placeholder;
    /// other braces are words.
    ///
    /// # Errors
    ///
    /// The first placeholder that is no path of a figure.
    ///
    /// ```
    /// use apprunner_sim::model::story::StoryText;
    ///
    /// let text = StoryText::parse("{requests.failed} failed, {} did not.").unwrap();
    /// assert_eq!(text.filled(|metric| metric.name().into_owned()), "requests.failed failed, {} did not.");
    /// assert!(StoryText::parse("{requests.eaten}").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, UnknownFigure> {
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        while let Some((before, path, after)) = placeholder(rest) {
            let metric = Metric::parse(path).ok_or_else(|| UnknownFigure(path.to_owned()))?;
            words.push_str(before);
            if !words.is_empty() {
                parts.push(TextPart::Words(std::mem::take(&mut words)));
            }
            parts.push(TextPart::Figure(metric));
            rest = after;
        }
        words.push_str(rest);
        if !words.is_empty() {
            parts.push(TextPart::Words(words));
        }
        Ok(Self { parts, written_for: None })
    }

    /// The same text in a run under other rules than those of `edition`, for which it was
    /// written.
    #[must_use]
    pub(crate) fn written_for(self, edition: Edition) -> Self {
        Self { written_for: Some(edition), ..self }
    }

    /// The edition that it was written for, where the run is under another one.
    pub fn foreign(&self) -> Option<Edition> {
        self.written_for
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The figures that it names, in the order of the text.
    pub fn figures(&self) -> impl Iterator<Item = Metric> {
        self.parts.iter().filter_map(|part| match part {
            TextPart::Words(_) => None,
            TextPart::Figure(metric) => Some(*metric),
        })
    }

    /// The text with each placeholder replaced by what `figure` says.
    pub fn filled(&self, figure: impl Fn(Metric) -> String) -> String {
        let part = |part: &TextPart| match part {
            TextPart::Words(words) => words.clone(),
            TextPart::Figure(metric) => figure(*metric),
        };
        self.parts.iter().map(part).collect()
    }

    /// The text as its file has it.
    pub fn source(&self) -> String {
        self.filled(|metric| format!("{{{}}}", metric.name()))
    }
}

/// The first placeholder of `text`: what is before it, its path, what is after it.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('{').find_map(|(open, _)| {
        let inner = text.get(open + 1..)?;
        let (path, after) = inner.split_once('}')?;
        let of_path =
            |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "._".contains(it);
        let is_path = path.contains('.') && path.chars().all(of_path);
        is_path.then(|| (text.get(..open).unwrap_or_default(), path, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_other_braces_stay() {
        let text = "At {first.rejected}: {requests.by_status.503} got 503, {\"a\": 1} {x} {.";
        let read = StoryText::parse(text).unwrap();
        assert_eq!(
            read.figures().collect::<Vec<_>>(),
            [Metric::FirstRejected, Metric::ByStatus(503)]
        );
        assert_eq!(read.source(), text);
        assert_eq!(
            read.filled(|metric| metric.label().into_owned()),
            "At First rejected request: Responses with 503 got 503, {\"a\": 1} {x} {."
        );
    }

    #[test]
    fn a_placeholder_without_a_figure_is_refused() {
        let faults = ["{requests.rejcted}", "fine {requests.failed} but {nothing.at_all}"];
        for text in faults {
            assert!(StoryText::parse(text).is_err(), "{text}");
        }
    }
}
