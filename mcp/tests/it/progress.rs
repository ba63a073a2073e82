//! Progress notifications.

use std::sync::{Arc, Mutex};

use rmcp::model::{ProgressNotificationParam, ProtocolVersion};
use rmcp::service::NotificationContext;
use rmcp::{ClientHandler, ClientLifecycleMode, RoleClient};
use serde_json::json;
use signon_runtime::testing::{Answer, Memory};

use crate::fixture::{self, options};

/// A client that records notifications.
#[derive(Clone, Default)]
struct Watcher(Arc<Mutex<Vec<(f64, String)>>>);

impl ClientHandler for Watcher {
    async fn on_progress(
        &self,
        notification: ProgressNotificationParam,
        _context: NotificationContext<RoleClient>,
    ) {
        let message = notification.message.unwrap_or_default();
        let mut seen = self.0.lock().expect("the notifications");
        seen.push((notification.progress, message));
    }
}

#[tokio::test]
async fn each_page_is_reported() {
    let memory = Memory::new();
    for next in [Some("p2"), Some("p3"), None] {
        let page = json!({ "notes": [], "nextCursor": next });
        memory.answer(Answer::json(200, page.to_string()));
    }
    let watcher = Watcher::default();
    let current = ClientLifecycleMode::Discover {
        preferred_versions: vec![ProtocolVersion::V_2026_07_28],
    };
    let server = fixture::server(&memory, options());
    let client = fixture::connect_as(watcher.clone(), server, current).await;
    // The client library sends a progress token with each request.
    let request = fixture::request("list_notes", json!({ "all_pages": true }));
    client.call_tool(request).await.expect("a result");
    client.cancel().await.expect("the end");
    let seen = watcher.0.lock().expect("the notifications").clone();
    let messages: Vec<&str> = seen.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "waiting",
            "calling",
            "page 1 was read",
            "page 2 was read",
            "page 3 was read",
            "done"
        ]
    );
    assert!(
        seen.windows(2).all(|pair| pair[0].0 < pair[1].0),
        "{seen:?}"
    );
}
