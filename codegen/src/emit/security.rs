//! A function for each security scheme, which makes a credential for it, and the scheme as data.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Scope, ident};
use crate::comment::{Docs, Markdown, code, joined};
use crate::ir::{
    Api, CredentialInput, Operation, Scheme, SchemeKind, TokenCredentials, TokenParameter,
    TokenRequest,
};
use crate::name::SchemeName;

/// The function of the security scheme with this index.
pub(super) fn item(scope: &Scope<'_>, index: usize) -> Option<TokenStream> {
    let scheme = scope.context.api.schemes.get(index)?;
    let name = scope.context.names.schemes.get(index)?;
    Some(function(scope, scheme, name))
}

/// The type of an argument that a credential is made of.
pub(super) fn argument_type(scope: &Scope<'_>, input: CredentialInput<'_>) -> TokenStream {
    match input {
        CredentialInput::Token | CredentialInput::Password | CredentialInput::Key => {
            let secret = scope.runtime("Secret");
            quote!(impl Into<#secret>)
        }
        CredentialInput::User | CredentialInput::TokenParameter(_) => quote!(impl Into<String>),
        CredentialInput::ClientCredentials => scope.runtime("ClientCredentials"),
        CredentialInput::Source => {
            let source = scope.runtime("CredentialSource");
            quote!(impl #source)
        }
    }
}

/// The function of a scheme.
fn function(scope: &Scope<'_>, scheme: &Scheme, name: &SchemeName) -> TokenStream {
    let credential = scope.runtime("Credential");
    let inputs = scheme.kind.inputs();
    let arguments: Vec<Ident> = name.arguments.iter().map(ident).collect();
    let types = inputs.iter().map(|input| argument_type(scope, *input));
    let constructor = constructor(&scheme.kind);
    let mut docs = Docs::default();
    docs.text(scheme.description.as_deref().unwrap_or_default());
    docs.note(travels(&scheme.kind));
    if let SchemeKind::ClientCredentials(request) = &scheme.kind {
        for parameter in &request.parameters {
            parameter_docs(&mut docs, parameter);
        }
    }
    let values = inputs.iter().zip(&arguments);
    let values = values.map(|(input, argument)| match input {
        CredentialInput::TokenParameter(parameter) => {
            let key = &parameter.key;
            quote!(.parameter(#key, #argument))
        }
        CredentialInput::User => quote!(#argument,),
        CredentialInput::Token
        | CredentialInput::Password
        | CredentialInput::Key
        | CredentialInput::ClientCredentials
        | CredentialInput::Source => quote!(#argument),
    });
    let docs = docs.attribute();
    let (name, key) = (ident(&name.ident), &scheme.key);
    quote! {
        #docs
        pub fn #name(#(#arguments: #types),*) -> #credential {
            #credential::#constructor(#key, #(#values)*)
        }
    }
}

/// The constructor of the runtime's credential.
fn constructor(kind: &SchemeKind) -> Ident {
    ident(match kind {
        SchemeKind::Bearer | SchemeKind::Token => "bearer",
        SchemeKind::Basic => "basic",
        SchemeKind::ApiKeyHeader(_) | SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_) => {
            "api_key"
        }
        SchemeKind::ClientCredentials(_) => "client_credentials",
        SchemeKind::Other(_) => "source",
    })
}

/// What a parameter of the token request means, and what it is unless the caller says otherwise.
fn parameter_docs(docs: &mut Docs, parameter: &TokenParameter) {
    let note = Markdown::from("The parameter ") + code(&parameter.key) + " of the token request";
    docs.note(match &parameter.default {
        Some(default) => {
            note + " is " + code(default) + " unless [`ClientCredentials::parameter`] overrides it."
        }
        None => note + " has to be given.",
    });
    docs.text(parameter.description.as_deref().unwrap_or_default());
}

/// The scopes that an operation needs, as a sentence; none where it needs none.
pub(super) fn scopes(api: &Api, operation: &Operation) -> Option<Markdown> {
    let requirements = operation.security.as_ref().unwrap_or(&api.security);
    let mut alternatives: Vec<Markdown> = Vec::new();
    let mut without = false;
    for requirement in requirements {
        let scopes: Vec<Markdown> = requirement
            .iter()
            .flat_map(|scheme| &scheme.scopes)
            .map(|scope| code(scope))
            .collect();
        let alternative = match scopes.as_slice() {
            [] => {
                without = true;
                continue;
            }
            [scope] => Markdown::from("the scope ") + scope.clone(),
            [scopes @ .., last] => {
                let scopes = joined(scopes.iter().cloned(), ", ");
                Markdown::from("the scopes ") + scopes + " and " + last.clone()
            }
        };
        if !alternatives.contains(&alternative) {
            alternatives.push(alternative);
        }
    }
    if alternatives.is_empty() {
        return None;
    }
    let start = if without {
        "An OAuth2 token needs "
    } else {
        "Needs "
    };
    Some(Markdown::from(start) + joined(alternatives, ", or ") + ".")
}

/// How the proof travels.
fn travels(kind: &SchemeKind) -> Markdown {
    match kind {
        SchemeKind::Bearer => Markdown::from("Sends the token as `Authorization: Bearer`."),
        SchemeKind::Basic => Markdown::from("Sends user and password as `Authorization: Basic`."),
        SchemeKind::ApiKeyHeader(key) => {
            Markdown::from("Sends the key in the header ") + code(key) + "."
        }
        SchemeKind::ApiKeyQuery(key) => {
            Markdown::from("Sends the key in the query parameter ") + code(key) + "."
        }
        SchemeKind::ApiKeyCookie(key) => {
            Markdown::from("Sends the key in the cookie ") + code(key) + "."
        }
        SchemeKind::ClientCredentials(_) => Markdown::from(
            "Asks for a token when one is needed, and sends it as `Authorization: Bearer`.",
        ),
        SchemeKind::Token => {
            Markdown::from("Sends an access token, obtained elsewhere, as `Authorization: Bearer`.")
        }
        SchemeKind::Other(word) => {
            Markdown::from("The source answers for the scheme ") + code(word) + "."
        }
    }
}

/// What the runtime must know of a scheme.
pub(super) fn data(scope: &Scope<'_>, scheme: &Scheme) -> TokenStream {
    let scheme_type = scope.runtime("Scheme");
    let kind_type = scope.runtime("SchemeKind");
    let name = &scheme.key;
    let kind = match &scheme.kind {
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::ApiKeyHeader(key) => quote!(ApiKeyHeader(#key)),
        SchemeKind::ApiKeyQuery(key) => quote!(ApiKeyQuery(#key)),
        SchemeKind::ApiKeyCookie(key) => quote!(ApiKeyCookie(#key)),
        SchemeKind::ClientCredentials(request) => {
            let request = token_request(scope, request);
            quote!(ClientCredentials(#request))
        }
        SchemeKind::Token => quote!(OAuth2),
        SchemeKind::Other(word) => quote!(Unsupported(#word)),
    };
    quote!(#scheme_type::new(#name, #kind_type::#kind))
}

/// How a token is requested.
fn token_request(scope: &Scope<'_>, request: &TokenRequest) -> TokenStream {
    let request_type = scope.runtime("TokenRequest");
    let body_type = scope.runtime("TokenBody");
    let credentials_type = scope.runtime("TokenCredentials");
    let TokenRequest {
        url,
        without_scopes,
        json,
        credentials,
        parameters,
    } = request;
    let scopes_type = scope.runtime("TokenScopes");
    let scopes = if *without_scopes {
        quote!(None)
    } else {
        quote!(Needed)
    };
    let parameters = parameters.iter().map(|parameter| {
        let parameter_type = scope.runtime("TokenParameter");
        let name = &parameter.key;
        if let Some(default) = &parameter.default {
            quote!(#parameter_type::with_default(#name, #default))
        } else {
            quote!(#parameter_type::required(#name))
        }
    });
    let body = if *json { quote!(Json) } else { quote!(Form) };
    let credentials = match credentials {
        TokenCredentials::Basic => quote!(Basic),
        TokenCredentials::Body => quote!(Body),
        TokenCredentials::Header(template) => quote!(Header(#template)),
    };
    quote! {
        #request_type {
            url: #url,
            scopes: #scopes_type::#scopes,
            body: #body_type::#body,
            credentials: #credentials_type::#credentials,
            parameters: &[#(#parameters),*],
        }
    }
}
