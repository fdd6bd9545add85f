//! The file that keeps all worlds while the server does not run.

use crate::platform::seed::SeedError;
use crate::world::{Limits, StateFile, Worlds};
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use thiserror::Error;

/// Why a state file was not read.
#[derive(Debug, Error)]
pub enum StateError {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is no state, or violates a rule.
    #[error("cannot be used: {0}")]
    Invalid(#[from] SeedError),
}

/// The file that keeps all worlds. It contains the passwords of their accounts, so that only its
/// owner may read it.
#[derive(Debug)]
pub struct StateStore {
    path: PathBuf,
    /// Held while the file is written.
    lock: Mutex<()>,
}

impl StateStore {
    /// A store in this file, which need not exist.
    #[must_use]
    pub const fn new(path: PathBuf) -> Self {
        Self { path, lock: Mutex::new(()) }
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the worlds. `None` if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read, or is no state. The error names the line and the column.
    pub fn load(&self, limits: Limits) -> Result<Option<Worlds>, StateError> {
        let json = match std::fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        let text = String::from_utf8_lossy(&json);
        let worlds = StateFile::read(&json)
            .and_then(|state| Worlds::restore(state, limits))
            .map_err(|error| error.located(&text, ""))?;
        Ok(Some(worlds))
    }

    /// Writes all worlds, and returns how many. If that fails, the file stays as it was.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&self, worlds: &Worlds) -> io::Result<usize> {
        let _writing = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let state = worlds.export();
        let temporary = self.temporary_path();
        let written = write(&temporary, &state).and_then(|()| std::fs::rename(&temporary, &self.path));
        if written.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
        written.map(|()| state.worlds.len())
    }

    /// A path in the same folder: only within a file system, renaming replaces a file at once.
    fn temporary_path(&self) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(self.path.file_name().unwrap_or_default());
        name.push(format!(".{}.tmp", std::process::id()));
        self.path.with_file_name(name)
    }
}

fn write(path: &Path, state: &StateFile) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut writer = BufWriter::new(options.open(path)?);
    serde_json::to_writer_pretty(&mut writer, state)?;
    writer.write_all(b"\n")?;
    let file: File = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    // Otherwise a crash of the system may leave an empty file under the new name.
    file.sync_all()
}
