//! The JSON types of schemas.

use super::SchemaIndex;
use super::merged::Merged;
use super::nullable::is_null_type;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::json_types::JsonTypes;

/// The types that a schema without `type` implies by its other keywords.
pub(crate) fn infer(merged: &Merged<'_>) -> JsonTypes {
    let is_compound = |at: &At<'_>| matches!(at.kind(), Kind::List | Kind::Map);
    if let Some(types) = value_types(merged)
        && merged.values.iter().flatten().any(is_compound)
    {
        return types;
    }
    let mut types = JsonTypes::NONE;
    if merged.is_object_like() {
        types |= JsonTypes::OBJECT;
    } else if !merged.items.is_empty() || !merged.prefix_items.is_empty() {
        types |= JsonTypes::ARRAY;
    } else if let Some(format) = merged.text("format") {
        match format {
            "int32" | "int64" | "uint32" | "uint64" | "integer" => types |= JsonTypes::INTEGER,
            "float" | "double" | "number" => {
                types |= JsonTypes::NUMBER;
            }
            _ => types |= JsonTypes::STRING,
        }
    } else if ["pattern", "minLength", "maxLength"]
        .iter()
        .any(|key| merged.keyword(key).is_some())
    {
        types |= JsonTypes::STRING;
    }
    types
}

/// The types one by one; all numbers are one type, and null is left out.
pub(crate) fn single_types(types: JsonTypes) -> Vec<JsonTypes> {
    let each = [
        JsonTypes::STRING,
        JsonTypes::NUMBER,
        JsonTypes::BOOLEAN,
        JsonTypes::ARRAY,
        JsonTypes::OBJECT,
    ];
    let each = each.into_iter().map(|kind| types & kind);
    each.filter(|kind| !kind.is_empty()).collect()
}

/// The types of the values that a schema lists.
pub(crate) fn value_types(merged: &Merged<'_>) -> Option<JsonTypes> {
    let values = merged.values.as_ref()?.iter();
    Some(values.fold(JsonTypes::NONE, |types, value| types | json_type(*value)))
}

/// The type of a value.
pub(crate) fn json_type(value: At<'_>) -> JsonTypes {
    match value.kind() {
        Kind::Null => JsonTypes::NULL,
        Kind::Bool => JsonTypes::BOOLEAN,
        Kind::Integer => JsonTypes::INTEGER,
        Kind::Float => JsonTypes::FRACTION,
        Kind::String => JsonTypes::STRING,
        Kind::List => JsonTypes::ARRAY,
        Kind::Map => JsonTypes::OBJECT,
    }
}

impl<'d> SchemaIndex<'d> {
    /// The types that `type` declares; none where it admits any.
    pub(crate) fn declared_types(&self, at: At<'d>) -> Option<JsonTypes> {
        let ty = at.get("type")?;
        let names: Vec<At<'d>> = if ty.kind() == Kind::List {
            ty.items().collect()
        } else {
            vec![ty]
        };
        let mut types = JsonTypes::NONE;
        for name in names {
            match name.str() {
                Some("null") => types |= JsonTypes::NULL,
                Some("boolean") => types |= JsonTypes::BOOLEAN,
                Some("integer") => types |= JsonTypes::INTEGER,
                Some("number") => {
                    types |= JsonTypes::NUMBER;
                }
                Some("string" | "file") => types |= JsonTypes::STRING,
                Some("array") => types |= JsonTypes::ARRAY,
                Some("object") => types |= JsonTypes::OBJECT,
                Some("any") => return None,
                None if is_null_type(name) => {
                    let message = "null without quotes, which is read as the type `null`";
                    self.report(
                        Diagnostic::new(Code::WrongKind, name, message).help("write `\"null\"`"),
                    );
                    types |= JsonTypes::NULL;
                }
                _ => {
                    let quoted = name.text().map(|text| format!("`{text}`"));
                    let found = quoted.unwrap_or_else(|| name.kind().name().to_owned());
                    let message = format!("{found} is no type");
                    self.report(
                        Diagnostic::new(Code::WrongKind, name, message).help(
                            "use `string`, `number`, `integer`, `boolean`, `array` or `object`",
                        ),
                    );
                    return None;
                }
            }
        }
        (!types.is_empty()).then_some(types)
    }
}
