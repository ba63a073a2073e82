//! A payload's way through the model that an operation has for it, judged by the specs.

use serde_json::Value;

use crate::lossless::{Fault, faults};
use crate::provider::Provider;
use crate::spec::operation::{BodyPlace, Endpoint};

/// What is wrong with a payload's way through its model.
pub fn judge(
    provider: &Provider,
    endpoint: Endpoint<'static>,
    place: &BodyPlace<'static>,
    payload: &Value,
) -> Result<Vec<Fault>, String> {
    let trip = provider.round_trip_body(endpoint.id(), place, payload)?;
    let schema = place
        .schema(endpoint.spec)
        .ok_or("the specs have no schema for it")?;
    Ok(faults(endpoint.spec, schema, payload, &trip))
}

/// The faults of a payload, a line each.
pub fn report(name: &str, outcome: Result<Vec<Fault>, String>) -> Vec<String> {
    match outcome {
        Ok(faults) => faults
            .into_iter()
            .map(|fault| format!("{name}: `{}` {}", fault.pointer, fault.text))
            .collect(),
        Err(fault) => vec![format!("{name}: {fault}")],
    }
}
