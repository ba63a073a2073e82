//! Values that are made from the schemas: decoded, encoded, compared.

use std::collections::BTreeSet;
use std::thread;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::Value;
use signon_oracle::document::Document;
use signon_oracle::judge::{Problem, ProblemKind};
use signon_oracle::view::View;
use signon_tests::payload::judge;
use signon_tests::provider::{PROVIDERS, Provider};
use signon_tests::spec::Spec;
use signon_tests::spec::operation::BodyPlace;
use signon_tests::strategy::values;

/// How many values each schema gets; `PROPTEST_CASES` makes it more.
const CASES: u32 = 24;

/// Sends values of a schema through a model. Values that are not listed are made on purpose.
fn check(
    document: &Document,
    schema: &Value,
    judge: impl Fn(&Value) -> Result<Vec<Problem>, String>,
) -> Result<(), String> {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(CASES);
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&values(document, schema), |value| {
        let problems = judge(&value).map_err(TestCaseError::fail)?;
        match problems
            .into_iter()
            .find(|problem| problem.kind != ProblemKind::Invalid)
        {
            Some(problem) => Err(TestCaseError::fail(format!(
                "`{}` {}",
                problem.pointer, problem.text
            ))),
            None => Ok(()),
        }
    });
    outcome.map_err(|error| match error {
        TestError::Fail(reason, value) => format!("{reason}, in {value}"),
        TestError::Abort(reason) => reason.to_string(),
    })
}

/// The schemas that have a model, by their key in the manifest.
fn schemas<'s>(provider: &Provider, spec: &'s Spec) -> Vec<(String, Result<&'s Value, String>)> {
    let keys = provider.schema_keys().expect("the manifest can be read");
    keys.into_iter()
        .map(|key| {
            let read = || spec.at(key.get(key.find('#')?..)?);
            (
                key.clone(),
                read().ok_or_else(|| "the bundle has no such schema".to_owned()),
            )
        })
        .collect()
}

/// The places of multipart bodies, which are never JSON as a whole.
fn multipart(spec: &Spec) -> Vec<String> {
    let bodies = spec
        .endpoints()
        .into_iter()
        .flat_map(|endpoint| endpoint.bodies());
    let multipart = bodies.filter(|place| place.media == "multipart/form-data");
    let references = multipart.filter_map(|place| place.schema?.get("$ref")?.as_str());
    references
        .map(str::to_owned)
        .chain(["/multipart~1form-data/schema".to_owned()])
        .collect()
}

#[test]
fn values_survive_the_models_of_schemas() {
    let all: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = PROVIDERS
            .iter()
            .map(|provider| scope.spawn(|| of_schemas(provider)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let seen: usize = all.iter().map(|(seen, _)| seen).sum();
    let found: Vec<_> = all.into_iter().flat_map(|(_, found)| found).collect();
    assert!(seen > 0, "no schema has a model");
    assert!(
        found.is_empty(),
        "{} of {seen}:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// How many schemas of a provider have a model, and what is wrong with the models.
fn of_schemas(provider: &Provider) -> (usize, Vec<String>) {
    let spec = provider.spec().expect("the specs can be read");
    let multipart = multipart(spec);
    let mut schemas = schemas(provider, spec);
    schemas.retain(|(key, _)| {
        !multipart
            .iter()
            .any(|multipart| key.ends_with(multipart.as_str()))
    });
    let seen = schemas.len();
    let wrong = schemas.into_iter().filter_map(|(key, schema)| {
        let outcome = schema.and_then(|schema| {
            check(&spec.document, schema, |value| {
                let outcome = provider.round_trip(&key, value)?;
                Ok(spec.document.judge(schema, value, &outcome))
            })
        });
        outcome
            .err()
            .map(|error| format!("{} {key}: {error}", provider.name))
    });
    (seen, wrong.collect())
}

#[test]
fn values_survive_the_models_of_inline_bodies() {
    let mut found = Vec::new();
    let mut seen = 0;
    for provider in PROVIDERS {
        let spec = provider.spec().unwrap();
        for endpoint in spec.endpoints() {
            for place in endpoint.bodies().into_iter().filter(BodyPlace::is_json) {
                // Those that refer to a component have its model.
                let Some(schema) = place.schema.filter(|schema| schema.get("$ref").is_none())
                else {
                    continue;
                };
                seen += 1;
                let outcome = check(&spec.document, schema, |value| {
                    judge(provider, endpoint, &place, value)
                });
                let name = format!(
                    "{} {} {} {}",
                    provider.name,
                    endpoint.id(),
                    place.side.name(),
                    place.status
                );
                found.extend(outcome.err().map(|error| format!("{name}: {error}")));
            }
        }
    }
    assert!(seen > 0, "no operation has an inline body");
    assert!(
        found.is_empty(),
        "{} of {seen}:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn every_component_that_is_a_value_has_a_model_unless_it_is_plain() {
    let mut bare = Vec::new();
    for provider in PROVIDERS {
        let spec = provider.spec().unwrap();
        let keys = provider.schema_keys().unwrap();
        let mut values = BTreeSet::new();
        components_of_values(spec, spec.at("#/paths").unwrap(), &mut values);
        assert!(!values.is_empty(), "{} has no component", provider.name);
        for name in values {
            let schema = spec.at(&format!("#/components/schemas/{name}")).unwrap();
            let view = View::new(&spec.document, &[schema]);
            let model = keys
                .iter()
                .any(|key| key.ends_with(&format!("#/components/schemas/{name}")));
            if !model
                && (!view.properties.is_empty()
                    || view.choices.is_some()
                    || !view.unions.is_empty())
            {
                bare.push(format!("{} {name}", provider.name));
            }
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
}

/// The components that a value of the wire can be, from a part of the bundle on. What `allOf` combines is a part of another
/// value, and the properties of a multipart body are parts of a request.
fn components_of_values(spec: &Spec, part: &Value, found: &mut BTreeSet<String>) {
    match part {
        Value::Object(map) => {
            for (key, value) in map {
                match key.as_str() {
                    "example" | "examples" => {}
                    "$ref" => {
                        let pointer = value.as_str().expect("a reference");
                        let name = pointer.strip_prefix("#/components/schemas/");
                        if name.is_none_or(|name| found.insert(name.to_owned())) {
                            components_of_values(
                                spec,
                                spec.at(pointer).expect("its target"),
                                found,
                            );
                        }
                    }
                    "multipart/form-data" => {
                        let schema = resolved(spec, &value["schema"]);
                        components_of_values(spec, schema, found);
                    }
                    "allOf" if value.as_array().is_some_and(|all| all.len() > 1) => {
                        for member in value.as_array().into_iter().flatten() {
                            components_of_values(spec, resolved(spec, member), found);
                        }
                    }
                    _ => components_of_values(spec, value, found),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                components_of_values(spec, item, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A schema, or the target of its reference.
fn resolved<'s>(spec: &'s Spec, schema: &'s Value) -> &'s Value {
    schema["$ref"]
        .as_str()
        .and_then(|reference| spec.at(reference))
        .unwrap_or(schema)
}
