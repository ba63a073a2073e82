//! Shape hints: the JSON shape of each member's values, by which an untagged union selects one.

use std::collections::HashSet;

use crate::ir::{
    Api, Constant, DiscriminatedUnion, Enum, EnumRepr, JsonTypes, Shape, ShapeHint, Struct, Type,
    TypeId,
};

/// Derives the shape hints of the members of each untagged union.
pub(super) fn derive(api: &mut Api) {
    let mut hints = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        if let Shape::UntaggedUnion(members) = &def.shape {
            let of = members.iter().map(|member| shape_hint(api, &member.ty));
            hints.push((TypeId(index), of.collect()));
        }
    }
    api.derived.shape_hints.extend(hints);
}

/// The discriminator of a union, and its values that select one member.
#[derive(Clone, Copy)]
struct Selection<'a> {
    tag: &'a str,
    values: &'a [String],
}

/// The JSON shape of a type's values. Each type that it can be is visited once.
fn shape_hint<'a>(api: &'a Api, ty: &'a Type) -> ShapeHint {
    let mut hints: Vec<ShapeHint> = Vec::new();
    let mut null = JsonTypes::NONE;
    let mut seen = HashSet::new();
    let mut work: Vec<(&Type, Option<Selection<'a>>)> = vec![(ty, None)];
    while let Some((ty, selection)) = work.pop() {
        if let Type::Nullable(inner) | Type::Boxed(inner) = ty {
            if matches!(ty, Type::Nullable(_)) {
                null = JsonTypes::NULL;
            }
            work.push((inner, selection));
            continue;
        }
        let Some(id) = ty.id() else {
            hints.push(selected(of_unnamed(ty), selection));
            continue;
        };
        let def = api.type_def(id);
        if def.nullable {
            null = JsonTypes::NULL;
        }
        if !seen.insert(id) {
            continue;
        }
        hints.extend(of_shape(&def.shape).map(|hint| selected(hint, selection)));
        if let Shape::DiscriminatedUnion(union) = &def.shape {
            let members = union.members.iter().rev();
            work.extend(members.map(|member| {
                let own = selection.or_else(|| select(union, &member.tags));
                (&member.ty, own)
            }));
        } else {
            let types = def.shape.same_value().into_iter().rev();
            work.extend(types.map(|ty| (ty, selection)));
        }
    }
    let mut hint = hints.into_iter().reduce(either).unwrap_or(ShapeHint {
        types: JsonTypes::ANY,
        open: true,
        ..ShapeHint::default()
    });
    hint.types |= null;
    hint
}

fn select<'a>(union: &'a DiscriminatedUnion, values: &'a [String]) -> Option<Selection<'a>> {
    (!values.is_empty()).then_some(Selection {
        tag: &union.tag,
        values,
    })
}

/// The hint of an object, with the values of the discriminator that select it.
fn selected(mut hint: ShapeHint, selection: Option<Selection<'_>>) -> ShapeHint {
    if let Some(Selection { tag, values }) = selection
        && hint.types.contains(JsonTypes::OBJECT)
    {
        hint.constants.retain(|(key, _)| key != tag);
        let values = values.iter().flat_map(|value| written(value)).collect();
        hint.constants.push((tag.to_owned(), values));
    }
    hint
}

/// The hint of a type that has no name.
fn of_unnamed(ty: &Type) -> ShapeHint {
    ShapeHint {
        types: ty.json_types(),
        open: matches!(ty, Type::Map(_) | Type::Json | Type::Replaced(_)),
        ..ShapeHint::default()
    }
}

/// The hint of a shape by itself; none where it is a value of other types.
fn of_shape(shape: &Shape) -> Option<ShapeHint> {
    match shape {
        Shape::Struct(of) => Some(of_struct(of)),
        Shape::Multipart(_) => Some(ShapeHint {
            types: JsonTypes::OBJECT,
            open: true,
            ..ShapeHint::default()
        }),
        Shape::Enum(of) => Some(of_enum(of)),
        Shape::DiscriminatedUnion(_)
        | Shape::UntaggedUnion(_)
        | Shape::Alias(_)
        | Shape::Newtype(_) => None,
    }
}

fn of_struct(of: &Struct) -> ShapeHint {
    let required = of
        .fields
        .iter()
        .filter(|field| field.presence.is_required());
    // Only a single value distinguishes: a longer list of values may grow.
    let constants = of.fields.iter().filter_map(|field| {
        let constant = field.constant.clone()?;
        Some((field.key.clone(), vec![constant]))
    });
    ShapeHint {
        types: JsonTypes::OBJECT,
        required: required.map(|field| field.key.clone()).collect(),
        known: of.fields.iter().map(|field| field.key.clone()).collect(),
        constants: constants.collect(),
        values: Vec::new(),
        open: of.rest.is_some(),
        closed: of.closed && of.rest.is_none(),
    }
}

fn of_enum(of: &Enum) -> ShapeHint {
    let types = match of.repr {
        EnumRepr::String => JsonTypes::STRING,
        EnumRepr::Integer => JsonTypes::INTEGER,
        EnumRepr::Scalar => JsonTypes::STRING | JsonTypes::NUMBER | JsonTypes::BOOLEAN,
    };
    ShapeHint {
        types,
        values: of.values.iter().map(|value| value.value.clone()).collect(),
        ..ShapeHint::default()
    }
}

/// What a discriminator's value is on the wire: text, or the number or truth value that the text means.
fn written(value: &str) -> Vec<Constant> {
    let integer = value.parse().ok().map(Constant::Integer);
    let truth = value.parse().ok().map(Constant::Bool);
    [Some(Constant::String(value.to_owned())), integer, truth]
        .into_iter()
        .flatten()
        .collect()
}

/// What either of two hints admits.
fn either(left: ShapeHint, right: ShapeHint) -> ShapeHint {
    let is_object = |hint: &ShapeHint| hint.types.contains(JsonTypes::OBJECT);
    let types = left.types | right.types;
    let open = left.open || right.open;
    let known = union(&left.known, &right.known);
    let values = if left.values.is_empty() || right.values.is_empty() {
        Vec::new()
    } else {
        [left.values.as_slice(), right.values.as_slice()].concat()
    };
    // What objects must have is not weakened by what is not an object.
    let (required, constants, closed) = match (is_object(&left), is_object(&right)) {
        (true, false) => (left.required, left.constants, left.closed),
        (false, true) => (right.required, right.constants, right.closed),
        _ => {
            let mut required = left.required;
            required.retain(|key| right.required.contains(key));
            let constants = shared_constants(left.constants, &right.constants);
            (required, constants, left.closed && right.closed)
        }
    };
    ShapeHint {
        types,
        required,
        known,
        constants,
        values,
        open,
        closed,
    }
}

/// The keys that have listed values in both hints, with the values of either.
fn shared_constants(
    left: Vec<(String, Vec<Constant>)>,
    right: &[(String, Vec<Constant>)],
) -> Vec<(String, Vec<Constant>)> {
    let shared = left.into_iter().filter_map(|(key, values)| {
        let (_, others) = right.iter().find(|(other, _)| *other == key)?;
        Some((key, union(&values, others)))
    });
    shared.collect()
}

/// The items of both lists, those of the first one first.
fn union<T: Clone + PartialEq>(left: &[T], right: &[T]) -> Vec<T> {
    let added = right.iter().filter(|item| !left.contains(item));
    left.iter().chain(added).cloned().collect()
}
