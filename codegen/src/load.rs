//! Files → [`Documents`]. Nothing else reads the disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::document::reference::relative;
use crate::document::{At, Document, DocumentId, Documents};

/// The documents of one provider, and which of them is what.
#[derive(Debug)]
pub struct SpecSet {
    /// All files that were read.
    pub documents: Documents,
    /// The file that speaks for the API as a whole.
    pub main: DocumentId,
    /// The files with an operation each; empty where `main` holds the operations itself.
    pub operation_files: Vec<DocumentId>,
    /// The folder of each file, for the files of a tree.
    pub folder_of: Vec<(DocumentId, String)>,
}

impl SpecSet {
    /// The folder that a file of a spec tree stands in; none for a file beside `provider.yaml`.
    pub fn folder(&self, id: DocumentId) -> Option<&str> {
        self.folder_of
            .iter()
            .find(|(file, _)| *file == id)
            .map(|(_, folder)| folder.as_str())
    }
}

/// Reads `specs/PROVIDER/` below `root`: `provider.yaml`, and the files in its folders.
///
/// Fails only if there is nothing to go on with; the other faults are for a checkpoint to find.
pub fn load_tree(
    root: &Path,
    provider: &str,
    diagnostics: &mut Diagnostics,
) -> Result<SpecSet, Reported> {
    let base = format!("specs/{provider}");
    let mut documents = Documents::default();
    let main = read(
        root,
        &format!("{base}/provider.yaml"),
        &mut documents,
        diagnostics,
    )?;
    let mut set = SpecSet {
        documents,
        main,
        operation_files: Vec::new(),
        folder_of: Vec::new(),
    };
    let folders =
        list(&root.join(&base), true).map_err(|fault| unreadable(&base, &fault, diagnostics))?;
    for folder in folders {
        let path = format!("{base}/{folder}");
        let files = list(&root.join(&path), false)
            .map_err(|fault| unreadable(&path, &fault, diagnostics))?;
        for file in files {
            let Ok(id) = read(
                root,
                &format!("{path}/{file}"),
                &mut set.documents,
                diagnostics,
            ) else {
                continue;
            };
            set.folder_of.push((id, folder.clone()));
            if file != "schemas.yaml" {
                set.operation_files.push(id);
            }
        }
    }
    Ok(set)
}

/// Reads one document, and whatever files its `$ref`s lead to.
///
/// Fails only if the document itself cannot be read.
pub fn load_file(path: &Path, diagnostics: &mut Diagnostics) -> Result<SpecSet, Reported> {
    let name = path.to_string_lossy().replace('\\', "/");
    let mut documents = Documents::default();
    let main = read(Path::new(""), &name, &mut documents, diagnostics)?;
    let mut unread = vec![main];
    let mut seen = BTreeSet::from([name]);
    while let Some(id) = unread.pop() {
        let mut files = BTreeSet::new();
        files_referred_to(documents.root(id), &mut files);
        for file in files {
            if seen.insert(file.clone())
                && Path::new(&file).is_file()
                && let Ok(id) = read(Path::new(""), &file, &mut documents, diagnostics)
            {
                unread.push(id);
            }
        }
    }
    Ok(SpecSet {
        documents,
        main,
        operation_files: Vec::new(),
        folder_of: Vec::new(),
    })
}

fn files_referred_to(at: At<'_>, files: &mut BTreeSet<String>) {
    if let Some(reference) = at.get("$ref").and_then(At::str) {
        let file = reference.split('#').next().unwrap_or_default();
        if !file.is_empty() && !file.contains("://") {
            files.insert(relative(
                at.file(),
                &percent_encoding::percent_decode_str(file).decode_utf8_lossy(),
            ));
        }
    }
    at.entries()
        .for_each(|(_, child)| files_referred_to(child, files));
    at.items().for_each(|child| files_referred_to(child, files));
}

fn read(
    root: &Path,
    name: &str,
    documents: &mut Documents,
    diagnostics: &mut Diagnostics,
) -> Result<DocumentId, Reported> {
    let read =
        read_text(root, name, diagnostics).and_then(|text| add(name, text, documents, diagnostics));
    if read.is_err() {
        documents.unread.insert(name.to_owned());
    }
    read
}

fn read_text(root: &Path, name: &str, diagnostics: &mut Diagnostics) -> Result<String, Reported> {
    let path = if name.starts_with('/') {
        PathBuf::from(name)
    } else {
        root.join(name)
    };
    let bytes = std::fs::read(path).map_err(|fault| unreadable(name, &fault, diagnostics))?;
    String::from_utf8(bytes).map_err(|fault| {
        let good = fault.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(fault.as_bytes()).into_owned();
        let before = text.get(..good).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().len() + 1;
        let place = Place::Text(name.to_owned(), line, column, text);
        let message = "the file is not in UTF-8";
        let diagnostic = Diagnostic::at(Code::Syntax, place, message);
        diagnostics.report(diagnostic.help("save the file as UTF-8"))
    })
}

/// Parses a text and adds it to the documents.
pub fn add(
    name: &str,
    text: String,
    documents: &mut Documents,
    diagnostics: &mut Diagnostics,
) -> Result<DocumentId, Reported> {
    let text = text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text);
    let document = Document::parse(Arc::from(name), text).map_err(|fault| {
        let text = &fault.text;
        let place = Place::Text(name.to_owned(), fault.line, fault.column, text.clone());
        let mut diagnostic = Diagnostic::at(Code::Syntax, place, fault.message);
        if let Some((what, line, column)) = fault.within {
            let place = Place::Text(name.to_owned(), line, column, text.clone());
            diagnostic = diagnostic.also(place, what);
        }
        diagnostics.report(diagnostic)
    })?;
    let id = documents.add(document);
    for (map, key) in &documents.document(id).duplicate_keys {
        let map = documents.at(id, *map);
        if let Some(value) = map.get(key) {
            let message = format!("`{key}` stands here twice; the last one counts");
            diagnostics.report(
                Diagnostic::new(Code::DuplicateKey, value, message)
                    .on_key(value)
                    .also(Place::EarlierKey(id, value.node()), "the first one"),
            );
        }
    }
    Ok(id)
}

fn unreadable(name: &str, fault: &std::io::Error, diagnostics: &mut Diagnostics) -> Reported {
    // The words of the operating system differ from one to the next.
    let kind = fault.kind();
    let message = if kind == std::io::ErrorKind::NotFound {
        format!("there is no file `{name}`")
    } else {
        format!("`{name}` cannot be read: {kind}")
    };
    diagnostics.report(Diagnostic::at(
        Code::UnreadableFile,
        Place::File(name.to_owned()),
        message,
    ))
}

/// The folders, or the YAML files, in a folder, sorted.
fn list(folder: &Path, folders: bool) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let fits = if folders {
            entry.file_type()?.is_dir()
        } else {
            Path::new(&name)
                .extension()
                .is_some_and(|end| end == "yaml")
        };
        if fits && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The providers: the folders below `specs/`.
pub fn providers(root: &Path) -> std::io::Result<Vec<String>> {
    list(&root.join("specs"), true)
}
