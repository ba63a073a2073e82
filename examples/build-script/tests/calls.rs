//! The generated module works.

use build_script_example::petstore::Client;
use build_script_example::petstore::pets::ListPets;
use signon_runtime::testing::{Answer, Memory};

#[tokio::test]
async fn pets_are_listed() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, r#"[{"id": 1, "name": "Rex"}]"#));
    let client: Client = Client::builder()
        .transport(memory.clone())
        .build()
        .expect("a client");
    let pets = client.pets().list(&ListPets::new().limit(1)).await;
    let pets = pets.expect("an answer");
    assert_eq!(pets[0].name, "Rex");
    assert_eq!(memory.requests()[0].target(), "/pets?limit=1");
}
