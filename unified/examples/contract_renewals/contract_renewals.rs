//! Contracts that renew in the next days.

mod row;

use std::collections::BTreeSet;
use std::error::Error;

use clap::Parser;
use jiff::civil::Date;
use serde_json::Value;
use signon_torii::contracts::{Contract, ContractUpdate, ListContracts, UpdateContract};
use signon_unified::Torii;

pub(crate) use self::row::{COLUMNS, Row};
use self::row::{chosen, due};
use crate::table::Format;

/// Reports the contracts that renew in the next days, and writes values back into them.
#[derive(Debug, Parser)]
#[command(
    name = "contract-renewals",
    term_width = 0,
    after_help = "Environment: TORII_API_KEY, and TORII_URL for another server.\n\
                  Exit code: 0 if nothing failed, 1 if something did, 2 if an argument is wrong."
)]
pub(crate) struct Options {
    /// The field that holds the date of the renewal
    #[arg(long, value_name = "KEY")]
    pub(super) date_field: String,
    /// How many days to look ahead
    #[arg(long, value_name = "N", default_value_t = 90)]
    pub(super) days: u16,
    /// A field that each of these contracts is to have; may be repeated. The value is JSON or text
    #[arg(long, value_name = "KEY=VALUE", value_parser = assignment)]
    write_back: Vec<(String, Value)>,
    /// Write nothing, and say what would be written
    #[arg(long)]
    dry_run: bool,
    /// How the report is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

fn assignment(text: &str) -> Result<(String, Value), &'static str> {
    let (key, value) = text
        .split_once('=')
        .filter(|(key, _)| !key.is_empty())
        .ok_or("expected KEY=VALUE")?;
    if matches!(key, "id" | "currency") {
        return Err("the field is read-only");
    }
    let json = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    Ok((key.to_owned(), json))
}

/// The contracts that renew from today on; a failure with one is in its row.
pub(crate) async fn run(
    torii: &Torii,
    options: &Options,
    today: Date,
) -> Result<Vec<Row>, Box<dyn Error>> {
    let request = ListContracts::new().fields(fields(options));
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

/// The fields that a report is made of, each once.
fn fields(options: &Options) -> BTreeSet<&str> {
    let shown = [
        "id", "name", "status", "idApp", "owner", "amount", "currency",
    ];
    let written = options.write_back.iter().map(|(key, _)| key.as_str());
    let named = std::iter::once(options.date_field.as_str()).chain(written);
    shown.into_iter().chain(named).collect()
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
    let differs = |(key, value): &&(String, Value)| {
        let has = record.get(key.as_str());
        has != Some(value) && chosen(has) != *value
    };
    let changes: serde_json::Map<String, Value> =
        options.write_back.iter().filter(differs).cloned().collect();
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
