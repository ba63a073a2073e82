//! `manifest.json`: the Rust item of each schema and operation.
//!
//! It is output, never input: for reviewers, for tests, and for tools that build on a generated crate.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use serde::Serialize;

use crate::emit::{Context, EmitOptions, Scope, error_type, output_type, type_text};
use crate::ir::{NextPage, Operation, OperationId, TypeDef, TypeId};
use crate::source::Origin;

/// The whole file.
#[derive(Debug, Serialize)]
struct Manifest<'a> {
    generated: String,
    provider: &'a str,
    package: &'a str,
    operations: Vec<OperationEntry<'a>>,
    schemas: BTreeMap<String, String>,
}

/// An operation.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct OperationEntry<'a> {
    id: &'a str,
    method: &'a str,
    path: &'a str,
    file: &'a str,
    pointer: &'a str,
    /// What is called on the client: `users().list`.
    call: String,
    rust: String,
    output: String,
    error: String,
    tool: Option<&'a str>,
    pagination: Option<&'static str>,
}

/// The text of the manifest.
pub fn manifest(context: Context<'_>) -> String {
    let Context { api, options, .. } = context;
    let scope = Scope::outside(context, &options.crate_name());
    let mut operations: Vec<OperationEntry<'_>> = api
        .operations
        .iter()
        .enumerate()
        .map(|(index, operation)| entry(&scope, OperationId(index), operation))
        .collect();
    operations.sort();
    let manifest = Manifest {
        generated: options.marker().to_string(),
        provider: &api.provider,
        package: &options.package,
        operations,
        schemas: schemas(&scope),
    };
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}

/// An operation's entry.
fn entry<'a>(scope: &Scope<'a>, id: OperationId, operation: &'a Operation) -> OperationEntry<'a> {
    let name = scope.context.names.of_operation(id);
    OperationEntry {
        id: &operation.id,
        method: &operation.method,
        path: &operation.path,
        file: scope.context.options.file_from_main(&operation.origin.file),
        pointer: &operation.origin.pointer,
        call: match name.group {
            Some(group) => format!(
                "{}().{}",
                scope.context.names.module(group).accessor,
                name.method
            ),
            None => name.method.to_string(),
        },
        rust: type_text(&scope.operation(id)),
        output: type_text(&output_type(scope, operation, name)),
        error: type_text(&error_type(scope, name)),
        tool: operation.tool.as_deref(),
        pagination: operation
            .pagination
            .as_ref()
            .map(|pagination| match pagination.next {
                NextPage::Cursor { .. } => "cursor",
                NextPage::Number { .. } => "page",
                NextPage::Link(_) => "link",
            }),
    }
}

/// Every schema that has a type, by its place.
fn schemas(scope: &Scope<'_>) -> BTreeMap<String, String> {
    let mut schemas = BTreeMap::new();
    for (id, def) in scope.context.types() {
        let key = schema_key(scope.context.options, &def.origin);
        schemas
            .entry(key)
            .or_insert_with(|| type_text(&schema_type(scope, id, def)));
    }
    schemas
}

/// The Rust type of a schema.
pub fn schema_type(scope: &Scope<'_>, id: TypeId, def: &TypeDef) -> TokenStream {
    let name = scope.model(id);
    if def.nullable {
        quote::quote!(Option<#name>)
    } else {
        name
    }
}

/// A schema's place: a pointer, after the file's name where it is not the main document.
pub fn schema_key(options: &EmitOptions, origin: &Origin) -> String {
    let file = if *origin.file == *options.main_file {
        ""
    } else {
        options.file_from_main(&origin.file)
    };
    format!("{file}#{}", origin.pointer)
}
