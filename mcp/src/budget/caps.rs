//! Chooses how far to shorten a value.

use serde_json::Value;

use super::measure;

/// Limits for a shortened value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Caps {
    /// Whether properties whose value is null are dropped.
    pub(super) drop_nulls: bool,
    /// The limit of the main array, instead of `items`.
    pub(super) main: Option<Main>,
    /// The maximum number of elements of each array.
    pub(super) items: usize,
    /// The maximum length of each text, in bytes.
    pub(super) text: usize,
    /// The maximum number of properties of each object.
    pub(super) keys: usize,
    /// The maximum nesting depth.
    pub(super) depth: usize,
}

/// The array with most of a value's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Main {
    pub(super) pointer: String,
    pub(super) items: usize,
}

impl Caps {
    /// No limits.
    pub(super) const NONE: Self = Self {
        drop_nulls: false,
        main: None,
        items: usize::MAX,
        text: usize::MAX,
        keys: usize::MAX,
        depth: usize::MAX,
    };
}

/// The number of elements of the main array to keep unshortened; with fewer, its elements are shortened as well.
const MIN_MAIN_ITEMS: usize = 3;
/// The minimum length of texts, in bytes, unless nothing else helps.
const MIN_TEXT_LEN: usize = 200;

/// Returns the loosest limits under which the value has at most `limit` bytes.
pub(super) fn choose(value: &Value, limit: usize) -> Caps {
    let fits = |caps: &Caps| measure::size(value, caps, limit).is_some();
    let mut caps = Caps {
        drop_nulls: true,
        ..Caps::NONE
    };
    if fits(&caps) {
        return caps;
    }
    if let Some((pointer, length)) = main_array(value) {
        let with = |items| Caps {
            main: Some(Main {
                pointer: pointer.clone(),
                items,
            }),
            ..caps.clone()
        };
        if let Some(items) = greatest(MIN_MAIN_ITEMS.min(length), length, |items| {
            fits(&with(items))
        }) {
            return with(items);
        }
        caps = Caps {
            main: Some(Main {
                pointer,
                items: MIN_MAIN_ITEMS.min(length),
            }),
            ..caps
        };
    }
    // Limits on everything, each from the loosest to the strictest; the first that fits is used.
    let steps: [fn(&Caps, usize) -> Caps; 5] = [
        |caps, text| Caps {
            text: text.max(MIN_TEXT_LEN),
            ..caps.clone()
        },
        |caps, items| Caps {
            items: items.max(1),
            main: None,
            ..caps.clone()
        },
        |caps, text| Caps {
            text: text.max(16),
            ..caps.clone()
        },
        |caps, keys| Caps {
            keys,
            ..caps.clone()
        },
        |caps, depth| Caps {
            depth,
            ..caps.clone()
        },
    ];
    for step in steps {
        if let Some(bound) = greatest(0, limit, |bound| fits(&step(&caps, bound))) {
            return step(&caps, bound);
        }
        caps = step(&caps, 0);
    }
    caps
}

/// Returns the greatest number in a range that passes a monotonic test (binary search).
fn greatest(min: usize, max: usize, passes: impl Fn(usize) -> bool) -> Option<usize> {
    if !passes(min) {
        return None;
    }
    let (mut low, mut high) = (min, max);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if passes(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Some(low)
}

/// Returns the JSON pointer and length of the longest outermost array.
fn main_array(value: &Value) -> Option<(String, usize)> {
    let mut level = vec![(String::new(), value)];
    // An envelope has one or two levels; a deeper array belongs to a single element.
    for _ in 0..4 {
        let longest = level
            .iter()
            .filter_map(|(pointer, value)| Some((pointer, value.as_array()?.len())))
            .max_by_key(|(_, length)| *length);
        if let Some((pointer, length @ 1..)) = longest {
            return Some((pointer.clone(), length));
        }
        level = level
            .into_iter()
            .filter_map(|(pointer, value)| Some((pointer, value.as_object()?)))
            .flat_map(|(pointer, object)| {
                object
                    .iter()
                    .map(move |(key, value)| (crate::pointer::child(&pointer, key), value))
            })
            .collect();
    }
    None
}
