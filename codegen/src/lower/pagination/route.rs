//! JSON pointers into the success body, through fields and through the variants of unions.

use std::collections::HashSet;

use crate::ir::{Api, Shape, Step, Type, TypeId};

/// The paths along a JSON pointer, and the type at the end of each: several where variants of a union share keys.
pub(in crate::lower) fn routes(api: &Api, body: &Type, pointer: &str) -> Vec<(Vec<Step>, Type)> {
    let mut routes = vec![(Vec::new(), body.clone())];
    for token in pointer.split('/').skip(1) {
        let key = token.replace("~1", "/").replace("~0", "~");
        let mut longer = Vec::new();
        for (steps, ty) in routes {
            add_fields(api, &steps, &ty, &key, &mut HashSet::new(), &mut longer);
        }
        routes = longer;
    }
    routes
}

/// Adds the fields of a struct, or of the variants of a union, that have this key.
fn add_fields(
    api: &Api,
    steps: &[Step],
    ty: &Type,
    key: &str,
    seen: &mut HashSet<TypeId>,
    found: &mut Vec<(Vec<Step>, Type)>,
) {
    let Some(id) = api.resolve_non_null(ty).id() else {
        return;
    };
    let shape = &api.type_def(id).shape;
    if let Shape::Struct(of) = shape {
        found.extend(of.field(key).map(|field| {
            let step = Step::Field {
                owner: id,
                key: key.to_owned(),
            };
            ([steps, &[step]].concat(), field.ty.clone())
        }));
    } else if seen.insert(id) {
        for (variant, ty) in shape.members().into_iter().enumerate() {
            let step = Step::Variant { union: id, variant };
            add_fields(api, &[steps, &[step]].concat(), ty, key, seen, found);
        }
    }
}

/// The items of a page, if they are here: the union in one of whose variants they are, if any, and the type of an item.
pub(super) fn page_items(api: &Api, ty: &Type) -> Option<(Option<TypeId>, Type)> {
    let list = |ty: &Type| {
        if let Type::List(item) = api.resolve_non_null(ty) {
            Some((**item).clone())
        } else {
            None
        }
    };
    let Some(id) = api.resolve_non_null(ty).id() else {
        return Some((None, list(ty)?));
    };
    let mut lists = api
        .type_def(id)
        .shape
        .members()
        .into_iter()
        .filter_map(list);
    let item = lists.next()?;
    lists.next().is_none().then_some((Some(id), item))
}

/// Whether a value is text, free-form JSON included.
pub(super) fn is_text(api: &Api, ty: &Type) -> bool {
    let ty = api.resolve_non_null(ty);
    matches!(ty, Type::String | Type::Text(_) | Type::Json)
}

/// Whether a value is a single text, number or boolean, or any JSON.
pub(in crate::lower) fn is_scalar(api: &Api, ty: &Type) -> bool {
    let ty = api.resolve_non_null(ty);
    *ty == Type::Json || api.is_scalar(ty)
}
