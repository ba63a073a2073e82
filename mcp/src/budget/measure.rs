//! The size of a value's JSON text under bounds, without making the text.

use std::io::{self, Write};

use serde_json::Value;

use super::caps::Caps;
use super::shorten::{self, View};

/// The bytes of the JSON text, or `None` if there are more than `limit`.
///
/// It stops at the limit: the cost does not depend on how large the value is.
pub(super) fn size(value: &Value, caps: &Caps, limit: usize) -> Option<usize> {
    let mut counter = Counter { left: limit };
    count(value, &mut String::new(), caps, 0, &mut counter).ok()?;
    Some(limit - counter.left)
}

/// Counts bytes until the limit is reached.
struct Counter {
    left: usize,
}

impl Counter {
    fn take(&mut self, bytes: usize) -> io::Result<()> {
        self.left = self
            .left
            .checked_sub(bytes)
            .ok_or(io::ErrorKind::StorageFull)?;
        Ok(())
    }
}

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes.len())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn count(
    value: &Value,
    pointer: &mut String,
    caps: &Caps,
    depth: usize,
    counter: &mut Counter,
) -> io::Result<()> {
    match shorten::view(value, pointer, caps, depth) {
        View::Leaf(leaf) => serde_json::to_writer(counter, leaf).map_err(io::Error::from),
        View::Omitted => counter.take(2),
        View::Text { kept, dropped } => {
            serde_json::to_writer(&mut *counter, kept)?;
            counter.take(shorten::suffix(dropped).len())
        }
        View::Array { elements, .. } => {
            counter.take(2)?;
            for (index, element) in elements.iter().enumerate() {
                counter.take(usize::from(index > 0))?;
                let length = crate::pointer::push(pointer, &index.to_string());
                count(element, pointer, caps, depth + 1, counter)?;
                pointer.truncate(length);
            }
            Ok(())
        }
        View::Object { entries, .. } => {
            counter.take(2)?;
            for (index, (key, value)) in entries.enumerate() {
                counter.take(usize::from(index > 0) + 1)?;
                serde_json::to_writer(&mut *counter, key)?;
                let length = crate::pointer::push(pointer, key);
                count(value, pointer, caps, depth + 1, counter)?;
                pointer.truncate(length);
            }
            Ok(())
        }
    }
}
