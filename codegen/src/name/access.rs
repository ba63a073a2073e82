//! The functions that make credentials, their arguments, and those of `Client::new`.

use std::collections::BTreeSet;

use super::case::snake;
use super::conflicts::{Candidate, Priority, resolve};
use super::members::{field_candidate, plain};
use super::modules::resolved;
use super::reserved::keyword_safe;
use super::{Identifier, Names, SchemeName};
use crate::ir::{Api, ClientInput, CredentialInput, Scheme};

/// Plans the names of what callers give.
pub(super) fn plan(api: &Api, names: &mut Names) {
    let functions = resolved(api.schemes.iter().map(function));
    let schemes = functions.into_iter().zip(&api.schemes);
    names.schemes = schemes
        .map(|(ident, scheme)| {
            let inputs = scheme.kind.inputs();
            let arguments = inputs.iter().map(credential_argument);
            SchemeName {
                ident: Identifier::new(ident),
                arguments: distinct(arguments),
            }
        })
        .collect();
    names.client_arguments = client_arguments(api, &names.schemes);
}

/// The function that makes a credential for a scheme.
fn function(scheme: &Scheme) -> String {
    let name = snake(&scheme.key);
    if name.starts_with(|char: char| char.is_ascii_digit()) {
        format!("scheme_{name}")
    } else {
        keyword_safe(name)
    }
}

fn credential_argument<'a>(input: &CredentialInput<'a>) -> Candidate<'a> {
    if let CredentialInput::TokenParameter(parameter) = input {
        field_candidate(None, &parameter.key)
    } else {
        words(input.word(), "credential")
    }
}

/// The arguments of `Client::new`. Where several schemes are used together, the arguments of each are named after it.
fn client_arguments(api: &Api, schemes: &[SchemeName]) -> Vec<Identifier> {
    let inputs = api.client_inputs();
    let used = inputs.iter().filter_map(|input| match input {
        ClientInput::Credential { scheme, .. } => Some(*scheme),
        ClientInput::BaseUrl | ClientInput::Variable(_) => None,
    });
    let has_several = used.collect::<BTreeSet<usize>>().len() > 1;
    let candidates = inputs.iter().map(|input| match *input {
        ClientInput::BaseUrl => words("base_url", "server"),
        ClientInput::Variable(variable) => field_candidate(None, &variable.key),
        ClientInput::Credential {
            scheme,
            index,
            input,
        } => {
            let name = schemes.get(scheme);
            let argument = name.and_then(|name| name.arguments.get(index));
            let argument = argument.map_or("credential", Identifier::as_str);
            let function = name.map_or("scheme", |name| name.ident.trim_start_matches("r#"));
            if !has_several {
                words(argument, "credential")
            } else if matches!(input, CredentialInput::Key) {
                words(function, "credential")
            } else {
                let name = format!("{}_{}", plain(function), plain(argument));
                words(&name, "credential")
            }
        }
    });
    distinct(candidates)
}

/// What is named after these words; in a conflict, the kind of the thing is added.
fn words(words: &str, kind: &str) -> Candidate<'static> {
    let more = format!("{}_{kind}", words.trim_start_matches("r#"));
    let first = keyword_safe(words.to_owned());
    Candidate::new(first, Priority::Derived, move || vec![more.clone()])
}

/// The names of the arguments of one function, no two alike.
fn distinct<'a>(candidates: impl Iterator<Item = Candidate<'a>>) -> Vec<Identifier> {
    let candidates: Vec<Candidate<'a>> = candidates.collect();
    Identifier::all(resolve(&candidates, &BTreeSet::new()).names)
}
