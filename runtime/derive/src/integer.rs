//! Which types hold integers, which JSON may write with a fraction of zero or an exponent.

use syn::{GenericArgument, PathArguments, Type};

/// Whether values of the type are decoded by `ReadInteger`: an integer, or what the runtime knows to hold integers.
pub(crate) fn holds_integers(ty: &Type) -> bool {
    let Type::Path(path) = ty else {
        return false;
    };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    match &last.arguments {
        PathArguments::None => ["i32", "i64", "u32", "u64"]
            .iter()
            .any(|name| last.ident == name),
        PathArguments::AngleBracketed(arguments) => {
            let known = ["Option", "Field", "Vec", "BTreeMap"];
            known.iter().any(|name| last.ident == name)
                && matches!(arguments.args.last(), Some(GenericArgument::Type(inner)) if holds_integers(inner))
        }
        PathArguments::Parenthesized(_) => false,
    }
}
