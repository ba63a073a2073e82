//! The table of all fields: what each unified field is made of, for each provider.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use signon_codegen::internal::document::{At, Kind};
use signon_codegen::internal::name::{Identifier, certainty};

use super::conversion::{Between, Converted};

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
    /// The fields in order, and by provider and field what is there.
    structs: BTreeMap<Section, Struct>,
}

/// A unified struct, whether it is written, and which form of the native record it is made of: none of a method, and
/// `of user` of the conversion `read_of_user`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Section {
    name: String,
    is_write: bool,
    form: Option<String>,
}

impl Section {
    fn heading(&self) -> String {
        let direction = if self.is_write { "written" } else { "read" };
        let form = self.form.iter().map(|form| format!(" {form}"));
        format!("`{}`, {direction}{}", self.name, form.collect::<String>())
    }
}

#[derive(Clone, Debug, Default)]
struct Struct {
    fields: Vec<String>,
    cells: BTreeMap<String, BTreeMap<String, String>>,
}

impl FieldTable {
    /// Adds the rows of a conversion; `form` is that of the native record, where it is not that of a method.
    pub(super) fn add(
        &mut self,
        provider: &str,
        between: Between<'_>,
        converted: &Converted,
        form: Option<&str>,
    ) {
        let is_write = !converted.is_read;
        let unified = if is_write { between.from } else { between.to };
        let section = Section {
            name: unified.name().to_owned(),
            is_write,
            form: form.map(|form| form.replace('_', " ")),
        };
        let of = self.structs.entry(section).or_default();
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
        for (section, of) in &self.structs {
            let providers: BTreeSet<&String> = of.cells.keys().collect();
            let _ = write!(out, "### {}\n\n| field |", section.heading());
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
            "" => "the whole record".to_owned(),
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
    let Some(split) = at.get("split") else {
        return String::new();
    };
    let separator = at.get("at").and_then(At::text);
    let separator = separator.as_deref().unwrap_or(" ");
    match at.get("part").and_then(At::str) {
        Some("rest") => format!("{} after `{separator}`", code(split)),
        _ => format!("{} before `{separator}`", code(split)),
    }
}
