//! The functions of compiled mappings, and what they come with.

use super::Identifier;
use super::case::snake;
use super::members::{field_ident, variant_ident};

/// The function of a conversion, by the resource, the key of the mapping and what distinguishes it from others of the key.
pub fn conversion(resource: &str, key: &str, suffix: &str) -> Identifier {
    Identifier::new(format!("{resource}_{key}{suffix}"))
}

/// The list of the fields that a conversion fills or reads.
pub fn field_list(conversion: &Identifier) -> Identifier {
    Identifier::new(conversion.to_uppercase())
}

/// What a caller gives to a conversion beside the source.
pub fn conversion_argument(name: &str) -> Identifier {
    Identifier::new(field_ident(snake(name)))
}

/// The variant of `Certainty` for a word of a mapping.
pub fn certainty(word: &str) -> Identifier {
    Identifier::new(variant_ident(&snake(word)))
}
