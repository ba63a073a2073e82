//! Secrets of a configuration: where they come from, and what happens where they are not.

use std::collections::BTreeMap;

use signon_gateway::{Config, Gateway, SecretStore};

use crate::support::gateway::{ONELOGIN_TOKEN, TOKEN};

/// A keychain in memory; none that is locked has accounts.
struct Keychain(Option<BTreeMap<&'static str, &'static str>>);

impl SecretStore for Keychain {
    fn env(&self, name: &str) -> Option<String> {
        (name == "TOKEN").then(|| TOKEN.to_owned())
    }

    fn keychain(&self, account: &str) -> Result<Option<String>, Box<dyn std::error::Error>> {
        let accounts = self.0.as_ref().ok_or("the keychain is locked")?;
        Ok(accounts.get(account).map(|secret| (*secret).to_owned()))
    }
}

/// Opens the gateway with the credential of its account from a source.
fn open(source: &str, store: &dyn SecretStore) -> Result<Gateway, String> {
    let config = format!(
        r#"
        [[tokens]]
        name = "tests"
        token = {{ env = "TOKEN" }}

        [[accounts]]
        id = "a"
        provider = "onelogin"
        base_url = "http://127.0.0.1:1"
        credentials.token = {source}
        "#
    );
    let config = Config::parse(&config).map_err(|error| error.to_string())?;
    Gateway::new(&config, store).map_err(|error| error.to_string())
}

#[test]
fn a_secret_comes_from_the_keychain() {
    let accounts = [
        ("work/ONELOGIN_TOKEN", ONELOGIN_TOKEN),
        ("work/EMPTY", " "),
        ("work/LINES", "a\nb: c"),
    ];
    let keychain = Keychain(Some(accounts.into()));
    assert!(open(r#"{ keychain = "work/ONELOGIN_TOKEN" }"#, &keychain).is_ok());
    for (account, problem) in [
        ("work/OTHER", "the keychain has no account `work/OTHER`"),
        ("work/EMPTY", "`work/EMPTY` is empty"),
        ("work/LINES", "`work/LINES` holds a control character"),
    ] {
        let error = open(&format!("{{ keychain = \"{account}\" }}"), &keychain).err();
        let expected = format!("account `a`: `credentials.token`: {problem}");
        assert_eq!(error, Some(expected));
    }
    let error = open(r#"{ keychain = "work/ONELOGIN_TOKEN" }"#, &Keychain(None)).err();
    assert!(error.is_some_and(|error| error.ends_with("the keychain is locked")));
}

#[test]
fn a_program_without_a_keychain_says_so() {
    let error = open(r#"{ keychain = "a" }"#, &|_: &str| Some(TOKEN.to_owned())).err();
    assert!(error.is_some_and(|error| error.ends_with("no access to the system's keychain")));
    for source in [
        r#"{ keychain = "a", env = "b" }"#,
        "{}",
        r#""a secret as text""#,
    ] {
        let Err(error) = open(source, &Keychain(None)) else {
            panic!("{source} is no source")
        };
        assert!(
            error.contains("keychain = \"ACCOUNT\""),
            "{source}: {error}"
        );
        assert!(!error.contains("a secret as text"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("token");
    std::fs::write(&path, ONELOGIN_TOKEN).expect("a file");
    for (mode, is_open) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false)] {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&path, permissions).expect("a mode");
        let opened = open(
            &format!("{{ file = \"{}\" }}", path.display()),
            &Keychain(None),
        );
        assert_eq!(opened.is_ok(), is_open, "{mode:o}");
    }
}
