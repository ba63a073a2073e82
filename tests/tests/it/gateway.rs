//! The schemas in the gateway's own document are those of the unified models.

use serde_json::{Map, Value, json};
use signon_codegen::{Generator, Input, Notation};

/// The schemas that the paths refer to, and those that these refer to.
const NAMES: [&str; 19] = [
    "App",
    "AppAccess",
    "AppStatus",
    "AppUpdate",
    "AppUser",
    "Email",
    "Group",
    "Organization",
    "OrganizationUpdate",
    "Phone",
    "Reference",
    "Role",
    "RoleInput",
    "Status",
    "User",
    "UserCreate",
    "UserGroup",
    "UserRole",
    "UserUpdate",
];
/// Those of them that are bodies of requests.
const BODIES: [&str; 5] = [
    "AppUpdate",
    "OrganizationUpdate",
    "RoleInput",
    "UserCreate",
    "UserUpdate",
];

/// The schemas of the unified models as the server is to have them.
fn schemas() -> Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/unified/models.yaml");
    let generator = Generator::new("unified").expect("a name");
    let bundle = generator
        .bundle(&Input::file(file), Notation::Json)
        .expect("a document");
    let bundle: Value = serde_json::from_str(&bundle.text).expect("JSON");
    let models = bundle.pointer("/components/schemas").expect("schemas");
    let mut schemas = Map::new();
    for name in NAMES {
        let mut schema = models.get(name).cloned().expect("a schema");
        let object = schema.as_object_mut().expect("an object");
        // Where there is no mapping, a status is the provider's own; any field can be left out.
        object.remove("enum");
        object.remove("required");
        if BODIES.contains(&name) {
            object.insert("additionalProperties".to_owned(), json!(false));
        }
        strip(&mut schema);
        schemas.insert(name.to_owned(), schema);
    }
    // The field is text, which clients also write as a boolean.
    let access = schemas.get_mut("AppAccess").and_then(Value::as_object_mut);
    let access = access.expect("an object");
    access.remove("type");
    access.insert("enum".to_owned(), json!(["true", "false", true, false]));
    Value::Object(schemas)
}

/// Leaves out the keys that the generator alone reads.
fn strip(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.retain(|key, _| !key.starts_with("x-"));
            object.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn the_schemas_are_those_of_the_unified_models() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../gateway/src/schemas.json");
    let text = std::fs::read_to_string(file).expect("a file");
    let actual: Value = serde_json::from_str(&text).expect("JSON");
    let expected = schemas();
    for (name, schema) in expected.as_object().expect("an object") {
        assert_eq!(&actual[name], schema, "{name} in gateway/src/schemas.json");
    }
    assert_eq!(actual, expected);
}
