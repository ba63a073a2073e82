//! The mapping files of a provider → a file of Rust.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use signon_codegen::Code;
use signon_codegen::internal::comment::{Docs, Line, Markdown, code};
use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics};
use signon_codegen::internal::document::{At, Documents, Kind};
use signon_codegen::internal::emit::RustFile;
use signon_codegen::internal::name::conversion;
use signon_codegen::internal::output::{Tree, rust};
use signon_codegen::internal::specs::Provider;

use super::conversion::{Between, Converted, Purpose, convert};
use super::keys::{quoted, required, similar, wrong_kind};
use super::side::find;
use super::table::Row;
use super::{FieldTable, MappingFile, Mappings};
use crate::specs::MAPPINGS;

/// Compiles all mapping files: one file of Rust for each provider.
pub(super) fn compile(
    mappings: &Mappings,
    documents: &Documents,
    providers: &[Provider],
    table: &mut FieldTable,
    diagnostics: &mut Diagnostics,
) -> Tree {
    let mut items: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    for file in &mappings.files {
        let of = items.entry(&file.provider).or_default();
        let root = documents.root(file.document);
        for converted in conversions(root, file, mappings, providers, table, diagnostics) {
            of.extend(converted.items);
        }
    }
    let files = items.into_iter().map(|(provider, items)| {
        let text = rust(file_of(provider, items));
        (format!("{}.rs", provider.replace('-', "_")), text)
    });
    Tree {
        files: files.collect(),
    }
}

/// The conversions of a mapping file.
fn conversions(
    root: At<'_>,
    file: &MappingFile,
    mappings: &Mappings,
    providers: &[Provider],
    table: &mut FieldTable,
    diagnostics: &mut Diagnostics,
) -> Vec<Converted> {
    if root.kind() != Kind::Map {
        wrong_kind(root, "a map of conversions", diagnostics);
        return Vec::new();
    }
    let sources = sources(root, diagnostics);
    let mut named = BTreeSet::new();
    let mut all = Vec::new();
    let mut failed = false;
    let mut parts: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for (key, at, whole) in entries(root, diagnostics) {
        let Some(pairs) = pairs(at, mappings, providers, diagnostics) else {
            failed = true;
            continue;
        };
        for (suffix, between) in pairs {
            let function = conversion(&file.resource, key, &suffix);
            let is_write = !between.to.side.is_unified();
            let purpose = match whole {
                Some(_) => Purpose::Part,
                None if suffix.is_empty() && (key == "read" || is_write) => {
                    Purpose::Method(parts.remove(key).unwrap_or_default())
                }
                None => Purpose::Form,
            };
            let Ok(converted) = convert(at, &function, between, &purpose, &sources, diagnostics)
            else {
                failed = true;
                break;
            };
            named.extend(converted.sources.iter().cloned());
            let form = match purpose {
                Purpose::Form => key.strip_prefix("read_"),
                Purpose::Method(_) | Purpose::Part => None,
            };
            // A further source of the same rows, such as a record of a list, has no section of its own.
            if suffix.is_empty() {
                table.add(&file.provider, between, &converted, form);
            }
            if let Some(whole) = whole {
                let rows = parts.entry(whole.to_owned()).or_default();
                rows.extend(converted.rows.iter().cloned());
            }
            all.push(converted);
        }
    }
    if !failed {
        unused(root, &sources, &named, diagnostics);
    }
    all
}

/// The conversions of a file, each with its key and the conversion that it is a part of; parts are first.
fn entries<'d>(
    root: At<'d>,
    diagnostics: &mut Diagnostics,
) -> Vec<(&'d str, At<'d>, Option<&'d str>)> {
    let mut entries = Vec::new();
    for (key, at) in root.entries().filter(|(key, _)| *key != "sources") {
        let whole = at.get("part_of");
        if let Some(whole) = whole.filter(|whole| whole.str().is_none_or(|key| !root.has(key))) {
            let name = whole.text().unwrap_or_default();
            let message = format!("the file has no conversion `{name}`");
            let mut diagnostic = Diagnostic::new(Code::MappingField, whole, message);
            let known = root.entries().map(|(key, _)| key);
            let known = known.filter(|known| !matches!(*known, "sources"));
            if let Some(similar) = similar(&name, known) {
                diagnostic = diagnostic.help(format!("a similar conversion exists: `{similar}`"));
            }
            diagnostics.report(diagnostic);
        }
        entries.push((key, at, whole.and_then(At::str)));
    }
    entries.sort_by_key(|(_, _, whole)| whole.is_none());
    entries
}

/// The structs that a conversion is between, each pair with the end of its function's name; none if they cannot be
/// found, which is reported. `also` names further sources for the same rows.
fn pairs<'a>(
    at: At<'_>,
    mappings: &'a Mappings,
    providers: &'a [Provider],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(String, Between<'a>)>> {
    if at.kind() != Kind::Map {
        wrong_kind(at, "a conversion", diagnostics);
        return None;
    }
    let from = required(at, "from", diagnostics).ok();
    let to = required(at, "to", diagnostics).ok();
    let mut side = |at: Option<At<'_>>| find(at?, mappings, providers, diagnostics).ok();
    let (from, to) = (side(from), side(to));
    let also = at.get("also").into_iter().flat_map(At::entries);
    let also: Vec<_> = also
        .map(|(name, at)| (format!("_{name}"), side(Some(at))))
        .collect();
    let to = to?;
    let mut pairs = Vec::new();
    for (suffix, from) in std::iter::once((String::new(), from)).chain(also) {
        let from = from?;
        if from.side.is_unified() == to.side.is_unified() {
            let message = "a conversion is between a unified and a native struct";
            diagnostics.report(Diagnostic::new(Code::MappingType, at, message).on_key(at));
            return None;
        }
        pairs.push((suffix, Between { from, to }));
    }
    Some(pairs)
}

/// Where the rows of a file come from: a page for each name.
fn sources(root: At<'_>, diagnostics: &mut Diagnostics) -> BTreeMap<String, String> {
    let Some(sources) = root.get("sources") else {
        return BTreeMap::new();
    };
    let mut known = BTreeMap::new();
    for (key, value) in sources.entries() {
        match value.str() {
            Some(text) => drop(known.insert(key.to_owned(), text.to_owned())),
            None => drop(wrong_kind(value, "text", diagnostics)),
        }
    }
    known
}

/// Reports sources that no row names.
fn unused(
    root: At<'_>,
    sources: &BTreeMap<String, String>,
    named: &BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) {
    let unused: Vec<&String> = sources.keys().filter(|key| !named.contains(*key)).collect();
    if let (Some(at), false) = (root.get("sources"), unused.is_empty()) {
        let message = format!("no row names the source {}", quoted(&unused));
        diagnostics.report(Diagnostic::new(Code::MappingField, at, message).on_key(at));
    }
}

/// A file of Rust: what it uses, then the conversions.
fn file_of(provider: &str, items: Vec<TokenStream>) -> RustFile {
    let folder = format!("specs/{MAPPINGS}/{provider}");
    let marker = Line::around(
        "@generated by `cargo xtask gen` from ",
        &folder,
        ". Do not edit.",
    );
    let docs = Docs::line(Markdown::from("The conversions of ") + code(&folder) + ".");
    RustFile::outside(marker, docs, items)
}
