//! Tests that need data or tools that not every machine has.

use std::io::Write as _;
use std::path::Path;

/// Whether a test that needs this folder is skipped, which is printed, too.
///
/// It is an error where `SIGNON_REQUIRE_SHARED` is set, as in CI.
pub fn without(folder: &Path) -> Result<bool, String> {
    if folder.exists() {
        return Ok(false);
    }
    if is_set("SIGNON_REQUIRE_SHARED") || is_set("SIGNON_SAMPLES") {
        return Err(format!("{} is missing", folder.display()));
    }
    say(&format!("skipped: {} is not here", folder.display()));
    Ok(true)
}

/// Whether a variable of the environment is set, and neither to nothing nor to `0`.
pub fn is_set(variable: &str) -> bool {
    std::env::var(variable).is_ok_and(|value| !matches!(value.as_str(), "" | "0"))
}

/// Prints a line past the test harness, which captures the output of passing tests.
pub fn say(text: &str) {
    // A test does not depend on its output.
    drop(writeln!(std::io::stderr(), "{text}"));
}
