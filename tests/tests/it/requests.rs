//! Each documented request, as the typed call puts it on the wire, read by the specs' own words.

mod body;
mod headers;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Parameter, ParameterSchemaOrContent};
use serde_json::Value;
use signon_runtime::Client;
use signon_runtime::testing::{Memory, Recorded};
use signon_tests::call::Case;
use signon_tests::mock::{answer, seen};
use signon_tests::provider::{PROVIDERS, Provider};
use signon_tests::spec::operation::{Endpoint, Side};
use signon_tests::wire::{Seen, leaves, read};

#[tokio::test]
async fn every_call_is_what_the_specs_say() {
    let mut found = Vec::new();
    let mut count = 0;
    for provider in PROVIDERS {
        for case in (provider.calls)() {
            count += 1;
            let errors = wrong(provider, &case)
                .await
                .unwrap_or_else(|error| vec![error]);
            let name = format!("{} {}", provider.name, case.operation);
            found.extend(errors.into_iter().map(|error| format!("{name}: {error}")));
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

/// What is wrong with a call, from the specs' side.
async fn wrong(provider: &Provider, case: &Case) -> Result<Vec<String>, String> {
    let spec = provider.spec()?;
    let recorded = sent(provider, case).await?;
    let endpoint = spec
        .endpoint(case.operation)
        .ok_or("the specs have no such operation")?;
    let seen = seen(spec, &recorded);
    let outcomes = [
        server(endpoint, &recorded),
        parameters(endpoint, &seen),
        headers::known(endpoint, &seen),
        headers::accept(endpoint, &seen),
        headers::credentials(endpoint, &seen),
        body::body(endpoint, &seen).await,
    ];
    Ok(outcomes.into_iter().filter_map(Result::err).collect())
}

/// Makes a call over a transport in memory; what was sent for it.
async fn sent(provider: &Provider, case: &Case) -> Result<Recorded, String> {
    let spec = provider.spec()?;
    let memory = Memory::new();
    memory.handle(|recorded| answer(spec, recorded));
    let builder = provider
        .client()?
        .transport(memory.clone())
        .keep_rate_limits(false);
    let client: Client = builder.build().map_err(|error| error.to_string())?;
    let outcome = case.send(&client).await;
    let recorded = memory
        .requests()
        .pop()
        .ok_or_else(|| format!("nothing was sent: {outcome:?}"))?;
    outcome.map_err(|error| format!("its documented answer is an error: {error}"))?;
    Ok(recorded)
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
            let example = examples.get(&key(parameter));
            example.is_some_and(|example| expected(parameter, example) == arrived.value)
        });
        if !fits {
            return Err(format!("`{}` arrived as {}", arrived.name, arrived.value));
        }
    }
    Ok(())
}

/// What arrives for an example: JSON as it is, and all else as texts.
fn expected(parameter: &Parameter, example: &Value) -> Value {
    match parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Content(_) => example.clone(),
        ParameterSchemaOrContent::Schema(_) => leaves(example),
    }
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
