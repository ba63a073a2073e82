//! One side of a conversion: the models of an API, and how they are written.

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::Code;
use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics, Reported};
use signon_codegen::internal::document::At;
use signon_codegen::internal::document::relative;
use signon_codegen::internal::emit::{ident, reference};
use signon_codegen::internal::ir::{
    Api, Constant, Enum, EnumValue, Field, JsonTypes, Shape, Struct as Fields, Type, TypeDef,
    TypeId,
};
use signon_codegen::internal::name::{Names, provider_crate};
use signon_codegen::internal::specs::Provider;

use super::Mappings;
use super::keys::similar;
use crate::specs::MAPPINGS;

/// The models of an API.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a Names,
    provider: &'a str,
}

/// A struct of a side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Struct<'a> {
    pub(super) side: Side<'a>,
    pub(super) id: TypeId,
    pub(super) record: &'a Fields,
}

impl<'a> Side<'a> {
    pub(super) fn of(provider: &'a Provider) -> Self {
        Self {
            api: &provider.api,
            names: &provider.names,
            provider: &provider.name,
        }
    }

    /// Whether these are the unified models.
    pub(super) fn is_unified(self) -> bool {
        self.provider == MAPPINGS
    }

    /// The path of a named type. The unified models are imported.
    pub(super) fn path(self, id: TypeId) -> TokenStream {
        let name = self.names.of_type(id);
        if self.is_unified() {
            return reference("crate::models", &name.ident);
        }
        let ty = ident(&name.ident);
        let krate = ident(&provider_crate(self.provider));
        let module = ident(&self.names.module(name.module).ident);
        quote!(#krate::#module::#ty)
    }

    /// The named type that a type is, behind aliases and pointers.
    pub(super) fn def(self, ty: &'a Type) -> Option<(TypeId, &'a TypeDef)> {
        let Type::Named(id) = self.api.resolve(ty) else {
            return None;
        };
        Some((*id, self.api.type_def(*id)))
    }

    /// The struct that a type is.
    pub(super) fn structure(self, ty: &'a Type) -> Option<Struct<'a>> {
        let (id, def) = self.def(ty)?;
        let Shape::Struct(record) = &def.shape else {
            return None;
        };
        Some(Struct {
            side: self,
            id,
            record,
        })
    }

    /// The enum that a type is.
    pub(super) fn enumeration(self, ty: &'a Type) -> Option<(TypeId, &'a Enum)> {
        let (id, def) = self.def(ty)?;
        let Shape::Enum(values) = &def.shape else {
            return None;
        };
        Some((id, values))
    }

    /// What a reader of a diagnostic calls a type.
    pub(super) fn describe(self, ty: &Type) -> String {
        let resolved = self.api.resolve(ty);
        if let Type::Text(text) = resolved {
            return format!(
                "text with a format ({})",
                signon_codegen::internal::emit::text_type(*text)
            );
        }
        if let Type::List(item) = resolved {
            return format!("a list of {}", self.describe(item));
        }
        if let Type::Map(value) = resolved {
            return format!("a map of {}", self.describe(value));
        }
        if let Type::Nullable(inner) = resolved {
            return format!("{} or null", self.describe(inner));
        }
        if let Type::Named(id) = resolved {
            return format!("`{}`", self.names.of_type(*id).ident);
        }
        let is_plain = !matches!(resolved, Type::File | Type::Body | Type::Form);
        let text = match resolved.json_types() {
            JsonTypes::BOOLEAN => "a boolean",
            JsonTypes::INTEGER => "an integer",
            JsonTypes::NUMBER => "a number",
            JsonTypes::STRING if *resolved == Type::Secret => "a secret",
            JsonTypes::STRING if is_plain => "text",
            JsonTypes::ANY => "free-form JSON",
            _ => "of a type that mappings do not take",
        };
        text.to_owned()
    }
}

impl<'a> Struct<'a> {
    /// The type in Rust.
    pub(super) fn path(self) -> TokenStream {
        self.side.path(self.id)
    }

    /// Its name.
    pub(super) fn name(self) -> &'a str {
        &self.side.names.of_type(self.id).ident
    }

    /// Its fields, each with its identifiers.
    pub(super) fn fields(
        self,
    ) -> impl Iterator<Item = (&'a Field, &'a signon_codegen::internal::name::MemberName)> {
        let members = &self.side.names.of_type(self.id).members;
        self.record.fields.iter().zip(members)
    }

    /// A field by its key.
    pub(super) fn field(
        self,
        key: &str,
    ) -> Option<(&'a Field, &'a signon_codegen::internal::name::MemberName)> {
        self.fields().find(|(field, _)| field.key == key)
    }

    /// The field whose key is most like one that is not there.
    pub(super) fn similar(self, key: &str) -> Option<&'a str> {
        similar(
            key,
            self.record.fields.iter().map(|field| field.key.as_str()),
        )
    }

    /// Where the struct is in the specs.
    pub(super) fn file(self) -> &'a str {
        &self.side.api.type_def(self.id).origin.file
    }
}

/// The struct that a conversion names: `../models.yaml#/components/schemas/User`.
pub(super) fn find<'a>(
    at: At<'_>,
    mappings: &'a Mappings,
    providers: &'a [Provider],
    diagnostics: &mut Diagnostics,
) -> Result<Struct<'a>, Reported> {
    let Some(text) = at.str() else {
        return Err(super::keys::wrong_kind(
            at,
            "a reference to a schema",
            diagnostics,
        ));
    };
    let (file, pointer) = text.split_once('#').unwrap_or((text, ""));
    let file = relative(at.file(), file);
    let folder = file.split('/').nth(1).unwrap_or_default();
    let provider = std::iter::once(&mappings.models)
        .chain(providers)
        .find(|provider| provider.name == folder);
    let Some(provider) = provider else {
        let message = format!("`{text}` is in no provider's folder");
        return Err(diagnostics.report(Diagnostic::new(Code::MappingPointer, at, message)));
    };
    let side = Side::of(provider);
    let mut types = side.api.types.iter().enumerate();
    let found = types.find(|(_, def)| *def.origin.file == *file && def.origin.pointer == pointer);
    if let Some((index, def)) = found {
        if let Shape::Struct(record) = &def.shape {
            return Ok(Struct {
                side,
                id: TypeId(index),
                record,
            });
        }
        let message = format!("`{text}` is no object with properties");
        return Err(diagnostics.report(Diagnostic::new(Code::MappingType, at, message)));
    }
    let message = format!("no schema of an operation is at `{text}`");
    let mut diagnostic = Diagnostic::new(Code::MappingPointer, at, message);
    let known = side.api.types.iter().map(|def| &def.origin);
    let pointers = known
        .filter(|origin| *origin.file == *file)
        .map(|origin| origin.pointer.as_str());
    if let Some(similar) = similar(pointer, pointers) {
        diagnostic = diagnostic.help(format!("a similar schema exists: `#{similar}`"));
    }
    Err(diagnostics.report(diagnostic))
}

/// The text of a value of an enum.
pub(super) fn text_of(value: &EnumValue) -> String {
    match &value.value {
        Constant::Null => "null".to_owned(),
        Constant::Bool(value) => value.to_string(),
        Constant::Integer(value) => value.to_string(),
        Constant::Float(value) => value.to_string(),
        Constant::String(value) => value.clone(),
    }
}
