//! QTI 2.1: a zip with `imsmanifest.xml` and a file for each `<assessmentItem>`, or such a
//! file alone.

mod package;
mod read;
mod write;

pub(crate) use self::package::{is_package, read_package};
pub(crate) use self::read::{is_item, read};
pub(crate) use self::write::write;

/// The name of the manifest in a package.
const MANIFEST: &str = "imsmanifest.xml";
