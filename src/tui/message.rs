//! What screens receive, and what they ask of the loop.

use std::time::Duration;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Position;

use crate::app::demo::DemoEvent;
use crate::app::lab_score::{Effort, LabAct, Score};
use crate::tui::keys::Move;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::goal::CloudWatchMetric;
use apprunner_sim::model::time::SimTime;
use quizbank::answer::AnswerChange;
use quizbank::attempt::ExamAction;
use quizbank::model::calendar::Day;
use quizbank::model::question::{Question, QuestionId};
use quizbank::objection::KeyObjection;
use quizbank::plan::CardMark;
use quizbank::prediction::Prediction;
use quizbank::score::Tally;
use quizbank::session::AnswerMode;
use spanned_toml::setting::Setting;

/// Something for the screen on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// A text was pasted.
    Paste(String),
    /// The mouse was pressed here.
    Click(Position),
    /// The mouse was moved here while it was pressed.
    Drag(Position),
    /// The mouse was let go.
    Release,
    /// The wheel was turned here.
    Wheel(Position, Wheel),
    /// So much time has passed outside.
    Tick(Duration),
}

/// Which way the wheel was turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wheel {
    /// Towards what is above.
    Up,
    /// Towards what is below.
    Down,
}

impl Wheel {
    /// One line that way.
    pub(super) const fn step(self) -> Move {
        match self {
            Self::Up => Move::Up,
            Self::Down => Move::Down,
        }
    }

    /// The key that means the same where nothing is under the mouse.
    pub(super) const fn arrow(self) -> KeyCode {
        match self {
            Self::Up => KeyCode::Up,
            Self::Down => KeyCode::Down,
        }
    }
}

impl Msg {
    /// A key pressed alone.
    pub const fn press(code: KeyCode) -> Self {
        Self::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }
}

/// What a screen asks for; the loop does it.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Simulate on while a frame is shown.
    Simulate,
    /// Put a screen on top.
    Open(Destination),
    /// Begin a session of study, another one each time.
    Study(StudyRequest),
    /// Study for the next edition: both, the course, AWS.
    NextEdition,
    /// Show the learner's progress.
    ShowProgress,
    /// The test of a topic was taken, with this score.
    TopicTestTaken(String, Tally),
    /// Open the topic of this id although the topic test before it is closed.
    Skip(String),
    /// Close the topic of this id again that was unlocked.
    TakeSkipBack(String),
    /// Keep what was answered, rated or taken back, and say to the screen how that went.
    Keep(AnswerChange),
    /// Do what is wanted of an exam.
    Exam(ExamRequest),
    /// Have this step of the exam written, and let it come true.
    ExamStep(ExamAction),
    /// Leave the exam; it can go on later.
    LeaveExam,
    /// Take the screen on top away.
    Close,
    /// Keep a prediction that came to its end.
    Predicted(Box<Prediction>),
    /// Send the room what comes next at a stop.
    Room(DemoEvent),
    /// Save a scenario's file beside the others, under a name of its own.
    Export {
        /// What the scenario is called.
        name: String,
        /// The file.
        text: String,
    },
    /// Turn a mark of a question.
    Mark(CardMark, QuestionId),
    /// Put a text into the clipboard of the terminal.
    Copy(String),
    /// Open where something comes from: the file of a question of the learner's own, or the
    /// page at an address.
    OpenSource {
        /// The question, where it is one.
        question: Option<QuestionId>,
        /// The first of its sources.
        address: Option<String>,
    },
    /// Write the learner's word that a key is wrong to a file.
    Object(Box<KeyObjection>),
    /// A lab was solved.
    LabSolved {
        /// The name of its scenario.
        lab: String,
        /// What it took.
        effort: Effort,
        /// Its score.
        score: Score,
    },
    /// Something was done at a lab, to be remembered.
    LabStep {
        /// The name of its scenario.
        lab: String,
        /// What it was.
        act: LabAct,
    },
    /// Set the day of the exam, or take it away.
    SetExamDate(Option<Day>),
    /// Show the first start no more.
    Welcomed,
    /// Keep which questions of the session at hand are not answered.
    KeepSession(Vec<QuestionId>),
    /// Leave at once.
    Interrupt,
}

/// A form that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormChoice {
    /// The name of its blueprint.
    pub blueprint: String,
    /// Its topic, for a blueprint that is on one.
    pub topic: Option<String>,
    /// What it is selected from; another seed each time where none is given.
    pub seed: Option<u64>,
    /// Who takes it, where that is said.
    pub candidate: Option<String>,
}

/// What is wanted of an exam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExamRequest {
    /// What to know before an exam is taken.
    Start(FormChoice),
    /// Begin it.
    Begin(FormChoice),
    /// Go on with the attempt of this id.
    Resume(String),
    /// Review the attempt of this id.
    Review(String),
}

/// What a session of study asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StudyRequest {
    /// Questions on everything.
    Everything,
    /// Questions on a topic, answered in this way.
    Topic {
        /// Its id.
        topic: String,
        /// How they are answered.
        way: AnswerMode,
    },
    /// The topic test of a topic.
    TopicTest(String),
    /// These questions.
    Questions(Vec<QuestionId>),
    /// The question of the first start, with the run behind it.
    First,
}

/// Whether what is answered is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journal {
    /// It is.
    Kept,
    /// It is not, and is gone when the program ends.
    Unkept,
}

/// Where to go.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// The path of the course.
    Course,
    /// The topic of this id.
    Topic(String),
    /// The words of the field.
    Glossary,
    /// The words of the field, at this one.
    Term(String),
    /// App Runner compared with similar services.
    Comparisons,
    /// App Runner beside that one of this id.
    Comparison(String),
    /// The list of scenarios.
    Scenarios,
    /// The list of labs.
    Labs,
    /// The built-in lab of this name.
    Lab(String),
    /// The ledger of facts.
    Facts,
    /// The ledger, at the fact of this id.
    Fact(String),
    /// The built-in scenario of this name, from its start.
    Play(String),
    /// A run, stopped at an instant, with what to look at there.
    Replay {
        /// The name of the built-in scenario.
        scenario: String,
        /// What is changed in it.
        changes: Vec<Setting>,
        /// Where it opens.
        at: SimTime,
        /// What the reader is to see there.
        banner: String,
    },
    /// The built-in scenario of this name, played from one instant to another.
    Watch {
        /// The name of the scenario.
        scenario: String,
        /// Where it begins.
        from: SimTime,
        /// Where it stops.
        until: SimTime,
        /// What the reader is to see.
        banner: String,
        /// What was seen, said where it stops.
        outcome: String,
    },
    /// A question's run with one value changed.
    WhatIf {
        /// The question.
        question: Box<Question>,
        /// What its numbers are sampled from.
        seed: u64,
        /// The result of its own run.
        outcome: String,
    },
    /// The minutes of a run, as CloudWatch shows them.
    Metrics {
        /// The title of the scenario.
        title: String,
        /// The minutes up to the playhead.
        minutes: Vec<Minute>,
    },
    /// The parameters of what is played with their sources.
    Parameters(Box<Draft>),
    /// Which of them decides each goal of what is played.
    Sensitivity(Box<Draft>),
    /// What moving the service that is played to ECS Express Mode changes.
    Migration(Box<Draft>),
    /// The same for the built-in scenario of this name.
    MigrationOf(String),
    /// The exams: to begin, to go on with, to review.
    Exams,
    /// The help.
    Help,
}

/// A minute of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Minute {
    /// Where it begins, as CloudWatch stamps it.
    pub start: SimTime,
    /// CloudWatch's values that are there.
    pub values: Vec<(CloudWatchMetric, f64)>,
    /// Requests that reached the edge.
    pub offered: u64,
    /// Those that the edge rejected.
    pub rejected: u64,
}

impl Minute {
    /// The value of a metric of CloudWatch; `None` where it has none.
    pub fn value(&self, metric: CloudWatchMetric) -> Option<f64> {
        self.values.iter().find(|(known, _)| *known == metric).map(|&(_, value)| value)
    }
}
