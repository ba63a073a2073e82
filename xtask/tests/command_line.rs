//! What the program prints, and how it ends.

use std::process::{Command, Output};

fn xtask(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_xtask");
    let output = Command::new(program).args(arguments).output();
    output.expect("the program runs")
}

#[test]
fn the_version_is_one_line() {
    for flag in ["--version", "-V"] {
        let output = xtask(&[flag]);
        assert!(output.status.success());
        let expected = concat!("signon ", env!("CARGO_PKG_VERSION"), "\n");
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    }
}

#[test]
fn a_wrong_flag_ends_with_2_and_the_usage() {
    let output = xtask(&["--verison"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("usage: cargo xtask"), "{text}");
}

#[test]
fn each_task_has_a_help_of_its_own() {
    for task in ["gen", "lint", "list", "bundle", "ci", "golden"] {
        let output = xtask(&[task, "--help"]);
        assert!(output.status.success(), "{task}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.starts_with(&format!("cargo xtask {task}")), "{text}");
        assert_eq!(text.matches("cargo xtask").count(), 1, "{text}");
    }
}
