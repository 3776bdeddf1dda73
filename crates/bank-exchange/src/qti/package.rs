//! The zip of a package, read within limits: no path leads out of it, and what it
//! unpacks to is bounded.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::read;
use crate::error::{ExchangeError, MAX_BYTES};
use crate::item::BankItem;
use crate::loss::{LossKind, Losses};
use crate::xml;
use crate::{anki, decode};

/// The name of the manifest in a package.
pub(super) const MANIFEST: &str = "imsmanifest.xml";

/// The most files of a package.
const MAX_FILES: usize = 20_000;

/// Whether `bytes` begin as a zip does.
pub(crate) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Reads the questions of the package in `bytes`.
pub(crate) fn read_package(
    bytes: &[u8],
    losses: &mut Losses,
) -> Result<Vec<BankItem>, ExchangeError> {
    let files = unpacked(bytes)?;
    let Some((folder, manifest)) = manifest(&files) else {
        let is_anki = files.keys().any(|name| name.starts_with("collection.anki2"));
        return Err(ExchangeError::Unsupported(if is_anki {
            anki::NOT_READ.to_owned()
        } else {
            format!("the zip has no `{MANIFEST}`")
        }));
    };
    let root = xml::parse(&decode::text(manifest)?)?;
    let mut items = Vec::new();
    for resource in root.below().into_iter().filter(|element| element.name == "resource") {
        let kind = resource.attribute("type").unwrap_or_default();
        let href = resource.attribute("href").unwrap_or_default();
        losses.enter(Some(MANIFEST));
        if !kind.starts_with("imsqti_item_xml") {
            losses
                .add(resource.line, LossKind::Field(format!("resource `{href}` of type `{kind}`")));
            continue;
        }
        let Some(file) = files.get(&format!("{folder}{href}")) else {
            let reason = format!("the package has no file `{href}`");
            losses.add(resource.line, LossKind::Malformed(reason));
            continue;
        };
        losses.enter(Some(href));
        match decode::text(file).and_then(|text| read::read(&text, losses)) {
            Ok(read) => {
                items.extend(
                    read.into_iter().map(|it| BankItem { part: Some(href.to_owned()), ..it }),
                );
            }
            Err(error) => losses.add(1, LossKind::Malformed(error.to_string())),
        }
    }
    losses.enter(None);
    Ok(items)
}

/// The folder of the manifest, with its slash, and its contents.
fn manifest(files: &BTreeMap<String, Vec<u8>>) -> Option<(&str, &[u8])> {
    let found = files.iter().find_map(|(name, bytes)| {
        let folder = name.strip_suffix(MANIFEST)?;
        (folder.is_empty() || folder.ends_with('/')).then_some((folder, bytes.as_slice()))
    });
    found.filter(|(folder, _)| folder.matches('/').count() <= 1)
}

/// The files of a zip by name, those that hold text or tell what it is.
fn unpacked(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, ExchangeError> {
    let rejected = |reason: String| ExchangeError::Refused { line: 1, reason };
    let broken = |error: zip::result::ZipError| rejected(format!("the zip is damaged: {error}"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_FILES {
        return Err(rejected(format!("the zip has more than {MAX_FILES} files")));
    }
    let mut files = BTreeMap::new();
    let mut left = MAX_BYTES;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        let name = file.name().map_err(broken)?.into_owned();
        if name.starts_with('/') || name.contains('\\') || name.split('/').any(|part| part == "..")
        {
            return Err(rejected(format!(
                "the zip has a file `{name}` with a path outside of the zip"
            )));
        }
        let is_text = name.to_ascii_lowercase().ends_with(".xml");
        let mut contents = Vec::new();
        if is_text {
            let limit = left as u64 + 1;
            let read = file.take(limit).read_to_end(&mut contents);
            read.map_err(|error| rejected(format!("the zip is damaged: {error}")))?;
            left = left.checked_sub(contents.len()).ok_or_else(|| {
                rejected(format!("the zip unpacks to more than {} MB", MAX_BYTES / 1024 / 1024))
            })?;
        }
        files.insert(name, contents);
    }
    Ok(files)
}
