//! What makes a value of a struct, operation or form: the derives of `new`, and in requests of a setter for each optional field.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{argument, is_convertible, plain};
use super::constant::constant;
use super::imports::shorten;
use super::signature::{Initial, Input, InputType, Origin, Signature};
use super::types::{field_type, ty};
use super::{Context, Scope, ident};
use crate::comment::Docs;
use crate::ir::{Constant, Multipart, Operation, Presence, Shape, Struct, Type, TypeId};
use crate::name::{Identifier, MemberName, OperationName, plain as plain_name};

/// How callers build a value. A struct of responses alone has no setters: who builds one is a test, and its fields are public.
pub(super) struct Construction<'r> {
    signature: Signature<'r>,
    /// The map of undeclared keys, if their values have a type.
    rest: Option<(&'r MemberName, &'r Type)>,
    in_requests: bool,
}

impl<'r> Construction<'r> {
    /// How callers build a struct.
    pub(super) fn of_struct(context: Context<'r>, id: TypeId, of: &'r Struct) -> Self {
        let names = context.names.of_type(id);
        Self {
            signature: Signature::of_struct(context, id, of),
            rest: of.rest.as_ref().map(|rest| (&names.rest, rest)),
            in_requests: context.api.derived.usage(id).request,
        }
    }

    /// How callers build an operation.
    pub(super) fn of_operation(
        context: Context<'r>,
        operation: &'r Operation,
        name: &'r OperationName,
    ) -> Self {
        Self::of_request(Signature::of_operation(context, operation, name))
    }

    /// How callers build a form.
    pub(super) fn of_form(context: Context<'r>, id: TypeId, form: &'r Multipart) -> Self {
        Self::of_request(Signature::of_form(context, id, form))
    }

    fn of_request(signature: Signature<'r>) -> Self {
        Self {
            signature,
            rest: None,
            in_requests: true,
        }
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

    /// The struct of an operation or form.
    pub(super) fn structure(
        &self,
        scope: &Scope<'_>,
        name: &Identifier,
        docs: &Docs,
        field_docs: impl Fn(Origin<'_>) -> Docs,
    ) -> TokenStream {
        let name = ident(name);
        let default = self.derives_default().then(|| quote!(Default,));
        let derives = self.derives(scope);
        let attribute = self.attribute(scope);
        let fields = self.signature.inputs.iter().map(|input| {
            let docs = field_docs(input.origin);
            let required = (input.presence == Presence::Nullable && input.is_argument())
                .then(|| quote!(#[build(required)]));
            let value = value_attribute(scope, input);
            let name = ident(&input.member.ident);
            let ty = input_type(scope, input);
            quote!(#docs #required #value pub #name: #ty,)
        });
        quote! {
            #docs
            #[derive(Clone, Debug, #default PartialEq, #derives)]
            #attribute
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
            }
        }
    }

    /// `#[build(...)]` of the struct: what the types of its fields do not say.
    pub(super) fn attribute(&self, scope: &Scope<'_>) -> Option<TokenStream> {
        let (mut into, mut aliases) = (Vec::new(), Vec::new());
        let mut convert = |member: &MemberName, conversion: Conversion| {
            let name = ident(&member.ident);
            if conversion.into {
                into.push(quote!(#name));
            }
            aliases.extend(conversion.alias.map(|ty| quote!(#name = #ty)));
        };
        for input in &self.signature.inputs {
            if input.is_argument() || self.is_settable(input) {
                convert(input.member, input_conversion(scope, input));
            }
        }
        let rest = self.rest.filter(|_| self.in_requests);
        if let Some((member, ty)) = rest {
            convert(member, conversion(scope, ty));
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
        value_attribute(scope, self.signature.inputs.get(index)?)
    }

    /// The signatures of the methods that are derived.
    pub(super) fn signatures(&self, scope: &Scope<'_>) -> Vec<TokenStream> {
        let mut signatures = Vec::new();
        if self.has_new() {
            let arguments = self.signature.inputs.iter();
            let arguments = arguments.filter(|input| input.is_argument()).map(|input| {
                let name = ident(&input.member.ident);
                let ty = argument(scope, input);
                quote!(#name: #ty)
            });
            signatures.push(quote!(fn new(#(#arguments),*) -> Self));
        }
        signatures.extend(self.settable().map(|input| {
            let (name, setter) = (ident(&input.member.ident), ident(&input.member.setter));
            let ty = argument(scope, input);
            quote!(fn #setter(mut self, #name: #ty) -> Self)
        }));
        if let Some((member, rest)) = self.rest.filter(|_| self.in_requests) {
            let setter = ident(&member.setter);
            let ty = plain(scope, rest);
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
        inputs.filter(|input| self.is_settable(input))
    }

    fn is_settable(&self, input: &Input<'_>) -> bool {
        self.in_requests && input.has_setter
    }
}

/// What the derives of `new` and setters add to the public interface of a struct, operation or form.
pub(crate) struct DerivedItems {
    /// The signatures of methods.
    pub(crate) signatures: Vec<TokenStream>,
    /// Whether they implement `Default`.
    pub(crate) default: bool,
}

/// What is left to derives, by the module and name of what has them.
pub(crate) fn derived_items(context: Context<'_>) -> impl Iterator<Item = (String, DerivedItems)> {
    let derived = move |module: usize, name: &str, construction: Construction<'_>| {
        let path = context.names.module(module).ident.as_str();
        let scope = Scope::of_file(context, Some(module), [name]);
        let signatures = construction.signatures(&scope);
        let derived = DerivedItems {
            signatures: shorten(scope.own(), signatures).items,
            default: construction.default_is_new(),
        };
        (format!("{}::{name}", plain_name(path)), derived)
    };
    let operations = context.api.operations.iter().zip(&context.names.operations);
    let operations = operations.map(move |(operation, name)| {
        let construction = Construction::of_operation(context, operation, name);
        derived(name.module, &name.ident, construction)
    });
    let types = context.types().filter_map(move |(id, def)| {
        let construction = if let Shape::Struct(of) = &def.shape {
            Construction::of_struct(context, id, of)
        } else if let Shape::Multipart(form) = &def.shape {
            Construction::of_form(context, id, form)
        } else {
            return None;
        };
        let name = context.names.of_type(id);
        Some(derived(name.module, &name.ident, construction))
    });
    operations.chain(types)
}

/// The type of the field.
fn input_type(scope: &Scope<'_>, input: &Input<'_>) -> TokenStream {
    match input.ty {
        InputType::Plain(inner) => field_type(scope, inner, input.presence),
        InputType::Bodies(name) => {
            let name = ident(&name.ident);
            if input.is_required() {
                quote!(#name)
            } else {
                quote!(Option<#name>)
            }
        }
    }
}

/// `#[build(...)]` of a field that has a value in a new struct: one that callers can change, or a constant.
fn value_attribute(scope: &Scope<'_>, input: &Input<'_>) -> Option<TokenStream> {
    let (Initial::Value(value), InputType::Plain(ty)) = (input.initial, input.ty) else {
        return None;
    };
    let value = filled(scope, ty, value)?;
    Some(if input.is_required() && input.has_setter {
        quote!(#[build(default = #value)])
    } else {
        quote!(#[build(constant = #value)])
    })
}

/// A part of `#[build(...)]`, if it lists any field.
fn part(name: &'static str, fields: &[TokenStream]) -> Option<TokenStream> {
    let name = ident(name);
    (!fields.is_empty()).then(|| quote!(#name(#(#fields),*)))
}

/// What the written type of a field does not say about its conversion.
#[derive(Default)]
struct Conversion {
    /// Whether the value, its items or the values of its keys are converted by `Into`. Those of a `String` always are.
    into: bool,
    /// The list or map that the type is an alias of.
    alias: Option<TokenStream>,
}

/// What the written type of an input does not say about its conversion.
fn input_conversion(scope: &Scope<'_>, input: &Input<'_>) -> Conversion {
    match (input.presence, input.ty) {
        (Presence::Required | Presence::Optional, InputType::Plain(ty)) => conversion(scope, ty),
        // An `Option` is an argument as it is, and a `Field` is always converted.
        (Presence::Nullable | Presence::OptionalNullable, _) => Conversion::default(),
        (_, InputType::Bodies(_)) => Conversion {
            into: true,
            alias: None,
        },
    }
}

/// What the written type of a value does not say about its conversion, which is that of [`plain`].
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
