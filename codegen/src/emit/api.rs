//! What the document says for all operations, as a constant.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, rate_limit, security};
use crate::ir::{Requirement, Server};

/// The metadata of the API.
pub(super) fn item(scope: &Scope<'_>) -> TokenStream {
    let api = scope.context.api;
    let api_type = scope.runtime("Api");
    let name = &api.provider;
    let servers = servers(scope, &api.servers);
    let schemes = api
        .schemes
        .iter()
        .map(|scheme| security::data(scope, scheme));
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
