//! What the account has, so that each use case finds something.

use serde_json::{Value, json};

use crate::account::State;

/// Adds apps, contracts, fields, the actions of an automation and the audit log to the users that are there.
pub(crate) fn fill(state: &mut State) {
    state.is_automatic = true;
    let slack =
        |removed: bool| json!({ "id": 120, "name": "Slack", "isUserRemovedFromApp": removed });
    state.user_apps.insert((48_213, 120), slack(true));
    state.user_apps.insert((48_214, 120), slack(false));
    let miro = json!({
        "id": 121, "name": "Miro", "state": "discovered", "category": "Design", "url": "https://miro.example",
        "primaryOwner": { "id": 48_213, "email": "ada@acme.example" }, "creationTime": "2026-11-28T10:00:00.000Z",
    });
    state.apps.insert(121, miro);
    for (id, name, app, day) in [
        (1, "Figma Organization", 118, "2026-12-31T00:00:00.000Z"),
        (2, "Slack Business", 120, "2027-06-30T00:00:00.000Z"),
    ] {
        let contract = json!({
            "id": id, "name": name, "status": "active", "idApp": app, "owner": null, "amount": 1_200, "currency": "USD", "endDate": day,
        });
        state.contracts.insert(id, contract);
    }
    state.user_fields = vec![
        json!({ "id": 1, "name": "Cost center", "key": "costCenter", "type": "singleLine", "isDeleted": false }),
        json!({ "id": 2, "name": "Manager", "key": "manager", "type": "user" }),
    ];
    state.actions = vec![
        action(1, 48_214, "2026-11-30T08:30:00.000Z"),
        action(2, 48_215, "2026-11-30T08:10:00.000Z"),
    ];
    let entry = |time: &str, area: &str, kind: &str| {
        json!({
            "performedBy": 48_213, "performedByEmail": "ada@acme.example", "creationTime": time, "entity": area, "type": kind,
            "requestDetails": { "remoteAddress": "192.0.2.44" }, "properties": { "idUser": 48_214 },
        })
    };
    state.audit = vec![
        entry(
            "2026-11-02T10:00:00.000Z",
            "users",
            "update_user_lifecycle_status",
        ),
        entry("2026-11-20T16:30:00.000Z", "roles", "update_role"),
    ];
}

fn action(id: i64, user: i64, time: &str) -> Value {
    json!({
        "id": id, "idOrg": 901, "idWorkflow": 7, "idWorkflowExecution": 70 + id, "idAction": "a1",
        "actionType": "Suspend the user in Google", "runtimeInfo": { "idUser": user }, "isRun": true, "isCompleted": false,
        "continueOnError": false, "isIgnored": false, "updateTime": time,
    })
}
