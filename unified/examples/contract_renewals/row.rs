//! The contracts of the report.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use super::Options;

pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "name",
    "app",
    "owner",
    "status",
    "amount",
    "currency",
    "renews_on",
    "days_left",
    "written",
    "error",
];

/// A contract that renews.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) id: i64,
    name: Option<String>,
    app: Value,
    owner: Value,
    pub(crate) status: Value,
    amount: Value,
    currency: Value,
    renews_on: Option<String>,
    pub(crate) days_left: Option<i32>,
    /// The fields that this run wrote, or would.
    pub(crate) written: Vec<String>,
    pub(crate) error: Option<String>,
}

impl Row {
    pub(crate) fn is_complete(&self) -> bool {
        self.error.is_none()
    }
}

/// The row of a contract that renews within the days, or whose date cannot be read.
pub(super) fn due(record: &Value, options: &Options, today: Date) -> Option<Row> {
    let text = match record.get(&options.date_field)? {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            other.to_string()
        }
    };
    let day = text.get(..10).unwrap_or(&text).parse::<Date>();
    let days_left = day
        .as_ref()
        .ok()
        .and_then(|day| Some(today.until(*day).ok()?.get_days()));
    if days_left.is_some_and(|days| !(0..=i32::from(options.days)).contains(&days)) {
        return None;
    }
    let field = |name: &str| chosen(record.get(name));
    Some(Row {
        id: record.get("id").and_then(Value::as_i64).unwrap_or_default(),
        name: field("name").as_str().map(str::to_owned),
        app: field("idApp"),
        owner: field("owner"),
        status: field("status"),
        amount: field("amount"),
        currency: field("currency"),
        error: day.is_err().then(|| format!("`{text}` is no date")),
        renews_on: day.ok().map(|day| day.to_string()),
        days_left,
        written: Vec::new(),
    })
}

/// A value alone: of a reference or of a choice, what identifies it to people.
pub(super) fn chosen(value: Option<&Value>) -> Value {
    let Some(value) = value else {
        return Value::Null;
    };
    let names = ["email", "value", "name", "id"];
    let name = names.iter().find_map(|name| value.get(name));
    name.unwrap_or(value).clone()
}
