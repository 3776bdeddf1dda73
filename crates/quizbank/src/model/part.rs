//! The parts of a question that a finding may be about. A reader keeps the place
//! of each beside the question, which itself knows no file.

/// One part of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuestionPart {
    /// Its id, which stands for the whole.
    Id,
    /// The task of the exam.
    Task,
    /// Level of thinking.
    Level,
    /// One key or several.
    Kind,
    /// Facts that it rests on.
    Facts,
    /// Whether options may change places.
    Order,
    /// The family.
    Family,
    /// Questions that are kept away from it.
    Enemies,
    /// Distractors that work.
    Feasible,
    /// What a reviewer has checked.
    Review,
    /// The waiver with this index.
    Waiver(usize),
    /// What the stem asks about.
    Exhibit,
    /// The question itself.
    Stem,
    /// The text of the option with this index.
    Option(usize),
    /// The reason of the option with this index.
    Why(usize),
    /// The run that proves it.
    Proof,
}
