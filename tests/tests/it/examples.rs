//! The examples in the specs: decoded, encoded, compared.

use openapiv3::ParameterSchemaOrContent;
use serde_json::Value;
use signon_tests::payload::{judge, report};
use signon_tests::provider::PROVIDERS;

#[test]
fn bodies_survive_their_models() {
    let mut found = Vec::new();
    let mut seen = 0;
    for provider in PROVIDERS {
        let spec = provider.spec().unwrap();
        for endpoint in spec.endpoints() {
            for place in endpoint.bodies() {
                // Of several media types for one body, the preferred one has the model.
                let preferred = endpoint.body(place.side, &place.status);
                if preferred.is_none_or(|preferred| preferred.media != place.media) {
                    continue;
                }
                for (example, payload) in spec.body_examples(place.content) {
                    seen += 1;
                    let side = place.side.name();
                    let name = format!(
                        "{} {} {side} {} `{example}`",
                        provider.name,
                        endpoint.id(),
                        place.status
                    );
                    found.extend(report(&name, judge(provider, endpoint, &place, &payload)));
                }
            }
        }
    }
    assert!(seen > 0, "the specs show no example");
    assert!(
        found.is_empty(),
        "{} of {seen}:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// Inline schemas of parameters have no model of their own; the calls in `requests` put their examples on the wire.
#[test]
fn parameters_are_valid_and_survive_their_models() {
    let mut found = Vec::new();
    let mut seen = 0;
    for provider in PROVIDERS {
        let spec = provider.spec().unwrap();
        let keys = provider.schema_keys().unwrap();
        for endpoint in spec.endpoints() {
            for parameter in endpoint.parameters() {
                let data = parameter.parameter_data_ref();
                let ParameterSchemaOrContent::Schema(_) = &data.format else {
                    continue;
                };
                let schema = endpoint.parameter_schema(parameter).unwrap();
                let examples = spec.parameter_examples(parameter);
                let name = format!("{} {} `{}`", provider.name, endpoint.id(), data.name);
                if examples.is_empty() {
                    found.push(format!("{name}: has no example"));
                }
                for (_, value) in examples {
                    seen += 1;
                    if !spec.document.is_valid(schema, &value) {
                        found.push(format!("{name}: {value} is not valid for its schema"));
                    }
                    let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
                        continue;
                    };
                    let Some(key) = keys.iter().find(|key| key.ends_with(reference)) else {
                        continue;
                    };
                    let outcome = provider.round_trip(key, &value);
                    found.extend(report(
                        &name,
                        outcome.map(|outcome| spec.document.judge(schema, &value, &outcome)),
                    ));
                }
            }
        }
    }
    assert!(seen > 0, "the specs show no example");
    assert!(found.is_empty(), "{found:#?}");
}
