//! An attempt in an exam room.

use quizbank::attempt::ExamAttempt;

/// The attempt of somebody in the room.
#[derive(Clone, Debug)]
pub struct HostedAttempt {
    /// The attempt.
    pub attempt: ExamAttempt,
    /// Which version of the form it is on, counted from 1.
    pub version: usize,
    /// How often its student was readmitted.
    pub admission: u32,
    /// Whether the student left it for now.
    pub has_left: bool,
    /// The attempt as it was before it was submitted.
    pub(super) before: Option<Box<ExamAttempt>>,
}
