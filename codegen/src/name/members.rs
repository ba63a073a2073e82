//! The names of the fields and variants of a type.

use std::collections::BTreeSet;

use super::case::{pascal, snake, spelled, spelling};
use super::conflicts::{Candidate, Priority, resolve};
use super::reserved::{hides_model_method, is_prelude, keyword_safe};
use super::{Collision, Identifier, MemberName, Names};
use crate::ir::{Api, EnumRepr, Field, Shape, Type, TypeDef};
use crate::source::Origin;

/// Plans the members of all types.
pub(super) fn plan(api: &Api, names: &mut Names, collisions: &mut Vec<Collision>) {
    let planned: Vec<(Vec<MemberName>, MemberName)> = api
        .types
        .iter()
        .map(|def| plan_type(api, def, collisions))
        .collect();
    for (name, (members, rest)) in names.types.iter_mut().zip(planned) {
        name.members = members;
        name.rest = rest;
    }
}

/// The members of a type, and its catch-all.
fn plan_type(
    api: &Api,
    def: &TypeDef,
    collisions: &mut Vec<Collision>,
) -> (Vec<MemberName>, MemberName) {
    match &def.shape {
        Shape::Struct(of) => fields(
            &of.fields.iter().collect::<Vec<_>>(),
            if of.keeps_unknown() {
                UNKNOWN
            } else {
                ADDITIONAL
            },
            &def.origin,
            collisions,
        ),
        Shape::Multipart(form) => fields(
            &form
                .parts
                .iter()
                .map(|part| &part.field)
                .collect::<Vec<_>>(),
            ADDITIONAL,
            &def.origin,
            collisions,
        ),
        Shape::Enum(of) => {
            let texts = of.values.iter();
            let texts = texts.map(|value| (value.name.clone(), value.value.to_string()));
            variants(&texts.collect::<Vec<_>>(), &def.origin, collisions)
        }
        Shape::DiscriminatedUnion(tagged) => {
            let texts = tagged.members.iter().map(|member| {
                let tag = member.tags.first().cloned().unwrap_or_default();
                (member.name.clone(), tag)
            });
            variants(&texts.collect::<Vec<_>>(), &def.origin, collisions)
        }
        Shape::UntaggedUnion(members) => {
            let texts = members
                .iter()
                .map(|member| (member.name.clone(), kind(api, &member.ty)));
            variants(&texts.collect::<Vec<_>>(), &def.origin, collisions)
        }
        Shape::Alias(_) | Shape::Newtype(_) => (Vec::new(), MemberName::default()),
    }
}

/// Names of the field for keys that the document declares by a schema for all of them; the first that is free.
const ADDITIONAL: &[&str] = &[
    "additional",
    "additional_properties",
    "undeclared",
    "undeclared_keys",
];

/// Names of the field for keys that the document says nothing of; the first that is free.
const UNKNOWN: &[&str] = &[
    "unknown_fields",
    "unknown_keys",
    "undeclared_fields",
    "undeclared_keys",
];

/// The fields of a struct, and the one that holds undeclared keys, with the first free name of `rest`.
fn fields(
    fields: &[&Field],
    rest: &[&str],
    origin: &Origin,
    collisions: &mut Vec<Collision>,
) -> (Vec<MemberName>, MemberName) {
    let candidates: Vec<Candidate<'_>> = fields
        .iter()
        .map(|field| field_candidate(field.rust_name.as_deref(), &field.key))
        .collect();
    let resolved = resolve(&candidates, &BTreeSet::new());
    report(
        &resolved.collisions,
        "field",
        origin,
        |index| fields.get(index).map(|field| field.key.clone()),
        collisions,
    );
    let is_free = |name: &&&str| !resolved.names.iter().any(|taken| taken == **name);
    let rest = rest.iter().find(is_free).or(rest.last());
    let rest = rest.copied().unwrap_or_default();
    let mut idents = resolved.names;
    idents.push(rest.to_owned());
    let mut members = with_setters(idents, hides_model_method);
    let rest = members.pop().unwrap_or_default();
    (members, rest)
}

/// What a field or a parameter can be called.
pub(super) fn field_candidate<'a>(rust_name: Option<&str>, key: &'a str) -> Candidate<'a> {
    if let Some(name) = rust_name {
        return Candidate::only(keyword_safe(name.to_owned()));
    }
    let name = field_ident(snake(key));
    let priority = if name.trim_start_matches("r#") == key {
        Priority::Exact
    } else {
        Priority::Derived
    };
    let stem = plain(&name).to_owned();
    Candidate::new(name, priority, move || {
        vec![
            field_ident(spelled(key)),
            format!("{stem}_{}", spelling(key)),
        ]
    })
}

/// A field's name without what makes it no keyword.
pub(crate) fn plain(name: &str) -> &str {
    name.trim_start_matches("r#").trim_end_matches('_')
}

/// `snake_case` as the name of a field.
pub(super) fn field_ident(snake: String) -> String {
    let starts_with_digit = snake.starts_with(|char: char| char.is_ascii_digit());
    if starts_with_digit {
        format!("field_{snake}")
    } else {
        keyword_safe(snake)
    }
}

/// Gives each field a setter of its own name, or one that hides no method.
pub(super) fn with_setters(idents: Vec<String>, hides: impl Fn(&str) -> bool) -> Vec<MemberName> {
    let candidates: Vec<Candidate<'_>> = idents
        .iter()
        .map(|ident| {
            let plain = ident.trim_start_matches("r#");
            let with = [format!("with_{plain}"), format!("set_{plain}")];
            let own = (!hides(plain)).then(|| ident.clone());
            let [with_name, set_name] = with;
            let first = own.unwrap_or_else(|| with_name.clone());
            Candidate::new(first, Priority::Exact, move || {
                vec![with_name.clone(), set_name.clone()]
            })
        })
        .collect();
    let setters = resolve(&candidates, &BTreeSet::new()).names;
    idents
        .into_iter()
        .zip(setters)
        .map(|(ident, setter)| MemberName {
            ident: Identifier::new(ident),
            setter: Identifier::new(setter),
        })
        .collect()
}

/// The variants of an enum or union, from their titles and values; and the catch-all.
fn variants(
    texts: &[(Option<String>, String)],
    origin: &Origin,
    collisions: &mut Vec<Collision>,
) -> (Vec<MemberName>, MemberName) {
    let rest = String::from("Unknown");
    let candidates: Vec<Candidate<'_>> = texts
        .iter()
        .map(|(name, text)| variant_candidate(name.as_deref(), text))
        .collect();
    let resolved = resolve(&candidates, &BTreeSet::from([rest.clone()]));
    report(
        &resolved.collisions,
        "variant",
        origin,
        |index| texts.get(index).map(|(_, text)| text.clone()),
        collisions,
    );
    let member = |ident: String| MemberName {
        ident: Identifier::new(ident),
        setter: Identifier::default(),
    };
    (
        resolved.names.into_iter().map(member).collect(),
        member(rest),
    )
}

/// What a variant can be called.
fn variant_candidate<'a>(name: Option<&str>, text: &'a str) -> Candidate<'a> {
    let from_name = name.map(|name| variant_ident(&snake(name)));
    let plain = variant_ident(&snake(text));
    let first = from_name.unwrap_or_else(|| plain.clone());
    let priority = if name.is_some() || first == text {
        Priority::Exact
    } else {
        Priority::Derived
    };
    Candidate::new(first, priority, move || {
        let spelling = pascal(spelling(text));
        vec![
            plain.clone(),
            variant_ident(&spelled(text)),
            format!("{plain}{spelling}"),
        ]
    })
}

/// `snake_case` as the name of a variant. `Unknown` is the name of the catch-all, in every type.
pub(super) fn variant_ident(snake: &str) -> String {
    let name = pascal(snake);
    let starts_with_digit = name.starts_with(|char: char| char.is_ascii_digit());
    let taken = is_prelude(&name) && name == "Self" || name == "Unknown";
    if starts_with_digit || taken {
        format!("Value{name}")
    } else {
        name
    }
}

/// The kind of a type, to name a variant after.
fn kind(api: &Api, ty: &Type) -> String {
    let name = match ty {
        Type::Bool => "bool",
        Type::Integer(_) => "integer",
        Type::Float => "number",
        Type::String | Type::Secret => "text",
        Type::Text(text) => return format!("{text:?}"),
        Type::Json => "any",
        Type::Replaced(path) => return path.name().to_owned(),
        Type::Null => "null",
        Type::File | Type::Body => "file",
        Type::Form => "form",
        Type::List(item) => return format!("{} list", kind(api, item)),
        Type::Tuple(_) => "tuple",
        Type::Map(value) => return format!("{} map", kind(api, value)),
        Type::Nullable(inner) | Type::Boxed(inner) => return kind(api, inner),
        Type::Named(id) => {
            let def = api.type_def(*id);
            return match (&def.naming, &def.shape) {
                (crate::ir::Naming::Explicit(name) | crate::ir::Naming::Key(name), _) => {
                    name.clone()
                }
                (_, Shape::Struct(_) | Shape::Multipart(_)) => String::from("object"),
                (_, Shape::Enum(of)) => String::from(match of.repr {
                    EnumRepr::String => "value",
                    EnumRepr::Integer => "integer",
                    EnumRepr::Scalar => "scalar",
                }),
                (_, Shape::DiscriminatedUnion(_) | Shape::UntaggedUnion(_)) => {
                    String::from("variant")
                }
                (_, Shape::Alias(inner) | Shape::Newtype(inner)) => kind(api, inner),
            };
        }
    };
    name.to_owned()
}

/// Reports what would have the same name.
pub(super) fn report(
    resolved: &std::collections::BTreeMap<String, Vec<usize>>,
    kind: &'static str,
    origin: &Origin,
    label: impl Fn(usize) -> Option<String>,
    collisions: &mut Vec<Collision>,
) {
    collisions.extend(
        resolved
            .iter()
            .filter(|(_, group)| group.len() > 1)
            .map(|(name, group)| {
                let candidates = group
                    .iter()
                    .filter_map(|index| Some((label(*index)?, origin.clone())))
                    .collect();
                Collision {
                    name: name.clone(),
                    kind,
                    candidates,
                }
            }),
    );
}
