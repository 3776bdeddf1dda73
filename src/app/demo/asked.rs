//! What a stop asks a room, without a word of its key, and what it is shown afterwards.

use serde::{Deserialize, Serialize};

use apprunner_sim::model::time::SimTime;
use quizbank::model::question::Exhibit;
use quizbank::present::PresentedQuestion;

/// A question as a room gets it: nothing in it says which option is right.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct AskedQuestion {
    /// The id of the question.
    pub question: String,
    /// Its revision.
    pub rev: u32,
    /// Where the run was stopped, in microseconds since its start.
    pub stop_us: u64,
    /// The stem, filled in.
    pub stem: String,
    /// The text that the stem refers to, if any.
    pub exhibit: Option<AskedExhibit>,
    /// The options in the order shown.
    pub options: Vec<AskedOption>,
    /// Number of options to pick, 1 or more.
    pub wanted: usize,
}

/// A text that a stem refers to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct AskedExhibit {
    /// What it is, such as `json`.
    pub kind: String,
    /// The text as it stands.
    pub text: String,
}

impl AskedExhibit {
    fn of(exhibit: &Exhibit) -> Self {
        Self { kind: exhibit.kind.name().to_owned(), text: exhibit.text.trim_end().to_owned() }
    }
}

/// An option of a question that a room is asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct AskedOption {
    /// Position in the file of the question, counted from 0: what a vote names.
    pub position: usize,
    /// What it says, filled in.
    pub text: String,
}

impl AskedQuestion {
    /// The question `item`, asked at the stop at `stop`.
    pub fn of(item: &PresentedQuestion, stop: SimTime) -> Self {
        let options = item.options.iter();
        let options =
            options.map(|it| AskedOption { position: it.position, text: it.text.clone() });
        Self {
            question: item.question.id.0.clone(),
            rev: item.question.rev,
            stop_us: stop.as_micros(),
            stem: item.stem.clone(),
            exhibit: item.question.exhibit.as_ref().map(AskedExhibit::of),
            options: options.collect(),
            wanted: item.wanted(),
        }
    }

    /// The position in the file of the option at this place, counted from 0 in the order shown.
    pub fn position(&self, place: usize) -> Option<usize> {
        self.options.get(place).map(|option| option.position)
    }

    /// Whether `picks` are different options, as many as the question asks for.
    pub fn takes(&self, picks: &[usize]) -> bool {
        let is_option = |pick: &usize| self.options.iter().any(|it| it.position == *pick);
        let is_first =
            |(index, pick): (usize, &usize)| !picks.iter().take(index).any(|it| it == pick);
        picks.len() == self.wanted
            && picks.iter().all(is_option)
            && picks.iter().enumerate().all(is_first)
    }
}

/// What came of a question: the first thing a room hears of its key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct StopOutcome {
    /// Positions of the options that came true; none where the run went another way.
    pub right: Vec<usize>,
    /// Why each of those is true, by position.
    pub reasons: Vec<(usize, String)>,
    /// The metrics of the run that decide it, or what decides it instead.
    pub settled: String,
    /// What the stop says afterwards; may be empty.
    pub words: String,
}
