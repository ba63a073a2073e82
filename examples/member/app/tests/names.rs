//! The application against a scripted server.

use petstore::Client;
use petstore::runtime::testing::{Answer, Memory};

#[tokio::test]
async fn names_are_those_of_the_pets() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, r#"[{"id": 1, "name": "Rex"}]"#));
    let client: Client = Client::builder()
        .transport(memory)
        .build()
        .expect("a client");
    let names = app::names(&client, 1).await;
    assert_eq!(names.expect("an answer"), ["Rex"]);
}
