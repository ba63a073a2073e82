//! A file that holds what is expected; `UPDATE=1` rewrites it.

use std::fs;
use std::path::Path;

use libtest_mimic::Failed;
use similar::TextDiff;

/// Fails with a diff where `actual` is not what the file holds.
pub(crate) fn check(file: &Path, actual: &str) -> Result<(), Failed> {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file, actual)?;
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let diff = TextDiff::from_lines(&expected, actual);
    let name = file.display().to_string();
    let diff = diff.unified_diff().header(&name, "actual").to_string();
    Err(format!("{diff}\nUPDATE=1 rewrites what is expected").into())
}
