//! An `<assessmentItem>` to an item.

use std::ops::Range;

use quizbank::model::question::Order;

use crate::error::ExchangeError;
use crate::item::{BankItem, ItemOption};
use crate::loss::{LossKind, Losses};
use crate::markup::{Markup, TextFormat};
use crate::xml::{self, Element};

/// Whether `text` is a single item, or something of QTI 1.2 that is to be rejected by name.
pub(crate) fn is_item(text: &str) -> bool {
    let is_xml = text.trim_start().starts_with('<');
    is_xml
        && ["<assessmentItem", ":assessmentItem", "<questestinterop"]
            .iter()
            .any(|it| text.contains(it))
}

/// Reads the item that `text` is.
pub(crate) fn read(text: &str, losses: &mut Losses) -> Result<Vec<BankItem>, ExchangeError> {
    let root = xml::parse(text)?;
    match root.name.as_str() {
        "assessmentItem" => {}
        "questestinterop" => {
            let reason = "QTI 1.2 cannot be imported: export the questions as QTI 2.1".to_owned();
            return Err(ExchangeError::Unsupported(reason));
        }
        other => {
            let reason = format!("the root is `<{other}>`, not `<assessmentItem>`");
            return Err(ExchangeError::Refused { line: root.line, reason });
        }
    }
    match (ItemReader { text, root: &root, losses }).read() {
        Ok(item) => Ok(vec![item]),
        Err(kind) => {
            losses.add(root.line, kind);
            Ok(Vec::new())
        }
    }
}

/// Reads one item.
struct ItemReader<'e, 'l> {
    text: &'e str,
    root: &'e Element,
    losses: &'l mut Losses,
}

impl ItemReader<'_, '_> {
    fn read(mut self) -> Result<BankItem, LossKind> {
        let missing = |what: &str| LossKind::Malformed(format!("it has no `<{what}>`"));
        let body = self.root.child("itemBody").ok_or_else(|| missing("itemBody"))?;
        let below = body.below();
        let mut interactions = below.iter().filter(|it| it.name.ends_with("Interaction"));
        let choice = *interactions.next().ok_or_else(|| LossKind::Type("a text".to_owned()))?;
        if choice.name != "choiceInteraction" || interactions.next().is_some() {
            return Err(LossKind::Type(format!("a question with `<{}>`", choice.name)));
        }
        let stem = self.stem(body, choice);
        let keys = self.keys();
        let options = choice.all("simpleChoice").map(|one| self.option(one, &keys)).collect();
        let order = match choice.attribute("shuffle") {
            Some("true") => Order::Shuffled,
            _ => Order::Fixed,
        };
        let explanation = self.explanation(choice);
        Ok(BankItem {
            line: self.root.line,
            id: self.root.attribute("identifier").map(str::to_owned),
            topic: self.root.attribute("label").map(str::to_owned),
            stem: stem.text,
            exhibit: stem.exhibit,
            options,
            order: Some(order),
            explanation,
            ..BankItem::default()
        })
    }

    /// The text around the choices, and their prompt.
    fn stem(&mut self, body: &Element, choice: &Element) -> Markup {
        let prompt = choice.child("prompt").map(|prompt| prompt.inner.clone());
        let before = body.inner.start..choice.outer.start;
        let after = choice.outer.end..body.inner.end;
        let parts = [Some(before), prompt, Some(after)].into_iter().flatten();
        let html: Vec<&str> = parts.filter_map(|part| self.text.get(part)).collect();
        self.plain(&html.join("\n<div></div>\n"), body.line)
    }

    /// The identifiers of the right choices.
    fn keys(&mut self) -> Vec<String> {
        let mut keys = Vec::new();
        for declaration in self.root.all("responseDeclaration") {
            if let Some(correct) = declaration.child("correctResponse") {
                keys.extend(correct.all("value").map(|value| value.text.trim().to_owned()));
            }
            let Some(mapping) = declaration.child("mapping") else { continue };
            let worth = |entry: &&Element| {
                entry.attribute("mappedValue").and_then(|value| value.parse::<f64>().ok())
            };
            let entries: Vec<&Element> = mapping.all("mapEntry").collect();
            let shares: Vec<String> = entries
                .iter()
                .filter_map(|it| it.attribute("mappedValue"))
                .map(str::to_owned)
                .collect();
            self.losses.add(mapping.line, LossKind::PartialCredit(shares.join(", ")));
            if keys.is_empty() {
                let right = entries.iter().filter(|entry| worth(entry) > Some(0.0));
                keys.extend(right.filter_map(|it| it.attribute("mapKey")).map(str::to_owned));
            }
        }
        keys
    }

    fn option(&mut self, choice: &Element, keys: &[String]) -> ItemOption {
        let id = choice.attribute("identifier").unwrap_or_default();
        let inline: Vec<&Element> = choice.all("feedbackInline").collect();
        let text = self.without(choice.inner.clone(), &inline);
        let text = self.plain(&text, choice.line).text;
        let modal =
            self.root.all("modalFeedback").filter(|it| it.attribute("identifier") == Some(id));
        let mut reasons = Vec::new();
        for feedback in inline.into_iter().chain(modal) {
            let html = self.text.get(feedback.inner.clone()).unwrap_or_default();
            reasons.push(self.plain(html, feedback.line).text);
        }
        let is_key = keys.iter().any(|key| key == id);
        ItemOption { text, why: reasons.join(" "), is_key, misconception: None }
    }

    /// What is said whatever is chosen.
    fn explanation(&mut self, choice: &Element) -> String {
        let is_of_choice = |feedback: &&Element| {
            choice
                .all("simpleChoice")
                .any(|it| it.attribute("identifier") == feedback.attribute("identifier"))
        };
        let general = self.root.all("modalFeedback").filter(|it| !is_of_choice(it));
        let mut texts = Vec::new();
        for feedback in general {
            let html = self.text.get(feedback.inner.clone()).unwrap_or_default();
            texts.push(self.plain(html, feedback.line).text);
        }
        texts.join(" ")
    }

    /// The source at `range` without `parts`, which stand in it in order.
    fn without(&self, range: Range<usize>, parts: &[&Element]) -> String {
        let mut at = range.start;
        let mut left = String::new();
        for part in parts {
            left.push_str(self.text.get(at..part.outer.start).unwrap_or_default());
            at = part.outer.end;
        }
        left.push_str(self.text.get(at..range.end).unwrap_or_default());
        left
    }

    fn plain(&mut self, html: &str, line: usize) -> Markup {
        TextFormat::Html.read(html, line, self.losses)
    }
}
