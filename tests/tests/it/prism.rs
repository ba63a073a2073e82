//! Every call of every operation, judged and answered by Prism.

use signon_runtime::Client;
use signon_tests::prism::Prism;
use signon_tests::provider::{PROVIDERS, Provider};
use signon_tests::skip;

/// Runs where `SIGNON_PRISM` is set, as in CI: it needs Node, and the network once.
#[tokio::test]
async fn prism_rejects_no_request_and_every_answer_decodes() {
    if !skip::is_set("SIGNON_PRISM") {
        skip::say("skipped: `SIGNON_PRISM=1` sends every call to Prism; it needs Node and npm");
        return;
    }
    let program = Prism::install().await.unwrap();
    let mut found = Vec::new();
    for provider in PROVIDERS {
        let prism = Prism::start(&program, provider.spec().unwrap())
            .await
            .unwrap();
        let (count, faults) = calls(provider, &prism).await.unwrap();
        skip::say(&format!(
            "{}: Prism was sent {count} calls, and {} failed",
            provider.name,
            faults.len()
        ));
        found.extend(faults);
        prism.stop().await.unwrap();
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Makes all calls of a provider; how many there are, and what went wrong.
async fn calls(provider: &Provider, prism: &Prism) -> Result<(usize, Vec<String>), String> {
    let builder = provider
        .client()?
        .base_url(&prism.url)
        .keep_rate_limits(false);
    let client: Client = builder.build().map_err(|fault| fault.to_string())?;
    let calls = (provider.calls)();
    let endpoints = provider.spec()?.endpoints();
    let mut found: Vec<_> = endpoints
        .iter()
        .filter(|endpoint| !calls.iter().any(|case| case.operation == endpoint.id()))
        .map(|endpoint| format!("{} {}: has no call", provider.name, endpoint.id()))
        .collect();
    for case in &calls {
        if let Err(fault) = (case.send)(&client).await {
            let said = fault
                .body()
                .map(|body| String::from_utf8_lossy(body).into_owned())
                .unwrap_or_default();
            found.push(format!(
                "{} {} `{}`: {fault} {said}",
                provider.name, case.operation, case.example
            ));
        }
    }
    Ok((calls.len(), found))
}
