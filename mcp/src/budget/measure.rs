//! Measures the JSON text of a value under limits, without building it.

use std::io::{self, Write};

use serde_json::Value;

use super::caps::Caps;
use super::shorten::{self, View};

/// Returns the length of the JSON text in bytes, or `None` if it exceeds `limit`.
///
/// Counting stops at the limit: the cost does not depend on the size of the value.
pub(super) fn size(value: &Value, caps: &Caps, limit: usize) -> Option<usize> {
    let mut counter = Counter { remaining: limit };
    count(value, &mut String::new(), caps, 0, &mut counter).ok()?;
    Some(limit - counter.remaining)
}

/// Counts bytes until the limit is reached.
struct Counter {
    remaining: usize,
}

impl Counter {
    fn take(&mut self, bytes: usize) -> io::Result<()> {
        self.remaining = self
            .remaining
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
