//! What signon's generated clients do on the wire.
//!
//! Generated code states which operations there are, what goes where, and what comes back ([`metadata`]).
//! All behavior is here, once: building requests, credentials, retries, rate limits, timeouts,
//! pages, decoding and errors. It assumes nothing about a provider beyond its metadata, and
//! refuses to send what would mean something else to the server.
//!
//! The root has what callers name. What generated code alone needs is in one hidden module.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `rustls` (default) | TLS by rustls, with ring and the platform's certificates |
//! | `native-tls` | TLS by the platform's own library; where both are on, rustls is used |
//! | `http2` | HTTP/2 where the server offers it |
//! | `blocking` | `wait` on calls, pages and items, for code that is not async |
//! | `xml` | typed bodies of XML |
//! | `dynamic` | [`catalog`] and [`dynamic`]: calls from catalogs of operations, without generated code |
//! | `jiff`, `chrono`, `time`, `uuid`, `url`, `rust_decimal` | typed views of the text formats |

// Numbers from servers and callers pass through these: no arithmetic on them may panic.
#[warn(clippy::arithmetic_side_effects)]
mod attempt;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
mod body;
mod bounds;
mod call;
mod call_context;
#[cfg(feature = "dynamic")]
pub mod catalog;
#[warn(clippy::arithmetic_side_effects)]
mod client;
#[warn(clippy::arithmetic_side_effects)]
mod clock;
#[doc(hidden)]
pub mod codegen;
#[warn(clippy::arithmetic_side_effects)]
mod credential;
mod decode;
mod decode_struct;
mod defect;
mod documented;
#[cfg(feature = "dynamic")]
#[warn(clippy::arithmetic_side_effects)]
pub mod dynamic;
mod error;
mod error_response;
#[warn(clippy::arithmetic_side_effects)]
mod execute;
mod field;
mod finite;
mod integer;
mod integer_enum;
mod json;
#[warn(clippy::arithmetic_side_effects)]
mod limit;
mod media;
pub mod metadata;
mod method;
mod multipart;
mod number;
mod once;
mod operation;
#[warn(clippy::arithmetic_side_effects)]
mod page;
mod parameter;
mod percent;
mod query;
mod raw;

#[warn(clippy::arithmetic_side_effects)]
mod redact;
mod request;
mod response;
#[warn(clippy::arithmetic_side_effects)]
mod retry;
mod secret;
mod server;
#[warn(clippy::arithmetic_side_effects)]
mod stream;
mod string_enum;
mod style;
mod sync;
#[warn(clippy::arithmetic_side_effects)]
mod target;
#[warn(clippy::arithmetic_side_effects)]
pub mod testing;
mod text;
#[warn(clippy::arithmetic_side_effects)]
mod trace;
pub mod transport;
mod tuple;
mod union;
mod unknown;
mod unknown_fields;
mod untyped;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod waiting;
#[cfg(feature = "xml")]
mod xml;

pub use bytes::Bytes;
// Crates whose types are in signatures are re-exported, so that a caller need not depend on them.
#[cfg(feature = "chrono")]
pub use chrono;
pub use http;
pub use http::{HeaderMap, StatusCode};
#[cfg(feature = "jiff")]
pub use jiff;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub use reqwest;
#[cfg(feature = "rust_decimal")]
pub use rust_decimal;
#[cfg(feature = "time")]
pub use time;
#[cfg(not(target_arch = "wasm32"))]
pub use tower_layer;
pub use url;
#[cfg(feature = "uuid")]
pub use uuid;

pub use crate::body::Body;
pub use crate::bounds::{BoxError, BoxFuture, BoxStream, MaybeSend, MaybeSync};
pub use crate::call::{Call, CallFuture, RawFuture, ResponseFuture};
pub use crate::client::{Client, ClientBuilder};
pub use crate::clock::Clock;
pub use crate::credential::{ClientCredentials, Credential, CredentialSource};
pub use crate::defect::Defect;
pub use crate::error::{Error, ErrorKind, RetryStopReason};
pub use crate::error_response::ErrorResponse;
pub use crate::field::Field;
pub use crate::json::Json;
pub use crate::multipart::{File, Multipart};
pub use crate::operation::Operation;
pub use crate::page::{Items, Next, PagedCall, Pages, Paginated};
pub use crate::raw::{DecodeError, RawResponse};
pub use crate::request::Request;
pub use crate::response::Response;
pub use crate::retry::{NonIdempotent, RetryPolicy};
pub use crate::secret::Secret;
pub use crate::stream::{ByteStream, EventStream, LineStream};
pub use crate::text::{
    Base64, Date, DateTime, Decimal, IntegerText, IsoDuration, NoView, Time, Uri, Uuid,
};
pub use crate::transport::{Transport, TransportError, TransportRequest, TransportResponse};
pub use crate::tuple::Tuple;
pub use crate::unknown::{UnknownInteger, UnknownScalar, UnknownValue, UnlistedValue};
pub use crate::unknown_fields::{UnknownFields, UnknownFieldsIter};
