//! Result budget: a JSON value → the same value, shortened until it fits, and what was left out.
//!
//! An agent's context is small and a list may be huge. Nulls are dropped first, then arrays are
//! shortened, then texts, then objects with very many keys. Whatever the size, the outcome is a
//! value of the same form, never an error: a refused answer is of no use, and a write that took
//! effect must not look like a failure.

mod caps;
mod measure;
mod shorten;

use serde_json::{Map, Value, json};

use self::caps::Caps;
use crate::json::object;
use crate::pointer;

/// Bytes of JSON text that a result may have unless configured otherwise.
pub const DEFAULT: usize = 24 * 1024;

/// The key beside an answer's own keys that says what was left out.
pub const TRUNCATED: &str = "_truncated";

/// Bytes that are kept free for the statement of what was left out.
const STATEMENT: usize = 1024;
/// The smallest budget: less could not hold the statement and anything beside it.
const LEAST: usize = 2 * STATEMENT;
/// Bytes of a pointer that would fill the statement by itself.
const LONG: usize = 60;
/// Cuts that are listed; further ones are counted.
const LISTED: usize = 5;

/// An array that was shortened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrayCut {
    /// JSON pointer of the array in the answer.
    pub pointer: String,
    /// Elements that are left.
    pub shown: usize,
    /// Elements that were in the answer, including those before the cursor.
    pub total: usize,
    /// Index in the answer's array of the first element that is not shown.
    pub next: usize,
}

impl ArrayCut {
    fn to_json(&self) -> Value {
        if self.pointer.len() > LONG {
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

/// What was left out of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Whether properties whose value is null were dropped.
    pub nulls: bool,
    /// The arrays that were shortened, outermost first.
    pub arrays: Vec<ArrayCut>,
    /// How many texts were shortened.
    pub texts: usize,
    /// How many properties of objects with very many of them were dropped.
    pub properties: usize,
}

impl Cuts {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The statement for the reader of the shortened answer.
    fn to_json(&self) -> Value {
        let mut statement = Map::new();
        if self.nulls {
            statement.insert("nulls_dropped".to_owned(), Value::Bool(true));
        }
        if !self.arrays.is_empty() {
            let listed = self.arrays.iter().take(LISTED).map(ArrayCut::to_json);
            statement.insert("arrays".to_owned(), listed.collect());
            if let Some(more @ 1..) = self.arrays.len().checked_sub(LISTED) {
                statement.insert("more_arrays".to_owned(), json!(more));
            }
        }
        if self.texts > 0 {
            statement.insert("texts_shortened".to_owned(), json!(self.texts));
        }
        if self.properties > 0 {
            statement.insert("properties_dropped".to_owned(), json!(self.properties));
        }
        Value::Object(statement)
    }
}

/// Where to go on in an array that was shortened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// JSON pointer of the array in the answer.
    pub pointer: String,
    /// Elements to leave out.
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
/// What was left out is stated under [`TRUNCATED`]; an object that fits is returned as it is.
/// `cursor` leaves out the elements that an earlier call showed.
pub fn fit(
    mut value: Map<String, Value>,
    budget: usize,
    cursor: Option<&Cursor>,
) -> Map<String, Value> {
    let budget = budget.max(LEAST);
    let skipped = cursor.map(|cursor| (cursor, skip(&mut value, cursor)));
    let value = Value::Object(value);
    if measure::size(&value, &Caps::NONE, budget).is_some() {
        return object(value);
    }
    let caps = caps::choose(&value, budget.saturating_sub(STATEMENT));
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

/// Drops the elements before the cursor and returns how many there were.
fn skip(value: &mut Map<String, Value>, cursor: &Cursor) -> usize {
    let target = pointer::get_mut(value, &cursor.pointer);
    let Some(Value::Array(elements)) = target else {
        return 0;
    };
    let skipped = cursor.skip.min(elements.len());
    elements.drain(..skipped);
    skipped
}
