//! A conversion: a struct of one side, property by property, from a struct of the other.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::Code;
use signon_codegen::internal::comment::{Docs, Markdown, code};
use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics, Reported};
use signon_codegen::internal::document::{At, Kind};
use signon_codegen::internal::emit::{ident, reference};
use signon_codegen::internal::ir::{Presence, Type};
use signon_codegen::internal::name::{Identifier, conversion_argument, field_list};

use super::builder::Builder;
use super::expression::{Context, compile};
use super::keys::{allow, quoted, required, text, wrong_kind};
use super::list::no_field;
use super::path::Cursor;
use super::side::Struct;
use super::table::{Row, summary};
use super::unified::{convert_module, mapping_error};
use super::value::{Target, Value};

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
}

/// What a conversion is for.
#[derive(Debug, PartialEq)]
pub(super) enum Purpose {
    /// A method of the resource, with the rows of its parts.
    Method(Vec<Row>),
    /// A part of a write that takes several calls: another conversion rejects what none of them reads.
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

impl Between<'_> {
    /// Whether it is from a native struct to a unified one.
    fn is_read(self) -> bool {
        self.to.side.is_unified()
    }

    /// The name of the function's argument.
    fn argument(self) -> TokenStream {
        if self.is_read() {
            quote!(native)
        } else {
            quote!(change)
        }
    }
}

/// Compiles a conversion; `function` is its name in Rust. What a method fills or takes is listed beside it.
pub(super) fn convert(
    at: At<'_>,
    function: &Identifier,
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
    let mut context = Context {
        diagnostics,
        is_write: !between.is_read(),
        at_top: true,
        is_fallible: false,
        arguments,
        used: BTreeSet::new(),
    };
    let fields = Fields::map(&mut context, fields, between, sources)?;
    let refusals = refusals(between, purpose, &mut context);
    let item = item(at, function, between, &fields, refusals.as_ref(), &context);
    let constant = match purpose {
        Purpose::Method(parts) => {
            let all: Vec<&Row> = fields.rows.iter().chain(parts).collect();
            Some(field_support(function, between.is_read(), &all, at))
        }
        Purpose::Part | Purpose::Form => None,
    };
    let items: Vec<TokenStream> = constant.into_iter().chain([item]).collect();
    Ok(Converted {
        items,
        rows: fields.rows,
        is_read: between.is_read(),
        sources: fields.sources,
    })
}

/// The fields of the target, from the rows of a conversion.
struct Fields<'a> {
    builder: Builder<'a>,
    rows: Vec<Row>,
    /// The sources that rows name.
    sources: BTreeSet<String>,
}

impl<'a> Fields<'a> {
    /// Maps each row of `fields`, and checks that no field lacks one.
    fn map(
        context: &mut Context<'_>,
        fields: At<'_>,
        between: Between<'a>,
        sources: &BTreeMap<String, String>,
    ) -> Result<Self, Reported> {
        let from_type = Type::Named(between.from.id);
        let cursor = Cursor {
            side: between.from.side,
            ty: &from_type,
            value: between.argument(),
        };
        let mut mapped = Self {
            builder: Builder::new(between.to),
            rows: Vec::new(),
            sources: BTreeSet::new(),
        };
        let mut failed = None;
        for (key, row) in fields.entries() {
            let result = mapped.add(context, key, row, between, &cursor, sources);
            failed = result.err().or(failed);
        }
        let is_read = between.is_read();
        failed = mapped.builder.check(context, fields, is_read).or(failed);
        failed.map_or(Ok(mapped), Err)
    }

    /// Maps the row of the field `key`.
    fn add(
        &mut self,
        context: &mut Context<'_>,
        key: &str,
        row: At<'_>,
        between: Between<'a>,
        cursor: &Cursor<'_>,
        sources: &BTreeMap<String, String>,
    ) -> Result<(), Reported> {
        let to = between.to;
        let Some((field, name)) = to.field(key) else {
            return Err(context.diagnostics.report(no_field(row, to, key)));
        };
        let target = Target {
            side: to.side,
            ty: &field.ty,
            name: format!("{}.{key}", to.name()),
            key: key.to_owned(),
        };
        let before = std::mem::take(&mut context.used);
        let compiled = compile_row(context, row, sources, cursor, &target, &mut self.sources);
        let used = std::mem::replace(&mut context.used, before);
        context.used.extend(used.iter().cloned());
        let (value, certainty) = compiled?;
        let used: Vec<String> = used.into_iter().collect();
        // A caller knows the unified field.
        let label = match used.first() {
            Some(field) if !between.is_read() => field.clone(),
            _ => key.to_owned(),
        };
        let row = Row::new(&field.key, used, summary(row), certainty);
        self.rows.push(row);
        if let Some(value) = value {
            self.builder.set(context, field, name, value, &label);
        }
        Ok(())
    }
}

/// The function of a conversion.
fn item(
    at: At<'_>,
    function: &Identifier,
    between: Between<'_>,
    fields: &Fields<'_>,
    refusals: Option<&TokenStream>,
    context: &Context<'_>,
) -> TokenStream {
    let Between { from, to } = between;
    let docs = docs(at, between);
    let (name, from_path, to_path) = (ident(function), from.path(), to.path());
    let argument = between.argument();
    let arguments = context
        .arguments
        .iter()
        .map(|argument| ident(&conversion_argument(argument)));
    let body = fields.builder.body(context.is_fallible);
    let returned = if context.is_fallible {
        let error = mapping_error();
        quote!(Result<#to_path, #error>)
    } else {
        quote!(#to_path)
    };
    quote! {
        #docs
        pub(crate) fn #name(#argument: &#from_path #(, #arguments: &str)*) -> #returned {
            #refusals
            #body
        }
    }
}

/// A row: what the property is made of, and how sure that is.
fn compile_row<'a>(
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
        let reason = text(row, "absent", context.diagnostics)?;
        if reason.trim().is_empty() {
            let at = required(row, "absent", context.diagnostics)?;
            let message = "`absent` gives no reason";
            let diagnostic = Diagnostic::new(Code::MappingField, at, message);
            return Err(context.diagnostics.report(diagnostic));
        }
        return Ok((None, String::new()));
    }
    let certainty = text(row, "certainty", context.diagnostics)?;
    if !CERTAINTIES.contains(&certainty) {
        let at = required(row, "certainty", context.diagnostics)?;
        let message = format!("unknown certainty `{certainty}`");
        let help = format!("expected one of {}", quoted(CERTAINTIES));
        let diagnostic = Diagnostic::new(Code::MappingField, at, message).help(help);
        return Err(context.diagnostics.report(diagnostic));
    }
    text(row, "source", context.diagnostics)?;
    let extra = ["certainty", "source"];
    let value = compile(context, row, &extra, cursor, target)?;
    Ok((Some(value), certainty.to_owned()))
}

/// What a change is rejected for because no row reads it: it takes effect as a whole, or not at all.
fn refusals(
    between: Between<'_>,
    purpose: &Purpose,
    context: &mut Context<'_>,
) -> Option<TokenStream> {
    let Purpose::Method(parts) = purpose else {
        return None;
    };
    if between.is_read() {
        return None;
    }
    let mut used = context.used.clone();
    used.extend(parts.iter().flat_map(|row| row.used.iter().cloned()));
    let unread = between
        .from
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
    let keeps_unknown = between.from.record.keeps_unknown();
    if checks.is_empty() && !keeps_unknown {
        return None;
    }
    context.is_fallible = true;
    let convert = convert_module();
    let known = (!checks.is_empty()).then(|| quote!(#convert::refuse(&[#(#checks),*])?;));
    let unknown = keeps_unknown.then(|| quote!(#convert::refuse_unknown(&change.unknown_fields)?;));
    Some(quote!(#known #unknown))
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
fn field_support(function: &Identifier, is_read: bool, rows: &[&Row], at: At<'_>) -> TokenStream {
    let name = ident(&field_list(function));
    let support = reference("crate::capabilities", "FieldSupport");
    let certainty = reference("crate::capabilities", "Certainty");
    let entries = rows.iter().filter(|row| row.is_mapped()).flat_map(|row| {
        let fields: Vec<&str> = if is_read {
            vec![&row.field]
        } else {
            row.used.iter().map(String::as_str).collect()
        };
        let variant = ident(&row.variant());
        fields
            .into_iter()
            .map(|field| quote!(#support::new(#field, #certainty::#variant),))
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
        pub(crate) const #name: &[#support] = &[#(#entries)*];
    }
}
