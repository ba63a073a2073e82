//! Each documented request, as the typed call puts it on the wire, read by the specs' own words.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Parameter, SecurityScheme};
use serde_json::Value;
use signon_runtime::Client;
use signon_runtime::testing::{Memory, Recorded};
use signon_tests::call::Case;
use signon_tests::equal::differences;
use signon_tests::mock::{answer, seen};
use signon_tests::provider::{PROVIDERS, Provider, SECRET};
use signon_tests::spec::operation::{BodyPlace, Endpoint, Side};
use signon_tests::wire::body::{Arrival, Part};
use signon_tests::wire::{Seen, leaves, read};

/// Makes a call over a transport in memory; what was sent for it.
async fn sent(provider: &Provider, case: &Case) -> Result<Recorded, String> {
    let spec = provider.spec()?;
    let memory = Memory::new();
    memory.handle(|recorded| answer(spec, recorded));
    let builder = provider
        .client()?
        .transport(memory.clone())
        .keep_rate_limits(false);
    let client: Client = builder.build().map_err(|fault| fault.to_string())?;
    let outcome = case.send(&client).await;
    let recorded = memory
        .requests()
        .pop()
        .ok_or_else(|| format!("nothing was sent: {outcome:?}"))?;
    outcome.map_err(|fault| format!("its documented answer is an error: {fault}"))?;
    Ok(recorded)
}

#[tokio::test]
async fn every_call_is_what_the_specs_say() {
    let mut found = Vec::new();
    let mut count = 0;
    for provider in PROVIDERS {
        let spec = provider.spec().unwrap();
        for case in (provider.calls)() {
            count += 1;
            let outcome = async {
                let recorded = sent(provider, &case).await?;
                let endpoint = spec
                    .endpoint(case.operation)
                    .ok_or("the specs have no such operation")?;
                let seen = seen(spec, &recorded);
                server(endpoint, &recorded)?;
                parameters(endpoint, &seen)?;
                headers(endpoint, &seen)?;
                credentials(endpoint, &seen)?;
                body(endpoint, &seen).await
            };
            if let Err(fault) = outcome.await {
                found.push(format!("{} {}: {fault}", provider.name, case.operation));
            }
        }
    }
    assert!(count > 0, "there are no calls");
    assert!(
        found.is_empty(),
        "{} of {count}:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn every_operation_and_every_media_type_has_a_call() {
    let mut missing = Vec::new();
    for provider in PROVIDERS {
        let calls: BTreeSet<(&str, String)> = (provider.calls)()
            .into_iter()
            .map(|case| {
                (
                    case.operation,
                    case.request().content_type().unwrap_or_default().to_owned(),
                )
            })
            .collect();
        for endpoint in provider.spec().unwrap().endpoints() {
            let bodies = endpoint
                .bodies()
                .into_iter()
                .filter(|place| place.side == Side::Request);
            let mut media: Vec<_> = bodies.map(|place| place.media).collect();
            if media.is_empty() {
                media.push("");
            }
            let unsent = media
                .into_iter()
                .filter(|media| !calls.contains(&(endpoint.id(), (*media).to_owned())));
            missing
                .extend(unsent.map(|media| format!("{} {} {media}", provider.name, endpoint.id())));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The server is the one that the specs name.
fn server(endpoint: Endpoint<'_>, recorded: &Recorded) -> Result<(), String> {
    let server = endpoint
        .spec
        .api
        .servers
        .first()
        .ok_or("the specs name no server")?;
    let variables = server
        .variables
        .iter()
        .flat_map(|variables| variables.keys());
    let url = variables.fold(server.url.clone(), |url, name| {
        url.replace(&format!("{{{name}}}"), "acme")
    });
    let sent = recorded.url.as_str();
    if sent.starts_with(&url) {
        Ok(())
    } else {
        Err(format!("it went to {sent}, not to {url}"))
    }
}

/// Every parameter arrives as its example, and nothing else does.
fn parameters(endpoint: Endpoint<'_>, seen: &Seen) -> Result<(), String> {
    let mut examples = BTreeMap::new();
    for parameter in endpoint.parameters() {
        let example = endpoint
            .spec
            .parameter_examples(parameter)
            .into_iter()
            .next();
        let (_, example) = example
            .ok_or_else(|| format!("`{}` has no example", parameter.parameter_data_ref().name))?;
        examples.insert(key(parameter), example);
    }
    for arrived in read(endpoint, seen, |parameter| examples.get(&key(parameter)))? {
        let mut named = endpoint
            .parameters()
            .into_iter()
            .filter(|p| p.parameter_data_ref().name == arrived.name);
        let fits = named.any(|parameter| {
            examples.get(&key(parameter)).map(leaves).as_ref() == Some(&arrived.value)
        });
        if !fits {
            return Err(format!("`{}` arrived as {}", arrived.name, arrived.value));
        }
    }
    Ok(())
}

/// The place and the name of a parameter, which together are unique.
fn key(parameter: &Parameter) -> (&'static str, String) {
    let place = match parameter {
        Parameter::Path { .. } => "path",
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Cookie { .. } => "cookie",
    };
    (place, parameter.parameter_data_ref().name.clone())
}

/// No header is sent that the specs and HTTP do not explain, and the answer that is asked for is the documented one.
fn headers(endpoint: Endpoint<'_>, seen: &Seen) -> Result<(), String> {
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
fn credentials(endpoint: Endpoint<'_>, seen: &Seen) -> Result<(), String> {
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

/// The token of the documented answer of the token endpoint.
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

/// The body arrives as the first example of its media type.
async fn body(endpoint: Endpoint<'_>, seen: &Seen) -> Result<(), String> {
    let arrival = seen.arrival().await?;
    let bodies = endpoint.bodies();
    let mut requests = bodies.iter().filter(|place| place.side == Side::Request);
    let Some(place) = requests.find(|place| Some(place.media) == seen.media()) else {
        let plain = arrival == Arrival::Nothing && endpoint.operation.request_body.is_none();
        return if plain {
            Ok(())
        } else {
            Err(format!("the specs take no body of {:?}", seen.media()))
        };
    };
    let Some((_, wanted)) = endpoint
        .spec
        .body_examples(place.content)
        .into_iter()
        .next()
    else {
        // A body that no example shows has to be there, at least.
        return if seen.body.is_empty() {
            Err("the body is missing".to_owned())
        } else {
            Ok(())
        };
    };
    let wrong = match arrival {
        Arrival::Json(value) => differences(&wanted, &value),
        Arrival::Form(value) => differences(&leaves(&wanted), &value),
        Arrival::Parts(parts) => return multipart(endpoint, place, &wanted, &parts),
        Arrival::Bytes(bytes) => differences(
            &wanted,
            &Value::from(String::from_utf8_lossy(&bytes).into_owned()),
        ),
        Arrival::Nothing => vec![(String::new(), "is missing".to_owned())],
    };
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("the body is wrong: {wrong:?}"))
    }
}

/// The parts are the members of the example: files with a name and a media type, all others as text or JSON.
fn multipart(
    endpoint: Endpoint<'_>,
    place: &BodyPlace<'_>,
    wanted: &Value,
    parts: &[Part],
) -> Result<(), String> {
    let schema = place
        .content
        .schema
        .as_ref()
        .and_then(|schema| endpoint.spec.schema(schema))
        .ok_or("has no schema")?;
    let view = signon_tests::spec::view::View::new(endpoint.spec, &[schema]);
    let wanted = wanted.as_object().ok_or("the example is no object")?;
    for (key, value) in wanted {
        let member = view
            .properties
            .get(key.as_str())
            .map(|schemas| signon_tests::spec::view::View::new(endpoint.spec, schemas));
        let file = member.is_some_and(|view| view.format.as_deref() == Some("binary"));
        let text = leaves(value)
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let fits = |part: &&Part| {
            part.name == *key
                && part.content == text.as_bytes()
                && part.file.is_some() == file
                && (!file || part.media.is_some())
        };
        if parts.iter().filter(fits).count() != 1 {
            return Err(format!("there is no part `{key}` with the example's value"));
        }
    }
    if parts.len() == wanted.len() {
        Ok(())
    } else {
        Err(format!(
            "there are {} parts, not {}",
            parts.len(),
            wanted.len()
        ))
    }
}
