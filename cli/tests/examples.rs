//! The generated example crate is up to date.

use std::path::Path;
use std::process::Command;

#[test]
fn the_generated_member_is_up_to_date() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let output = Command::new(env!("CARGO_BIN_EXE_signon"))
        .current_dir(examples)
        .args(["generate", "--check"])
        .output()
        .expect("the program runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
