//! What a `$ref` leads to: RFC 6901 pointers, percent-encoded, into this file or another.

use super::{At, DocumentId, Documents};

/// Why a `$ref` leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefFault {
    /// The file is not among the documents.
    NoFile(String),
    /// The file cannot be read, which has been reported.
    Unread,
    /// The file is outside of the folder that references may lead to.
    Outside(String),
    /// The file has nothing at the pointer.
    NoTarget {
        /// The file.
        file: String,
        /// The part of the pointer that leads somewhere.
        found: String,
        /// The first step that does not.
        step: String,
    },
    /// It names a place on the network.
    Remote,
}

impl Documents {
    /// Finds what a reference in `from` names.
    pub fn find(&self, from: DocumentId, reference: &str) -> Result<At<'_>, RefFault> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let document = if file.is_empty() {
            from
        } else if file.contains("://") {
            return Err(RefFault::Remote);
        } else {
            let name = relative(&self.document(from).name, &percent_decode(file));
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

impl At<'_> {
    /// What a JSON pointer leads to from here.
    pub(crate) fn at_pointer(self, pointer: &str) -> Option<Self> {
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

/// A plain name (`$anchor` and `$dynamicAnchor`, OpenAPI 3.1).
pub(crate) fn anchor<'d>(at: At<'d>, name: &str) -> Option<At<'d>> {
    let mut own = ["$anchor", "$dynamicAnchor"].iter();
    if own.any(|key| at.get(key).and_then(At::str) == Some(name)) {
        return Some(at);
    }
    at.entries()
        .map(|(_, child)| child)
        .chain(at.items())
        .find_map(|child| anchor(child, name))
}

/// The file that a relative reference names, seen from another file.
pub(crate) fn relative(from: &str, file: &str) -> String {
    let mut parts: Vec<&str> = if file.starts_with('/') {
        Vec::new()
    } else {
        from.split('/').collect()
    };
    parts.pop();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if file.starts_with('/') {
        format!("/{joined}")
    } else {
        joined
    }
}

pub(crate) fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}
