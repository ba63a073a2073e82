//! The round trip of a payload through the model that an operation has for it, judged by the specs.

use serde_json::Value;
use signon_oracle::judge::Problem;

use crate::provider::Provider;
use crate::spec::operation::{BodyPlace, Endpoint};

/// What is wrong with the round trip of a payload.
pub fn judge(
    provider: &Provider,
    endpoint: Endpoint<'static>,
    place: &BodyPlace<'static>,
    payload: &Value,
) -> Result<Vec<Problem>, String> {
    let outcome = provider.round_trip_body(endpoint.id(), place, payload)?;
    let schema = place.schema.ok_or("the specs have no schema for it")?;
    Ok(endpoint.spec.document.judge(schema, payload, &outcome))
}

/// The problems of a payload, a line each.
pub fn report(name: &str, outcome: Result<Vec<Problem>, String>) -> Vec<String> {
    match outcome {
        Ok(problems) => problems
            .into_iter()
            .map(|problem| format!("{name}: `{}` {}", problem.pointer, problem.text))
            .collect(),
        Err(error) => vec![format!("{name}: {error}")],
    }
}
