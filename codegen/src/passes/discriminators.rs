//! The discriminator properties of the structs in discriminated unions.

use std::collections::{BTreeMap, HashSet};

use crate::ir::{Api, Constant, EnumRepr, Field, Presence, Shape, Type, TypeId};

/// Declares the discriminator as a field of each member, so that the member writes it.
pub(super) fn declare(api: &mut Api) {
    let mut wanted: Vec<(TypeId, String)> = Vec::new();
    for def in &api.types {
        let Shape::DiscriminatedUnion(union) = &def.shape else {
            continue;
        };
        for member in &union.members {
            let structs = structs(api, &member.ty).into_iter();
            wanted.extend(structs.map(|id| (id, union.tag.clone())));
        }
    }
    for (id, tag) in wanted {
        if let Some(Shape::Struct(of)) = api.types.get_mut(id.0).map(|def| &mut def.shape)
            && of.field(&tag).is_none()
            && of.rest.is_none()
        {
            let field = Field::bare(tag, Type::String, Presence::Optional);
            of.fields.push(field);
        }
    }
}

/// Derives the discriminator's value of each struct that one value selects, so that constructors fill it in.
pub(super) fn fill(api: &mut Api) {
    let tags = selecting(api)
        .into_iter()
        .filter_map(|((id, key), value)| {
            let value = value?;
            is_free(api, id, key, value).then(|| (id, key.clone(), value.clone()))
        })
        .collect::<Vec<_>>();
    for (id, key, value) in tags {
        let own = api.derived.tags.entry(id).or_default();
        own.insert(key, Constant::String(value));
    }
}

/// The value that selects each struct, by its discriminator; none where several do.
fn selecting(api: &Api) -> BTreeMap<(TypeId, &String), Option<&String>> {
    let mut found: BTreeMap<(TypeId, &String), Option<&String>> = BTreeMap::new();
    for def in &api.types {
        let Shape::DiscriminatedUnion(union) = &def.shape else {
            continue;
        };
        for member in &union.members {
            let only = match member.tags.as_slice() {
                [only] => Some(only),
                _ => None,
            };
            for id in structs(api, &member.ty) {
                found
                    .entry((id, &union.tag))
                    .and_modify(|known| *known = known.filter(|known| Some(*known) == only))
                    .or_insert(only);
            }
        }
    }
    found
}

/// Whether a field is always there and can have this value, and the document does not fix another one.
fn is_free(api: &Api, id: TypeId, key: &str, value: &str) -> bool {
    let Shape::Struct(of) = &api.type_def(id).shape else {
        return false;
    };
    // What may be left out is left to the caller.
    of.field(key).is_some_and(|field| {
        field.presence.is_required()
            && field.constant.is_none()
            && admits_text(api, &field.ty, value)
    })
}

/// Whether a text is a value of a type.
fn admits_text(api: &Api, ty: &Type, text: &str) -> bool {
    let shape = ty.id().map(|id| &api.type_def(id).shape);
    if let Some(Shape::Enum(of)) = shape {
        let text = Constant::String(text.to_owned());
        return of.repr == EnumRepr::String && of.position(&text).is_some();
    }
    *ty == Type::String
}

/// The structs that a value of a type can be.
fn structs(api: &Api, ty: &Type) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut work = vec![ty];
    while let Some(ty) = work.pop() {
        let Some(id) = ty.peel().id().filter(|id| seen.insert(*id)) else {
            continue;
        };
        let shape = &api.type_def(id).shape;
        if matches!(shape, Shape::Struct(_)) {
            found.push(id);
        }
        work.extend(shape.same_value().into_iter().rev());
    }
    found
}
