//! What generated code alone needs. It follows the generator: a release of the runtime may change it.

// serde's traits, derives that implement them in less code than serde's, and those of constructors and setters.
pub use serde_core::{Deserialize, Serialize};
pub use signon_runtime_derive::{Deserialize, New, Serialize, Setters, StringEnum};

pub use crate::documented::{DocumentedError, DocumentedHeaders};
pub use crate::integer_enum;
pub use crate::number::number;
pub use crate::page::Link;
pub use crate::parameter::{Parameter, ToParameter};
pub use crate::style::{FormEncoding, PathKind, PathStyle, QueryKind, QueryStyle};
pub use crate::union::Tagged;

/// Finding the next page.
pub mod page {
    pub use crate::page::{cursor, header, header_percent_decoded, next_link, number};
}

/// Untagged unions.
pub mod union {
    pub use crate::union::{
        Constant, Decode, Kinds, Shape, Value, choose, convert, decode, deserialize, same,
    };
}

/// XML bodies.
#[cfg(feature = "xml")]
pub mod xml {
    pub use crate::xml::*;
}

/// For the macros and derives of this crate.
pub mod derive {
    pub use serde_core::de::{Error as DeError, MapAccess};
    pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::decode_struct::{
        DecodeStruct, KeepRest, Object, WriteRest, decode_struct, keep, keep_integers, read,
        read_integers, read_optional, read_optional_integers, required, skip,
    };
    pub use crate::integer::ReadInteger;
    pub use crate::integer_enum::unlisted_integer;
    pub use crate::number::Written;
    pub use crate::string_enum::{closed_string_enum, string_enum};
}
