//! JSON lines: an object on each, whose keys [`field`](super::field) knows. Keys of an object
//! within it are `outer.inner`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::field::{Fields, Scalar, role};
use super::loss::{LogLossKind, LogLosses};
use super::record::LogRecord;

/// Objects within the object of a line that are looked into.
const INNER: [&str; 5] = ["request", "response", "http", "url", "httpRequest"];

/// What is known of the lines so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct JsonLines {
    /// Whether the keys that mean nothing have been reported.
    is_reported: bool,
}

impl JsonLines {
    /// Reads the request on line number `number`.
    pub(crate) fn parse<'l>(
        &mut self,
        line: &'l str,
        number: u64,
        losses: &mut LogLosses,
    ) -> Result<LogRecord<'l>, LogLossKind> {
        let mut object = Object { prefix: "", fields: Fields::default(), unknown: None };
        if !self.is_reported {
            object.unknown = Some(Vec::new());
        }
        let mut deserializer = serde_json::Deserializer::from_str(line);
        let read = deserializer.deserialize_map(&mut object);
        read.and_then(|()| deserializer.end()).map_err(|_| LogLossKind::Malformed)?;
        self.is_reported = true;
        if let Some(unknown) = object.unknown.take().filter(|names| !names.is_empty()) {
            losses.add(number, LogLossKind::Columns(unknown));
        }
        object.fields.record(number, losses)
    }
}

/// An object as it is read.
struct Object<'l> {
    /// The key of the object around it.
    prefix: &'static str,
    fields: Fields<'l>,
    /// Keys that mean nothing, where they are wanted.
    unknown: Option<Vec<String>>,
}

impl<'l> Visitor<'l> for &mut Object<'l> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            let key = if self.prefix.is_empty() {
                key
            } else {
                Cow::Owned(format!("{}.{key}", self.prefix))
            };
            map.next_value_seed(Member { key: &key, object: self })?;
        }
        Ok(())
    }
}

/// A key, borrowed where it has no escapes.
struct Key<'l>(Cow<'l, str>);

impl<'l> serde::Deserialize<'l> for Key<'l> {
    fn deserialize<D: Deserializer<'l>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor).map(Self)
    }
}

struct KeyVisitor;

impl<'l> Visitor<'l> for KeyVisitor {
    type Value = Cow<'l, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'l str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// The value of a key.
struct Member<'o, 'l> {
    key: &'o str,
    object: &'o mut Object<'l>,
}

impl<'l> Member<'_, 'l> {
    fn take(self, value: Scalar<'l>) {
        match (role(self.key), &mut self.object.unknown) {
            (Some(role), _) => self.object.fields.take(role, value),
            (None, Some(unknown)) if unknown.len() < MAX_NAMES => unknown.push(self.key.to_owned()),
            (None, _) => {}
        }
    }
}

/// The most keys that are reported.
const MAX_NAMES: usize = 50;

impl<'l> DeserializeSeed<'l> for Member<'_, 'l> {
    type Value = ();

    fn deserialize<D: Deserializer<'l>>(self, deserializer: D) -> Result<(), D::Error> {
        let is_looked_into = INNER.iter().any(|name| name.eq_ignore_ascii_case(self.key));
        if role(self.key).is_none() && !is_looked_into {
            self.take(Scalar::Missing);
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'l> Visitor<'l> for Member<'_, 'l> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'l str) -> Result<(), E> {
        self.take(Scalar::Text(Cow::Borrowed(text)));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.take(Scalar::Text(Cow::Owned(text.to_owned())));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.take(Scalar::Whole(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.take(i64::try_from(value).map_or(Scalar::Number(f64::MAX), Scalar::Whole));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.take(Scalar::Number(value));
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.take(Scalar::Missing);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.take(Scalar::Missing);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'l>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        self.take(Scalar::Missing);
        Ok(())
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<(), A::Error> {
        let inner = INNER.iter().find(|name| name.eq_ignore_ascii_case(self.key));
        let Some(prefix) = inner.filter(|_| self.object.prefix.is_empty()) else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        self.object.prefix = prefix;
        let read = (&mut *self.object).visit_map(map);
        self.object.prefix = "";
        read
    }
}
