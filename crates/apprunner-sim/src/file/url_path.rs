//! Paths that clients and health checks ask for, as they stand in the first line of an
//! HTTP request.

use spanned_toml::faults::{SourcePlace, quoted};
use spanned_toml::field::Field;
use spanned_toml::invisible::is_invisible;
use spanned_toml::shape::Shape;

/// Reads the path of a URL.
pub(super) fn url_path(field: Field<'_>) -> String {
    field.expects(|| Shape::pattern("^/"));
    let path = field.faults().sound(|| field.text()).unwrap_or("/").to_owned();
    check(field, field.place(), &format!("`{}`", field.name()), &path);
    path
}

/// Reads the name of the entry `field`, which is the path of a URL.
pub(super) fn named(field: Field<'_>) -> String {
    let path = field.name().to_owned();
    check(field, field.key(), &format!("the route {}", quoted(&path)), &path);
    path
}

/// Sees that `path`, which stands at `place` and which messages call `what`, can be that
/// of a URL.
fn check(field: Field<'_>, place: &SourcePlace, what: &str, path: &str) {
    let is_unfit = |one: &char| one.is_control() || is_invisible(*one);
    let expected = "a path such as \"/health\"";
    if !path.starts_with('/') {
        let message = format!("{what} does not begin with `/`");
        field.faults().at(place, message).expected(expected).report();
    } else if let Some(unfit) = path.chars().find(is_unfit) {
        let message = format!("{what} holds the character U+{:04X}", u32::from(unfit));
        let fault = field.faults().at(place, message).expected(expected);
        fault.help("a URL has no control characters").report();
    }
}
