//! Banks of questions in the formats of other tools, in and out.
//!
//! Pure: bytes come in, items and losses go out; there is no file, clock or
//! screen. Parsers of XML, CSV and encodings are libraries; what a format's
//! parts mean for a question, and what is said of a part that has no place, is
//! decided here.
//!
//! ```text
//! bytes ─ format ─▶ decode ─▶ gift · aiken · table ─▶ BankItem + Loss ─▶ bank_toml ─▶ our TOML
//! Question ─ item ─▶ BankItem ─▶ gift · aiken · table ─▶ bytes + Loss
//! ```

mod aiken;
mod anki;
pub mod bank_toml;
mod decode;
pub mod format;
mod gift;
pub mod item;
pub mod loss;
pub mod markup;
mod moodle;
mod qti;
mod table;
mod udemy;
mod xml;

use quizbank::model::question::Question;

use self::format::BankFormat;
use self::item::BankItem;
use self::loss::{Loss, LossKind, Losses};

/// The largest file that is read, in bytes; banks with embedded images are far smaller.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A file as it came.
#[derive(Clone, Copy, Debug)]
pub struct BankFile<'a> {
    /// What reports call it.
    pub name: &'a str,
    /// Its contents.
    pub bytes: &'a [u8],
}

/// Why a file is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// It has more bytes than are read.
    #[error("the file is larger than {} MB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// Its bytes are text in no encoding that is known.
    #[error("the file is neither UTF-8 nor UTF-16 text: byte `0x{byte:02x}` on line {line}")]
    Encoding {
        /// The first byte that does not fit.
        byte: u8,
        /// Its line, counted from 1.
        line: usize,
    },
    /// Nothing in it shows what it is.
    #[error("the format of the file is not recognized; name it with `--from`")]
    Unrecognized,
    /// It is written in a format that is only written, or in a version that is not read.
    #[error("{0}")]
    Unsupported(String),
    /// It breaks the rules of its format, or does what no honest file does.
    #[error("line {line}: {reason}")]
    Refused {
        /// Its line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

/// What a file held.
#[derive(Clone, Debug)]
pub struct ImportedBank {
    /// The format that it was read as.
    pub format: BankFormat,
    /// The questions, in the order of the file.
    pub items: Vec<BankItem>,
    /// What did not fit, in the order of the file.
    pub losses: Vec<Loss>,
}

/// What a bank became.
#[derive(Clone, Debug)]
pub struct ExportedBank {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the format cannot hold, question by question.
    pub losses: Vec<Loss>,
}

/// Reads the questions of `file`, in the format `from` or in the one that its contents show.
///
/// # Errors
///
/// Why nothing of it is read.
pub fn import(file: BankFile<'_>, from: Option<BankFormat>) -> Result<ImportedBank, ExchangeError> {
    if file.bytes.len() > MAX_BYTES {
        return Err(ExchangeError::TooLarge);
    }
    let mut losses = Losses::of_file(file.name);
    let (format, mut items) = read(file.bytes, from, &mut losses)?;
    items.retain_mut(|item| {
        losses.enter(item.part.as_deref());
        let settled = item.settle(&mut losses);
        if let Err(kind) = &settled {
            losses.add(item.line, kind.clone());
        }
        settled.is_ok()
    });
    Ok(ImportedBank { format, items, losses: losses.in_order() })
}

/// Reads the items in `bytes`, and the format that they are in.
fn read(
    bytes: &[u8],
    from: Option<BankFormat>,
    losses: &mut Losses,
) -> Result<(BankFormat, Vec<BankItem>), ExchangeError> {
    if qti::is_package(bytes) && from.is_none_or(|format| format == BankFormat::Qti) {
        return Ok((BankFormat::Qti, qti::read_package(bytes, losses)?));
    }
    let text = decode::text(bytes)?;
    let format = match from {
        Some(format) => format,
        None => format::detect(&text).ok_or(ExchangeError::Unrecognized)?,
    };
    let items = match format {
        BankFormat::Gift => gift::read(&text, losses),
        BankFormat::Aiken => aiken::read(&text, losses),
        BankFormat::MoodleXml => moodle::read(&text, losses)?,
        BankFormat::Qti => qti::read(&text, losses)?,
        BankFormat::Udemy => udemy::read(&text, losses)?,
        BankFormat::Anki => anki::read(&text, losses)?,
        BankFormat::Csv => table::read(&text, losses)?,
    };
    Ok((format, items))
}

/// Writes `questions` in `format`.
///
/// # Errors
///
/// Why nothing can be written.
pub fn export(questions: &[Question], format: BankFormat) -> Result<ExportedBank, ExchangeError> {
    let mut losses = Losses::of_bank();
    let bytes = match format {
        BankFormat::Csv => table::write(questions)?,
        BankFormat::Gift => gift::write(&items(questions, format, &mut losses)).into_bytes(),
        BankFormat::Aiken => {
            let items = items(questions, format, &mut losses);
            aiken::write(&items, &mut losses).into_bytes()
        }
        BankFormat::MoodleXml => moodle::write(&items(questions, format, &mut losses)).into_bytes(),
        BankFormat::Qti => qti::write(&items(questions, format, &mut losses))?,
        BankFormat::Udemy => {
            let items = items(questions, format, &mut losses);
            udemy::write(&items, &mut losses)?
        }
        BankFormat::Anki => anki::write(&items(questions, format, &mut losses))?,
    };
    Ok(ExportedBank { bytes, losses: losses.in_order() })
}

/// Makes items of `questions`, and says once what `format` has no place for.
fn items(questions: &[Question], format: BankFormat, losses: &mut Losses) -> Vec<BankItem> {
    losses.add(0, LossKind::Omitted { format, fields: format.omitted() });
    questions.iter().map(|question| BankItem::of(question, losses)).collect()
}

#[cfg(test)]
mod tests;
