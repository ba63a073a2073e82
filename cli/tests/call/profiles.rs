//! Profiles: credentials and servers under a name.

use std::fs;

use super::home::{Home, restrict, sent, users};
use super::server::{Server, json};
use super::{ACME, SECRET, document, output, stderr};

#[test]
fn profiles_have_credentials_and_servers_of_their_own() {
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
    // What is no secret is in a file of its own, which can be edited.
    let settings = fs::read_to_string(home.profile("work").join("settings")).expect("a file");
    assert_eq!(settings, format!("TORII_BASE_URL={}\n", work.url));

    let list = ["torii", "users", "list"];
    home.succeed(&[&list[..], &["--profile", "work"]].concat(), "");
    let mut command = home.command(&list);
    command.env("SIGNON_PROFILE", "lab");
    assert_eq!(output(command, "").status.code(), Some(0));
    assert_eq!(sent(&work), ["Bearer of-work"]);
    assert_eq!(sent(&lab), ["Bearer of-lab"]);
    // The profile without a name has nothing.
    assert_eq!(home.run(&list, "").status.code(), Some(3));

    home.succeed(&["auth", "logout", "--profile", "lab"], "");
    let status = home.status("TORII_API_KEY", &["--profile", "work", "torii"]);
    assert!(status.contains("profile work"), "{status}");
    let status = home.status("TORII_API_KEY", &["--profile", "lab", "torii"]);
    assert!(status.contains("not set"), "{status}");
}

#[test]
fn a_profile_is_a_name_and_has_to_exist() {
    let home = Home::new();
    home.login(&["torii"], SECRET);
    for name in ["missing", "../default", "a/b", "", ".", "a b"] {
        for arguments in [
            &["torii", "users", "list", "--dry-run", "--profile", name][..],
            &["auth", "status", "--profile", name],
            &["auth", "logout", "--profile", name],
        ] {
            let refused = home.run(arguments, "");
            assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
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

/// `acme.yaml` is a name that any document can have: a credential that was stored for one must not go to another.
#[test]
fn documents_get_stored_credentials_of_a_named_profile_alone() {
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
fn a_secret_among_the_settings_is_refused() {
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
        let refused = home.run(arguments, "");
        assert_eq!(refused.status.code(), Some(1));
        assert!(
            stderr(&refused).contains("is a secret"),
            "{}",
            stderr(&refused)
        );
    }
    // A line of another form may be a secret: its number is enough.
    fs::write(&settings, SECRET).expect("a file");
    let refused = home.run(&["auth", "status"], "");
    assert!(stderr(&refused).contains("line 1"), "{}", stderr(&refused));
}

/// Whoever can write the name of the server would get the credential.
#[cfg(unix)]
#[test]
fn settings_that_others_may_write_are_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = Home::new();
    home.login(&["torii"], SECRET);
    let settings = home.profile("default").join("settings");
    fs::write(&settings, "TORII_BASE_URL=https://elsewhere.example\n").expect("a file");
    for loose in [0o620, 0o602, 0o666] {
        fs::set_permissions(&settings, fs::Permissions::from_mode(loose)).expect("a mode");
        let refused = home.run(&["torii", "users", "list", "--dry-run"], "");
        assert!(
            stderr(&refused).contains("chmod go-w"),
            "{}",
            stderr(&refused)
        );
        assert_eq!(refused.status.code(), Some(2));
    }
    fs::set_permissions(&settings, fs::Permissions::from_mode(0o644)).expect("a mode");
    home.succeed(&["torii", "users", "list", "--dry-run"], "");
}
