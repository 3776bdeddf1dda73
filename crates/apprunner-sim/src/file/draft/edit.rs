//! Writing into a scenario's file without disturbing the rest of it: comments,
//! order and spacing stay as their author left them.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use crate::file::duration;
use crate::file::scenario::{self, Request};
use crate::model::replay::Traces;
use crate::model::rules::Edition;
use crate::model::scenario::Scenario;
use crate::model::time::SimTime;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Faults, Origin, SourcePlace};
use spanned_toml::path;
use spanned_toml::setting::Setting;

/// A scenario's file that is being written into.
#[derive(Clone, Debug)]
pub(super) struct Document {
    name: String,
    root: DocumentMut,
    traces: Traces,
}

/// Why something cannot be written.
type Refusal = String;

impl Document {
    /// The document in `source`.
    pub(super) fn parse(source: &Source, traces: &Traces) -> Result<Self, Diagnostics> {
        let root = source.text.parse::<DocumentMut>();
        let root = root.map_err(|error| rejected(source.clone(), error.message()))?;
        Ok(Self { name: source.name.clone(), root, traces: traces.clone() })
    }

    /// The document as text.
    pub(super) fn text(&self) -> String {
        self.root.to_string()
    }

    /// The scenario that the document describes, under its own edition or another.
    pub(super) fn read(&self, edition: Option<Edition>) -> Result<Scenario, Diagnostics> {
        let request = Request { edition, traces: self.traces.clone(), ..Request::default() };
        scenario::read(self.source(), &request)
    }

    /// The edition that the document names, or is read under for want of one.
    pub(super) fn edition(&self) -> Edition {
        let named = self.root.get("rules").and_then(Item::as_str);
        named.and_then(Edition::parse).unwrap_or(Edition::Chapter)
    }

    /// Whether something stands where a dotted path leads.
    pub(super) fn has(&self, path: &str) -> bool {
        let mut item = Some(self.root.as_item());
        for name in path.split('.') {
            item = item.and_then(|item| item.get(name));
        }
        item.is_some()
    }

    /// Writes a field of the root.
    pub(super) fn put(&mut self, name: &str, value: Value) -> Result<(), Diagnostics> {
        let written = write(self.root.as_table_mut(), &[name.to_owned()], value);
        self.reported(written)
    }

    /// Writes a setting where its dotted path leads.
    pub(super) fn set(&mut self, setting: &Setting) -> Result<(), Diagnostics> {
        let written = self.try_set(setting);
        self.reported(written)
    }

    fn try_set(&mut self, setting: &Setting) -> Result<(), Refusal> {
        let names = path::parse(&setting.path)?;
        let root = self.root.as_table_mut();
        // As `default_route::keep` does: who adds a route to the default one keeps it.
        if let [app, routes, _, ..] = names.as_slice()
            && (app.as_str(), routes.as_str()) == ("app", "routes")
            && root.get("app").and_then(|app| app.get("routes")).is_none()
        {
            let route = ["app", "routes", "/"].map(str::to_owned);
            write(root, &route, InlineTable::new().into())?;
        }
        write(root, &names, value_of(setting)?)
    }

    /// Writes a setting into `[fix]`.
    pub(super) fn set_fix(&mut self, setting: &Setting) -> Result<(), Diagnostics> {
        let path = ["fix", "set", &setting.path].map(str::to_owned);
        let root = self.root.as_table_mut();
        let written = value_of(setting).and_then(|value| write(root, &path, value));
        self.reported(written)
    }

    /// Adds an element to the array of tables called `array`.
    pub(super) fn append(&mut self, array: &str, element: InlineTable) -> Result<(), Diagnostics> {
        let root = self.root.as_table_mut();
        let written = match root.entry(array).or_insert_with(|| ArrayOfTables::new().into()) {
            Item::ArrayOfTables(tables) => {
                tables.push(element.into_iter().collect::<Table>());
                Ok(())
            }
            Item::Value(Value::Array(values)) => {
                values.push(element);
                Ok(())
            }
            _ => Err(format!("`{array}` is not an array")),
        };
        self.reported(written)
    }

    /// A table of settings, their paths as keys.
    pub(super) fn table_of(&self, settings: &[Setting]) -> Result<InlineTable, Diagnostics> {
        let field = |setting: &Setting| Ok((setting.path.clone(), value_of(setting)?));
        let fields = settings.iter().map(field).collect::<Result<Vec<_>, Refusal>>();
        fields.map(InlineTable::from_iter).map_err(|message| rejected(self.source(), &message))
    }

    /// The places of the events in the file, in order of their time.
    pub(super) fn events_by_time(&self) -> Vec<usize> {
        let at = |table: &dyn TableLike| {
            let at = table.get("at").and_then(Item::as_str).unwrap_or_default();
            duration::instant_of(at).unwrap_or(SimTime::NEVER)
        };
        let times: Vec<SimTime> = match self.root.get("event") {
            Some(Item::ArrayOfTables(tables)) => tables.iter().map(|table| at(table)).collect(),
            Some(Item::Value(Value::Array(values))) => {
                values.iter().filter_map(Value::as_inline_table).map(|table| at(table)).collect()
            }
            _ => Vec::new(),
        };
        let mut places: Vec<usize> = (0..times.len()).collect();
        places.sort_by_key(|&place| times.get(place).copied());
        places
    }

    /// Puts `settings` in the place of what the event at `place` changes at the service.
    pub(super) fn replace_service(
        &mut self,
        place: usize,
        settings: &[Setting],
    ) -> Result<(), Diagnostics> {
        let written = self.try_replace_service(place, settings);
        self.reported(written)
    }

    fn try_replace_service(&mut self, place: usize, settings: &[Setting]) -> Result<(), Refusal> {
        let event: Option<&mut dyn TableLike> = match self.root.get_mut("event") {
            Some(Item::ArrayOfTables(tables)) => tables.get_mut(place).map(|it| it as _),
            Some(Item::Value(Value::Array(values))) => {
                values.get_mut(place).and_then(Value::as_inline_table_mut).map(|it| it as _)
            }
            _ => None,
        };
        let event = event.ok_or_else(|| format!("there is no event {place}"))?;
        // `set` stands in the event itself, or in what is deployed, pushed or updated.
        let mut holder = event;
        if holder.get("set").is_none() {
            let kind = ["deploy", "push", "update"].into_iter().find(|it| holder.contains_key(it));
            let kind = kind.and_then(|kind| holder.get_mut(kind)?.as_table_like_mut());
            holder = kind.ok_or("the event changes nothing")?;
        }
        let Some(set) = holder.get_mut("set").and_then(Item::as_table_like_mut) else {
            return Ok(());
        };
        let of_service = |name: &str| name == "service" || name.starts_with("service.");
        let names: Vec<String> = set.iter().map(|(name, _)| name.to_owned()).collect();
        for name in names.iter().filter(|name| of_service(name)) {
            set.remove(name);
        }
        for setting in settings {
            set.insert(&setting.path, Item::Value(value_of(setting)?));
        }
        Ok(())
    }

    fn source(&self) -> Source {
        Source { name: self.name.clone(), text: self.text() }
    }

    fn reported(&self, written: Result<(), Refusal>) -> Result<(), Diagnostics> {
        written.map_err(|message| rejected(self.source(), &message))
    }
}

/// What could not be written, reported for the whole file.
fn rejected(source: Source, message: &str) -> Diagnostics {
    let faults = Faults::default();
    let start = SourcePlace { origin: Origin::File, span: 0..0 };
    faults.at(&start, message).expected("a path that can be changed").report();
    faults.into_diagnostics(source, Vec::new())
}

fn value_of(setting: &Setting) -> Result<Value, Refusal> {
    value(&setting.value).ok_or_else(|| format!("`{setting}` cannot be written to a file"))
}

/// The value that `text` is in TOML syntax.
pub(super) fn value(text: &str) -> Option<Value> {
    text.parse().ok()
}

/// Writes `value` where `path` leads from `table`, making tables on the way; what
/// stood there hands on the space and the comment around it.
fn write(table: &mut dyn TableLike, path: &[String], mut value: Value) -> Result<(), Refusal> {
    let Some((name, rest)) = path.split_first() else { return Ok(()) };
    if rest.is_empty() {
        if let Some(before) = table.get(name).and_then(Item::as_value) {
            *value.decor_mut() = before.decor().clone();
        }
        table.insert(name, Item::Value(value));
        return Ok(());
    }
    if table.get(name).is_none() {
        let mut made = Table::new();
        made.set_implicit(rest.len() > 1);
        table.insert(name, Item::Table(made));
    }
    match table.get_mut(name) {
        Some(Item::ArrayOfTables(tables)) => {
            let (index, rest) = element(rest)?;
            let table = tables.get_mut(index).ok_or_else(|| missing(name, index))?;
            write(table, rest, value)
        }
        Some(Item::Value(Value::Array(values))) => write_element(values, name, rest, value),
        Some(item) => match item.as_table_like_mut() {
            Some(table) => write(table, rest, value),
            None => Err(format!("`{name}` is not a table")),
        },
        None => Err(format!("there is no `{name}`")),
    }
}

/// As [`write`], from an array of values.
fn write_element(
    values: &mut Array,
    name: &str,
    path: &[String],
    value: Value,
) -> Result<(), Refusal> {
    let (index, rest) = element(path)?;
    let slot = values.get_mut(index).ok_or_else(|| missing(name, index))?;
    match slot {
        _ if rest.is_empty() => {
            let decor = slot.decor().clone();
            *slot = value;
            *slot.decor_mut() = decor;
            Ok(())
        }
        Value::Array(values) => write_element(values, name, rest, value),
        Value::InlineTable(table) => write(table, rest, value),
        _ => Err(format!("element {index} of `{name}` is not a table")),
    }
}

/// The index that `path` begins with, and what comes after it.
fn element(path: &[String]) -> Result<(usize, &[String]), Refusal> {
    let (name, rest) = path.split_first().ok_or("an index is missing")?;
    let index = name.parse().map_err(|_| format!("`{name}` is not an index"))?;
    Ok((index, rest))
}

fn missing(name: &str, index: usize) -> Refusal {
    format!("`{name}` has no element {index}")
}
