//! Catalogs: what they say, and that calls from them are the typed ones.

mod corpus;
mod equal;

use serde_json::{Value, json};
use signon_runtime::testing::Memory;
use signon_tests::mock::answer;
use signon_tests::provider::PROVIDERS;

/// Names of arguments that clients of tools take.
fn is_argument_name(name: &str) -> bool {
    let allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-');
    !name.is_empty() && name.len() <= 64 && name.chars().all(allowed)
}

#[test]
fn every_schema_is_json_schema_and_refers_to_nothing_outside() {
    for provider in PROVIDERS {
        let catalog = provider.catalog().expect("a catalog");
        for operation in &catalog.operations {
            let inputs = std::iter::once(catalog.input_schema(operation));
            let outputs = catalog.output_schema(operation);
            let errors = operation.errors.iter();
            let errors = errors.filter_map(|error| catalog.error_schema(error));
            for schema in inputs.chain(outputs).chain(errors) {
                let name = format!("{} {}", provider.name, operation.id);
                if let Err(error) = jsonschema::draft202012::meta::validate(&schema) {
                    panic!("{name}: {error}");
                }
                let validator = jsonschema::draft202012::new(&schema);
                assert!(validator.is_ok(), "{name}: {:?}", validator.err());
            }
        }
    }
}

#[test]
fn the_format_has_no_keys_that_the_runtime_does_not_know() {
    for provider in PROVIDERS {
        let catalog = provider.catalog().expect("a catalog");
        let path = format!(
            "{}/../generated/{}/catalog.json",
            env!("CARGO_MANIFEST_DIR"),
            provider.name
        );
        let text = std::fs::read_to_string(path).expect("the catalog's file");
        let mut read: Value = serde_json::from_str(&catalog.to_string()).expect("JSON");
        let mut written: Value = serde_json::from_str(&text).expect("JSON");
        // Lists that are empty are written or not.
        for value in [&mut read, &mut written] {
            drop_empty(value);
        }
        let differences = signon_oracle::compare::differences(&written, &read);
        assert!(differences.is_empty(), "{}: {differences:?}", provider.name);
    }
}

/// Drops lists without items and members that are false, at any depth outside of schemas.
fn drop_empty(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|key, member| {
                let is_schema = matches!(key.as_str(), "input" | "output" | "schema" | "$defs");
                if !is_schema && key != "arguments" {
                    drop_empty(member);
                }
                is_schema || !(*member == json!([]) || *member == json!(false))
            });
        }
        Value::Array(items) => items.iter_mut().for_each(drop_empty),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn names_of_tools_and_arguments_are_ones_that_clients_take() {
    for provider in PROVIDERS {
        let catalog = provider.catalog().expect("a catalog");
        let mut tools = std::collections::BTreeSet::new();
        for operation in &catalog.operations {
            assert!(tools.insert(&operation.tool), "{} twice", operation.tool);
            assert!(is_argument_name(&operation.tool), "{}", operation.tool);
            let properties = operation.input["properties"]
                .as_object()
                .expect("properties");
            let named: Vec<&str> = operation.arguments.iter().map(|it| &*it.name).collect();
            assert_eq!(properties.len(), named.len(), "{}", operation.id);
            for name in named {
                assert!(is_argument_name(name), "{}: {name}", operation.id);
                assert!(properties.contains_key(name), "{}: {name}", operation.id);
            }
        }
    }
}

#[test]
fn credentials_and_headers_that_the_protocol_fixes_are_no_arguments() {
    for provider in PROVIDERS {
        let catalog = provider.catalog().expect("a catalog");
        for operation in &catalog.operations {
            for argument in &operation.arguments {
                let name = argument.wire_name.to_lowercase();
                let headers = ["authorization", "accept", "content-type", "x-api-version"];
                assert!(!headers.contains(&&*name), "{}: {name}", operation.id);
            }
        }
    }
    let torii = PROVIDERS
        .iter()
        .find(|it| it.name == "torii")
        .expect("torii");
    let catalog = torii.catalog().expect("a catalog");
    let contracts = catalog.tool("list_all_torii_contracts").expect("the tool");
    let fixed: Vec<_> = contracts
        .fixed
        .iter()
        .map(|it| (&*it.wire_name, &it.value))
        .collect();
    assert_eq!(fixed, [("X-API-Version", &json!("1.1"))]);
}

#[test]
fn effects_follow_from_the_method() {
    let torii = PROVIDERS
        .iter()
        .find(|it| it.name == "torii")
        .expect("torii");
    let catalog = torii.catalog().expect("a catalog");
    let effect = |tool: &str| {
        let effect = catalog.tool(tool).expect("the tool").effect;
        (
            effect.read_only,
            effect.destructive,
            effect.idempotent,
            effect.open_world,
        )
    };
    assert_eq!(effect("list_all_torii_users"), (true, false, true, true));
    assert_eq!(
        effect("update_a_torii_user_by_id"),
        (false, true, true, true)
    );
    assert_eq!(
        effect("delete_a_torii_contract_by_id"),
        (false, true, true, true)
    );
    assert_eq!(
        effect("create_a_torii_contract"),
        (false, true, false, true)
    );
}

/// An argument that no operation has, and each required one left out: refused before anything is sent.
#[tokio::test]
async fn arguments_that_do_not_fit_are_refused_before_anything_is_sent() {
    for provider in PROVIDERS {
        let spec = provider.spec().expect("specs");
        let memory = Memory::new();
        memory.handle(|recorded| answer(spec, recorded));
        let client = provider.dynamic_client().expect("a builder");
        let client = client.transport(memory.clone()).build().expect("a client");
        for operation in &client.catalog().operations {
            let shown = operation.examples.first().expect("an example");
            let mut arguments = shown.arguments.clone();
            arguments.insert("no_such_argument".to_owned(), json!(1));
            let error = client
                .call(&operation.id, arguments)
                .await
                .expect_err("a refusal");
            let [problem] = error.problems() else {
                panic!("{}: {error}", operation.id);
            };
            assert_eq!(problem.pointer, "/no_such_argument", "{}", operation.id);
            let mut names: Vec<_> = operation.arguments.iter().map(|it| &it.name).collect();
            names.sort();
            assert_eq!(
                problem.valid.iter().collect::<Vec<_>>(),
                names,
                "{}",
                operation.id
            );
            for required in operation.arguments.iter().filter(|it| it.required) {
                let mut arguments = shown.arguments.clone();
                arguments.remove(&required.name);
                let error = client
                    .call(&operation.id, arguments)
                    .await
                    .expect_err("a refusal");
                assert!(error.to_string().contains(&required.name), "{error}");
            }
        }
        assert_eq!(memory.count(), 0, "{}", provider.name);
    }
}
