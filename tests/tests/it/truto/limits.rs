//! Truto's own limits: 500 requests in 10 seconds for a token, 50 for an integrated account.

use std::time::Duration;

use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{Client, Credential, Operation};
use signon_truto::integrated_accounts::GetOwnIntegratedAccount;
use signon_truto::sso::GetApp;
use signon_truto::users::ListUsers;

const ACCOUNTS: [&str; 2] = [
    "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
    "0e6b48c9-f317-4d2a-8b50-c94d1f7a6e23",
];

/// A client that keeps to the documented limits, by this clock.
fn client(clock: &TestClock) -> Client {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, r#"{ "result": [] }"#));
    signon_runtime::ClientBuilder::<Client>::new(GetApp::METADATA.api())
        .credential(Credential::bearer("bearerAuth", "your_api_token"))
        .transport(memory)
        .clock(clock.clone())
        .build()
        .expect("the client can be set up")
}

/// How much time has passed once the call is made.
async fn passed<O: Operation>(operation: O, client: &Client, clock: &TestClock) -> Duration {
    let call = operation.send(client);
    let outcome = clock.drive(call.into_future()).await;
    assert!(outcome.is_ok());
    clock.passed()
}

#[tokio::test]
async fn an_account_has_fifty_over_all_operations() {
    let clock = TestClock::new();
    let client = client(&clock);
    let [account, other] = ACCOUNTS;
    for _ in 0..25 {
        let get = GetApp::new("731", account);
        assert_eq!(passed(get, &client, &clock).await, Duration::ZERO);
        let list = ListUsers::new(account);
        assert_eq!(passed(list, &client, &clock).await, Duration::ZERO);
    }
    let beside = GetApp::new("731", other);
    assert_eq!(passed(beside, &client, &clock).await, Duration::ZERO);
    let admin = GetOwnIntegratedAccount::new();
    assert_eq!(passed(admin, &client, &clock).await, Duration::ZERO);
    let late = passed(GetApp::new("731", account), &client, &clock).await;
    assert!(late >= Duration::from_secs(10), "{late:?}");
}

#[tokio::test]
async fn a_token_has_five_hundred_over_all_operations() {
    let clock = TestClock::new();
    let client = client(&clock);
    for number in 0..500 {
        let operation = GetOwnIntegratedAccount::new();
        let passed = passed(operation, &client, &clock).await;
        assert_eq!(passed, Duration::ZERO, "call {number}");
    }
    let late = passed(ListUsers::new(ACCOUNTS[0]), &client, &clock).await;
    assert!(late >= Duration::from_secs(10), "{late:?}");
}
