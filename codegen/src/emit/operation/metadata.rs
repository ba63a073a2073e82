//! The metadata of an operation, as a constant.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Scope, api, ident, rate_limit};
use crate::ir::{Decoding, Operation, Response, Retry};

/// `OperationMetadata::new(..)` and what follows it.
pub(super) fn metadata(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let metadata = scope.runtime("OperationMetadata");
    let api_static = scope.own_crate("::api", "API");
    let method = method(scope, &operation.method);
    let (id, path) = (&operation.id, &operation.path);
    let accept = accept(operation).map(|media| quote!(.accept(#media)));
    let streaming = has_streams(operation).then(|| quote!(.streaming()));
    let redirects = is_redirecting(operation).then(|| quote!(.redirects()));
    let security = operation.security.as_ref().map(|requirements| {
        let requirements = api::requirements(scope, requirements);
        quote!(.security(#requirements))
    });
    let servers = operation.servers.as_ref().map(|servers| {
        let servers = api::servers(scope, servers);
        quote!(.server(#servers))
    });
    let rate_limits = (!operation.rate_limits.is_empty()).then(|| {
        let limits = rate_limit::limits(scope, &operation.rate_limits);
        quote!(.rate_limits(#limits))
    });
    let retry = operation.retry.map(|retry| {
        let retry_type = scope.runtime("Retry");
        match retry {
            Retry::Safe => quote!(.retry(#retry_type::Safe)),
            Retry::Never => quote!(.retry(#retry_type::Never)),
        }
    });
    let idempotency = operation
        .idempotency_header
        .as_ref()
        .map(|name| quote!(.idempotency_header(#name)));
    quote! {
        #metadata::new(&#api_static, #method, #id, #path)
            #security #servers #accept #streaming #redirects #rate_limits #retry #idempotency
    }
}

/// The HTTP method.
fn method(scope: &Scope<'_>, name: &str) -> TokenStream {
    let method = scope.runtime("Method");
    let variant = match name {
        "GET" => "Get",
        "PUT" => "Put",
        "POST" => "Post",
        "DELETE" => "Delete",
        "OPTIONS" => "Options",
        "HEAD" => "Head",
        "PATCH" => "Patch",
        "TRACE" => "Trace",
        other => return quote!(#method::Other(#other)),
    };
    let variant = ident(variant);
    quote!(#method::#variant)
}

/// What the client says that it takes: what successes are, or errors where no success has a body, or anything where
/// the document describes none. JSON is what it says by itself.
pub(crate) fn accept(operation: &Operation) -> Option<String> {
    let mut media = essences(&operation.successes);
    if media.is_empty() {
        media = essences(&operation.errors);
    }
    match media.as_slice() {
        [] => Some(String::from("*/*")),
        ["application/json"] => None,
        _ => Some(media.join(", ")),
    }
}

/// The media types of these responses, each once, without parameters.
fn essences(responses: &[Response]) -> Vec<&str> {
    let mut media: Vec<&str> = Vec::new();
    for content in responses.iter().flat_map(|response| &response.contents) {
        let essence = content.media.split(';').next().unwrap_or_default().trim();
        if !media.contains(&essence) {
            media.push(essence);
        }
    }
    media
}

/// Whether bodies are handed over unchanged.
pub(crate) fn has_streams(operation: &Operation) -> bool {
    let mut contents = operation
        .successes
        .iter()
        .flat_map(|response| &response.contents);
    contents.any(|content| match content.decoding {
        Decoding::Binary | Decoding::Events(_) | Decoding::Lines(_) => true,
        Decoding::Json(_) | Decoding::Xml(..) | Decoding::Text => false,
    })
}

/// Whether a redirect is a success.
pub(crate) fn is_redirecting(operation: &Operation) -> bool {
    let mut successes = operation.successes.iter();
    successes.any(|response| response.status.class() == Some(3))
}
