//! Each operation that takes `truto_response_format`, with a response in each of the forms.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signon_runtime::testing::Answer;
use signon_tests::call::Case;
use signon_tests::provider::Provider;

use super::client;

/// The operations with the parameter.
fn operations() -> Vec<Case> {
    let truto = Provider::named("truto").expect("there is a Truto");
    let spec = truto.spec().expect("its spec is read");
    let calls: BTreeMap<_, _> = (truto.calls)()
        .into_iter()
        .map(|case| (case.operation, case))
        .collect();
    calls
        .into_values()
        .filter_map(|case| {
            let parameters = spec.endpoint(case.operation)?.parameters();
            parameters
                .iter()
                .any(|parameter| parameter.parameter_data_ref().name == "truto_response_format")
                .then_some(case)
        })
        .collect()
}

/// The operations that do not take a response for a success.
async fn refused(response: impl Fn() -> Answer + Clone + Send + Sync + 'static) -> Vec<String> {
    let mut refused = Vec::new();
    let mut count = 0;
    for case in operations() {
        count += 1;
        if let Err(error) = case.send(&client(response.clone())).await {
            refused.push(format!("{}: {error}", case.operation));
        }
    }
    assert!(count > 20, "only {count} operations");
    refused
}

#[tokio::test]
async fn takes_each_form_of_a_record() {
    let forms: [Value; 8] = [
        json!({ "id": 7, "name": "Unified" }),
        json!({ "created_at": "2025-02-01T00:00:00Z" }),
        json!({}),
        json!({ "result": { "id": "7" }, "debug": { "requestUrl": "https://acme.example" } }),
        json!({ "app": { "id": 7 } }),
        json!([{ "id": 7 }]),
        json!("accepted"),
        json!(null),
    ];
    for form in forms {
        let body = form.to_string();
        let refused = refused(move || Answer::json(200, body.clone())).await;
        assert!(refused.is_empty(), "{form}: {refused:#?}");
    }
}

#[tokio::test]
async fn takes_a_stream() {
    let file = || {
        Answer::status(200)
            .header("content-type", "application/octet-stream")
            .body("\0")
    };
    let refused = refused(file).await;
    assert!(refused.is_empty(), "{refused:#?}");
}
