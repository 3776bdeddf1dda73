//! Aiken: a line of question, a line for each option, `ANSWER: B`.

use std::fmt::Write as _;

use super::format::BankFormat;
use super::item::{BankItem, ItemOption, lettered};
use super::loss::{LossKind, Losses};

/// Whether `text` has what every question in Aiken ends with, after an option.
pub(crate) fn is_aiken(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.any(|line| answer(line).is_some()) && text.lines().any(|line| option(line).is_some())
}

/// Reads the questions of `text`.
pub(crate) fn read(text: &str, losses: &mut Losses) -> Vec<BankItem> {
    let mut items = Vec::new();
    let mut open = BankItem::default();
    let mut is_parted = false;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let trimmed = line.trim();
        if trimmed.is_empty() {
            is_parted = !open.options.is_empty();
            continue;
        }
        if let Some(keys) = answer(trimmed) {
            let mut item = std::mem::take(&mut open);
            match marked(&mut item, &keys) {
                Ok(()) => items.push(item),
                Err(kind) => losses.add(if item.line == 0 { number } else { item.line }, kind),
            }
        } else if let Some(text) = option(trimmed).filter(|_| !open.stem.is_empty()) {
            open.options.push(ItemOption { text: text.to_owned(), ..ItemOption::default() });
        } else if is_parted {
            losses.add(open.line, without_answer());
            open = BankItem { line: number, stem: trimmed.to_owned(), ..BankItem::default() };
        } else {
            let text = match open.options.last_mut() {
                Some(option) => &mut option.text,
                None => &mut open.stem,
            };
            if text.is_empty() {
                open.line = number;
            } else {
                text.push('\n');
            }
            text.push_str(trimmed);
        }
        is_parted = false;
    }
    if !open.stem.is_empty() {
        losses.add(open.line, without_answer());
    }
    items
}

fn without_answer() -> LossKind {
    LossKind::Malformed("it has no line `ANSWER: …`".to_owned())
}

/// Marks the options of `item` that `keys` name.
fn marked(item: &mut BankItem, keys: &[usize]) -> Result<(), LossKind> {
    for key in keys {
        let option = item.options.get_mut(*key).ok_or_else(|| {
            LossKind::Malformed("`ANSWER:` names an option that it does not have".to_owned())
        })?;
        option.is_key = true;
    }
    Ok(())
}

/// The text of the option `A. text` or `A) text`.
fn option(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix(|letter: char| letter.is_ascii_alphabetic())?;
    let text = rest.strip_prefix(['.', ')'])?;
    text.starts_with([' ', '\t']).then(|| text.trim())
}

/// The positions of the options that `ANSWER: B` names, counted from 0.
fn answer(line: &str) -> Option<Vec<usize>> {
    const MARK: &str = "ANSWER:";
    let head = line.get(..MARK.len())?;
    if !head.eq_ignore_ascii_case(MARK) {
        return None;
    }
    let letters = line.get(MARK.len()..)?.split([',', ' ']).filter(|word| !word.is_empty());
    letters.map(lettered).collect()
}

/// Writes `items` as far as the format can hold them.
pub(crate) fn write(items: &[BankItem], losses: &mut Losses) -> String {
    let mut out = String::new();
    for item in items {
        let id = item.id.as_deref().unwrap_or_default();
        match question(item) {
            Ok((text, lost)) => {
                for kind in lost {
                    losses.add_to(id, kind);
                }
                out.push_str(&text);
            }
            Err(reason) => {
                losses.add_to(id, LossKind::Unwritable { format: BankFormat::Aiken, reason });
            }
        }
    }
    out
}

/// The text of `item`, and what is lost in it; or why it has none.
fn question(item: &BankItem) -> Result<(String, Vec<LossKind>), &'static str> {
    if item.key_count() != 1 {
        return Err("allows one correct option for each question");
    }
    let mut lost: Vec<LossKind> = item.exhibit.iter().map(|_| LossKind::Exhibit).collect();
    let mut line = |text: &str| {
        let is_one = !text.contains('\n');
        if !is_one && !lost.contains(&LossKind::LineBreaks) {
            lost.push(LossKind::LineBreaks);
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let stem = line(&item.plain_stem());
    if option(&stem).is_some() || answer(&stem).is_some() {
        return Err("would read the question as an option or an answer");
    }
    let mut text = format!("{stem}\n");
    let mut key = 'A';
    for (letter, option) in ('A'..='Z').zip(&item.options) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{letter}. {}", line(&option.text));
        if option.is_key {
            key = letter;
        }
    }
    let _ = writeln!(text, "ANSWER: {key}\n");
    Ok((text, lost))
}
