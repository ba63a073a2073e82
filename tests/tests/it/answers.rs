//! Every documented response, given to the typed call of its operation.

use std::collections::BTreeMap;

use serde_json::Value;
use signon_runtime::testing::Memory;
use signon_runtime::{Client, Error, RetryPolicy};
use signon_tests::call::Case;
use signon_tests::mock::{self, answer, documented};
use signon_tests::provider::{PROVIDERS, Provider};
use signon_tests::spec::operation::{BodyPlace, Side};

#[tokio::test]
async fn every_documented_answer_is_decoded() {
    let mut found = Vec::new();
    let mut count = 0;
    for provider in PROVIDERS {
        let spec = provider.spec().unwrap();
        let calls: BTreeMap<_, _> = (provider.calls)()
            .into_iter()
            .map(|case| (case.operation, case))
            .collect();
        for case in calls.values() {
            let bodies = spec.endpoint(case.operation).unwrap().bodies();
            for place in bodies
                .into_iter()
                .filter(|place| place.side == Side::Response)
            {
                for (example, value) in spec.body_examples(place.content) {
                    count += 1;
                    if let Err(error) = take(provider, case, &place, value).await {
                        let operation = case.operation;
                        found.push(format!(
                            "{} {operation} {} `{example}`: {error}",
                            provider.name, place.status
                        ));
                    }
                }
            }
        }
    }
    assert!(count > 0, "no answer is documented");
    assert!(
        found.is_empty(),
        "{} of {count}:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// Gives a documented answer to a call: a success must be a success, and any other a documented error.
async fn take(
    provider: &Provider,
    case: &Case,
    place: &BodyPlace<'_>,
    value: Value,
) -> Result<(), String> {
    let outcome = call(provider, case, place, value).await?;
    match outcome {
        Ok(()) if place.status.starts_with('2') => Ok(()),
        Ok(()) => Err("it is taken for a success".to_owned()),
        Err(error) if place.status.starts_with('2') => Err(error.to_string()),
        Err(error) if case.documents(&error) => Ok(()),
        Err(error) => Err(format!("it is no documented error: {error}")),
    }
}

async fn call(
    provider: &Provider,
    case: &Case,
    place: &BodyPlace<'_>,
    value: Value,
) -> Result<Result<(), Error>, String> {
    let spec = provider.spec()?;
    let (operation, status, media, json) = (
        case.operation,
        status(place),
        place.media.to_owned(),
        place.is_json(),
    );
    let memory = Memory::new();
    memory.handle(move |recorded| {
        // The token endpoint may be asked before the operation is.
        match mock::endpoint(spec, &mock::seen(spec, recorded)) {
            Some(asked) if asked.id() != operation => answer(spec, recorded),
            Some(_) | None => documented(status, &media, json, &value),
        }
    });
    let builder = provider
        .client()?
        .transport(memory)
        .keep_rate_limits(false)
        .retry(RetryPolicy::never());
    let client: Client = builder.build().map_err(|error| error.to_string())?;
    Ok(case.send(&client).await)
}

/// A status of the response; one that no spec names where it is the default.
fn status(place: &BodyPlace<'_>) -> u16 {
    match place.status.split_once("XX") {
        Some((digit, _)) => digit.parse::<u16>().map_or(599, |digit| digit * 100 + 99),
        None => place.status.parse().unwrap_or(418),
    }
}
