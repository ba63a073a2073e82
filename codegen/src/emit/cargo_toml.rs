//! `Cargo.toml` of a generated crate.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::client::title;
use super::{Context, CrateLayout, Runtime};
use crate::comment::{MAX_LINE, printable, shortened};
use crate::printable::is_printable;

/// Features of the runtime that a generated crate passes on, besides that of the default TLS.
pub const RUNTIME_FEATURES: &[&str] = &[
    "native-tls",
    "http2",
    "reqwest",
    "blocking",
    "jiff",
    "chrono",
    "time",
    "uuid",
    "url",
    "rust_decimal",
];

/// The text of `Cargo.toml`.
pub(super) fn cargo_toml(context: Context<'_>) -> String {
    let mut out = match &context.options.layout {
        CrateLayout::Workspace => format!("# {}\n\n", context.options.marker()),
        CrateLayout::Alone(_) | CrateLayout::Member(_) | CrateLayout::Module(_) => format!(
            "# {}\n# Edits stay: the next run updates the name, the features that it generates, and where\n\
             # `signon-runtime` and `serde` come from.\n\n",
            context.options.mark()
        ),
    };
    out.push_str(&package(context));
    out.push_str(&features(context));
    out.push_str(&dependencies(context));
    out
}

/// Keeps `cargo test` from compiling a generated library a second time; its documentation is tested all the same.
pub const NO_UNIT_TESTS: &str = "[lib]\n# It has no unit tests.\ntest = false\n\n";

/// The oldest Rust that compiles generated code: that of this workspace's packages.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

fn package(context: Context<'_>) -> String {
    let name = &context.options.package;
    let description = quoted(&format!(
        "{}{}",
        context.options.purpose(),
        short_title(context)
    ));
    if context.options.in_workspace() {
        return format!(
            "[package]\nname = \"{name}\"\ndescription = {description}\nversion.workspace = true\n\
             edition.workspace = true\nlicense.workspace = true\nrust-version.workspace = true\nreadme = \"README.md\"\n\
             documentation = \"https://docs.rs/{name}\"\nkeywords = [{}, \"sso\", \"saas\", \"api\", \"client\"]\n\
             categories = [\"api-bindings\", \"authentication\"]\n\n[package.metadata.docs.rs]\nall-features = true\n\n\
             {NO_UNIT_TESTS}[lints]\nworkspace = true\n\n",
            quoted(&context.api.provider)
        );
    }
    let version = quoted(&context.options.version);
    let license = context
        .options
        .license
        .as_deref()
        .map_or_else(String::new, |license| {
            format!("license = {}\n", quoted(license))
        });
    let workspace = match context.options.layout {
        CrateLayout::Alone(_) => "[workspace]\n\n",
        CrateLayout::Workspace | CrateLayout::Member(_) | CrateLayout::Module(_) => "",
    };
    format!(
        "[package]\nname = \"{name}\"\ndescription = {description}\nversion = {version}\nedition = \"2024\"\n\
         rust-version = \"{RUST_VERSION}\"\n{license}readme = \"README.md\"\n\n{workspace}[lints.clippy]\n\
         # An API's own shape may trip these: an operation with many required values, a field called `foo`.\n\
         too_many_arguments = \"allow\"\ndisallowed_names = \"allow\"\n\n"
    )
}

/// The title as a description's part: Cargo passes it on to processes, which take no NUL and no long texts.
fn short_title(context: Context<'_>) -> String {
    let words: Vec<&str> = title(context).split_whitespace().collect();
    let title = words.join(" ");
    printable(&shortened(&title, MAX_LINE)).into_owned()
}

fn features(context: Context<'_>) -> String {
    let tags: BTreeSet<&str> = context
        .names
        .modules
        .iter()
        .filter_map(|module| module.feature.as_deref())
        .collect();
    let mut out = String::from("[features]\n");
    if tags.is_empty() {
        out.push_str("default = [\"rustls\"]\n");
    } else {
        out.push_str("default = [\"rustls\", \"all-tags\"]\n");
    }
    out.push_str("rustls = [\"signon-runtime/rustls\"]\n");
    for feature in RUNTIME_FEATURES {
        let _ = writeln!(out, "{feature} = [\"signon-runtime/{feature}\"]");
    }
    if context.options.has_catalog() {
        out.push_str("# `catalog`, the operations as data: one embedded text.\ncatalog = []\n");
    }
    if !tags.is_empty() {
        out.push_str(
            "# The operations of a tag; without its feature they are not compiled.\nall-tags = [\n",
        );
        for tag in &tags {
            let _ = writeln!(out, "    \"{tag}\",");
        }
        out.push_str("]\n");
        for tag in &tags {
            let _ = writeln!(out, "{tag} = []");
        }
    }
    out.push('\n');
    out
}

fn dependencies(context: Context<'_>) -> String {
    let is_xml = super::xml::is_used(context);
    let runtime = match &context.options.layout {
        CrateLayout::Workspace if is_xml => {
            return String::from(
                "[dependencies]\nserde.workspace = true\n\
                 signon-runtime = { workspace = true, features = [\"xml\"] }\n",
            );
        }
        CrateLayout::Workspace => {
            return String::from(
                "[dependencies]\nserde.workspace = true\nsignon-runtime.workspace = true\n",
            );
        }
        // A module has no `Cargo.toml` of its own.
        CrateLayout::Module(_) => return String::new(),
        CrateLayout::Alone(runtime) | CrateLayout::Member(runtime) => runtime,
    };
    let place = match runtime {
        Runtime::Path(path) => format!("path = {}", quoted(path)),
        Runtime::Version(version) => format!("version = {}", quoted(version)),
        Runtime::Git(url) => format!("git = {}", quoted(url)),
    };
    let features = if is_xml { ", features = [\"xml\"]" } else { "" };
    format!(
        "[dependencies]\nserde = {{ version = \"1.0.228\", features = [\"derive\"] }}\n\
         signon-runtime = {{ {place}, default-features = false{features} }}\n"
    )
}

/// A text as TOML's basic string.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            char if !is_printable(char) => {
                let _ = write!(out, "\\u{:04X}", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out.push('"');
    out
}
