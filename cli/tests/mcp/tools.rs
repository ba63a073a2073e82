//! Listed tools.

use serde_json::{Map, Value};

use crate::process::tools;

/// The tools of the page that the project began from: name, required arguments, returned fields.
const TOOLS: [(&str, &str, &str); 26] = [
    (
        "list_all_torii_me",
        "",
        "id companyName domain creationTime",
    ),
    (
        "list_all_torii_users",
        "",
        "id firstName lastName email lifecycleStatus isDeletedInIdentitySources isExternal activeAppsCount",
    ),
    (
        "get_single_torii_user_by_id",
        "idUser",
        "id firstName lastName email role lifecycleStatus creationTime",
    ),
    (
        "update_a_torii_user_by_id",
        "idUser lifecycleStatus",
        "id email role lifecycleStatus creationTime",
    ),
    (
        "list_all_torii_application_users",
        "idApp",
        "email fullName status appName creationTime lastVisitTime lifecycleStatus",
    ),
    (
        "list_all_torii_user_applications",
        "idUser",
        "id name isUserRemovedFromApp state",
    ),
    (
        "get_single_torii_user_application_by_id",
        "idUser idApp",
        "id name isUserRemovedFromApp state",
    ),
    (
        "update_a_torii_user_application_by_id",
        "idUser idApp",
        "id name isUserRemovedFromApp state",
    ),
    ("list_all_torii_contracts", "", "id name status idApp"),
    (
        "create_a_torii_contract",
        "name idApp status",
        "id name status",
    ),
    (
        "get_single_torii_contract_by_id",
        "idContract",
        "id name status",
    ),
    ("delete_a_torii_contract_by_id", "idContract", ""),
    (
        "update_a_torii_contract_by_id",
        "idContract",
        "id name status",
    ),
    (
        "list_all_torii_roles",
        "",
        "id systemKey name description isAdmin usersCount",
    ),
    (
        "list_all_torii_workflow_action_executions",
        "",
        "id idWorkflow idAction isRun isCompleted creationTime nextCursor count total",
    ),
    (
        "list_all_torii_apps",
        "",
        "id name state category description tags primaryOwner",
    ),
    (
        "get_single_torii_app_by_id",
        "idApp",
        "id name state category url description primaryOwner",
    ),
    (
        "create_a_torii_app",
        "",
        "id name state url category description tags isHidden",
    ),
    (
        "update_a_torii_app_by_id",
        "idApp",
        "id name state url category description tags isHidden",
    ),
    (
        "torii_apps_search",
        "q",
        "id name category imageUrl url isHidden",
    ),
    (
        "get_single_torii_file_by_id",
        "id",
        "id type fileName creationTime uploadedBy",
    ),
    ("create_a_torii_file", "path type", "id"),
    ("torii_files_upload", "file type", "id"),
    (
        "list_all_torii_audit_logs",
        "",
        "performedBy performedByEmail idTargetOrg creationTime type requestDetails properties",
    ),
    (
        "list_all_torii_user_custom_fields",
        "",
        "id idOrg sourceIdApp name type key isDeleted",
    ),
    (
        "list_all_torii_user_field_metadata",
        "",
        "name systemKey type idField predefinedFields customFields",
    ),
];

/// Returns the names of all required properties, including those of a body.
fn required(schema: &Value) -> Vec<&str> {
    let own = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    let properties = schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(Map::values);
    own.chain(properties.flat_map(required)).collect()
}

#[test]
fn the_documented_tools_of_torii_are_served() {
    let served = tools(&["torii"]);
    for (name, arguments, fields) in TOOLS {
        let tool = served.get(name).unwrap_or_else(|| panic!("{name}"));
        let required = required(&tool["inputSchema"]);
        for argument in arguments.split_whitespace() {
            assert!(
                required.contains(&argument),
                "{name} requires {argument}: {required:?}"
            );
        }
        let output = tool["outputSchema"].to_string();
        for field in fields.split_whitespace() {
            assert!(
                output.contains(&format!("\"{field}\":")),
                "{name} returns {field}: {output}"
            );
        }
    }
}

#[test]
fn names_and_descriptions_keep_to_what_hosts_take() {
    for provider in ["torii", "onelogin", "logto", "truto"] {
        let served = tools(&[provider, "--no-search"]);
        assert!(!served.is_empty());
        for (name, tool) in served {
            assert!(
                name.len() <= 64
                    && name
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)),
                "{name}"
            );
            assert!(
                tool["description"]
                    .as_str()
                    .is_some_and(|text| (1..=600).contains(&text.len())),
                "{name}"
            );
            let hints = tool["annotations"].as_object().expect("hints");
            assert!(
                [
                    "readOnlyHint",
                    "destructiveHint",
                    "idempotentHint",
                    "openWorldHint"
                ]
                .iter()
                .all(|hint| hints.contains_key(*hint))
            );
        }
    }
}

#[test]
fn a_list_is_small() {
    // A token of this JSON is about 3.9 bytes.
    let named: Vec<String> = tools(&["torii"])
        .into_iter()
        .filter(|(name, _)| TOOLS.iter().any(|(tool, ..)| tool == name))
        .map(|(_, tool)| tool.to_string())
        .collect();
    assert_eq!(named.len(), TOOLS.len());
    let bytes: usize = named.iter().map(String::len).sum();
    assert!(bytes < 31_000, "{bytes}");
    let found = tools(&["torii", "onelogin", "logto", "truto"]);
    assert_eq!(found.len(), 4);
    let bytes: usize = found.values().map(|tool| tool.to_string().len()).sum();
    assert!(bytes < 4_000, "{bytes}");
}
