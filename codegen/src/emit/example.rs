//! The example in an operation's doc comment: a call that compiles.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::{Shortened, full_path, shorten, shortened_text};
use super::literal::{exact, literal};
use super::operation::body_type;
use super::signature::{Input, InputType, Origin, Signature};
use super::types::{ty, type_text};
use super::{Context, Scope, ident};
use crate::comment::Example;
use crate::ir::{Operation, OperationId, Parameter, Presence, Type};
use crate::name::OperationName;
use crate::name::outcome::{Outcome, success};

/// Setters past these make an example hard to read.
const MAX_LENGTH: usize = 600;

/// A parameter of the function around an example: what only a caller can have.
pub(super) struct ExampleParameter {
    pub(super) name: String,
    pub(super) ty: TokenStream,
}

/// The example of an operation.
pub(super) fn call(scope: &Scope<'_>, id: OperationId, operation: &Operation) -> Example {
    let context = scope.context;
    let outside = Scope::of_example(context);
    let name = context.names.of_operation(id);
    let client = ExampleParameter {
        name: String::from("client"),
        ty: {
            let client = full_path(&context.options.crate_name(), ident("Client"));
            quote!(&#client)
        },
    };
    let mut parameters = vec![client];
    let value = value(&outside, id, operation, &mut parameters);
    let statement = if let Outcome::One(None) = success(operation) {
        let call = method_call(context, name, &value);
        quote!(#call.await?;)
    } else {
        use_of(context, id, operation, &value)
    };
    lines(&outside, statement, parameters)
}

/// What a caller does with an operation: every item of a paged one, else the response.
pub(super) fn use_of(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    value: &TokenStream,
) -> TokenStream {
    let call = method_call(context, context.names.of_operation(id), value);
    if operation.pagination.is_none() {
        return quote!(let response = #call.await?;);
    }
    quote! {
        let mut items = #call.items();
        while let Some(item) = items.next().await {
            let item = item?;
            println!("{item:?}");
        }
    }
}

/// The call of a client's method.
fn method_call(context: Context<'_>, name: &OperationName, value: &TokenStream) -> TokenStream {
    let method = ident(&name.method);
    let Some(group) = name.group else {
        return quote!(client.#method(&#value));
    };
    let accessor = ident(&context.names.module(group).accessor);
    quote!(client.#accessor().#method(&#value))
}

/// The value of an operation; what the document shows no value of becomes a parameter of the example.
pub(super) fn value(
    scope: &Scope<'_>,
    id: OperationId,
    operation: &Operation,
    parameters: &mut Vec<ExampleParameter>,
) -> TokenStream {
    let name = scope.context.names.of_operation(id);
    let type_name = scope.operation(id);
    let signature = Signature::of_operation(scope.context, operation, name);
    let inputs = signature.inputs.iter().filter(|input| input.is_argument());
    let arguments = inputs.filter_map(|input| match (input.origin, input.ty) {
        (Origin::Parameter(parameter), InputType::Plain(inner)) => {
            Some(argument(scope, input, inner, parameter, parameters))
        }
        _ => body(scope, operation, name, parameters),
    });
    quote!(#type_name::new(#(#arguments),*))
}

/// The argument for a parameter: as the document shows it, or a parameter of the example.
fn argument(
    scope: &Scope<'_>,
    input: &Input<'_>,
    inner: &Type,
    parameter: &Parameter,
    parameters: &mut Vec<ExampleParameter>,
) -> TokenStream {
    let written = match input.presence {
        Presence::Nullable => {
            exact(scope, inner, &parameter.example).map(|value| quote!(Some(#value)))
        }
        Presence::Required | Presence::Optional | Presence::OptionalNullable => {
            literal(scope, inner, &parameter.example)
        }
    };
    written.unwrap_or_else(|| {
        let argument = ident(&input.member.ident);
        parameters.push(ExampleParameter {
            name: input.member.ident.to_string(),
            ty: ty(scope, &parameter.ty),
        });
        quote!(#argument)
    })
}

/// The body: as the document shows it, or a parameter of the example.
fn body(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    parameters: &mut Vec<ExampleParameter>,
) -> Option<TokenStream> {
    let first = operation.bodies.first()?;
    let written = match (&name.bodies, &first.ty) {
        (None, Type::Nullable(inner)) => {
            exact(scope, inner, &first.example).map(|value| quote!(Some(#value)))
        }
        (None, inner) => literal(scope, inner, &first.example),
        (Some(_), _) => None,
    };
    let written = written.filter(|written| shortened_text(written).len() < MAX_LENGTH);
    if written.is_some() {
        return written;
    }
    parameters.push(ExampleParameter {
        name: String::from("body"),
        ty: body_type(scope, operation, name)?,
    });
    Some(quote!(body))
}

/// The example as a doctest: what the reader needs not see is hidden.
pub(super) fn lines(
    scope: &Scope<'_>,
    statements: TokenStream,
    parameters: Vec<ExampleParameter>,
) -> Example {
    let (names, types): (Vec<String>, Vec<TokenStream>) = parameters
        .into_iter()
        .map(|parameter| (parameter.name, parameter.ty))
        .unzip();
    let code = std::iter::once(statements).chain(types).collect();
    let Shortened { imports, items } = shorten(scope.own(), code);
    let mut items = items.into_iter();
    let statements = items.next().unwrap_or_default();
    let parameters = names.iter().zip(items);
    let parameters = parameters.map(|(name, ty)| format!("{name}: {}", type_text(&ty)));
    let parameters: Vec<String> = parameters.collect();
    let mut lines: Vec<String> = imports.lines().collect();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let root = scope.context.options.crate_name();
    lines.push(format!(
        "# async fn example({}) -> Result<(), {root}::Error> {{",
        parameters.join(", ")
    ));
    lines.extend(layout(&statements));
    lines.push(String::from("# Ok(())"));
    lines.push(String::from("# }"));
    if scope.context.options.is_module() {
        Example::for_reading(lines)
    } else {
        Example::new(lines)
    }
}

/// Statements, laid out.
fn layout(statements: &TokenStream) -> Vec<String> {
    let function = syn::parse2::<syn::File>(quote!(fn body() { #statements }));
    let Ok(function) = function else {
        // Every statement here is Rust; were one not, the text would still say what is meant.
        return vec![statements.to_string()];
    };
    let text = prettyplease::unparse(&function);
    let inside = text.lines().filter_map(|line| line.strip_prefix("    "));
    inside.map(str::to_owned).collect()
}
