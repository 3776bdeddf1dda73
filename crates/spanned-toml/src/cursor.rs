//! Walks a table: hands out its fields with the type that a reader wants,
//! remembers which were asked for, and reports the rest as unknown.
//!
//! Reading never stops at a fault. A value that is missing or wrong is reported
//! once, and a stand-in takes its place, so that a reader is one expression that
//! names every field. What was read may be used when the collector found nothing.

use super::faults::{Fault, Faults, SourcePlace, list, quoted};
use super::field::Field;
use super::trace::{Trace, address};
use super::tree::{Node, Table, Value};
use super::word::Word;

/// Stands in for a table that is not there.
static NOTHING: Table = Table::new();

/// A table being read.
pub struct Cursor<'t> {
    table: &'t Table,
    /// The address of the value that holds the table; `None` where the table is a stand-in.
    at: Option<usize>,
    place: &'t SourcePlace,
    name: String,
    asked: Vec<&'static str>,
    faults: &'t Faults,
    /// Faults found before; `None` where the table is a stand-in.
    before: Option<usize>,
    /// Whether its keys are the author's.
    is_free: bool,
}

impl<'t> Cursor<'t> {
    /// Begins to read `node`, called `name` in messages; a fault, and nothing to
    /// read, when it is no table.
    pub fn new(node: &'t Node, name: impl Into<String>, faults: &'t Faults) -> Self {
        Self::of(Field::new("", &node.place, node, faults), name.into())
    }

    /// Begins to read the table in `field`.
    pub(crate) fn of(field: Field<'t>, name: String) -> Self {
        let faults = field.faults();
        let before = faults.count();
        let (table, before) = if let Some(Value::Table(table)) = field.value() {
            (table, Some(before))
        } else {
            field.refuse_as(&name, "a table").report();
            (&NOTHING, None)
        };
        let at = before.and(field.value()).map(address);
        faults.note_reading(at, Trace::open);
        Self {
            table,
            at,
            place: field.place(),
            name,
            asked: Vec::new(),
            faults,
            before,
            is_free: false,
        }
    }

    /// Returns the field called `name`, if it is there.
    pub fn field(&mut self, name: &'static str) -> Option<Field<'t>> {
        self.asked.push(name);
        self.faults.note_reading(self.at, |trace, at| trace.ask(at, name));
        self.peek(name)
    }

    /// Looks at the field called `name`, if it is there, without asking for it.
    pub fn peek(&self, name: &'static str) -> Option<Field<'t>> {
        let entry = self.table.get(name)?;
        Some(Field::new(name, &entry.key, &entry.node, self.faults))
    }

    /// Returns `name`, or `former`, its name in earlier versions, where the table has only
    /// that: it is read still, with a note.
    pub fn renamed(&self, name: &'static str, former: &'static str) -> &'static str {
        match self.peek(former) {
            Some(field) if self.peek(name).is_none() => {
                let message = format!("`{former}` is the former name of `{name}`");
                self.faults.note(field.key(), message, format!("write `{name}`"));
                former
            }
            _ => name,
        }
    }

    /// Returns the field called `name`; a fault, with `example` for a value, when it
    /// is missing.
    pub fn required(&mut self, name: &'static str, example: &str) -> Field<'t> {
        let field = self.field(name);
        self.faults.note_reading(self.at, |trace, at| trace.require(at, name));
        field.unwrap_or_else(|| self.lacks(name, &self.faults.syntax().example(name, example)))
    }

    /// Reads the field called `name`, which holds one of the words of `T`; a fault when it
    /// is missing.
    pub fn required_word<T: Word>(&mut self, name: &'static str) -> T {
        let first = T::WORDS.first().map_or("", |(word, _)| word);
        self.required(name, &format!("\"{first}\"")).word()
    }

    /// Reports that the field called `name` is missing, and returns its stand-in.
    fn lacks(&self, name: &'static str, example: &str) -> Field<'t> {
        let message = format!("{} has no `{name}`", self.name);
        self.fault(message).expected(format!("a field such as `{example}`")).report();
        Field::missing(name, self.place, self.faults)
    }

    /// Reads the field called `name`. `None` when it is not there or `read` finds a
    /// fault.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Field<'t>) -> T,
    ) -> Option<T> {
        let field = self.field(name)?;
        self.faults.sound(|| read(field))
    }

    /// Returns the one field among `names` that is there; a fault, and the stand-in of
    /// the first, when there is none or more than one.
    pub fn exactly_one<const N: usize>(&mut self, names: [&'static str; N]) -> Field<'t> {
        let there: Vec<Field<'t>> = names.iter().filter_map(|name| self.field(name)).collect();
        self.faults.note_reading(self.at, |trace, at| trace.require_one(at, &names));
        match there.as_slice() {
            [only] => return *only,
            [] => {
                let message = format!("{} has none of {}", self.name, list(names, "and"));
                self.fault(message).expected("one of them").report();
            }
            [first, rest @ ..] => {
                for extra in rest {
                    let both = format!("both `{}` and `{}`", first.name(), extra.name());
                    let fault = self.faults.at(extra.key(), format!("{} has {both}", self.name));
                    fault.expected(format!("one of {}", list(names, "and"))).report();
                }
            }
        }
        Field::missing(names.first().copied().unwrap_or_default(), self.place, self.faults)
    }

    /// Reads the table in the field called `name`, if it is there.
    pub fn table<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Cursor<'t>) -> T,
    ) -> Option<T> {
        self.field(name).map(|field| field.table(read))
    }

    /// Reads the tables in the field called `name`, which TOML writes `[[name]]`;
    /// those with a fault are left out.
    pub fn tables<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&mut Cursor<'t>) -> T,
    ) -> Vec<T> {
        let sound = self.elements(name).filter_map(|mut element| {
            let value = read(&mut element);
            element.finish();
            element.is_sound().then_some(value)
        });
        sound.collect()
    }

    /// As [`Cursor::tables`]; a fault when the field is missing. TOML writes `header`
    /// above each table.
    pub fn required_tables<T>(
        &mut self,
        name: &'static str,
        header: &str,
        read: impl FnMut(&mut Cursor<'t>) -> T,
    ) -> Vec<T> {
        self.require_elements(name, header);
        self.tables(name, read)
    }

    /// Reports that the field called `name` is missing, if it is. TOML writes `header`
    /// above each of its tables.
    pub fn require_elements(&mut self, name: &'static str, header: &str) {
        let field = self.field(name);
        self.faults.note_reading(self.at, |trace, at| trace.require(at, name));
        if field.is_none() {
            self.lacks(name, &self.faults.syntax().header(name, header));
        }
    }

    /// Returns each table in the field called `name`, if it is there. The reading of one
    /// begins when it is taken: what was wrong with those before is none of its faults.
    pub fn elements(&mut self, name: &'static str) -> impl Iterator<Item = Self> + use<'t> {
        let field = self.field(name);
        let items = field.and_then(|field| {
            if let Some(Value::Array(items)) = field.value() {
                return Some(items);
            }
            let fault = field.refuse_as(&format!("`{name}`"), "an array of tables");
            fault.help(format!("write `[[{name}]]` above each")).report();
            None
        });
        let what = self.faults.syntax().element(name);
        let pairs = field.into_iter().zip(items);
        let begun = pairs.flat_map(move |(field, items)| {
            let what = what.clone();
            items.iter().map(move |item| Cursor::of(field.item(item), what.clone()))
        });
        begun.filter(|element| element.before.is_some())
    }

    /// Returns every field of a table whose keys are free: from then on none is unknown.
    pub fn entries(&mut self) -> impl Iterator<Item = Field<'t>> + use<'t> {
        self.ignore_rest();
        let faults = self.faults;
        self.table
            .iter()
            .map(move |(name, entry)| Field::new(name, &entry.key, &entry.node, faults))
    }

    /// Takes the field called `name` as known: it is there for another reader of the same file.
    pub fn leave(&mut self, name: &'static str) {
        self.asked.push(name);
    }

    /// Takes every field that no reader asks for as known.
    pub fn ignore_rest(&mut self) {
        self.is_free = true;
        self.faults.note_reading(self.at, Trace::free);
    }

    /// What messages call the table.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the table stands.
    pub fn place(&self) -> &'t SourcePlace {
        self.place
    }

    /// The collector of its faults.
    pub fn faults(&self) -> &'t Faults {
        self.faults
    }

    /// Begins a fault of the table as a whole.
    pub fn fault(&self, message: impl Into<String>) -> Fault<'t> {
        Fault::new(self.before.map(|_| self.faults), self.place, message)
    }

    /// Whether no fault was found since the reading of the table began: its values may
    /// be compared with one another.
    pub fn is_sound(&self) -> bool {
        self.before == Some(self.faults.count())
    }

    /// Ends the reading: what nobody asked for is unknown.
    pub fn finish(&self) {
        for (name, entry) in self.table {
            if self.is_free || self.faults.is_full() {
                return;
            }
            if !self.asked.contains(&name.as_str()) {
                let message = format!("unknown field {} in {}", quoted(name), self.name);
                let fault = self.faults.at(&entry.key, message).expected("no such field");
                fault.suggest(name, self.asked.iter().copied()).report();
            }
        }
    }
}

impl<'t> Field<'t> {
    /// Reads a table.
    pub fn table<T>(self, read: impl FnOnce(&mut Cursor<'t>) -> T) -> T {
        let mut cursor = Cursor::of(self, format!("`{}`", self.name()));
        let value = read(&mut cursor);
        cursor.finish();
        value
    }
}

#[cfg(test)]
mod tests {
    use super::super::diagnostic::Source;
    use super::super::document::Document;
    use super::super::faults::Syntax;

    #[test]
    fn an_element_is_sound_whatever_is_wrong_with_those_before() {
        let text = "format_version = 1\n[[stop]]\nat = 1\n[[stop]]\nat = \"x\"\n[[stop]]\nat = 3\n";
        let source = Source { name: "stops".to_owned(), text: text.to_owned() };
        let document = Document::parse(source, Syntax::Toml);
        let read = document.read("the file", |cursor| {
            let elements = cursor.elements("stop").map(|mut element| {
                element.required("at", "1").integer(0..=9_u32);
                element.finish();
                element.is_sound()
            });
            elements.collect::<Vec<_>>()
        });
        assert_eq!(read, Some(vec![true, false, true]));
    }
}
