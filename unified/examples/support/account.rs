//! An account of Torii in memory, as far as the unified API and the use cases need it. It keeps what is written.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
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
    pub(crate) apps: BTreeMap<i64, Value>,
    pub(crate) contracts: BTreeMap<i64, Value>,
    /// What the automations did.
    pub(crate) actions: Vec<Value>,
    /// The custom fields of users.
    pub(crate) user_fields: Vec<Value>,
    /// What administrators did.
    pub(crate) audit: Vec<Value>,
    /// Whether the automations finish once somebody has listed their actions.
    pub(crate) is_automatic: bool,
    /// Requests that are rejected: a method and a target.
    pub(crate) refused: Vec<String>,
}

/// The fields that Torii gives where a request names none, as it documents them.
const USER: [&str; 11] = [
    "idOrg",
    "firstName",
    "lastName",
    "email",
    "creationTime",
    "idRole",
    "role",
    "lifecycleStatus",
    "isDeletedInIdentitySources",
    "isExternal",
    "activeAppsCount",
];
const USER_APP: [&str; 3] = ["name", "isUserRemovedFromApp", "state"];
const APP: [&str; 2] = ["name", "primaryOwner"];
const CONTRACT: [&str; 3] = ["name", "idApp", "owner"];

impl Account {
    pub(crate) fn new() -> Self {
        let state = Arc::new(Mutex::new(State {
            users: users(),
            user_apps: [((48_213, 118), user_app())].into(),
            apps: apps(),
            contracts: BTreeMap::new(),
            actions: Vec::new(),
            user_fields: Vec::new(),
            audit: Vec::new(),
            is_automatic: false,
            refused: Vec::new(),
        }));
        let memory = Memory::new();
        let shared = Arc::clone(&state);
        memory.handle(move |request| answer(&mut shared.lock().expect("a lock"), request));
        Self { memory, state }
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

fn apps() -> BTreeMap<i64, Value> {
    let figma = json!({
        "id": 118, "name": "Figma", "state": "Sanctioned", "creationTime": "2024-05-06T07:08:09.000Z",
    });
    let unnamed = json!({ "id": 119, "state": null });
    [(118, figma), (119, unnamed)].into()
}

fn user_app() -> Value {
    json!({
        "id": 118, "name": "Figma", "isUserRemovedFromApp": false, "state": "Discovered",
        "creationTime": "2024-06-01T00:00:00.000Z",
    })
}

fn answer(state: &mut State, request: &Recorded) -> Answer {
    let path = request.url.path().trim_start_matches("/v1.0/").to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let id = |at: usize| {
        parts
            .get(at)
            .and_then(|id| id.parse::<i64>().ok())
            .unwrap_or_default()
    };
    if state.refused.iter().any(|line| is_line_of(line, request)) {
        return Answer::json(
            403,
            r#"{"error": "Forbidden", "message": "not with this key"}"#,
        );
    }
    if !request.headers.contains_key("authorization") {
        return Answer::json(401, r#"{"error": "Unauthorized", "message": "no API key"}"#);
    }
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["users"]) => {
            let users = state
                .users
                .values()
                .filter(|user| fits(user, request))
                .collect();
            page("users", users, request)
        }
        ("GET", ["users", "fields"]) => ok(&json!({ "fields": state.user_fields })),
        ("GET", ["users", _]) => one("user", state.users.get(&id(1))),
        ("PUT", ["users", _]) => one("user", changed(state.users.get_mut(&id(1)), request)),
        ("GET", ["users", _, "apps", _]) => {
            let app = state.user_apps.get(&(id(1), id(3)));
            one(
                "app",
                app.map(|app| selected(app, request, &USER_APP)).as_ref(),
            )
        }
        ("PUT", ["users", _, "apps", _]) => {
            let app = state.user_apps.get_mut(&(id(1), id(3)));
            one("app", changed(app, request))
        }
        ("GET", ["users", _, "apps"]) => {
            let of_user = state.user_apps.range((id(1), 0)..=(id(1), i64::MAX));
            let apps: Vec<Value> = of_user
                .map(|(_, app)| selected(app, request, &USER_APP))
                .collect();
            ok(&json!({ "apps": apps }))
        }
        ("GET", ["apps"]) => page("apps", state.apps.values().collect(), request),
        ("GET", ["contracts"]) => page("contracts", state.contracts.values().collect(), request),
        ("GET", ["apps", _]) => {
            let app = state.apps.get(&id(1));
            one("app", app.map(|app| selected(app, request, &APP)).as_ref())
        }
        ("GET", ["contracts", _]) => {
            let contract = state.contracts.get(&id(1));
            let contract = contract.map(|contract| selected(contract, request, &CONTRACT));
            one("contract", contract.as_ref())
        }
        ("PUT", ["contracts", _]) => one(
            "contract",
            changed(state.contracts.get_mut(&id(1)), request),
        ),
        ("GET", ["workflows", "actionExecutions"]) => {
            let user = parameter(request, "idActionUser");
            let about = |action: &&Value| is_about(action, user.as_deref());
            let actions = state.actions.iter().filter(about).collect();
            let answer = page("response", actions, request);
            if state.is_automatic {
                automate(state, user.as_deref());
            }
            answer
        }
        ("GET", ["audit"]) => {
            let area = parameter(request, "entity");
            let of_area = |entry: &&Value| entry["entity"].as_str() == area.as_deref();
            let entries = state.audit.iter().filter(of_area).collect();
            page("audit", entries, request)
        }
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

/// Whether an action is about a user, or about any where none is named.
fn is_about(action: &Value, user: Option<&str>) -> bool {
    let subject = action
        .pointer("/runtimeInfo/idUser")
        .and_then(Value::as_i64);
    user.is_none() || subject.map(|id| id.to_string()).as_deref() == user
}

/// Runs the automation of a user, or of all: its actions complete, and users who are leaving have left.
fn automate(state: &mut State, user: Option<&str>) {
    for action in &mut state.actions {
        if is_about(action, user) {
            action["isCompleted"] = json!(true);
        }
    }
    for (id, record) in &mut state.users {
        let is_subject = user.is_none_or(|user| user == id.to_string());
        if is_subject && record["lifecycleStatus"] == "offboarding" {
            record["lifecycleStatus"] = json!("offboarded");
        }
    }
}

/// Whether a user matches the filters of a request.
fn fits(user: &Value, request: &Recorded) -> bool {
    let filters = ["email", "lifecycleStatus", "isDeletedInIdentitySources"];
    request.url.query_pairs().all(|(name, asked)| {
        let value = &user[name.as_ref()];
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        !filters.contains(&name.as_ref()) || value.eq_ignore_ascii_case(&asked)
    })
}

/// Whether a line, a method and a target, is that of a request; the request may have more parameters.
fn is_line_of(line: &str, request: &Recorded) -> bool {
    let Some((method, target)) = line.split_once(' ') else {
        return false;
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let sent = request.url.query().unwrap_or_default();
    let mut named = query.split('&').filter(|pair| !pair.is_empty());
    request.method == method
        && request.url.path() == path
        && named.all(|pair| sent.split('&').any(|sent| sent == pair))
}

/// The value of a query parameter.
fn parameter(request: &Recorded, name: &str) -> Option<String> {
    let mut pairs = request.url.query_pairs();
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// A record with the fields that the request names, or with those that Torii gives by default.
fn selected(record: &Value, request: &Recorded, default: &[&str]) -> Value {
    let fields = parameter(request, "fields");
    let named: Vec<&str> = match &fields {
        Some(text) => text.split(',').collect(),
        None => default.to_vec(),
    };
    // These are there whatever a request names.
    let is_selected = |key: &str| matches!(key, "id" | "additionalEmails") || named.contains(&key);
    let properties = record.as_object().into_iter().flatten();
    let selected = properties.filter(|(key, _)| is_selected(key));
    selected
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Two records on a page.
fn page(wrapper: &str, records: Vec<&Value>, request: &Recorded) -> Answer {
    let cursor = parameter(request, "cursor");
    let start = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    let total = records.len();
    let records = records.into_iter().skip(start).take(2);
    let records: Vec<Value> = match wrapper {
        "users" => records.map(|user| selected(user, request, &USER)).collect(),
        "apps" => records.map(|app| selected(app, request, &APP)).collect(),
        "contracts" => records
            .map(|contract| selected(contract, request, &CONTRACT))
            .collect(),
        _ => records.cloned().collect(),
    };
    let next = (start + 2 < total).then(|| (start + 2).to_string());
    // The audit log has no total.
    let total = (wrapper != "audit").then_some(("total", json!(total)));
    let rest = [("count", json!(records.len())), ("nextCursor", json!(next))];
    let page = [(wrapper, json!(records))]
        .into_iter()
        .chain(rest)
        .chain(total);
    ok(&page.map(|(key, value)| (key.to_owned(), value)).collect())
}

fn changed<'v>(record: Option<&'v mut Value>, request: &Recorded) -> Option<&'v Value> {
    let body: Value = serde_json::from_str(&request.text()).ok()?;
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
