//! Where what a learner did is kept, for every command that keeps or reads it.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::terminal::Terminal;
use crate::store::folder::{self, NoFolder};
use crate::store::{Store, StoreError};

/// Where data is kept.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Data")]
pub(super) struct Place {
    /// Save answers and progress in this folder; the default is `COLDSTART_DATA`, if it is set
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "no_data")]
    data: Option<PathBuf>,
    /// Neither save nor read any data
    #[arg(long, global = true)]
    no_data: bool,
}

impl Place {
    /// The folder.
    pub(super) fn folder(&self) -> Result<PathBuf, NoFolder> {
        folder::locate(self.data.as_deref(), std::env::var_os(folder::VARIABLE))
    }

    /// The path of the database, wherever there is a folder for one.
    pub(super) fn database(&self) -> Option<PathBuf> {
        self.folder().ok().map(|folder| Store::path_in(&folder))
    }

    /// The store to study with; `None` when nothing is to be kept, or, after a
    /// note, when nothing can be. Data already is never passed over.
    pub(super) fn open(&self, terminal: Terminal) -> anyhow::Result<Option<Store>> {
        if self.no_data {
            return Ok(None);
        }
        let opened = match self.folder() {
            Ok(folder) => Store::open(&folder),
            Err(no_folder) => {
                terminal.say(&format!("note: {no_folder}; nothing is saved"));
                return Ok(None);
            }
        };
        match opened {
            Ok(store) => Ok(Some(store)),
            Err(error @ (StoreError::Unwritable { .. } | StoreError::Full { .. })) => {
                terminal.say(&format!("note: {error}; nothing is saved"));
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The store as far as there is one; nothing is made.
    pub(super) fn open_existing(&self) -> anyhow::Result<Option<Store>> {
        if self.no_data {
            bail!("this command reads your data; leave `--no-data` out");
        }
        // A folder that is named here and missing is mistyped rather than new.
        if let Some(folder) = self.data.as_deref().filter(|folder| !folder.exists()) {
            let folder = folder.display();
            bail!("there is no folder `{folder}`; the first command that saves data creates it");
        }
        Ok(Store::open_existing(&self.folder()?)?)
    }

    /// The store, made where there is none.
    pub(super) fn open_or_make(&self) -> anyhow::Result<Store> {
        if self.no_data {
            bail!("this command writes your data; leave `--no-data` out");
        }
        Ok(Store::open(&self.folder()?)?)
    }
}
