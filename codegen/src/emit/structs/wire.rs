//! How the fields of a struct are called, and left out, on the wire.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Scope;
use crate::emit::rename::{RenameRule, best_rule};
use crate::emit::types::is_float;
use crate::ir::{Field, Presence, Struct, Type};
use crate::name::MemberName;

/// The rule that gives most keys of a struct, if it saves attributes; the other keys are renamed one by one.
pub(super) fn rename_rule(of: &Struct, members: &[MemberName]) -> Option<RenameRule> {
    best_rule(&RenameRule::FOR_FIELDS, |rule| {
        let fields = of.fields.iter().zip(members);
        let renamed = fields.filter(|(field, member)| is_renamed(field, member, rule));
        renamed.count()
    })
}

/// Whether a field needs a name of its own on the wire.
fn is_renamed(field: &Field, member: &MemberName, rule: Option<RenameRule>) -> bool {
    let ident = plain(member);
    rule.map_or_else(
        || field.key != ident,
        |rule| field.key != rule.apply_to_field(ident),
    )
}

/// The attributes of a field.
pub(super) fn field_attributes(
    scope: &Scope<'_>,
    field: &Field,
    member: &MemberName,
    rule: Option<RenameRule>,
) -> Option<TokenStream> {
    let mut parts = Vec::new();
    if is_renamed(field, member, rule) {
        let key = &field.key;
        parts.push(quote!(rename = #key));
    }
    if writes_null(field) {
        parts.push(quote!(nullable));
    }
    if is_float(scope.context.api, &field.ty) {
        parts.push(quote!(serialize_with = "signon_runtime::codegen::number"));
    }
    (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]))
}

/// Whether the field is an `Option` whose `None` is a null. The derive leaves out any other `None`.
fn writes_null(field: &Field) -> bool {
    match field.presence {
        Presence::Nullable => true,
        Presence::Required => matches!(field.ty, Type::Nullable(_)),
        Presence::Optional | Presence::OptionalNullable => false,
    }
}

/// The identifier as serde sees it.
fn plain(member: &MemberName) -> &str {
    member.ident.trim_start_matches("r#")
}
