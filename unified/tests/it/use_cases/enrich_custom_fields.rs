//! Custom fields.

use serde_json::json;

use crate::support::torii::Account;
use crate::use_cases::enriching::{Options, Report, profiles, read, run};
use crate::use_cases::{block, help, options};

const PROFILES: &[u8] = br#"[
    { "email": "A.Okafor@acme.example", "badge": 7 },
    { "email": "bo@acme.example", "torii": { "old": true } },
    { "email": "new@acme.example" }
]"#;

fn office() -> Account {
    let account = Account::new();
    let mut state = account.state.lock().expect("a lock");
    state.user_fields = vec![
        json!({ "id": 1, "name": "Cost center", "key": "costCenter", "type": "singleLine", "isDeleted": false }),
        json!({ "id": 2, "name": "Manager", "key": "manager", "type": "user" }),
        json!({ "id": 3, "name": "Desk", "key": "desk", "type": "singleLine", "isDeleted": true }),
    ];
    let bo = state.users.get_mut(&48_214).expect("Bo");
    bo["manager"] = json!("ada@acme.example");
    drop(state);
    account
}

async fn enrich(account: &Account, line: &str) -> Report {
    let options = options::<Options>(line).expect("options");
    assert_eq!(options.file.as_os_str(), "profiles.json");
    let profiles = profiles(PROFILES).expect("profiles");
    run(&account.open(), &options, profiles)
        .await
        .expect("a report")
}

#[tokio::test]
async fn profiles_get_the_fields_by_any_address_of_a_user() {
    let account = office();
    let report = enrich(&account, "profiles.json").await;
    let json = serde_json::to_string_pretty(&report.profiles).expect("JSON") + "\n";
    assert_eq!(
        json,
        block(
            "enrich-custom-fields.md",
            "enrich-custom-fields -- profiles.json\n"
        )
    );
    assert_eq!(report.unknown, 1);
    let fields = "fields=email%2CadditionalEmails%2ClifecycleStatus%2CisDeletedInIdentitySources%2CcostCenter%2Cmanager";
    let expected = [
        "GET /v1.0/users/fields".to_owned(),
        format!("GET /v1.0/users?{fields}"),
        format!("GET /v1.0/users?cursor=2&{fields}"),
    ];
    assert_eq!(account.sent(), expected);
}

#[tokio::test]
async fn a_second_run_over_its_own_output_changes_nothing() {
    let account = office();
    let first = enrich(&account, "profiles.json").await.profiles;
    let output = serde_json::to_vec(&first).expect("JSON");
    let options = options::<Options>("profiles.json").expect("options");
    let again = profiles(&output).expect("profiles");
    let again = run(&account.open(), &options, again)
        .await
        .expect("a report");
    assert_eq!(again.profiles, first);
}

#[tokio::test]
async fn only_the_fields_that_are_asked_for() {
    let account = office();
    let report = enrich(
        &account,
        "profiles.json --field costCenter --into attributes",
    )
    .await;
    let ada = report.profiles.first().expect("a profile");
    assert_eq!(ada["attributes"], json!({ "Cost center": "R&D 7" }));

    let options = options::<Options>("profiles.json --field desk").expect("options");
    let error = run(&account.open(), &options, Vec::new())
        .await
        .expect_err("it is deleted");
    assert_eq!(
        error.to_string(),
        "unknown custom field `desk`: expected one of `costCenter`, `manager`"
    );
}

#[tokio::test]
async fn fields_that_share_a_name_have_their_keys() {
    let account = office();
    let second = json!({ "id": 4, "name": "Manager", "key": "manager_2" });
    account
        .state
        .lock()
        .expect("a lock")
        .user_fields
        .push(second);
    let report = enrich(&account, "profiles.json").await;
    let expected = json!({ "Cost center": null, "manager": "ada@acme.example", "manager_2": null });
    assert_eq!(report.profiles[1]["torii"], expected);
}

#[tokio::test]
async fn after_a_failure_there_is_no_half_a_result() {
    let account = office();
    account
        .state
        .lock()
        .expect("a lock")
        .refused
        .push("GET /v1.0/users/fields".to_owned());
    let options = options::<Options>("profiles.json").expect("options");
    run(&account.open(), &options, Vec::new())
        .await
        .expect_err("refused");
    account.state.lock().expect("a lock").refused.clear();
    assert_eq!(enrich(&account, "profiles.json").await.unknown, 1);
}

#[test]
fn a_profile_without_an_address_is_named() {
    let error = profiles(br#"[{ "email": "a@b.example" }, {}]"#).expect_err("no address");
    assert_eq!(error.to_string(), "the profile at /1 has no `email`");
}

#[test]
fn an_error_names_the_file() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let broken = folder.join("profiles-broken.json");
    std::fs::write(&broken, "[{]").expect("a file");
    for (path, reason) in [
        (folder.join("profiles-missing.json"), "No such file"),
        (broken, "line 1 column 3"),
    ] {
        let error = read(&path).expect_err(reason).to_string();
        let path = path.display().to_string();
        assert!(error.contains(&path) && error.contains(reason), "{error}");
    }
}

#[test]
fn its_help_is_on_its_page() {
    assert_eq!(
        help::<Options>(),
        block(
            "enrich-custom-fields.md",
            "enrich-custom-fields -- --help\n"
        )
    );
    options::<Options>("--into x").expect_err("no file");
}
