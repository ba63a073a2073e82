//! The disk: [`Tree`] → [`Changes`], and nothing else is written anywhere.
//!
//! A file is touched only if its bytes differ and only if the generator owns it: what an earlier run listed in
//! `.generated-files` is the generator's, everything else in the folder belongs to somebody else. A plan that would
//! touch a file of somebody else is rejected before anything is written.

mod apply;
mod cargo_toml;
mod inspect;
mod owned;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

pub use self::apply::Incomplete;
use self::inspect::Found;
use self::owned::{LIST, Owned};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::format::Tree;

/// The owner of a folder, apart from the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A user, who may have edited what was generated: edits of `Cargo.toml` are kept, others are an error.
    User {
        /// Whether edited files are replaced all the same.
        force: bool,
    },
    /// This workspace, whose version control keeps every edit: the output is what the specs say.
    Workspace {
        /// Whether the tree is a part of what the folder holds: other generated files stay.
        partial: bool,
    },
}

/// What must happen for the disk to hold a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The folder.
    pub root: PathBuf,
    /// Files to write, in the order of their paths, and the list of owned files as the last one.
    pub write: Vec<Written>,
    /// Files to remove, in the order of their paths.
    pub remove: Vec<PathBuf>,
    /// Files among the sources that the generator does not know; only in a folder of this workspace.
    pub unknown: Vec<PathBuf>,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// What it will hold.
    pub text: String,
    /// Whether there is none yet.
    pub is_new: bool,
}

impl Changes {
    /// Whether the disk holds the tree already.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    /// The paths of all files that change, in order.
    pub fn paths(&self) -> Vec<&Path> {
        let written = self.write.iter().map(|written| written.path.as_path());
        let mut paths: Vec<&Path> = written
            .chain(self.remove.iter().map(PathBuf::as_path))
            .collect();
        paths.sort_unstable();
        paths
    }

    /// Makes the changes.
    ///
    /// # Errors
    ///
    /// If a file cannot be written or removed. Texts are written beside their places first: if one cannot be, nothing has
    /// changed.
    pub fn apply(&self) -> Result<(), Incomplete> {
        apply::apply(self)
    }
}

/// What must happen for the folder `root` to hold a tree.
///
/// # Errors
///
/// If a file of somebody else is in the way, if a generated file was edited, or if something cannot be read. Every such
/// file is reported.
pub fn plan(
    tree: Tree,
    root: &Path,
    owner: Owner,
    diagnostics: &mut Diagnostics,
) -> Result<Changes, Reported> {
    let mut planner = Planner {
        root,
        owner,
        owned: Owned::default(),
        refused: None,
        diagnostics,
    };
    match owned::read(root, owner) {
        Ok(Some(known)) => planner.owned = known,
        Ok(None) => planner.refuse_other_crates(),
        Err(error) => planner.unreadable(LIST, &error),
    }
    let changes = planner.changes(tree);
    planner.refused.map_or(Ok(changes), Err)
}

struct Planner<'a> {
    root: &'a Path,
    owner: Owner,
    /// What an earlier run wrote here.
    owned: Owned,
    refused: Option<Reported>,
    diagnostics: &'a mut Diagnostics,
}

impl Planner<'_> {
    fn changes(&mut self, tree: Tree) -> Changes {
        let planned: BTreeSet<String> = tree.files.keys().cloned().collect();
        let mut changes = Changes {
            root: self.root.to_path_buf(),
            remove: self.stale(&planned),
            ..Changes::default()
        };
        let mut list = self.kept(&planned);
        for (path, text) in tree.files {
            let text = self.merged(&path, text);
            list.add(&path, &text, self.owner);
            changes.write.extend(self.file(path, text));
        }
        if let Owner::Workspace { .. } = self.owner {
            changes.unknown = self.unknown(&list);
        }
        changes.write.extend(self.list(&list));
        changes
    }

    /// The change that a file needs; none if it is there already, or is rejected.
    fn file(&mut self, path: String, text: String) -> Option<Written> {
        let found = self.inspect(&path)?;
        let is_new = matches!(found, Found::Nothing);
        match found {
            Found::File(bytes) if bytes == text.as_bytes() => return None,
            Found::File(_) if !self.owned.has(&path) => {
                self.foreign(&path, "is not a file that an earlier run generated");
                return None;
            }
            Found::File(bytes) if self.is_edited(&path, &bytes) => {
                self.edited(&path, "it would be replaced");
                return None;
            }
            Found::Nothing | Found::File(_) => {}
        }
        Some(Written {
            path: self.root.join(path),
            text,
            is_new,
        })
    }

    /// `Cargo.toml` with the edits of its user.
    fn merged(&mut self, path: &str, text: String) -> String {
        if path != "Cargo.toml"
            || !matches!(self.owner, Owner::User { .. })
            || !self.owned.has(path)
        {
            return text;
        }
        let Some(Found::File(bytes)) = self.inspect(path) else {
            return text;
        };
        let merged = String::from_utf8(bytes)
            .map_err(|_| "it is not in UTF-8".to_owned())
            .and_then(|current| cargo_toml::merge(&current, &text));
        merged.unwrap_or_else(|error| {
            let message = format!("`{path}` cannot be read: {error}");
            self.report(
                Code::UnreadableFile,
                path,
                message,
                "correct it, or remove it",
            );
            text
        })
    }

    /// Files that an earlier run wrote and that the tree does not have.
    fn stale(&mut self, planned: &BTreeSet<String>) -> Vec<PathBuf> {
        if self.owner == (Owner::Workspace { partial: true }) {
            return Vec::new();
        }
        let old: Vec<String> = self.owned.paths().map(str::to_owned).collect();
        let mut stale = Vec::new();
        for path in old.into_iter().filter(|path| !planned.contains(path)) {
            match self.inspect(&path) {
                Some(Found::File(bytes)) if self.is_edited(&path, &bytes) => {
                    self.edited(&path, "it would be removed");
                }
                Some(Found::File(_)) => stale.push(self.root.join(path)),
                Some(Found::Nothing) | None => {}
            }
        }
        stale
    }

    /// What stays in the list although the tree does not have it.
    fn kept(&self, planned: &BTreeSet<String>) -> Owned {
        if self.owner == (Owner::Workspace { partial: true }) {
            self.owned.without(planned)
        } else {
            Owned::default()
        }
    }

    /// The change that the list needs.
    fn list(&mut self, list: &Owned) -> Option<Written> {
        let text = list.text();
        let found = self.inspect(LIST)?;
        let is_same = matches!(&found, Found::File(bytes) if bytes == text.as_bytes());
        (!is_same).then(|| Written {
            path: self.root.join(LIST),
            text,
            is_new: matches!(found, Found::Nothing),
        })
    }

    fn is_edited(&self, path: &str, bytes: &[u8]) -> bool {
        self.owner == (Owner::User { force: false }) && self.owned.is_edited(path, bytes)
    }

    /// What is at a path; none if nothing of ours can be there, which is reported.
    fn inspect(&mut self, path: &str) -> Option<Found> {
        match inspect::inspect(self.root, path) {
            Ok(Ok(found)) => Some(found),
            Ok(Err(reason)) => {
                self.foreign(path, reason);
                None
            }
            Err(error) => {
                self.unreadable(path, &error);
                None
            }
        }
    }

    /// A folder that no run wrote to and that holds crates belongs to them.
    fn refuse_other_crates(&mut self) {
        match inspect::nested_crate(self.root) {
            Ok(Some(path)) => {
                let message = format!(
                    "`{}` holds another crate, whose folder is `{}`",
                    self.root.display(),
                    path.display()
                );
                let help = "name a folder of its own: `--out DIR/NAME`";
                let place = path.join("Cargo.toml").to_string_lossy().replace('\\', "/");
                self.report_at(Code::UnownedFile, place, message, help);
            }
            Ok(None) => {}
            Err(error) => self.unreadable("", &error),
        }
    }

    fn unknown(&mut self, list: &Owned) -> Vec<PathBuf> {
        match inspect::sources(self.root) {
            Ok(sources) => {
                let unknown = sources
                    .into_iter()
                    .filter(|path| !list.has(path) && !self.owned.has(path));
                unknown.map(|path| self.root.join(path)).collect()
            }
            Err(error) => {
                self.unreadable("", &error);
                Vec::new()
            }
        }
    }

    fn foreign(&mut self, path: &str, reason: &str) {
        let message = format!("`{path}` is in the way: it {reason}");
        let help = "move it away, or generate into another folder";
        self.report(Code::UnownedFile, path, message, help);
    }

    fn edited(&mut self, path: &str, effect: &str) {
        let message = format!("`{path}` was edited since it was generated, and {effect}");
        let help = "keep the edit in a file of its own, or pass `--force` to lose it";
        self.report(Code::EditedFile, path, message, help);
    }

    fn unreadable(&mut self, path: &str, error: &io::Error) {
        let message = format!("`{path}` cannot be read: {}", error.kind());
        self.report(Code::UnreadableFile, path, message, "check its permissions");
    }

    fn report(&mut self, code: Code, path: &str, message: String, help: &str) {
        let place = self.root.join(path).to_string_lossy().replace('\\', "/");
        self.report_at(code, place, message, help);
    }

    fn report_at(&mut self, code: Code, place: String, message: String, help: &str) {
        let diagnostic = Diagnostic::at(code, Place::File(place), message).help(help);
        self.refused = Some(self.diagnostics.report(diagnostic));
    }
}
