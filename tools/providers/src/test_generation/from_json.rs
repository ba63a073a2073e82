//! Values that are given as JSON when a call is made: by place and name, and the body as a whole.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use signon_codegen::internal::emit::{Scope, ident, output_type, ty};
use signon_codegen::internal::ir::{Body, BodyEncoding, Field, Parameter, Presence, Type};
use signon_codegen::internal::name::{Outcome, success};

use super::calls::{Call, Location, Setting, Values, calls, request};

/// `calls`, and a function for each call that makes its operation of what is given.
pub(super) fn functions(
    scope: &Scope<'_>,
    call_type: &TokenStream,
    given: &TokenStream,
    answer: &TokenStream,
) -> Vec<TokenStream> {
    let mut functions = Vec::new();
    let mut cases = Vec::new();
    for call in calls(scope) {
        let name = &call.function;
        let type_name = scope.operation(call.id);
        let request = request(scope, &FromJson, &call);
        let is_plain = call.operation.parameters.is_empty() && call.body.is_none();
        let argument = if is_plain { quote!(_) } else { quote!(given) };
        functions.push(quote! {
            fn #name(#argument: &#given) -> Result<#type_name, String> {
                Ok(#request)
            }
        });
        let (method, path) = (&call.operation.method, &call.operation.path);
        let media = call.body.map(|body| &body.media);
        let media = media.map_or_else(|| quote!(None), |media| quote!(Some(#media)));
        let make = if call.operation.pagination.is_some() {
            quote!(paged)
        } else {
            quote!(of)
        };
        let written = written(scope, &call, answer);
        cases.push(quote! {
            #call_type::#make(#method, #path, #media, #name, |output| #written)
        });
    }
    let calls = quote! {
        #[doc = " A call of each operation, and one for each further media type of a body."]
        pub fn calls() -> Vec<#call_type> {
            Vec::from([#(#cases),*])
        }
    };
    std::iter::once(calls).chain(functions).collect()
}

/// The JSON of an output, where it has any: of the body in its variant, where a call can succeed in several ways.
fn written(scope: &Scope<'_>, call: &Call<'_>, answer: &TokenStream) -> TokenStream {
    let name = scope.context.names.of_operation(call.id);
    let (Outcome::Many(cases), Some(variants)) = (success(call.operation), &name.output) else {
        return quote!((&&#answer(output)).written());
    };
    let output = output_type(scope, call.operation, name);
    let arms = cases.iter().zip(&variants.members);
    let arms = arms.filter(|(case, _)| case.content.is_some());
    let arms = arms.map(|(_, variant)| {
        let variant = ident(variant);
        quote!(#output::#variant(body) => (&&#answer(body)).written(),)
    });
    quote!(match output { #(#arms)* _ => None })
}

/// Values that are given as JSON.
struct FromJson;

impl Values for FromJson {
    fn parameter(
        &self,
        scope: &Scope<'_>,
        presence: Presence,
        inner: &Type,
        parameter: &Parameter,
    ) -> TokenStream {
        let location = parameter.location.name();
        value(scope, presence, inner, location, &parameter.key)
    }

    /// In a variant, the body keeps its pointer.
    fn body(&self, scope: &Scope<'_>, body: &Body, in_variant: bool) -> Option<TokenStream> {
        Some(match &body.encoding {
            BodyEncoding::Json
            | BodyEncoding::Xml(_)
            | BodyEncoding::Form(_)
            | BodyEncoding::Multipart => {
                let inner = if in_variant {
                    &body.ty
                } else {
                    body.ty.unboxed()
                };
                let written = ty(scope, inner);
                quote!(given.body::<#written>()?)
            }
            BodyEncoding::Binary => {
                let body = scope.runtime("Body");
                quote!(#body::from(given.bytes()?))
            }
            BodyEncoding::Text => quote!(given.body::<String>()?),
        })
    }

    /// As many parts as the arguments have.
    fn form(&self, _: &Scope<'_>) -> TokenStream {
        quote!(given.form()?)
    }

    fn part(&self, scope: &Scope<'_>, field: &Field, _: &Value) -> Option<TokenStream> {
        let key = &field.key;
        Some(if field.ty == Type::File {
            quote!(given.file(#key)?)
        } else if field.ty == Type::List(Box::new(Type::File)) {
            quote!(given.files(#key)?)
        } else {
            // A part that is there is never null.
            value(scope, Presence::Required, &field.ty, "part", key)
        })
    }

    fn with_settings(&self, new: TokenStream, settings: &[Setting<'_>]) -> TokenStream {
        if settings.is_empty() {
            return new;
        }
        let settings = settings.iter().map(|setting| {
            let (setter, value) = (&setting.setter, &setting.value);
            let is_set = is_given(&setting.location);
            quote!(if #is_set { made = made.#setter(#value); })
        });
        quote!({ let mut made = #new; #(#settings)* made })
    }
}

/// What is given at a location. Arguments take what a pointer points to, and null as `None`.
fn value(
    scope: &Scope<'_>,
    presence: Presence,
    inner: &Type,
    place: &str,
    key: &str,
) -> TokenStream {
    let written = match (presence, inner) {
        (Presence::Nullable | Presence::OptionalNullable, inner) => {
            let inner = ty(scope, inner);
            quote!(Option<#inner>)
        }
        (Presence::Required | Presence::Optional, inner) => ty(scope, inner.unboxed()),
    };
    quote!(given.value::<#written>(#place, #key)?)
}

/// Whether a value is given.
fn is_given(location: &Location<'_>) -> TokenStream {
    let (place, key) = match location {
        Location::Parameter(parameter) => (parameter.location.name(), parameter.key.as_str()),
        Location::Part(key) => ("part", *key),
        Location::Body => return quote!(given.has_body()),
    };
    quote!(given.has(#place, #key))
}
