//! Custom fields of users, added to profiles of another system.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::PathBuf;

use lexopt::{Arg, ValueExt as _};
use serde_json::{Map, Value};
use signon_torii::fields::{ListUserFields, UserField};
use signon_unified::runtime::Json;
use signon_unified::{Torii, UserDirectory, UserQuery};

pub(crate) const HELP: &str = "\
Adds Torii's custom fields to profiles: a JSON array of objects with an `email` each. The result is printed.

Usage: enrich-custom-fields [OPTIONS] <FILE>

  FILE           The profiles
  --field <KEY>  A custom field; may be repeated [default: all that are not deleted]
  --into <NAME>  The key of a profile that gets the fields [default: torii]

Environment: TORII_API_KEY, and TORII_URL for another server.
Exit code: 0 if everyone was found, 1 if not, 2 if an argument is wrong.
";

/// What to add.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) file: PathBuf,
    fields: Vec<String>,
    into: String,
}

impl Options {
    pub(crate) fn parse(mut arguments: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let mut options = Self {
            file: PathBuf::new(),
            fields: Vec::new(),
            into: "torii".to_owned(),
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Value(file) if options.file.as_os_str().is_empty() => {
                    options.file = file.into();
                }
                Arg::Long("field") => options.fields.push(arguments.value()?.string()?),
                Arg::Long("into") => options.into = arguments.value()?.string()?,
                Arg::Long(_) | Arg::Short(_) | Arg::Value(_) => return Err(argument.unexpected()),
            }
        }
        if options.file.as_os_str().is_empty() {
            return Err("the file of the profiles is missing".into());
        }
        Ok(options)
    }
}

/// A profile of the other system.
type Profile = Map<String, Value>;

/// The profiles of a file.
pub(crate) fn profiles(file: &[u8]) -> Result<Vec<Profile>, Box<dyn Error>> {
    let profiles: Vec<Profile> = serde_json::from_slice(file)?;
    match profiles.iter().position(|profile| email(profile).is_none()) {
        Some(index) => Err(format!("the profile at /{index} has no `email`").into()),
        None => Ok(profiles),
    }
}

/// The profiles with their custom fields.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) profiles: Vec<Profile>,
    /// The profiles that no user of Torii has the address of; they are as they were.
    pub(crate) unknown: usize,
}

/// Adds the fields. A second run replaces what the first one added.
pub(crate) async fn run(
    torii: &Torii,
    options: &Options,
    mut profiles: Vec<Profile>,
) -> Result<Report, Box<dyn Error>> {
    let fields = fields(torii, options).await?;
    let users = users(torii, &fields).await?;
    let mut unknown = 0;
    for profile in &mut profiles {
        let user = email(profile).and_then(|email| users.get(&email));
        let Some(user) = user else {
            unknown += 1;
            continue;
        };
        let values = fields
            .iter()
            .map(|(key, name)| (name.clone(), user.get(key).cloned().unwrap_or_default()));
        profile.insert(options.into.clone(), Value::Object(values.collect()));
    }
    Ok(Report { profiles, unknown })
}

/// The name of each field that was asked for, by its key.
async fn fields(
    torii: &Torii,
    options: &Options,
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
    if options.fields.is_empty() {
        return Ok(known);
    }
    let mut chosen = BTreeMap::new();
    for key in &options.fields {
        let name = known.get(key).ok_or_else(|| {
            let keys: Vec<&String> = known.keys().collect();
            format!("users have no custom field `{key}`; they have {keys:?}")
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

/// The users by address, as Torii has them: custom fields are in an answer only if they are asked for.
async fn users(
    torii: &Torii,
    fields: &BTreeMap<String, String>,
) -> Result<HashMap<String, Value>, Box<dyn Error>> {
    let mut asked = vec![
        "email",
        "additionalEmails",
        "lifecycleStatus",
        "isDeletedInIdentitySources",
    ];
    asked.extend(fields.keys().map(String::as_str));
    let query = UserQuery::new().remote_query("fields", asked.join(","));
    let mut users = HashMap::new();
    for user in torii.users(query).collect_all().await? {
        let native = user.remote_data.as_option().map(Json::as_value);
        for address in user
            .emails
            .iter()
            .flatten()
            .filter_map(|email| email.email.as_deref())
        {
            users.insert(address.to_lowercase(), native.cloned().unwrap_or_default());
        }
    }
    Ok(users)
}

/// The address of a profile, as addresses are compared.
fn email(profile: &Profile) -> Option<String> {
    Some(profile.get("email")?.as_str()?.to_lowercase())
}
