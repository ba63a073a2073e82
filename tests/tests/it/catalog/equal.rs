//! For equal arguments, a typed and a dynamic call put equal requests on the wire.

use serde_json::Value;
use signon_oracle::compare::differences;
use signon_runtime::Client;
use signon_runtime::catalog::Operation;
use signon_runtime::dynamic::DynamicClient;
use signon_runtime::testing::{Memory, Recorded};
use signon_tests::call::Case;
use signon_tests::mock::answer;
use signon_tests::provider::{PROVIDERS, Provider};

/// A provider's typed and dynamic clients, over transports in memory that respond as the specs document.
struct Clients {
    typed: Client,
    typed_memory: Memory,
    dynamic: DynamicClient,
    dynamic_memory: Memory,
}

impl Clients {
    fn of(provider: &Provider) -> Result<Self, String> {
        let spec = provider.spec()?;
        let memory = || {
            let memory = Memory::new();
            memory.handle(|recorded| answer(spec, recorded));
            memory
        };
        let (typed_memory, dynamic_memory) = (memory(), memory());
        let typed = provider.client()?.transport(typed_memory.clone());
        let dynamic = provider.dynamic_client()?.transport(dynamic_memory.clone());
        let typed = typed.keep_rate_limits(false).build();
        let dynamic = dynamic.keep_rate_limits(false).build();
        Ok(Self {
            typed: typed.map_err(|error| error.to_string())?,
            dynamic: dynamic.map_err(|error| error.to_string())?,
            typed_memory,
            dynamic_memory,
        })
    }
}

#[tokio::test]
async fn typed_and_dynamic_calls_are_equal_on_the_wire() {
    let mut found = Vec::new();
    let mut compared = 0;
    for provider in PROVIDERS {
        let clients = Clients::of(provider).expect("clients");
        let cases = (provider.calls)();
        for operation in &clients.dynamic.catalog().operations {
            // Of several media types, the first is what the catalog sends.
            let mut cases = cases.iter();
            let Some(case) = cases.find(|case| case.operation == operation.id) else {
                found.push(format!("{} {}: no typed call", provider.name, operation.id));
                continue;
            };
            compared += 1;
            if let Err(problem) = compare(&clients, operation, case).await {
                found.push(format!("{} {}: {problem}", provider.name, operation.id));
            }
        }
    }
    assert!(compared > 200, "{compared} operations");
    assert!(
        found.is_empty(),
        "{} of {compared}:\n{}",
        found.len(),
        found.join("\n")
    );
}

async fn compare(clients: &Clients, operation: &Operation, case: &Case) -> Result<(), String> {
    let outcome = case.send(&clients.typed).await;
    outcome.map_err(|error| error.to_string())?;
    let example = operation.examples.first().ok_or("no example")?;
    let call = clients
        .dynamic
        .call(&operation.id, example.arguments.clone());
    // Retries, limits, credentials, servers and the rest of what decides about a call.
    if let Some(request) = call.request()
        && request.metadata() != case.request().metadata()
    {
        let (typed, dynamic) = (case.request(), request.metadata());
        return Err(format!("{:?} is {dynamic:?}", typed.metadata()));
    }
    call.await.map_err(|error| error.to_string())?;
    let key = operation.idempotency_header.as_deref();
    let typed = view(&last(&clients.typed_memory)?, key);
    let dynamic = view(&last(&clients.dynamic_memory)?, key);
    let differences = differences(&typed, &dynamic);
    if differences.is_empty() {
        Ok(())
    } else {
        Err(format!("{differences:?}"))
    }
}

fn last(memory: &Memory) -> Result<Recorded, String> {
    let mut requests = memory.requests();
    requests.pop().ok_or_else(|| "nothing was sent".to_owned())
}

/// A request in a form in which equal ones are equal: pairs in any order, JSON as JSON, the same boundary, and the same
/// idempotency key.
fn view(request: &Recorded, key: Option<&str>) -> Value {
    let mut headers: Vec<(String, String)> = request
        .headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            let is_key = key.is_some_and(|key| name.as_str().eq_ignore_ascii_case(key));
            let value = if is_key {
                format!("{} characters", value.len())
            } else {
                without_boundary(&value, &value)
            };
            (name.to_string(), value)
        })
        .collect();
    headers.sort();
    let media = request.header("content-type").unwrap_or_default();
    let text = request.text();
    let body = if media.contains("json") {
        serde_json::from_slice(&request.body).unwrap_or(Value::String(text))
    } else if media.contains("form-urlencoded") {
        pairs(&text)
    } else {
        Value::String(without_boundary(&text, media))
    };
    serde_json::json!({
        "method": request.method.as_str(),
        "path": request.url.path(),
        "origin": request.url.origin().ascii_serialization(),
        "query": pairs(request.url.query().unwrap_or_default()),
        "headers": headers,
        "body": body,
    })
}

fn without_boundary(text: &str, media: &str) -> String {
    match media.split_once("boundary=") {
        Some((_, boundary)) => text.replace(boundary, "BOUNDARY"),
        None => text.to_owned(),
    }
}

/// The pairs of a form, sorted; a value that is JSON as JSON.
fn pairs(text: &str) -> Value {
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect();
    pairs.sort();
    let pairs = pairs.into_iter().map(|(name, text)| {
        let value = match serde_json::from_str(&text) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => value,
            _ => Value::String(text),
        };
        serde_json::json!([name, value])
    });
    pairs.collect()
}
