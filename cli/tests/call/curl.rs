//! `--curl`: curl itself sends what the program would have sent.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use super::server::{Request, Server, json};
use super::{command, document, output, stderr, stdout};

/// Values that need quoting for the shell or curl.
const NOTES: &str = r#"openapi: 3.0.3
info: { title: Notes, version: "1" }
security: [{ key: [] }]
paths:
  /notes/{id}:
    head:
      operationId: headNote
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: It is there. } }
    get:
      operationId: getNote
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: filter, in: query, style: deepObject, schema: { type: object, additionalProperties: { type: string } } }
        - { name: range, in: query, allowReserved: true, schema: { type: string } }
        - { name: X-Note, in: header, schema: { type: string } }
        - { name: session, in: cookie, schema: { type: string } }
      responses: { "200": { description: The note. } }
    put:
      operationId: putNote
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { text/plain: { schema: { type: string } } } }
      responses: { "204": { description: Done. } }
    patch:
      operationId: patchNote
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { text: { type: string } } } } } }
      responses: { "204": { description: Done. } }
    post:
      operationId: attach
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                title: { type: string }
                details: { type: object, properties: { by: { type: string } } }
                upload: { type: string, format: binary }
      responses: { "204": { description: Done. } }
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
"#;

/// A text with many special shell characters.
const TEXT: &str = "it's $HOME `id` \\ \"q\"\n!;&|<>*?[a]{b,c}~#%\u{e9}";

/// The request as seen by the server, without client-specific headers.
fn seen(request: &Request) -> String {
    let kept = [
        "accept",
        "authorization",
        "content-type",
        "cookie",
        "x-note",
    ];
    let media = request.header("content-type").unwrap_or_default();
    let boundary = media.split_once("boundary=").map(|(_, it)| it.to_owned());
    let mut text = format!("{}\n", request.line);
    for name in kept {
        let _ = writeln!(text, "{name}: {:?}", request.header(name));
    }
    text += request.text();
    match boundary {
        Some(boundary) => text.replace(&boundary, "BOUNDARY"),
        None => text,
    }
}

#[test]
fn curl_sends_what_the_program_sends() {
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let server = Server::start(|_, _| json(""));
    let (folder, spec) = document(NOTES);
    let file = folder.path().join("a;b,c.txt");
    std::fs::write(&file, "content").expect("a file");
    let upload = format!("@{}", file.display());
    let calls: [&[&str]; 9] = [
        &["headNote", "--id", TEXT],
        &[
            "getNote",
            "--id",
            "-",
            "--filter",
            r#"{"a b":"it's","c[d]":"$x"}"#,
        ],
        &["getNote", "--id", "1", "--range", "[1-3]{a,b}"],
        &[
            "getNote",
            "--id",
            "1",
            "--x-note",
            "it's $HOME; \"q\"",
            "--session",
            "a'b",
        ],
        &["getNote", "--id", "1", "--x-note", ""],
        &["putNote", "--id", "1", "--body", TEXT],
        // Without quoting, a file of this name would be sent.
        &["putNote", "--id", "1", "--body", "-"],
        &["patchNote", "--id", "1", "--text", TEXT],
        &[
            "attach",
            "--id",
            "1",
            "--title",
            TEXT,
            "--details",
            r#"{"by":"a \"b\"; c"}"#,
            "--upload",
            &upload,
        ],
    ];
    for call in calls {
        let run = |more: &[&str]| {
            let mut command = command(&["call", "--spec", &spec]);
            command
                .args(call)
                .args(["--server", &server.url])
                .args(more);
            command
                .env("SPEC_ACME_KEY", "k1")
                .current_dir(folder.path());
            let done = output(command, "@/etc/hostname");
            assert_eq!(done.status.code(), Some(0), "{call:?}: {}", stderr(&done));
            stdout(&done)
        };
        run(&[]);
        let script = run(&["--curl"]);
        let mut shell = Command::new("/bin/sh");
        shell
            .args([
                "-c",
                &format!("{} --silent --max-time 20", script.trim_end()),
            ])
            .env("SPEC_ACME_KEY", "k1")
            .current_dir(folder.path())
            .stdin(Stdio::null());
        let done = shell.output().expect("a shell");
        assert!(done.status.success(), "{script}{}", stderr(&done));
        let requests = server.requests();
        let [.., own, curl] = requests.as_slice() else {
            panic!("{script} sent nothing");
        };
        assert_eq!(seen(curl), seen(own), "{script}");
    }
}
