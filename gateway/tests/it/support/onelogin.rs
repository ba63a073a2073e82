//! OneLogin, as far as the unified API needs it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use signon_onelogin::{Client, Credential};
use signon_runtime::testing::{Answer, Memory, Recorded};
use signon_unified::OneLogin;

/// An account of OneLogin.
pub(crate) struct Account {
    pub(crate) memory: Memory,
    pub(crate) state: Arc<Mutex<State>>,
}

/// What the account holds.
pub(crate) struct State {
    pub(crate) users: BTreeMap<i64, Value>,
    pub(crate) roles: BTreeMap<i64, Value>,
}

impl Account {
    pub(crate) fn new() -> Self {
        let users = (1..=5).map(|id| (id, user(id))).collect();
        let role = |id: i64, name: &str| {
            (
                id,
                json!({ "id": id, "name": name, "users": [], "apps": [], "admins": [] }),
            )
        };
        let roles = [role(3, "Editors"), role(4, "Readers")].into();
        let state = Arc::new(Mutex::new(State { users, roles }));
        let memory = Memory::new();
        let shared = Arc::clone(&state);
        memory.handle(move |request| answer(&mut shared.lock().expect("a lock"), request));
        Self { memory, state }
    }

    /// The account by its own API.
    pub(crate) fn open(&self) -> OneLogin {
        let client = Client::builder()
            .credential(Credential::bearer("oauth2", "test token"))
            .base_url("http://localhost")
            .transport(self.memory.clone())
            .build();
        OneLogin::new(client.expect("a client"))
    }
}

fn user(id: i64) -> Value {
    json!({
        "id": id, "username": format!("user{id}"), "email": format!("user{id}@acme.example"),
        "firstname": "User", "lastname": format!("No {id}"), "status": 1, "state": 1, "group_id": 77,
        "role_ids": [3], "created_at": "2024-03-18T09:12:44Z", "updated_at": "2025-01-07T16:40:02.123Z",
    })
}

fn answer(state: &mut State, request: &Recorded) -> Answer {
    let path = request.url.path().trim_start_matches("/api/").to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let id = parts
        .get(2)
        .and_then(|id| id.parse::<i64>().ok())
        .unwrap_or_default();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["2", "users"]) => page(&state.users, request),
        ("POST", ["2", "users"]) => created(&mut state.users, request),
        ("GET", ["2", "users", _]) => one(state.users.get(&id)),
        ("PUT", ["2", "users", _]) => one(changed(state.users.get_mut(&id), request)),
        ("DELETE", ["2", "users", _]) => deleted(&mut state.users, id),
        ("GET", ["2", "roles"]) => page(&state.roles, request),
        ("POST", ["2", "roles"]) => receipt(created_id(&mut state.roles, request), 201),
        ("GET", ["2", "roles", _]) => one(state.roles.get(&id)),
        ("PUT", ["2", "roles", _]) => match changed(state.roles.get_mut(&id), request) {
            Some(_) => receipt(id, 200),
            None => missing(),
        },
        ("DELETE", ["2", "roles", _]) => deleted(&mut state.roles, id),
        ("GET", ["2", "apps"]) => json_answer(&json!([app(1), app(2)])),
        ("GET", ["2", "apps", "1"]) => json_answer(&app(1)),
        ("GET", ["2", "apps", "1", "users"]) => json_answer(&json!([user(1), user(2)])),
        ("GET", ["2", "users", _, "apps"]) => json_answer(&json!([{ "id": 1, "name": "Wiki" }])),
        ("GET", ["1", "groups"] | ["1", "groups", "77"]) => json_answer(&groups(&[group()])),
        ("GET", ["1", "groups", _]) => json_answer(&groups(&[])),
        _ => missing(),
    }
}

fn app(id: i64) -> Value {
    json!({ "id": id, "name": format!("App {id}"), "visible": id == 1, "auth_method": 2 })
}

fn group() -> Value {
    json!({ "id": 77, "name": "Berlin", "reference": null })
}

fn groups(data: &[Value]) -> Value {
    json!({
        "status": { "error": false, "code": 200, "type": "success", "message": "Success" },
        "pagination": { "before_cursor": null, "after_cursor": null, "previous_link": null, "next_link": null },
        "data": data,
    })
}

/// Two records on a page; the cursor of the next one is in a header.
fn page(records: &BTreeMap<i64, Value>, request: &Recorded) -> Answer {
    let cursor = request.url.query_pairs().find(|(name, _)| name == "cursor");
    let start = cursor
        .and_then(|(_, cursor)| cursor.parse().ok())
        .unwrap_or(0);
    let shown: Vec<&Value> = records.values().skip(start).take(2).collect();
    let answer = json_answer(&json!(shown));
    if start + 2 < records.len() {
        return answer.header("after-cursor", &(start + 2).to_string());
    }
    answer
}

fn body(request: &Recorded) -> Value {
    serde_json::from_str(&request.text()).expect("a JSON body")
}

fn created_id(records: &mut BTreeMap<i64, Value>, request: &Recorded) -> i64 {
    let id = records.keys().next_back().map_or(1, |last| last + 1);
    let record = records
        .entry(id)
        .insert_entry(json!({ "id": id }))
        .into_mut();
    changed(Some(record), request);
    id
}

fn created(records: &mut BTreeMap<i64, Value>, request: &Recorded) -> Answer {
    let id = created_id(records, request);
    Answer::json(
        201,
        records.get(&id).map(Value::to_string).unwrap_or_default(),
    )
}

fn changed<'v>(record: Option<&'v mut Value>, request: &Recorded) -> Option<&'v Value> {
    let record = record?;
    if let (Value::Object(record), Value::Object(changes)) = (&mut *record, body(request)) {
        record.extend(changes);
    }
    Some(record)
}

fn deleted(records: &mut BTreeMap<i64, Value>, id: i64) -> Answer {
    match records.remove(&id) {
        Some(_) => Answer::status(204),
        None => missing(),
    }
}

fn receipt(id: i64, status: u16) -> Answer {
    Answer::json(status, json!({ "id": id }).to_string())
}

fn one(record: Option<&Value>) -> Answer {
    record.map_or_else(missing, json_answer)
}

fn json_answer(body: &Value) -> Answer {
    Answer::json(200, body.to_string())
}

fn missing() -> Answer {
    Answer::json(
        404,
        r#"{"message": "not found", "statusCode": 404, "name": "NotFoundError"}"#,
    )
}
