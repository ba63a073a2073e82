//! Text formats that keep the wire's text, and give typed views on demand.
//!
//! One odd date must not lose a whole response: any text is taken, and a number where a server
//! sends one; each is written back unchanged.

mod base64;
mod integer;
mod views;
mod wire;

use std::fmt;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::base64::Base64;
pub use self::integer::IntegerText;
pub use self::views::NoView;
use self::wire::Wire;
use crate::parameter::{Parameter, ToParameter};

macro_rules! text_formats {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Wire);

        impl $name {
            /// The wire's text; the digits, if it is a number.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// The wire's text.
            pub fn into_string(self) -> String {
                self.0.into_string()
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Wire::from(text))
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Wire::from(text.to_owned()))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Wire::deserialize(deserializer).map(Self)
            }
        }

        impl ToParameter for $name {
            fn to_parameter(&self) -> Parameter {
                Parameter::Scalar(self.as_str().to_owned())
            }

            fn as_text(&self) -> Option<&str> {
                Some(self.as_str())
            }
        }
    )*};
}

text_formats! {
    /// A point in time, such as `2026-01-31T09:30:00Z` (`format: date-time`).
    DateTime;
    /// A day, such as `2026-01-31` (`format: date`).
    Date;
    /// A time of day, such as `09:30:00Z` (`format: time`).
    Time;
    /// A length of time, such as `P3DT12H` (`format: duration`).
    IsoDuration;
    /// A UUID (`format: uuid`).
    Uuid;
    /// A URI (`format: uri`).
    Uri;
    /// A decimal number, digit by digit (`format: decimal`).
    Decimal;
}
