//! Items to notes as text.

use csv::{QuoteStyle, WriterBuilder};

use super::{DECK, FIELDS, NOTE_TYPE, fields, guid};
use crate::ExchangeError;
use crate::item::BankItem;
use crate::table;

/// Writes `items` as a file that Anki imports, and updates when it is imported again.
pub(crate) fn write(items: &[BankItem]) -> Result<Vec<u8>, ExchangeError> {
    let columns = FIELDS.join("\t");
    let head = format!(
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n\
         #columns:guid\tnotetype\tdeck\t{columns}\n"
    );
    let mut out = WriterBuilder::new()
        .delimiter(b'\t')
        .quote_style(QuoteStyle::Necessary)
        .flexible(true)
        .from_writer(head.into_bytes());
    let mut written = Ok(());
    for item in items {
        let id = item.id.as_deref().unwrap_or_default();
        let deck = format!("{DECK}::{}", item.topic.as_deref().unwrap_or_default());
        let mut row = vec![guid(id), NOTE_TYPE.to_owned(), deck];
        // In quotes a line of an exhibit would be a line of the file; Anki reads both.
        row.extend(fields(item));
        written = written.and_then(|()| out.write_record(row));
    }
    table::finished(written, out)
}
