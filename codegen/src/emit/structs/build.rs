//! What makes a value of a struct: the derives of `new`, and in requests of a setter for each optional field.

use proc_macro2::TokenStream;
use quote::quote;

use crate::comment::{Docs, Markdown, code_link};
use crate::emit::argument::{Argument, is_convertible, plain};
use crate::emit::constant::constant;
use crate::emit::constructor::argument;
use crate::emit::signature::{Initial, Input, InputType, Signature};
use crate::emit::types::ty;
use crate::emit::{Context, Scope, ident};
use crate::ir::{Constant, Presence, Struct, Type, TypeId};
use crate::name::MemberName;

/// How callers build a struct. One of responses alone has no setters: who builds one is a test, and its fields are public.
pub(super) struct Construction<'r> {
    signature: Signature<'r>,
    /// The map of undeclared keys, if their values have a type.
    rest: Option<(&'r MemberName, &'r Type)>,
    in_requests: bool,
}

/// How callers build a struct.
pub(super) fn construction<'r>(
    context: Context<'r>,
    id: TypeId,
    record: &'r Struct,
) -> Construction<'r> {
    let names = context.names.of_type(id);
    Construction {
        signature: Signature::of_struct(context, id, record),
        rest: record.rest.as_ref().map(|rest| (&names.rest, rest)),
        in_requests: context.api.derived.usage(id).request,
    }
}

impl Construction<'_> {
    /// The derives of `new` and setters, each with a comma after it.
    pub(super) fn derives(&self, scope: &Scope<'_>) -> TokenStream {
        let new = self.has_new().then(|| scope.runtime("New"));
        let new = new.map(|new| quote!(#new,));
        let setters = self.has_setters().then(|| scope.runtime("Setters"));
        let setters = setters.map(|setters| quote!(#setters,));
        quote!(#new #setters)
    }

    /// `#[build(...)]` of the struct: what the types of its fields do not say.
    pub(super) fn attribute(&self, scope: &Scope<'_>) -> Option<TokenStream> {
        let (mut into, mut aliases) = (Vec::new(), Vec::new());
        let mut convert = |member: &MemberName, inner: &Type| {
            let name = ident(&member.ident);
            let conversion = conversion(scope, inner);
            if conversion.into {
                into.push(quote!(#name));
            }
            aliases.extend(conversion.alias.map(|ty| quote!(#name = #ty)));
        };
        for input in &self.signature.inputs {
            // A null, or `Field::Absent`, is an argument as it is.
            let is_plain = match input.presence {
                Presence::Required => input.is_argument(),
                Presence::Optional => self.in_requests && input.has_setter,
                Presence::Nullable | Presence::OptionalNullable => false,
            };
            if let (true, InputType::Plain(ty)) = (is_plain, input.ty) {
                convert(input.member, ty);
            }
        }
        let rest = self.rest.filter(|_| self.in_requests);
        if let Some((member, ty)) = rest {
            convert(member, ty);
        }
        let inputs = self.signature.inputs.iter();
        let skipped =
            inputs.filter(|input| self.has_setters() && !input.is_required() && !input.has_setter);
        let skip = skipped.map(|input| ident(&input.member.ident));
        let settable = self.settable().map(|input| input.member);
        let renamed = settable.chain(rest.map(|(member, _)| member));
        let setter = renamed.filter(|member| member.setter != member.ident);
        let setter = setter.map(|member| {
            let (name, setter) = (ident(&member.ident), ident(&member.setter));
            quote!(#name = #setter)
        });
        let skip: Vec<TokenStream> = skip.map(|name| quote!(#name)).collect();
        let parts = [
            part("into", &into),
            part("alias", &aliases),
            part("skip", &skip),
            part("setter", &setter.collect::<Vec<_>>()),
        ];
        let parts: Vec<TokenStream> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| quote!(#[build(#(#parts),*)]))
    }

    /// `#[build(...)]` of the field with this index.
    pub(super) fn field_attribute(&self, scope: &Scope<'_>, index: usize) -> Option<TokenStream> {
        let input = self.signature.inputs.get(index)?;
        let (Initial::Value(value), InputType::Plain(ty)) = (input.initial, input.ty) else {
            return None;
        };
        let constant = filled(scope, ty, value)?;
        Some(quote!(#[build(constant = #constant)]))
    }

    /// The signatures of the methods that are derived.
    pub(super) fn signatures(&self, scope: &Scope<'_>) -> Vec<TokenStream> {
        let mut signatures = Vec::new();
        if self.has_new() {
            let arguments = self.signature.inputs.iter();
            let arguments = arguments.filter(|input| input.is_argument()).map(|input| {
                let name = ident(&input.member.ident);
                let ty = argument(scope, input).ty;
                quote!(#name: #ty)
            });
            signatures.push(quote!(fn new(#(#arguments),*) -> Self));
        }
        signatures.extend(self.settable().map(|input| {
            let (name, setter) = (ident(&input.member.ident), ident(&input.member.setter));
            let ty = argument(scope, input).ty;
            quote!(fn #setter(mut self, #name: #ty) -> Self)
        }));
        if let Some((member, rest)) = self.rest.filter(|_| self.in_requests) {
            let setter = ident(&member.setter);
            let ty = plain(scope, &ident("value"), rest).ty;
            let key = quote!(key: impl Into<String>);
            signatures.push(quote!(fn #setter(mut self, #key, value: #ty) -> Self));
        }
        signatures
    }

    /// Whether `new` fills in constants and has no arguments, so that `Default` is derived with it.
    pub(super) fn default_is_new(&self) -> bool {
        !self.signature.has_arguments() && !self.derives_default()
    }

    /// Whether the struct derives `Default`.
    pub(super) fn derives_default(&self) -> bool {
        self.signature.is_empty_by_default()
    }

    fn has_new(&self) -> bool {
        self.in_requests || !self.derives_default()
    }

    fn has_setters(&self) -> bool {
        self.in_requests && (self.rest.is_some() || self.settable().next().is_some())
    }

    /// The fields with a setter.
    fn settable(&self) -> impl Iterator<Item = &Input<'_>> {
        let inputs = self.signature.inputs.iter();
        inputs.filter(|input| self.in_requests && input.has_setter)
    }
}

/// A part of `#[build(...)]`, if it lists any field.
fn part(name: &'static str, fields: &[TokenStream]) -> Option<TokenStream> {
    let name = ident(name);
    (!fields.is_empty()).then(|| quote!(#name(#(#fields),*)))
}

/// What the written type of a field does not say about its conversion.
struct Conversion {
    /// Whether the value, its items or the values of its keys are converted by `Into`. Those of a `String` always are.
    into: bool,
    /// The list or map that the type is an alias of.
    alias: Option<TokenStream>,
}

/// What the written type of a field does not say about its conversion, which is that of [`plain`].
fn conversion(scope: &Scope<'_>, inner: &Type) -> Conversion {
    if let Type::Boxed(inner) = inner {
        return conversion(scope, inner);
    }
    let resolved = scope.context.api.resolve(inner);
    let content = if let Type::List(content) | Type::Map(content) = resolved {
        Some(content.as_ref())
    } else {
        None
    };
    let converted = content.unwrap_or(inner);
    let is_alias = content.is_some() && matches!(inner, Type::Named(_));
    Conversion {
        into: *converted != Type::String && is_convertible(scope, converted),
        alias: is_alias.then(|| ty(scope, resolved)),
    }
}

/// A constant as `new` fills it in: text as it is, because the derive converts it, and without a `Box`.
fn filled(scope: &Scope<'_>, inner: &Type, value: &Constant) -> Option<TokenStream> {
    if let Type::Boxed(inner) = inner {
        return filled(scope, inner, value);
    }
    match (scope.context.api.resolve(inner), value) {
        (Type::String | Type::Text(_) | Type::Secret, Constant::String(text)) => {
            Some(quote!(#text))
        }
        _ => constant(scope, inner, value),
    }
}

/// A method that sets a field and gives the value back.
pub(in crate::emit) fn setter_method(member: &MemberName, argument: &Argument) -> TokenStream {
    let name = ident(&member.ident);
    let setter = ident(&member.setter);
    let Argument { ty, value } = argument;
    let plain = member.ident.trim_start_matches("r#");
    let link = code_link(plain, &format!("Self::{plain}"));
    let docs = Docs::line(Markdown::from("Sets ") + link + ".");
    quote! {
        #docs
        #[must_use]
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}
