//! The JSON path of a place in a text.

use std::fmt::Write;

/// A container that is open at the place.
enum Frame {
    /// The key whose value is being read, if one is.
    Object(Option<String>),
    Array(usize),
}

/// The offset of a line and column that `serde_json` names; both start at one.
pub(super) fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    (start + column).min(text.len())
}

/// The JSON path of what ends at `offset` in `text`.
pub(crate) fn locate(text: &[u8], offset: usize) -> String {
    let text = text.get(..offset).unwrap_or(text);
    let mut stack: Vec<Frame> = Vec::new();
    let mut bytes = text.iter().copied().enumerate();
    // A string in an object is a key until its colon has been seen.
    let mut expects_key = false;
    while let Some((index, byte)) = bytes.next() {
        match byte {
            b'{' => {
                stack.push(Frame::Object(None));
                expects_key = true;
            }
            b'[' => {
                stack.push(Frame::Array(0));
                expects_key = false;
            }
            b'}' | b']' => {
                stack.pop();
                expects_key = false;
            }
            b',' => match stack.last_mut() {
                Some(Frame::Object(key)) => {
                    *key = None;
                    expects_key = true;
                }
                Some(Frame::Array(item)) => *item += 1,
                None => {}
            },
            b':' => expects_key = false,
            b'"' => {
                let end = skip_string(&mut bytes).unwrap_or(text.len());
                if let Some(Frame::Object(key)) = stack.last_mut()
                    && expects_key
                {
                    let quoted = text.get(index..=end).unwrap_or_default();
                    *key = serde_json::from_slice(quoted).ok();
                }
            }
            _ => {}
        }
    }
    render(&stack)
}

/// Moves behind the end of a string, and returns where it is.
fn skip_string(bytes: &mut impl Iterator<Item = (usize, u8)>) -> Option<usize> {
    let mut escaped = false;
    for (index, byte) in bytes {
        match byte {
            b'"' if !escaped => return Some(index),
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

fn render(stack: &[Frame]) -> String {
    /// A path that is longer helps no one; deep nesting must not make a huge text.
    const LONGEST: usize = 200;
    let mut path = String::from("$");
    for frame in stack {
        if path.len() > LONGEST {
            path.push_str("...");
            break;
        }
        // Writing to a string cannot fail.
        let _ = match frame {
            Frame::Object(None) => Ok(()),
            Frame::Object(Some(key)) if plain(key) => write!(path, ".{key}"),
            Frame::Object(Some(key)) => {
                write!(path, "[{:?}]", key.chars().take(60).collect::<String>())
            }
            Frame::Array(index) => write!(path, "[{index}]"),
        };
    }
    path
}

fn plain(key: &str) -> bool {
    key.len() <= 60
        && !key.is_empty()
        && key
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'))
}
