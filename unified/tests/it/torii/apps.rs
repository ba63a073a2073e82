//! Apps, and who uses them.

use serde_json::json;
use signon_unified::models::{AppAccess, AppStatus, AppUpdate};
use signon_unified::{AppQuery, AppUserQuery, SingleSignOn};

use crate::support::torii::Account;
use crate::torii::unified;

#[tokio::test]
async fn apps_and_their_users() {
    let account = Account::new();
    let torii = account.open();
    let apps = torii
        .apps(AppQuery::new())
        .collect_all()
        .await
        .expect("apps");
    let brief: Vec<_> = apps.iter().map(unified).collect();
    // Torii gives neither `state` nor `creationTime` unless a request names them.
    let figma = json!({
        "id": "118", "name": "Figma", "display_name": "Figma", "status": "sanctioned",
        "created_at": "2024-05-06T07:08:09.000Z",
    });
    assert_eq!(brief[0], figma);
    assert_eq!(
        brief[1],
        json!({ "id": "119", "name": "119", "status": null })
    );
    let app = torii.get_app("118", None).await.expect("an app");
    assert_eq!(unified(&app), figma);

    let of_user = torii
        .apps(AppQuery::new().user_id("48213"))
        .collect_all()
        .await
        .expect("apps");
    let figma = json!({
        "id": "118", "name": "Figma", "display_name": "Figma", "status": "active",
        "created_at": "2024-06-01T00:00:00.000Z",
    });
    assert_eq!(unified(&of_user[0]), figma);
    let app = torii.get_app("118", Some("48213")).await.expect("an app");
    assert_eq!(unified(&app), figma);

    let users = torii
        .app_users(AppUserQuery::new().app_id("118"))
        .collect_all()
        .await
        .expect("users");
    let ids: Vec<(&str, Option<&str>)> = users
        .iter()
        .map(|user| (user.id.as_str(), user.status.as_deref()))
        .collect();
    assert_eq!(
        ids,
        [("48213", Some("active")), ("ext-7", Some("inactive"))]
    );
    let app = users[0]
        .apps
        .as_option()
        .and_then(|apps| apps.first())
        .expect("an app");
    assert_eq!(
        (app.id.as_deref(), app.name.as_deref()),
        (Some("118"), Some("Figma"))
    );
    let error = torii
        .list_app_users(AppUserQuery::new())
        .await
        .expect_err("no app");
    assert!(error.is_local(), "{error}");
}

#[tokio::test]
async fn the_fields_of_a_list_are_those_of_the_remote_query_if_it_names_some() {
    let account = Account::new();
    let torii = account.open();
    let query = AppQuery::new().remote_query("fields", "name,c_seats");
    torii.list_apps(query).await.expect("a page");
    let query = AppQuery::new()
        .user_id("48213")
        .remote_query("fields", "name");
    torii.list_apps(query).await.expect("a page");
    let sent = account.sent();
    assert_eq!(
        sent,
        [
            "GET /v1.0/apps?fields=name%2Cc_seats",
            "GET /v1.0/users/48213/apps?fields=name"
        ]
    );
}

/// Truto's `is_active` says the opposite of its name: `true` removes the person.
#[tokio::test]
async fn is_active_true_removes_the_user_from_the_app() {
    let account = Account::new();
    let torii = account.open();
    let remove = AppUpdate::new().access(AppAccess::Removed);
    assert_eq!(
        unified(&remove),
        json!({ "is_active": "true" }),
        "Truto's own words"
    );
    let written = torii
        .update_app("118", Some("48213"), remove)
        .await
        .expect("a change");
    assert_eq!(
        account.memory.requests()[0].text(),
        r#"{"isUserRemovedFromApp":true}"#
    );
    assert_eq!(
        written.record.status.as_option().map(AppStatus::as_str),
        Some("inactive")
    );

    let keep = AppUpdate::new().access(AppAccess::Kept);
    let written = torii
        .update_app("118", Some("48213"), keep)
        .await
        .expect("a change");
    assert_eq!(
        account.memory.requests()[1].text(),
        r#"{"isUserRemovedFromApp":false}"#
    );
    assert_eq!(
        written.record.status.as_option().map(AppStatus::as_str),
        Some("active")
    );

    let unclear = AppUpdate::new().access(AppAccess::from("active"));
    let error = torii
        .update_app("118", Some("48213"), unclear)
        .await
        .expect_err("unclear");
    assert!(
        error
            .to_string()
            .contains("does not take `active` as `is_active`"),
        "{error}"
    );
    let nobody = torii
        .update_app("118", None, AppUpdate::new())
        .await
        .expect_err("no user");
    assert!(
        nobody.to_string().contains("`user_id` is missing"),
        "{nobody}"
    );
    assert_eq!(account.memory.count(), 2);
}
