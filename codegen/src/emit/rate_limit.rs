//! Documented rate limits: as metadata, and as sentences.

use proc_macro2::TokenStream;
use quote::quote;

use super::constant::integer;
use super::{Scope, ident};
use crate::comment::{Markdown, code};
use crate::ir::{RateLimit, RateLimitPer};

/// A list of limits.
pub(super) fn limits(scope: &Scope<'_>, limits: &[RateLimit]) -> TokenStream {
    let limits = limits.iter().map(|limit| {
        let limit_type = scope.runtime("RateLimit");
        let requests = integer(limit.requests.into());
        let seconds = integer(limit.seconds.into());
        let (constructor, name) = match &limit.per {
            RateLimitPer::Operation => ("per_operation", None),
            RateLimitPer::Client => ("per_client", None),
            RateLimitPer::Parameter(name) => ("per_parameter", Some(name)),
        };
        let (constructor, name) = (ident(constructor), name.into_iter());
        quote!(#limit_type::#constructor(#requests, #seconds #(, #name)*))
    });
    quote!(&[#(#limits),*])
}

/// What a limit means to callers.
pub(super) fn sentence(limit: &RateLimit) -> Markdown {
    let requests = count(limit.requests, "request");
    let time = match limit.seconds {
        1 => Markdown::from("a second"),
        seconds => count(seconds, "second"),
    };
    let takes = Markdown::from("The API takes ") + requests + " in " + time;
    match &limit.per {
        RateLimitPer::Operation => takes + ".",
        RateLimitPer::Client => takes + ", over all operations with this limit.",
        RateLimitPer::Parameter(name) => takes + " for each value of " + code(name) + ".",
    }
}

fn count(number: u32, word: &'static str) -> Markdown {
    let plural = if number == 1 { "" } else { "s" };
    Markdown::from(u64::from(number)) + " " + word + plural
}
