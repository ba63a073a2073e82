//! The documents of a folder.

use std::error::Error;
use std::path::{Path, PathBuf};

use serde_json::Value;
use signon_codegen::{Generator, Input, Notation};

/// A document of the corpus.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file's name without its extension.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// How large it is.
    pub bytes: u64,
}

/// The documents of a folder, the small ones first.
pub fn documents(folder: &Path, only: &[String]) -> Result<Vec<Document>, Box<dyn Error>> {
    let mut documents = Vec::new();
    let entries =
        std::fs::read_dir(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let extension = path
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or_default();
        if matches!(extension, "json" | "yaml" | "yml") {
            let document = Document::at(&path)?;
            if only.is_empty() || only.contains(&document.name) {
                documents.push(document);
            }
        }
    }
    if let Some(name) = only
        .iter()
        .find(|name| documents.iter().all(|document| document.name != **name))
    {
        return Err(format!("there is no document `{name}` in `{}`", folder.display()).into());
    }
    if documents.is_empty() {
        return Err(format!("there is no document in `{}`", folder.display()).into());
    }
    documents.sort_by(|one, other| (one.bytes, &one.name).cmp(&(other.bytes, &other.name)));
    Ok(documents)
}

impl Document {
    /// The document in this file.
    pub fn at(path: &Path) -> Result<Self, Box<dyn Error>> {
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        let bytes = path
            .metadata()
            .map_err(|error| format!("`{}`: {error}", path.display()))?
            .len();
        Ok(Self {
            name,
            path: path.to_owned(),
            bytes,
        })
    }

    /// The document as JSON.
    pub fn read(&self) -> Result<Value, Box<dyn Error>> {
        if self
            .path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            return Ok(serde_json::from_slice(&std::fs::read(&self.path)?)?);
        }
        // The YAML crate rejects integers beyond 64 bits, which real documents have.
        let generator = Generator::new("document")?.keep_going(true);
        let bundle = generator.bundle(&Input::file(&self.path), Notation::Json)?;
        Ok(serde_json::from_str(&bundle.text)?)
    }
}
