//! Reads a folder of one-operation files: `provider.yaml`, and the files in sibling folders.

use std::path::Path;

use super::reader::{Reader, unreadable};
use super::{Reach, SpecSet, follow_references};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::document::reference::relative;
use crate::document::{DocumentId, Documents};

/// The file that describes the API as a whole.
const MAIN: &str = "provider.yaml";

/// Reads our own `specs/PROVIDER/` below `root`, in which every file except `schemas.yaml` holds an operation.
///
/// Fails only if it cannot go on; a checkpoint finds the other errors.
pub fn load_tree(
    root: &Path,
    provider: &str,
    diagnostics: &mut Diagnostics,
) -> Result<SpecSet, Reported> {
    let base = format!("specs/{provider}");
    let mut reader = Reader::new(root, &root.join("specs"), Reach::Folder);
    let mut set = read(&mut reader, root, &base, diagnostics)?;
    set.operation_files = set
        .folder_of
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| !is_shared(&reader.documents, *id))
        .collect();
    set.documents = reader.documents;
    set.documents.trust_rust_types();
    Ok(set)
}

/// Returns the file that describes the API as a whole, for a document or a folder of documents.
pub(crate) fn main_file(path: &Path) -> String {
    let name = path.to_string_lossy().replace('\\', "/");
    if path.is_dir() {
        relative(&format!("{name}/"), MAIN)
    } else {
        name
    }
}

/// Reads a user's folder. Each file can hold any number of operations, and can refer to further files.
pub(super) fn load_folder(
    folder: &Path,
    reach: Reach,
    diagnostics: &mut Diagnostics,
) -> Result<SpecSet, Reported> {
    let base = relative(
        &format!("{}/", folder.to_string_lossy().replace('\\', "/")),
        "",
    );
    if !folder.join(MAIN).is_file() {
        let message = format!("there is no `{MAIN}` in the folder `{base}`");
        let diagnostic = Diagnostic::at(Code::UnreadableFile, Place::File(base), message);
        let help = "describe the API as a whole there, or name the file of a document";
        return Err(diagnostics.report(diagnostic.help(help)));
    }
    let mut reader = Reader::new(Path::new(""), folder, reach);
    let mut set = read(&mut reader, Path::new(""), &base, diagnostics)?;
    let mut files = documents(&mut reader, Path::new(""), &base, diagnostics)?;
    files.retain(|id| *id != set.main);
    files.extend(set.folder_of.iter().map(|(id, _)| *id));
    let has_operations = |id: &DocumentId| {
        let root = reader.documents.root(*id);
        ["paths", "webhooks"].iter().any(|key| root.has(key))
    };
    set.operation_files = files.iter().copied().filter(has_operations).collect();
    let unread = std::iter::once(set.main).chain(files).collect();
    follow_references(&mut reader, unread, diagnostics);
    set.documents = reader.documents;
    Ok(set)
}

/// Reads `provider.yaml` and the documents in each sibling folder.
fn read(
    reader: &mut Reader,
    root: &Path,
    base: &str,
    diagnostics: &mut Diagnostics,
) -> Result<SpecSet, Reported> {
    let main = reader.read(&relative(&format!("{base}/"), MAIN), diagnostics)?;
    let mut folder_of = Vec::new();
    let folders = list(&root.join(base), Entries::Folders)
        .map_err(|error| unreadable(base, &error, diagnostics))?;
    for folder in folders {
        let path = relative(&format!("{base}/"), &folder);
        let files = documents(reader, root, &path, diagnostics)?;
        folder_of.extend(files.into_iter().map(|id| (id, folder.clone())));
    }
    Ok(SpecSet {
        documents: Documents::default(),
        main,
        operation_files: Vec::new(),
        folder_of,
    })
}

/// Reads the documents directly in a folder. Unreadable documents have been reported.
fn documents(
    reader: &mut Reader,
    root: &Path,
    folder: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<DocumentId>, Reported> {
    let names = list(&root.join(folder), Entries::Documents)
        .map_err(|error| unreadable(folder, &error, diagnostics))?;
    let paths = names
        .iter()
        .map(|name| relative(&format!("{folder}/"), name));
    Ok(paths
        .filter_map(|path| reader.read(&path, diagnostics).ok())
        .collect())
}

/// Whether one of our files holds the schemas that several operations share.
fn is_shared(documents: &Documents, id: DocumentId) -> bool {
    documents.document(id).name.ends_with("/schemas.yaml")
}

/// The entries of a folder to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entries {
    /// The folders in it.
    Folders,
    /// The YAML and JSON files.
    Documents,
}

/// Returns the folders or the documents in a folder, sorted.
pub fn list(folder: &Path, entries: Entries) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_listed = match entries {
            Entries::Folders => entry.file_type()?.is_dir(),
            Entries::Documents => Path::new(&name)
                .extension()
                .is_some_and(|end| ["yaml", "yml", "json"].iter().any(|known| end == *known)),
        };
        if is_listed && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
