//! GIFT to items.

use quizbank::model::question::Order;

use super::answer::{self, Answers, GiftOption};
use super::block::{self, Block, QuestionBlock};
use super::escape::{find, split, unescaped};
use crate::item::{BankItem, ItemOption};
use crate::loss::{LossKind, Losses};
use crate::markup::{Markup, TextFormat};

/// Whether `text` has what every file with answers in GIFT has.
pub(crate) fn is_gift(text: &str) -> bool {
    let open = find(text, &['{']);
    open.is_some_and(|at| text.get(at..).is_some_and(|rest| find(rest, &['}']).is_some()))
}

/// Reads the questions of `text`.
pub(crate) fn read(text: &str, losses: &mut Losses) -> Vec<BankItem> {
    let mut topic = None;
    let mut items = Vec::new();
    for (line, block) in block::blocks(text) {
        match block {
            Block::Category(path) => topic = Some(path),
            Block::Question(block) => match question(&block, losses) {
                Ok(item) => items.push(BankItem { topic: topic.clone(), ..item }),
                Err(kind) => losses.add(line, kind),
            },
        }
    }
    items
}

fn question(block: &QuestionBlock, losses: &mut Losses) -> Result<BankItem, LossKind> {
    let start = block.text.len() - block.text.trim_start().len();
    let (title, text_at) = title(&block.text, start);
    let text = block.text.get(text_at..).unwrap_or_default();
    let Some((before, rest)) = split(text, "{") else {
        return Err(LossKind::Type("a description".to_owned()));
    };
    let answers_at = text_at + before.len() + 1;
    let Some((inside, after)) = split(rest, "}") else {
        return Err(LossKind::Malformed("its answers have no closing `}`".to_owned()));
    };
    if find(after, &['{']).is_some() {
        return Err(LossKind::Type("a question with several gaps".to_owned()));
    }
    let (format, before) = text_format(before.trim());
    let mut reader = TextReader { line: block.line, format, losses };
    let stem = match after.trim() {
        "" => before.to_owned(),
        after => format!("{before} _____ {after}"),
    };
    let stem = reader.stem(&stem);
    let (inside, general) = split(inside, "####").unwrap_or((inside, ""));
    let explanation = reader.read(general);
    let (options, order) = match answer::read(inside) {
        Answers::Truth { is_true, wrong, right } => {
            (reader.truth(is_true, wrong, right), Some(Order::Fixed))
        }
        Answers::Options(options) => {
            let line_of = |at: usize| {
                let before = block.text.get(..answers_at + at).unwrap_or_default();
                block.line + before.matches('\n').count()
            };
            (reader.options(&options, line_of), None)
        }
        Answers::Other(kind) => return Err(LossKind::Type(kind.to_owned())),
        Answers::Malformed(reason) => return Err(LossKind::Malformed(reason.to_owned())),
    };
    Ok(BankItem {
        line: block.line,
        id: block.id.clone().or(title),
        stem: stem.text,
        exhibit: stem.exhibit,
        options,
        order,
        explanation,
        ..BankItem::default()
    })
}

/// Reads `::title::` at `start`, and returns where the text after it begins.
fn title(text: &str, start: usize) -> (Option<String>, usize) {
    let titled = || {
        let inside = text.get(start..)?.strip_prefix("::")?;
        let (title, after) = split(inside, "::")?;
        Some((unescaped(title.trim()), text.len() - after.len()))
    };
    titled().map_or((None, start), |(title, at)| (Some(title).filter(|it| !it.is_empty()), at))
}

/// Reads `[html]` at the beginning of `text`, and returns what follows it.
fn text_format(text: &str) -> (TextFormat, &str) {
    const FORMATS: [(&str, TextFormat); 4] = [
        ("[plain]", TextFormat::Plain),
        ("[moodle]", TextFormat::Html),
        ("[html]", TextFormat::Html),
        ("[markdown]", TextFormat::Markdown),
    ];
    let found = FORMATS.iter().find_map(|(mark, format)| Some((*format, text.strip_prefix(mark)?)));
    found.unwrap_or((TextFormat::Plain, text))
}

/// Reads the texts of one question, each in its format or in that of the question.
struct TextReader<'l> {
    line: usize,
    format: TextFormat,
    losses: &'l mut Losses,
}

impl TextReader<'_> {
    fn stem(&mut self, text: &str) -> Markup {
        self.read_at(text, self.line)
    }

    fn read(&mut self, text: &str) -> String {
        self.stem(text).text
    }

    fn read_at(&mut self, text: &str, line: usize) -> Markup {
        let (own, text) = match text_format(text.trim()) {
            (TextFormat::Plain, rest) if rest.len() == text.trim().len() => (self.format, rest),
            own => own,
        };
        own.read(&unescaped(text), line, self.losses)
    }

    fn truth(&mut self, is_true: bool, wrong: &str, right: &str) -> Vec<ItemOption> {
        let [wrong, right] = [wrong, right].map(|text| self.read(text));
        let option = |text: &str, is_key: bool| ItemOption {
            text: text.to_owned(),
            why: if is_key { right.clone() } else { wrong.clone() },
            is_key,
            misconception: None,
        };
        vec![option("True", is_true), option("False", !is_true)]
    }

    fn options(
        &mut self,
        options: &[GiftOption<'_>],
        line_of: impl Fn(usize) -> usize,
    ) -> Vec<ItemOption> {
        let is_key = |option: &GiftOption<'_>| option.is_right || option.weight > Some(0.0);
        let has_one = options.iter().any(|option| option.is_right);
        if options.iter().filter(|option| option.is_right && option.weight.is_none()).count() > 1 {
            self.losses.add(self.line, LossKind::AnyKey);
        }
        let read = options.iter().map(|option| {
            let line = line_of(option.at);
            // Beside `=`, a share gives points for a wrong answer.
            let is_key = if has_one { option.is_right } else { is_key(option) };
            let whole = if is_key { 100.0 } else { 0.0 };
            if let Some(weight) = option.weight.filter(|weight| (weight - whole).abs() > 0.01) {
                self.losses.add(line, LossKind::PartialCredit(format!("{weight} %")));
            }
            ItemOption {
                text: self.read_at(option.text, line).text,
                why: self.read_at(option.feedback, line).text,
                is_key,
                misconception: None,
            }
        });
        read.collect()
    }
}
