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
mod error;
pub mod format;
mod gift;
pub mod item;
pub mod loss;
mod markup;
mod moodle;
mod qti;
mod table;
mod udemy;
mod xml;

use quizbank::model::question::Question;

pub use self::decode::text;
pub use self::error::{ExchangeError, MAX_BYTES};
use self::format::BankFormat;
use self::item::BankItem;
use self::loss::{Loss, LossKind, Losses};

/// A file as it came.
#[derive(Clone, Copy, Debug)]
pub struct BankFile<'a> {
    /// What reports call it.
    pub name: &'a str,
    /// Its contents.
    pub bytes: &'a [u8],
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
        None => detect(&text).ok_or(ExchangeError::Unrecognized)?,
    };
    let items = match format {
        BankFormat::Gift => gift::read(&text, losses),
        BankFormat::Aiken => aiken::read(&text, losses),
        BankFormat::MoodleXml => moodle::read(&text, losses)?,
        BankFormat::Qti => qti::read(&text, losses)?,
        BankFormat::Udemy => udemy::read(&text, losses)?,
        BankFormat::Anki => anki::read(&text, losses)?,
        BankFormat::Apkg => return Err(ExchangeError::Unsupported(anki::NOT_READ.to_owned())),
        BankFormat::Csv => table::read(&text, losses)?,
    };
    Ok((format, items))
}

/// Returns the format that `text` is written in, as far as its contents show one.
fn detect(text: &str) -> Option<BankFormat> {
    if table::is_table(text) {
        Some(BankFormat::Csv)
    } else if udemy::is_udemy(text) {
        Some(BankFormat::Udemy)
    } else if anki::is_anki(text) {
        Some(BankFormat::Anki)
    } else if qti::is_item(text) {
        Some(BankFormat::Qti)
    } else if moodle::is_moodle(text) {
        Some(BankFormat::MoodleXml)
    } else if aiken::is_aiken(text) {
        Some(BankFormat::Aiken)
    } else if gift::is_gift(text) {
        Some(BankFormat::Gift)
    } else {
        None
    }
}

/// Writes `questions` in `format`; formats that keep such a time say that they were changed
/// `modified_s` seconds after the epoch.
///
/// # Errors
///
/// Why nothing can be written.
pub fn export(
    questions: &[Question],
    format: BankFormat,
    modified_s: u64,
) -> Result<ExportedBank, ExchangeError> {
    let mut losses = Losses::of_file("");
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
        BankFormat::Apkg => {
            anki::write_package(&items(questions, format, &mut losses), modified_s)?
        }
        BankFormat::Anki => anki::write(&items(questions, format, &mut losses))?,
    };
    Ok(ExportedBank { bytes, losses: losses.in_order() })
}

/// Makes items of `questions`, and says once what `format` has no place for.
fn items(questions: &[Question], format: BankFormat, losses: &mut Losses) -> Vec<BankItem> {
    losses.add(0, LossKind::Omitted(format));
    questions.iter().map(|question| BankItem::of(question, losses)).collect()
}

#[cfg(test)]
mod tests;
