//! The example in an operation's doc comment: a call that compiles.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{exact, literal};
use super::operation::body_type;
use super::types::{parameter_presence, ty};
use super::{Scope, ident};
use crate::ir::{Operation, OperationId, Place, Presence, Type};
use crate::name::outcome::{Outcome, success};

/// Setters past these make an example hard to read.
const MAX_LENGTH: usize = 600;

/// The lines of the example.
pub(super) fn call(scope: &Scope<'_>, id: OperationId, operation: &Operation) -> Vec<String> {
    let context = scope.context;
    let outside = Scope::outside(context, &context.options.crate_name());
    let name = context.names.of_operation(id);
    let mut given = Vec::new();
    let value = value(&outside, id, operation, &mut given);
    let method = ident(&name.method);
    let call = if context.names.grouped {
        let accessor = ident(&context.names.module(name.module).accessor);
        quote!(client.#accessor().#method(&#value).await?)
    } else {
        quote!(client.#method(&#value).await?)
    };
    let is_empty = matches!(success(operation), Outcome::One(None));
    let statement = if is_empty {
        quote!(#call;)
    } else {
        quote!(let response = #call;)
    };
    let root = ident(&context.options.crate_name());
    let signature = quote! {
        async fn example(client: &#root::Client #(, #given)*) -> Result<(), #root::Error> {}
    };
    lines(&outside, &statement, &signature)
}

/// The call of the first operation, for the crate's documentation; with the arguments that stand for what is given.
pub(super) fn value(
    scope: &Scope<'_>,
    id: OperationId,
    operation: &Operation,
    given: &mut Vec<TokenStream>,
) -> TokenStream {
    let name = scope.context.names.of_operation(id);
    let type_name = scope.operation(id);
    let mut arguments: Vec<(u8, TokenStream)> = Vec::new();
    for (parameter, member) in operation.parameters.iter().zip(&name.parameters) {
        let (presence, inner) = parameter_presence(&parameter.ty, parameter.required);
        if matches!(presence, Presence::Optional | Presence::OptionalNullable) {
            continue;
        }
        let rank = u8::from(parameter.place != Place::Path);
        let written = match presence {
            Presence::Nullable => {
                exact(scope, inner, &parameter.example).map(|value| quote!(Some(#value)))
            }
            Presence::Required | Presence::Optional | Presence::OptionalNullable => {
                literal(scope, inner, &parameter.example)
            }
        };
        let argument = written.unwrap_or_else(|| {
            let argument = ident(&member.ident);
            let ty = ty(scope, &parameter.ty);
            given.push(quote!(#argument: #ty));
            quote!(#argument)
        });
        arguments.push((rank, argument));
    }
    if operation.body_required {
        arguments.extend(body(scope, operation, name, given).map(|body| (2, body)));
    }
    arguments.sort_by_key(|(rank, _)| *rank);
    let arguments = arguments.into_iter().map(|(_, argument)| argument);
    quote!(#type_name::new(#(#arguments),*))
}

/// The body: as the document shows it, or given.
fn body(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &crate::name::OperationName,
    given: &mut Vec<TokenStream>,
) -> Option<TokenStream> {
    let first = operation.bodies.first()?;
    let example = first.examples.first().map(|(_, value)| value);
    let written = match (&name.bodies, &first.ty) {
        (None, Type::Nullable(inner)) => example
            .and_then(|value| exact(scope, inner, value))
            .map(|value| quote!(Some(#value))),
        (None, inner) => example.and_then(|value| literal(scope, inner, value)),
        (Some(_), _) => None,
    };
    if let Some(written) = written.filter(|written| written.to_string().len() < MAX_LENGTH) {
        return Some(written);
    }
    let ty = body_type(scope, operation, name)?;
    given.push(quote!(body: #ty));
    Some(quote!(body))
}

/// The example as a doctest: what the reader needs not see is hidden.
pub(super) fn lines(
    scope: &Scope<'_>,
    statement: &TokenStream,
    signature: &TokenStream,
) -> Vec<String> {
    let signature = layout(signature);
    let signature: Vec<&str> = signature.iter().map(|line| line.trim()).collect();
    let signature = signature.join(" ").replace("( ", "(").replace(", )", ")");
    let signature = signature
        .trim_end_matches('}')
        .trim_end()
        .trim_end_matches('{')
        .trim_end();
    let mut lines = vec![String::from("```no_run")];
    let uses: Vec<String> = scope.uses().iter().flat_map(layout).collect();
    if !uses.is_empty() {
        lines.extend(uses);
        lines.push(String::new());
    }
    lines.push(format!("# {signature} {{"));
    let body = layout(&quote!(fn body() { #statement }));
    let inside = body
        .get(1..body.len().saturating_sub(1))
        .unwrap_or_default();
    lines.extend(
        inside
            .iter()
            .map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()),
    );
    lines.push(String::from("# Ok(())"));
    lines.push(String::from("# }"));
    lines.push(String::from("```"));
    lines
}

/// Tokens of an item, laid out.
fn layout(tokens: &TokenStream) -> Vec<String> {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file)
            .lines()
            .map(str::to_owned)
            .collect(),
        // Every template here is an item; were one not, the text would still say what is meant.
        Err(_) => vec![tokens.to_string()],
    }
}
