//! Items to Moodle XML.

use std::fmt::Write as _;

use quick_xml::escape::escape;
use quizbank::model::question::Order;

use crate::item::{BankItem, ItemOption};
use crate::markup;

/// Writes `items`, each topic as a category.
pub(crate) fn write(items: &[BankItem]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n");
    let mut topic = None;
    for item in items {
        if item.topic != topic {
            topic.clone_from(&item.topic);
            let path = escape(topic.as_deref().unwrap_or_default());
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "  <question type=\"category\"><category><text>{path}</text></category></question>"
            );
        }
        question(&mut out, item);
    }
    out.push_str("</quiz>\n");
    out
}

fn question(out: &mut String, item: &BankItem) {
    let id = item.id.as_deref().unwrap_or_default();
    let id = escape(id);
    let keys = item.key_count();
    let stem = html(&markup::of_stem(&item.stem, item.exhibit.as_ref()));
    let shuffled = u8::from(item.order != Some(Order::Fixed));
    let _ = writeln!(
        out,
        "  <question type=\"multichoice\">\n    \
         <name><text>{id}</text></name>\n    \
         <questiontext format=\"html\">{stem}</questiontext>\n    \
         <generalfeedback format=\"html\"><text></text></generalfeedback>\n    \
         <defaultgrade>1</defaultgrade>\n    \
         <penalty>0</penalty>\n    \
         <hidden>0</hidden>\n    \
         <idnumber>{id}</idnumber>\n    \
         <single>{}</single>\n    \
         <shuffleanswers>{shuffled}</shuffleanswers>\n    \
         <answernumbering>abc</answernumbering>",
        keys == 1,
    );
    item.options.iter().for_each(|option| answer(out, option, keys));
    out.push_str("  </question>\n");
}

fn answer(out: &mut String, option: &ItemOption, keys: usize) {
    let [text, why] = [&option.text, &option.why].map(|text| html(&markup::of_text(text)));
    let _ = writeln!(
        out,
        "    <answer fraction=\"{}\" format=\"html\">{text}<feedback format=\"html\">{why}</feedback></answer>",
        option.share(keys),
    );
}

/// `html`, which has no `]]>`, as the element that every text is in.
fn html(html: &str) -> String {
    format!("<text><![CDATA[{html}]]></text>")
}
