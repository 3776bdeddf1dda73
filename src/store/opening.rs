//! Opening the database: the same checks for everybody, files that only their owner may read, and
//! reading where nothing can be written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Instant;

use rusqlite::{Connection, OpenFlags};

use super::errors::{self, StoreError};
use super::{PATIENCE, RETRY, Store, schema};

/// What a database may be opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Write,
    Read,
    /// Read a database that nobody can write to, so that not even its lock is.
    ReadOnlyMedium,
}

impl Store {
    /// Opens the database in `folder`; both are made when they are missing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] with the way out; what is there is left as it is.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = Self::path_in(folder);
        let unwritable = |error: io::Error| StoreError::unwritable(&path, &error);
        make_folder(folder).map_err(unwritable)?;
        match fs::symlink_metadata(&path) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => create(&path)?,
            Err(error) => return Err(unwritable(error)),
        }
        let store = Self::connect(&path, Access::Write)?;
        store.make_ready()?;
        Ok(store)
    }

    /// Opens the database in `folder` if there is one, only to be read where it cannot be
    /// written to.
    ///
    /// # Errors
    ///
    /// As [`Self::open`]; also where the folder cannot be looked into.
    pub fn open_existing(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = Self::path_in(folder);
        let looked = fs::metadata(folder).and_then(|_| fs::symlink_metadata(&path));
        match looked {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::unreadable(&path, &error)),
        }
        match Self::open(folder) {
            Err(StoreError::Unwritable { reason, .. }) => {
                let mut rejected = StoreError::Unreadable { path: path.clone(), reason };
                for store in Self::read_only(&path) {
                    match store {
                        Ok(store) => return Ok(Some(store)),
                        Err(StoreError::Unwritable { .. }) => {}
                        Err(error) => rejected = error,
                    }
                }
                Err(rejected)
            }
            opened => opened.map(Some),
        }
    }

    /// Checks a database in the background that was too large to be checked when it was opened.
    /// What is damaged is sent once; nothing where all is well.
    pub fn check_large(&self) -> Option<Receiver<StoreError>> {
        if !schema::is_large(&self.path) {
            return None;
        }
        let (sender, receiver) = mpsc::channel();
        let path = self.path.clone();
        thread::spawn(move || {
            let checked = Self::connect(&path, Access::Read)
                .and_then(|store| schema::check(&store.connection, &path));
            if let Err(error @ StoreError::Damaged { .. }) = checked {
                // The program may have ended meanwhile.
                let _ = sender.send(error);
            }
        });
        Some(receiver)
    }

    /// Ways to open a database only to be read, the one that sees most first.
    pub(super) fn read_only(path: &Path) -> impl Iterator<Item = Result<Self, StoreError>> {
        [Access::Read, Access::ReadOnlyMedium].into_iter().map(move |access| {
            let store = Self::connect(path, access)?;
            schema::inspect(&store.connection, path)?;
            schema::is_current(&store.connection, path)?;
            Ok(store)
        })
    }

    fn connect(path: &Path, access: Access) -> Result<Self, StoreError> {
        refuse_emptied(path)?;
        let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags |= match access {
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::ReadOnlyMedium => OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        };
        let connection = match access {
            Access::ReadOnlyMedium => Connection::open_with_flags(immutable(path), flags),
            Access::Write | Access::Read => Connection::open_with_flags(path, flags),
        };
        let connection = connection.map_err(StoreError::at(path))?;
        connection.busy_timeout(PATIENCE).map_err(StoreError::at(path))?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Looks before it touches anything, then brings the schema up to date.
    fn make_ready(&self) -> Result<(), StoreError> {
        let at = StoreError::at(&self.path);
        schema::inspect(&self.connection, &self.path)?;
        if self.connection.is_readonly("main").map_err(&at)? {
            let reason = "the file is read-only".to_owned();
            return Err(StoreError::Unwritable { path: self.path.clone(), reason });
        }
        keep_private(&self.path);
        self.write_ahead().map_err(&at)?;
        self.connection.pragma_update(None, "synchronous", "FULL").map_err(&at)?;
        // Where the system has a stronger way to reach the disk, it is used.
        self.connection.pragma_update(None, "fullfsync", true).map_err(&at)?;
        schema::migrate(&self.connection, &self.path)
    }

    /// Switches to the write-ahead log. SQLite does not wait for this lock by itself.
    fn write_ahead(&self) -> rusqlite::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mode =
                self.connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| {
                    row.get::<_, String>(0)
                });
            match mode {
                Err(error) if errors::is_busy(&error) && Instant::now() < deadline => {
                    thread::sleep(RETRY);
                }
                other => return other.map(|_| ()),
            }
        }
    }
}

/// Makes a database under another name and moves it to its place whole, so that a file
/// without a byte is never a new database but always an emptied one.
fn create(path: &Path) -> Result<(), StoreError> {
    let unwritable = |error: io::Error| StoreError::unwritable(path, &error);
    let number = format!("new-{}-{:?}", process::id(), thread::current().id());
    let new = path.with_extension(number.replace(['(', ')'], ""));
    private_file(&new).map_err(unwritable)?;
    let made = Connection::open(&new)
        .map_err(StoreError::at(path))
        .and_then(|connection| schema::migrate(&connection, path));
    // Another process may have been faster; its database is as good.
    let placed = made.and_then(|()| match fs::hard_link(&new, path) {
        Ok(()) => File::open(&new).and_then(|file| file.sync_all()).map_err(unwritable),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // Where a file has only one name, as on some memory cards.
        Err(_) => fs::rename(&new, path).map_err(unwritable),
    });
    let _ = fs::remove_file(&new);
    placed
}

/// A database that lost its contents is not taken for a new one.
fn refuse_emptied(path: &Path) -> Result<(), StoreError> {
    let is_emptied = fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0);
    if is_emptied {
        let reason = "the file is empty now".to_owned();
        return Err(StoreError::Damaged { path: path.to_owned(), reason });
    }
    Ok(())
}

/// The address of a database on a medium that nobody writes to.
fn immutable(path: &Path) -> String {
    let escape = |byte: &u8| match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    let path: String = path.as_os_str().as_encoded_bytes().iter().map(escape).collect();
    format!("file:{path}?immutable=1")
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes a file that only its owner may read.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Takes a database that earlier versions made from the eyes of others. Where that cannot
/// be done, it is as readable as it was.
fn keep_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let is_open = fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
        if is_open {
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}
