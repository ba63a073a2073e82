//! Files → [`Documents`]. No other module reads input from the disk.

mod fetch;
mod folder;
mod reader;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

pub use self::fetch::{Fetch, FetchError, Fetched};
pub(crate) use self::fetch::{Network, load_overlay_url, load_url, url_name};
use self::folder::load_folder;
pub(crate) use self::folder::main_file;
pub use self::folder::{Entries, list, load_tree};
pub use self::reader::{Reader, unreadable};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::document::edit::TooDeep;
use crate::document::reference::named_file;
use crate::document::{At, Document, DocumentId, Documents, Tree};

/// The files that the `$ref`s of a document may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Files in the folder of the document and below.
    Folder,
    /// All files.
    Anywhere,
}

/// The documents of one provider, and their roles.
#[derive(Debug)]
pub struct SpecSet {
    /// All files that were read.
    pub documents: Documents,
    /// The file that describes the API as a whole.
    pub main: DocumentId,
    /// The files of a folder that hold operations, in addition to `main`.
    pub operation_files: Vec<DocumentId>,
    /// The folder of each file, for the files of a tree.
    pub folder_of: Vec<(DocumentId, String)>,
}

impl SpecSet {
    /// Creates a set from a document and the files that it refers to.
    pub fn of_document(documents: Documents, main: DocumentId) -> Self {
        Self {
            documents,
            main,
            operation_files: Vec::new(),
            folder_of: Vec::new(),
        }
    }

    /// Returns the files that declare the paths and webhooks of the API.
    pub(crate) fn described_in(&self) -> impl Iterator<Item = DocumentId> {
        let operations = self.operation_files.iter();
        std::iter::once(&self.main).chain(operations).copied()
    }

    /// Returns the main document, and the other files if the input is a folder.
    pub(crate) fn of_folder(&self) -> Vec<DocumentId> {
        let grouped = self.folder_of.iter().map(|(file, _)| *file);
        let all: indexmap::IndexSet<DocumentId> = self.described_in().chain(grouped).collect();
        all.into_iter().collect()
    }

    /// Returns the folder of a file of a spec tree; `None` for a file next to `provider.yaml`.
    pub(crate) fn folder(&self, id: DocumentId) -> Option<&str> {
        self.folder_of
            .iter()
            .find(|(file, _)| *file == id)
            .map(|(_, folder)| folder.as_str())
    }

    /// Replaces a document with a tree. The position in the set stays the same; the id changes.
    pub(crate) fn replace(
        &mut self,
        id: DocumentId,
        tree: Tree,
        diagnostics: &mut Diagnostics,
    ) -> Result<DocumentId, Reported> {
        let edited = self
            .documents
            .replace(id, tree)
            .map_err(|TooDeep(source)| {
                let message = "edited, the document is nested deeper than documents can be";
                let place = Place::value_of(source);
                diagnostics.report(Diagnostic::at(Code::TooLarge, place, message))
            })?;
        let known = std::iter::once(&mut self.main)
            .chain(&mut self.operation_files)
            .chain(self.folder_of.iter_mut().map(|(file, _)| file));
        for known in known.filter(|known| **known == id) {
            *known = edited;
        }
        Ok(edited)
    }
}

/// Reads a document and the files within reach that its `$ref`s lead to, or a folder of one-operation files.
///
/// Fails only if the document itself, or `provider.yaml` of the folder, cannot be read.
pub(crate) fn load_file(
    path: &Path,
    reach: Reach,
    diagnostics: &mut Diagnostics,
) -> Result<SpecSet, Reported> {
    if path.is_dir() {
        return load_folder(path, reach, diagnostics);
    }
    let name = path.to_string_lossy().replace('\\', "/");
    let folder = path.parent().unwrap_or(path);
    let mut reader = Reader::new(Path::new(""), folder, reach);
    let main = reader.read_main(&name, diagnostics)?;
    follow_references(&mut reader, vec![main], diagnostics);
    Ok(SpecSet::of_document(reader.documents, main))
}

/// Reads the files that the `$ref`s of documents lead to, transitively.
fn follow_references(
    reader: &mut Reader,
    mut unread: Vec<DocumentId>,
    diagnostics: &mut Diagnostics,
) {
    while let Some(id) = unread.pop() {
        let mut files = BTreeSet::new();
        files_referred_to(reader.documents.root(id), &mut files);
        for file in files {
            unread.extend(reader.follow(&file, diagnostics));
        }
    }
}

fn files_referred_to(at: At<'_>, files: &mut BTreeSet<String>) {
    if let Some(reference) = at.get("$ref").and_then(At::str) {
        let file = reference.split('#').next().unwrap_or_default();
        if !file.is_empty() {
            files.extend(named_file(at.file(), file).ok());
        }
    }
    at.entries()
        .for_each(|(_, child)| files_referred_to(child, files));
    at.items().for_each(|child| files_referred_to(child, files));
}

/// Parses texts in memory; `None` if a text cannot be parsed or the document named `main` is not among them.
pub(crate) fn load_texts<'t>(
    main: &str,
    texts: impl IntoIterator<Item = (&'t String, &'t String)>,
    diagnostics: &mut Diagnostics,
) -> Option<SpecSet> {
    let mut documents = Documents::default();
    for (name, text) in texts {
        add(name, text.clone(), &mut documents, diagnostics).ok()?;
    }
    let Some(main) = documents.by_name(main) else {
        let place = Place::File(main.to_owned());
        let message = "there is no text of this name";
        diagnostics.report(Diagnostic::at(Code::UnreadableFile, place, message));
        return None;
    };
    Some(SpecSet::of_document(documents, main))
}

/// Parses a text and adds it to the documents.
pub(crate) fn add(
    name: &str,
    text: String,
    documents: &mut Documents,
    diagnostics: &mut Diagnostics,
) -> Result<DocumentId, Reported> {
    let id = documents.add(parse(name, text, diagnostics)?);
    report_duplicates(documents, id, diagnostics);
    Ok(id)
}

/// Reads an overlay, which can be in any folder.
pub(crate) fn load_overlay(
    path: &Path,
    documents: &mut Documents,
    diagnostics: &mut Diagnostics,
) -> Result<DocumentId, Reported> {
    let name = path.to_string_lossy().replace('\\', "/");
    let folder = path.parent().unwrap_or(path);
    let mut reader = Reader::new(Path::new(""), folder, Reach::Anywhere);
    let text = reader.read_text(&name, diagnostics)?;
    add_aside(&name, text, documents, diagnostics)
}

/// Parses a text that is not a target of references, such as an overlay, and adds it to the documents.
pub(crate) fn add_aside(
    name: &str,
    text: String,
    documents: &mut Documents,
    diagnostics: &mut Diagnostics,
) -> Result<DocumentId, Reported> {
    let id = documents.add_aside(parse(name, text, diagnostics)?);
    report_duplicates(documents, id, diagnostics);
    Ok(id)
}

fn parse(name: &str, text: String, diagnostics: &mut Diagnostics) -> Result<Document, Reported> {
    let text = text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text);
    if text.trim_start().starts_with('<') {
        let message =
            "the file is an HTML page or XML, where an OpenAPI document in JSON or YAML belongs";
        let place = Place::File(name.to_owned());
        let diagnostic = Diagnostic::at(Code::Syntax, place, message);
        return Err(diagnostics.report(diagnostic.help("save the document that the page links to")));
    }
    Document::parse(Arc::from(name), text).map_err(|fault| {
        let text = &fault.text;
        let place = Place::Text(name.to_owned(), fault.line, fault.column, text.clone());
        let mut diagnostic = Diagnostic::at(Code::Syntax, place, fault.message);
        if let Some((what, line, column)) = fault.within {
            let place = Place::Text(name.to_owned(), line, column, text.clone());
            diagnostic = diagnostic.also(place, what);
        }
        diagnostics.report(diagnostic)
    })
}

fn report_duplicates(documents: &Documents, id: DocumentId, diagnostics: &mut Diagnostics) {
    for (map, key) in &documents.document(id).duplicate_keys {
        let map = documents.at(id, *map);
        if let Some(value) = map.get(key) {
            let message = format!("`{key}` is here twice");
            diagnostics.report(
                Diagnostic::new(Code::DuplicateKey, value, message)
                    .on_key(value)
                    .also(Place::EarlierKey(id, value.node()), "the first one"),
            );
        }
    }
}
