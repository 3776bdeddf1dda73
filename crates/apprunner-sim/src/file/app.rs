//! `[app]`, in a file and in `set` tables: what the learner's container does.

use super::size::{self, STATUSES};
use super::{distribution, service};
use crate::model::application::{Answers, ApplicationPatch, Architecture, Pullable, RoutePatch};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults, quoted};
use spanned_toml::quantity;

/// What the table at `cursor` changes.
pub(super) fn read(mut cursor: Cursor<'_>, faults: &mut Faults) -> ApplicationPatch {
    let mut patch = ApplicationPatch {
        start: cursor.field("start").and_then(|field| distribution::read(field, faults)),
        port: cursor.field("port").and_then(|field| service::port(field, faults)),
        ..ApplicationPatch::default()
    };
    if let Some(table) = cursor.table("image", faults) {
        image(table, &mut patch, faults);
    }
    if let Some(table) = cursor.table("memory", faults) {
        memory(table, &mut patch, faults);
    }
    if let Some(table) = cursor.table("routes", faults) {
        for field in table.entries() {
            if let Some(route) = route(field, faults) {
                patch.routes.insert(field.name.to_owned(), route);
            }
        }
    }
    cursor.finish(faults);
    patch
}

/// `image = { … }`.
fn image(mut cursor: Cursor<'_>, patch: &mut ApplicationPatch, faults: &mut Faults) {
    let architectures = [("x86-64", Architecture::X86_64), ("arm64", Architecture::Arm64)];
    patch.pullable = cursor
        .field("pullable")
        .and_then(|field| field.flag(faults))
        .map(|yes| if yes { Pullable::Yes } else { Pullable::No });
    patch.architecture =
        cursor.field("architecture").and_then(|field| field.choice(&architectures, faults));
    patch.size_mb = cursor.field("size").and_then(|field| size::memory(field, faults));
    cursor.finish(faults);
}

/// `memory = { … }`.
fn memory(mut cursor: Cursor<'_>, patch: &mut ApplicationPatch, faults: &mut Faults) {
    patch.base_mb = cursor.field("base").and_then(|field| size::memory(field, faults));
    patch.per_request_mb =
        cursor.field("per_request").and_then(|field| size::memory(field, faults));
    cursor.finish(faults);
}

/// `[app.routes."/path"]`.
fn route(field: Field<'_>, faults: &mut Faults) -> Option<RoutePatch> {
    if !field.name.starts_with('/') {
        let message = format!("the route {} does not begin with `/`", quoted(field.name));
        faults.push(Fault::new(field.key, message).expected("a path such as \"/health\""));
        return None;
    }
    let mut cursor = field.cursor(faults)?;
    let hangs = cursor.field("hangs").and_then(|field| field.flag(faults));
    let route = RoutePatch {
        status: cursor
            .field("status")
            .and_then(|field| quantity::integer(field, &STATUSES, faults)),
        latency: cursor.field("latency").and_then(|field| distribution::read(field, faults)),
        cpu: cursor.field("cpu").and_then(|field| distribution::read(field, faults)),
        answers: hangs.map(|hangs| if hangs { Answers::Never } else { Answers::Yes }),
    };
    cursor.finish(faults);
    Some(route)
}
