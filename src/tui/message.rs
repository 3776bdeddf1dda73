//! What screens are told, and what they ask of the loop.

use std::time::Duration;

use ratatui::layout::Position;

use crate::app::lab_score::{Effort, Score};
use crate::tui::screen::metrics::Minute;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use quizbank::answer::AnswerChange;
use quizbank::answer::Recall;
use quizbank::attempt::ExamAction;
use quizbank::model::question::{Question, QuestionId};
use quizbank::prediction::Prediction;
use quizbank::score::Tally;
use quizbank::session::AnswerMode;
use spanned_toml::setting::Setting;

/// Something for the screen on top: a key's meaning, or the passing of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Msg {
    /// One up.
    Up,
    /// One down.
    Down,
    /// Ten up.
    PageUp,
    /// Ten down.
    PageDown,
    /// To the first, or the start of a run.
    First,
    /// To the last, or the end of a run.
    Last,
    /// Do what is under the cursor.
    Accept,
    /// Close what is on top; at the bottom, leave.
    Back,
    /// Leave at once, from anywhere.
    Interrupt,
    /// Show or hide the help.
    Help,
    /// Begin to type a filter.
    Filter,
    /// A character of a filter.
    Type(char),
    /// Take the last character back.
    Erase,
    /// Take all of them back.
    EraseAll,
    /// Show contested facts only, or all.
    ToggleContested,
    /// To the next pane.
    NextPane,
    /// To the pane before.
    PreviousPane,
    /// Play or pause.
    PlayPause,
    /// So many simulated seconds forward, or back.
    Seek(i32),
    /// Half as fast, about.
    Slower,
    /// Twice as fast, about.
    Faster,
    /// To the next event that is marked.
    NextEvent,
    /// To the marked event before.
    PreviousEvent,
    /// To the next event of the kind that is selected.
    NextOfKind,
    /// To the event of that kind before.
    PreviousOfKind,
    /// To the instructor's next stop.
    NextBeat,
    /// The same run under the other edition.
    OtherEdition,
    /// Change something at the playhead.
    Change,
    /// Few and large figures, for a room, or everything.
    Present,
    /// Predict what comes next.
    Predict,
    /// A digit of a count.
    Digit(u32),
    /// One more.
    More,
    /// One fewer.
    Fewer,
    /// Two runs side by side, or one.
    Compare,
    /// The next hint of a lab.
    Hint,
    /// The symptom of a lab, and its goals.
    Symptom,
    /// Make again what was taken back.
    Redo,
    /// Save the run as a file.
    Export,
    /// More or less time in the charts.
    Zoom,
    /// The run as CloudWatch shows it.
    Metrics,
    /// Every parameter with its source.
    Parameters,
    /// Pick this option, counted from 0.
    Pick(usize),
    /// Pick the option under the cursor, or take that back.
    Toggle,
    /// Say how sure, one step further.
    Sure,
    /// The mouse was pressed here.
    Click(Position),
    /// How much of the answer was known.
    Recall(Recall),
    /// Open what a gate holds closed.
    Skip,
    /// Hold the gate of a topic.
    Gate,
    /// Take the last answer back.
    Undo,
    /// Watch the run that proves the key.
    Replay,
    /// See the fact behind the question.
    Fact,
    /// Change a value of the question's scenario.
    WhatIf,
    /// To the question after this one.
    Next,
    /// To the question before.
    Previous,
    /// Take the answer back.
    Clear,
    /// Strike the option under the cursor out, or take that back.
    Strike,
    /// Mark the question for another look, or not.
    Flag,
    /// Begin to type the number of a question.
    Jump,
    /// All questions of the exam, or back to one.
    Review,
    /// Show or hide clock and place.
    Clock,
    /// End the exam.
    Submit,
    /// Yes, do it.
    Yes,
    /// Questions without an answer only, or all.
    Unanswered,
    /// Flagged questions only, or all.
    Flagged,
    /// All questions, or those that were missed.
    All,
    /// See how one gets on.
    LookBack,
    /// So much time has passed outside.
    Tick(Duration),
}

/// What a screen asks for; the loop does it.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Simulate on while a frame is shown.
    Simulate,
    /// Put a screen on top.
    Open(Destination),
    /// Begin a sitting of study, another one each time.
    Study(Asked),
    /// Study for the next edition: both, the course, AWS.
    NextEdition,
    /// Show how the learner gets on.
    LookBack,
    /// The gate of a topic was held, with this score.
    Held(String, Tally),
    /// Open the topic of this id although the gate before it is closed.
    Skip(String),
    /// Close the topic of this id again that was skipped to.
    TakeSkipBack(String),
    /// Keep what was answered, rated or taken back, and say to the screen how that went.
    Keep(AnswerChange),
    /// Do what is wanted of an exam.
    Exam(Entry),
    /// Have this step of the exam written, and let it come true.
    Sit(ExamAction),
    /// Leave the exam; it can go on later.
    LeaveExam,
    /// Take the screen on top away.
    Close,
    /// Keep a prediction that came to its end.
    Predicted(Box<Prediction>),
    /// Save a scenario's file beside the others, under a name of its own.
    Export {
        /// What the scenario is called.
        name: String,
        /// The file.
        text: String,
    },
    /// A lab was solved.
    Mended {
        /// The name of its scenario.
        lab: String,
        /// What it took.
        effort: Effort,
        /// What it was worth.
        score: Score,
    },
    /// Leave at once.
    Interrupt,
}

/// A form that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The name of its blueprint.
    pub blueprint: String,
    /// Its topic, for a blueprint that is on one.
    pub topic: Option<String>,
    /// Where it is drawn from; another seed each time where none is given.
    pub seed: Option<u64>,
}

/// What is wanted of an exam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// What to know before a form is sat.
    Start(Ask),
    /// Begin it.
    Begin(Ask),
    /// Go on with the sitting of this id.
    Resume(String),
    /// Look back on the sitting of this id.
    LookBack(String),
}

/// What a sitting of study asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Questions on everything.
    Everything,
    /// Questions on a topic, answered in this way.
    Topic {
        /// Its id.
        topic: String,
        /// How they are answered.
        way: AnswerMode,
    },
    /// The gate of a topic.
    Gate(String),
    /// These questions.
    Questions(Vec<QuestionId>),
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
    /// App Runner beside its neighbours.
    Comparisons,
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
    /// A question's run with one value changed.
    WhatIf {
        /// The question.
        question: Box<Question>,
        /// What its numbers are drawn from.
        seed: u64,
        /// The values that may be changed.
        values: Vec<Setting>,
        /// What came of its own run.
        outcome: String,
    },
    /// The minutes of the run called `name`, as CloudWatch shows them.
    Metrics {
        /// The scenario.
        name: String,
        /// The minutes up to the playhead.
        minutes: Vec<Minute>,
    },
    /// The parameters of a scenario with their sources.
    Parameters(Box<Scenario>),
    /// The exams: to begin, to go on with, to look back on.
    Exams,
    /// The help.
    Help,
}
