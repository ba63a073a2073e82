//! Contracts that renew in the next days.

use std::collections::BTreeMap;
use std::error::Error;

use jiff::civil::Date;
use lexopt::{Arg, ValueExt as _};
use serde::Serialize;
use serde_json::Value;
use signon_torii::contracts::{Contract, ContractUpdate, ListContracts, UpdateContract};
use signon_unified::Torii;

use crate::table::Format;

pub(crate) const HELP: &str = "\
Reports the contracts that renew in the next days, and writes values back into them.

Usage: contract-renewals --date-field <KEY> [OPTIONS]

  --date-field <KEY>        The field that holds the date of the renewal
  --days <N>                How many days to look ahead [default: 90]
  --write-back <KEY=VALUE>  A field that each of these contracts is to have; may be repeated. The value is JSON or text
  --dry-run                 Write nothing, and say what would be written
  --format <FORMAT>         csv or json [default: csv]

Environment: TORII_API_KEY, and TORII_URL for another server.
Exit code: 0 if nothing failed, 1 if something did, 2 if an argument is wrong.
";

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

/// What to report and to write.
#[derive(Debug)]
pub(crate) struct Options {
    date_field: String,
    days: i32,
    write_back: BTreeMap<String, Value>,
    dry_run: bool,
    pub(crate) format: Format,
}

impl Options {
    pub(crate) fn parse(mut arguments: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let mut options = Self {
            date_field: String::new(),
            days: 90,
            write_back: BTreeMap::new(),
            dry_run: false,
            format: Format::Csv,
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("date-field") => options.date_field = arguments.value()?.string()?,
                Arg::Long("days") => options.days = arguments.value()?.parse()?,
                Arg::Long("write-back") => {
                    let (key, value) = arguments.value()?.parse_with(assignment)?;
                    options.write_back.insert(key, value);
                }
                Arg::Long("dry-run") => options.dry_run = true,
                Arg::Long("format") => options.format = arguments.value()?.parse()?,
                Arg::Long(_) | Arg::Short(_) | Arg::Value(_) => return Err(argument.unexpected()),
            }
        }
        if options.date_field.is_empty() {
            return Err("`--date-field` is missing".into());
        }
        Ok(options)
    }
}

fn assignment(text: &str) -> Result<(String, Value), &'static str> {
    let (key, value) = text.split_once('=').ok_or("it is KEY=VALUE")?;
    if matches!(key, "" | "id" | "currency") {
        return Err("the field can only be read");
    }
    let json = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    Ok((key.to_owned(), json))
}

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

/// The contracts that renew from today on; a failure with one is in its row.
pub(crate) async fn run(
    torii: &Torii,
    options: &Options,
    today: Date,
) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut fields = vec![
        "id",
        "name",
        "status",
        "idApp",
        "owner",
        "amount",
        "currency",
        options.date_field.as_str(),
    ];
    fields.extend(options.write_back.keys().map(String::as_str));
    fields.dedup();
    let request = ListContracts::new().fields(fields);
    let mut contracts = torii.client().contracts().list(&request).items();
    let mut rows = Vec::new();
    while let Some(contract) = contracts.next().await {
        let contract = contract?;
        let record = serde_json::to_value(&contract)?;
        let Some(mut row) = due(&record, options, today) else {
            continue;
        };
        if let Err(error) = write_back(torii, &contract, &record, options, &mut row).await {
            row.error = Some(error.to_string());
        }
        rows.push(row);
    }
    rows.sort_by_key(|row| (row.days_left, row.id));
    Ok(rows)
}

/// The row of a contract that renews within the days, or whose date cannot be read.
fn due(record: &Value, options: &Options, today: Date) -> Option<Row> {
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
    if days_left.is_some_and(|days| !(0..=options.days).contains(&days)) {
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

/// Writes the fields that differ.
async fn write_back(
    torii: &Torii,
    contract: &Contract,
    record: &Value,
    options: &Options,
    row: &mut Row,
) -> Result<(), Box<dyn Error>> {
    let Some(id) = contract.id.as_option().filter(|_| row.is_complete()) else {
        return Ok(());
    };
    let differs = |(key, value): &(&String, &Value)| {
        let has = record.get(key.as_str());
        has != Some(*value) && chosen(has) != **value
    };
    let changes: serde_json::Map<String, Value> = options
        .write_back
        .iter()
        .filter(differs)
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if changes.is_empty() {
        return Ok(());
    }
    let written = changes.keys().cloned().collect();
    let body: ContractUpdate = serde_json::from_value(changes.into())?;
    if !options.dry_run {
        let request = UpdateContract::new(*id, body);
        torii.client().contracts().update(&request).await?;
    }
    row.written = written;
    Ok(())
}

/// A value alone: of a reference or of a choice, what identifies it to people.
fn chosen(value: Option<&Value>) -> Value {
    let Some(value) = value else {
        return Value::Null;
    };
    let names = ["email", "value", "name", "id"];
    let name = names.iter().find_map(|name| value.get(name));
    name.unwrap_or(value).clone()
}
