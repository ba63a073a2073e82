//! What a property of the target is made of: a pointer, a constant, the first of several, parts joined or split, a list
//! or an object.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::Code;
use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics, Reported};
use signon_codegen::internal::document::{At, Kind};
use signon_codegen::internal::emit::ident;
use signon_codegen::internal::ir::{Shape, Type};
use signon_codegen::internal::name::conversion_argument;

use super::keys::{allow, quoted, required, similar, wrong_kind};
use super::path::{Carrier, Cursor, Source, resolve};
use super::unified::convert_module;
use super::value::{Target, Value};
use super::{function, list, lookup};

/// What a conversion has come to, beside its values.
#[derive(Debug)]
pub(super) struct Context<'c> {
    pub(super) diagnostics: &'c mut Diagnostics,
    /// Whether the target is native: what a caller sets must take effect, or be rejected.
    pub(super) is_write: bool,
    /// Whether the expression is in the function itself, and not in a closure, where `?` would end too little.
    pub(super) at_top: bool,
    /// Whether the function can fail.
    pub(super) is_fallible: bool,
    /// What callers of the function give beside the source: texts.
    pub(super) arguments: Vec<String>,
    /// The properties of the source that are read.
    pub(super) used: BTreeSet<String>,
}

impl Context<'_> {
    /// Notes that the function can fail here.
    pub(super) fn fail(&mut self, at: At<'_>) -> Result<(), Reported> {
        if self.at_top {
            self.is_fallible = true;
            return Ok(());
        }
        let message = "this can refuse a value, which only an expression of its own can";
        let diagnostic = Diagnostic::new(Code::MappingType, at, message);
        Err(self.diagnostics.report(diagnostic))
    }

    /// Compiles a part of an expression, which is in a closure.
    pub(super) fn within<T>(&mut self, compile: impl FnOnce(&mut Self) -> T) -> T {
        let at_top = std::mem::replace(&mut self.at_top, false);
        let compiled = compile(self);
        self.at_top = at_top;
        compiled
    }

    /// The value that a pointer leads to, which is noted as read.
    pub(super) fn source<'a>(
        &mut self,
        at: At<'_>,
        cursor: &Cursor<'a>,
    ) -> Result<Source<'a>, Reported> {
        let source = resolve(at, cursor, self.diagnostics)?;
        self.used.extend(source.first_key.clone());
        Ok(source)
    }
}

/// The keys that say what an expression is.
const FORMS: &[&str] = &[
    "argument", "constant", "each", "first", "from", "join", "list", "object", "split",
];

/// Compiles an expression; `extra` are further keys of its map.
pub(super) fn compile<'a>(
    context: &mut Context<'_>,
    at: At<'_>,
    extra: &[&str],
    cursor: &Cursor<'a>,
    target: &Target<'a>,
) -> Result<Value, Reported> {
    if at.kind() != Kind::Map {
        return Err(wrong_kind(at, "a map", context.diagnostics));
    }
    let Some(form) = FORMS.iter().find(|form| at.has(form)) else {
        return Err(no_form(context, at, extra));
    };
    let keys: &[&str] = match *form {
        "from" => &[
            "from",
            "with",
            "values",
            "raw",
            "none",
            "refuse",
            "otherwise",
        ],
        "join" => &["join", "with"],
        "split" => &["split", "at", "part"],
        "each" => &["each", "object", "from", "with"],
        "object" => &["object"],
        other => &[other],
    };
    let allowed: Vec<&str> = keys.iter().chain(extra).copied().collect();
    allow(at, &allowed, context.diagnostics);
    let value = required(at, form, context.diagnostics)?;
    let takes_items = matches!(*form, "first" | "join" | "list");
    if takes_items && value.kind() != Kind::List {
        return Err(wrong_kind(value, "a list", context.diagnostics));
    }
    if takes_items && value.items().next().is_none() {
        let message = format!("`{form}` has no items");
        let diagnostic = Diagnostic::new(Code::MappingField, value, message);
        return Err(context.diagnostics.report(diagnostic));
    }
    match *form {
        "argument" => argument(context, value, target),
        "constant" => target.literal(value, context.diagnostics).map(Value::new),
        "first" => first(context, value, cursor, target),
        "join" => join(context, at, value, cursor, target),
        "split" => split(context, at, value, cursor, target),
        "list" => list::list(context, value, cursor, target),
        "each" => list::each(context, at, cursor, target),
        "object" => list::object(context, at, cursor, target),
        _ => from(context, at, value, cursor, target),
    }
}

/// Reports a row that does not say what the value is made of.
fn no_form(context: &mut Context<'_>, at: At<'_>, extra: &[&str]) -> Reported {
    let message = "the row does not say what the value is made of";
    let mut diagnostic = Diagnostic::new(Code::MissingKey, at, message);
    let mut unknown = at.entries().filter(|(key, _)| !extra.contains(key));
    let similar = unknown.find_map(|(key, _)| similar(key, FORMS.iter().copied()));
    diagnostic = match similar {
        Some(similar) => diagnostic.help(format!("a similar key exists: `{similar}`")),
        None => diagnostic.help(format!("expected one of {}", quoted(FORMS))),
    };
    context.diagnostics.report(diagnostic)
}

/// What a pointer leads to, perhaps looked up in a table or passed through a function.
pub(super) fn from<'a>(
    context: &mut Context<'_>,
    at: At<'_>,
    pointer: At<'_>,
    cursor: &Cursor<'a>,
    target: &Target<'a>,
) -> Result<Value, Reported> {
    let source = context.source(pointer, cursor)?;
    if at.has("values") || at.has("otherwise") {
        return lookup::lookup(context, at, &source, target);
    }
    if let Some(with) = at.get("with") {
        return function::apply(context, with, &source, target);
    }
    direct(&source, target).ok_or_else(|| {
        let what = source.side.describe(source.ty);
        let diagnostic = target.mismatch_diagnostic(pointer, &what);
        let help = "convert it: `with: FUNCTION`, or `values:` for an enum";
        context.diagnostics.report(diagnostic.help(help))
    })
}

/// A value that is of the target's type as it is.
fn direct(source: &Source<'_>, target: &Target<'_>) -> Option<Value> {
    let ty = source.side.api.resolve(source.ty);
    if let Some(value) = member(source, target) {
        return Some(value);
    }
    if ty != target.resolved() || !is_shared(ty) {
        return None;
    }
    let is_copy = matches!(ty, Type::Bool | Type::Integer(_) | Type::Float);
    let borrowed = &source.borrowed;
    let tokens: TokenStream = match (&source.place, source.carrier, is_copy) {
        (Some(place), carrier, false) => return Some(Value::clone_of(place, carrier)),
        (Some(place), _, true) => quote!(#place),
        (None, Carrier::Value, true) => quote!(*#borrowed),
        (None, Carrier::Value, false) => quote!(#borrowed.clone()),
        (None, _, true) => quote!(#borrowed.copied()),
        (None, _, false) => quote!(#borrowed.cloned()),
    };
    Some(Value::carried(tokens, source.carrier))
}

/// Text as a member of the target, which is a union with texts.
fn member(source: &Source<'_>, target: &Target<'_>) -> Option<Value> {
    let (id, def) = target.side.def(target.ty)?;
    let Shape::UntaggedUnion(members) = &def.shape else {
        return None;
    };
    let is_text = |ty| matches!(ty, &Type::String);
    let takes_text = members
        .iter()
        .any(|member| is_text(target.side.api.resolve(&member.ty)));
    if !takes_text || !is_text(source.side.api.resolve(source.ty)) {
        return None;
    }
    let (path, argument, borrowed) = (target.side.path(id), source.argument(), &source.borrowed);
    Some(match source.carrier {
        Carrier::Value => Value::new(quote!(#path::from(#borrowed.as_str()))),
        carrier @ (Carrier::Optional | Carrier::Field) => Value::carried(
            quote!(#borrowed.map(|#argument| #path::from(#argument.as_str()))),
            carrier,
        ),
    })
}

/// Whether a type is the same in every crate.
fn is_shared(ty: &Type) -> bool {
    let is_own = matches!(
        ty,
        Type::Named(_) | Type::Replaced(_) | Type::Tuple(_) | Type::File | Type::Body | Type::Form
    );
    !is_own && ty.children().into_iter().all(is_shared)
}

/// What the caller gives beside the source.
fn argument(context: &mut Context<'_>, at: At<'_>, target: &Target<'_>) -> Result<Value, Reported> {
    let name = at.str().unwrap_or_default();
    if !context.arguments.iter().any(|argument| argument == name) {
        let message = format!("`arguments` of the conversion has no `{name}`");
        let diagnostic = Diagnostic::new(Code::MappingField, at, message);
        return Err(context.diagnostics.report(diagnostic));
    }
    if !matches!(target.resolved(), Type::String) {
        return Err(target.mismatch(at, "text", context.diagnostics));
    }
    let name = ident(&conversion_argument(name));
    Ok(Value::new(quote!(#name.to_owned())))
}

/// The first of several that has a value.
fn first<'a>(
    context: &mut Context<'_>,
    at: At<'_>,
    cursor: &Cursor<'a>,
    target: &Target<'a>,
) -> Result<Value, Reported> {
    let mut parts = Vec::new();
    for item in at.items() {
        parts.push(context.within(|context| compile(context, item, &[], cursor, target)));
    }
    let parts = parts.into_iter().collect::<Result<Vec<Value>, _>>()?;
    let mut parts = parts.into_iter();
    let Some(first) = parts.next() else {
        return Err(wrong_kind(at, "a list of expressions", context.diagnostics));
    };
    let mut tokens = first.into_option();
    for part in parts {
        if part.carrier == Carrier::Value {
            let value = part.tokens;
            return Ok(Value::new(quote!(#tokens.unwrap_or_else(|| #value))));
        }
        let next = part.into_option();
        tokens = quote!(#tokens.or_else(|| #next));
    }
    Ok(Value::optional(tokens))
}

/// Texts that are not empty, joined.
fn join<'a>(
    context: &mut Context<'_>,
    at: At<'_>,
    parts: At<'_>,
    cursor: &Cursor<'a>,
    target: &Target<'a>,
) -> Result<Value, Reported> {
    if !matches!(target.resolved(), Type::String) {
        return Err(target.mismatch(parts, "text", context.diagnostics));
    }
    let between = at.get("with").and_then(At::str).unwrap_or(" ");
    let mut texts = Vec::new();
    for pointer in parts.items() {
        texts.push(text(context, pointer, cursor)?);
    }
    let convert = convert_module();
    Ok(Value::optional(
        quote!(#convert::join([#(#texts),*], #between)),
    ))
}

/// A part of a text.
fn split<'a>(
    context: &mut Context<'_>,
    at: At<'_>,
    pointer: At<'_>,
    cursor: &Cursor<'a>,
    target: &Target<'a>,
) -> Result<Value, Reported> {
    if !matches!(target.resolved(), Type::String) {
        return Err(target.mismatch(pointer, "text", context.diagnostics));
    }
    let text = text(context, pointer, cursor)?;
    let between = at.get("at").and_then(At::str).unwrap_or(" ");
    let part = required(at, "part", context.diagnostics)?;
    let convert = convert_module();
    match part.str() {
        Some("first") => Ok(Value::optional(quote!(#convert::before(#text, #between)))),
        Some("rest") => Ok(Value::optional(quote!(#convert::after(#text, #between)))),
        _ => Err(wrong_kind(part, "`first` or `rest`", context.diagnostics)),
    }
}

/// `Option<&str>` of a pointer.
fn text(
    context: &mut Context<'_>,
    pointer: At<'_>,
    cursor: &Cursor<'_>,
) -> Result<TokenStream, Reported> {
    let source = context.source(pointer, cursor)?;
    if matches!(source.side.api.resolve(source.ty), Type::String) {
        return Ok(source.option_str());
    }
    let what = source.side.describe(source.ty);
    let message = format!("text belongs here, and this is {what}");
    Err(context
        .diagnostics
        .report(Diagnostic::new(Code::MappingType, pointer, message)))
}
