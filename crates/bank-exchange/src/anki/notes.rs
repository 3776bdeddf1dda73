//! A question as a note: the fields of our note type, in HTML.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::item::{BankItem, OPTIONS};
use crate::markup;

/// The name of our note type.
pub(crate) const NOTE_TYPE: &str = "coldstart question";

/// The deck that holds a deck for each topic.
pub(crate) const DECK: &str = "coldstart";

/// The fields of a note, in order.
pub(crate) const FIELDS: [&str; 16] = [
    "Id", "Topic", "Question", "Option 1", "Option 2", "Option 3", "Option 4", "Option 5",
    "Option 6", "Reason 1", "Reason 2", "Reason 3", "Reason 4", "Reason 5", "Reason 6", "Keys",
];

/// Returns the values of the fields.
pub(crate) fn fields(item: &BankItem) -> Vec<String> {
    let texts = |of: fn(&crate::item::ItemOption) -> &String| {
        let mut texts: Vec<String> =
            item.options.iter().take(*OPTIONS.end()).map(|it| markup::of_text(of(it))).collect();
        texts.resize(*OPTIONS.end(), String::new());
        texts
    };
    let mut fields = vec![
        markup::of_text(item.id.as_deref().unwrap_or_default()),
        markup::of_text(item.topic.as_deref().unwrap_or_default()),
        markup::of_stem(&item.stem, item.exhibit.as_ref()),
    ];
    fields.extend(texts(|option| &option.text));
    fields.extend(texts(|option| &option.why));
    fields.push(item.key_numbers(" "));
    fields
}

/// How many digits the identifier of a note has.
const GUID: usize = 16;

/// Returns the permanent identifier of the note of the question `id`, so that a later import
/// updates it.
pub(crate) fn guid(id: &str) -> String {
    let mut digits = HEXLOWER.encode(&Sha256::digest(format!("coldstart/{id}")));
    digits.truncate(GUID);
    digits
}
