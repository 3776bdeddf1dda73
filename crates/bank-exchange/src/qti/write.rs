//! Items to a package: an item for each question, and the manifest that lists them.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use quick_xml::escape::escape;
use quizbank::model::question::Order;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::package::MANIFEST;
use crate::error::ExchangeError;
use crate::item::BankItem;
use crate::markup;

/// The namespace of items.
const NAMESPACE: &str = "http://www.imsglobal.org/xsd/imsqti_v2p1";

/// Writes `items` as a package, the same bytes for the same items.
pub(crate) fn write(items: &[BankItem]) -> Result<Vec<u8>, ExchangeError> {
    let failed =
        |error: ZipError| ExchangeError::Unsupported(format!("cannot write a zip: {error}"));
    package(items).map_err(failed)
}

fn package(items: &[BankItem]) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time of their own, files are of 1980.
    let options = SimpleFileOptions::default();
    zip.start_file(MANIFEST, options)?;
    zip.write_all(manifest(items).as_bytes())?;
    for item in items {
        zip.start_file(path(item), options)?;
        zip.write_all(self::item(item).as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn path(item: &BankItem) -> String {
    format!("items/{}.xml", item.id.as_deref().unwrap_or_default())
}

fn manifest(items: &[BankItem]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest xmlns=\"http://www.imsglobal.org/xsd/imscp_v1p1\" identifier=\"coldstart-bank\">\n  \
         <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n  \
         <organizations/>\n  <resources>\n",
    );
    for item in items {
        let (id, path) = (item.id.as_deref().unwrap_or_default(), path(item));
        let [id, path] = [id, &path].map(|text| escape(text).into_owned());
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "    <resource identifier=\"{id}\" type=\"imsqti_item_xmlv2p1\" href=\"{path}\">\
             <file href=\"{path}\"/></resource>"
        );
    }
    out.push_str("  </resources>\n</manifest>\n");
    out
}

fn item(item: &BankItem) -> String {
    let id = escape(item.id.as_deref().unwrap_or_default());
    let topic = escape(item.topic.as_deref().unwrap_or_default());
    let keys = item.key_count();
    let (cardinality, most) = if keys == 1 { ("single", 1) } else { ("multiple", keys) };
    let shuffle = item.order != Some(Order::Fixed);
    let stem = markup::of_stem(&item.stem, item.exhibit.as_ref());
    // A block may not stand in a paragraph.
    let (stem, block) = stem.split_once("<pre").unwrap_or((&stem, ""));
    let block = if block.is_empty() { String::new() } else { format!("<pre{block}") };
    let mut right = String::new();
    let mut choices = String::new();
    let mut reasons = String::new();
    for (number, option) in (1..).zip(&item.options) {
        if option.is_key {
            let _ = write!(right, "<value>choice-{number}</value>");
        }
        let text = markup::of_text(&option.text);
        let _ = writeln!(
            choices,
            "      <simpleChoice identifier=\"choice-{number}\">{text}</simpleChoice>"
        );
        if !option.why.is_empty() {
            let why = markup::of_text(&option.why);
            let _ = writeln!(
                reasons,
                "  <modalFeedback outcomeIdentifier=\"FEEDBACK\" identifier=\"choice-{number}\" \
                 showHide=\"show\">{why}</modalFeedback>"
            );
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <assessmentItem xmlns=\"{NAMESPACE}\" identifier=\"{id}\" title=\"{id}\" label=\"{topic}\" \
         adaptive=\"false\" timeDependent=\"false\">\n  \
         <responseDeclaration identifier=\"RESPONSE\" cardinality=\"{cardinality}\" \
         baseType=\"identifier\"><correctResponse>{right}</correctResponse></responseDeclaration>\n  \
         <outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" baseType=\"float\">\
         <defaultValue><value>0</value></defaultValue></outcomeDeclaration>\n  \
         <outcomeDeclaration identifier=\"FEEDBACK\" cardinality=\"{cardinality}\" \
         baseType=\"identifier\"/>\n  \
         <itemBody>\n    <p>{stem}</p>\n    {block}\n    \
         <choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"{shuffle}\" maxChoices=\"{most}\">\n\
         {choices}    </choiceInteraction>\n  </itemBody>\n  \
         <responseProcessing>\n    <responseCondition><responseIf><match><variable identifier=\"RESPONSE\"/>\
         <correct identifier=\"RESPONSE\"/></match><setOutcomeValue identifier=\"SCORE\">\
         <baseValue baseType=\"float\">1</baseValue></setOutcomeValue></responseIf></responseCondition>\n    \
         <setOutcomeValue identifier=\"FEEDBACK\"><variable identifier=\"RESPONSE\"/></setOutcomeValue>\n  \
         </responseProcessing>\n{reasons}</assessmentItem>\n"
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Read as _;

    use quizbank::sample;
    use zip::ZipArchive;

    use super::*;
    use crate::format::BankFormat;
    use crate::xml::{self, Element};

    /// The files of the package with two questions.
    fn files() -> Vec<(String, Element)> {
        let questions = [sample::choice("first", "scaling"), sample::multiple("second", "iam")];
        let written = crate::export(&questions, BankFormat::Qti, 0).unwrap().bytes;
        let mut zip = ZipArchive::new(Cursor::new(written)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        let read = |name: String| {
            let mut text = String::new();
            zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
            (name, xml::parse(&text).unwrap())
        };
        names.into_iter().map(read).collect()
    }

    /// The elements called `name` in the whole of `root`.
    fn all<'e>(root: &'e Element, name: &str) -> Vec<&'e Element> {
        root.below().into_iter().filter(|element| element.name == name).collect()
    }

    #[test]
    fn the_manifest_lists_every_item_once() {
        let files = files();
        let (_, manifest) = files.iter().find(|(name, _)| name == MANIFEST).unwrap();
        let listed: BTreeSet<&str> =
            all(manifest, "resource").iter().map(|it| it.attribute("href").unwrap()).collect();
        let items = files.iter().map(|(name, _)| name.as_str()).filter(|name| *name != MANIFEST);
        assert_eq!(listed, items.collect());
    }

    #[test]
    fn an_item_has_the_structure_of_qti_2_1() {
        for (name, item) in files().iter().filter(|(name, _)| name != MANIFEST) {
            assert_eq!(item.name, "assessmentItem", "{name}");
            for attribute in ["identifier", "title", "adaptive", "timeDependent"] {
                assert!(item.attribute(attribute).is_some(), "{name}: {attribute}");
            }
            // Their order is that of the schema.
            let order = [
                "responseDeclaration",
                "outcomeDeclaration",
                "outcomeDeclaration",
                "itemBody",
                "responseProcessing",
            ];
            let parts: Vec<&str> = item.children.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(parts[..order.len()], order, "{name}");
            assert!(parts[order.len()..].iter().all(|part| *part == "modalFeedback"), "{name}");
            let declared: BTreeSet<&str> = ["responseDeclaration", "outcomeDeclaration"]
                .iter()
                .flat_map(|part| all(item, part))
                .filter_map(|it| it.attribute("identifier"))
                .collect();
            let choices: BTreeSet<&str> = all(item, "simpleChoice")
                .iter()
                .map(|it| it.attribute("identifier").unwrap())
                .collect();
            let [interaction] = all(item, "choiceInteraction")[..] else { panic!("{name}") };
            assert!(declared.contains(interaction.attribute("responseIdentifier").unwrap()));
            for reference in ["variable", "correct", "setOutcomeValue"] {
                for element in all(item, reference) {
                    assert!(declared.contains(element.attribute("identifier").unwrap()), "{name}");
                }
            }
            for feedback in all(item, "modalFeedback") {
                assert!(declared.contains(feedback.attribute("outcomeIdentifier").unwrap()));
                assert!(choices.contains(feedback.attribute("identifier").unwrap()), "{name}");
            }
        }
    }
}
