//! Records as resources: lists, templates, reads, completion, subscriptions, and prompts that attach them.

use std::sync::{Arc, Mutex};

use rmcp::model::{
    CompleteRequestParams, GetPromptRequestParams, ReadResourceRequestParams, Reference,
    ResourceContents, ResourceUpdatedNotificationParam, SubscribeRequestParams, SubscriptionFilter,
};
use rmcp::service::NotificationContext;
use rmcp::{ClientHandler, ClientLifecycleMode, RoleClient};
use serde_json::{Map, Value, json};
use signon_mcp::prompts;
use signon_runtime::testing::{Answer, Memory, Recorded};

use crate::fixture::{self, options};

#[tokio::test]
async fn read_only_operations_are_resources_and_templates() {
    let client = fixture::connect(fixture::server(&Memory::new(), options())).await;
    let listed = client.list_all_resources().await.expect("resources");
    let uris: Vec<&str> = listed.iter().map(|one| one.uri.as_str()).collect();
    assert_eq!(uris, ["notes://notes"]);
    let templates = client
        .list_all_resource_templates()
        .await
        .expect("templates");
    let templates: Vec<&str> = templates
        .iter()
        .map(|one| one.uri_template.as_str())
        .collect();
    assert_eq!(
        templates,
        [
            "notes://notes{?cursor,status}",
            "notes://notes/{id}",
            "notes://files/{id}",
            "signon://operations/{tool}/{arguments}",
        ]
    );
}

#[tokio::test]
async fn uris_read_their_records() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, r#"{"id":"a b"}"#));
    memory.answer(Answer::json(200, r#"{"notes":[]}"#));
    memory.answer(
        Answer::status(200)
            .header("content-type", "image/png")
            .body(vec![0x89, 0xff]),
    );
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let read = async |uri: &str| {
        let read = client
            .read_resource(ReadResourceRequestParams::new(uri))
            .await;
        read.map(|read| read.contents.into_iter().next().expect("contents"))
    };
    let note = read("notes://notes/a%20b").await.expect("a note");
    let ResourceContents::TextResourceContents {
        text, mime_type, ..
    } = note
    else {
        panic!("{note:?}");
    };
    assert_eq!(
        (text.as_str(), mime_type.as_deref()),
        (r#"{"id":"a b"}"#, Some("application/json"))
    );
    read("notes://notes?status=open").await.expect("notes");
    let file = read("notes://files/7").await.expect("a file");
    assert!(
        matches!(file, ResourceContents::BlobResourceContents { .. }),
        "{file:?}"
    );
    let targets: Vec<String> = memory.requests().iter().map(Recorded::target).collect();
    assert_eq!(
        targets,
        ["/api/notes/a%20b", "/api/notes?status=open", "/api/files/7"]
    );

    // Nothing is sent for unknown resources or invalid arguments.
    for uri in [
        "notes://notes/..",
        "notes://notes/%2e%2e",
        "notes://notes/1/../../admin",
        "notes://notes?status=lost",
        "notes://notes?other=1",
        "notes://files/x",
        "https://notes/1",
        "file:///etc/passwd",
        "notes://notes/1%0d%0aX-Evil:%201#",
    ] {
        read(uri).await.expect_err(uri);
    }
    assert_eq!(memory.count(), 3);
}

#[tokio::test]
async fn arguments_are_completed_from_documented_values() {
    const PROMPTS: &str = r#"[{ "name": "review", "title": "Review", "description": "Reviews notes.", "operations": ["listNotes"],
        "arguments": [
            { "name": "status", "description": "The status.", "required": true },
            { "name": "tone", "description": "The tone.", "values": ["friendly", "formal"] }
        ], "text": "Review the notes that are {status} with [listNotes], in a {tone} tone." }]"#;
    let mut options = options();
    options.prompts = prompts::parse(PROMPTS).expect("prompts");
    let client = fixture::connect(fixture::server(&Memory::new(), options)).await;
    let complete = async |of: Reference, name: &str, value: &str| {
        let argument = json!({ "name": name, "value": value });
        let argument = serde_json::from_value(argument).expect("an argument");
        let completed = client
            .complete(CompleteRequestParams::new(of, argument))
            .await;
        completed.map(|completed| completed.completion.values)
    };
    let prompt = || Reference::for_prompt("review");
    let template = || Reference::for_resource("notes://notes{?cursor,status}");
    assert_eq!(
        complete(prompt(), "tone", "fr").await.expect("values"),
        ["friendly"]
    );
    assert_eq!(
        complete(prompt(), "status", "").await.expect("values"),
        ["open", "done"]
    );
    assert_eq!(
        complete(template(), "status", "D").await.expect("values"),
        ["done"]
    );
    assert!(
        complete(template(), "cursor", "")
            .await
            .expect("values")
            .is_empty()
    );
    for (of, argument) in [
        (prompt(), "other"),
        (template(), "id"),
        (Reference::for_prompt("other"), "status"),
        (Reference::for_resource("notes://other"), "status"),
    ] {
        complete(of, argument, "").await.expect_err(argument);
    }
}

#[tokio::test]
async fn prompts_attach_their_records() {
    const PROMPTS: &str = r#"[{ "name": "compare", "title": "Compare", "description": "Compares a note and a picture.",
        "arguments": [
            { "name": "id", "description": "The note's id.", "required": true },
            { "name": "picture", "description": "The picture's URI.", "required": true }
        ],
        "resources": ["notes://notes/{id}", "{+picture}"], "text": "Compare them." }]"#;
    let memory = Memory::new();
    memory.answer(Answer::json(200, r#"{"id":"a/b"}"#));
    memory.answer(
        Answer::status(200)
            .header("content-type", "image/png")
            .body(vec![0x89, 0xff]),
    );
    let mut options = options();
    options.prompts = prompts::parse(PROMPTS).expect("prompts");
    let client = fixture::connect(fixture::server(&memory, options)).await;
    let get = async |id: &str, picture: &str| {
        let arguments = json!({ "id": id, "picture": picture });
        let arguments: Map<String, Value> = serde_json::from_value(arguments).expect("arguments");
        let request = GetPromptRequestParams::new("compare").with_arguments(arguments);
        client.get_prompt(request).await
    };
    let filled = get("a/b", "notes://files/7").await.expect("a prompt");
    let kinds: Vec<&str> = filled
        .messages
        .iter()
        .map(|message| {
            let block = &message.content;
            let kinds = [
                (block.as_resource().is_some(), "resource"),
                (block.as_image().is_some(), "image"),
                (block.as_text().is_some(), "text"),
            ];
            let kind = kinds.iter().find(|(is, _)| *is);
            kind.map_or("other", |(_, kind)| kind)
        })
        .collect();
    assert_eq!(kinds, ["resource", "image", "text"]);
    assert_eq!(memory.requests()[0].target(), "/api/notes/a%2Fb");
    get("..", "notes://files/7")
        .await
        .expect_err("a segment of dots");
    get("1", "https://evil.test/")
        .await
        .map(drop)
        .expect_err("a URI of another server");
}

/// A client that records notifications.
#[derive(Clone, Default)]
struct Subscriber(Arc<Mutex<Vec<String>>>);

impl ClientHandler for Subscriber {
    async fn on_resource_updated(
        &self,
        notification: ResourceUpdatedNotificationParam,
        _context: NotificationContext<RoleClient>,
    ) {
        self.0
            .lock()
            .expect("the notifications")
            .push(notification.uri);
    }
}

#[tokio::test]
async fn changes_through_the_server_are_notified_to_subscribers() {
    let memory = Memory::new();
    memory.handle(|_| Answer::status(204));
    let subscriber = Subscriber::default();
    let server = fixture::server(&memory, options());
    let client =
        fixture::connect_as(subscriber.clone(), server, ClientLifecycleMode::Initialize).await;
    for uri in ["notes://notes/1", "notes://notes/2", "notes://notes"] {
        subscribe(&client, uri).await.expect("a subscription");
    }
    subscribe(&client, "notes://nothing")
        .await
        .expect_err("an unknown resource");
    for id in ["1", "3"] {
        let request = fixture::request("delete_note", json!({ "id": id }));
        client.call_tool(request).await.expect("a result");
    }
    client.cancel().await.expect("the end");
    let seen = subscriber.0.lock().expect("the notifications").clone();
    assert_eq!(seen, ["notes://notes", "notes://notes/1", "notes://notes"]);
}

#[tokio::test]
async fn streams_notify_clients_of_the_later_revision() {
    let memory = Memory::new();
    memory.handle(|_| Answer::status(204));
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let mut filter = SubscriptionFilter::new();
    let uris = ["notes://notes/1", "notes://nothing"];
    filter.resource_subscriptions = Some(uris.map(str::to_owned).to_vec());
    let mut subscription = client.listen(filter).await.expect("a subscription");
    let acknowledged = subscription.acknowledged().resource_subscriptions.clone();
    assert_eq!(acknowledged, Some(vec!["notes://notes/1".to_owned()]));
    for id in ["2", "1"] {
        let request = fixture::request("delete_note", json!({ "id": id }));
        client.call_tool(request).await.expect("a result");
    }
    let update = subscription.next().await.expect("a notification");
    let update = serde_json::to_value(update.expect("a notification")).expect("JSON");
    assert_eq!(update["method"], "notifications/resources/updated");
    assert_eq!(update["params"]["uri"], "notes://notes/1");
}

#[expect(
    deprecated,
    reason = "clients of the earlier revisions subscribe in this way"
)]
async fn subscribe(
    client: &rmcp::service::RunningService<RoleClient, Subscriber>,
    uri: &str,
) -> Result<(), rmcp::ServiceError> {
    client.subscribe(SubscribeRequestParams::new(uri)).await
}
