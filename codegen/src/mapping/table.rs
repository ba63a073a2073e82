//! The table of all fields: what each unified field is made of, for each provider.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::conversion::{Between, Converted};
use crate::document::{At, Kind};
use crate::name::{Identifier, certainty};

/// A row of a mapping, as the table shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// The property of the target.
    pub(super) field: String,
    /// The properties of the source.
    pub(super) used: Vec<String>,
    /// What the property is made of, in Markdown.
    summary: String,
    /// How sure that is; empty where there is nothing to map.
    certainty: String,
}

impl Row {
    pub(super) fn new(field: &str, used: Vec<String>, summary: String, certainty: String) -> Self {
        Self {
            field: field.to_owned(),
            used,
            summary,
            certainty,
        }
    }

    /// Whether there is something to map.
    pub(super) fn is_mapped(&self) -> bool {
        !self.certainty.is_empty()
    }

    /// The variant of `Certainty`.
    pub(super) fn variant(&self) -> Identifier {
        certainty(&self.certainty)
    }

    fn cell(&self) -> String {
        if self.is_mapped() {
            format!("{} ({})", self.summary, self.certainty)
        } else {
            "–".to_owned()
        }
    }
}

/// Which field is made of what.
#[derive(Clone, Debug, Default)]
pub struct FieldTable {
    /// By the unified struct and whether it is read: the fields in order, and by provider and field what is there.
    structs: BTreeMap<(String, bool), Struct>,
}

#[derive(Clone, Debug, Default)]
struct Struct {
    fields: Vec<String>,
    cells: BTreeMap<String, BTreeMap<String, String>>,
}

impl FieldTable {
    /// Adds the rows of a conversion.
    pub(super) fn add(&mut self, provider: &str, between: Between<'_>, converted: &Converted) {
        let is_write = !converted.is_read;
        let unified = if is_write { between.from } else { between.to };
        let key = (unified.name().to_owned(), is_write);
        let of = self.structs.entry(key).or_default();
        of.fields = unified
            .fields()
            .map(|(field, _)| field.key.clone())
            .collect();
        let cells = if is_write {
            written(&converted.rows)
        } else {
            read(&converted.rows)
        };
        let known = of.cells.entry(provider.to_owned()).or_default();
        for (field, cell) in cells {
            known
                .entry(field)
                .and_modify(|known| {
                    if *known != cell {
                        let _ = write!(known, "; {cell}");
                    }
                })
                .or_insert(cell);
        }
    }

    /// The table in Markdown: a section for each struct.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        for ((name, is_write), of) in &self.structs {
            let providers: BTreeSet<&String> = of.cells.keys().collect();
            let direction = if *is_write { "written" } else { "read" };
            let _ = write!(out, "### `{name}`, {direction}\n\n| field |");
            for provider in &providers {
                let _ = write!(out, " {provider} |");
            }
            out.push_str("\n|---|");
            out.push_str(&"---|".repeat(providers.len()));
            out.push('\n');
            for field in &of.fields {
                let _ = write!(out, "| `{field}` |");
                for provider in &providers {
                    let cell = of.cells.get(*provider).and_then(|cells| cells.get(field));
                    let _ = write!(out, " {} |", cell.map_or("–", String::as_str));
                }
                out.push('\n');
            }
            out.push('\n');
        }
        out.trim_end().to_owned()
    }
}

/// The cells of what is read.
fn read(rows: &[Row]) -> BTreeMap<String, String> {
    rows.iter()
        .map(|row| (row.field.clone(), row.cell()))
        .collect()
}

/// The cells of what is written: by the unified fields that the rows read.
fn written(rows: &[Row]) -> BTreeMap<String, String> {
    let added = "added to the body (documented)".to_owned();
    let mut cells = BTreeMap::from([("remote_data".to_owned(), added)]);
    for row in rows.iter().filter(|row| row.is_mapped()) {
        for used in &row.used {
            let cell = format!("`{}` ({})", row.field, row.certainty);
            cells
                .entry(used.clone())
                .and_modify(|known| {
                    let _ = write!(known, ", {cell}");
                })
                .or_insert(cell);
        }
    }
    cells
}

/// What an expression is made of, in Markdown.
pub(super) fn summary(at: At<'_>) -> String {
    let code = |pointer: At<'_>| {
        let pointer = pointer.str().unwrap_or_default().trim_start_matches('/');
        match pointer {
            "" => "the whole".to_owned(),
            pointer => format!("`{}`", pointer.replace('/', ".")),
        }
    };
    let all = |items: At<'_>, each: &dyn Fn(At<'_>) -> String, between: &str| {
        items.items().map(each).collect::<Vec<_>>().join(between)
    };
    if let Some(from) = at.get("from") {
        return match at.get("values").and_then(|values| values.entries().next()) {
            Some(_) => format!("{} by table", code(from)),
            None => code(from),
        };
    }
    if let Some(value) = at.get("constant") {
        return format!("always `{}`", value.text().unwrap_or_default());
    }
    if let Some(name) = at.get("argument") {
        return format!("the `{}` of the query", name.text().unwrap_or_default());
    }
    if let Some(items) = at.get("first") {
        return all(items, &summary, ", else ");
    }
    if let Some(items) = at.get("join") {
        return all(items, &code, " + ");
    }
    if let Some(items) = at.get("list") {
        return all(items, &summary, ", ");
    }
    if let Some(each) = at.get("each") {
        return format!("each of {}", code(each));
    }
    if let Some(object) = at.get("object").filter(|object| object.kind() == Kind::Map) {
        let parts = object.entries().filter(|(_, part)| !part.has("constant"));
        return parts
            .map(|(_, part)| summary(part))
            .collect::<Vec<_>>()
            .join(", ");
    }
    at.get("split").map(code).unwrap_or_default()
}
