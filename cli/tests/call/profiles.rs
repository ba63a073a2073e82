//! Profiles: named credentials and servers.

use std::fs;

use super::home::{Home, restrict, sent, users};
use super::server::{Server, json};
use super::{ACME, SECRET, document, output, stderr};

#[test]
fn profiles_have_separate_credentials_and_servers() {
    let (home, work, lab) = (Home::new(), users(), users());
    for (profile, server) in [("work", &work), ("lab", &lab)] {
        home.login(
            &["torii", "--profile", profile],
            &format!(
                "TORII_API_KEY=of-{profile}\nTORII_BASE_URL={}\n",
                server.url
            ),
        );
    }
    // Settings other than secrets are in a separate, editable file.
    let settings = fs::read_to_string(home.profile("work").join("settings")).expect("a file");
    assert_eq!(settings, format!("TORII_BASE_URL={}\n", work.url));

    let list = ["torii", "users", "list"];
    home.succeed(&[&list[..], &["--profile", "work"]].concat(), "");
    let mut command = home.command(&list);
    command.env("SIGNON_PROFILE", "lab");
    assert_eq!(output(command, "").status.code(), Some(0));
    assert_eq!(sent(&work), ["Bearer of-work"]);
    assert_eq!(sent(&lab), ["Bearer of-lab"]);
    // The default profile is empty.
    assert_eq!(home.run(&list, "").status.code(), Some(3));

    home.succeed(&["auth", "logout", "--profile", "lab"], "");
    let status = home.status("TORII_API_KEY", &["--profile", "work", "torii"]);
    assert!(status.contains("profile work"), "{status}");
    let status = home.status("TORII_API_KEY", &["--profile", "lab", "torii"]);
    assert!(status.contains("not set"), "{status}");
}

#[test]
fn profile_names_are_valid_and_existing() {
    let home = Home::new();
    home.login(&["torii"], SECRET);
    for name in ["missing", "../default", "a/b", "", ".", "a b"] {
        for arguments in [
            &["torii", "users", "list", "--dry-run", "--profile", name][..],
            &["auth", "status", "--profile", name],
            &["auth", "logout", "--profile", name],
        ] {
            let rejected = home.run(arguments, "");
            assert_eq!(rejected.status.code(), Some(2), "{arguments:?}");
        }
        if name != "missing" {
            let login = [
                "auth",
                "login",
                "torii",
                "--store",
                "file",
                "--profile",
                name,
            ];
            assert_eq!(home.run(&login, SECRET).status.code(), Some(2));
        }
    }
}

/// Any document can be named `acme.yaml`: a credential stored for one must not be sent to another.
#[test]
fn documents_get_stored_credentials_only_from_a_named_profile() {
    let home = Home::new();
    let server = Server::start(|_, _| json("[]"));
    let (_folder, spec) = document(ACME);
    let call = [
        "call",
        "--spec",
        &spec,
        "listUsers",
        "--server",
        &server.url,
    ];
    let no_profile = home.run(&["auth", "login", "--spec", &spec], SECRET);
    assert_eq!(no_profile.status.code(), Some(2));
    home.login(&["--spec", &spec, "--profile", "acme"], SECRET);

    home.succeed(&[&call[..], &["--profile", "acme"]].concat(), "");
    assert_eq!(server.only().line, format!("GET /users?api_key={SECRET}"));
    let mut command = home.command(&call);
    command.env("SIGNON_PROFILE", "acme");
    assert_eq!(output(command, "").status.code(), Some(3));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn secrets_in_the_settings_file_are_rejected() {
    let home = Home::new();
    let folder = home.profile("default");
    fs::create_dir_all(&folder).expect("a folder");
    let settings = folder.join("settings");
    fs::write(&settings, format!("TORII_API_KEY={SECRET}\n")).expect("a file");
    restrict(&settings);
    for arguments in [
        &["torii", "users", "list", "--dry-run"][..],
        &["auth", "status", "torii"],
    ] {
        let rejected = home.run(arguments, "");
        assert_eq!(rejected.status.code(), Some(1));
        assert!(
            stderr(&rejected).contains("is a secret"),
            "{}",
            stderr(&rejected)
        );
    }
    // An invalid line may be a secret, so only its number is reported.
    fs::write(&settings, SECRET).expect("a file");
    let rejected = home.run(&["auth", "status"], "");
    assert!(
        stderr(&rejected).contains("line 1"),
        "{}",
        stderr(&rejected)
    );
}

/// Anyone who can change the server's name would get the credential.
#[cfg(unix)]
#[test]
fn settings_writable_by_others_are_rejected() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = Home::new();
    home.login(&["torii"], SECRET);
    let settings = home.profile("default").join("settings");
    fs::write(&settings, "TORII_BASE_URL=https://elsewhere.example\n").expect("a file");
    for loose in [0o620, 0o602, 0o666] {
        fs::set_permissions(&settings, fs::Permissions::from_mode(loose)).expect("a mode");
        let rejected = home.run(&["torii", "users", "list", "--dry-run"], "");
        assert!(
            stderr(&rejected).contains("chmod go-w"),
            "{}",
            stderr(&rejected)
        );
        assert_eq!(rejected.status.code(), Some(2));
    }
    fs::set_permissions(&settings, fs::Permissions::from_mode(0o644)).expect("a mode");
    home.succeed(&["torii", "users", "list", "--dry-run"], "");
}
