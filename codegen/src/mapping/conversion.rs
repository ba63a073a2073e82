//! A conversion: a struct of one side, property by property, from a struct of the other.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::Builder;
use super::expression::{Context, compile};
use super::keys::{allow, quoted, required, text, wrong_kind};
use super::list::no_field;
use super::path::Cursor;
use super::side::Struct;
use super::table::{Row, summary};
use super::value::{Target, Value};
use crate::comment::{Docs, Markdown, code};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{At, Kind};
use crate::emit::ident;
use crate::ir::{Presence, Type};

/// How sure a row of a mapping is.
const CERTAINTIES: &[&str] = &["documented", "inferred", "guess"];

/// The property that holds the native record; in a change, what is added to the native body.
const REMOTE_DATA: &str = "remote_data";

/// A conversion in Rust.
#[derive(Debug)]
pub(super) struct Converted {
    pub(super) items: Vec<TokenStream>,
    /// The rows, for the table of all fields.
    pub(super) rows: Vec<Row>,
    /// Whether it is from a native struct to a unified one.
    pub(super) is_read: bool,
    /// The sources that rows name.
    pub(super) sources: BTreeSet<String>,
    /// The unified types that the code names.
    pub(super) mentions: String,
}

/// What a conversion is for.
#[derive(Debug, PartialEq)]
pub(super) enum Purpose {
    /// A method of the resource, with the rows of its parts.
    Method(Vec<Row>),
    /// A part of a write that takes several calls: another conversion refuses what none of them reads.
    Part,
    /// A further form of a record.
    Form,
}

/// What a conversion is between.
#[derive(Clone, Copy, Debug)]
pub(super) struct Between<'a> {
    pub(super) from: Struct<'a>,
    pub(super) to: Struct<'a>,
}

/// Compiles a conversion; `function` is its name in Rust. What a method fills or takes is listed beside it.
pub(super) fn convert(
    at: At<'_>,
    function: &str,
    between: Between<'_>,
    purpose: &Purpose,
    sources: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> Result<Converted, Reported> {
    allow(
        at,
        &["from", "also", "to", "part_of", "arguments", "fields"],
        diagnostics,
    );
    let arguments = at.get("arguments").into_iter().flat_map(At::items);
    let arguments: Vec<String> = arguments.filter_map(At::text).collect();
    let fields = required(at, "fields", diagnostics)?;
    if fields.kind() != Kind::Map {
        return Err(wrong_kind(fields, "a map", diagnostics));
    }
    let Between { from, to } = between;
    let is_read = to.side.is_unified();
    let from_type = Type::Named(from.id);
    let argument = if is_read {
        quote!(native)
    } else {
        quote!(change)
    };
    let cursor = Cursor {
        side: from.side,
        ty: &from_type,
        value: argument.clone(),
    };
    let mut context = Context {
        diagnostics,
        is_write: !is_read,
        at_top: true,
        is_fallible: false,
        arguments,
        used: BTreeSet::new(),
    };
    let mut failed = None;
    let mut builder = Builder::new(to);
    let mut rows = Vec::new();
    let mut named = BTreeSet::new();
    for (key, row) in fields.entries() {
        let Some((field, name)) = to.field(key) else {
            let diagnostic = no_field(row, to, key);
            failed = Some(context.diagnostics.report(diagnostic));
            continue;
        };
        let target = Target {
            side: to.side,
            ty: &field.ty,
            name: format!("{}.{key}", to.name()),
            key: key.to_owned(),
        };
        let before = std::mem::take(&mut context.used);
        match one(&mut context, row, sources, &cursor, &target, &mut named) {
            Ok((value, certainty)) => {
                let used: Vec<String> = context.used.iter().cloned().collect();
                // A caller knows the unified field.
                let key = match used.first() {
                    Some(field) if !is_read => field.clone(),
                    _ => key.to_owned(),
                };
                rows.push(Row::new(&field.key, used, summary(row), certainty));
                if let Some(value) = value {
                    builder.set(&mut context, field, name, value, &key);
                }
            }
            Err(reported) => failed = Some(reported),
        }
        context.used.extend(before);
    }
    failed = builder.check(&mut context, fields, is_read).or(failed);
    if let Some(reported) = failed {
        return Err(reported);
    }
    let refusals = if is_read {
        None
    } else {
        refusals(from, purpose, &mut context)
    };
    let is_fallible = context.is_fallible;
    let arguments = context.arguments.iter().map(|argument| ident(argument));
    let docs = docs(at, between);
    let (name, from_path, to_path) = (ident(function), from.path(), to.path());
    let body = builder.body(is_fallible);
    let returned = if is_fallible {
        quote!(Result<#to_path, MappingError>)
    } else {
        quote!(#to_path)
    };
    let item = quote! {
        #docs
        pub(crate) fn #name(#argument: &#from_path #(, #arguments: &str)*) -> #returned {
            #refusals
            #body
        }
    };
    let constant = match purpose {
        Purpose::Method(parts) => {
            let all: Vec<&Row> = rows.iter().chain(parts).collect();
            Some(field_support(function, is_read, &all, at))
        }
        Purpose::Part | Purpose::Form => None,
    };
    let items: Vec<TokenStream> = constant.into_iter().chain([item]).collect();
    let mentions = items.iter().map(ToString::to_string).collect();
    Ok(Converted {
        items,
        rows,
        is_read,
        sources: named,
        mentions,
    })
}

/// A row: what the property is made of, and how sure that is.
fn one<'a>(
    context: &mut Context<'_>,
    row: At<'_>,
    sources: &BTreeMap<String, String>,
    cursor: &Cursor<'a>,
    target: &Target<'a>,
    named: &mut BTreeSet<String>,
) -> Result<(Option<Value>, String), Reported> {
    if row.kind() != Kind::Map {
        return Err(wrong_kind(row, "a map", context.diagnostics));
    }
    if let Some(source) = row.get("source") {
        let key = source.str().unwrap_or_default();
        if !sources.contains_key(key) {
            let message = format!("`sources` has no `{key}`");
            let diagnostic = Diagnostic::new(Code::MappingField, source, message);
            return Err(context.diagnostics.report(diagnostic));
        }
        named.insert(key.to_owned());
    }
    if row.has("absent") {
        allow(row, &["absent", "source"], context.diagnostics);
        text(row, "absent", context.diagnostics)?;
        return Ok((None, String::new()));
    }
    let certainty = text(row, "certainty", context.diagnostics)?;
    if !CERTAINTIES.contains(&certainty) {
        let at = required(row, "certainty", context.diagnostics)?;
        let message = format!("a row is one of {}", quoted(CERTAINTIES));
        let diagnostic = Diagnostic::new(Code::MappingField, at, message);
        return Err(context.diagnostics.report(diagnostic));
    }
    text(row, "source", context.diagnostics)?;
    let extra = ["certainty", "source"];
    let value = compile(context, row, &extra, cursor, target)?;
    Ok((Some(value), certainty.to_owned()))
}

/// What is refused because no row reads it: a change takes effect as a whole, or not at all.
fn refusals(from: Struct<'_>, purpose: &Purpose, context: &mut Context<'_>) -> Option<TokenStream> {
    let Purpose::Method(parts) = purpose else {
        return None;
    };
    let mut used = context.used.clone();
    used.extend(parts.iter().flat_map(|row| row.used.iter().cloned()));
    let unread = from
        .fields()
        .filter(|(field, _)| field.key != REMOTE_DATA && !used.contains(&field.key));
    let checks: Vec<TokenStream> = unread
        .filter_map(|(field, name)| {
            let (key, member) = (&field.key, ident(&name.ident));
            match field.presence {
                Presence::OptionalNullable => Some(quote!((#key, !change.#member.is_absent()))),
                Presence::Optional => Some(quote!((#key, change.#member.is_some()))),
                Presence::Required | Presence::Nullable => None,
            }
        })
        .collect();
    if checks.is_empty() {
        return None;
    }
    context.is_fallible = true;
    Some(quote!(convert::refuse(&[#(#checks),*])?;))
}

/// The comment of the function.
fn docs(at: At<'_>, between: Between<'_>) -> Docs {
    let Between { from, to } = between;
    let mut docs = Docs::line(
        Markdown::from("From ")
            + code(from.name())
            + " in "
            + code(from.file())
            + " to "
            + code(to.name())
            + " in "
            + code(to.file())
            + ".",
    );
    let key = at.key().unwrap_or_default();
    docs.note(Markdown::from("Mapping: ") + code(&key) + " in " + code(at.file()) + ".");
    docs
}

/// The list of the unified fields that the conversion fills or reads.
fn field_support(function: &str, is_read: bool, rows: &[&Row], at: At<'_>) -> TokenStream {
    let name = ident(&function.to_uppercase());
    let entries = rows.iter().filter(|row| row.is_mapped()).flat_map(|row| {
        let fields: Vec<&str> = if is_read {
            vec![&row.field]
        } else {
            row.used.iter().map(String::as_str).collect()
        };
        let variant = ident(&row.variant());
        fields
            .into_iter()
            .map(|field| quote!(FieldSupport::new(#field, Certainty::#variant),))
            .collect::<Vec<_>>()
    });
    let key = at.key().unwrap_or_default();
    let verb = if is_read { "fills" } else { "takes" };
    let docs = Docs::line(
        Markdown::from("The unified fields that ")
            + code(&key)
            + " in "
            + code(at.file())
            + " "
            + verb
            + ".",
    );
    quote! {
        #docs
        pub(crate) const #name: &[FieldSupport] = &[#(#entries)*];
    }
}
