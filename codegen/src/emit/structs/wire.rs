//! How the fields of a record are called, and left out, on the wire.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Scope;
use crate::emit::types::is_float;
use crate::ir::{Field, Presence, Struct};
use crate::name::MemberName;

/// A rule of serde's that makes keys of identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RenameRule {
    Camel,
    Pascal,
    Kebab,
}

impl RenameRule {
    /// What serde calls the rule.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Kebab => "kebab-case",
        }
    }

    /// What serde makes of an identifier.
    fn apply(self, ident: &str) -> String {
        match self {
            Self::Kebab => ident.replace('_', "-"),
            Self::Pascal => pascal(ident),
            Self::Camel => {
                let name = pascal(ident);
                let mut chars = name.chars();
                let first = chars.next().map(|char| char.to_ascii_lowercase());
                first.into_iter().chain(chars).collect()
            }
        }
    }
}

/// The rule that gives most keys of a struct, if it saves attributes; the other keys are renamed one by one.
pub(super) fn rename_rule(record: &Struct, members: &[MemberName]) -> Option<RenameRule> {
    let renamed = |rule: Option<RenameRule>| {
        let fields = record.fields.iter().zip(members);
        let renamed = fields.filter(|(field, member)| is_renamed(field, member, rule));
        renamed.count() + usize::from(rule.is_some())
    };
    let rules = [RenameRule::Camel, RenameRule::Pascal, RenameRule::Kebab];
    // No rule comes first, so that a rule has to save an attribute.
    let candidates = std::iter::once(None).chain(rules.map(Some));
    candidates.min_by_key(|rule| renamed(*rule)).flatten()
}

/// Whether a field needs a name of its own on the wire.
fn is_renamed(field: &Field, member: &MemberName, rule: Option<RenameRule>) -> bool {
    let ident = plain(member);
    rule.map_or_else(|| field.key != ident, |rule| field.key != rule.apply(ident))
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

/// `snake_case` in serde's `PascalCase`.
fn pascal(ident: &str) -> String {
    let mut out = String::with_capacity(ident.len());
    let mut capital = true;
    for char in ident.chars() {
        if char == '_' {
            capital = true;
        } else if capital {
            out.push(char.to_ascii_uppercase());
            capital = false;
        } else {
            out.push(char);
        }
    }
    out
}
