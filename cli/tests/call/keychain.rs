//! The desktop keychain: a separate Secret Service on a separate D-Bus.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use super::home::{Home, sent, users};
use super::{SECRET, output, stderr, stdout};

/// The programs that the tests need. If `SIGNON_REQUIRE_KEYCHAIN` is set, as in CI, they must be installed.
const PROGRAMS: [&str; 2] = ["dbus-daemon", "gnome-keyring-daemon"];

/// The program that the bus starts as the Secret Service.
enum Service {
    /// An unlocked keyring.
    Unlocked,
    /// A locked keyring, and no program that prompts for its password.
    Locked,
    /// None: the name has no owner.
    Missing,
}

/// A home whose session has a separate D-Bus. Its services end with it.
struct Session {
    home: Home,
    address: String,
    bus: Child,
}

impl Session {
    /// Returns `None` if the programs are not installed.
    fn start(service: &Service) -> Option<Self> {
        let missing = PROGRAMS.iter().find(|program| find(program).is_none());
        if let Some(program) = missing {
            assert!(
                std::env::var_os("SIGNON_REQUIRE_KEYCHAIN").is_none(),
                "`{program}` is missing"
            );
            drop(writeln!(
                std::io::stderr(),
                "skipped: `{program}` is not here"
            ));
            return None;
        }
        let home = Home::new();
        let config = configure(home.path(), service);
        let mut bus = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address"])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process");
        let mut address = String::new();
        let mut reader = BufReader::new(bus.stdout.take().expect("standard output"));
        reader.read_line(&mut address).expect("an address");
        Some(Self {
            home,
            address: address.trim_end().to_owned(),
            bus,
        })
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.home.command(arguments);
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        output(command, input)
    }

    /// Runs the program, asserts success, and returns standard output and standard error.
    fn succeed(&self, arguments: &[&str], input: &str) -> String {
        let done = self.run(arguments, input);
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
        stdout(&done) + &stderr(&done)
    }

    /// Returns the line of Torii's key in `auth status`.
    fn status(&self, profile: &str) -> String {
        let text = self.succeed(&["auth", "status", "torii", "--profile", profile], "");
        let mut lines = text.lines();
        let line = lines.find(|line| line.starts_with("TORII_API_KEY"));
        line.expect("a setting").to_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        drop(self.bus.kill());
        drop(self.bus.wait());
    }
}

/// Finds a program in `PATH`.
fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut folders = std::env::split_paths(&path).map(|folder| folder.join(program));
    folders.find(|file| file.is_file())
}

/// Writes the configuration of the bus, and returns its path.
fn configure(folder: &Path, service: &Service) -> PathBuf {
    let services = folder.join("services");
    std::fs::create_dir(&services).expect("a folder");
    let daemon = "gnome-keyring-daemon --foreground --components=secrets";
    let command = match service {
        Service::Unlocked => Some(format!("printf password | exec {daemon} --unlock")),
        Service::Locked => Some(format!("exec {daemon}")),
        Service::Missing => None,
    };
    if let Some(command) = command {
        let text =
            format!("[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/sh -c '{command}'\n");
        std::fs::write(services.join("secrets.service"), text).expect("a file");
    }
    let config = folder.join("bus.conf");
    let text = format!(
        "<busconfig><type>session</type><listen>unix:path={0}/bus</listen><servicedir>{1}</servicedir>\
         <policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/><allow own=\"*\"/></policy>\
         </busconfig>",
        folder.display(),
        services.display()
    );
    std::fs::write(&config, text).expect("a file");
    config
}

/// Whether a file below the profiles folder contains the secret.
fn is_in_profiles(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .any(|path| {
            if path.is_dir() {
                is_in_profiles(&path)
            } else {
                let text = std::fs::read(&path).expect("a file");
                text.windows(SECRET.len())
                    .any(|bytes| bytes == SECRET.as_bytes())
            }
        })
}

#[test]
fn credentials_are_stored_in_the_keychain_until_removed() {
    let Some(session) = Session::start(&Service::Unlocked) else {
        return;
    };
    let server = users();
    let list = ["torii", "users", "list", "--server", &server.url];
    let list_with = |profile: &'static str| [&list[..], &["--profile", profile]].concat();

    // It is the default store, and needs only the secret.
    let stored = session.succeed(&["auth", "login", "torii", "--profile", "work"], SECRET);
    assert_eq!(
        stored,
        "stored TORII_API_KEY in the profile `work` (the system's keychain)\n"
    );
    let profiles = session.home.profile("");
    assert!(!is_in_profiles(&profiles));
    assert!(session.status("work").contains("keychain (profile work)"));
    session.succeed(&list_with("work"), "");
    assert_eq!(sent(&server), [format!("Bearer {SECRET}")]);

    // Another profile has another account, or none.
    session.succeed(
        &[
            "auth",
            "login",
            "torii",
            "--profile",
            "lab",
            "--store",
            "keychain",
        ],
        "of-lab",
    );
    session.succeed(&list_with("lab"), "");
    assert_eq!(
        sent(&server).last().map(String::as_str),
        Some("Bearer of-lab")
    );
    assert_eq!(session.run(&list, "").status.code(), Some(3));

    let removed = session.succeed(&["auth", "logout", "torii", "--profile", "work"], "");
    assert_eq!(removed, "removed TORII_API_KEY\n");
    assert!(session.status("work").contains("not set"));
    let rejected = session.run(&list_with("work"), "");
    assert_eq!(rejected.status.code(), Some(3));
    assert!(
        stderr(&rejected).contains("signon auth login torii"),
        "{}",
        stderr(&rejected)
    );
    // The other credential still exists.
    session.succeed(&list_with("lab"), "");
    assert_eq!(server.requests().len(), 3);

    // A secret that was removed from the keychain externally is missing rather than empty.
    let names = session.home.profile("work").join("keychain");
    std::fs::write(names, "TORII_API_KEY\n").expect("a file");
    assert_eq!(session.run(&list_with("work"), "").status.code(), Some(3));
}

#[test]
fn locked_keychains_are_reported_with_a_hint() {
    let Some(session) = Session::start(&Service::Locked) else {
        return;
    };
    let rejected = session.run(&["auth", "login", "torii"], SECRET);
    assert_eq!(rejected.status.code(), Some(1));
    let text = stderr(&rejected);
    assert!(
        text.contains("the system's keychain cannot be used (is it locked?)"),
        "{text}"
    );
    assert!(text.contains("`--store file`"), "{text}");
    assert!(session.status("default").contains("not set"));
}

#[test]
fn missing_keychains_are_reported_with_a_hint() {
    let Some(session) = Session::start(&Service::Missing) else {
        return;
    };
    let rejected = session.run(&["auth", "login", "torii"], SECRET);
    assert_eq!(rejected.status.code(), Some(1));
    let text = stderr(&rejected);
    assert!(
        text.contains("the system's keychain cannot be used"),
        "{text}"
    );
    assert!(text.contains("`--store file`"), "{text}");
    // The attempt leaves no traces.
    assert!(session.status("default").contains("not set"));

    session.succeed(&["auth", "login", "torii", "--store", "file"], SECRET);
    let server = users();
    let list = ["torii", "users", "list", "--server", &server.url];
    session.succeed(&list, "");

    // If the keychain should have the credential, the error names the keychain and a remedy.
    let names = session.home.profile("default").join("keychain");
    std::fs::write(names, "TORII_API_KEY\n").expect("a file");
    let rejected = session.run(&list, "");
    assert_eq!(rejected.status.code(), Some(1));
    let text = stderr(&rejected);
    assert!(
        text.contains("the system's keychain cannot be used"),
        "{text}"
    );
    assert!(text.contains("TORII_API_KEY"), "{text}");
    assert_eq!(server.requests().len(), 1);
}

/// Needs no bus: nothing listens at this address.
#[test]
fn sessions_without_a_bus_have_no_keychain() {
    let home = Home::new();
    let mut login = home.command(&["auth", "login", "torii"]);
    login.env(
        "DBUS_SESSION_BUS_ADDRESS",
        OsStr::new("unix:path=/nonexistent/bus"),
    );
    let rejected = output(login, SECRET);
    assert_eq!(rejected.status.code(), Some(1));
    assert!(
        stderr(&rejected).contains("`--store file`"),
        "{}",
        stderr(&rejected)
    );
}
