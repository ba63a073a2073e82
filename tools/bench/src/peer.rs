//! The generators that this one is compared with, as installed programs.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use signon_corpus::cargo;
use signon_corpus::measure::{Job, Measured};
use signon_workspace::root;

/// A generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    /// This one.
    Signon,
    /// Oxide's, by its Cargo command.
    Progenitor,
    /// The one for many languages.
    OpenapiGenerator,
    /// A generator for 3.1.
    Oas3Gen,
    /// A generator of types and clients.
    OpenapiToRust,
    /// A compiler for large documents.
    Ploidy,
}

impl Peer {
    pub(super) const ALL: [Self; 6] = [
        Self::Signon,
        Self::Progenitor,
        Self::OpenapiGenerator,
        Self::Oas3Gen,
        Self::OpenapiToRust,
        Self::Ploidy,
    ];

    /// What it is called in tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Signon => "signon",
            Self::Progenitor => "progenitor",
            Self::OpenapiGenerator => "openapi-generator",
            Self::Oas3Gen => "oas3-gen",
            Self::OpenapiToRust => "openapi-to-rust",
            Self::Ploidy => "ploidy",
        }
    }

    /// The program's name.
    pub(super) fn binary(self) -> &'static str {
        match self {
            Self::Signon => "signon-bench",
            Self::Progenitor => "cargo-progenitor",
            Self::OpenapiGenerator | Self::Oas3Gen | Self::OpenapiToRust | Self::Ploidy => {
                self.name()
            }
        }
    }

    /// The program, where it is installed.
    pub(super) fn program(self) -> Option<PathBuf> {
        if self == Self::Signon {
            return std::env::current_exe().ok();
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::env::var_os("SIGNON_PEERS")
            .map(PathBuf::from)
            .into_iter()
            .chain(std::env::split_paths(&path));
        folders
            .map(|folder| folder.join(self.binary()))
            .find(|program| program.is_file())
    }

    /// Generates the crate `name` in the folder `out`, which is empty before.
    pub(super) fn generate(
        self,
        program: &Path,
        document: &Path,
        out: &Path,
        name: &str,
    ) -> Result<Measured, Box<dyn Error>> {
        if out.exists() {
            std::fs::remove_dir_all(out)?;
        }
        self.job(program, document, out, name).run()
    }

    /// The command that generates the crate.
    fn job(self, program: &Path, document: &Path, out: &Path, name: &str) -> Job {
        let job = Job::new(program, &root()).limit(Duration::from_mins(5));
        match self {
            Self::Signon => job.arg("generate").arg(document).arg(out).arg(name),
            Self::Progenitor => job
                .args(["progenitor", "--version", "0.1.0", "--name", name])
                .arg("--input")
                .arg(document)
                .arg("--output")
                .arg(out),
            Self::OpenapiGenerator => job
                .args(["generate", "-g", "rust", "--skip-validate-spec"])
                .arg("--additional-properties")
                .arg(format!("library=reqwest,packageName={name}"))
                .arg("-i")
                .arg(document)
                .arg("-o")
                .arg(out),
            Self::Oas3Gen => job
                .args(["generate", "client-mod", "--workspace", "--quiet"])
                .arg("--input")
                .arg(document)
                .arg("--output")
                .arg(out),
            Self::OpenapiToRust => job
                .arg("generate")
                .arg(document)
                .args(["--module-name", "api", "--quiet", "--output-dir"])
                .arg(out.join("src/generated")),
            Self::Ploidy => job
                .args(["generate", "rust"])
                .arg(document)
                .args(["--name", name, "--output"])
                .arg(out),
        }
    }

    /// Makes what was generated a crate of its own workspace.
    pub(super) fn finish(self, out: &Path, name: &str) -> Result<(), Box<dyn Error>> {
        if self == Self::OpenapiToRust {
            let package = format!(
                "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n"
            );
            let needed = std::fs::read_to_string(out.join("src/generated/REQUIRED_DEPS.toml"))?;
            std::fs::write(out.join("Cargo.toml"), package + &needed)?;
            std::fs::write(out.join("src/lib.rs"), "pub mod generated;\n")?;
        }
        let manifest = out.join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest)?;
        if !text.lines().any(|line| line.trim() == "[workspace]") {
            std::fs::write(&manifest, text + "\n[workspace]\n")?;
        }
        if self == Self::Signon {
            cargo::lock(out)
        } else {
            Ok(())
        }
    }
}
