//! The documents of the scenarios: one for each folder, or for each version of an API.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::scenario::folder;
use super::{pages, xml};
use crate::document::Document;

/// A document, and the folder that scenarios know it by.
#[derive(Debug)]
pub struct Source {
    /// The folder, relative to that of all documents.
    pub dir: String,
    /// The document; its name is that of a package.
    pub document: Document,
}

/// All documents, later versions of an API first.
pub fn all() -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    collect(&folder(), "", &mut sources)?;
    sources.sort_by(|a, b| b.document.name.cmp(&a.document.name));
    Ok(sources)
}

fn collect(root: &Path, dir: &str, sources: &mut Vec<Source>) -> Result<(), String> {
    let entries = fs::read_dir(root.join(dir)).map_err(|error| format!("{dir}: {error}"))?;
    for entry in entries {
        let entry = entry.map_err(|error| error.to_string())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let below = if dir.is_empty() {
            name.clone()
        } else {
            format!("{dir}/{name}")
        };
        if entry.path().is_dir() {
            collect(root, &below, sources)?;
        } else if let Some(version) = version(&name) {
            let name = package(dir, version);
            let file = complete(dir, &name, entry.path())?;
            sources.push(Source {
                dir: dir.to_owned(),
                document: Document::open_file(&name, file)?,
            });
        }
    }
    Ok(())
}

/// The file of a document, or of a copy with what the conversion left out.
fn complete(dir: &str, name: &str, file: PathBuf) -> Result<PathBuf, String> {
    let problem = |error: std::io::Error| format!("{name}: {error}");
    let text = fs::read_to_string(&file).map_err(problem)?;
    let text = match xml::supplement(dir, &text)? {
        Some(text) => text,
        None => match pages::supplement(dir, &text)? {
            Some(text) => text,
            None => return Ok(file),
        },
    };
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/spector-documents");
    let copy = home.join(format!("{name}.yaml"));
    fs::create_dir_all(&home).map_err(problem)?;
    fs::write(&copy, text).map_err(problem)?;
    Ok(copy)
}

/// The version in the name of a document's file: `openapi.v1.yaml`, or none in `openapi.yaml`.
fn version(file: &str) -> Option<&str> {
    file.strip_prefix("openapi")?.strip_suffix(".yaml")
}

fn package(dir: &str, version: &str) -> String {
    let name = format!("spector-{dir}{version}").to_lowercase();
    name.replace(|char: char| !char.is_ascii_alphanumeric(), "-")
}

impl Source {
    /// Whether a request names the version that the document is of.
    pub fn is_version_of(&self, uri: &str) -> bool {
        let version = self.document.root().pointer("/info/version");
        let version = version.and_then(Value::as_str).unwrap_or_default();
        let ends = |segment: &str| segment.ends_with(&format!(":{version}"));
        uri.split('/').any(ends)
    }

    /// The path of the document's server, for a version of the API: what comes before each operation's path.
    ///
    /// Servers are `{endpoint}/versioning/added/api-version:{version}`; `uri` is a request to one of them.
    pub fn base(&self, uri: &str) -> Option<String> {
        let server = self.document.root().pointer("/servers/0/url");
        let server = server.and_then(Value::as_str).unwrap_or_default();
        let template = server
            .trim_start_matches("http://localhost:3000")
            .trim_start_matches("{endpoint}");
        let uri: Vec<&str> = uri.split('/').collect();
        let mut base = Vec::new();
        for (index, segment) in template.split('/').enumerate() {
            let actual = uri.get(index)?;
            let literal = segment.split('{').next().unwrap_or_default();
            if !actual.starts_with(literal) || (literal == segment && *actual != segment) {
                return None;
            }
            base.push(*actual);
        }
        Some(base.join("/"))
    }
}
