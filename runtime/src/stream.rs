//! Bodies on their way down.

mod bytes;
mod events;
mod lines;
mod source;

pub use self::bytes::ByteStream;
pub use self::events::EventStream;
pub use self::lines::LineStream;
pub(crate) use self::source::Source;

use std::any::Any;

use serde_core::de::DeserializeOwned;

use crate::decode::{self, BodyError};

/// Reads `text` as a `T`: JSON, except that a `String` is the text itself.
fn item<T: DeserializeOwned + 'static>(text: &str) -> Result<T, BodyError> {
    let mut slot: Option<T> = None;
    if let Some(slot) = (&mut slot as &mut dyn Any).downcast_mut::<Option<String>>() {
        *slot = Some(text.to_owned());
    }
    match slot {
        Some(text) => Ok(text),
        None => decode::json(text.as_bytes()),
    }
}
