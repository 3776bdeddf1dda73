//! The default route under changes of a file.

use spanned_toml::faults::SourcePlace;
use spanned_toml::path;
use spanned_toml::tree::{Node, Table, Value};

/// A file without routes has the default one, and a setting that adds another
/// must not take it away.
pub(super) fn keep(root: &mut Node, dotted: &str, key: &SourcePlace) {
    let Ok(names) = path::parse(dotted) else { return };
    let [app, routes, _, ..] = names.as_slice() else { return };
    let Value::Table(table) = &root.value else { return };
    let has_routes = table.get("app").is_some_and(|entry| match &entry.node.value {
        Value::Table(app) => app.contains_key("routes"),
        _ => true,
    });
    if app == "app" && routes == "routes" && !has_routes {
        let path = [app.clone(), routes.clone(), "/".to_owned()];
        let route = Node { place: key.clone(), value: Value::Table(Table::new()) };
        // The way is free: `app` is a table or missing, and has no routes.
        let _ = path::insert(root, &path, key, route);
    }
}
