//! What the document says for all operations, as a constant.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, rate_limit};
use crate::ir::{Requirement, Scheme, SchemeKind, Server, TokenCredentials, TokenRequest};

/// The metadata of the API.
pub(super) fn item(scope: &Scope<'_>) -> TokenStream {
    let api = scope.context.api;
    let api_type = scope.runtime("Api");
    let name = &api.provider;
    let servers = servers(scope, &api.servers);
    let schemes = api.schemes.iter().map(|scheme| self::scheme(scope, scheme));
    let schemes: Vec<TokenStream> = schemes.collect();
    let security = requirements(scope, &api.security);
    let rate_limits = rate_limit::limits(scope, &api.rate_limits);
    quote! {
        #[doc = " What the spec says for all operations."]
        pub(crate) static API: #api_type = #api_type {
            name: #name,
            version: env!("CARGO_PKG_VERSION"),
            servers: #servers,
            schemes: &[#(#schemes),*],
            security: #security,
            rate_limits: #rate_limits,
        };
    }
}

/// Requirements: one of these, each of all of those.
pub(super) fn requirements(scope: &Scope<'_>, requirements: &[Requirement]) -> TokenStream {
    let requirements = requirements.iter().map(|schemes| {
        let schemes = schemes.iter().map(|scheme| {
            let scheme_type = scope.runtime("RequiredScheme");
            let (name, scopes) = (&scheme.key, &scheme.scopes);
            quote!(#scheme_type::new(#name, &[#(#scopes),*]))
        });
        quote!(&[#(#schemes),*])
    });
    quote!(&[#(#requirements),*])
}

/// Servers with their variables.
pub(super) fn servers(scope: &Scope<'_>, servers: &[Server]) -> TokenStream {
    let servers: Vec<TokenStream> = servers
        .iter()
        .map(|server| {
            let server_type = scope.runtime("Server");
            let url = &server.url;
            let variables: Vec<TokenStream> = server
                .variables
                .iter()
                .map(|variable| {
                    let variable_type = scope.runtime("ServerVariable");
                    let name = &variable.key;
                    let default = variable.default.as_deref().unwrap_or_default();
                    let values = &variable.values;
                    quote!(#variable_type { name: #name, default: #default, values: &[#(#values),*] })
                })
                .collect();
            quote!(#server_type { url: #url, variables: &[#(#variables),*] })
        })
        .collect();
    quote!(&[#(#servers),*])
}

/// A security scheme.
fn scheme(scope: &Scope<'_>, scheme: &Scheme) -> TokenStream {
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
    quote!(#scheme_type { name: #name, kind: #kind_type::#kind })
}

/// How a token is asked for.
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
