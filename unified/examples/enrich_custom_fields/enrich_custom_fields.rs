//! Custom fields of users, added to profiles of another system.

mod fields;

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::Parser;
use serde_json::{Map, Value};
use signon_unified::runtime::Json;
use signon_unified::{Torii, UserDirectory, UserQuery};

/// Adds Torii's custom fields to profiles: a JSON array of objects with an `email` each. The result is printed.
#[derive(Debug, Parser)]
#[command(
    name = "enrich-custom-fields",
    term_width = 0,
    after_help = "Environment: TORII_API_KEY, and TORII_URL for another server.\n\
                  Exit code: 0 if everyone was found, 1 if not, 2 if an argument is wrong."
)]
pub(crate) struct Options {
    /// The profiles
    pub(crate) file: PathBuf,
    /// A custom field; may be repeated [default: all that are not deleted]
    #[arg(long = "field", value_name = "KEY")]
    fields: Vec<String>,
    /// The key of a profile that gets the fields
    #[arg(long, value_name = "NAME", default_value = "torii")]
    into: String,
}

/// A profile of the other system.
type Profile = Map<String, Value>;

/// Reads the profiles of a file; an error names it.
pub(crate) fn read(path: &Path) -> Result<Vec<Profile>, Box<dyn Error>> {
    let named = |error: &dyn Display| format!("`{}`: {error}", path.display());
    let file = std::fs::read(path).map_err(|error| named(&error))?;
    profiles(&file).map_err(|error| named(&error).into())
}

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
    let fields = fields::names(torii, &options.fields).await?;
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

/// The users by address, as Torii has them: custom fields are in a response only if the request names them.
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
