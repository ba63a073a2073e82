//! Stored credentials and their priority.

use std::fs;

use super::home::{Home, restrict, sent, users};
use super::server::{Server, json};
use super::{SECRET, command, output, stderr};

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;

    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn a_stored_credential_is_used_until_it_is_removed() {
    let (home, server) = (Home::new(), users());
    let list = ["torii", "users", "list", "--server", &server.url];
    let text = home.login(&["torii"], &format!("{SECRET}\n"));
    assert!(text.contains("stored TORII_API_KEY"), "{text}");
    let status = home.status("TORII_API_KEY", &["torii"]);
    assert!(status.contains("profile default"), "{status}");

    home.succeed(&list, "");
    assert_eq!(sent(&server), [format!("Bearer {SECRET}")]);

    let text = home.succeed(&["auth", "logout", "torii"], "");
    assert!(text.contains("removed TORII_API_KEY"), "{text}");
    let rejected = home.run(&list, "");
    assert_eq!(rejected.status.code(), Some(3));
    let text = stderr(&rejected);
    assert!(text.contains("signon auth login torii"), "{text}");
    assert_eq!(server.requests().len(), 1);
    let file = fs::read_to_string(home.profile("default").join("credentials"));
    assert_eq!(file.expect("a file"), "");
}

#[cfg(unix)]
#[test]
fn stored_credentials_are_readable_only_by_their_owner() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = Home::new();
    home.login(&["torii"], SECRET);
    let folder = home.profile("default");
    let file = folder.join("credentials");
    assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    assert_eq!(
        fs::read_to_string(&file).expect("a file"),
        format!("TORII_API_KEY={SECRET}\n")
    );

    for loose in [0o640, 0o604, 0o660] {
        fs::set_permissions(&file, fs::Permissions::from_mode(loose)).expect("a mode");
        for arguments in [
            &["torii", "users", "list", "--dry-run"][..],
            &["auth", "status", "torii"],
            &["auth", "login", "torii", "--store", "file"],
            &["auth", "logout"],
            &["mcp", "torii"],
        ] {
            let rejected = home.run(arguments, "");
            let text = stderr(&rejected);
            assert!(text.contains("chmod 600"), "{arguments:?}: {text}");
            assert_ne!(rejected.status.code(), Some(0), "{arguments:?}");
        }
    }
}

#[test]
fn credential_sources_have_priorities() {
    let (home, server) = (Home::new(), users());
    let file = home.path().join("torii.env");
    fs::write(&file, "TORII_API_KEY=of-the-file\n").expect("a file");
    restrict(&file);
    let file = file.to_str().expect("UTF-8");
    home.login(&["torii"], "of-the-profile");
    let list = ["torii", "users", "list", "--server", &server.url];
    let with_file = [&list[..], &["--credentials", file]].concat();
    let with_input = [&with_file[..], &["--credential-stdin"]].concat();
    for (arguments, variable) in [
        (&list[..], None),
        (&with_file, None),
        (&with_file, Some("of-the-environment")),
        (&with_input, Some("of-the-environment")),
    ] {
        let mut command = home.command(arguments);
        command.envs(variable.map(|value| ("TORII_API_KEY", value)));
        let done = output(command, "of-standard-input\n");
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    }
    assert_eq!(
        sent(&server),
        [
            "Bearer of-the-profile",
            "Bearer of-the-file",
            "Bearer of-the-environment",
            "Bearer of-standard-input"
        ]
    );
}

/// Otherwise a client secret would override a token, whatever their origins.
#[test]
fn environment_tokens_override_stored_pairs() {
    let (home, server) = (Home::new(), Server::start(|_, _| json("[]")));
    home.login(
        &["onelogin", "--profile", "work"],
        "ONELOGIN_OAUTH2_CLIENT_ID=client\nONELOGIN_OAUTH2_CLIENT_SECRET=stored\n",
    );
    let mut command = home.command(&[
        "onelogin",
        "roles",
        "list",
        "--profile",
        "work",
        "--server",
        &server.url,
    ]);
    command.env("ONELOGIN_OAUTH2_TOKEN", "of-the-environment");
    let done = output(command, "");
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    assert_eq!(sent(&server), ["Bearer of-the-environment"]);
    let text = stderr(&done);
    assert!(
        text.contains("note: `ONELOGIN_OAUTH2_TOKEN` is set, and has priority"),
        "{text}"
    );
}

#[test]
fn tokens_replace_stored_pairs() {
    let home = Home::new();
    home.login(
        &["onelogin"],
        "ONELOGIN_OAUTH2_CLIENT_ID=client\nONELOGIN_OAUTH2_CLIENT_SECRET=stored\n",
    );
    home.login(&["onelogin"], "ONELOGIN_OAUTH2_TOKEN=token\n");
    let secret = home.status("ONELOGIN_OAUTH2_CLIENT_SECRET", &["onelogin"]);
    assert!(secret.contains("not set"), "{secret}");
}

#[test]
fn invalid_logins_store_nothing() {
    let home = Home::new();
    for (arguments, input) in [
        (&["torii"][..], ""),
        (&["torii"], "\n"),
        (&["torii"], "two\nlines"),
        (&["torii", "--scheme", "none"], SECRET),
        (&["acme"], SECRET),
        (&[], SECRET),
    ] {
        let login = ["auth", "login", "--store", "file"];
        let rejected = home.run(&[&login[..], arguments].concat(), input);
        assert_eq!(
            rejected.status.code(),
            Some(2),
            "{arguments:?}: {}",
            stderr(&rejected)
        );
        assert!(!home.profile("default").exists());
    }
    let homeless = output(
        command(&["auth", "login", "torii", "--store", "file"]),
        SECRET,
    );
    assert_eq!(homeless.status.code(), Some(1));
    assert!(stderr(&homeless).contains("HOME"), "{}", stderr(&homeless));
}

#[test]
fn mcp_uses_the_credential_of_the_profile() {
    let home = Home::new();
    let serve = ["mcp", "torii"];
    assert!(stderr(&home.run(&serve, "")).contains("no credential for `torii`"));
    home.login(&["torii"], SECRET);
    let served = stderr(&home.run(&serve, ""));
    assert!(!served.contains("no credential"), "{served}");
}

/// The jq program runs in a separate process.
#[cfg(target_os = "linux")]
#[test]
fn child_processes_have_no_credential() {
    let (home, server) = (Home::new(), users());
    home.login(&["torii"], SECRET);
    let mut command = home.command(&[
        "torii",
        "users",
        "list",
        "--server",
        &server.url,
        "--jq",
        "def f: f; f",
    ]);
    let mut parent = command
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("a process");
    let id = parent.id();
    let children = format!("/proc/{id}/task/{id}/children");
    let text =
        |path: String| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    // The jq program never ends, so that its process can be found.
    let (words, variables) = loop {
        let child = fs::read_to_string(&children).unwrap_or_default();
        let Some(child) = child.split_whitespace().next() else {
            std::thread::yield_now();
            continue;
        };
        let words = text(format!("/proc/{child}/cmdline")).unwrap_or_default();
        if words.contains("mcp-jq") {
            break (
                words,
                text(format!("/proc/{child}/environ")).expect("an environment"),
            );
        }
    };
    let own = text(format!("/proc/{id}/cmdline")).expect("words");
    assert!(
        parent
            .wait()
            .expect("a status")
            .code()
            .is_some_and(|code| code != 0)
    );
    for text in [words, variables, own] {
        assert!(!text.contains(SECRET), "{text}");
    }
}
