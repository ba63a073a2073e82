//! What generated enums of strings and integers have in common.

use std::fmt;
use std::marker::PhantomData;

use serde_core::Deserializer;
use serde_core::de::{Error, Visitor};

/// Implements serde, `Display`, `AsRef<str>`, `From<String>` and `ToParameter` for an enum of strings.
///
/// The type brings `fn as_str(&self) -> &str` and `From<&str>`.
#[macro_export]
macro_rules! string_enum {
    ($type:ty) => {
        impl $crate::codegen::derive::Serialize for $type {
            fn serialize<S: $crate::codegen::derive::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::codegen::derive::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codegen::derive::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::codegen::derive::string_choice(deserializer)
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                <Self as ::core::convert::From<&str>>::from(&text)
            }
        }

        impl $crate::codegen::ToParameter for $type {
            fn to_parameter(&self) -> $crate::codegen::Parameter {
                $crate::codegen::ToParameter::to_parameter(self.as_str())
            }

            fn as_text(&self) -> ::core::option::Option<&str> {
                ::core::option::Option::Some(self.as_str())
            }
        }
    };
}

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
                <i64 as $crate::codegen::derive::Deserialize>::deserialize(deserializer)
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

/// Reads a string as a `T`.
pub fn string_choice<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}
