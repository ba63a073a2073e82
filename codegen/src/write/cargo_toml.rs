//! A generated `Cargo.toml` and the edits of its user → the text with both.
//!
//! The generator owns the package's name, the features that it generates, and where `signon-runtime` and `serde` come
//! from. Everything else is written once and stays what the user makes of it.

use std::collections::BTreeSet;

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value, value};

/// The feature that turns on those of all tags.
const ALL_TAGS: &str = "all-tags";

/// Brings what the generator owns from the generated text into the current one.
pub(super) fn merge(current: &str, generated: &str) -> Result<String, String> {
    let read = |text: &str| {
        text.parse::<DocumentMut>()
            .map_err(|error| error.message().to_owned())
    };
    let (mut current, generated) = (read(current)?, read(generated)?);
    package(&mut current, &generated)?;
    features(&mut current, &generated)?;
    dependencies(&mut current, &generated)?;
    Ok(current.to_string())
}

fn package(current: &mut DocumentMut, generated: &DocumentMut) -> Result<(), String> {
    let package = section(current, "package")?;
    for (key, item) in table(generated, "package") {
        let is_renamed = key == "name" && package.get(key).and_then(Item::as_str) != item.as_str();
        let is_missing = matches!(key, "version" | "edition") && !package.contains_key(key);
        if is_renamed || is_missing {
            set(package, key, item);
        }
    }
    Ok(())
}

/// Generated features are what is generated, apart from `default`, and tags that are no longer there are removed.
fn features(current: &mut DocumentMut, generated: &DocumentMut) -> Result<(), String> {
    let features = section(current, "features")?;
    let tags_before = features.contains_key(ALL_TAGS);
    let old: BTreeSet<String> = names(features.get(ALL_TAGS));
    let wanted = table(generated, "features");
    for tag in &old {
        let is_generated = features
            .get(tag)
            .is_some_and(|item| names(Some(item)).is_empty());
        if is_generated && !wanted.iter().any(|(key, _)| key == tag) {
            features.remove(tag);
        }
    }
    let tags_after = wanted.iter().any(|(key, _)| *key == ALL_TAGS);
    if !tags_after {
        features.remove(ALL_TAGS);
    }
    for (key, item) in wanted {
        let is_same = |known: &Item| names(Some(known)) == names(Some(item));
        match features.get_mut(key) {
            Some(default) if key == "default" => {
                if let Some(array) = default.as_array_mut() {
                    with_tags(array, tags_before, tags_after);
                }
            }
            Some(known) if is_same(known) => {}
            Some(_) | None => set(features, key, item),
        }
    }
    Ok(())
}

/// The features of all tags are on by default from the day there are some; a user who turned them off keeps that.
fn with_tags(default: &mut Array, tags_before: bool, tags_after: bool) {
    let at = default
        .iter()
        .position(|name| name.as_str() == Some(ALL_TAGS));
    match at {
        Some(at) if !tags_after => {
            default.remove(at);
        }
        None if tags_after && !tags_before => default.push(ALL_TAGS),
        Some(_) | None => {}
    }
}

fn dependencies(current: &mut DocumentMut, generated: &DocumentMut) -> Result<(), String> {
    let dependencies = section(current, "dependencies")?;
    for (key, item) in table(generated, "dependencies") {
        match dependencies.get_mut(key) {
            None => set(dependencies, key, item),
            Some(known) => dependency(known, item),
        }
    }
    Ok(())
}

/// Updates where a dependency comes from, unless its user took it from somewhere else.
fn dependency(known: &mut Item, generated: &Item) {
    let Some(wanted) = generated.as_table_like() else {
        return;
    };
    if known.is_str() {
        // `serde = "1"` names a version alone.
        let version = known.as_str().map(str::to_owned);
        let mut table = toml_edit::InlineTable::new();
        if let Some(version) = version {
            table.insert("version", Value::from(version));
        }
        *known = value(table);
    }
    let Some(known) = known.as_table_like_mut() else {
        return;
    };
    if ["git", "workspace", "registry"]
        .iter()
        .any(|key| known.contains_key(key))
    {
        return;
    }
    if wanted.contains_key("version") && !wanted.contains_key("path") {
        known.remove("path");
    }
    for (key, item) in wanted.iter() {
        let is_version_instead =
            key == "path" && !known.contains_key("path") && known.contains_key("version");
        match key {
            "features" => add_features(known, item),
            _ if is_version_instead => {}
            _ => set(known, key, item),
        }
    }
}

fn add_features(known: &mut dyn TableLike, wanted: &Item) {
    let missing = &names(Some(wanted)) - &names(known.get("features"));
    match known.get_mut("features").and_then(Item::as_array_mut) {
        Some(features) => missing.into_iter().for_each(|name| features.push(name)),
        None => set(known, "features", wanted),
    }
}

/// Sets a value and keeps the comments around it.
fn set(table: &mut dyn TableLike, key: &str, item: &Item) {
    let decor = table
        .get(key)
        .and_then(Item::as_value)
        .map(|old| old.decor().clone());
    let mut item = item.clone();
    if let Some(new) = item.as_value_mut() {
        match decor {
            Some(decor) => *new.decor_mut() = decor,
            None => new.decor_mut().clear(),
        }
    }
    match table.get_mut(key) {
        Some(known) => *known = item,
        None => drop(table.insert(key, item)),
    }
}

fn names(item: Option<&Item>) -> BTreeSet<String> {
    let array = item.and_then(Item::as_array);
    let names = array.into_iter().flat_map(Array::iter);
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn section<'a>(document: &'a mut DocumentMut, name: &str) -> Result<&'a mut dyn TableLike, String> {
    let item = document
        .entry(name)
        .or_insert_with(|| Item::Table(Table::new()));
    item.as_table_like_mut()
        .ok_or_else(|| format!("`{name}` is not a table"))
}

fn table<'a>(document: &'a DocumentMut, name: &str) -> Vec<(&'a str, &'a Item)> {
    let table = document.get(name).and_then(Item::as_table);
    table.into_iter().flat_map(Table::iter).collect()
}
