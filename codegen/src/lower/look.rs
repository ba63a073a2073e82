//! What a value of a type looks like: how an untagged union tells its members apart.

use std::collections::HashSet;

use crate::ir::{Api, Constant, Kinds, Look, Presence, Record, Shape, TaggedMember, Type};

/// Not looked at yet; [`finish`](super::finish) fills it in once all types are known.
pub(super) fn none() -> Look {
    Look::default()
}

/// What a value of the type looks like.
pub(super) fn look(api: &Api, ty: &Type) -> Look {
    looks(api, std::iter::once(ty))
}

/// The tag of the union that a type is a member of, and the values of it that mean the member.
type Mark<'a> = Option<(&'a String, &'a Vec<String>)>;

/// What a value of any of several types looks like, each looked at once.
fn looks<'a>(api: &'a Api, types: impl Iterator<Item = &'a Type>) -> Look {
    let mut leaves: Vec<Look> = Vec::new();
    let mut null = false;
    let mut seen = HashSet::new();
    let mut work: Vec<(&Type, Mark<'a>)> = types.map(|ty| (ty, None)).collect();
    work.reverse();
    while let Some((ty, mark)) = work.pop() {
        let before = leaves.len();
        match ty {
            Type::Nullable(inner) => {
                null = true;
                work.push((inner, mark));
            }
            Type::Boxed(inner) => work.push((inner, mark)),
            Type::Named(id) => {
                let def = api.type_def(*id);
                null |= def.nullable;
                if !seen.insert(*id) {
                    continue;
                }
                match &def.shape {
                    Shape::Alias(ty) | Shape::Newtype(ty) => work.push((ty, mark)),
                    Shape::Tagged(tagged) => {
                        let tags = |member: &'a TaggedMember| {
                            let own = (!member.tags.is_empty()).then_some(&member.tags);
                            mark.or(own.map(|tags| (&tagged.tag, tags)))
                        };
                        work.extend(
                            tagged
                                .members
                                .iter()
                                .rev()
                                .map(|member| (&member.ty, tags(member))),
                        );
                    }
                    Shape::Union(members) => {
                        work.extend(members.iter().rev().map(|member| (&member.ty, mark)));
                    }
                    Shape::Record(of) => leaves.push(record(of)),
                    Shape::Multipart(_) => leaves.push(object()),
                    Shape::Choice(values) => leaves.push(Look {
                        kinds: Kinds {
                            string: true,
                            ..Kinds::default()
                        },
                        choices: values
                            .iter()
                            .map(|value| Constant::String(value.value.clone()))
                            .collect(),
                        ..Look::default()
                    }),
                    Shape::IntegerChoice(values) => leaves.push(Look {
                        kinds: Kinds {
                            integer: true,
                            ..Kinds::default()
                        },
                        choices: values
                            .iter()
                            .map(|value| Constant::Integer(value.value))
                            .collect(),
                        ..Look::default()
                    }),
                    Shape::MixedChoice(values) => leaves.push(Look {
                        kinds: Kinds {
                            array: false,
                            object: false,
                            null: false,
                            ..ALL
                        },
                        choices: values.iter().map(|value| value.value.clone()).collect(),
                        ..Look::default()
                    }),
                }
            }
            plain @ (Type::Bool
            | Type::Integer(_)
            | Type::Float
            | Type::String
            | Type::Text(_)
            | Type::Secret
            | Type::Json
            | Type::Null
            | Type::File
            | Type::Body
            | Type::Form
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)) => leaves.push(leaf(plain)),
        }
        if let Some((tag, tags)) = mark {
            for leaf in leaves
                .iter_mut()
                .skip(before)
                .filter(|leaf| leaf.kinds.object)
            {
                leaf.constants.retain(|(key, _)| key != tag);
                leaf.constants.push((
                    tag.clone(),
                    tags.iter().flat_map(|tag| written(tag)).collect(),
                ));
            }
        }
    }
    let mut look = leaves.into_iter().reduce(either).unwrap_or(Look {
        kinds: ALL,
        open: true,
        ..Look::default()
    });
    look.kinds.null |= null;
    look
}

/// A type that leads to no other.
fn leaf(ty: &Type) -> Look {
    let none = Kinds::default();
    let kinds = match ty {
        Type::Bool => Kinds { bool: true, ..none },
        Type::Integer(_) => Kinds {
            integer: true,
            ..none
        },
        Type::Float => Kinds {
            integer: true,
            fraction: true,
            ..none
        },
        Type::String | Type::Text(_) | Type::Secret | Type::File | Type::Body | Type::Form => {
            Kinds {
                string: true,
                ..none
            }
        }
        Type::Null => Kinds { null: true, ..none },
        Type::List(_) | Type::Tuple(_) => Kinds {
            array: true,
            ..none
        },
        Type::Map(_) => return object(),
        Type::Json | Type::Nullable(_) | Type::Boxed(_) | Type::Named(_) => {
            return Look {
                kinds: ALL,
                open: true,
                ..Look::default()
            };
        }
    };
    Look {
        kinds,
        ..Look::default()
    }
}

/// Any JSON.
pub(super) const ALL: Kinds = Kinds {
    null: true,
    bool: true,
    integer: true,
    fraction: true,
    string: true,
    array: true,
    object: true,
};

/// An object of which nothing is known.
fn object() -> Look {
    let kinds = Kinds {
        object: true,
        ..Kinds::default()
    };
    Look {
        kinds,
        open: true,
        ..Look::default()
    }
}

fn record(of: &Record) -> Look {
    let required = of
        .fields
        .iter()
        .filter(|field| matches!(field.presence, Presence::Required | Presence::Nullable));
    // Only a single value is a mark: a longer list of values may grow.
    let constants = of.fields.iter().filter_map(|field| {
        let constant = field.constant.clone()?;
        Some((field.key.clone(), vec![constant]))
    });
    Look {
        kinds: Kinds {
            object: true,
            ..Kinds::default()
        },
        required: required.map(|field| field.key.clone()).collect(),
        known: of.fields.iter().map(|field| field.key.clone()).collect(),
        constants: constants.collect(),
        choices: Vec::new(),
        open: of.rest.is_some(),
        closed: of.closed && of.rest.is_none(),
    }
}

/// What a tag is on the wire: text, or the number or truth value that the text stands for.
fn written(tag: &str) -> Vec<Constant> {
    let integer = tag.parse().ok().map(Constant::Integer);
    let truth = tag.parse().ok().map(Constant::Bool);
    [Some(Constant::String(tag.to_owned())), integer, truth]
        .into_iter()
        .flatten()
        .collect()
}

/// The keys that have listed values in both looks, with the values of either.
fn common(
    a: Vec<(String, Vec<Constant>)>,
    b: &[(String, Vec<Constant>)],
) -> Vec<(String, Vec<Constant>)> {
    let with = |(key, mut values): (String, Vec<Constant>)| {
        let (_, others) = b.iter().find(|(other, _)| *other == key)?;
        values.extend(
            others
                .iter()
                .filter(|value| !values.contains(value))
                .cloned()
                .collect::<Vec<_>>(),
        );
        Some((key, values))
    };
    a.into_iter().filter_map(with).collect()
}

/// What either of two looks admits.
fn either(a: Look, b: Look) -> Look {
    let objects = (a.kinds.object, b.kinds.object);
    let (required, constants) = match objects {
        (true, false) => (a.required, a.constants),
        (false, true) => (b.required, b.constants),
        _ => (
            a.required
                .into_iter()
                .filter(|key| b.required.contains(key))
                .collect(),
            common(a.constants, &b.constants),
        ),
    };
    let closed = match objects {
        (true, false) => a.closed,
        (false, true) => b.closed,
        _ => a.closed && b.closed,
    };
    let mut known = a.known;
    known.extend(
        b.known
            .into_iter()
            .filter(|key| !known.contains(key))
            .collect::<Vec<_>>(),
    );
    let choices = if a.choices.is_empty() || b.choices.is_empty() {
        Vec::new()
    } else {
        [a.choices, b.choices].concat()
    };
    Look {
        kinds: Kinds {
            null: a.kinds.null || b.kinds.null,
            bool: a.kinds.bool || b.kinds.bool,
            integer: a.kinds.integer || b.kinds.integer,
            fraction: a.kinds.fraction || b.kinds.fraction,
            string: a.kinds.string || b.kinds.string,
            array: a.kinds.array || b.kinds.array,
            object: a.kinds.object || b.kinds.object,
        },
        required,
        known,
        constants,
        choices,
        open: a.open || b.open,
        closed,
    }
}
