//! `[app]`, in a file and in `set` tables: what the learner's container does.

use super::size::{self, STATUSES};
use super::{distribution, service, url_path};
use crate::model::application::{Answers, ApplicationPatch, Pullable, RoutePatch, Shutdown};
use spanned_toml::cursor::Cursor;
use spanned_toml::duration;
use spanned_toml::field::Field;
use spanned_toml::shape::Shape;
use spanned_toml::tree::Value;

/// The most threads of an application.
const MAX_THREADS: u32 = 1_000;

/// Reads what the table at `cursor` changes.
pub(super) fn read(cursor: &mut Cursor<'_>) -> ApplicationPatch {
    let mut patch = ApplicationPatch {
        start: cursor.optional("start", distribution::read),
        port: cursor.optional("port", service::port),
        threads: cursor.optional("threads", |field| field.integer(1..=MAX_THREADS)),
        background_millis: cursor.optional("background", size::cpu_or_none),
        first_request: cursor.optional("first_request", distribution::read),
        shutdown: cursor.optional("shutdown", shutdown),
        ..ApplicationPatch::default()
    };
    cursor.table("image", |image| {
        let pullable = image.optional("pullable", Field::flag);
        patch.pullable = pullable.map(|yes| if yes { Pullable::Yes } else { Pullable::No });
        patch.architecture = image.optional("architecture", Field::word);
        patch.size_mb = image.optional("size", size::memory);
    });
    cursor.table("memory", |memory| {
        patch.base_mb = memory.optional("base", size::memory);
        patch.per_request_mb = memory.optional("per_request", size::memory);
    });
    cursor.table("routes", |routes| {
        let named = routes.entries().map(|field| (url_path::named(field), route(field)));
        patch.routes = named.collect();
    });
    patch
}

/// The words for what an application does on SIGTERM; a duration is the third way.
const SHUTDOWNS: [(&str, Shutdown); 2] = [("drain", Shutdown::Drain), ("ignore", Shutdown::Ignore)];

/// Reads what the application does on SIGTERM.
fn shutdown(field: Field<'_>) -> Shutdown {
    let words = SHUTDOWNS.map(|(word, _)| word);
    field.expects(|| {
        Shape::AnyOf(vec![Shape::OneOf(words.to_vec()), Shape::Definition("duration")])
    });
    let expected = "\"drain\", \"ignore\" or a duration such as \"10s\"";
    let Some(Value::Text(text)) = field.value() else {
        field.refuse(expected).report();
        return Shutdown::Drain;
    };
    if let Some((_, shutdown)) = SHUTDOWNS.iter().find(|(word, _)| word == text) {
        return *shutdown;
    }
    duration::of_text(text).map_or_else(
        |message| {
            field.fault(message).expected(expected).suggest(text, words).report();
            Shutdown::Drain
        },
        |time| Shutdown::Within(time.into()),
    )
}

/// Reads `[app.routes."/path"]`.
fn route(field: Field<'_>) -> RoutePatch {
    field.table(|route| RoutePatch {
        status: route.optional("status", |field| field.integer(STATUSES)),
        latency: route.optional("latency", distribution::read),
        cpu: route.optional("cpu", distribution::read),
        answers: (route.optional("hangs", Field::flag))
            .map(|hangs| if hangs { Answers::Never } else { Answers::Yes }),
    })
}
