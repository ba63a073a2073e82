//! Home directories with stored credentials.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::server::{Request, Server, json};
use super::{command, output, stderr, stdout};

/// An empty home directory.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn profile(&self, name: &str) -> PathBuf {
        self.0.path().join(".config/signon/profiles").join(name)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(arguments);
        command.env("HOME", self.0.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Output {
        output(self.command(arguments), input)
    }

    /// Runs the program, asserts success, and returns standard output and standard error.
    pub(crate) fn succeed(&self, arguments: &[&str], input: &str) -> String {
        let done = self.run(arguments, input);
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
        stdout(&done) + &stderr(&done)
    }

    pub(crate) fn login(&self, arguments: &[&str], input: &str) -> String {
        let login = ["auth", "login", "--store", "file"];
        self.succeed(&[&login[..], arguments].concat(), input)
    }

    /// Returns the line of a setting in `auth status`.
    pub(crate) fn status(&self, name: &str, arguments: &[&str]) -> String {
        let text = self.succeed(&[&["auth", "status"][..], arguments].concat(), "");
        let line = text.lines().find(|line| line.starts_with(name));
        line.expect("a setting").to_owned()
    }
}

pub(crate) fn users() -> Server {
    Server::start(|_, _| json(r#"{"users":[]}"#))
}

/// Returns the credentials of the requests, in order.
pub(crate) fn sent(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let header = |request: &Request| {
        let value = request.header("authorization").expect("a credential");
        value.to_owned()
    };
    requests.iter().map(header).collect()
}

#[cfg(unix)]
pub(crate) fn restrict(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;

    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).expect("a mode");
}

#[cfg(not(unix))]
pub(crate) fn restrict(_file: &Path) {}
