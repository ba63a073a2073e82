//! `x-rust-derive`: traits that a type derives beside its own, where its fields can.

use std::collections::BTreeMap;

use super::Lower;
use super::schema::with_stack;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::At;
use crate::ir::{Api, EnumRepr, Shape, Trait, Type, TypeId};

/// The traits that a schema asks for, each with its place.
pub(super) type Wanted<'d> = Vec<(TypeId, Trait, At<'d>)>;

impl<'d> Lower<'_, 'd> {
    /// Notes which traits the definition of a schema is to derive.
    pub(super) fn note_derives(&mut self, at: At<'d>, id: TypeId) {
        let wanted = at.get("x-rust-derive").into_iter().flat_map(At::items);
        for at in wanted {
            if let Some(wanted) = at.str().and_then(Trait::from_text) {
                self.api
                    .derives
                    .entry(id)
                    .or_default()
                    .extend(traits(wanted));
                self.derives.push((id, wanted, at));
            }
        }
    }
}

/// How often the types are checked again after one of them has lost a trait.
const MAX_ROUNDS: usize = 64;

/// Takes back the traits that a type cannot derive, and reports them.
pub(super) fn check(api: &mut Api, wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) {
    let mut remaining: Vec<&(TypeId, Trait, At<'_>)> = wanted.iter().collect();
    // What one type cannot derive, another that has it in a field cannot derive, either.
    for round in 0..=MAX_ROUNDS {
        let before = remaining.len();
        remaining.retain(|(id, wanted, at)| {
            let reason = if round == MAX_ROUNDS {
                Some(String::from("its types lead too deep into one another"))
            } else {
                traits(*wanted).find_map(|of| refusal(api, *id, of))
            };
            let Some(reason) = reason else {
                return true;
            };
            // At once, so that a chain of types takes one round in one of the two directions.
            if let Some(traits) = api.derives.get_mut(id) {
                traits.remove(wanted);
            }
            let message = format!("`{}` cannot be derived: {reason}", wanted.name());
            let help = "leave it out, or change what the type consists of";
            diagnostics.report(Diagnostic::new(Code::UnusedExtension, *at, message).help(help));
            false
        });
        if remaining.len() == before {
            return;
        }
        api.derives.clear();
        for (id, wanted, _) in &remaining {
            api.derives.entry(*id).or_default().extend(traits(*wanted));
        }
        remaining.reverse();
    }
}

/// A trait, and those that it cannot be without.
fn traits(wanted: Trait) -> impl Iterator<Item = Trait> {
    std::iter::once(wanted).chain(wanted.implied())
}

/// Why a definition cannot derive a trait; none if it can.
fn refusal(api: &Api, id: TypeId, wanted: Trait) -> Option<String> {
    let of = |ty: &Type| refusal_of(api, ty, wanted, &mut BTreeMap::new());
    match &api.type_def(id).shape {
        Shape::Struct(of_struct) => {
            let fields = of_struct.fields.iter();
            let field = fields.filter_map(|field| {
                Some(format!("the field `{}` is {}", field.key, of(&field.ty)?))
            });
            let rest = of_struct.rest.iter().filter_map(of);
            let rest = rest.map(|reason| format!("what undeclared keys hold is {reason}"));
            let unknown = of_struct
                .keeps_unknown()
                .then(|| of(&Type::Json))
                .flatten()
                .map(|_| String::from("undeclared keys hold free-form JSON, unless the schema says `additionalProperties: false`"));
            field.chain(rest).chain(unknown).next()
        }
        Shape::Enum(of) if of.repr == EnumRepr::Scalar => Some(String::from(
            "an unknown value may be a number with a fraction",
        )),
        Shape::Enum(_) => None,
        shape @ (Shape::DiscriminatedUnion(_) | Shape::UntaggedUnion(_)) => {
            let members = shape.members().into_iter().filter_map(of);
            let members = members.map(|reason| format!("a member is {reason}"));
            let unknown = of(&Type::Json)
                .map(|_| String::from("an unknown member is kept as free-form JSON"));
            members.chain(unknown).next()
        }
        Shape::Multipart(_) => Some(String::from("a multipart body holds files")),
        Shape::Alias(_) | Shape::Newtype(_) => {
            Some(String::from("the schema becomes no struct, enum or union"))
        }
    }
}

/// When an alias was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// The type is part of the type that it names: it becomes a type of its own, which derives nothing further.
    Within,
    /// Before; it has the trait, or the search would have ended.
    Before,
}

/// What a type is that does not have a trait; none if it has. Aliases that are `known` have been seen.
fn refusal_of(
    api: &Api,
    ty: &Type,
    wanted: Trait,
    known: &mut BTreeMap<TypeId, Seen>,
) -> Option<String> {
    if let Type::Named(id) = ty {
        return named(api, *id, wanted, known);
    }
    if let Some(kind) = refused_kind(ty, wanted) {
        return Some(kind.to_owned());
    }
    let mut children = ty.children().into_iter();
    children.find_map(|child| refusal_of(api, child, wanted, known))
}

/// What a type without a name is called, if it lacks a trait whatever it is made of.
fn refused_kind(ty: &Type, wanted: Trait) -> Option<&'static str> {
    let is_free = matches!(wanted, Trait::Eq | Trait::Hash);
    if matches!(ty, Type::Float) && wanted != Trait::PartialOrd {
        Some("a number with a fraction")
    } else if matches!(ty, Type::Json) && !is_free {
        Some("free-form JSON")
    } else if matches!(ty, Type::Secret) {
        Some("a secret")
    } else if matches!(ty, Type::File | Type::Body | Type::Form) {
        Some("a file")
    } else if matches!(ty, Type::Tuple(tuple) if tuple.rest.is_some()) {
        Some("a list of several types")
    } else {
        None
    }
}

fn named(
    api: &Api,
    id: TypeId,
    wanted: Trait,
    known: &mut BTreeMap<TypeId, Seen>,
) -> Option<String> {
    let def = api.type_def(id);
    let derives = api
        .derives
        .get(&id)
        .is_some_and(|all| all.contains(&wanted));
    let has_anyway = match &def.shape {
        Shape::Alias(ty) => {
            return match known.insert(id, Seen::Within) {
                Some(Seen::Within) => Some(String::from("of a type that contains itself")),
                Some(Seen::Before) => None,
                None => {
                    let refusal = with_stack(|| refusal_of(api, ty, wanted, known));
                    known.insert(id, Seen::Before);
                    refusal
                }
            };
        }
        Shape::Enum(of) => of.repr != EnumRepr::Scalar && matches!(wanted, Trait::Eq | Trait::Hash),
        Shape::Struct(_)
        | Shape::Multipart(_)
        | Shape::DiscriminatedUnion(_)
        | Shape::UntaggedUnion(_)
        | Shape::Newtype(_) => false,
    };
    (!derives && !has_anyway).then(|| {
        let pointer = &def.origin.pointer;
        format!("of the type at `{pointer}`, which does not derive it")
    })
}
