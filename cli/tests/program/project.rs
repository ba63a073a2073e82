//! `signon.toml`.

use std::fs;

use super::{ACME, folder, read, signon, status, stderr, succeed};

#[test]
fn a_project_lists_its_clients() {
    let folder = folder(ACME);
    let nothing = signon(folder.path(), &["generate"]);
    assert_eq!(status(&nothing), Some(2));
    assert!(
        stderr(&nothing).contains("signon init"),
        "{}",
        stderr(&nothing)
    );

    succeed(folder.path(), &["init"]);
    assert_eq!(
        status(&signon(folder.path(), &["init"])),
        Some(1),
        "nothing is overwritten"
    );
    let template = read(&folder, "signon.toml");
    let project = template
        .replace("openapi.yaml", "acme.yaml")
        .replace("# runtime =", "runtime =")
        + "\n[[client]]\ndocument = \"acme.yaml\"\nout = \"src/api\"\nlayout = \"module\"\nmodule-path = \"crate::api\"\n";
    fs::write(folder.path().join("signon.toml"), project).expect("a project");
    // Also from a subfolder.
    let below = folder.path().join("below");
    fs::create_dir(&below).expect("a folder");
    let printed = succeed(&below, &["generate"]);
    assert_eq!(printed.lines().count(), 2, "{printed}");
    assert!(folder.path().join("clients/acme/Cargo.toml").is_file());
    assert!(folder.path().join("src/api/mod.rs").is_file());
    assert_eq!(succeed(folder.path(), &["generate", "--check"]), "");
}

#[test]
fn project_errors_are_usage_errors() {
    for (project, message) in [
        ("", "[[client]]"),
        ("[[client]]\ndocument = \"a.yaml\"\n", "out"),
        (
            "[[client]]\ndocument = \"a.yaml\"\nout = \"b\"\nlayuot = \"crate\"\n",
            "layuot",
        ),
        (
            "[[client]]\ndocument = \"a.yaml\"\nout = \"b\"\nruntime = \"1.2\"\n",
            "runtime",
        ),
        (
            "[[client]]\ndocument = \"a.yaml\"\nout = \"b\"\nallow = [\"syntax\"]\n",
            "syntax",
        ),
    ] {
        let folder = folder(ACME);
        fs::write(folder.path().join("signon.toml"), project).expect("a project");
        let output = signon(folder.path(), &["generate"]);
        assert_eq!(status(&output), Some(2), "{project}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
}
