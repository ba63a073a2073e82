//! Torii, as far as the unified API needs it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use signon_torii::{Client, security};
use signon_unified::Torii;
use signon_unified::runtime::testing::{Answer, Memory, Recorded};

/// An account of Torii.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) memory: Memory,
    pub(crate) state: Arc<Mutex<State>>,
}

/// What the account holds.
pub(crate) struct State {
    pub(crate) users: BTreeMap<i64, Value>,
    /// By user and app.
    pub(crate) user_apps: BTreeMap<(i64, i64), Value>,
}

impl Account {
    pub(crate) fn new() -> Self {
        let state = Arc::new(Mutex::new(State {
            users: users(),
            user_apps: [((48_213, 118), user_app())].into(),
        }));
        let memory = Memory::new();
        let shared = Arc::clone(&state);
        memory.handle(move |request| answer(&mut shared.lock().expect("a lock"), request));
        Self { memory, state }
    }

    pub(crate) fn open(&self) -> Torii {
        let client = Client::builder()
            .credential(security::api_key("test key"))
            .transport(self.memory.clone())
            .build();
        Torii::new(client.expect("a client"))
    }

    /// The requests so far: method and target.
    pub(crate) fn sent(&self) -> Vec<String> {
        let requests = self.memory.requests();
        let lines = requests
            .iter()
            .map(|sent| format!("{} {}", sent.method, sent.target()));
        lines.collect()
    }
}

fn users() -> BTreeMap<i64, Value> {
    let ada = json!({
        "id": 48_213,
        "idOrg": 901,
        "firstName": "Ada",
        "lastName": "Okafor",
        "email": "ada@acme.example",
        "additionalEmails": ["a.okafor@acme.example"],
        "creationTime": "2023-04-01T09:30:00.000Z",
        "idRole": 3,
        "role": "Admin",
        "lifecycleStatus": "active",
        "isDeletedInIdentitySources": false,
        "isExternal": false,
        "activeAppsCount": 12,
        // A custom field.
        "costCenter": "R&D 7",
    });
    let bo = json!({
        "id": 48_214,
        "idOrg": 901,
        "firstName": "Bo",
        "lastName": null,
        "email": "bo@acme.example",
        "lifecycleStatus": "offboarding",
        "isDeletedInIdentitySources": false,
    });
    let cy = json!({
        "id": 48_215,
        "email": "cy@acme.example",
        "lifecycleStatus": "offboarded",
        "isDeletedInIdentitySources": true,
    });
    [(48_213, ada), (48_214, bo), (48_215, cy)].into()
}

fn user_app() -> Value {
    json!({ "id": 118, "name": "Figma", "isUserRemovedFromApp": false, "state": "Discovered" })
}

fn answer(state: &mut State, request: &Recorded) -> Answer {
    let path = request.url.path().trim_start_matches("/v1.0/").to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let query = |name: &str| {
        let mut pairs = request.url.query_pairs();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let id = |at: usize| {
        parts
            .get(at)
            .and_then(|id| id.parse::<i64>().ok())
            .unwrap_or_default()
    };
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["users"]) => page(state, query("cursor").as_deref()),
        ("GET", ["users", _]) => one("user", state.users.get(&id(1))),
        ("PUT", ["users", _]) => one("user", changed(state.users.get_mut(&id(1)), request)),
        ("PUT", ["users", _, "apps", _]) => {
            let app = state.user_apps.get_mut(&(id(1), id(3)));
            one("app", changed(app, request))
        }
        ("GET", ["users", _, "apps"]) => {
            let apps: Vec<&Value> = state.user_apps.values().collect();
            ok(&json!({ "apps": apps }))
        }
        ("GET", ["apps"]) => ok(&json!({
            "apps": [{ "id": 118, "name": "Figma", "state": "Sanctioned" }, { "id": 119, "state": null }],
            "count": 2, "total": 2, "nextCursor": "",
        })),
        ("GET", ["apps", "118", "users"]) => ok(&json!({
            "users": [
                { "idUser": 48_213, "email": "ada@acme.example", "fullName": "Ada Okafor", "appName": "Figma",
                  "status": "active", "isUserRemovedFromApp": false },
                { "idUser": null, "idExternalUser": "ext-7", "email": "old@acme.example", "appName": "Figma",
                  "status": "active", "isUserRemovedFromApp": true },
            ],
            "nextCursor": null,
        })),
        ("GET", ["roles"]) => ok(&json!({
            "roles": [{ "id": 3, "systemKey": "admin", "name": "Admin", "isAdmin": true, "usersCount": 2 }],
        })),
        ("GET", ["orgs", "my"]) => ok(&json!({
            "org": { "id": 901, "companyName": "Acme", "creationTime": "2020-01-01T00:00:00.000Z" },
        })),
        _ => Answer::json(404, r#"{"error": "NotFound", "message": "no such thing"}"#),
    }
}

/// Two users on a page.
fn page(state: &State, cursor: Option<&str>) -> Answer {
    let start = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    let users: Vec<&Value> = state.users.values().skip(start).take(2).collect();
    let next = (start + 2 < state.users.len()).then(|| (start + 2).to_string());
    ok(
        &json!({ "users": users, "count": users.len(), "total": state.users.len(), "nextCursor": next }),
    )
}

fn changed<'v>(record: Option<&'v mut Value>, request: &Recorded) -> Option<&'v Value> {
    let body: Value = serde_json::from_str(&request.text()).expect("a JSON body");
    let record = record?;
    for (key, value) in body.as_object().into_iter().flatten() {
        record[key] = value.clone();
    }
    Some(record)
}

fn one(wrapper: &str, record: Option<&Value>) -> Answer {
    match record {
        Some(record) => ok(&json!({ wrapper: record })),
        None => Answer::json(404, r#"{"error": "NotFound", "message": "no such thing"}"#),
    }
}

fn ok(body: &Value) -> Answer {
    Answer::json(200, body.to_string())
}
