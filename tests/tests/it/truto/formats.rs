//! One operation that reads and one that writes, with each value of `truto_response_format` and with excluded fields.

use serde_json::{Value, json};
use signon_runtime::testing::Answer;
use signon_truto::groups::{AddGroupMember, ChangedGroup, GroupMembership};
use signon_truto::sso::{
    AppUpdate, FormattedApp, GetApp, GetAppResponse, UpdateApp, UpdateAppResponse,
};
use signon_truto::users::{
    CreateUser, CreateUserResponse, DeleteUser, DeleteUserResponse, FormattedUser, UserCreate,
};

use super::{ACCOUNT, json, other};

/// The body of a read, in the format that was asked for.
async fn read(format: &str, body: &Value) -> FormattedApp {
    let operation = GetApp::new("731", ACCOUNT).truto_response_format(format);
    let response = json(operation, 200, body).await.expect("it is read");
    let GetAppResponse::Json(app) = response else {
        panic!("{format}: {response:?}");
    };
    app
}

/// The body of a write, in the format that was asked for.
async fn written(format: &str, body: &Value) -> FormattedApp {
    let update = AppUpdate::new().is_active("true");
    let operation = UpdateApp::new("731", ACCOUNT, update).truto_response_format(format);
    let response = json(operation, 200, body).await.expect("it is read");
    let UpdateAppResponse::Json(app) = response else {
        panic!("{format}: {response:?}");
    };
    app
}

#[tokio::test]
async fn unified_is_the_record() {
    let body = json!({ "id": "731", "name": "Miro", "status": "sanctioned", "tier": 2 });
    for app in [
        read("unified", &body).await,
        written("unified", &body).await,
    ] {
        assert_eq!(serde_json::to_value(&app).unwrap(), body);
        let FormattedApp::Unified(app) = app else {
            panic!("{app:?}");
        };
        assert_eq!(app.name.as_deref(), Some("Miro"));
    }
}

#[tokio::test]
async fn excluded_fields_fail_neither_a_read_nor_a_write() {
    let body = json!({ "display_name": "Miro", "status": "active" });
    let update = AppUpdate::new().is_active("true");
    let write = UpdateApp::new("731", ACCOUNT, update).truto_exclude_fields(["id", "name"]);
    let UpdateAppResponse::Json(FormattedApp::Unified(app)) =
        json(write, 200, &body).await.unwrap()
    else {
        panic!("not the record");
    };
    assert!(app.id.is_absent());
    assert_eq!(app.name, None);

    let read = GetApp::new("731", ACCOUNT).truto_exclude_fields(["id", "name"]);
    let app = json(read, 200, &body).await.unwrap();
    assert!(
        matches!(app, GetAppResponse::Json(FormattedApp::Unified(_))),
        "{app:?}"
    );
}

#[tokio::test]
async fn raw_is_what_the_product_said() {
    let objects = [
        json!({ "app": { "id": 731, "name": "Miro", "isUserRemovedFromApp": true } }),
        json!({ "ok": true }),
        // Fields of the model's names with other types.
        json!({ "id": { "value": 731 }, "status": ["a", "b"] }),
    ];
    for body in &objects {
        for app in [read("raw", body).await, written("raw", body).await] {
            assert_eq!(serde_json::to_value(&app).unwrap(), *body);
            assert!(matches!(app, FormattedApp::Raw(_)), "{app:?}");
        }
    }
    for body in &[
        json!([{ "id": 731 }]),
        json!("accepted"),
        json!(null),
        json!(4),
    ] {
        for app in [read("raw", body).await, written("raw", body).await] {
            assert_eq!(serde_json::to_value(&app).unwrap(), *body);
            assert!(matches!(app, FormattedApp::Unknown(_)), "{app:?}");
        }
    }
}

#[tokio::test]
async fn normalized_is_the_record_or_kept_as_it_came() {
    let body = json!({ "id": "731", "name": "Miro" });
    let app = read("normalized", &body).await;
    assert!(matches!(app, FormattedApp::Unified(_)), "{app:?}");
    let body = json!({ "data": { "id": "731", "name": "Miro" } });
    let app = written("normalized", &body).await;
    assert_eq!(serde_json::to_value(&app).unwrap(), body);
    assert!(matches!(app, FormattedApp::Raw(_)), "{app:?}");
}

#[tokio::test]
async fn debug_is_the_record_and_its_trace() {
    let body = json!({
        "result": { "id": 731, "name": "Miro" },
        "debug": {
            "requestUrl": "https://api.toriihq.com/v1.0/apps/731",
            "requestOptions": { "method": "GET", "headers": { "Authorization": "Bearer t0ken" } },
            "data": { "app": { "id": 731 } },
            "responseHeaders": { "content-type": "application/json" }
        }
    });
    for app in [read("debug", &body).await, written("debug", &body).await] {
        assert_eq!(serde_json::to_value(&app).unwrap(), body);
        assert!(!format!("{app:?}").contains("t0ken"), "{app:?}");
        let FormattedApp::Debug(app) = app else {
            panic!("{app:?}");
        };
        let name = app.result.into_option().and_then(|app| app.name);
        assert_eq!(name.as_deref(), Some("Miro"));
    }
    let skipped = json!({ "result": null, "debug": null });
    let app = read("debug", &skipped).await;
    assert!(matches!(app, FormattedApp::Debug(_)), "{app:?}");
}

#[tokio::test]
async fn a_stream_is_bytes() {
    fn file() -> Answer {
        Answer::status(200)
            .header("content-type", "application/pdf")
            .body("%PDF-1.7")
    }
    let update = AppUpdate::new().is_active("true");
    let write = UpdateApp::new("731", ACCOUNT, update).truto_response_format("stream");
    let UpdateAppResponse::Any(stream) = other(write, file).await.unwrap() else {
        panic!("not a stream");
    };
    assert_eq!(stream.collect(64).await.unwrap(), b"%PDF-1.7");

    let read = GetApp::new("731", ACCOUNT).truto_response_format("stream");
    let GetAppResponse::Any(stream) = other(read, file).await.unwrap() else {
        panic!("not a stream");
    };
    assert_eq!(stream.collect(64).await.unwrap(), b"%PDF-1.7");
}

#[tokio::test]
async fn a_creation_is_read_alike_with_200_and_201() {
    for status in [200, 201] {
        let create = CreateUser::new(ACCOUNT, UserCreate::new().first_name("Ines"));
        let user = json(create, status, &json!({ "first_name": "Ines" }))
            .await
            .unwrap();
        let CreateUserResponse::Json(FormattedUser::Unified(user)) = user else {
            panic!("{user:?}");
        };
        assert!(user.id.is_absent());
    }
}

#[tokio::test]
async fn a_deletion_has_the_id_the_record_or_no_body() {
    let deletion = || DeleteUser::new("90417", ACCOUNT);
    for body in [
        json!({ "id": "90417" }),
        json!({ "id": 90417, "name": "Lena Okafor" }),
    ] {
        let user = json(deletion(), 200, &body).await.unwrap();
        let DeleteUserResponse::Ok(FormattedUser::Unified(_)) = user else {
            panic!("{user:?}");
        };
    }
    let nothing = other(deletion(), || Answer::status(204)).await.unwrap();
    assert!(
        matches!(nothing, DeleteUserResponse::NoContent),
        "{nothing:?}"
    );
    let empty = json(deletion(), 200, &json!({})).await.unwrap();
    assert!(matches!(empty, DeleteUserResponse::Ok(_)), "{empty:?}");
}

#[tokio::test]
async fn a_custom_method_wraps_its_record_or_does_not() {
    use signon_truto::groups::AddGroupMemberResponse::Json;

    let operation = || {
        let member = GroupMembership::new().group_id("grp_93").user_id("90417");
        AddGroupMember::new(ACCOUNT, member)
    };
    let group = json!({ "id": "grp_93", "name": "Platform" });
    let plain = json(operation(), 200, &group).await.unwrap();
    assert!(matches!(plain, Json(ChangedGroup::Unified(_))), "{plain:?}");
    let body = json!({ "result": group });
    let wrapped = json(operation(), 200, &body).await.unwrap();
    assert!(
        matches!(wrapped, Json(ChangedGroup::Wrapped(_))),
        "{wrapped:?}"
    );
    let body = json!({ "result": group, "debug": { "requestUrl": "https://acme.okta.com" } });
    let debug = json(operation(), 200, &body).await.unwrap();
    assert!(matches!(debug, Json(ChangedGroup::Debug(_))), "{debug:?}");
}
