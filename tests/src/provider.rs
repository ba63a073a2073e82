//! The generated crates, as the tests reach them.

use std::fmt;

use serde_json::Value;
use signon_oracle::round_trip::RoundTrip;
use signon_runtime::catalog::Catalog;
use signon_runtime::dynamic::DynamicClient;
use signon_runtime::metadata::{Api, SchemeKind};
use signon_runtime::{ClientBuilder, ClientCredentials, Credential};

use crate::call::Case;
use crate::generated;
use crate::spec::operation::BodyPlace;
use crate::spec::{self, Spec, root};

/// A round trip of the generated tests; none where there is no such model.
type Outcome = Option<Result<Value, String>>;

/// One provider's crate.
#[derive(Clone, Copy)]
pub struct Provider {
    /// The provider's short name.
    pub name: &'static str,
    /// One call of each operation, and one for each further media type of its body.
    pub calls: fn() -> Vec<Case>,
    catalog: fn() -> &'static str,
    round_trip: fn(&str, &str) -> Outcome,
    round_trip_body: fn(&str, &str, &str, &str) -> Outcome,
}

macro_rules! providers {
    ($($name:ident: $crate_name:ident),*) => {
        /// All providers.
        pub const PROVIDERS: &[Provider] = &[$(Provider {
            name: stringify!($name),
            calls: generated::$name::calls,
            catalog: $crate_name::catalog,
            round_trip: generated::$name::round_trip,
            round_trip_body: generated::$name::round_trip_body,
        }),*];
    };
}

providers!(logto: signon_logto, onelogin: signon_onelogin, torii: signon_torii, truto: signon_truto);

/// The secret in all credentials of the tests.
pub const SECRET: &str = "s3cret";

impl Provider {
    /// The provider with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        PROVIDERS.iter().find(|provider| provider.name == name)
    }

    /// The provider's specs.
    pub fn spec(&self) -> Result<&'static Spec, String> {
        spec::of(self.name)
    }

    /// Sends a JSON text through the model of a schema, by the schema's key in the manifest.
    pub fn round_trip(&self, schema: &str, value: &Value) -> Result<RoundTrip, String> {
        unpack((self.round_trip)(schema, &value.to_string()))
    }

    /// Sends a JSON text through the model that an operation has for a body.
    pub fn round_trip_body(
        &self,
        operation: &str,
        place: &BodyPlace<'_>,
        value: &Value,
    ) -> Result<RoundTrip, String> {
        unpack((self.round_trip_body)(
            operation,
            place.side.name(),
            &place.status,
            &value.to_string(),
        ))
    }

    /// The crate's manifest.
    fn manifest(&self) -> Result<Value, String> {
        let path = root()
            .join("generated")
            .join(self.name)
            .join("manifest.json");
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The places of all schemas that have a model, as the manifest writes them.
    pub fn schema_keys(&self) -> Result<Vec<String>, String> {
        let manifest = self.manifest()?;
        let schemas = manifest
            .get("schemas")
            .and_then(Value::as_object)
            .ok_or("the manifest has no schemas")?;
        Ok(schemas.keys().cloned().collect())
    }

    /// A client of this provider with a credential for each security scheme and a value for each server variable.
    pub fn client(&self) -> Result<ClientBuilder, String> {
        let case = (self.calls)()
            .into_iter()
            .next()
            .ok_or_else(|| format!("{} has no calls", self.name))?;
        let api = case.request().metadata().api();
        Ok(configured(ClientBuilder::new(api), api))
    }

    /// The catalog that the crate ships.
    pub fn catalog(&self) -> Result<Catalog, String> {
        Catalog::from_json((self.catalog)()).map_err(|error| error.to_string())
    }

    /// A client of the provider's catalog, with the credentials and variables of [`client`](Self::client).
    pub fn dynamic_client(&self) -> Result<ClientBuilder<DynamicClient>, String> {
        let case = (self.calls)()
            .into_iter()
            .next()
            .ok_or_else(|| format!("{} has no calls", self.name))?;
        let api = case.request().metadata().api();
        Ok(configured(DynamicClient::builder(self.catalog()?), api))
    }
}

/// A client with a credential for each security scheme and a value for each server variable.
fn configured<C>(builder: ClientBuilder<C>, api: &'static Api) -> ClientBuilder<C> {
    let variables = api.servers.iter().flat_map(|server| server.variables);
    let builder = variables.fold(builder, |builder, variable| {
        builder.server_variable(variable.name, "acme")
    });
    api.schemes.iter().fold(builder, |builder, scheme| {
        builder.credential(match scheme.kind {
            SchemeKind::Basic => Credential::basic(scheme.name, "me", SECRET),
            SchemeKind::ClientCredentials(request) => {
                let client = ClientCredentials::new("me", SECRET);
                let required = request.parameters.iter();
                let required = required.filter(|parameter| parameter.default.is_none());
                let client = required.fold(client, |client, parameter| {
                    client.parameter(parameter.name, "https://acme.example/api")
                });
                Credential::client_credentials(scheme.name, client)
            }
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::Unsupported(_) => {
                Credential::bearer(scheme.name, SECRET)
            }
            SchemeKind::ApiKeyHeader(_)
            | SchemeKind::ApiKeyQuery(_)
            | SchemeKind::ApiKeyCookie(_) => Credential::api_key(scheme.name, SECRET),
        })
    })
}

fn unpack(outcome: Outcome) -> Result<RoundTrip, String> {
    let outcome = outcome.ok_or("the crate has no model for it")??;
    serde_json::from_value(outcome).map_err(|error| error.to_string())
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
