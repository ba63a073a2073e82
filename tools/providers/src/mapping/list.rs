//! Lists and objects of the target.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::Code;
use signon_codegen::internal::diagnostic::{Diagnostic, Reported};
use signon_codegen::internal::document::At;
use signon_codegen::internal::emit::ident;
use signon_codegen::internal::ir::{Field, Presence, Type};

use super::expression::{Context, compile};
use super::keys::{allow, required, wrong_kind};
use super::path::{Carrier, Cursor, Source};
use super::side::Struct;
use super::unified::convert_module;
use super::value::{Target, Value};

/// A list of items that each may have a value or not.
pub(super) fn list<'a>(
    context: &mut Context<'_>,
    at: At<'_>,
    cursor: &Cursor<'a>,
    target: &Target<'a>,
) -> Result<Value, Reported> {
    let Some(item) = item_of(target) else {
        return Err(target.mismatch(at, "a list", context.diagnostics));
    };
    let mut single = Vec::new();
    let mut certain = Vec::new();
    let mut iterators = Vec::new();
    for entry in at.items() {
        if entry.has("each") {
            let each = Each::read(context, entry, cursor, &item)?;
            iterators.push(each.iterator());
        } else {
            let value = context.within(|context| compile(context, entry, &[], cursor, &item))?;
            if value.carrier == Carrier::Value {
                certain.push(value.tokens.clone());
            }
            single.push(value.into_option());
        }
    }
    if iterators.is_empty() && !certain.is_empty() && certain.len() == single.len() {
        return Ok(Value::new(quote!(vec![#(#certain),*])));
    }
    let mut chained = match single.as_slice() {
        [] => None,
        [one] => Some(quote!(#one.into_iter())),
        several => Some(quote!([#(#several),*].into_iter().flatten())),
    };
    for next in iterators {
        chained = Some(match chained {
            Some(before) => quote!(#before.chain(#next)),
            None => next,
        });
    }
    let Some(chained) = chained else {
        return Err(wrong_kind(at, "a list of expressions", context.diagnostics));
    };
    Ok(Value::new(quote!(#chained.collect::<Vec<_>>())))
}

/// A value for each item of a list of the source.
pub(super) fn each<'a>(
    context: &mut Context<'_>,
    at: At<'_>,
    cursor: &Cursor<'a>,
    target: &Target<'a>,
) -> Result<Value, Reported> {
    let Some(item) = item_of(target) else {
        return Err(target.mismatch(at, "a list", context.diagnostics));
    };
    let Each { source, adapter } = Each::read(context, at, cursor, &item)?;
    let (borrowed, argument) = (&source.borrowed, source.argument());
    let receiver = source.place.as_ref().unwrap_or(borrowed);
    Ok(match source.carrier {
        Carrier::Value => Value::new(quote!(#receiver.iter()#adapter.collect::<Vec<_>>())),
        carrier @ (Carrier::Optional | Carrier::Field) => Value::carried(
            quote!(#borrowed.map(|#argument| #argument.iter()#adapter.collect::<Vec<_>>())),
            carrier,
        ),
    })
}

/// A list of the source, and what its items become.
struct Each<'a> {
    source: Source<'a>,
    /// `.map(|item| ...)`
    adapter: TokenStream,
}

impl<'a> Each<'a> {
    fn read(
        context: &mut Context<'_>,
        at: At<'_>,
        cursor: &Cursor<'a>,
        item: &Target<'a>,
    ) -> Result<Self, Reported> {
        allow(
            at,
            &["each", "object", "from", "with", "certainty", "source"],
            context.diagnostics,
        );
        let pointer = required(at, "each", context.diagnostics)?;
        let source = context.source(pointer, cursor)?;
        let Type::List(of) = source.side.api.resolve(source.ty) else {
            let what = source.side.describe(source.ty);
            let message = format!("a list belongs here, and this is {what}");
            let diagnostic = Diagnostic::new(Code::MappingType, pointer, message);
            return Err(context.diagnostics.report(diagnostic));
        };
        let inner = Cursor {
            side: source.side,
            ty: of,
            value: quote!(item),
        };
        // What is read within an item is not a property of the source.
        let used = context.used.clone();
        let value = context.within(|context| {
            if at.has("object") {
                return members(context, at, &inner, item).map(|object| Value::new(object.tokens));
            }
            let from = required(at, "from", context.diagnostics)?;
            super::expression::from(context, at, from, &inner, item)
        });
        context.used = used;
        let value = value?;
        let tokens = &value.tokens;
        let adapter = match value.carrier {
            Carrier::Value => quote!(.map(|item| #tokens)),
            Carrier::Optional => quote!(.filter_map(|item| #tokens)),
            Carrier::Field => quote!(.filter_map(|item| #tokens.into_option())),
        };
        Ok(Self { source, adapter })
    }

    /// The items in one iterator, whether or not the list is there.
    fn iterator(&self) -> TokenStream {
        let (source, adapter) = (&self.source, &self.adapter);
        let receiver = source.place.as_ref().unwrap_or(&source.borrowed);
        match (source.carrier, &source.place) {
            (Carrier::Value, _) => quote!(#receiver.iter()#adapter),
            (Carrier::Optional | Carrier::Field, Some(_)) => {
                quote!(#receiver.iter().flatten()#adapter)
            }
            (Carrier::Optional | Carrier::Field, None) => {
                quote!(#receiver.into_iter().flatten()#adapter)
            }
        }
    }
}

/// An object; it is left out where none of its properties has a value.
pub(super) fn object<'a>(
    context: &mut Context<'_>,
    at: At<'_>,
    cursor: &Cursor<'a>,
    target: &Target<'a>,
) -> Result<Value, Reported> {
    let object = members(context, at, cursor, target)?;
    let tokens = object.tokens;
    if object.is_always || object.present.is_empty() {
        return Ok(Value::new(tokens));
    }
    let conditions: Vec<&TokenStream> = object.present.values().collect();
    let condition = match conditions.as_slice() {
        [one] => quote!(#one),
        several => quote!((#(#several)||*)),
    };
    Ok(Value::optional(quote!(#condition.then(|| #tokens))))
}

/// The properties of an object.
struct Object {
    tokens: TokenStream,
    /// What says that a property has a value, by its text.
    present: BTreeMap<String, TokenStream>,
    /// Whether a property always has a value that is not a constant.
    is_always: bool,
}

fn members<'a>(
    context: &mut Context<'_>,
    at: At<'_>,
    cursor: &Cursor<'a>,
    target: &Target<'a>,
) -> Result<Object, Reported> {
    let properties = required(at, "object", context.diagnostics)?;
    let Some(structure) = target.side.structure(target.ty) else {
        return Err(target.mismatch(properties, "an object", context.diagnostics));
    };
    let mut present = BTreeMap::new();
    let mut is_always = false;
    let mut values: Vec<(&Field, TokenStream, Value)> = Vec::new();
    for (key, expression) in properties.entries() {
        let Some((field, name)) = structure.field(key) else {
            let diagnostic = no_field(expression, structure, key);
            return Err(context.diagnostics.report(diagnostic));
        };
        let inner = Target {
            side: target.side,
            ty: &field.ty,
            name: format!("{}.{key}", structure.name()),
            key: target.key.clone(),
        };
        let value = context.within(|context| compile(context, expression, &[], cursor, &inner))?;
        is_always |= expression.has("argument");
        if let Some(pointer) = expression.get("from") {
            let source = context.source(pointer, cursor)?;
            match source.is_present() {
                Some(tokens) => drop(present.insert(tokens.to_string(), tokens)),
                None => is_always = true,
            }
        }
        let setter = ident(&name.setter);
        values.push((field, quote!(#setter), value));
    }
    let tokens = chain(context, properties, structure, &values)?;
    Ok(Object {
        tokens,
        present,
        is_always,
    })
}

/// `Email::new().email(..).is_primary(..)`
fn chain(
    context: &mut Context<'_>,
    at: At<'_>,
    structure: Struct<'_>,
    values: &[(&Field, TokenStream, Value)],
) -> Result<TokenStream, Reported> {
    let path = structure.path();
    let required = structure.record.fields.iter();
    let required = required.filter(|field| {
        matches!(field.presence, Presence::Required | Presence::Nullable)
            && field.constant.is_none()
    });
    let mut arguments = Vec::new();
    for field in required {
        let found = values.iter().find(|(of, ..)| of.key == field.key);
        match found {
            Some((_, _, value)) if value.carrier == Carrier::Value => {
                arguments.push(value.tokens.clone());
            }
            _ => {
                let message = format!(
                    "`{}.{}` always has a value, and this may have none",
                    structure.name(),
                    field.key
                );
                let diagnostic = Diagnostic::new(Code::MappingType, at, message);
                return Err(context.diagnostics.report(diagnostic));
            }
        }
    }
    let convert = convert_module();
    let mut setters = Vec::new();
    for (field, setter, value) in values {
        let tokens = &value.tokens;
        match (field.presence, value.carrier) {
            (Presence::Required | Presence::Nullable, _) => {}
            (Presence::OptionalNullable, Carrier::Optional) if context.is_write => {
                setters.push(quote!(.#setter(#convert::present(#tokens))));
            }
            (Presence::OptionalNullable, _) | (Presence::Optional, Carrier::Value) => {
                setters.push(quote!(.#setter(#tokens)));
            }
            (Presence::Optional, Carrier::Optional | Carrier::Field) => {
                let message = format!(
                    "`{}.{}` is absent or has a value, and this may be null",
                    structure.name(),
                    field.key
                );
                let diagnostic = Diagnostic::new(Code::MappingType, at, message);
                return Err(context.diagnostics.report(diagnostic));
            }
        }
    }
    Ok(quote!(#path::new(#(#arguments),*)#(#setters)*))
}

/// What a list of the target holds.
fn item_of<'a>(target: &Target<'a>) -> Option<Target<'a>> {
    let Type::List(item) = target.resolved() else {
        return None;
    };
    Some(Target {
        side: target.side,
        ty: item,
        name: format!("{}[]", target.name),
        key: target.key.clone(),
    })
}

/// The diagnostic of a row for a property that the target does not have.
pub(super) fn no_field(at: At<'_>, structure: Struct<'_>, key: &str) -> Diagnostic {
    let (name, file) = (structure.name(), structure.file());
    let message = format!("`{name}` in `{file}` has no property `{key}`");
    let diagnostic = Diagnostic::new(Code::MappingField, at, message).on_key(at);
    match structure.similar(key) {
        Some(similar) => diagnostic.help(format!(
            "a property with a similar name exists: `{similar}`"
        )),
        None => diagnostic,
    }
}
