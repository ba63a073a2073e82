//! Every documented success, as an answer to its operation's typed call.

use std::collections::BTreeMap;

use signon_runtime::Client;
use signon_runtime::testing::Memory;
use signon_tests::call::Case;
use signon_tests::mock::{self, answer, documented};
use signon_tests::provider::{PROVIDERS, Provider};
use signon_tests::spec::operation::Side;

#[tokio::test]
async fn every_documented_success_is_decoded() {
    let mut found = Vec::new();
    let mut count = 0;
    for provider in PROVIDERS {
        let calls: BTreeMap<_, _> = (provider.calls)()
            .into_iter()
            .map(|case| (case.operation, case))
            .collect();
        for case in calls.values() {
            let (seen, wrong) = successes(provider, case).await.unwrap();
            count += seen;
            found.extend(wrong);
        }
    }
    assert!(count > 0, "no success is documented");
    assert!(
        found.is_empty(),
        "{} of {count}:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// How many examples of successes an operation has, and which of them its call refuses.
async fn successes(provider: &Provider, case: &Case) -> Result<(usize, Vec<String>), String> {
    let spec = provider.spec()?;
    let endpoint = spec
        .endpoint(case.operation)
        .ok_or("the specs have no such operation")?;
    let (mut count, mut found) = (0, Vec::new());
    for place in endpoint.bodies() {
        if place.side == Side::Request || !place.status.starts_with('2') {
            continue;
        }
        for (example, value) in spec.body_examples(place.content) {
            count += 1;
            let memory = Memory::new();
            let (status, media) = (place.status.clone(), place.media.to_owned());
            let json = place.is_json();
            memory.handle(move |recorded| {
                // The token endpoint may be asked before the operation is.
                match mock::endpoint(spec, &mock::seen(spec, recorded)) {
                    Some(asked) if asked.id() != endpoint.id() => answer(spec, recorded),
                    Some(_) | None => documented(&status, &media, json, &value),
                }
            });
            let builder = provider.client()?.transport(memory).keep_rate_limits(false);
            let client: Client = builder.build().map_err(|fault| fault.to_string())?;
            if let Err(fault) = (case.send)(&client).await {
                found.push(format!(
                    "{} {} {} `{example}`: {fault}",
                    provider.name, case.operation, place.status
                ));
            }
        }
    }
    Ok((count, found))
}
