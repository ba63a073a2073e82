//! The examples in the specs: decoded, encoded, compared.

use openapiv3::{ParameterSchemaOrContent, ReferenceOr};
use signon_tests::journey::{judge, report};
use signon_tests::lossless::faults;
use signon_tests::provider::PROVIDERS;
use signon_tests::spec::fit::fits;

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
fn parameters_fit_and_survive_their_models() {
    let mut found = Vec::new();
    let mut seen = 0;
    for provider in PROVIDERS {
        let spec = provider.spec().unwrap();
        let keys = provider.schema_keys().unwrap();
        for endpoint in spec.endpoints() {
            for parameter in endpoint.parameters() {
                let data = parameter.parameter_data_ref();
                let ParameterSchemaOrContent::Schema(reference) = &data.format else {
                    continue;
                };
                let schema = spec.schema(reference).unwrap();
                let examples = spec.parameter_examples(parameter);
                let name = format!("{} {} `{}`", provider.name, endpoint.id(), data.name);
                if examples.is_empty() {
                    found.push(format!("{name}: has no example"));
                }
                for (_, value) in examples {
                    seen += 1;
                    if !fits(spec, &[schema], &value) {
                        found.push(format!("{name}: {value} does not fit the schema"));
                    }
                    let ReferenceOr::Reference { reference } = reference else {
                        continue;
                    };
                    let Some(key) = keys.iter().find(|key| key.ends_with(reference.as_str()))
                    else {
                        continue;
                    };
                    let outcome = provider.round_trip(key, &value);
                    found.extend(report(
                        &name,
                        outcome.map(|trip| faults(spec, schema, &value, &trip)),
                    ));
                }
            }
        }
    }
    assert!(seen > 0, "the specs show no example");
    assert!(found.is_empty(), "{found:#?}");
}
