//! Where a type comes from, for its doc comment.

use super::{Context, Scope};
use crate::comment::{Docs, Markdown, code, link};
use crate::ir::{Naming, TypeDef, TypeId};

/// The doc comment of a type.
pub(super) fn type_docs(scope: &Scope<'_>, id: TypeId) -> Docs {
    let def = scope.context.api.type_def(id);
    let mut docs = scope.docs(&def.doc);
    let place = spec_place(scope.context, def);
    if docs.is_empty() && scope.context.options.in_workspace() {
        docs = Docs::line(code(&place) + " of the spec.");
    }
    docs.note(spec_line(scope.context, def, &place));
    if let Some(url) = &def.doc.url {
        docs.note(link("Documented here", url) + ".");
    }
    docs
}

/// The line with the location of a type in the specs.
fn spec_line(context: Context<'_>, def: &TypeDef, place: &str) -> Markdown {
    let place = Markdown::from("Spec: ") + code(place);
    if context.options.in_workspace() {
        place + " in " + code(&def.origin.file) + "."
    } else {
        place + "."
    }
}

/// The location of a type in words: `Invoice`, `Invoice.status`, `listUsers.Response`.
pub(crate) fn spec_place(context: Context<'_>, def: &TypeDef) -> String {
    match &def.naming {
        Naming::Key(key) => shared_place(&def.origin.pointer).unwrap_or_else(|| key.clone()),
        Naming::Explicit(_) => {
            let token = def.origin.pointer.rsplit('/').next().unwrap_or_default();
            plain(token)
        }
        Naming::Within(parent, path) => {
            format!(
                "{}.{}",
                spec_place(context, context.api.type_def(*parent)),
                path.join(".")
            )
        }
        Naming::InOperation(operation, path) => {
            let operation = context
                .api
                .operations
                .get(operation.0)
                .map_or("", |operation| &operation.id);
            format!("{operation}.{}", path.join("."))
        }
    }
}

/// A shared parameter, header, response or body: `responses/NotFound`.
fn shared_place(pointer: &str) -> Option<String> {
    let tokens: Vec<&str> = pointer.split('/').collect();
    match tokens.as_slice() {
        ["", "components", kind, name, ..] if *kind != "schemas" => {
            Some(format!("{kind}/{}", plain(name)))
        }
        _ => None,
    }
}

fn plain(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
