//! How the fields of a record are called, and left out, on the wire.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Scope;
use crate::emit::rename::{RenameRule, best_rule};
use crate::emit::types::is_float;
use crate::ir::{Field, Presence, Struct};
use crate::name::MemberName;

/// The rule that gives most keys of a struct, if it saves attributes; the other keys are renamed one by one.
pub(super) fn rename_rule(record: &Struct, members: &[MemberName]) -> Option<RenameRule> {
    best_rule(&RenameRule::FOR_FIELDS, |rule| {
        let fields = record.fields.iter().zip(members);
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
    match field.presence {
        Presence::Required | Presence::Nullable => {}
        Presence::Optional => parts.push(quote!(default, skip_serializing_if = "Option::is_none")),
        Presence::OptionalNullable => {
            let skip = format!("{}::is_absent", scope.runtime_text("Field"));
            parts.push(quote!(default, skip_serializing_if = #skip));
        }
    }
    if is_float(scope.context.api, &field.ty) {
        parts.push(quote!(serialize_with = "signon_runtime::codegen::number"));
    }
    (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]))
}

/// The identifier as serde sees it.
fn plain(member: &MemberName) -> &str {
    member.ident.trim_start_matches("r#")
}
