//! What the programs of this workspace share: generating its crates, where it is, and how they print.

mod field_table;
mod fingerprint;
mod generate;
mod msrv;
mod release;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

pub use self::generate::{Mode, bundle, files_changed, prepare, tree};
pub use self::msrv::msrv;
pub use self::release::record;

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Done,
    /// There are errors in the specs, the output is stale, or a bar is missed.
    Problems,
}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// Where builds put what they make.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A path as a reader of the workspace knows it.
pub fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

/// Prints what was asked for. A reader that has gone away is not a fault.
pub fn say(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Prints what went wrong, or how far it is.
pub fn complain(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}

/// Whether what is printed as progress is read by a person.
pub fn color() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
