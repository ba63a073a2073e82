//! How a client is made: from what the API asks of every caller.

use proc_macro2::TokenStream;
use quote::quote;

use crate::comment::{Docs, code};
use crate::emit::example::ExampleParameter;
use crate::emit::imports::full_path;
use crate::emit::security::argument_type;
use crate::emit::{Context, Scope, ident};
use crate::ir::{ClientInput, CredentialInput};
use crate::name::Identifier;

/// `new` and `builder`.
pub(in crate::emit) fn construct(scope: &Scope<'_>) -> TokenStream {
    let error = scope.runtime("Error");
    let builder = scope.runtime("ClientBuilder");
    let api = scope.own_crate("::api", "API");
    let inputs = inputs(scope.context);
    let arguments = inputs.iter().map(|(input, name)| {
        let (name, ty) = (ident(*name), input_type(scope, *input));
        quote!(#name: #ty)
    });
    let steps = steps(scope, &inputs);
    let docs = docs(&inputs);
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Result<Self, #error> {
            Self::builder()#(#steps)*.build()
        }

        #[doc = " Returns a builder for the server, credentials, timeouts, retries and transport."]
        pub fn builder() -> #builder<Self> {
            #builder::new(&#api)
        }
    }
}

/// What `new` takes, and the names of its arguments.
fn inputs(context: Context<'_>) -> Vec<(ClientInput<'_>, &Identifier)> {
    let names = context.names.client_arguments.iter();
    context.api.client_inputs().into_iter().zip(names).collect()
}

fn input_type(scope: &Scope<'_>, input: ClientInput<'_>) -> TokenStream {
    match input {
        ClientInput::BaseUrl | ClientInput::Variable(_) => quote!(impl Into<String>),
        ClientInput::Credential { input, .. } => argument_type(scope, input),
    }
}

/// What a caller must bring.
fn docs(inputs: &[(ClientInput<'_>, &Identifier)]) -> Docs {
    let mut docs = Docs::line("Creates a client with default settings.");
    for (input, name) in inputs {
        if let ClientInput::Variable(variable) = input
            && let Some(description) = &variable.description
        {
            docs.labelled_sentence(code(name), description);
        }
    }
    docs
}

/// The calls of the builder, from its start to the client.
fn steps(scope: &Scope<'_>, inputs: &[(ClientInput<'_>, &Identifier)]) -> Vec<TokenStream> {
    let scheme = |input: ClientInput<'_>| match input {
        ClientInput::Credential { scheme, .. } => Some(scheme),
        ClientInput::BaseUrl | ClientInput::Variable(_) => None,
    };
    let of_one_scheme = |left: &ClientInput<'_>, right: &ClientInput<'_>| {
        scheme(*left).is_some() && scheme(*left) == scheme(*right)
    };
    let calls = inputs.chunk_by(|(left, _), (right, _)| of_one_scheme(left, right));
    let calls = calls.filter_map(|inputs| {
        let arguments = inputs.iter().map(|(_, name)| ident(*name));
        Some(match inputs.first()?.0 {
            ClientInput::BaseUrl => quote!(.base_url(#(#arguments),*)),
            ClientInput::Variable(variable) => {
                let key = &variable.key;
                quote!(.server_variable(#key, #(#arguments),*))
            }
            ClientInput::Credential { scheme, .. } => {
                let security = scope.own_crate("", "security");
                let function = ident(&scope.context.names.schemes.get(scheme)?.ident);
                quote!(.credential(#security::#function(#(#arguments),*)))
            }
        })
    });
    calls.collect()
}

/// The arguments of `new` as an example gives them. What only a caller can have becomes a parameter of the example.
pub(in crate::emit) fn example_arguments(
    scope: &Scope<'_>,
    parameters: &mut Vec<ExampleParameter>,
) -> Vec<TokenStream> {
    let arguments = inputs(scope.context).into_iter().map(|(input, name)| {
        let input = match input {
            ClientInput::BaseUrl => return quote!("https://api.example.com"),
            ClientInput::Variable(_) => return quote!("example"),
            ClientInput::Credential { input, .. } => input,
        };
        match input {
            CredentialInput::ClientCredentials => {
                let credentials = scope.runtime("ClientCredentials");
                quote!(#credentials::new("id", "secret"))
            }
            CredentialInput::Source => {
                let source = full_path(
                    &scope.context.options.crate_name(),
                    ident("CredentialSource"),
                );
                parameters.push(ExampleParameter {
                    name: name.to_string(),
                    ty: quote!(impl #source),
                });
                let argument = ident(name);
                quote!(#argument)
            }
            CredentialInput::Token
            | CredentialInput::User
            | CredentialInput::Password
            | CredentialInput::Key
            | CredentialInput::TokenParameter(_) => {
                let text = name.as_str();
                quote!(#text)
            }
        }
    });
    arguments.collect()
}
