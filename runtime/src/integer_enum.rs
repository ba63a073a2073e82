//! What generated enums of integers have in common.

/// Implements serde, `Display` and `ToParameter` for an enum of integers.
///
/// The type brings `fn get(&self) -> i64` and `From<i64>`.
#[macro_export]
macro_rules! integer_enum {
    ($type:ty) => {
        impl $crate::codegen::derive::Serialize for $type {
            fn serialize<S: $crate::codegen::derive::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.get())
            }
        }

        impl<'de> $crate::codegen::derive::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codegen::derive::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <i64 as $crate::codegen::derive::ReadInteger>::read_integer(deserializer)
                    .map(<Self as ::core::convert::From<i64>>::from)
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
}
