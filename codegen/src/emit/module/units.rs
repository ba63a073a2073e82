//! What is in each module: operations, models, errors and headers.

use std::collections::BTreeMap;

use crate::emit::Context;
use crate::emit::item::Item;
use crate::ir::{EnumRepr, Naming, OperationId, Shape, TypeId};
use crate::name::{Part, Shared};

/// What is in one file as a whole.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) item: Item,
    /// The operation or component that it belongs to, which a file of its own is named after.
    pub(super) owner: String,
    /// The estimated number of lines.
    pub(super) lines: usize,
}

/// The units of each module and part. Types that belong to an operation are in the order of the operations, others in
/// the order of the document.
pub(super) fn units(context: Context<'_>) -> BTreeMap<(usize, Part), Vec<Unit>> {
    let names = context.names;
    let mut units: BTreeMap<(usize, Part), Vec<Unit>> = BTreeMap::new();
    let mut add = |module: usize, part: Part, unit: Unit| {
        units.entry((module, part)).or_default().push(unit);
    };
    let mut types: Vec<(Option<OperationId>, TypeId)> = context
        .types()
        .map(|(id, _)| (operation_of(context, id), id))
        .collect();
    types.sort_by_key(|(operation, _)| (operation.is_none(), *operation));
    for (name, index) in names.operations.iter().zip(0..) {
        let id = OperationId(index);
        let parts = [
            (Part::Operations, Item::Operation(id), true),
            (Part::Errors, Item::ErrorsOf(id), name.error.is_some()),
            (Part::Headers, Item::HeadersOf(id), name.headers.is_some()),
        ];
        for (part, item, _) in parts.into_iter().filter(|(_, _, is_there)| *is_there) {
            let owner = name.ident.to_string();
            let lines = operation_lines(context, id, part);
            add(name.module, part, Unit { item, owner, lines });
        }
    }
    for (_, id) in types {
        let unit = Unit {
            item: Item::Type(id),
            owner: owner(context, id).to_owned(),
            lines: type_lines(context, id),
        };
        add(names.of_type(id).module, Part::Models, unit);
    }
    let shared = |shared: &Shared, item: Item| Unit {
        item,
        owner: shared.name.ident.to_string(),
        lines: 14 + 4 * shared.name.members.len(),
    };
    for (of, index) in names.errors.iter().zip(0..) {
        add(of.module, Part::Errors, shared(of, Item::Errors(index)));
    }
    for (of, index) in names.headers.iter().zip(0..) {
        add(of.module, Part::Headers, shared(of, Item::Headers(index)));
    }
    units
}

/// The type that a type is inline in, at any depth, and the operation that this one is inline in.
fn root(context: Context<'_>, id: TypeId) -> (TypeId, Option<OperationId>) {
    let mut at = id;
    for _ in 0..=context.api.types.len() {
        match &context.api.type_def(at).naming {
            Naming::InOperation(operation, _) => return (at, Some(*operation)),
            Naming::Within(parent, _) => at = *parent,
            Naming::Explicit(_) | Naming::Key(_) => break,
        }
    }
    (at, None)
}

/// The operation that a type is inline in, where both are in one module.
fn operation_of(context: Context<'_>, id: TypeId) -> Option<OperationId> {
    let (_, operation) = root(context, id);
    operation.filter(|operation| {
        let operation = context.names.operations.get(operation.0);
        operation.is_some_and(|name| name.module == context.names.of_type(id).module)
    })
}

/// The operation or component that a type is inline in, or the type itself.
fn owner(context: Context<'_>, id: TypeId) -> &str {
    let (outermost, operation) = root(context, id);
    let operation = operation.and_then(|operation| context.names.operations.get(operation.0));
    operation.map_or_else(
        || context.names.of_type(outermost).ident.as_str(),
        |name| name.ident.as_str(),
    )
}

/// The estimated number of lines of a type.
fn type_lines(context: Context<'_>, id: TypeId) -> usize {
    let lines = match &context.api.type_def(id).shape {
        Shape::Struct(of) => of.fields.len() * 5,
        Shape::Multipart(form) => form.parts.len() * 11,
        Shape::Enum(of) if of.repr == EnumRepr::Scalar => of.values.len() * 7 + 30,
        Shape::Enum(of) if of.repr == EnumRepr::Integer => of.values.len() * 4 + 16,
        Shape::Enum(of) => of.values.len() * 2,
        Shape::DiscriminatedUnion(union) => union.members.len() * 10 + 16,
        Shape::UntaggedUnion(members) => members.len() * 14 + 20,
        Shape::Alias(_) => 0,
        Shape::Newtype(_) => 8,
    };
    lines + 12
}

/// The estimated number of lines of an operation, of its errors, or of its headers.
fn operation_lines(context: Context<'_>, id: OperationId, part: Part) -> usize {
    let name = context.names.of_operation(id);
    match part {
        Part::Errors if name.shared_error.is_none() => {
            let members = name.error.as_ref().map_or(0, |error| error.members.len());
            14 + 4 * members
        }
        Part::Headers if name.shared_headers.is_none() => {
            let members = name.headers.as_ref().map_or(0, |of| of.members.len());
            14 + 4 * members
        }
        Part::Errors | Part::Headers => 3,
        Part::Operations | Part::Models => 64 + 12 * name.parameters.len(),
    }
}
