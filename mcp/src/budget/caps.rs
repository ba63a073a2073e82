//! Chooses how far a value has to be shortened.

use serde_json::Value;

use super::measure;

/// Bounds of what is kept of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Caps {
    /// Whether properties whose value is null are dropped.
    pub(super) drop_nulls: bool,
    /// The bound of one array, in place of `items`.
    pub(super) main: Option<Main>,
    /// Elements of each array.
    pub(super) items: usize,
    /// Bytes of each text.
    pub(super) text: usize,
    /// Properties of each object.
    pub(super) keys: usize,
    /// Levels of nesting.
    pub(super) depth: usize,
}

/// The array that has most of a value's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Main {
    pub(super) pointer: String,
    pub(super) items: usize,
}

impl Caps {
    /// Nothing is left out.
    pub(super) const NONE: Self = Self {
        drop_nulls: false,
        main: None,
        items: usize::MAX,
        text: usize::MAX,
        keys: usize::MAX,
        depth: usize::MAX,
    };
}

/// Elements of the main array that are worth keeping whole; with fewer, its elements are shortened, too.
const FEW: usize = 3;
/// Texts are not cut below this many bytes unless nothing else helps.
const TEXT: usize = 200;

/// The mildest bounds under which the value has at most `limit` bytes.
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
        if let Some(items) = greatest(FEW.min(length), length, |items| fits(&with(items))) {
            return with(items);
        }
        caps = Caps {
            main: Some(Main {
                pointer,
                items: FEW.min(length),
            }),
            ..caps
        };
    }
    // Bounds on everything, each from the mildest to the least; the first that fits is taken.
    let steps: [fn(&Caps, usize) -> Caps; 5] = [
        |caps, text| Caps {
            text: text.max(TEXT),
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

/// The greatest number within bounds that passes, where each number below one that passes does so, too.
fn greatest(least: usize, most: usize, passes: impl Fn(usize) -> bool) -> Option<usize> {
    if !passes(least) {
        return None;
    }
    let (mut low, mut high) = (least, most);
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

/// The outermost array with the most elements, by its JSON pointer.
fn main_array(value: &Value) -> Option<(String, usize)> {
    let mut level = vec![(String::new(), value)];
    // An envelope has a level or two; an array further down belongs to one element of something.
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
