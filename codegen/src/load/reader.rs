//! Reads files, each once, up to fixed limits.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::{Reach, add, add_aside};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::document::reference::RefFault;
use crate::document::{DocumentId, Documents};

/// Maximum size of a file. The largest published documents have about 40 MiB.
const MAX_FILE: u64 = 256 * MIB;
/// Maximum total size of files.
const MAX_TOTAL: u64 = 512 * MIB;
const MIB: u64 = 1024 * 1024;

/// Maximum number of files.
const MAX_FILES: usize = 10_000;

/// The documents, and the remaining limits.
#[derive(Debug)]
pub struct Reader {
    /// The documents that were read.
    pub documents: Documents,
    /// The folder that names are relative to.
    root: PathBuf,
    /// The folder that must contain the files, without symbolic links; `None` if there is no such folder.
    folder: Option<PathBuf>,
    reach: Reach,
    /// Files by their paths without symbolic links, so that no file is read under two names.
    known: HashMap<PathBuf, Result<DocumentId, Reported>>,
    remaining: u64,
}

impl Reader {
    /// Creates a reader of files whose names are relative to `root`, and which must be in `folder` unless `reach` is
    /// [`Reach::Anywhere`].
    pub fn new(root: &Path, folder: &Path, reach: Reach) -> Self {
        Self {
            documents: Documents::default(),
            root: root.to_path_buf(),
            folder: canonical_folder(folder),
            reach,
            known: HashMap::new(),
            remaining: MAX_TOTAL,
        }
    }

    /// Reads the file with a name, in any folder.
    pub(super) fn read_main(
        &mut self,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<DocumentId, Reported> {
        let path = self
            .canonical(name)
            .map_err(|error| unreadable(name, &error, diagnostics))?;
        self.read_once(name, path, diagnostics)
    }

    /// Reads the text of the file with a name, in any folder.
    pub(super) fn read_text(
        &mut self,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<String, Reported> {
        let path = self
            .canonical(name)
            .map_err(|error| unreadable(name, &error, diagnostics))?;
        self.text(name, &path, diagnostics)
    }

    /// Reads the file with a name, in any folder, as a document that is not a target of references.
    pub fn read_aside(
        &mut self,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<DocumentId, Reported> {
        let text = self.read_text(name, diagnostics)?;
        add_aside(name, text, &mut self.documents, diagnostics)
    }

    /// Reads the file with a name, which must be within reach.
    pub fn read(
        &mut self,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<DocumentId, Reported> {
        let path = self
            .canonical(name)
            .map_err(|error| unreadable(name, &error, diagnostics))?;
        if self.is_within_reach(&path) {
            return self.read_once(name, path, diagnostics);
        }
        let message = format!("`{name}` leads out of the folder of the specs");
        let diagnostic = Diagnostic::at(Code::OutsideRef, Place::File(name.to_owned()), message);
        Err(diagnostics.report(diagnostic.help("put a file there in place of the link")))
    }

    /// Reads a file that a `$ref` names, unless it is known. A failure is recorded for the resolution of the
    /// `$ref`.
    pub(super) fn follow(
        &mut self,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<DocumentId> {
        if self.documents.is_known(name) {
            return None;
        }
        let path = match self.canonical(name) {
            Ok(path) => path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                unreadable(name, &error, diagnostics);
                self.documents.refuse(name, RefFault::Unread);
                return None;
            }
        };
        if !self.is_within_reach(&path) {
            self.documents
                .refuse(name, RefFault::Outside(name.to_owned()));
            return None;
        }
        let before = self.known.len();
        let id = self.read_once(name, path, diagnostics).ok()?;
        // The references of a file that is known by another name have been followed.
        (self.known.len() > before).then_some(id)
    }

    fn read_once(
        &mut self,
        name: &str,
        path: PathBuf,
        diagnostics: &mut Diagnostics,
    ) -> Result<DocumentId, Reported> {
        let read = if let Some(known) = self.known.get(&path) {
            *known
        } else {
            let read = self
                .text(name, &path, diagnostics)
                .and_then(|text| add(name, text, &mut self.documents, diagnostics));
            self.known.insert(path, read);
            read
        };
        self.documents.note(name, read.ok());
        read
    }

    fn text(
        &mut self,
        name: &str,
        path: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Result<String, Reported> {
        if self.known.len() >= MAX_FILES {
            let message = format!("`{name}` is one of more than {MAX_FILES} files");
            return Err(too_large(name, message, diagnostics));
        }
        let bytes = self.bytes(name, path, diagnostics)?;
        utf8(name, bytes, diagnostics)
    }

    /// Reads at most the declared size of a file: some system files declare a size of zero and never end.
    fn bytes(
        &mut self,
        name: &str,
        path: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Result<Vec<u8>, Reported> {
        let found = fs::metadata(path).map_err(|error| unreadable(name, &error, diagnostics))?;
        if !found.is_file() {
            let message = format!("`{name}` is not a regular file");
            let place = Place::File(name.to_owned());
            let diagnostic = Diagnostic::at(Code::UnreadableFile, place, message);
            return Err(diagnostics.report(diagnostic.help("save what it holds as a file")));
        }
        let length = found.len();
        if length > MAX_FILE {
            let message = format!("`{name}` is larger than {} MiB", MAX_FILE / MIB);
            return Err(too_large(name, message, diagnostics));
        }
        let Some(remaining) = self.remaining.checked_sub(length) else {
            let message = format!(
                "`{name}` and the files before are larger than {} MiB",
                MAX_TOTAL / MIB
            );
            return Err(too_large(name, message, diagnostics));
        };
        self.remaining = remaining;
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        File::open(path)
            .and_then(|file| file.take(length).read_to_end(&mut bytes))
            .map_err(|error| unreadable(name, &error, diagnostics))?;
        Ok(bytes)
    }

    fn canonical(&self, name: &str) -> io::Result<PathBuf> {
        // An absolute name replaces the root.
        self.root.join(name).canonicalize()
    }

    fn is_within_reach(&self, path: &Path) -> bool {
        let is_below = |folder: &PathBuf| path.starts_with(folder);
        self.reach == Reach::Anywhere || self.folder.as_ref().is_some_and(is_below)
    }
}

/// Resolves the symbolic links of a folder. The empty path, which every path starts with, is the current folder.
fn canonical_folder(folder: &Path) -> Option<PathBuf> {
    let is_empty = folder.as_os_str().is_empty();
    let folder = if is_empty { Path::new(".") } else { folder };
    folder.canonicalize().ok()
}

/// Reads the text of a file.
pub(super) fn utf8(
    name: &str,
    bytes: Vec<u8>,
    diagnostics: &mut Diagnostics,
) -> Result<String, Reported> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let before = text.get(..good).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().len() + 1;
        let place = Place::Text(name.to_owned(), line, column, text);
        let message = "the file is not in UTF-8";
        let diagnostic = Diagnostic::at(Code::Syntax, place, message);
        diagnostics.report(diagnostic.help("save the file as UTF-8"))
    })
}

/// Reports that a file or a folder cannot be read.
pub fn unreadable(name: &str, error: &io::Error, diagnostics: &mut Diagnostics) -> Reported {
    // Error messages differ between operating systems.
    let kind = error.kind();
    let message = if kind == io::ErrorKind::NotFound {
        format!("there is no file `{name}`")
    } else {
        format!("`{name}` cannot be read: {kind}")
    };
    let place = Place::File(name.to_owned());
    diagnostics.report(Diagnostic::at(Code::UnreadableFile, place, message))
}

pub(super) fn too_large(name: &str, message: String, diagnostics: &mut Diagnostics) -> Reported {
    let place = Place::File(name.to_owned());
    let diagnostic = Diagnostic::at(Code::TooLarge, place, message);
    diagnostics
        .report(diagnostic.help("split the document, or leave out what the client does not need"))
}
