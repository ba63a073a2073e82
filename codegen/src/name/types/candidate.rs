//! The names that a type or an operation can have, best first.

use crate::ir::{Api, Naming, Operation, Shape, TypeDef};
use crate::name::Names;
use crate::name::case::{pascal, snake, spelled, spelling};
use crate::name::conflicts::{Candidate, Priority};
use crate::name::reserved::is_prelude;
use crate::source::Origin;

/// A longer name does not help a reader.
const MAX_LENGTH: usize = 64;

/// The names of a type.
pub(super) fn type_candidate<'a>(
    api: &'a Api,
    def: &'a TypeDef,
    names: &'a Names,
) -> Candidate<'a> {
    let (owner, path) = match &def.naming {
        Naming::Explicit(name) => return Candidate::only(name.clone()),
        Naming::Key(key) => return key_candidate(key, def),
        Naming::Within(parent, path) => (&names.of_type(*parent).ident, path),
        Naming::InOperation(operation, path) => (&names.of_operation(*operation).ident, path),
    };
    let place: String = path.iter().map(|part| pascal(&snake(part))).collect();
    if owner.len() + place.len() <= MAX_LENGTH {
        derived_candidate(owner, place, def)
    } else {
        deep_candidate(api, def, names)
    }
}

/// The names of a type that is nested too deep for a name of all the words around it: the outermost owner,
/// and as many of the last words as there is room for.
fn deep_candidate<'a>(api: &'a Api, def: &'a TypeDef, names: &'a Names) -> Candidate<'a> {
    let mut words = Vec::new();
    let mut naming = &def.naming;
    let owner = loop {
        let (owner, path, next) = match naming {
            Naming::Within(parent, path) => {
                let next = &api.type_def(*parent).naming;
                (&names.of_type(*parent).ident, path, Some(next))
            }
            Naming::InOperation(operation, path) => {
                (&names.of_operation(*operation).ident, path, None)
            }
            Naming::Explicit(_) | Naming::Key(_) => break "",
        };
        words.extend(path.iter().rev().map(|part| pascal(&snake(part))));
        match next {
            Some(next @ (Naming::Within(..) | Naming::InOperation(..)))
                if words.len() <= api.types.len() =>
            {
                naming = next;
            }
            _ => break owner,
        }
    };
    words.reverse();
    let last = |count: usize| {
        let words = words.get(words.len().saturating_sub(count)..);
        words.unwrap_or_default().concat()
    };
    let room = MAX_LENGTH.saturating_sub(owner.len());
    let fitting = (1..words.len())
        .take_while(|count| last(*count).len() <= room)
        .last()
        .unwrap_or(1);
    let more: Vec<String> = (fitting + 1..=words.len())
        .map(|count| guard(format!("{owner}{}", last(count))))
        .chain([type_ident(&snake(&place(&def.origin)))])
        .collect();
    let first = guard(format!("{owner}{}", last(fitting)));
    Candidate::new(first, Priority::Derived, move || more.clone())
}

/// The names of a type that the document names.
fn key_candidate<'a>(key: &'a str, def: &'a TypeDef) -> Candidate<'a> {
    let words = snake(key);
    let name = type_ident(&words);
    let brief = type_ident(&without_repeats(&words));
    let is_long = name.len() > MAX_LENGTH && brief != name;
    let token = def.origin.pointer.rsplit('/').next().unwrap_or_default();
    let is_component = token == crate::source::escape(key);
    let priority = match is_component {
        true if is_long => Priority::Derived,
        true if name == key => Priority::Exact,
        true => Priority::Named,
        false => Priority::Derived,
    };
    let stem = name.clone();
    Candidate::new(if is_long { brief } else { name }, priority, move || {
        let mut more = Vec::new();
        if is_long {
            more.push(stem.clone());
        }
        if is_component {
            more.push(type_ident(&spelled(key)));
            more.push(format!("{stem}{}", pascal(spelling(key))));
            let file = snake(file_stem(&def.origin));
            more.push(type_ident(&format!("{file}_{words}")));
        }
        more.push(type_ident(&snake(&place(&def.origin))));
        more
    })
}

/// Words without repeats of the words before them: `sip_sip_auth_sip_auth_calls` is `sip_auth_calls`.
fn without_repeats(words: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for word in words.split('_') {
        kept.push(word);
        let repeated = (1..=kept.len() / 2).find(|count| {
            let (before, last) = kept.split_at(kept.len() - count);
            before.ends_with(last)
        });
        kept.truncate(kept.len() - repeated.unwrap_or_default());
    }
    kept.join("_")
}

/// The names of a type without a name of its own.
fn derived_candidate<'a>(
    owner: &'a str,
    place_in_owner: String,
    def: &'a TypeDef,
) -> Candidate<'a> {
    let name = guard(format!("{owner}{place_in_owner}"));
    let stem = name.clone();
    Candidate::new(name, Priority::Derived, move || {
        let kind = match &def.shape {
            Shape::Struct(_) => "Object",
            Shape::Multipart(_) => "Form",
            Shape::Enum(_) => "Value",
            Shape::DiscriminatedUnion(_) | Shape::UntaggedUnion(_) => "Variant",
            Shape::Alias(_) | Shape::Newtype(_) => "Type",
        };
        let hint = response_hint(&def.origin);
        let mut more = Vec::new();
        if !hint.is_empty() {
            more.push(format!("{owner}{}{place_in_owner}", pascal(&snake(&hint))));
        }
        more.push(format!("{stem}{kind}"));
        more.push(type_ident(&snake(&place(&def.origin))));
        more
    })
}

/// The names of an operation.
pub(super) fn operation_candidate(operation: &Operation) -> Candidate<'_> {
    if let Some(name) = &operation.rust_name {
        return Candidate::only(type_ident(&snake(name)));
    }
    let name = type_ident(&snake(&operation.id));
    let stem = name.clone();
    Candidate::new(name, Priority::Derived, move || {
        let Operation {
            id, path, method, ..
        } = operation;
        let method = method.to_lowercase();
        vec![
            format!("{stem}Operation"),
            type_ident(&snake(&format!("{method} {id}"))),
            type_ident(&snake(&format!("{method} {path}"))),
            type_ident(&format!("{method}_{}", spelled(path))),
        ]
    })
}

/// `snake_case` as the name of a type.
fn type_ident(snake: &str) -> String {
    let name = pascal(snake);
    let starts_with_digit = name.starts_with(|char: char| char.is_ascii_digit());
    guard(if starts_with_digit {
        format!("Type{name}")
    } else {
        name
    })
}

/// A name that hides nothing that the code around it needs.
fn guard(name: String) -> String {
    if is_prelude(&name) {
        format!("{name}Model")
    } else {
        name
    }
}

/// The file's name without what makes it a file name.
fn file_stem(origin: &Origin) -> &str {
    let file = origin.file.rsplit('/').next().unwrap_or_default();
    file.split('.').next().unwrap_or_default()
}

/// The location of a type, in words: its pointer without the generic keys.
fn place(origin: &Origin) -> String {
    const NOISE: &[&str] = &[
        "components",
        "schemas",
        "properties",
        "content",
        "schema",
        "paths",
        "responses",
    ];
    let tokens = origin
        .pointer
        .split('/')
        .filter(|token| !NOISE.contains(token));
    tokens
        .map(|token| token.replace("~1", " ").replace("~0", "~"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The status and the media type that a type is below, in words.
fn response_hint(origin: &Origin) -> String {
    let tokens: Vec<&str> = origin.pointer.split('/').collect();
    let after = |key: &str| {
        let at = tokens.iter().position(|token| *token == key)?;
        tokens.get(at + 1).map(|token| token.replace("~1", "/"))
    };
    let status = after("responses")
        .map(|status| format!("status {status}"))
        .unwrap_or_default();
    let media = after("content").unwrap_or_default();
    let subtype = media.rsplit('/').next().unwrap_or_default();
    format!("{status} {subtype}").trim().to_owned()
}
