//! The command line.

use std::fmt;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Deserialize;
use signon_codegen::{Code, Generator, ModulePath, Reach, Runtime, RustType, Selection, Selector};

use crate::input;

/// Typed Rust clients from any OpenAPI document.
///
/// Exit status: 0 done, 1 problems in a document or stale output, 2 usage error. Calls of operations add: 3
/// authentication, 4 client error, 5 server error, 6 network, 7 undecodable response.
#[derive(Debug, Parser)]
#[command(
    name = "signon",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The command line, with the commands that are not parsed by [`Arguments`].
pub(crate) fn command() -> clap::Command {
    let command = <Arguments as clap::CommandFactory>::command();
    #[cfg(feature = "mcp")]
    let command = crate::call::listed(command);
    command
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate a client from a document, or all clients in `signon.toml`
    Generate(Box<Generate>),
    /// Report the problems of a document without writing anything
    Check(Document),
    /// List the operations of a document with their Rust calls
    List(List),
    /// Bundle a document and the files that it references into one document
    Bundle(Bundle),
    /// Compare two versions of a document: changes on the wire and in the Rust API
    Diff(Diff),
    /// Explain a diagnostic code, or list all codes
    Explain {
        /// The code, as in `error[CODE]`
        #[arg(value_parser = known_code)]
        code: Option<String>,
    },
    /// Serve operations as tools for agents over the Model Context Protocol
    #[cfg(feature = "mcp")]
    Mcp(Box<crate::mcp::Mcp>),
    /// Serve the unified API of Truto over accounts of several providers
    #[cfg(feature = "gateway")]
    Gateway(crate::gateway::Arguments),
    /// Store and remove credentials, and show which ones are configured
    #[cfg(feature = "mcp")]
    Auth(crate::call::Auth),
    /// Run a jq program from standard input to standard output, for `signon mcp` and `--jq`
    #[cfg(feature = "mcp")]
    #[command(hide = true)]
    McpJq {
        /// The program
        program: String,
    },
    /// Create a starter `signon.toml` in the current folder
    Init,
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the man pages
    Man {
        /// Output folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// A document and its input options.
#[derive(Clone, Debug, Args)]
pub(crate) struct Document {
    /// The document, in YAML or JSON: a file, a folder of one-operation files, an `https` URL, or `-` for standard input
    #[arg(value_name = "INPUT")]
    pub(crate) input: String,
    #[command(flatten)]
    pub(crate) input_options: InputOptions,
    /// Format of diagnostics
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) message_format: MessageFormat,
}

/// Options for reading a document.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct InputOptions {
    /// Omit or simplify unsupported constructs, and report them, instead of failing
    #[arg(long, requires = "input")]
    pub(crate) keep_going: bool,
    /// Accept this kind of problem: omit the affected part, or ignore the problem if it has no effect
    #[arg(long, value_name = "CODE", requires = "input", value_parser = allowed_code)]
    pub(crate) allow: Vec<Code>,
    /// Follow `$ref`s to files outside the document's folder
    #[arg(long, requires = "input")]
    pub(crate) allow_refs_outside: bool,
    /// Apply an OpenAPI overlay first: a file, or an `https` URL
    #[arg(long, value_name = "OVERLAY", requires = "input")]
    pub(crate) overlay: Vec<String>,
    /// Use your own type for a schema: `Money=crate::money::Money`
    #[arg(long, value_name = "SCHEMA=PATH", requires = "input", value_parser = rust_type)]
    pub(crate) rust_type: Vec<(String, RustType)>,
    /// Let the document name your own types (`x-rust-type`), as overlays can
    #[arg(long, requires = "input")]
    pub(crate) allow_rust_types: bool,
    /// Include only these operations: `operationId`, `METHOD /path` or `tag:NAME`, with `*` and `?`
    #[arg(long, value_name = "SELECTOR", requires = "input")]
    pub(crate) include: Vec<String>,
    /// Exclude these operations
    #[arg(long, value_name = "SELECTOR", requires = "input")]
    pub(crate) exclude: Vec<String>,
}

impl InputOptions {
    /// Returns a generator with these options.
    pub(crate) fn generator(&self, name: &str) -> Result<Generator, UsageError> {
        let reach = if self.allow_refs_outside {
            Reach::Anywhere
        } else {
            Reach::Folder
        };
        let selectors = |texts: &[String]| texts.iter().map(|text| Selector::read(text)).collect();
        let generator = Generator::new(name)
            .map_err(|invalid| UsageError(format!("{invalid}: choose another `--name`")))?;
        let generator = input::with_network(generator)
            .keep_going(self.keep_going)
            .allow(self.allow.iter().copied())
            .references(reach)
            .select(Selection {
                include: selectors(&self.include),
                exclude: selectors(&self.exclude),
            });
        let generator = self.overlay.iter().fold(generator, |generator, overlay| {
            if input::is_url(overlay) {
                generator.overlay_url(overlay)
            } else {
                generator.overlay(overlay)
            }
        });
        let types = self.rust_type.iter().cloned();
        Ok(types
            .fold(generator, |generator, (schema, path)| {
                generator.rust_type(schema, path)
            })
            .allow_rust_types(self.allow_rust_types))
    }
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Generate {
    /// The document, in YAML or JSON: a file, a folder of one-operation files, an `https` URL, or `-` for standard input. Without it, all clients in `signon.toml`
    #[arg(value_name = "INPUT", requires = "out")]
    pub(crate) input: Option<String>,
    /// The output folder
    #[arg(long, value_name = "DIR", requires = "input")]
    pub(crate) out: Option<PathBuf>,
    /// The package name [default: derived from the file name]
    #[arg(long, requires = "input")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) output_options: OutputOptions,
    #[command(flatten)]
    pub(crate) input_options: InputOptions,
    /// Write nothing, and fail if the folder is not up to date
    #[arg(long, conflicts_with_all = ["dry_run", "force"])]
    pub(crate) check: bool,
    /// Write nothing, and print which files would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Replace generated files that were edited
    #[arg(long)]
    pub(crate) force: bool,
    /// Format of diagnostics and results
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) message_format: MessageFormat,
}

/// Options for the generated code.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct OutputOptions {
    /// The layout of the code
    #[arg(long, value_enum, default_value_t, requires = "input")]
    pub(crate) layout: Layout,
    /// Generate only the models, without operations and a client
    #[arg(long, requires = "input")]
    pub(crate) types_only: bool,
    /// The module path, with `--layout module` [default: `crate::NAME`]
    #[arg(long, value_name = "PATH", requires = "input", value_parser = ModulePath::new)]
    pub(crate) module_path: Option<ModulePath>,
    /// The source of `signon-runtime`: `version:1.2`, `path:DIR` (from the crate) or `git:URL`
    #[arg(long, value_name = "SOURCE", requires = "input", value_parser = runtime)]
    pub(crate) runtime: Option<Runtime>,
    /// The version of a new package [default: 0.1.0]
    #[arg(long, value_name = "VERSION", requires = "input", value_parser = version)]
    pub(crate) package_version: Option<String>,
    /// The license of the package, as an SPDX expression
    #[arg(long, value_name = "SPDX", requires = "input")]
    pub(crate) license: Option<String>,
}

/// The layout of the generated code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Layout {
    /// A standalone crate
    #[default]
    Crate,
    /// A member of a workspace
    Member,
    /// A module in another crate, which depends on `signon-runtime` and `serde`
    Module,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) document: Document,
    /// Print the operations as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Bundle {
    #[command(flatten)]
    pub(crate) document: Document,
    /// Print JSON instead of YAML
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Diff {
    /// The older version: a file, a folder, an `https` URL, or `-` for standard input
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// The newer version: a file, a folder, an `https` URL, or `-` for standard input
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// Exit with status 1 if there is a change of at least this verdict
    #[arg(long, value_name = "VERDICT", value_enum)]
    pub(crate) fail_on: Option<FailOn>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DiffFormat,
    /// Follow `$ref`s to files outside the documents' folders
    #[arg(long)]
    pub(crate) allow_refs_outside: bool,
}

/// The minimum verdict that fails a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Breaking changes
    Major,
    /// Breaking changes and additions
    Minor,
}

/// The output format of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a terminal
    #[default]
    Human,
    /// One JSON object
    Json,
    /// For a pull request or a changelog
    Markdown,
    /// Annotations of GitHub Actions
    Github,
}

/// The output format of diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people, with excerpts of the document
    #[default]
    Human,
    /// A JSON object on each line of standard output
    Json,
    /// Annotations of GitHub Actions
    Github,
}

/// An invalid command line, detected after it was parsed.
#[derive(Debug)]
pub(crate) struct UsageError(pub(crate) String);

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

fn code(text: &str) -> Result<Code, String> {
    Code::from_text(text)
        .ok_or_else(|| String::from("unknown diagnostic code; `signon explain` lists all of them"))
}

fn known_code(text: &str) -> Result<String, String> {
    code(text).map(|code| code.as_str().to_owned())
}

fn allowed_code(text: &str) -> Result<Code, String> {
    let code = code(text)?;
    if code.can_be_allowed() {
        Ok(code)
    } else {
        Err(String::from(
            "this problem cannot be allowed: nothing can be generated from such a document",
        ))
    }
}

/// Parses the source of the runtime.
pub(crate) fn runtime(text: &str) -> Result<Runtime, String> {
    let (kind, location) = text.split_once(':').unwrap_or_default();
    match (kind, location) {
        (_, "") => Err(String::from(
            "expected `version:1.2`, `path:DIR` or `git:URL`",
        )),
        ("version", version) => Ok(Runtime::Version(version.to_owned())),
        ("path", path) => Ok(Runtime::Path(path.to_owned())),
        ("git", url) => Ok(Runtime::Git(url.to_owned())),
        (kind, _) => Err(format!(
            "unknown source `{kind}`; expected `version`, `path` or `git`"
        )),
    }
}

/// Parses a schema name and the path of the user's type for it.
fn rust_type(text: &str) -> Result<(String, RustType), String> {
    let (schema, path) = text
        .split_once('=')
        .ok_or("expected `SCHEMA=PATH`, such as `Money=crate::money::Money`")?;
    Ok((schema.to_owned(), RustType::parse(path)?))
}

/// Parses a semantic version.
pub(crate) fn version(text: &str) -> Result<String, String> {
    let parsed = semver::Version::parse(text);
    parsed
        .map(|version| version.to_string())
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
