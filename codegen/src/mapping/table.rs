//! The table of all fields: what each unified field is made of, for each provider.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::document::{At, Kind};

/// A row of a mapping, as the table shows it.
#[derive(Clone, Debug)]
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
    pub(super) fn variant(&self) -> String {
        let mut chars = self.certainty.chars();
        let first = chars.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(chars).collect()
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
    /// Adds the rows of a conversion from a native struct.
    pub(super) fn add_read(
        &mut self,
        unified: &str,
        provider: &str,
        fields: &[&str],
        rows: &[Row],
    ) {
        let of = self.structs.entry((unified.to_owned(), false)).or_default();
        of.fields = fields.iter().map(|field| (*field).to_owned()).collect();
        let cells = rows.iter().map(|row| (row.field.clone(), row.cell()));
        of.cells.insert(provider.to_owned(), cells.collect());
    }

    /// Adds the rows of a conversion to a native struct: by the unified fields that they read.
    pub(super) fn add_write(
        &mut self,
        unified: &str,
        provider: &str,
        fields: &[&str],
        rows: &[Row],
    ) {
        let of = self.structs.entry((unified.to_owned(), true)).or_default();
        of.fields = fields.iter().map(|field| (*field).to_owned()).collect();
        let mut cells: BTreeMap<String, String> = BTreeMap::new();
        let added = "added to the body (documented)".to_owned();
        cells.insert("remote_data".to_owned(), added);
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
        of.cells.insert(provider.to_owned(), cells);
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
