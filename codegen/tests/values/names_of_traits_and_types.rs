//! Operations and models with the names of traits, derives and types work over the wire.

use std::fmt::Debug;

use names_of_traits_and_types::models::{self, OkModel, ResultModel, SomeModel, StringModel};
use names_of_traits_and_types::{
    Client, Error, client_operations, debug, deserialize, err, none, operations, option, r#box, request, setters,
    string,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use signon_runtime::Operation;
use signon_runtime::testing::{Answer, Memory};

/// Returns a client of a server that echoes the body of each request.
fn client() -> (Client, Memory) {
    let memory = Memory::new();
    memory.handle(|request| Answer::json(200, request.text()));
    let client = Client::builder().transport(memory.clone()).build().expect("a client");
    (client, memory)
}

/// Sends an operation with a path parameter and a header of its name, a query parameter, and a body that is echoed.
async fn sent<O>(operation: O, name: &str, query: &str, body: &Value)
where
    O: Operation + Send + Sync,
    O::Output: Serialize,
{
    let (client, memory) = client();
    let output = operation.send(client.as_ref()).await.expect("the output");
    assert_eq!(&json!(output), body, "{name}");
    let [request] = memory.requests().try_into().expect("one request");
    assert_eq!(request.target(), format!("/{name}/a%2Fb?{query}=None"));
    assert_eq!(request.header(&format!("X-{name}")), Some("true"));
    assert_eq!(&serde_json::from_str::<Value>(&request.text()).expect("JSON"), body, "{name}");
}

fn model<T: DeserializeOwned + Clone + Debug + PartialEq>(value: &Value) -> T {
    let model: T = serde_json::from_value(value.clone()).expect("a model");
    assert_eq!(model.clone(), model, "{model:?}");
    model
}

/// Returns a value of `Response`, which contains a value of each model.
fn values() -> Value {
    let error = json!({ "Error": "x", "Result": { "kind": "Ok", "Ok": "Default" } });
    let client = json!({ "Client": "x", "Error": error });
    let boxed = json!({ "Box": { "Vec": [] }, "Vec": [{ "Box": {} }] });
    let deserialize = json!({ "Deserialize": "x", "Clone": { "Clone": "x" } });
    json!({
        "New": { "New": "x", "Setters": { "Setters": "x" } },
        "Setters": { "Setters": "x", "Serialize": { "Serialize": "x" } },
        "Serialize": { "Serialize": "x", "Deserialize": deserialize },
        "Deserialize": deserialize,
        "Clone": { "Clone": "x", "Debug": { "Debug": "x" } },
        "Debug": { "Debug": "x", "Default": { "Default": "x" } },
        "Default": { "Default": "x", "Client": client },
        "Client": client,
        "Error": error,
        "Request": { "Request": "x", "Response": {} },
        "Option": { "None": "x" },
        "Vec": [boxed],
        "String": "Vec",
        "Result": { "kind": "Err", "Err": error },
        "Box": boxed,
        "Some": { "Some": "x" },
        "None": { "None": "x" },
        "Ok": { "kind": "Ok", "Ok": "None" },
        "Err": { "kind": "Err", "Err": error },
    })
}

macro_rules! sent {
    ($($operation:path { $header:ident, $setter:ident, $query:literal } as $name:literal),* $(,)?) => {{
        let mut values = values();
        values["Response"] = values.clone();
        $(
            let body = &values[$name];
            let operation = <$operation>::new("a/b").$setter(StringModel::None).$header(true).body(model::<<$operation as Operation>::Output>(body));
            sent(operation, $name, $query, body).await;
        )*
    }};
}

#[tokio::test]
async fn each_operation_sends_and_decodes_its_model() {
    sent! {
        operations::New { x_new, setters, "Setters" } as "New",
        setters::SettersOperation { x_setters, serialize, "Serialize" } as "Setters",
        operations::SerializeModel { x_serialize, deserialize, "Deserialize" } as "Serialize",
        deserialize::DeserializeModelOperation { x_deserialize, with_clone, "Clone" } as "Deserialize",
        operations::CloneModel { x_clone, debug, "Debug" } as "Clone",
        debug::DebugModelOperation { x_debug, with_default, "Default" } as "Debug",
        operations::DefaultModel { x_default, client, "Client" } as "Default",
        client_operations::ClientOperation { x_client, error, "Error" } as "Client",
        operations::Error { x_error, with_request, "Request" } as "Error",
        request::RequestOperation { x_request, response, "Response" } as "Request",
        operations::Response { x_response, option, "Option" } as "Response",
        option::OptionModelOperation { x_option, vec, "Vec" } as "Option",
        operations::VecModel { x_vec, string, "String" } as "Vec",
        string::StringModelOperation { x_string, result, "Result" } as "String",
        operations::ResultModel { x_result, r#box, "Box" } as "Result",
        r#box::BoxModelOperation { x_box, some, "Some" } as "Box",
        operations::SomeModel { x_some, none, "None" } as "Some",
        none::NoneModelOperation { x_none, ok, "Ok" } as "None",
        operations::OkModel { x_ok, err, "Err" } as "Ok",
        err::ErrModelOperation { x_err, with_new, "New" } as "Err",
    }
}

#[tokio::test]
async fn each_operation_is_a_method_of_the_client() {
    let (client, memory) = client();
    let some: Result<SomeModel, Error> =
        client.some(&operations::SomeModel::new("1").body(SomeModel::new("x"))).await;
    assert_eq!(some.expect("the output").some, "x");
    let ok = ResultModel::Ok(Box::new(OkModel::new(StringModel::Clone)));
    let result = client.result(&operations::ResultModel::new("1").body(ok.clone())).await;
    assert_eq!(result.expect("the output"), ok);
    let new = models::New::new("x").setters(models::Setters::new("y"));
    let again = client.new_operations(&operations::New::new("1").body(new.clone())).await;
    assert_eq!(again.expect("the output"), new);
    client.clone_operations(&operations::CloneModel::new("1").body(models::CloneModel::new("x"))).await.expect("it");
    client.setters().setters(&setters::SettersOperation::new("1").body(models::Setters::new("x"))).await.expect("it");
    assert_eq!(memory.count(), 5);
}

#[tokio::test]
async fn a_documented_error_is_decoded() {
    let memory = Memory::new();
    memory.answer(Answer::json(404, r#"{ "Error": "gone" }"#));
    let client = Client::builder().transport(memory).build().expect("a client");
    let error: Error = client.error(&operations::Error::new("1")).await.expect_err("an error");
    let documented = error.api::<operations::Error>().expect("the documented error");
    let operations::ErrorError::ClientError(body) = documented else {
        panic!("{documented:?}");
    };
    assert_eq!(*body, models::Error::new("gone").into());
}
