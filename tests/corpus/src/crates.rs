//! The crates of a run: for each document a client, the peer's client where there is one, and a driver for both.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use signon_codegen::{Generator, Input, Runtime};

use crate::document::Document;
use crate::spector::{document as spector_document, scenario};
use crate::{DOCUMENTS, PEERS, peer};

/// Files by their path below the folder of the run.
pub type Files = BTreeMap<String, String>;

/// The crates of all documents. The drivers' folder is a workspace, so that one build makes them all.
pub fn all() -> Result<Files, String> {
    let mut files = Files::new();
    for name in DOCUMENTS {
        let document = Document::open(name)?;
        let calls = format!("drivers/{name}/src/calls.rs");
        client(&document, calls, &mut files)?;
        if PEERS.contains(&name) {
            peers(&document, &mut files)?;
        }
        driver(name, &mut files);
    }
    let mut members = DOCUMENTS.map(|name| format!("    {name:?},\n")).concat();
    if scenario::folder().exists() {
        scenarios(&mut files)?;
        let _ = writeln!(members, "    {SCENARIOS:?},");
    }
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n{PROFILE}");
    files.insert("drivers/Cargo.toml".to_owned(), workspace);
    // The versions that the tests themselves are built with.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock = std::fs::read_to_string(lock).map_err(|error| format!("Cargo.lock: {error}"))?;
    files.insert("drivers/Cargo.lock".to_owned(), lock);
    Ok(files)
}

/// The client that signon generates, and the calls of its operations.
fn client(document: &Document, path: String, files: &mut Files) -> Result<(), String> {
    let name = &document.name;
    let generator = Generator::new(name).map_err(|error| error.to_string())?;
    let generator = generator
        .keep_going(true)
        .runtime(Runtime::Path(runtime()?));
    let input = Input::file(&document.path);
    let output = generator
        .generate(&input)
        .map_err(|report| report.to_string())?;
    for (path, text) in output.files() {
        files.insert(format!("clients/{name}/{path}"), text.clone());
    }
    let calls =
        signon_providers::driver(&generator, &input).map_err(|report| report.to_string())?;
    files.insert(path, calls);
    Ok(())
}

fn runtime() -> Result<String, String> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime");
    let runtime = runtime
        .canonicalize()
        .map_err(|error| format!("{}: {error}", runtime.display()))?;
    Ok(runtime.to_string_lossy().into_owned())
}

/// The client that the peer generates, and the calls of its functions.
fn peers(document: &Document, files: &mut Files) -> Result<(), String> {
    let name = &document.name;
    let peer = peer::generate(document)?;
    let package = format!(
        "[package]\nname = \"{name}-peer\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [workspace]\n\n[dependencies]\n{PEER_DEPENDENCIES}"
    );
    files.insert(format!("peers/{name}/Cargo.toml"), package);
    files.insert(format!("peers/{name}/src/lib.rs"), peer.client);
    files.insert(format!("drivers/{name}/src/peer.rs"), peer.calls);
    Ok(())
}

/// The settings of this workspace, so that a shared target folder holds each dependency once.
const PROFILE: &str = "\
[profile.dev]
debug = false
incremental = false
codegen-units = 1

[profile.dev.build-override]
codegen-units = 1

[profile.dev.package.proc-macro2]
opt-level = 2

[profile.dev.package.quote]
opt-level = 2
";

/// What the peer's output is written against. The lock file of the tests has the versions.
const PEER_DEPENDENCIES: &str = "\
base64 = \"0.22\"
bytes = \"1\"
chrono = { version = \"0.4\", default-features = false, features = [\"serde\"] }
futures = \"0.3\"
futures-core = \"0.3\"
progenitor-client = \"=0.15.1\"
rand = \"0.8\"
regress = \"0.10\"
reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\"] }
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"
serde_urlencoded = \"0.7\"
uuid = { version = \"1\", features = [\"serde\", \"v4\"] }
";

/// The driver of the scenarios.
pub const SCENARIOS: &str = "spector";

/// A client for each document of the scenarios, and one driver for all of them.
fn scenarios(files: &mut Files) -> Result<(), String> {
    let mut package = package(SCENARIOS);
    let mut main = main_module();
    let mut entries = String::new();
    for source in spector_document::all()? {
        let name = &source.document.name;
        let module = crate_name(name);
        let calls = format!("drivers/{SCENARIOS}/src/{module}.rs");
        client(&source.document, calls, files)?;
        let _ = write!(package, "{}", dependency(name, files));
        let _ = writeln!(main, "mod {module};");
        let clients = clients(name, &format!("{module}::calls()"), "Vec::new()");
        let _ = writeln!(entries, "        ({name:?}, || {clients}),");
    }
    let _ = write!(
        main,
        "\nfn main() -> std::process::ExitCode {{\n    signon_corpus_driver::run_one_of(&[\n{entries}    ])\n}}\n"
    );
    files.insert(format!("drivers/{SCENARIOS}/Cargo.toml"), package);
    files.insert(format!("drivers/{SCENARIOS}/src/main.rs"), main);
    Ok(())
}

/// The manifest of a driver, without the clients that it depends on.
fn package(name: &str) -> String {
    let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("driver");
    format!(
        "[package]\nname = \"{name}-driver\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nserde = \"1\"\nsignon-corpus-driver = {{ path = \"{}\" }}\n\
         signon-runtime = {{ path = \"{}\", default-features = false }}\n",
        driver.display(),
        driver.join("../../../runtime").display()
    )
}

/// The line of a manifest for a client, with all its tags and its catalog.
fn dependency(name: &str, files: &Files) -> String {
    let manifest = files.get(&format!("clients/{name}/Cargo.toml"));
    let has_tags = manifest.is_some_and(|manifest| manifest.contains("all-tags = ["));
    let tags = if has_tags { ", \"all-tags\"" } else { "" };
    format!(
        "{name} = {{ path = \"../../clients/{name}\", default-features = false, features = [\"catalog\"{tags}] }}\n"
    )
}

/// A crate, as code names it.
fn crate_name(package: &str) -> String {
    package.replace('-', "_")
}

/// The expression for what calls a document's operations.
fn clients(name: &str, calls: &str, peer: &str) -> String {
    let catalog = format!("::{}::catalog()", crate_name(name));
    format!("signon_corpus_driver::Clients {{ calls: {calls}, catalog: {catalog}, peer: {peer} }}")
}

/// What each driver's `main.rs` begins with.
fn main_module() -> String {
    String::from(
        "//! Calls the clients of documents.\n\nmod call {\n    \
         pub use signon_corpus_driver::{Answer, Call, Given, Unwritten, Written};\n}\n",
    )
}

/// The program that makes the calls.
fn driver(name: &str, files: &mut Files) {
    let has_peer = PEERS.contains(&name);
    let mut package = package(name) + &dependency(name, files);
    let mut main = main_module() + "mod calls;\n";
    let peers = if has_peer {
        let _ = writeln!(package, "{name}-peer = {{ path = \"../../peers/{name}\" }}");
        main += "mod peer;\n";
        "peer::calls()"
    } else {
        "Vec::new()"
    };
    let clients = clients(name, "calls::calls()", peers);
    let _ = write!(
        main,
        "\nfn main() -> std::process::ExitCode {{\n    signon_corpus_driver::run(&{clients})\n}}\n"
    );
    files.insert(format!("drivers/{name}/Cargo.toml"), package);
    files.insert(format!("drivers/{name}/src/main.rs"), main);
}
