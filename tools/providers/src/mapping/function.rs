//! The functions that a mapping can name (`with: text`): a closed list, each with the types that it takes and gives.
//! Their code is in `unified/src/convert.rs`.

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::Code;
use signon_codegen::internal::diagnostic::{Diagnostic, Reported};
use signon_codegen::internal::document::At;
use signon_codegen::internal::ir::{EnumRepr, Shape, Text, Type, UntaggedMember};

use super::expression::Context;
use super::keys::{quoted, similar};
use super::path::{Carrier, Source};
use super::unified::convert_module;
use super::value::{Target, Value};

/// The names of all functions, in the alphabet's order.
const NAMES: &[&str] = &[
    "date_time",
    "integer",
    "json",
    "lowercase",
    "milliseconds",
    "one_email",
    "one_phone",
    "role_ids",
    "secret",
    "text",
];

/// How a function or a table ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With a value: `T`.
    Total,
    /// With a value or none: `Option<T>`.
    Partial,
    /// With a value or an error: `Result<T, MappingError>`.
    Fallible,
}

/// What is called on a value.
pub(super) struct Call {
    pub(super) outcome: Outcome,
    /// The path of a function that takes a reference, where the call is no more than that.
    pub(super) path: Option<TokenStream>,
    /// The call on an expression, which is a reference or not.
    pub(super) on: Write,
}

/// Writes a call on an expression; says whether the expression is a reference.
pub(super) type Write = Box<dyn Fn(&TokenStream, bool) -> TokenStream>;

impl Call {
    /// A method of the value.
    fn method(
        path: Option<TokenStream>,
        on: impl Fn(&TokenStream) -> TokenStream + 'static,
    ) -> Self {
        Self {
            outcome: Outcome::Total,
            path,
            on: Box::new(move |value, _| on(value)),
        }
    }

    /// A function of `crate::convert`.
    fn function(outcome: Outcome, name: &'static str) -> Self {
        let name = signon_codegen::internal::emit::ident(name);
        let convert = convert_module();
        let path = quote!(#convert::#name);
        Self {
            outcome,
            path: Some(path.clone()),
            on: Box::new(move |value, is_reference| {
                if is_reference {
                    quote!(#path(#value))
                } else {
                    quote!(#path(&#value))
                }
            }),
        }
    }

    /// A function of `crate::convert` that can reject a value, and names the field that holds it.
    fn refusing(name: &'static str, key: &str) -> Self {
        let (name, key) = (signon_codegen::internal::emit::ident(name), key.to_owned());
        let convert = convert_module();
        Self {
            outcome: Outcome::Fallible,
            path: None,
            on: Box::new(move |value, is_reference| {
                if is_reference {
                    quote!(#convert::#name(#key, #value))
                } else {
                    quote!(#convert::#name(#key, &#value))
                }
            }),
        }
    }
}

/// The value of a source after the function that `with` names.
pub(super) fn apply(
    context: &mut Context<'_>,
    with: At<'_>,
    source: &Source<'_>,
    target: &Target<'_>,
) -> Result<Value, Reported> {
    let name = with.str().unwrap_or_default();
    let Some(takes) = takes(name) else {
        let message = format!("there is no function `{name}`");
        let diagnostic = Diagnostic::new(Code::MappingType, with, message);
        let help = match similar(name, NAMES.iter().copied()) {
            Some(similar) => format!("a similar function exists: `{similar}`"),
            None => format!("the functions are {}", quoted(NAMES)),
        };
        return Err(context.diagnostics.report(diagnostic.help(help)));
    };
    let key = source
        .first_key
        .clone()
        .unwrap_or_else(|| target.key.clone());
    let Some((call, gives)) = call(name, &key, source) else {
        let message = format!(
            "`{name}` takes {takes}, and the value is {}",
            source.side.describe(source.ty)
        );
        let diagnostic = Diagnostic::new(Code::MappingType, with, message);
        return Err(context.diagnostics.report(diagnostic));
    };
    if !gives(target.resolved()) {
        let what = format!("what `{name}` gives");
        return Err(target.mismatch(with, &what, context.diagnostics));
    }
    transform(context, with, source, &call)
}

/// What a function takes, in words; none if there is no such function.
fn takes(name: &str) -> Option<&'static str> {
    Some(match name {
        "date_time" => "text or a number",
        "integer" | "lowercase" | "secret" => "text",
        "json" => "anything",
        "milliseconds" => "a number",
        "one_email" => "a list of emails",
        "one_phone" => "a list of phones",
        "role_ids" => "a list of user roles",
        "text" => "a scalar that is no text",
        _ => return None,
    })
}

/// Whether a type is what a function gives.
type Gives = fn(&Type) -> bool;

/// The call of a function on a source, unless it does not take that.
fn call(name: &str, key: &str, source: &Source<'_>) -> Option<(Call, Gives)> {
    let ty = source.side.api.resolve(source.ty);
    let is_string: Gives = |ty| matches!(ty, Type::String);
    let is_time: Gives = |ty| matches!(ty, Type::Text(Text::DateTime));
    let is_text = matches!(ty, Type::String);
    let call = match name {
        "text" => (text(source, ty)?, is_string),
        "lowercase" if is_text => {
            let call = Call::method(None, |value| quote!(#value.to_lowercase()));
            (call, is_string)
        }
        "date_time" if is_text || is_scalar_union(source, ty) => {
            (Call::function(Outcome::Partial, "date_time"), is_time)
        }
        "milliseconds" if matches!(ty, Type::Integer(_) | Type::Float) => {
            (Call::function(Outcome::Partial, "milliseconds"), is_time)
        }
        "json" => {
            let gives: Gives = |ty| matches!(ty, Type::Json);
            (Call::function(Outcome::Total, "json"), gives)
        }
        "integer" if is_text => {
            let gives: Gives = |ty| matches!(ty, Type::Integer(_));
            (Call::refusing("integer", key), gives)
        }
        "one_email" if is_list_of(source, ty, "Email") => {
            (Call::refusing("one_email", key), is_string)
        }
        "one_phone" if is_list_of(source, ty, "Phone") => {
            (Call::refusing("one_phone", key), is_string)
        }
        "role_ids" if is_list_of(source, ty, "UserRole") => {
            let gives: Gives =
                |ty| matches!(ty, Type::List(item) if matches!(**item, Type::Integer(_)));
            (Call::refusing("role_ids", key), gives)
        }
        "secret" if is_text => {
            let gives: Gives = |ty| matches!(ty, Type::Secret);
            let call = Call::method(
                None,
                |value| quote!(signon_runtime::Secret::from(#value.as_str())),
            );
            (call, gives)
        }
        _ => return None,
    };
    Some(call)
}

/// The text of a scalar: decimal digits, the wire's value of an enum, a text format without its format.
fn text(source: &Source<'_>, ty: &Type) -> Option<Call> {
    if let Type::Integer(_) | Type::Bool = ty {
        let path = quote!(ToString::to_string);
        return Some(Call::method(Some(path), |value| quote!(#value.to_string())));
    }
    if let Type::Text(_) = ty {
        return Some(Call::method(
            None,
            |value| quote!(#value.as_str().to_owned()),
        ));
    }
    if is_scalar_union(source, ty) {
        return Some(Call::function(Outcome::Partial, "text"));
    }
    let (_, values) = source.side.enumeration(ty)?;
    Some(match values.repr {
        EnumRepr::String => Call::method(None, |value| quote!(#value.as_str().to_owned())),
        EnumRepr::Integer => Call::method(None, |value| quote!(#value.get().to_string())),
        EnumRepr::Scalar => Call::function(Outcome::Partial, "text"),
    })
}

/// Whether a type is a union of texts and numbers.
fn is_scalar_union(source: &Source<'_>, ty: &Type) -> bool {
    let Some((_, def)) = source.side.def(ty) else {
        return false;
    };
    let is_scalar = |member: &UntaggedMember| {
        matches!(
            source.side.api.resolve(&member.ty),
            Type::String | Type::Text(_) | Type::Integer(_) | Type::Float
        )
    };
    matches!(&def.shape, Shape::UntaggedUnion(members) if members.iter().all(is_scalar))
}

/// Whether a type is a list of this unified struct.
fn is_list_of(source: &Source<'_>, ty: &Type, name: &str) -> bool {
    let Type::List(item) = ty else { return false };
    let structure = source.side.structure(item);
    source.side.is_unified() && structure.is_some_and(|structure| structure.name() == name)
}

/// What a call makes of a source, whether or not there is a value.
pub(super) fn transform(
    context: &mut Context<'_>,
    at: At<'_>,
    source: &Source<'_>,
    call: &Call,
) -> Result<Value, Reported> {
    if call.outcome == Outcome::Partial && context.is_write {
        let message = "this can have no value, and a write leaves nothing out in silence";
        let diagnostic = Diagnostic::new(Code::MappingType, at, message);
        let help = "name what cannot be written: `refuse: [...]`, `otherwise: refuse`";
        return Err(context.diagnostics.report(diagnostic.help(help)));
    }
    if call.outcome == Outcome::Fallible {
        context.fail(at)?;
    }
    let argument = source.argument();
    let body = (call.on)(&quote!(#argument), true);
    let closure = || quote!(|#argument| #body);
    let function = call.path.clone().unwrap_or_else(closure);
    let (borrowed, option) = (&source.borrowed, source.option());
    let receiver = source.place.as_ref().unwrap_or(borrowed);
    let direct = (call.on)(receiver, source.place.is_none());
    let value = match (call.outcome, source.carrier) {
        (Outcome::Total, Carrier::Value) => Value::new(direct),
        (Outcome::Total, carrier) => Value::carried(quote!(#borrowed.map(#function)), carrier),
        (Outcome::Partial, Carrier::Value) => Value::optional(direct),
        (Outcome::Partial, _) => Value::optional(quote!(#option.and_then(#function))),
        (Outcome::Fallible, Carrier::Value) => Value::new(quote!(#direct?)),
        (Outcome::Fallible, Carrier::Optional) => {
            Value::optional(quote!(#option.map(#function).transpose()?))
        }
        (Outcome::Fallible, Carrier::Field) => {
            let convert = convert_module();
            Value::carried(
                quote!(#convert::try_map(#borrowed, #function)?),
                Carrier::Field,
            )
        }
    };
    Ok(value)
}
