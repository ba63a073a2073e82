//! Structs, and what makes a value of one.

mod wire;

use proc_macro2::TokenStream;
use quote::quote;

use self::wire::{field_attributes, rename_rule};
use super::constant::{Fallback, Read, fallback};
use super::constructor::Construction;
use super::imports::reference;
use super::provenance::type_docs;
use super::types::{field_type, is_float, ty};
use super::{Scope, derives, ident};
use crate::comment::{Docs, code, code_link};
use crate::ir::{Constant, Field, Presence, Struct, TypeId};
use crate::name::{Identifier, MemberName};

/// The items of a struct.
pub(super) fn item(scope: &Scope<'_>, id: TypeId, of: &Struct) -> Vec<TokenStream> {
    let name = ident(&scope.context.names.of_type(id).ident);
    let mut items = vec![structure(scope, id, of)];
    let accessors = default_accessors(scope, id, of);
    if !accessors.is_empty() {
        items.push(quote! {
            impl #name {
                #(#accessors)*
            }
        });
    }
    if scope.context.api.derived.usage(id).parameter {
        items.push(to_parameter(scope, &quote!(#name)));
    }
    items
}

/// How a type that is not a scalar becomes a parameter.
pub(super) fn to_parameter(scope: &Scope<'_>, name: &TokenStream) -> TokenStream {
    let to_parameter = scope.runtime("ToParameter");
    let parameter = scope.runtime("Parameter");
    quote! {
        impl #to_parameter for #name {
            fn to_parameter(&self) -> #parameter {
                #parameter::from_serialize(self)
            }
        }
    }
}

/// The struct.
fn structure(scope: &Scope<'_>, id: TypeId, of: &Struct) -> TokenStream {
    let names = scope.context.names.of_type(id);
    let name = ident(&names.ident);
    let docs = type_docs(scope, id).attribute();
    let rule = rename_rule(of, &names.members);
    let rule_attribute = rule.map(|rule| {
        let rule = rule.name();
        quote!(#[serde(rename_all = #rule)])
    });
    let construction = Construction::of_struct(scope.context, id, of);
    let default = construction.derives_default().then(|| quote!(Default,));
    let building = construction.derives(scope);
    let build = construction.attribute(scope);
    let further = derives::further(scope, id);
    let deserialize = scope.runtime("Deserialize");
    let serialize = scope.runtime("Serialize");
    let fields =
        of.fields
            .iter()
            .zip(&names.members)
            .enumerate()
            .map(|(index, (field, member))| {
                let docs = field_docs(scope, field).attribute();
                let build = construction.field_attribute(scope, index);
                let attributes = field_attributes(scope, field, member, rule);
                let ident = ident(&member.ident);
                let ty = field_type(scope, &field.ty, field.presence);
                quote!(#docs #attributes #build pub #ident: #ty,)
            });
    let rest = rest_field(scope, id, of);
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq, #further #deserialize, #serialize, #building)]
        #rule_attribute
        #build
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #rest
        }
    }
}

/// The field for keys that the document does not name.
fn rest_field(scope: &Scope<'_>, id: TypeId, of: &Struct) -> Option<TokenStream> {
    let ident = ident(&scope.context.names.of_type(id).rest.ident);
    if of.keeps_unknown() {
        let unknown = scope.runtime("UnknownFields");
        return Some(quote! {
            #[doc = " Properties that the schema does not declare."]
            pub #ident: #unknown,
        });
    }
    let rest = of.rest.as_ref()?;
    let float = is_float(scope.context.api, rest)
        .then(|| quote!(, serialize_with = "signon_runtime::codegen::number"));
    let map = reference("std::collections", "BTreeMap");
    let ty = ty(scope, rest);
    Some(quote! {
        #[doc = " Properties that the schema does not declare."]
        #[serde(flatten #float)]
        pub #ident: #map<String, #ty>,
    })
}

/// The doc comment of a field. In a crate of this workspace none is missing.
pub(super) fn field_docs(scope: &Scope<'_>, field: &Field) -> Docs {
    let mut doc = field.doc.clone();
    if field.access.read_only {
        doc.notes.push("Read-only: the server sets it.".to_owned());
    }
    if field.access.write_only {
        let note = "Write-only: the server does not send it back.";
        doc.notes.push(note.to_owned());
    }
    doc.notes
        .extend(field.constant.as_ref().and_then(constant_note));
    let docs = scope.docs(&doc);
    if docs.is_empty() && scope.context.options.in_workspace() {
        return Docs::line(code(&field.key));
    }
    docs
}

/// Says which value a field always has; none for text that a line of a comment cannot quote.
fn constant_note(constant: &Constant) -> Option<String> {
    let text = constant.to_string();
    let is_quotable = !text.is_empty() && !text.contains(['`', '\n', '\r']);
    is_quotable.then(|| format!("Constant: `{text}`."))
}

/// Accessors that give a field's value, or what the server assumes where it is left out.
fn default_accessors(scope: &Scope<'_>, id: TypeId, of: &Struct) -> Vec<TokenStream> {
    let name = scope.context.names.of_type(id);
    let fields = of.fields.iter().zip(&name.members);
    let accessors = fields.filter_map(|(field, member)| {
        let fallback = fallback(scope, &field.ty, field.default.as_ref()?)?;
        accessor(field, member, &name.default_accessor(member)?, &fallback)
    });
    accessors.collect()
}

/// One such accessor.
fn accessor(
    field: &Field,
    member: &MemberName,
    name: &Identifier,
    fallback: &Fallback,
) -> Option<TokenStream> {
    let Fallback { ty, value, read } = fallback;
    let field_ident = ident(&member.ident);
    let read = match (field.presence, read) {
        (Presence::Required | Presence::Nullable, _) => return None,
        (Presence::Optional, Read::Copied) => quote!(self.#field_ident.unwrap_or(#value)),
        (Presence::Optional, Read::Text) => quote!(self.#field_ident.as_deref().unwrap_or(#value)),
        (Presence::Optional, Read::Cloned) => quote!(self.#field_ident.clone().unwrap_or(#value)),
        (Presence::OptionalNullable, Read::Copied) => {
            quote!(self.#field_ident.as_option().copied().unwrap_or(#value))
        }
        (Presence::OptionalNullable, Read::Text) => {
            quote!(self.#field_ident.as_option().map_or(#value, String::as_str))
        }
        (Presence::OptionalNullable, Read::Cloned) => {
            quote!(self.#field_ident.as_option().cloned().unwrap_or(#value))
        }
    };
    let plain = member.ident.trim_start_matches("r#");
    let link = code_link(plain, &format!("Self::{plain}"));
    let docs = Docs::line(link + ", or the documented default.");
    let name = ident(name);
    Some(quote! {
        #docs
        pub fn #name(&self) -> #ty {
            #read
        }
    })
}
