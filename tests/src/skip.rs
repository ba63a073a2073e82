//! Tests that need what not everyone has.

use std::io::Write as _;
use std::path::Path;

/// Whether a test that needs this folder of the team's has to be left out; says so, too.
///
/// Where `SIGNON_REQUIRE_SHARED` is set, as in CI, it may not be left out.
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

/// Whether a variable of the environment is set, and not to nothing or to `0`.
pub fn is_set(variable: &str) -> bool {
    std::env::var(variable).is_ok_and(|value| !matches!(value.as_str(), "" | "0"))
}

/// Says something past the test harness, which keeps what passing tests print.
pub fn say(text: &str) {
    // Who cannot be told is none of the test's business.
    drop(writeln!(std::io::stderr(), "{text}"));
}
