//! What a format or our bank has no place for, each with its place: nothing is dropped
//! in silence.

use std::fmt;

use super::format::BankFormat;
use spanned_toml::faults::counted;

/// Something that did not come along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The file it was in, or the id of the question.
    pub place: String,
    /// Its line in the file, counted from 1; 0 where it has none.
    pub line: usize,
    /// What it was.
    pub kind: LossKind,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.place.as_str(), self.line) {
            ("", _) => write!(f, "{}", self.kind),
            (place, 0) => write!(f, "{place}: {}", self.kind),
            (place, line) => write!(f, "{place}:{line}: {}", self.kind),
        }
    }
}

/// What was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LossKind {
    /// A whole question of a type that has no options.
    Type(String),
    /// A whole question with a number of options that no question has.
    OptionCount(usize),
    /// A whole question none of whose options is right.
    NoKey,
    /// A whole question that breaks the rules of its format.
    Malformed(String),
    /// A whole question that the format to be written cannot hold.
    Unwritable {
        /// The format.
        format: BankFormat,
        /// Why.
        reason: &'static str,
    },
    /// Points for a part of the answer.
    PartialCredit(String),
    /// Several answers, any of which was enough.
    AnyKey,
    /// A folder of questions below or beside the topic.
    Category(String),
    /// An explanation of the whole question, which went to the reason of the key.
    Explanation,
    /// A part of a text, such as an image.
    Markup(&'static str),
    /// Characters that cannot be seen.
    Invisible,
    /// A field that has no counterpart.
    Field(String),
    /// An id that is not one of ours.
    Id {
        /// As it was.
        from: String,
        /// As it is now.
        to: String,
    },
    /// An exhibit, which became a part of the stem.
    Exhibit,
    /// Line breaks, which became spaces.
    LineBreaks,
    /// Sampled numbers, which were fixed.
    Draws(String),
    /// Fields of every question that the format has no place for.
    Omitted(BankFormat),
}

impl LossKind {
    /// Whether the whole question is left out.
    pub fn is_whole_question(&self) -> bool {
        matches!(
            self,
            Self::Type(_)
                | Self::OptionCount(_)
                | Self::NoKey
                | Self::Malformed(_)
                | Self::Unwritable { .. }
        )
    }
}

impl fmt::Display for LossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole_question() {
            f.write_str("question skipped: ")?;
        }
        match self {
            Self::Type(kind) => write!(f, "{kind} has no options to choose from"),
            Self::OptionCount(count) => {
                write!(f, "it has {}, not 2 to 6", counted(count, "option"))
            }
            Self::NoKey => f.write_str("no option is correct"),
            Self::Malformed(reason) => f.write_str(reason),
            Self::Unwritable { format, reason } => write!(f, "{format} {reason}"),
            Self::PartialCredit(shares) => {
                write!(
                    f,
                    "partial points ({shares}) dropped: an answer is right or wrong as a whole"
                )
            }
            Self::AnyKey => {
                f.write_str("one correct option was enough; now all correct options are required")
            }
            Self::Category(name) => write!(f, "category `{name}` dropped: a file has one topic"),
            Self::Explanation => {
                f.write_str("general feedback moved into the reason of the correct option")
            }
            Self::Markup(what) => write!(f, "{what} dropped: texts are plain"),
            Self::Invisible => f.write_str("invisible characters dropped"),
            Self::Field(name) => write!(f, "{name} dropped: questions have no such field"),
            Self::Id { from, to } => write!(f, "id `{from}` changed to `{to}`"),
            Self::Exhibit => f.write_str("exhibit moved into the question text"),
            Self::LineBreaks => f.write_str("line breaks replaced by spaces"),
            Self::Draws(values) => write!(f, "sampled numbers fixed at {values}"),
            Self::Omitted(format) => {
                let fields = format.omitted().collect::<Vec<_>>();
                write!(f, "{format} cannot represent: {}", fields.join(", "))
            }
        }
    }
}

/// Collects losses of one file or bank.
#[derive(Debug)]
pub(crate) struct Losses {
    file: String,
    /// The file, or the part of it that is read.
    place: String,
    all: Vec<Loss>,
}

impl Losses {
    /// Collects what was lost from the file called `name`; a bank of ours has none.
    pub(crate) fn of_file(name: &str) -> Self {
        Self { file: name.to_owned(), place: name.to_owned(), all: Vec::new() }
    }

    /// Turns to the file `part` of a package, or back to the whole.
    pub(crate) fn enter(&mut self, part: Option<&str>) {
        self.place.clone_from(&self.file);
        if let Some(part) = part {
            self.place.push('/');
            self.place.push_str(part);
        }
    }

    /// Adds a loss on `line`; the same is reported once for a line.
    pub(crate) fn add(&mut self, line: usize, kind: LossKind) {
        let loss = Loss { place: self.place.clone(), line, kind };
        if !self.all.iter().rev().take_while(|one| one.line == line).any(|one| *one == loss) {
            self.all.push(loss);
        }
    }

    /// Adds a loss of the question called `id`.
    pub(crate) fn add_to(&mut self, id: &str, kind: LossKind) {
        self.all.push(Loss { place: id.to_owned(), line: 0, kind });
    }

    /// Returns all losses, those of each place in the order of their lines.
    pub(crate) fn in_order(mut self) -> Vec<Loss> {
        self.all.sort_by(|a, b| (&a.place, a.line).cmp(&(&b.place, b.line)));
        self.all
    }
}
