//! What the document says for all operations, as a constant.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, rate_limit, security};
use crate::ir::{Requirement, Server, ServerVariable};

/// The metadata of the API.
pub(super) fn item(scope: &Scope<'_>) -> TokenStream {
    let api = scope.context.api;
    let api_type = scope.runtime("Api");
    let name = &api.provider;
    let servers = (!api.servers.is_empty()).then(|| {
        let servers = servers(scope, &api.servers);
        quote!(.servers(#servers))
    });
    let schemes = (!api.schemes.is_empty()).then(|| {
        let schemes = api.schemes.iter();
        let schemes = schemes.map(|scheme| security::data(scope, scheme));
        quote!(.schemes(&[#(#schemes),*]))
    });
    let security = (!api.security.is_empty()).then(|| {
        let requirements = requirements(scope, &api.security);
        quote!(.security(#requirements))
    });
    let rate_limits = (!api.rate_limits.is_empty()).then(|| {
        let limits = rate_limit::limits(scope, &api.rate_limits);
        quote!(.rate_limits(#limits))
    });
    quote! {
        #[doc = " The metadata of all operations."]
        pub(crate) static API: #api_type = #api_type::new(#name, env!("CARGO_PKG_VERSION"))
            #servers #schemes #security #rate_limits;
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
    let servers = servers.iter().map(|server| {
        let server_type = scope.runtime("Server");
        let url = &server.url;
        let variables: Vec<TokenStream> = server
            .variables
            .iter()
            .map(|variable| variable_data(scope, variable))
            .collect();
        let variables = (!variables.is_empty()).then(|| quote!(.variables(&[#(#variables),*])));
        quote!(#server_type::new(#url) #variables)
    });
    quote!(&[#(#servers),*])
}

/// A variable of a server's URL.
fn variable_data(scope: &Scope<'_>, variable: &ServerVariable) -> TokenStream {
    let variable_type = scope.runtime("ServerVariable");
    let name = &variable.key;
    let default = variable.default.as_deref().unwrap_or_default();
    let values = &variable.values;
    quote!(#variable_type { name: #name, default: #default, values: &[#(#values),*] })
}
