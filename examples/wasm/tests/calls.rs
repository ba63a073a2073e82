//! The generated module works natively, too.

use signon_runtime::testing::{Answer, Memory};
use wasm_example::petstore::Client;
use wasm_example::petstore::pets::GetPet;

#[tokio::test]
async fn a_pet_is_found() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, r#"{"id": 1, "name": "Rex"}"#));
    let client: Client = Client::builder()
        .transport(memory.clone())
        .build()
        .expect("a client");
    let pet = client.pets().get(&GetPet::new("Rex")).await;
    assert_eq!(pet.expect("an answer").id, 1);
    assert_eq!(memory.requests()[0].target(), "/pets/Rex");
}
