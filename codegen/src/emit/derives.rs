//! The traits that a type derives where the document asks for it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, ident};
use crate::ir::{Trait, TypeId};

/// The further traits of a type, each with a comma after it.
pub(super) fn further(scope: &Scope<'_>, id: TypeId) -> TokenStream {
    without(scope, id, &[])
}

/// The same, without those that the type has in any case.
pub(super) fn without(scope: &Scope<'_>, id: TypeId, always: &[Trait]) -> TokenStream {
    let wanted = scope.context.api.derives.get(&id);
    let further = wanted.into_iter().flatten();
    let further = further.filter(|of| !always.contains(of));
    let names = further.map(|of| ident(of.name()));
    quote!(#(#names,)*)
}
