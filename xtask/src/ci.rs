//! `cargo xtask ci`: what decides whether work lands, in CI's order. The first step that fails ends it.
//! The last one is the test runner's, whose own summary closes the run.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Outcome;
use crate::workspace::{complain, root, target};

/// The documents of the corpus that the gate compiles and sends values through: one of each kind, as many as fit its
/// time. The others are only generated.
const COMPILED: [&str; 14] = [
    "adyen-checkout",
    "asana",
    "buildomat",
    "clerk-bapi",
    "hanko-admin",
    "intercom",
    "k8s-apps-v1",
    "keeper",
    "nexus",
    "ory-hydra",
    "petstore",
    "qdrant",
    "spotify",
    "unkey",
];

/// The workspaces, each with a lock file that has to be current.
const WORKSPACES: [&str; 4] = [".", "examples", "tests/corpus", "tests/unification"];

/// A command of the gate, and what it needs in its environment.
struct Step {
    command: Vec<String>,
    environment: Vec<(&'static str, OsString)>,
    /// A command without whose success this one cannot run, and what is printed then.
    prerequisite: Option<(&'static str, &'static str)>,
}

/// A step without anything in its environment.
fn step(command: &str) -> Step {
    Step {
        command: words(command),
        environment: Vec::new(),
        prerequisite: None,
    }
}

fn words(command: &str) -> Vec<String> {
    command.split_whitespace().map(str::to_owned).collect()
}

impl Step {
    fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// Runs `command` first; if that fails, prints `otherwise` and leaves the step out.
    fn after(mut self, command: &'static str, otherwise: &'static str) -> Self {
        self.prerequisite = Some((command, otherwise));
        self
    }
}

/// Programs that every run needs, and why.
const TOOLS: [(&str, &str); 2] = [
    (
        "cargo-deny",
        "it holds the rules on dependencies: `cargo install cargo-deny`",
    ),
    (
        "cargo-nextest",
        "it runs the tests: `cargo install cargo-nextest`",
    ),
];

/// Programs that a full run needs besides, and why.
const TOOLS_OF_FULL: [(&str, &str); 2] = [
    ("redocly", "it lints the bundles: install `@redocly/cli`"),
    ("npm", "the tests install Prism with it: install Node 20"),
];

pub(crate) fn run(full: bool) -> Result<Outcome, Box<dyn Error>> {
    let more = if full { &TOOLS_OF_FULL[..] } else { &[] };
    for (tool, why) in TOOLS.iter().chain(more) {
        if !on_path(tool) {
            return Err(format!("`{tool}` is missing: {why}").into());
        }
    }
    if full && !root().join("../shared/samples/MAP.tsv").is_file() {
        return Err("`../shared` is missing: a full run needs it beside the checkout".into());
    }
    let packaged = packaged()?;
    let outcome = walk(steps(&packaged, full)?);
    if packaged.exists() {
        std::fs::remove_dir_all(&packaged)?;
    }
    outcome
}

/// Runs the steps until one fails.
fn walk(steps: Vec<Step>) -> Result<Outcome, Box<dyn Error>> {
    for step in steps {
        let name = step.command.join(" ");
        complain(&format!("== {name}"));
        if let Some((command, otherwise)) = step.prerequisite
            && !succeeds(&words(command), Vec::new())?
        {
            complain(&format!("== left out: {otherwise}"));
            continue;
        }
        if !succeeds(&step.command, step.environment)? {
            complain(&format!("== failed: {name}"));
            return Ok(Outcome::Faults);
        }
    }
    Ok(Outcome::Done)
}

/// Runs a command in the workspace's folder; whether it succeeded.
fn succeeds(
    command: &[String],
    environment: Vec<(&'static str, OsString)>,
) -> Result<bool, Box<dyn Error>> {
    let (program, arguments) = command.split_first().ok_or("a step without a command")?;
    let status = Command::new(program)
        .args(arguments)
        .envs(environment)
        .current_dir(root())
        .status()?;
    Ok(status.success())
}

fn on_path(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}

/// Where this run's packages are verified: a folder that no run had before. cargo unpacks the members that others
/// depend on into its home under a name made of the folder's path, and takes what lies there from an earlier run for
/// the same version: a generated crate would be compiled against the runtime of another day.
fn packaged() -> Result<PathBuf, Box<dyn Error>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos();
    Ok(target().join(format!("packaged-{now}")))
}

fn steps(packaged: &Path, full: bool) -> Result<Vec<Step>, Box<dyn Error>> {
    let providers = signon_codegen::load::providers(&root())?;
    let mut steps = vec![
        step("cargo fmt --all --check"),
        step("cargo xtask gen --check"),
        step("cargo xtask lint"),
        step("cargo clippy --workspace --all-targets -- -D warnings"),
        step("cargo doc --workspace --no-deps").with("RUSTDOCFLAGS", "-D warnings"),
        step("cargo deny check bans licenses sources"),
        step("cargo deny check advisories").after(
            "cargo deny fetch db",
            "the advisory database cannot be fetched from here",
        ),
    ];
    steps.extend(WORKSPACES.map(|workspace| {
        step(&format!(
            "cargo update --workspace --locked --manifest-path {workspace}/Cargo.toml"
        ))
    }));
    for provider in &providers {
        steps.push(step(&format!(
            "cargo check -p signon --no-default-features --features {provider}"
        )));
        if full {
            let bundle = bundle_to_file(provider)?;
            steps.push(step(&format!(
                "redocly lint --config .ci/redocly.yaml {bundle}"
            )));
        }
    }
    steps.extend(transports());
    steps.push(step("cargo xtask golden"));
    steps.extend(examples());
    if full {
        steps.push(step("cargo xtask corpus ../shared/corpus --no-check"));
        steps.push(step(&format!(
            "cargo xtask corpus ../shared/corpus --values ../shared/values --only {}",
            COMPILED.join(" --only ")
        )));
    }
    steps.push(step("cargo package --workspace --allow-dirty").with("CARGO_TARGET_DIR", packaged));
    if full {
        steps.extend(real_documents());
    }
    if !full {
        // CI has run them by then: `cargo test --workspace` is a step of its own there.
        steps.push(step("cargo test --workspace --doc"));
    }
    let tests = step("cargo nextest run --workspace --no-fail-fast");
    steps.push(if full {
        tests
            .with("SIGNON_REQUIRE_SHARED", "1")
            .with("SIGNON_PRISM", "1")
    } else {
        tests
    });
    Ok(steps)
}

/// Projects that use the generator, a workspace of its own.
fn examples() -> [Step; 2] {
    let examples = "--manifest-path examples/Cargo.toml --workspace";
    [
        step(&format!(
            "cargo clippy {examples} --all-targets -- -D warnings"
        )),
        step(&format!("cargo test {examples}")),
    ]
}

/// Clients of real documents, a workspace of its own.
fn real_documents() -> [Step; 3] {
    let corpus = "--manifest-path tests/corpus/Cargo.toml";
    [
        step(&format!("cargo fmt {corpus} --all --check")),
        step(&format!(
            "cargo clippy {corpus} --workspace --all-targets -- -D warnings"
        )),
        step(&format!("cargo nextest run {corpus} --no-fail-fast"))
            .with("SIGNON_REQUIRE_SHARED", "1"),
    ]
}

/// The runtime with each set of features, and an application with an HTTP client of its own beside it.
fn transports() -> Vec<Step> {
    let mut steps = Vec::new();
    for features in [
        "--no-default-features",
        "--no-default-features --features native-tls,http2,reqwest",
        "--features dynamic,http2,reqwest,xml",
    ] {
        let runtime = format!("-p signon-runtime {features}");
        steps.push(step(&format!(
            "cargo clippy {runtime} --all-targets -- -D warnings"
        )));
        steps.push(step(&format!("cargo nextest run {runtime} --no-fail-fast")));
    }
    let application = "--manifest-path tests/unification/Cargo.toml";
    steps.push(step(&format!("cargo fmt {application} --check")));
    steps.push(step(&format!("cargo nextest run {application}")));
    steps.push(step(&format!(
        "cargo nextest run {application} --features given"
    )));
    steps
}

/// Writes a provider's bundle where redocly can read it.
fn bundle_to_file(provider: &str) -> Result<String, Box<dyn Error>> {
    let folder = target().join("bundles");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{provider}.yaml"));
    std::fs::write(&path, crate::bundle::text(provider, false)?)?;
    Ok(path.to_string_lossy().into_owned())
}
