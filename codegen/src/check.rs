//! Checks that the keys of a document are defined by the standard, and that our extensions appear where they have an effect.

pub(crate) mod examples;
mod extension;
mod parameter;
mod presence;
mod prose;
pub(crate) mod rust_enum;
pub(crate) mod rust_module;
pub(crate) mod rust_name;
pub(crate) mod rust_type;
mod schema;
mod server;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{At, Kind};
use crate::keywords::{Child, Object};
use crate::load::SpecSet;

/// Checks every file of a set.
pub(crate) fn check(set: &SpecSet, diagnostics: &mut Diagnostics) {
    for id in set.documents.ids() {
        let root = set.documents.root(id);
        if root.has("openapi") {
            object(root, Object::Document, diagnostics);
        }
        if diagnostics.is_spec() {
            presence::operation_file(set, id, diagnostics);
        }
    }
}

fn object(at: At<'_>, kind: Object, diagnostics: &mut Diagnostics) {
    if at.kind() != Kind::Map {
        if !(kind == Object::Schema && at.kind() == Kind::Bool) {
            wrong_kind(at, "a map", diagnostics);
        }
        return;
    }
    if at
        .get("$ref")
        .is_some_and(|reference| reference.kind() == Kind::String)
        && kind != Object::Document
    {
        reference(at, kind, diagnostics);
        if kind != Object::Schema {
            return;
        }
    }
    let table = kind.keys();
    for (key, value) in at.entries() {
        match table.iter().find(|(known, _)| *known == key) {
            Some((_, child)) => descend(value, *child, diagnostics),
            None if key.starts_with("x-") => extension::check(key, value, kind, diagnostics),
            None if key == "$ref" => {}
            None if kind == Object::Paths && key.starts_with('/') => {
                object(value, Object::PathItem, diagnostics);
            }
            // An invalid status code is reported where responses are read.
            None if kind == Object::Responses => object(value, Object::Response, diagnostics),
            None if kind == Object::Callback => object(value, Object::PathItem, diagnostics),
            None => unknown(key, value, kind, diagnostics),
        }
    }
    if kind == Object::Schema {
        schema::check(at, diagnostics);
    }
    if matches!(kind, Object::Parameter | Object::Header) {
        parameter::check(at, diagnostics);
    }
    if kind == Object::Server {
        server::check(at, diagnostics);
    }
    presence::check(at, kind, diagnostics);
}

fn descend(at: At<'_>, child: Child, diagnostics: &mut Diagnostics) {
    match child {
        Child::Anything => {}
        Child::Text => {
            if at.text().is_none() {
                wrong_kind(at, "text", diagnostics);
            }
            prose::check(at, diagnostics);
        }
        Child::Flag => {
            if at.bool().is_none() {
                wrong_kind(at, "`true` or `false`", diagnostics);
            }
        }
        Child::Items => {
            if at.kind() != Kind::List {
                wrong_kind(at, "a list", diagnostics);
            }
        }
        Child::List(kind) | Child::OneOrList(kind) if at.kind() == Kind::List => {
            at.items().for_each(|item| object(item, kind, diagnostics));
        }
        Child::One(kind) | Child::OneOrList(kind) => object(at, kind, diagnostics),
        Child::List(_) => wrong_kind(at, "a list", diagnostics),
        Child::Map(kind) if at.kind() == Kind::Map => {
            at.entries()
                .filter(|(key, _)| !key.starts_with("x-"))
                .for_each(|(_, value)| object(value, kind, diagnostics));
        }
        Child::Map(_) => wrong_kind(at, "a map", diagnostics),
    }
}

fn wrong_kind(at: At<'_>, wanted: &str, diagnostics: &mut Diagnostics) {
    let what = match at.parent() {
        None => "the document".to_owned(),
        Some(parent) if parent.kind() == Kind::List => {
            format!("an item of `{}`", parent.key().unwrap_or_default())
        }
        Some(_) => format!("`{}`", at.key().unwrap_or_default()),
    };
    let message = format!("{what} is {} where {wanted} belongs", at.kind().name());
    diagnostics.report(Diagnostic::new(Code::WrongKind, at, message));
}

/// Reports siblings of a `$ref`, which OpenAPI 3.0 ignores.
fn reference(at: At<'_>, kind: Object, diagnostics: &mut Diagnostics) {
    if !diagnostics.is_spec() {
        return;
    }
    for (key, value) in at.entries().filter(|(key, _)| *key != "$ref") {
        let message = format!("`{key}` is beside a `$ref`, where tools for OpenAPI 3.0 ignore it");
        let help = if kind == Object::Schema {
            "wrap the reference: `allOf: [{ $ref: ... }]`"
        } else {
            "move it to what the reference leads to"
        };
        diagnostics.report(
            Diagnostic::new(Code::UnknownKey, value, message)
                .on_key(value)
                .help(help),
        );
    }
}

fn unknown(key: &str, value: At<'_>, kind: Object, diagnostics: &mut Diagnostics) {
    if kind == Object::Paths {
        let message = format!("the path `{key}` does not begin with `/`");
        let diagnostic = Diagnostic::new(Code::UnknownKey, value, message).on_key(value);
        diagnostics.report(diagnostic.help(format!("write `/{key}`")));
        return object(value, Object::PathItem, diagnostics);
    }
    let message = format!("`{key}` is no key of {}", kind.name());
    let near = kind
        .keys()
        .iter()
        .map(|(known, _)| (crate::resolve::distance(known, key), *known))
        .filter(|(distance, _)| *distance <= 2)
        .min();
    let diagnostic = Diagnostic::new(Code::UnknownKey, value, message).on_key(value);
    diagnostics.report(match near {
        Some((_, near)) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    });
}
