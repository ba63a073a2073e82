//! Errors that many operations document alike: one type for all of them, and another name for it at each.
//!
//! In a document that nobody here can edit, thousands of operations may promise the same body for the same statuses.
//! The type's name says which, so that it depends on nothing else; callers use the name at the operation.

use std::collections::BTreeMap;

use super::operations::status_word;
use super::outcome::errors;
use super::settle::{Claim, Party, settle};
use super::types::Taken;
use super::{EnumName, Names, SharedError};
use crate::ir::{Api, Decoding, Naming, Operation, Status, Type, TypeId};

/// Plans the shared errors, and says which operations use them.
pub(super) fn plan(api: &Api, names: &mut Names, taken: &mut Taken) {
    let mut known: BTreeMap<(TypeId, Vec<Status>), usize> = BTreeMap::new();
    for (operation, index) in api.operations.iter().zip(0..) {
        let Some((body, statuses)) = signature(api, operation) else {
            continue;
        };
        let shared = *known.entry((body, statuses.clone())).or_insert_with(|| {
            names
                .errors
                .push(shared_error(names, taken, body, statuses));
            names.errors.len() - 1
        });
        if let Some(name) = names.operations.get_mut(index) {
            name.shared_error = Some(shared);
        }
    }
}

/// The one body of all documented errors, and their statuses.
fn signature(api: &Api, operation: &Operation) -> Option<(TypeId, Vec<Status>)> {
    let cases = errors(operation);
    let body = |decoding: Option<&Decoding>| match decoding {
        Some(Decoding::Json(Type::Named(id))) => Some(*id),
        _ => None,
    };
    let first = body(cases.first()?.decoding())?;
    let named = matches!(
        api.type_def(first).naming,
        Naming::Key(_) | Naming::Given(_)
    );
    let alike = cases
        .iter()
        .all(|case| body(case.decoding()) == Some(first) && !case.several_media);
    (named && alike).then(|| (first, cases.iter().map(|case| case.status).collect()))
}

/// The name of a shared error, after its body and its statuses.
fn shared_error(
    names: &Names,
    taken: &mut Taken,
    body: TypeId,
    statuses: Vec<Status>,
) -> SharedError {
    let type_name = names.of_type(body);
    let taken = taken.entry(type_name.module).or_default();
    let name = format!("{}For{}", type_name.ident, said(&statuses));
    let party = Party::new(name.clone(), Claim::Derived, || {
        vec![format!("{name}Statuses")]
    });
    let ident = settle(&[party], taken)
        .names
        .pop()
        .unwrap_or_else(|| name.clone());
    taken.insert(ident.clone());
    let members = statuses.iter().map(|status| status_word(*status)).collect();
    SharedError {
        module: type_name.module,
        name: EnumName { ident, members },
        body,
        statuses,
    }
}

/// Statuses in a name: `400_404`, `4xx5xx`.
fn said(statuses: &[Status]) -> String {
    if statuses == [Status::Default] {
        return String::from("AnyStatus");
    }
    let mut out = String::new();
    for status in statuses {
        let word = match status {
            Status::Code(code) => code.to_string(),
            Status::Range(digit) => format!("{digit}xx"),
            Status::Default => String::from("Other"),
        };
        let is_digit = |char: char| char.is_ascii_digit();
        if out.ends_with(is_digit) && word.starts_with(is_digit) {
            out.push('_');
        }
        out.push_str(&word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::said;
    use crate::ir::Status;

    #[test]
    fn statuses_stay_apart() {
        assert_eq!(said(&[Status::Code(400), Status::Code(404)]), "400_404");
        assert_eq!(said(&[Status::Range(4), Status::Range(5)]), "4xx5xx");
        assert_eq!(said(&[Status::Code(400), Status::Default]), "400Other");
        assert_eq!(said(&[Status::Default]), "AnyStatus");
    }
}
