//! Which custom fields users have, and what they are called.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;

use signon_torii::fields::{ListUserFields, UserField};
use signon_unified::Torii;

/// The names of fields by their keys: of these, or of all that are not deleted.
pub(super) async fn names(
    torii: &Torii,
    keys: &[String],
) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let body = torii
        .client()
        .fields()
        .list_user_fields(&ListUserFields::new())
        .await?;
    let known = body
        .fields
        .iter()
        .filter(|field| field.is_deleted.as_option() != Some(&true));
    let known = distinct(known.filter_map(named).collect());
    if keys.is_empty() {
        return Ok(known);
    }
    let mut chosen = BTreeMap::new();
    for key in keys {
        let name = known.get(key).ok_or_else(|| {
            let known: Vec<String> = known.keys().map(|key| format!("`{key}`")).collect();
            format!(
                "unknown custom field `{key}`: expected one of {}",
                known.join(", ")
            )
        })?;
        chosen.insert(key.clone(), name.clone());
    }
    Ok(chosen)
}

/// The names that fields have in the result: of those that share one, the key.
fn distinct(names: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut count: HashMap<String, usize> = HashMap::new();
    for name in names.values() {
        *count.entry(name.clone()).or_default() += 1;
    }
    let unique = |key: String, name: String| match count.get(&name) {
        Some(1) => (key, name),
        Some(_) | None => (key.clone(), key),
    };
    names
        .into_iter()
        .map(|(key, name)| unique(key, name))
        .collect()
}

fn named(field: &UserField) -> Option<(String, String)> {
    let key = field.key.clone().into_option()?;
    let name = field
        .name
        .clone()
        .into_option()
        .unwrap_or_else(|| key.clone());
    Some((key, name))
}
