//! Prompts from the options.

use rmcp::model::GetPromptRequestParams;
use serde_json::{Map, Value, json};
use signon_mcp::{Server, prompts};
use signon_runtime::testing::Memory;

use crate::fixture::{self, options};

const PROMPTS: &str = r#"[
    { "name": "review", "title": "Review", "description": "Reviews a note.", "operations": ["getNote"],
      "arguments": [{ "name": "id", "description": "The note's id.", "required": true }], "text": "Read {id} with [getNote]." },
    { "name": "tidy", "title": "Tidy", "description": "Deletes a note.", "operations": ["deleteNote"], "text": "[deleteNote]" }
]"#;

#[tokio::test]
async fn added_prompts_refer_to_served_tools() {
    let mut added = options();
    added.prompts = prompts::parse(PROMPTS).expect("prompts");
    added.read_only = true;
    let client = fixture::connect(fixture::server(&Memory::new(), added)).await;
    let listed = client.list_all_prompts().await.expect("prompts");
    let names: Vec<&str> = listed.iter().map(|prompt| prompt.name.as_str()).collect();
    assert_eq!(names, ["review"]);
    let arguments: Map<String, Value> = Map::from_iter([("id".to_owned(), json!("n1"))]);
    let request = GetPromptRequestParams::new("review").with_arguments(arguments);
    let filled = client.get_prompt(request).await.expect("a prompt");
    let shown = serde_json::to_string(&filled.messages).expect("JSON");
    assert!(shown.contains("Read n1 with `get_note`."), "{shown}");
}

#[test]
fn prompts_of_unknown_operations_are_errors() {
    let mut added = options();
    added.prompts = prompts::parse(&PROMPTS.replace("getNote", "getNot")).expect("prompts");
    let client = fixture::client(&fixture::catalog(), &Memory::new());
    let error = Server::new(vec![client], added).expect_err("an error");
    assert_eq!((error.option, error.name.as_str()), ("prompts", "getNot"));
}

#[tokio::test]
async fn without_prompts_the_server_has_no_such_method() {
    let client = fixture::connect(fixture::server(&Memory::new(), options())).await;
    assert!(client.list_all_prompts().await.is_err());
}
