//! Moodle XML to items.

use quizbank::model::question::{Exhibit, Order};

use crate::error::ExchangeError;
use crate::item::{BankItem, ItemOption};
use crate::loss::{LossKind, Losses};
use crate::markup::{self, Markup, TextFormat};
use crate::xml::{self, Element};

/// Whether `text` has the root of Moodle XML.
pub(crate) fn is_moodle(text: &str) -> bool {
    text.trim_start().starts_with('<') && text.contains("<quiz")
}

/// Reads the questions of `text`.
pub(crate) fn read(text: &str, losses: &mut Losses) -> Result<Vec<BankItem>, ExchangeError> {
    let root = xml::parse(text)?;
    if root.name != "quiz" {
        let reason = format!("the root is `<{}>`, not `<quiz>`", root.name);
        return Err(ExchangeError::Refused { line: root.line, reason });
    }
    let mut topic = None;
    let mut items = Vec::new();
    for element in root.all("question") {
        let kind = element.attribute("type").unwrap_or_default();
        let read = match kind {
            "category" => {
                let path = element.child("category").map(|it| it.text_of("text").to_owned());
                topic = path.filter(|path| !path.is_empty());
                continue;
            }
            "multichoice" | "truefalse" => QuestionReader { element, losses }.read(kind),
            other => Err(LossKind::Type(name_of(other))),
        };
        match read {
            Ok(item) => items.push(BankItem { topic: topic.clone(), ..item }),
            Err(kind) => losses.add(element.line, kind),
        }
    }
    Ok(items)
}

/// What a type of question is called.
fn name_of(kind: &str) -> String {
    match kind {
        "essay" => "an essay question".to_owned(),
        "matching" => "a matching question".to_owned(),
        "numerical" => "a numerical question".to_owned(),
        "shortanswer" => "a short answer question".to_owned(),
        "description" => "a description".to_owned(),
        other => format!("a question of type `{other}`"),
    }
}

/// Reads one question.
struct QuestionReader<'e, 'l> {
    element: &'e Element,
    losses: &'l mut Losses,
}

impl QuestionReader<'_, '_> {
    fn read(mut self, kind: &str) -> Result<BankItem, LossKind> {
        let element = self.element;
        let is_truth = kind == "truefalse";
        let (stem, exhibit) = self.stem()?;
        let explanation = self.text(element.child("generalfeedback")).text;
        self.report_the_rest();
        let options = element.all("answer").map(|answer| self.option(answer, is_truth)).collect();
        self.report_any_key();
        let id =
            [element.text_of("idnumber"), title(element)].into_iter().find(|id| !id.is_empty());
        let order = match element.text_of("shuffleanswers") {
            _ if is_truth => Some(Order::Fixed),
            "0" | "false" => Some(Order::Fixed),
            _ => None,
        };
        Ok(BankItem {
            line: element.line,
            id: id.map(str::to_owned),
            stem,
            exhibit,
            options,
            order,
            explanation,
            ..BankItem::default()
        })
    }

    fn stem(&mut self) -> Result<(String, Option<Exhibit>), LossKind> {
        let Some(stem) = self.element.child("questiontext") else {
            return Err(LossKind::Malformed("it has no `<questiontext>`".to_owned()));
        };
        let read = self.text(Some(stem));
        Ok((read.text, read.exhibit))
    }

    /// Reads a text in its format.
    fn text(&mut self, element: Option<&Element>) -> Markup {
        let Some(element) = element else { return Markup::default() };
        // Answers to true or false, and old files, hold the text itself.
        let text = element.child("text").map_or(element.text.as_str(), |inner| &inner.text);
        if element.child("file").is_some() {
            self.losses.add(element.line, LossKind::Markup("attached file"));
        }
        let format = match element.attribute("format") {
            Some("plain_text") => TextFormat::Plain,
            Some("markdown") => TextFormat::Markdown,
            _ => TextFormat::Html,
        };
        format.read(text, element.line, self.losses)
    }

    fn option(&mut self, answer: &Element, is_truth: bool) -> ItemOption {
        let share = answer.attribute("fraction").map_or(Some(0.0), |it| it.trim().parse().ok());
        let share = share.filter(|share: &f64| (-100.0..=100.0).contains(share));
        if share.is_none() {
            let reason = "not a number from -100 to 100".to_owned();
            self.losses.add(answer.line, LossKind::PartialCredit(reason));
        }
        let fraction = share.unwrap_or(0.0);
        let is_single = is_truth || self.is_single();
        let is_key = if is_single { fraction >= 99.99 } else { fraction > 0.0 };
        if fraction != 0.0 && (fraction - 100.0).abs() > 0.01 {
            self.losses.add(answer.line, LossKind::PartialCredit(format!("{fraction} %")));
        }
        let text = self.text(Some(answer)).text;
        let text = match text.as_str() {
            "true" if is_truth => "True".to_owned(),
            "false" if is_truth => "False".to_owned(),
            _ => text,
        };
        let why = self.text(answer.child("feedback")).text;
        ItemOption { text, why, is_key, misconception: None }
    }

    fn is_single(&self) -> bool {
        !matches!(self.element.text_of("single"), "false" | "0")
    }

    /// Reports that several keys of a question with one answer were equal.
    fn report_any_key(&mut self) {
        let is_whole = |answer: &&Element| answer.attribute("fraction") == Some("100");
        if self.is_single() && self.element.all("answer").filter(is_whole).count() > 1 {
            self.losses.add(self.element.line, LossKind::AnyKey);
        }
    }

    /// Reports what a question of ours has no field for.
    fn report_the_rest(&mut self) {
        const FEEDBACK: [&str; 3] =
            ["correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"];
        for name in FEEDBACK {
            let Some(element) = self.element.child(name) else { continue };
            let text = element.text_of("text");
            // Moodle writes these sentences itself.
            let is_usual = ["", "Your answer is correct.", "Your answer is partially correct."]
                .contains(&text)
                || text == "Your answer is incorrect.";
            if !is_usual && !markup::to_text(text).text.starts_with("Your answer is ") {
                let field = LossKind::Field("feedback on the whole answer".to_owned());
                self.losses.add(element.line, field);
            }
        }
        for (name, title) in [("hint", "hint"), ("tags", "tag")] {
            for element in self.element.all(name) {
                self.losses.add(element.line, LossKind::Field(title.to_owned()));
            }
        }
        let grade = self.element.text_of("defaultgrade").parse().unwrap_or(1.0_f64);
        if (grade - 1.0).abs() > 1e-6 {
            let field = LossKind::Field(format!("grade of {grade} points"));
            self.losses.add(self.element.line, field);
        }
    }
}

/// The name of a question.
fn title(element: &Element) -> &str {
    element.child("name").map_or("", |name| name.text_of("text"))
}
