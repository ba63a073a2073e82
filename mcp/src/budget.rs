//! Result budget: shortens a JSON value until it fits, and reports what was omitted.
//!
//! An agent's context is small and a list may be huge. Nulls are dropped first, then arrays are
//! shortened, then texts, then objects with very many keys. Whatever the size, the outcome is a
//! value of the same form, never an error: a rejected response would be useless, and a write that
//! took effect must not appear to have failed.

mod caps;
mod measure;
mod shorten;

use serde_json::{Map, Value, json};

use self::caps::Caps;
use crate::json::object;
use crate::pointer;

/// The default maximum length of a result, in bytes of JSON.
pub const DEFAULT: usize = 24 * 1024;

/// The key that reports what was omitted from a response.
pub const TRUNCATED: &str = "_truncated";

/// Bytes reserved for the report of omissions.
const REPORT_LEN: usize = 1024;
/// The minimum budget, which fits the report and some content.
const MIN_BUDGET: usize = 2 * REPORT_LEN;
/// The maximum length of a reported pointer, in bytes.
const MAX_POINTER_LEN: usize = 60;
/// The maximum number of listed cuts; further ones are counted.
const MAX_LISTED_CUTS: usize = 5;

/// An array that was shortened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrayCut {
    /// JSON pointer to the array in the response.
    pub pointer: String,
    /// The number of remaining elements.
    pub shown: usize,
    /// The number of elements in the response, including those before the cursor.
    pub total: usize,
    /// The index of the first omitted element in the original array.
    pub next: usize,
}

impl ArrayCut {
    fn to_json(&self) -> Value {
        if self.pointer.len() > MAX_POINTER_LEN {
            return json!({ "shown": self.shown, "total": self.total });
        }
        let cursor = Cursor {
            pointer: self.pointer.clone(),
            skip: self.next,
        };
        json!({
            "pointer": self.pointer,
            "shown": self.shown,
            "total": self.total,
            "next_cursor": cursor.to_string(),
        })
    }
}

/// What was omitted from a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Whether properties whose value is null were dropped.
    pub nulls: bool,
    /// The arrays that were shortened, outermost first.
    pub arrays: Vec<ArrayCut>,
    /// The number of shortened texts.
    pub texts: usize,
    /// The number of properties dropped from objects with very many of them.
    pub properties: usize,
}

impl Cuts {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the report for the reader of the shortened response.
    fn to_json(&self) -> Value {
        let mut report = Map::new();
        if self.nulls {
            report.insert("nulls_dropped".to_owned(), Value::Bool(true));
        }
        if !self.arrays.is_empty() {
            let listed = self
                .arrays
                .iter()
                .take(MAX_LISTED_CUTS)
                .map(ArrayCut::to_json);
            report.insert("arrays".to_owned(), listed.collect());
            if let Some(more @ 1..) = self.arrays.len().checked_sub(MAX_LISTED_CUTS) {
                report.insert("more_arrays".to_owned(), json!(more));
            }
        }
        if self.texts > 0 {
            report.insert("texts_shortened".to_owned(), json!(self.texts));
        }
        if self.properties > 0 {
            report.insert("properties_dropped".to_owned(), json!(self.properties));
        }
        Value::Object(report)
    }
}

/// The position to continue from in a shortened array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// JSON pointer to the array in the response.
    pub pointer: String,
    /// The number of elements to skip.
    pub skip: usize,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.skip, self.pointer)
    }
}

impl std::str::FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (skip, pointer) = text.split_once('@').ok_or(())?;
        if !(pointer.is_empty() || pointer.starts_with('/')) {
            return Err(());
        }
        Ok(Self {
            pointer: pointer.to_owned(),
            skip: skip.parse().map_err(|_| ())?,
        })
    }
}

/// Shortens an object until its JSON text has at most `budget` bytes.
///
/// Omissions are reported under [`TRUNCATED`]; an object that fits is returned unchanged.
/// `cursor` skips the elements that an earlier call returned.
pub fn fit(
    mut value: Map<String, Value>,
    budget: usize,
    cursor: Option<&Cursor>,
) -> Map<String, Value> {
    let budget = budget.max(MIN_BUDGET);
    let skipped = cursor.map(|cursor| (cursor, skip(&mut value, cursor)));
    let value = Value::Object(value);
    if measure::size(&value, &Caps::NONE, budget).is_some() {
        return object(value);
    }
    let caps = caps::choose(&value, budget.saturating_sub(REPORT_LEN));
    let mut cuts = Cuts::default();
    let mut shortened = object(shorten::shorten(&value, &caps, &mut cuts));
    for cut in &mut cuts.arrays {
        if let Some((cursor, skipped)) = &skipped
            && cursor.pointer == cut.pointer
        {
            cut.total = cut.total.saturating_add(*skipped);
            cut.next = cut.next.saturating_add(*skipped);
        }
    }
    if !cuts.is_empty() {
        shortened.insert(TRUNCATED.to_owned(), cuts.to_json());
    }
    shortened
}

/// Drops the elements before the cursor and returns their number.
fn skip(value: &mut Map<String, Value>, cursor: &Cursor) -> usize {
    let target = pointer::get_mut(value, &cursor.pointer);
    let Some(Value::Array(elements)) = target else {
        return 0;
    };
    let skipped = cursor.skip.min(elements.len());
    elements.drain(..skipped);
    skipped
}
