//! The specs themselves, as others read them.

use serde_json::Value;
use signon_tests::spec;
use signon_tests::spec::operation::Side;

#[test]
fn openapiv3_reads_every_bundle() {
    let specs = spec::all().unwrap();
    assert!(specs.len() >= 4, "only {:?}", specs.keys());
    for (provider, spec) in specs {
        assert!(!spec.endpoints().is_empty(), "{provider} has no operations");
        for endpoint in spec.endpoints() {
            assert!(
                !endpoint.id().is_empty(),
                "{} {} has no id",
                endpoint.method,
                endpoint.path
            );
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let mut broken = Vec::new();
    for (provider, spec) in spec::all().unwrap() {
        let mut unseen = vec![spec.document.root()];
        while let Some(value) = unseen.pop() {
            if let Some(reference) = value.get("$ref").and_then(|reference| reference.as_str())
                && spec.at(reference).is_none()
            {
                broken.push(format!("{provider}: {reference}"));
            }
            match value {
                Value::Object(members) => unseen.extend(members.values()),
                Value::Array(items) => unseen.extend(items),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_example_is_valid_for_its_schema() {
    let mut invalid = Vec::new();
    let mut seen = 0;
    for (provider, spec) in spec::all().unwrap() {
        for endpoint in spec.endpoints() {
            for place in endpoint.bodies() {
                let Some(schema) = place.schema else {
                    continue;
                };
                for (name, value) in spec.body_examples(place.content) {
                    seen += 1;
                    if !spec.document.is_valid(schema, &value) {
                        let side = place.side.name();
                        invalid.push(format!(
                            "{provider} {} {side} {} `{name}`",
                            endpoint.id(),
                            place.status
                        ));
                    }
                }
            }
        }
    }
    assert!(seen > 0, "the specs show no example");
    assert!(invalid.is_empty(), "{invalid:#?}");
}

#[test]
fn every_json_body_has_an_example() {
    let mut bare = Vec::new();
    for (provider, spec) in spec::all().unwrap() {
        for endpoint in spec.endpoints() {
            for place in endpoint.bodies() {
                let success = place.side == Side::Request || place.status.starts_with('2');
                if success && place.is_json() && spec.body_examples(place.content).is_empty() {
                    bare.push(format!(
                        "{provider} {} {} {}",
                        endpoint.id(),
                        place.side.name(),
                        place.status
                    ));
                }
            }
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
}
