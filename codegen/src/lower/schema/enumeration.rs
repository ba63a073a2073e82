//! `enum` and `const`: one of a set of scalars.

use std::collections::HashMap;

use super::Slot;
use crate::check::rust_enum;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::ir::{Constant, Enum, EnumRepr, EnumValue, JsonTypes, Shape, Type};
use crate::lower::Lower;
use crate::lower::constant::constant;
use crate::schema::Merged;

impl<'d> Lower<'_, 'd> {
    /// The type of a schema that lists its values; none where no enum can express the list.
    pub(in crate::lower) fn enumeration(
        &mut self,
        merged: &Merged<'d>,
        slot: &Slot,
    ) -> Option<Type> {
        let listed: Vec<At<'d>> = merged
            .values
            .as_ref()?
            .iter()
            .copied()
            .filter(|at| !at.is_null())
            .collect();
        if listed.is_empty() {
            return Some(Type::Null);
        }
        let types = merged.types.unwrap_or_default();
        if types.intersects(JsonTypes::ARRAY | JsonTypes::OBJECT)
            || listed
                .iter()
                .any(|at| matches!(at.kind(), Kind::List | Kind::Map))
        {
            return None;
        }
        let secret = merged.flag("x-signon-secret") || merged.text("format") == Some("password");
        if secret {
            return Some(Type::Secret);
        }
        let shape = self.shape_of(&listed, types, merged)?;
        if let Shape::Alias(ty) = shape {
            return Some(ty);
        }
        let id = self.definition(slot, merged);
        self.define(id, shape);
        Some(Type::Named(id))
    }

    fn shape_of(
        &mut self,
        listed: &[At<'d>],
        types: JsonTypes,
        merged: &Merged<'d>,
    ) -> Option<Shape> {
        let all = |kind: Kind| listed.iter().all(|at| at.kind() == kind);
        let scalars = JsonTypes::STRING | JsonTypes::NUMBER | JsonTypes::BOOLEAN;
        let only_string = types & scalars == JsonTypes::STRING;
        if all(Kind::String)
            && types.intersects(JsonTypes::NUMBER)
            && !types.contains(JsonTypes::STRING)
        {
            let numbers: Option<Vec<i64>> =
                listed.iter().map(|at| at.str()?.parse().ok()).collect();
            self.bad_enum(listed, Kind::String, "a number");
            let numbers = numbers?;
            return Some(integers(numbers, merged));
        }
        if all(Kind::String) || only_string {
            for kind in [Kind::Integer, Kind::Float, Kind::Bool] {
                self.bad_enum(listed, kind, "text");
            }
            let texts = listed.iter().filter_map(|at| at.text());
            let texts = texts.map(Constant::String);
            return Some(enumeration(EnumRepr::String, texts, merged));
        }
        if all(Kind::Bool) {
            return Some(Shape::Alias(Type::Bool));
        }
        let whole: Option<Vec<i64>> = listed
            .iter()
            .map(|at| at.integer().and_then(|value| i64::try_from(value).ok()))
            .collect();
        let numbers = listed
            .iter()
            .all(|at| matches!(at.kind(), Kind::Integer | Kind::Float));
        if let Some(whole) = whole.filter(|_| numbers && !types.contains(JsonTypes::FRACTION)) {
            return Some(integers(whole, merged));
        }
        if numbers {
            return Some(Shape::Alias(Type::Float));
        }
        let scalars: Option<Vec<Constant>> = listed.iter().map(|at| constant(*at)).collect();
        Some(enumeration(EnumRepr::Scalar, scalars?, merged))
    }

    /// Reports the first value of a kind that `type` rules out.
    fn bad_enum(&mut self, listed: &[At<'d>], kind: Kind, wanted: &str) {
        if let Some(at) = listed.iter().find(|at| at.kind() == kind) {
            let value = at.text().unwrap_or_default();
            let message = format!(
                "the value `{value}` is {} where {wanted} belongs",
                kind.name()
            );
            let written = if wanted == "text" {
                format!("write `\"{value}\"`")
            } else {
                format!("write `{value}` without quotes")
            };
            self.diagnostics.report(
                Diagnostic::new(Code::BadEnum, *at, message)
                    .label(format!("read as {wanted}"))
                    .help(written),
            );
        }
    }
}

fn integers(listed: Vec<i64>, merged: &Merged<'_>) -> Shape {
    let listed = listed.into_iter().map(Constant::Integer);
    enumeration(EnumRepr::Integer, listed, merged)
}

/// An enum of the values, each once, with the names, titles and descriptions that are beside them.
fn enumeration(
    repr: EnumRepr,
    listed: impl IntoIterator<Item = Constant>,
    merged: &Merged<'_>,
) -> Shape {
    let beside = |key: &str| -> Vec<Option<String>> {
        let items = merged.keyword(key).into_iter().flat_map(At::items);
        items.map(At::text).collect()
    };
    let (names, descriptions) = (beside("x-enum-varnames"), beside("x-enum-descriptions"));
    let titles = beside("enumNames");
    let mut values: Vec<EnumValue> = Vec::new();
    // Equal values have the same text, but for the sign of zero.
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, value) in listed.into_iter().enumerate() {
        let text = value.to_string();
        let same_text = known.entry(text.trim_start_matches('-').to_owned());
        let same_text = same_text.or_default();
        let is_known = |at: &usize| values.get(*at).is_some_and(|known| known.value == value);
        if !same_text.iter().any(is_known) {
            same_text.push(values.len());
            values.push(EnumValue {
                value,
                name: names.get(index).cloned().flatten(),
                title: titles.get(index).cloned().flatten(),
                description: descriptions.get(index).cloned().flatten(),
            });
        }
    }
    let closed = repr != EnumRepr::Scalar && rust_enum::is_closed(merged);
    Shape::Enum(Enum {
        closed,
        enum_names: !titles.is_empty(),
        ..Enum::open(repr, values)
    })
}
