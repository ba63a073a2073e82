//! Credentials and servers from named settings, such as environment variables.
//!
//! A provider `torii` with the security scheme `apiKey` accepts `TORII_API_KEY`; the names are derived
//! from the catalog, so every document has them. None of these values come from a tool's arguments
//! or from the token that a client sent to this server.

use signon_runtime::catalog::{Catalog, SchemeKind, SecurityScheme};
use signon_runtime::dynamic::DynamicClient;
use signon_runtime::{ClientBuilder, ClientCredentials, Credential, Secret};

/// A setting of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting {
    /// The name, such as `TORII_API_KEY`.
    pub name: String,
    /// Whether the value is a secret.
    pub is_secret: bool,
    /// The description.
    pub about: String,
    /// The security scheme that it belongs to.
    pub scheme: Option<String>,
}

/// Returns the settings of a provider: its credentials, its server's variables and its base URL.
pub fn settings(catalog: &Catalog) -> Vec<Setting> {
    let mut settings = Vec::new();
    for scheme in &catalog.security_schemes {
        for (part, is_secret) in parts(&scheme.kind) {
            settings.push(Setting {
                name: name(catalog, &[&scheme.name, part]),
                is_secret: *is_secret,
                about: format!("security scheme `{}`", scheme.name),
                scheme: Some(scheme.name.clone()),
            });
        }
    }
    for variable in catalog.servers.iter().flat_map(|server| &server.variables) {
        let name = name(catalog, &[&variable.name]);
        if settings.iter().all(|setting| setting.name != name) {
            settings.push(Setting {
                name,
                is_secret: false,
                about: format!("server variable `{}`", variable.name),
                scheme: None,
            });
        }
    }
    settings.push(Setting {
        name: name(catalog, &["base_url"]),
        is_secret: false,
        about: "server URL, instead of the documented one".to_owned(),
        scheme: None,
    });
    settings
}

/// Adds the credentials and the server for which `lookup` returns values to a client builder.
pub fn configure(
    catalog: &Catalog,
    mut builder: ClientBuilder<DynamicClient>,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> ClientBuilder<DynamicClient> {
    for scheme in &catalog.security_schemes {
        if let Some(credential) = credential(catalog, scheme, lookup) {
            builder = builder.credential(credential);
        }
    }
    for variable in catalog.servers.iter().flat_map(|server| &server.variables) {
        if let Some(value) = lookup(&name(catalog, &[&variable.name])) {
            builder = builder.server_variable(&variable.name, value);
        }
    }
    match lookup(&name(catalog, &["base_url"])) {
        Some(url) => builder.base_url(url),
        None => builder,
    }
}

fn credential(
    catalog: &Catalog,
    scheme: &SecurityScheme,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Option<Credential> {
    let value = |part: &str| lookup(&name(catalog, &[&scheme.name, part]));
    let id = scheme.name.as_str();
    Some(match &scheme.kind {
        SchemeKind::Basic => Credential::basic(
            id,
            value("username")?,
            value("password").unwrap_or_default(),
        ),
        SchemeKind::ClientCredentials(_) => {
            match (value("client_id"), value("client_secret"), value("token")) {
                (Some(client), Some(secret), _) => {
                    Credential::client_credentials(id, ClientCredentials::new(client, secret))
                }
                (_, _, token) => Credential::bearer(id, Secret::from(token?)),
            }
        }
        SchemeKind::ApiKeyHeader { .. }
        | SchemeKind::ApiKeyQuery { .. }
        | SchemeKind::ApiKeyCookie { .. } => Credential::api_key(id, value("")?),
        SchemeKind::Bearer | SchemeKind::Oauth2 | SchemeKind::Other { .. } | _ => {
            Credential::bearer(id, value("")?)
        }
    })
}

/// Returns the parts of a credential, and whether they are secret.
fn parts(kind: &SchemeKind) -> &'static [(&'static str, bool)] {
    match kind {
        SchemeKind::Basic => &[("username", false), ("password", true)],
        SchemeKind::ClientCredentials(_) => &[
            ("client_id", false),
            ("client_secret", true),
            ("token", true),
        ],
        SchemeKind::Bearer
        | SchemeKind::ApiKeyHeader { .. }
        | SchemeKind::ApiKeyQuery { .. }
        | SchemeKind::ApiKeyCookie { .. }
        | SchemeKind::Oauth2
        | SchemeKind::Other { .. }
        | _ => &[("", true)],
    }
}

/// Returns the name `PROVIDER_PART_PART`, in capitals.
fn name(catalog: &Catalog, parts: &[&str]) -> String {
    let mut name = capitals(&catalog.provider);
    for part in parts.iter().filter(|part| !part.is_empty()) {
        name.push('_');
        name.push_str(&capitals(part));
    }
    name
}

/// Converts a text to a part of an environment variable name: `apiKey` → `API_KEY`.
fn capitals(text: &str) -> String {
    let mut capitals = String::new();
    let mut lower = false;
    for character in text.chars() {
        if lower && character.is_ascii_uppercase() {
            capitals.push('_');
        }
        lower = character.is_ascii_lowercase() || character.is_ascii_digit();
        capitals.push(if character.is_ascii_alphanumeric() {
            character.to_ascii_uppercase()
        } else {
            '_'
        });
    }
    capitals
}
