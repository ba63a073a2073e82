//! The command line and its settings.

use crate::process::run;

#[test]
fn public_addresses_need_a_token() {
    let output = run(&["torii", "--http", "0.0.0.0:0"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(message.contains("SIGNON_MCP_TOKEN"), "{message}");
}

#[cfg(unix)]
#[test]
fn credential_files_must_be_private() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("credentials");
    std::fs::write(&path, "# Torii\nTORII_API_KEY=tok-5f3a1c\n").expect("a file");
    let shown = path.to_str().expect("a path");
    let status = |mode| {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("a mode");
        run(&["torii", "--credentials", shown])
    };
    let output = status(0o644);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("chmod 600"));
    let output = status(0o600);
    assert!(output.status.success());
    // A credential exists, so nothing is missing.
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn settings_are_listed_by_name() {
    let output = run(&["torii", "--settings"]);
    let names = String::from_utf8_lossy(&output.stdout);
    assert!(
        names.starts_with("TORII_API_KEY  (security scheme `apiKey`, secret)\n"),
        "{names}"
    );
}

#[test]
fn unknown_providers_are_usage_errors() {
    let output = run(&["tori"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("logto, onelogin, torii, truto"));
}

#[test]
fn prompts_come_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("prompts.json");
    let shown = path.to_str().expect("a path");
    let with = |prompts: &str| {
        std::fs::write(&path, prompts).expect("a file");
        run(&["torii", "--prompts", shown])
    };
    let prompt = r#"[{ "name": "a", "title": "A", "description": "A.", "operations": ["listUsers"], "text": "[listUsers]" }]"#;
    assert!(with(prompt).status.success());
    for (wrong, reason) in [
        (prompt.replace("listUsers", "listUser"), "`listUser`"),
        (prompt.replace("text", "texts"), "texts"),
        ("{}".to_owned(), "prompts.json"),
    ] {
        let output = with(&wrong);
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && message.contains(reason),
            "{message}"
        );
    }
}
