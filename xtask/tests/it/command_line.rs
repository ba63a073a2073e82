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

/// What `rustfmt` finds about the folder that it is run in, by a program that takes its place.
#[cfg(unix)]
#[test]
fn no_other_user_can_write_where_files_are_formatted() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("rustfmt");
    fs::create_dir_all(&folder).expect("a folder");
    let program = folder.join("rustfmt");
    let script = "#!/bin/sh\nls -ld . | cut -c1-10 >&2\necho \"$PWD process $PPID\" >&2\nexit 1\n";
    fs::write(&program, script).expect("a file");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path =
        std::env::join_paths(std::iter::once(folder.clone()).chain(std::env::split_paths(&path)));
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["gen", "--check", "logto"])
        .env("PATH", path.expect("a path"))
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr);
    let (mode, place) = text.split_once('\n').expect("two lines");
    assert!(
        mode.ends_with("drwx------"),
        "the folder is open to others: {text}"
    );
    let (place, process) = place.trim().rsplit_once(" process ").expect("a process");
    assert!(
        !place.contains(&format!("-{process}-")),
        "the name of the folder can be guessed: {text}"
    );
}
