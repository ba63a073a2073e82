//! What generated enums of integers have in common.

use serde_core::de::{Error, Unexpected};

/// The decode error of an integer that a closed enum does not list.
pub fn unlisted_integer<E: Error>(value: i64) -> E {
    E::invalid_value(Unexpected::Signed(value), &"an integer that the enum lists")
}

/// Implements serde, `Display` and `ToParameter` for an enum of integers.
///
/// The type brings `fn get(&self) -> i64`, and `From<i64>`; a closed one, `integer_enum!(closed Type)`, brings `TryFrom<i64>`.
#[macro_export]
macro_rules! integer_enum {
    (closed $type:ty) => {
        $crate::integer_enum!(@writing $type);

        impl<'de> $crate::codegen::derive::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codegen::derive::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let value = <i64 as $crate::codegen::derive::ReadInteger>::read_integer(deserializer)?;
                <Self as ::core::convert::TryFrom<i64>>::try_from(value)
                    .map_err(|_| $crate::codegen::derive::unlisted_integer(value))
            }
        }
    };
    (@writing $type:ty) => {
        impl $crate::codegen::derive::Serialize for $type {
            fn serialize<S: $crate::codegen::derive::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.get())
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.get(), f)
            }
        }

        impl $crate::codegen::ToParameter for $type {
            fn to_parameter(&self) -> $crate::codegen::Parameter {
                $crate::codegen::ToParameter::to_parameter(&self.get())
            }
        }
    };
    ($type:ty) => {
        $crate::integer_enum!(@writing $type);

        impl<'de> $crate::codegen::derive::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codegen::derive::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <i64 as $crate::codegen::derive::ReadInteger>::read_integer(deserializer)
                    .map(<Self as ::core::convert::From<i64>>::from)
            }
        }
    };
}
