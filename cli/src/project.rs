//! `signon.toml`: the clients of a project.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use signon_codegen::{Code, ModulePath, RustType};

use crate::arguments::{InputOptions, Layout, OutputOptions, UsageError, runtime, version};
use crate::{Outcome, input, message};

/// The name of the file.
const FILE: &str = "signon.toml";

/// The file that `signon init` writes.
const TEMPLATE: &str = r#"# The clients that `signon generate` generates. Paths are relative to this file.

[[client]]
# A file in YAML or JSON, a folder of one-operation files, or an `https` URL.
document = "openapi.yaml"
# The output folder.
out = "clients/acme"

# The package name; by default derived from the document's.
# name = "acme"
# "crate", "member" of a workspace, or "module" of another crate.
# layout = "crate"
# Generate only the models.
# types-only = false
# The module path.
# module-path = "crate::acme"
# The source of `signon-runtime`: "version:1.2", "path:DIR" or "git:URL".
# runtime = "version:0.1"
# package-version = "0.1.0"
# license = "MIT"
# Omit or simplify unsupported constructs.
# keep-going = false
# Kinds of problems to accept: `signon explain` lists them.
# allow = []
# Follow `$ref`s to files outside the document's folder.
# allow-refs-outside = false
# OpenAPI overlays to apply first: files, or `https` URLs.
# overlay = ["acme.overlay.yaml"]
# Your own types for schemas.
# rust-types = { Money = "crate::money::Money" }
# Let the document name your own types (`x-rust-type`), as overlays can.
# allow-rust-types = false
# Operations to include or exclude: an `operationId`, "METHOD /path" or "tag:NAME", with `*` and `?`.
# include = ["tag:users"]
# exclude = ["delete*"]
"#;

/// The contents of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Project {
    #[serde(default)]
    client: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    document: String,
    out: PathBuf,
    name: Option<String>,
    layout: Option<Layout>,
    #[serde(default)]
    types_only: bool,
    module_path: Option<String>,
    runtime: Option<String>,
    package_version: Option<String>,
    license: Option<String>,
    #[serde(default)]
    keep_going: bool,
    #[serde(default)]
    rust_types: BTreeMap<String, String>,
    #[serde(default)]
    allow_rust_types: bool,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default)]
    allow_refs_outside: bool,
    #[serde(default)]
    overlay: Vec<String>,
    #[serde(default)]
    include: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
}

/// A client to generate.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) document: String,
    pub(crate) out: PathBuf,
    pub(crate) name: Option<String>,
    pub(crate) output_options: OutputOptions,
    pub(crate) input_options: InputOptions,
}

/// Returns the clients of the nearest `signon.toml`, in this folder or above.
pub(crate) fn clients() -> Result<Vec<Client>, Box<dyn Error>> {
    let here = std::env::current_dir()?;
    let file = here
        .ancestors()
        .map(|folder| folder.join(FILE))
        .find(|file| file.is_file());
    let Some(file) = file else {
        let hint = "name a document, or write a `signon.toml` with `signon init`";
        return Err(UsageError(format!("there is no `{FILE}` here or above: {hint}")).into());
    };
    // Paths are displayed relative to the current folder.
    let folder = match file.parent() {
        Some(folder) if folder != here => folder.to_path_buf(),
        _ => PathBuf::new(),
    };
    read(&file, &folder)
}

fn read(file: &Path, folder: &Path) -> Result<Vec<Client>, Box<dyn Error>> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| format!("`{shown}`: {error}"))?;
    let project: Project =
        toml::from_str(&text).map_err(|error| UsageError(format!("`{shown}`: {error}")))?;
    if project.client.is_empty() {
        return Err(UsageError(format!("`{shown}` has no `[[client]]`")).into());
    }
    let clients = project.client.into_iter().map(|entry| {
        let document = entry.document.clone();
        entry.into_client(folder).map_err(|error| {
            UsageError(format!("`{shown}`, client of `{document}`: {error}")).into()
        })
    });
    clients.collect()
}

impl Entry {
    fn into_client(self, folder: &Path) -> Result<Client, String> {
        let codes = self.allow.iter().map(|text| {
            let code = Code::from_text(text).filter(|code| code.can_be_allowed());
            code.ok_or_else(|| format!("`allow` cannot contain `{text}`"))
        });
        let rust_types = self.rust_types.into_iter().map(|(schema, path)| {
            let parsed = RustType::parse(&path);
            let parsed = parsed.map_err(|error| format!("`rust-types`: `{path}`: {error}"));
            parsed.map(|path| (schema, path))
        });
        let resolve = |source: &str| {
            if input::is_url(source) {
                source.to_owned()
            } else {
                folder.join(source).to_string_lossy().into_owned()
            }
        };
        let in_key = |key: &'static str| move |error: String| format!("`{key}`: {error}");
        Ok(Client {
            document: resolve(&self.document),
            out: folder.join(&self.out),
            name: self.name,
            output_options: OutputOptions {
                layout: self.layout.unwrap_or_default(),
                types_only: self.types_only,
                module_path: parsed(self.module_path.as_deref(), |path| {
                    ModulePath::new(path).map_err(|invalid| invalid.to_string())
                })
                .map_err(in_key("module-path"))?,
                runtime: parsed(self.runtime.as_deref(), runtime).map_err(in_key("runtime"))?,
                package_version: parsed(self.package_version.as_deref(), version)
                    .map_err(in_key("package-version"))?,
                license: self.license,
            },
            input_options: InputOptions {
                keep_going: self.keep_going,
                allow: codes.collect::<Result<_, _>>()?,
                allow_refs_outside: self.allow_refs_outside,
                rust_type: rust_types.collect::<Result<_, _>>()?,
                allow_rust_types: self.allow_rust_types,
                overlay: self
                    .overlay
                    .iter()
                    .map(|overlay| resolve(overlay))
                    .collect(),
                include: self.include,
                exclude: self.exclude,
            },
        })
    }
}

fn parsed<T>(
    text: Option<&str>,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, String> {
    text.map(parse).transpose()
}

/// Writes a starter `signon.toml`.
pub(crate) fn init() -> Result<Outcome, Box<dyn Error>> {
    let created = std::fs::File::create_new(FILE).and_then(|mut file| {
        use std::io::Write as _;
        file.write_all(TEMPLATE.as_bytes())
    });
    created.map_err(|error| format!("`{FILE}`: {error}"))?;
    message::result(&format!(
        "created {FILE}: set your document in it, then run `signon generate`"
    ));
    Ok(Outcome::Done)
}
