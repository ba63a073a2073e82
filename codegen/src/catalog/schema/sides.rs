//! Which types callers and servers send differently.

use crate::ir::{Api, Shape, Type, TypeId};

/// For each type, whether its schema as input is another one than as output.
pub(super) fn differing(api: &Api) -> Vec<bool> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); api.types.len()];
    let mut differs = vec![false; api.types.len()];
    let mut work = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        let referenced = def.shape.types().into_iter().flat_map(Type::named);
        for TypeId(other) in referenced {
            if let Some(users) = users.get_mut(other) {
                users.push(index);
            }
        }
        if differs_by_itself(&def.shape) {
            work.push(index);
        }
    }
    while let Some(index) = work.pop() {
        match differs.get_mut(index) {
            Some(known) if !*known => *known = true,
            Some(_) | None => continue,
        }
        work.extend(users.get(index).into_iter().flatten());
    }
    differs
}

fn differs_by_itself(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(of) => {
            let mut fields = of.fields.iter();
            of.rest.is_none() || fields.any(|field| !field.access.is_mutual())
        }
        Shape::Enum(_) => true,
        Shape::Multipart(_)
        | Shape::DiscriminatedUnion(_)
        | Shape::UntaggedUnion(_)
        | Shape::Alias(_)
        | Shape::Newtype(_) => false,
    }
}
