//! The headers of a request: which there are, what answer they ask for, and who they say is calling.

use openapiv3::{Parameter, SecurityScheme};
use serde_json::Value;
use signon_tests::provider::SECRET;
use signon_tests::spec::operation::{Endpoint, Side};
use signon_tests::wire::Seen;

/// No header is sent that the specs and HTTP do not explain, and none of the specs is missing.
pub(super) fn known(endpoint: Endpoint<'_>, seen: &Seen) -> Result<(), String> {
    const PLAIN: [&str; 6] = [
        "accept",
        "accept-encoding",
        "authorization",
        "content-length",
        "content-type",
        "user-agent",
    ];
    let declared = endpoint
        .parameters()
        .into_iter()
        .filter(|parameter| matches!(parameter, Parameter::Header { .. }));
    let declared: Vec<_> = declared
        .map(|parameter| parameter.parameter_data_ref().name.to_lowercase())
        .collect();
    let extension = endpoint
        .operation
        .extensions
        .get("x-signon-idempotency-header");
    let idempotency = extension.and_then(Value::as_str).map(str::to_lowercase);
    for (name, _) in &seen.headers {
        let known = PLAIN.contains(&name.as_str())
            || declared.contains(name)
            || idempotency.as_ref() == Some(name);
        if !known {
            return Err(format!("the header `{name}` is nowhere in the specs"));
        }
    }
    if let Some(name) = idempotency
        && seen.header(&name).is_none_or(str::is_empty)
    {
        return Err(format!("`{name}` is missing"));
    }
    Ok(())
}

/// The responses that are asked for are the documented ones.
pub(super) fn accept(endpoint: Endpoint<'_>, seen: &Seen) -> Result<(), String> {
    let accept = seen.header("accept").unwrap_or_default();
    let bodies = endpoint.bodies();
    let mut successes = bodies
        .iter()
        .filter(|place| place.side == Side::Response && place.status.starts_with('2'));
    match successes.find(|place| !accept.contains(place.media)) {
        Some(place) => Err(format!(
            "`accept: {accept}` does not ask for {}",
            place.media
        )),
        None => Ok(()),
    }
}

/// The credential is that of the first alternative of the specs.
pub(super) fn credentials(endpoint: Endpoint<'_>, seen: &Seen) -> Result<(), String> {
    let api = &endpoint.spec.api;
    let alternatives = endpoint
        .operation
        .security
        .as_ref()
        .or(api.security.as_ref());
    let first = alternatives.and_then(|alternatives| alternatives.first());
    let Some(name) = first.and_then(|schemes| schemes.keys().next()) else {
        return Ok(());
    };
    let schemes = api
        .components
        .as_ref()
        .map(|components| &components.security_schemes);
    let scheme = schemes
        .and_then(|schemes| schemes.get(name)?.as_item())
        .ok_or("there is no such scheme")?;
    let wanted = match scheme {
        SecurityScheme::HTTP { scheme, .. } if scheme == "basic" => "Basic bWU6czNjcmV0".to_owned(),
        SecurityScheme::HTTP { .. } => format!("Bearer {SECRET}"),
        SecurityScheme::OAuth2 { .. } => format!("Bearer {}", token(endpoint)?),
        SecurityScheme::APIKey { .. } | SecurityScheme::OpenIDConnect { .. } => {
            return Err("is another scheme".to_owned());
        }
    };
    match seen.header("authorization") {
        Some(sent) if sent == wanted => Ok(()),
        other => Err(format!("the credential is {other:?}, not `{wanted}`")),
    }
}

/// The token of the documented response of the token endpoint.
fn token(endpoint: Endpoint<'_>) -> Result<String, String> {
    let mut endpoints = endpoint
        .spec
        .endpoints()
        .into_iter()
        .filter(|endpoint| endpoint.method == "POST");
    let place = endpoints
        .find(|endpoint| endpoint.path.ends_with("/token"))
        .and_then(|token| token.body(Side::Response, "200"));
    let examples = place
        .map(|place| endpoint.spec.body_examples(place.content))
        .unwrap_or_default();
    let token = examples
        .first()
        .and_then(|(_, example)| example.get("access_token")?.as_str().map(str::to_owned));
    token.ok_or_else(|| "the token endpoint has no example".to_owned())
}
