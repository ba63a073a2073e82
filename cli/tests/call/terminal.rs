//! The program at a terminal: questions, colors and progress.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::server::{Server, json};
use super::{SECRET, command, document};

/// The time limit for output, on a slow machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// A program whose standard streams are a pseudo-terminal.
struct Terminal {
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    text: String,
    child: Child,
}

impl Terminal {
    fn start(mut command: Command) -> Self {
        let (keyboard, device) = pair();
        command
            .stdin(Stdio::from(device.try_clone().expect("a terminal")))
            .stderr(Stdio::from(device.try_clone().expect("a terminal")));
        Self::spawn(command.stdout(Stdio::from(device)), keyboard)
    }

    /// Standard output is a pipe, and the other streams a terminal.
    fn start_piped(mut command: Command) -> Self {
        let (keyboard, device) = pair();
        command
            .stdin(Stdio::from(device.try_clone().expect("a terminal")))
            .stderr(Stdio::from(device));
        Self::spawn(command.stdout(Stdio::piped()), keyboard)
    }

    fn spawn(command: &mut Command, keyboard: File) -> Self {
        let child = command.spawn().expect("a process");
        // The command keeps the terminal open.
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut reader = keyboard.try_clone().expect("a terminal");
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Linux reports an error at the end.
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                drop(sender.send(bytes.iter().copied().take(count).collect()));
            }
        });
        Self {
            keyboard,
            screen,
            text: String::new(),
            child,
        }
    }

    /// Reads until the text is on the screen.
    fn expect(&mut self, text: &str) {
        while !self.text.contains(text) {
            let bytes = self.screen.recv_timeout(PATIENCE);
            let bytes = bytes.unwrap_or_else(|_| panic!("`{text}` is not in {:?}", self.text));
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    fn enter(&mut self, answer: &str) {
        self.keyboard
            .write_all(answer.as_bytes())
            .expect("a terminal");
        self.keyboard.write_all(b"\n").expect("a terminal");
    }

    /// Returns the exit status, standard output if it is a pipe, and the screen, which must not show a secret.
    fn end(mut self) -> (Option<i32>, String, String) {
        while let Ok(bytes) = self.screen.recv_timeout(PATIENCE) {
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
        let mut piped = String::new();
        if let Some(stdout) = &mut self.child.stdout {
            stdout.read_to_string(&mut piped).expect("UTF-8");
        }
        let status = self.child.wait().expect("a status");
        assert!(
            !self.text.contains(SECRET),
            "a secret is shown: {}",
            self.text
        );
        (status.code(), piped, self.text)
    }
}

/// Opens a pseudo-terminal: the user's side and the program's side.
fn pair() -> (File, File) {
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
    grantpt(&keyboard).expect("a pseudo-terminal");
    unlockpt(&keyboard).expect("a pseudo-terminal");
    let name = ptsname(&keyboard, Vec::new()).expect("a name");
    let noctty = i32::try_from(OpenptFlags::NOCTTY.bits()).expect("a flag");
    let device = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(noctty)
        .open(name.to_str().expect("UTF-8"))
        .expect("a terminal");
    (File::from(keyboard), device)
}

/// Required values of each kind.
const VAULT: &str = r#"openapi: 3.0.3
info: { title: Vault, version: "1" }
servers: [{ url: "https://vault.example" }]
paths:
  /{kind}/items:
    get:
      operationId: getItem
      parameters:
        - { name: kind, in: path, required: true, description: The kind of item., schema: { type: string, enum: [note, card] } }
        - { name: count, in: query, required: true, schema: { type: integer } }
        - { name: pin, in: query, required: true, schema: { type: string, format: password } }
      responses: { "200": { description: The item., content: { application/json: { schema: { type: object } } } } }
"#;

#[test]
fn missing_values_are_asked_for() {
    let server = Server::start(|_, _| json(r#"{"id":1}"#));
    let (_folder, spec) = document(VAULT);
    let mut terminal = Terminal::start(command(&[
        "call",
        "--spec",
        &spec,
        "getItem",
        "--server",
        &server.url,
        "-o",
        "jsonl",
    ]));
    terminal.expect("The kind of item.");
    terminal.expect("2) card");
    terminal.expect("kind (1-2, or a value): ");
    terminal.enter("2");
    terminal.expect("count (INTEGER): ");
    terminal.enter("many");
    terminal.expect("integer");
    terminal.enter("3");
    terminal.expect("pin (TEXT): ");
    // `Ctrl-U` erases the input.
    terminal.enter(&format!("mistake\u{15}@{SECRET}x\u{7f}"));
    let (status, _, text) = terminal.end();
    assert_eq!(status, Some(0), "{text}");
    let line = format!("GET /card/items?count=3&pin=%40{SECRET}");
    assert_eq!(server.only().line, line);
}

#[test]
fn prompts_end_with_the_input_and_after_three_invalid_answers() {
    let (_folder, spec) = document(VAULT);
    let call = ["call", "--spec", &spec, "getItem", "--dry-run"];
    let mut terminal = Terminal::start(command(&call));
    terminal.expect("or a value): ");
    terminal.keyboard.write_all(b"\x04").expect("a terminal");
    let (status, _, text) = terminal.end();
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("error: `--kind` is required"), "{text}");

    let mut terminal = Terminal::start(command(&call));
    for answer in ["9", "-", ""] {
        terminal.expect("or a value): ");
        terminal.text.clear();
        terminal.enter(answer);
    }
    assert_eq!(terminal.end().0, Some(2));
}

/// `Ctrl-C` at the prompt for a secret.
#[test]
fn interrupted_prompts_restore_echo() {
    let (_folder, spec) = document(VAULT);
    let mut terminal = Terminal::start(command(&[
        "call", "--spec", &spec, "getItem", "--kind", "note", "--count", "1",
    ]));
    terminal.expect("pin (TEXT): ");
    let during = rustix::termios::tcgetattr(&terminal.keyboard).expect("modes");
    terminal.keyboard.write_all(b"abc\x03").expect("a terminal");
    terminal.expect("error: ");
    let after = rustix::termios::tcgetattr(&terminal.keyboard).expect("modes");
    let echo = rustix::termios::LocalModes::ECHO;
    assert!(!during.local_modes.contains(echo) && after.local_modes.contains(echo));
    assert_eq!(terminal.end().0, Some(1));
}

/// A pipe cannot answer.
#[test]
fn there_are_no_prompts_without_a_terminal() {
    let (_folder, spec) = document(VAULT);
    let done = super::output(command(&["call", "--spec", &spec, "getItem"]), "1\n");
    assert_eq!(done.status.code(), Some(2));
    let text = super::stderr(&done);
    assert!(
        text.starts_with("error: `--kind`, `--count`, `--pin` are required"),
        "{text}"
    );
}

#[test]
fn login_prompts_for_secrets_without_echo() {
    let home = tempfile::tempdir().expect("a folder");
    let mut login = command(&["auth", "login", "torii", "--store", "file"]);
    login.env("HOME", home.path());
    let mut terminal = Terminal::start(login);
    terminal.expect("TORII_API_KEY (security scheme `apiKey`, empty for none): ");
    terminal.enter(SECRET);
    terminal.expect("TORII_BASE_URL");
    terminal.enter("");
    let (status, _, text) = terminal.end();
    assert_eq!(status, Some(0), "{text}");
    let file = home
        .path()
        .join(".config/signon/profiles/default/credentials");
    let stored = std::fs::read_to_string(file).expect("a file");
    assert_eq!(stored, format!("TORII_API_KEY={SECRET}\n"));
}

#[test]
fn typed_credentials_are_not_echoed() {
    let server = Server::start(|_, _| json(r#"{"users":[]}"#));
    let mut terminal = Terminal::start(command(&[
        "torii",
        "users",
        "list",
        "--credential-stdin",
        "-o",
        "json",
        "--server",
        &server.url,
    ]));
    terminal.expect("Credential: ");
    // `Ctrl-Z` and `Esc` are ignored.
    terminal.enter(&format!("\u{1a}{SECRET}\u{1b}"));
    let (status, _, text) = terminal.end();
    assert_eq!(status, Some(0), "{text}");
    let bearer = format!("Bearer {SECRET}");
    assert_eq!(server.only().header("authorization"), Some(bearer.as_str()));
}

/// Without a terminal for the prompt, the answer would be echoed.
#[test]
fn login_reads_no_secret_with_echo() {
    let (_keyboard, device) = pair();
    let mut login = command(&["auth", "login", "torii", "--store", "file"]);
    let output = login
        .stdin(Stdio::from(device))
        .output()
        .expect("an output");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn pairs_are_prompted_in_two_parts() {
    let home = tempfile::tempdir().expect("a folder");
    let mut login = command(&["auth", "login", "logto", "--store", "file"]);
    login.env("HOME", home.path());
    let mut terminal = Terminal::start(login);
    for (name, answer) in [
        ("LOGTO_OAUTH2_CLIENT_ID", "client"),
        ("LOGTO_OAUTH2_CLIENT_SECRET", SECRET),
        ("LOGTO_TENANT_ID", "acme"),
        ("LOGTO_BASE_URL", ""),
    ] {
        terminal.expect(name);
        terminal.expect("): ");
        terminal.text.clear();
        terminal.enter(answer);
    }
    assert_eq!(terminal.end().0, Some(0));
    let file = home.path().join(".config/signon/profiles/default/settings");
    assert_eq!(
        std::fs::read_to_string(file).expect("a file"),
        "LOGTO_TENANT_ID=acme\n"
    );
}

#[test]
fn diagnostics_have_colors_unless_disabled() {
    let (_folder, spec) = document(
        "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: { /a: { get: { operationId: a, parameters: [{ name: b, in: query, schema: { type: intger } }], responses: { '204': { description: None. } } } } }\n",
    );
    for (variable, has_colors) in [(None, true), (Some(("NO_COLOR", "1")), false)] {
        let mut check = command(&["check", &spec]);
        check.envs(variable);
        let (status, _, text) = Terminal::start(check).end();
        assert_eq!(status, Some(0), "{text}");
        assert!(text.contains("intger"), "{text}");
        assert_eq!(text.contains("\u{1b}["), has_colors, "{text:?}");
    }
}

/// Values that would clear a terminal, set its title, or reorder a line.
#[test]
fn values_of_a_server_do_not_control_the_terminal() {
    let body = "[{\"id\":1,\"name\":\"\\u001b[2J\\u001b]0;title\\u0007\\u009b31m\\u202ex\"}]";
    for (media, body) in [
        ("application/json", body.to_owned()),
        ("text/plain", "\u{1b}[2J\u{9b}31m\u{202e}x".to_owned()),
    ] {
        let server = Server::start(move |_, _| super::server::Answer(200, media, body.clone()));
        let (_folder, spec) = document(super::ACME);
        for format in ["table", "json", "jsonl", "yaml", "csv"] {
            let mut list = command(&[
                "call",
                "--spec",
                &spec,
                "listUsers",
                "-o",
                format,
                "--server",
                &server.url,
            ]);
            list.env("SPEC_ACME_KEY", SECRET);
            let (status, _, text) = Terminal::start(list).end();
            assert_eq!(status, Some(0), "{text}");
            assert!(
                text.contains("[2J") && text.contains('x'),
                "{format}: {text:?}"
            );
            for hidden in ['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}'] {
                assert!(!text.contains(hidden), "{media} {format}: {text:?}");
            }
        }
    }
}

#[test]
fn pagination_shows_progress() {
    let server = || {
        Server::start(|_, before| {
            let next = if before < 2 { "\"more\"" } else { "null" };
            let next = if before == 1 { "\"most\"" } else { next };
            json(format!(
                r#"{{"users":[{{"id":{before}}}],"nextCursor":{next}}}"#
            ))
        })
    };
    for (format, on_terminal, has_progress) in [
        ("json", false, true),
        ("jsonl", false, true),
        ("json", true, true),
        ("jsonl", true, false),
    ] {
        let server = server();
        let mut list = command(&[
            "torii",
            "users",
            "list",
            "--all",
            "-o",
            format,
            "--server",
            &server.url,
        ]);
        list.env("TORII_API_KEY", SECRET);
        let terminal = if on_terminal {
            Terminal::start(list)
        } else {
            Terminal::start_piped(list)
        };
        let (status, piped, text) = terminal.end();
        assert_eq!(status, Some(0), "{text}");
        let shown = "\r\u{1b}[K1 pages, 1 items\r\u{1b}[K2 pages, 2 items\r\u{1b}[K3 pages, 3 items\r\u{1b}[K";
        assert_eq!(text.starts_with(shown), has_progress, "{format}: {text:?}");
        assert_eq!(piped.is_empty(), on_terminal);
    }
}
