//! Resolves `$ref`s: percent-encoded RFC 6901 pointers into this file or another.

use super::{At, DocumentId, Documents, url};

/// The reason why a `$ref` cannot be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RefFault {
    /// The file is not among the documents.
    NoFile(String),
    /// The file cannot be read, which has been reported.
    Unread,
    /// The file is outside the folder that references may lead to.
    Outside(String),
    /// The file has no value at the pointer.
    NoTarget {
        /// The file.
        file: String,
        /// The part of the pointer that can be resolved.
        found: String,
        /// The first step that cannot be resolved.
        step: String,
    },
    /// It is a URL.
    Remote,
    /// It is a URL of a different origin than the document, whose origin this is.
    OtherOrigin(String),
}

impl Documents {
    /// Finds the target of a reference in `from`.
    pub(crate) fn find(&self, from: DocumentId, reference: &str) -> Result<At<'_>, RefFault> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let document = if file.is_empty() {
            from
        } else {
            let name = named_file(&self.document(from).name, file)?;
            if let Some(refusal) = self.refusal(&name) {
                return Err(refusal.clone());
            }
            self.by_name(&name).ok_or(RefFault::NoFile(name))?
        };
        let fragment = percent_decode(fragment);
        let root = self.root(document);
        if fragment.is_empty() {
            return Ok(root);
        }
        if !fragment.starts_with('/') {
            return anchor(root, &fragment).ok_or_else(|| RefFault::NoTarget {
                file: root.file().to_string(),
                found: String::new(),
                step: fragment,
            });
        }
        walk(root, &fragment)
    }
}

/// Returns the name of the file that a reference in the file `from` leads to: a path, or a URL if `from` is one.
pub(crate) fn named_file(from: &str, file: &str) -> Result<String, RefFault> {
    match url::split(from) {
        Some((origin, _)) => {
            url::join(from, file).ok_or_else(|| RefFault::OtherOrigin(origin.to_owned()))
        }
        None if is_url(file) => Err(RefFault::Remote),
        None => Ok(relative(from, &percent_decode(file))),
    }
}

impl At<'_> {
    /// Returns the value at a JSON pointer relative to this value.
    pub fn at_pointer(self, pointer: &str) -> Option<Self> {
        walk(self, pointer).ok()
    }
}

fn walk<'d>(root: At<'d>, pointer: &str) -> Result<At<'d>, RefFault> {
    let mut at = root;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let next = at.get(&step).or_else(|| {
            step.parse()
                .ok()
                .and_then(|index: usize| at.items().nth(index))
        });
        at = next.ok_or_else(|| RefFault::NoTarget {
            file: root.file().to_string(),
            found: at.pointer(),
            step: step.clone(),
        })?;
    }
    Ok(at)
}

/// Whether a schema has an `$id`.
pub(crate) fn has_id(at: At<'_>) -> bool {
    at.get("$id").is_some_and(|id| id.str().is_some())
}

/// Finds a plain name (`$anchor` and `$dynamicAnchor`, OpenAPI 3.1).
///
/// Anchors within nested schemas that have an `$id` belong to those schemas, and are a fallback.
pub(crate) fn anchor<'d>(at: At<'d>, name: &str) -> Option<At<'d>> {
    anchor_where(at, name, &|child| !has_id(child)).or_else(|| anchor_where(at, name, &|_| true))
}

fn anchor_where<'d>(at: At<'d>, name: &str, is_entered: &dyn Fn(At<'d>) -> bool) -> Option<At<'d>> {
    let mut own = ["$anchor", "$dynamicAnchor"].iter();
    if own.any(|key| at.get(key).and_then(At::str) == Some(name)) {
        return Some(at);
    }
    at.entries()
        .map(|(_, child)| child)
        .chain(at.items())
        .filter(|child| is_entered(*child))
        .find_map(|child| anchor_where(child, name, is_entered))
}

/// Whether a reference has a scheme and an authority, and so is not a path.
pub(crate) fn is_url(file: &str) -> bool {
    file.contains("://")
}

/// Resolves a relative file reference against another file; `.` for the folder that names are relative to.
pub fn relative(from: &str, file: &str) -> String {
    // An absolute path replaces the folder.
    let from = if file.starts_with('/') { "/" } else { from };
    let root = if from.starts_with('/') { "/" } else { "" };
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_step = |part: &&str| !matches!(*part, "" | ".");
    let mut parts: Vec<&str> = folder.split('/').filter(is_step).collect();
    for part in file.split('/').filter(is_step) {
        match parts.last() {
            Some(last) if part == ".." && *last != ".." => drop(parts.pop()),
            // The parent of the root is the root.
            None if part == ".." && !root.is_empty() => {}
            Some(_) | None => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if root.is_empty() && joined.is_empty() {
        return ".".to_owned();
    }
    format!("{root}{joined}")
}

pub(crate) fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn relative_references_are_paths() {
        for (from, file, expected) in [
            ("spec.yaml", "a.yaml", "a.yaml"),
            ("api/spec.yaml", "./a.yaml", "api/a.yaml"),
            ("api/spec.yaml", "../a.yaml", "a.yaml"),
            ("api/spec.yaml", "..", "."),
            ("api/spec.yaml", "../../a.yaml", "../a.yaml"),
            ("api/spec.yaml", "/a/../b.yaml", "/b.yaml"),
            ("./spec.yaml", "../a.yaml", "../a.yaml"),
            ("api/./spec.yaml", "../a.yaml", "a.yaml"),
            ("api//spec.yaml", "../a.yaml", "a.yaml"),
            ("../spec.yaml", "../a.yaml", "../../a.yaml"),
            ("/api/spec.yaml", "a.yaml", "/api/a.yaml"),
            ("/spec.yaml", "../../a.yaml", "/a.yaml"),
        ] {
            assert_eq!(relative(from, file), expected, "{file} in {from}");
        }
    }
}
