//! Paths that health checks ask for.

use spanned_toml::field::Field;
use spanned_toml::shape::Shape;

/// Reads the path of a URL.
pub(super) fn url_path(field: Field<'_>) -> String {
    field.expects(|| Shape::pattern("^/"));
    let path = field.faults().sound(|| field.text());
    if path.is_some_and(|path| !path.starts_with('/')) {
        let fault = field.fault(format!("`{}` does not begin with `/`", field.name()));
        fault.expected("a path such as \"/health\"").report();
    }
    path.unwrap_or_default().to_owned()
}
