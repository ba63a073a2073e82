//! Bytes as text.

use std::fmt;

use ::base64::Engine;
use ::base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::parameter::{Parameter, ToParameter};
use crate::text::NoView;

/// Bytes in Base64 (`format: byte`), kept as the text that was on the wire.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(String);

impl Base64 {
    /// The text for `bytes`, in the standard alphabet with padding.
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Self {
        Self(STANDARD.encode(bytes))
    }

    /// The bytes. Both alphabets are taken, with and without padding.
    pub fn decode(&self) -> Result<Vec<u8>, NoView> {
        [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]
            .iter()
            .find_map(|engine| engine.decode(&self.0).ok())
            .ok_or(NoView("Base64"))
    }

    /// The wire's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The wire's text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl From<String> for Base64 {
    /// Takes a text that is Base64 already.
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Base64 {
    /// Takes a text that is Base64 already.
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl AsRef<str> for Base64 {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} characters)", self.0.len())
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl ToParameter for Base64 {
    fn to_parameter(&self) -> Parameter {
        Parameter::Scalar(self.0.clone())
    }

    fn as_text(&self) -> Option<&str> {
        Some(&self.0)
    }
}
