//! Files read from the disk, and limits on their size and on the size of the output.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use signon_codegen::internal::specs::understand_specs;
use signon_codegen::{Code, Generator, Input, Reach};

/// Creates a separate folder for a test.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("load")
        .join(test);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn document(schema: &str) -> String {
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "Acme", "version": "1"}}, "paths": {{"/users": {{"get": {{
        "operationId": "listUsers", "responses": {{"200": {{"description": "Users.",
        "content": {{"application/json": {{"schema": {schema}}}}}}}}}}}}}}}}}"#
    )
}

/// Returns the reported codes of a document, and the report.
fn codes(path: &Path, reach: Reach) -> (Vec<Code>, String) {
    let generator = Generator::new("acme").expect("a name").references(reach);
    let checked = generator.check(&Input::file(path));
    let report = checked.map_or_else(|report| report, |checked| checked.report);
    let codes = report
        .findings()
        .iter()
        .map(|finding| finding.code)
        .collect();
    (codes, report.to_string())
}

#[test]
fn references_outside_the_folder_require_permission() {
    let root = folder("outside");
    fs::create_dir(root.join("api")).expect("a folder");
    fs::write(root.join("shared.json"), r#"{"type": "string"}"#).expect("a file");
    let main = root.join("api/spec.json");
    fs::write(&main, document(r#"{"$ref": "../shared.json"}"#)).expect("a file");
    assert_eq!(codes(&main, Reach::Folder).0, [Code::OutsideRef]);
    assert_eq!(codes(&main, Reach::Anywhere).0, []);
}

/// The environment variable with the name of a document: if set, this program only reports on the document.
const CHILD: &str = "SIGNON_TEST_LOAD_DOCUMENT";

/// Returns the report of a run in `folder` on the document named `name`.
fn report_within(folder: &Path, name: &str) -> String {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args([
            "--exact",
            "load::reports_of_documents_named_as_in_their_folder",
            "--nocapture",
        ])
        .current_dir(folder)
        .env(CHILD, name)
        .output()
        .expect("a child");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn reports_of_documents_named_as_in_their_folder() {
    if let Some(name) = std::env::var_os(CHILD) {
        let (_, report) = codes(Path::new(&name), Reach::Folder);
        std::io::stdout()
            .write_all(report.as_bytes())
            .expect("a pipe");
        return;
    }
    let root = folder("named");
    fs::create_dir(root.join("api")).expect("a folder");
    let outside = root.join("shared.json");
    fs::write(&outside, r#"{"type": "string"}"#).expect("a file");
    for (reference, folder, name, expected) in [
        ("../shared.json", "api", "spec.json", "[outside-ref]"),
        ("../shared.json", "api", "./spec.json", "[outside-ref]"),
        (
            &outside.to_string_lossy(),
            "api",
            "spec.json",
            "[outside-ref]",
        ),
        ("..", "api", "spec.json", "`..` is outside"),
        ("..", "", "api/spec.json", "`.` is outside"),
        (".", "api", "spec.json", "`.` is not a regular file"),
    ] {
        let reference = format!(r#"{{"$ref": "{reference}"}}"#);
        fs::write(root.join("api/spec.json"), document(&reference)).expect("a file");
        let report = report_within(&root.join(folder), name);
        assert!(report.contains(expected), "{reference} in {name}: {report}");
    }
}

#[cfg(unix)]
#[test]
fn symbolic_links_cannot_lead_out_of_the_folder() {
    use std::os::unix::fs::symlink;

    let root = folder("links-outside");
    fs::create_dir(root.join("api")).expect("a folder");
    fs::write(
        root.join("secret.yaml"),
        "a line that is nobody's business: [",
    )
    .expect("a file");
    symlink(root.join("secret.yaml"), root.join("api/user.yaml")).expect("a link");
    let main = root.join("api/spec.json");
    fs::write(&main, document(r#"{"$ref": "user.yaml"}"#)).expect("a file");
    let (found, text) = codes(&main, Reach::Folder);
    assert_eq!(found, [Code::OutsideRef]);
    assert!(!text.contains("nobody's business"), "{text}");
    // A document can itself be a link to any folder.
    symlink(&main, root.join("linked.json")).expect("a link");
    assert_eq!(
        codes(&root.join("linked.json"), Reach::Anywhere).0,
        [Code::UnresolvedRef]
    );

    let tree = root.join("tree");
    fs::create_dir_all(tree.join("specs/acme/users")).expect("a folder");
    fs::write(tree.join("specs/acme/provider.yaml"), "openapi: 3.0.3\n").expect("a file");
    symlink(
        root.join("secret.yaml"),
        tree.join("specs/acme/users/a.yaml"),
    )
    .expect("a link");
    let (_, text) = understand_specs(&tree, "acme", false);
    assert!(text.contains("[outside-ref]"), "{text}");
    assert!(!text.contains("nobody's business"), "{text}");
}

#[cfg(unix)]
#[test]
fn files_with_several_links_are_read_once() {
    use std::os::unix::fs::symlink;

    let root = folder("links-loop");
    for link in ["a", "b"] {
        symlink(".", root.join(link)).expect("a link");
    }
    let main = root.join("spec.json");
    fs::write(&main, document(r#"{"$ref": "node.json"}"#)).expect("a file");
    let node = r#"{"properties": {"a": {"$ref": "a/node.json"}, "b": {"$ref": "b/node.json"}}}"#;
    fs::write(root.join("node.json"), node).expect("a file");
    let generator = Generator::new("acme").expect("a name");
    let checked = generator.check(&Input::file(&main)).expect("an API");
    assert_eq!(checked.report.files().len(), 2);
    assert_eq!(checked.types, 1, "{}", checked.report);
}

#[cfg(target_os = "linux")]
#[test]
fn endless_files_are_not_read() {
    let root = folder("devices");
    for device in ["/dev/zero", "/dev/tty"] {
        assert_eq!(
            codes(Path::new(device), Reach::Folder).0,
            [Code::UnreadableFile]
        );
    }
    // These claim to be empty regular files.
    for endless in ["/proc/kmsg", "/proc/self/pagemap", "/proc/self/environ"] {
        let main = root.join("spec.json");
        let reference = format!(r#"{{"$ref": "{endless}"}}"#);
        fs::write(&main, document(&reference)).expect("a file");
        assert_eq!(
            codes(&main, Reach::Folder).0,
            [Code::OutsideRef],
            "{endless}"
        );
        let (found, text) = codes(&main, Reach::Anywhere);
        assert!(
            !found.is_empty() && !text.contains("PATH="),
            "{endless}: {text}"
        );
    }
}

#[cfg(unix)]
#[test]
fn pipes_are_rejected_before_they_are_opened() {
    let root = folder("pipe");
    let pipe = root.join("spec.json");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    let (found, text) = codes(&pipe, Reach::Folder);
    assert_eq!(found, [Code::UnreadableFile]);
    assert!(text.contains("is not a regular file"), "{text}");
}

#[test]
fn files_beyond_the_limit_are_not_read() {
    let root = folder("large");
    let main = root.join("spec.json");
    let file = fs::File::create(&main).expect("a file");
    // A sparse file has no content on the disk.
    file.set_len(256 * 1024 * 1024 + 1).expect("a length");
    assert_eq!(codes(&main, Reach::Folder).0, [Code::TooLarge]);
}

#[test]
fn objects_with_too_many_properties_are_rejected() {
    let root = folder("properties");
    let main = root.join("spec.json");
    let properties = |count: usize| {
        let list: Vec<String> = (0..count)
            .map(|index| format!(r#""p{index}": {{"type": "string"}}"#))
            .collect();
        document(&format!(r#"{{"properties": {{{}}}}}"#, list.join(",")))
    };
    fs::write(&main, properties(5_000)).expect("a file");
    assert_eq!(codes(&main, Reach::Folder).0, []);
    fs::write(&main, properties(5_001)).expect("a file");
    assert_eq!(codes(&main, Reach::Folder).0, [Code::TooLarge]);
}

#[test]
fn too_many_required_values_are_rejected() {
    let root = folder("required");
    let main = root.join("spec.json");
    let schema = |count: usize| {
        let properties: Vec<String> = (0..count)
            .map(|index| format!(r#""p{index}": {{"type": "string"}}"#))
            .collect();
        let required: Vec<String> = (0..count).map(|index| format!(r#""p{index}""#)).collect();
        document(&format!(
            r#"{{"properties": {{{}}}, "required": [{}]}}"#,
            properties.join(","),
            required.join(",")
        ))
    };
    let parameters = |count: usize| {
        let parameters: Vec<String> = (0..count)
            .map(|index| {
                format!(
                    r#"{{"name": "p{index}", "in": "query", "required": true, "schema": {{"type": "string"}}}}"#
                )
            })
            .collect();
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "Many", "version": "1"}}, "paths": {{"/a": {{"get": {{
                "operationId": "a", "parameters": [{}], "responses": {{"204": {{"description": "Done."}}}}}}}}}}}}"#,
            parameters.join(",")
        )
    };
    for text in [schema(500), parameters(500)] {
        fs::write(&main, text).expect("a file");
        assert_eq!(codes(&main, Reach::Folder).0, []);
    }
    for text in [schema(501), parameters(501)] {
        fs::write(&main, text).expect("a file");
        assert_eq!(codes(&main, Reach::Folder).0, [Code::TooLarge]);
    }
}

#[test]
fn expansion_of_small_documents_is_limited() {
    let root = folder("expansion");
    let main = root.join("spec.json");
    let codes = |paths: &str, schemas: &str| {
        let document = format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "Acme", "version": "1"}}, "paths": {{{paths}}},
            "components": {{"pathItems": {{"shared": {{"get": {{"responses": {{"200": {{"description": "Users.",
            "content": {{"application/json": {{"schema": {{"properties": {{{}}}}}}}}}}}}}}}}}}},
            "schemas": {{{schemas}}}}}}}"#,
            list(100, |at| format!(
                r#""p{at}": {{"properties": {{"a": {{}}}}}}"#
            )),
        );
        fs::write(&main, document).expect("a file");
        let mut codes = codes(&main, Reach::Folder).0;
        codes.dedup();
        codes
    };
    let paths = |count| {
        list(count, |at| {
            format!(r##""/p{at}": {{"$ref": "#/components/pathItems/shared"}}"##)
        })
    };
    let subtypes = |count| {
        let base = list(1_000, |at| format!(r#""p{at}": {{"type": "string"}}"#));
        let subtypes = list(count, |at| {
            format!(
                r##""s{at}": {{"allOf": [{{"$ref": "#/components/schemas/base"}}, {{"properties": {{"a": {{}}}}}}]}}"##
            )
        });
        format!(r#""base": {{"properties": {{{base}}}}}, {subtypes}"#)
    };
    assert_eq!(codes(&paths(20), &subtypes(20)), []);
    assert_eq!(codes(&paths(200), &subtypes(20)), [Code::TooLarge]);
    assert_eq!(codes(&paths(20), &subtypes(200)), [Code::TooLarge]);
}

#[test]
fn nesting_of_lists_and_maps_is_limited() {
    let root = folder("levels");
    let main = root.join("spec.json");
    for (keyword, open, close) in [
        ("items", r#"{"items": "#, "}"),
        ("additionalProperties", r#"{"additionalProperties": "#, "}"),
        ("prefixItems", r#"{"prefixItems": ["#, "]}"),
    ] {
        let nested = |depth: usize| {
            let (open, close) = (open.repeat(depth), close.repeat(depth));
            document(&format!(r#"{open}{{"type": "string"}}{close}"#))
        };
        fs::write(&main, nested(20)).expect("a file");
        assert_eq!(codes(&main, Reach::Folder).0, [], "{keyword}");
        fs::write(&main, nested(50)).expect("a file");
        let mut found = codes(&main, Reach::Folder).0;
        found.dedup();
        assert_eq!(found, [Code::TooLarge], "{keyword}");
    }
}

/// Returns the members of a JSON object.
fn list(count: usize, member: impl Fn(usize) -> String) -> String {
    let members: Vec<String> = (0..count).map(member).collect();
    members.join(",")
}
