//! Logto in memory, which keeps what is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};
use signon_logto::{Client, Credential};
use signon_unified::Logto;
use signon_unified::runtime::testing::{Answer, Memory, Recorded};

/// A tenant of Logto.
pub(crate) struct Account {
    pub(crate) memory: Memory,
    pub(crate) state: Arc<Mutex<State>>,
}

/// What the tenant holds.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<String, Value>,
    pub(crate) roles: BTreeMap<String, Value>,
    pub(crate) organizations: BTreeMap<String, Value>,
    /// The users of each role.
    pub(crate) members: BTreeMap<String, BTreeSet<String>>,
    created: usize,
}

impl Account {
    pub(crate) fn new() -> Self {
        let mut state = State::default();
        for name in ["ada", "bo", "cy"] {
            let email = format!("{name}@acme.example");
            let body = json!({ "username": name, "primaryEmail": email, "profile": { "givenName": name } });
            state.new_user(&body);
        }
        let role = state.new_role(&json!({ "name": "Editors", "description": "Those who edit" }));
        state
            .members
            .entry(role)
            .or_default()
            .insert("u1".to_owned());
        let acme = json!({
            "id": "o1", "name": "Acme", "description": null, "customData": {}, "isMfaRequired": false, "branding": {},
            "createdAt": 1_700_000_000_000_i64,
        });
        state.organizations.insert("o1".to_owned(), acme);
        let state = Arc::new(Mutex::new(state));
        let memory = Memory::new();
        let shared = Arc::clone(&state);
        memory.handle(move |request| answer(&mut shared.lock().expect("a lock"), request));
        Self { memory, state }
    }

    pub(crate) fn open(&self) -> Logto {
        let client = Client::builder()
            .credential(Credential::bearer("OAuth2", "test token"))
            .base_url("http://localhost")
            .transport(self.memory.clone())
            .build();
        Logto::new(client.expect("a client"))
    }

    /// The requests so far that change something: method and path.
    pub(crate) fn writes(&self) -> Vec<String> {
        let requests = self.memory.requests();
        let writes = requests.iter().filter(|sent| sent.method != "GET");
        let lines = writes.map(|sent| format!("{} {}", sent.method, sent.url.path()));
        lines.collect()
    }
}

impl State {
    fn id(&mut self, prefix: char) -> String {
        self.created += 1;
        format!("{prefix}{}", self.created)
    }

    fn new_user(&mut self, body: &Value) -> Value {
        let id = self.id('u');
        let mut user = json!({
            "id": id, "username": null, "primaryEmail": null, "primaryPhone": null, "name": null, "avatar": null,
            "customData": {}, "identities": {}, "lastSignInAt": null, "createdAt": 1_700_000_000_123_i64,
            "updatedAt": 1_700_000_000_000_i64, "profile": {}, "applicationId": null, "isSuspended": false,
        });
        merge(&mut user, body);
        user.as_object_mut().expect("an object").remove("password");
        self.users.insert(id, user.clone());
        user
    }

    fn new_role(&mut self, body: &Value) -> String {
        let id = self.id('r');
        let mut role = json!({ "id": id, "type": "User", "isDefault": false });
        merge(&mut role, body);
        self.roles.insert(id.clone(), role);
        id
    }

    /// Whether another user has one of the names that a body has.
    fn is_taken(&self, id: Option<&str>, body: &Value) -> bool {
        let keys = ["username", "primaryEmail", "primaryPhone"];
        let mut others = self
            .users
            .iter()
            .filter(|(other, _)| Some(other.as_str()) != id);
        others.any(|(_, user)| {
            let mut given = keys.iter().filter(|key| body[**key].is_string());
            given.any(|key| user[*key] == body[*key])
        })
    }
}

fn answer(state: &mut State, request: &Recorded) -> Answer {
    let path = request.url.path().trim_start_matches("/api/").to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let (method, parts) = (request.method.as_str(), parts.as_slice());
    match parts {
        ["users", path @ ..] => users(state, method, path, request),
        ["roles", path @ ..] => roles(state, method, path, request),
        ["organizations"] => page(state.organizations.values().collect(), request),
        ["organizations", id] if method == "GET" => one(state.organizations.get(*id)),
        ["organizations", id] if method == "DELETE" => {
            deleted(state.organizations.remove(*id).is_some())
        }
        ["organizations", id] if method == "PATCH" => {
            one(changed(state.organizations.get_mut(*id), &body(request)))
        }
        ["applications"] => page(vec![&application()], request),
        ["applications", "app1"] => one(Some(&application())),
        _ => missing(),
    }
}

fn users(state: &mut State, method: &str, parts: &[&str], request: &Recorded) -> Answer {
    match (method, parts) {
        ("GET", []) => page(state.users.values().collect(), request),
        ("POST", []) | ("PATCH", [_]) if state.is_taken(parts.first().copied(), &body(request)) => {
            refused("user.username_already_in_use")
        }
        ("POST", []) => one(Some(&state.new_user(&body(request)))),
        ("GET", [id]) => one(state.users.get(*id)),
        ("PATCH", [id] | [id, "is-suspended"]) => {
            one(changed(state.users.get_mut(*id), &body(request)))
        }
        ("PATCH", [id, "profile"]) => {
            let Some(user) = state.users.get_mut(*id) else {
                return missing();
            };
            merge(&mut user["profile"], &field(request, "profile"));
            one(Some(&user["profile"]))
        }
        ("DELETE", [id]) => {
            state.members.values_mut().for_each(|members| {
                members.remove(*id);
            });
            deleted(state.users.remove(*id).is_some())
        }
        _ => missing(),
    }
}

fn roles(state: &mut State, method: &str, parts: &[&str], request: &Recorded) -> Answer {
    match (method, parts) {
        ("GET", []) => {
            let with_usage = |role: &Value| {
                let mut role = role.clone();
                let none = json!({ "usersCount": 0, "featuredUsers": [], "applicationsCount": 0, "featuredApplications": [] });
                merge(&mut role, &none);
                role
            };
            let listed: Vec<Value> = state.roles.values().map(with_usage).collect();
            page(listed.iter().collect(), request)
        }
        ("POST", []) => {
            let name = field(request, "name");
            if state.roles.values().any(|role| role["name"] == name) {
                return refused("role.name_in_use");
            }
            let id = state.new_role(&body(request));
            one(state.roles.get(&id))
        }
        ("GET", [id]) => one(state.roles.get(*id)),
        ("PATCH", [id]) => one(changed(state.roles.get_mut(*id), &body(request))),
        ("DELETE", [id]) => {
            state.members.remove(*id);
            deleted(state.roles.remove(*id).is_some())
        }
        (_, [id, "users", ..]) if !state.roles.contains_key(*id) => missing(),
        ("GET", [id, "users"]) => {
            let members = state.members.entry((*id).to_owned()).or_default();
            page(
                members
                    .iter()
                    .filter_map(|id| state.users.get(id))
                    .collect(),
                request,
            )
        }
        ("POST", [id, "users"]) => {
            let ids = field(request, "userIds");
            let ids = ids.as_array().cloned().unwrap_or_default();
            let ids: Vec<String> = ids
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect();
            let members = state.members.entry((*id).to_owned()).or_default();
            if ids.iter().any(|id| members.contains(id)) {
                return refused("role.user_exists");
            }
            if ids.iter().any(|id| !state.users.contains_key(id)) {
                return refused("entity.relation_foreign_key_not_found");
            }
            members.extend(ids);
            Answer::status(201)
        }
        ("DELETE", [id, "users", user]) => {
            let members = state.members.entry((*id).to_owned()).or_default();
            deleted(members.remove(*user))
        }
        _ => missing(),
    }
}

/// A page of at most `page_size` records, with a link to the next one.
fn page(records: Vec<&Value>, request: &Recorded) -> Answer {
    let query: BTreeMap<String, String> = request.url.query_pairs().into_owned().collect();
    let number = |name: &str| query.get(name).and_then(|text| text.parse::<usize>().ok());
    let (number, size) = (
        number("page").unwrap_or(1),
        number("page_size").unwrap_or(20),
    );
    let searches = [
        ("search.username", "username"),
        ("search.primaryEmail", "primaryEmail"),
    ];
    let is_found = |record: &&Value| {
        let mut searches = searches
            .iter()
            .filter_map(|(name, key)| Some((query.get(*name)?, key)));
        searches.all(|(text, key)| record[*key] == json!(text))
    };
    let all: Vec<&Value> = records.into_iter().filter(is_found).collect();
    let shown: Vec<&&Value> = all.iter().skip((number - 1) * size).take(size).collect();
    let answer = Answer::json(200, json!(shown).to_string());
    if number * size >= all.len() {
        return answer;
    }
    let mut query = query;
    query.insert("page".to_owned(), (number + 1).to_string());
    let mut next = request.url.clone();
    next.query_pairs_mut().clear().extend_pairs(&query);
    answer.header("link", &format!("<{next}>; rel=\"next\""))
}

fn application() -> Value {
    json!({
        "id": "app1", "tenantId": "t1", "name": "Wiki", "description": null, "secret": "application-secret-0123", "type": "SPA",
        "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": [] }, "customClientMetadata": {},
        "protectedAppMetadata": null, "isThirdParty": false, "createdAt": 1_700_000_000_000_i64, "customData": {},
        "isAdmin": false,
    })
}

fn body(request: &Recorded) -> Value {
    serde_json::from_str(&request.text()).expect("a JSON body")
}

/// A property of the body; null if it has none.
fn field(request: &Recorded, name: &str) -> Value {
    body(request).get(name).cloned().unwrap_or_default()
}

fn merge(record: &mut Value, changes: &Value) {
    if let (Value::Object(record), Value::Object(changes)) = (record, changes) {
        record.extend(Map::clone(changes));
    }
}

fn changed<'v>(record: Option<&'v mut Value>, changes: &Value) -> Option<&'v Value> {
    let record = record?;
    merge(record, changes);
    Some(record)
}

fn one(record: Option<&Value>) -> Answer {
    record.map_or_else(missing, |record| Answer::json(200, record.to_string()))
}

fn deleted(is_deleted: bool) -> Answer {
    if is_deleted {
        Answer::status(204)
    } else {
        missing()
    }
}

fn refused(code: &str) -> Answer {
    Answer::json(
        422,
        json!({ "code": code, "message": "It was refused." }).to_string(),
    )
}

fn missing() -> Answer {
    Answer::json(
        404,
        r#"{"code": "entity.not_found", "message": "There is no such record."}"#,
    )
}
