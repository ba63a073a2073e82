//! How a client is made: from what the API asks of every caller.

use proc_macro2::TokenStream;
use quote::quote;

use crate::comment::{Docs, code};
use crate::emit::example::ExampleParameter;
use crate::emit::imports::full_path;
use crate::emit::security::arguments;
use crate::emit::{Context, Scope, ident};
use crate::ir::{Requirement, Scheme, SchemeKind, Server};
use crate::name::{Argument, plain};

/// An argument of `Client::new`.
pub(in crate::emit) struct ClientArgument {
    /// Its name.
    pub(in crate::emit) name: String,
    /// Its type.
    ty: TokenStream,
    /// What an example gives, if it is not a text.
    example: Option<TokenStream>,
    /// What it does to the builder.
    step: Step,
}

enum Step {
    BaseUrl,
    Variable(String),
    /// Together with the arguments after it that have the same scheme.
    Credential(usize),
}

/// `new` and `builder`.
pub(in crate::emit) fn construct(scope: &Scope<'_>) -> TokenStream {
    let client_arguments = client_arguments(scope);
    let error = scope.runtime("Error");
    let builder = scope.runtime("ClientBuilder");
    let api = scope.own_crate("::api", "API");
    let arguments = client_arguments.iter().map(|argument| {
        let (name, ty) = (ident(&argument.name), &argument.ty);
        quote!(#name: #ty)
    });
    let steps = steps(scope, &client_arguments);
    let docs = docs(scope.context, &client_arguments);
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Result<Self, #error> {
            Self::builder()#(#steps)*.build()
        }

        #[doc = " A client to be set up: server, credentials, timeouts, retries, transport."]
        pub fn builder() -> #builder<Self> {
            #builder::new(&#api)
        }
    }
}

/// What a caller has to bring.
fn docs(context: Context<'_>, arguments: &[ClientArgument]) -> Docs {
    let mut docs = Docs::line("A client with the defaults of the API and of this crate.");
    for argument in arguments {
        let Step::Variable(key) = &argument.step else {
            continue;
        };
        let variable = variables(context).find(|variable| variable.key == *key);
        if let Some(description) = variable.and_then(|variable| variable.description.as_deref()) {
            docs.labelled_sentence(code(&argument.name), description);
        }
    }
    docs
}

/// The variables of the default server.
fn variables(context: Context<'_>) -> impl Iterator<Item = &crate::ir::ServerVariable> {
    context
        .api
        .servers
        .first()
        .into_iter()
        .flat_map(|server| &server.variables)
}

/// The arguments of `new`.
pub(in crate::emit) fn client_arguments(scope: &Scope<'_>) -> Vec<ClientArgument> {
    let context = scope.context;
    let into_string = || quote!(impl Into<String>);
    let mut steps: Vec<(Step, TokenStream, Option<TokenStream>)> = Vec::new();
    let mut wanted: Vec<Argument<'_>> = Vec::new();
    if !context.api.servers.first().is_some_and(is_absolute) {
        steps.push((Step::BaseUrl, into_string(), None));
        wanted.push(Argument::Words("base_url", "server"));
    }
    for variable in variables(context).filter(|variable| variable.default.is_none()) {
        steps.push((Step::Variable(variable.key.clone()), into_string(), None));
        wanted.push(Argument::Key(&variable.key));
    }
    let schemes = schemes(context);
    let mut credentials: Vec<String> = Vec::new();
    for (index, scheme) in &schemes {
        let own = context.names.schemes.get(*index);
        let own = own
            .map_or("scheme", String::as_str)
            .trim_start_matches("r#");
        let is_key = matches!(
            scheme.kind,
            SchemeKind::ApiKeyHeader(_) | SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_)
        );
        for argument in arguments(scope, &scheme.kind) {
            credentials.push(match (schemes.len() > 1, is_key) {
                (true, true) => own.to_owned(),
                (true, false) => format!("{}_{}", plain(own), plain(&argument.name)),
                (false, _) => argument.name.clone(),
            });
            steps.push((Step::Credential(*index), argument.ty, argument.example));
        }
    }
    let credentials = credentials.iter();
    wanted.extend(credentials.map(|words| Argument::Words(words, "credential")));
    let names = crate::name::arguments(&wanted);
    names
        .into_iter()
        .zip(steps)
        .map(|(name, (step, ty, example))| ClientArgument {
            name,
            ty,
            example,
            step,
        })
        .collect()
}

/// The steps from a builder to the client.
fn steps(scope: &Scope<'_>, arguments: &[ClientArgument]) -> Vec<TokenStream> {
    let mut steps = Vec::new();
    for together in arguments.chunk_by(|left, right| match (&left.step, &right.step) {
        (Step::Credential(left), Step::Credential(right)) => left == right,
        _ => false,
    }) {
        let names: Vec<_> = together
            .iter()
            .map(|argument| ident(&argument.name))
            .collect();
        match together.first().map(|argument| &argument.step) {
            Some(Step::BaseUrl) => steps.push(quote!(.base_url(#(#names),*))),
            Some(Step::Variable(key)) => steps.push(quote!(.server_variable(#key, #(#names),*))),
            Some(Step::Credential(scheme)) => {
                let security = scope.own_crate("", "security");
                let function = ident(
                    scope
                        .context
                        .names
                        .schemes
                        .get(*scheme)
                        .map_or("", String::as_str),
                );
                steps.push(quote!(.credential(#security::#function(#(#names),*))));
            }
            None => {}
        }
    }
    steps
}

/// The schemes of the requirement that most callers need.
fn schemes(context: Context<'_>) -> Vec<(usize, &Scheme)> {
    let api = context.api;
    let of_api = api
        .security
        .iter()
        .find(|requirement| !requirement.is_empty());
    let of_operations = || {
        api.operations
            .iter()
            .filter_map(|operation| operation.security.as_ref())
            .flatten()
    };
    let chosen: Option<&Requirement> =
        of_api.or_else(|| of_operations().find(|requirement| !requirement.is_empty()));
    let is_chosen = |scheme: &Scheme| {
        chosen.is_some_and(|schemes| schemes.iter().any(|required| required.key == scheme.key))
    };
    api.schemes
        .iter()
        .enumerate()
        .filter(|(_, scheme)| is_chosen(scheme))
        .collect()
}

/// Whether a server's URL says where it is.
fn is_absolute(server: &Server) -> bool {
    server.url.contains("://") || server.url.starts_with('{')
}

/// The arguments of `new` as an example gives them. What only a caller can have becomes a parameter of the example.
pub(in crate::emit) fn example_arguments(
    scope: &Scope<'_>,
    parameters: &mut Vec<ExampleParameter>,
) -> Vec<TokenStream> {
    let schemes = &scope.context.api.schemes;
    let arguments = client_arguments(scope).into_iter().map(|argument| {
        let scheme = match argument.step {
            Step::BaseUrl => return quote!("https://api.example.com"),
            Step::Variable(_) => return quote!("example"),
            Step::Credential(index) => schemes.get(index).map(|scheme| &scheme.kind),
        };
        if let Some(example) = argument.example {
            return example;
        }
        let name = argument.name;
        if let Some(SchemeKind::Other(_)) = scheme {
            let parameter = ident(&name);
            let source = full_path(&scope.context.options.crate_name(), "CredentialSource");
            let ty = quote!(impl #source);
            parameters.push(ExampleParameter { name, ty });
            return quote!(#parameter);
        }
        quote!(#name)
    });
    arguments.collect()
}
