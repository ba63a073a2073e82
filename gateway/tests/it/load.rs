//! Many callers at the same time, and providers that are slow or fail.

use std::sync::Arc;
use std::time::{Duration, Instant};

use signon_runtime::testing::{Answer, Memory};
use tokio::task::JoinSet;

use crate::support::gateway::{self, Running, TORII};
use crate::support::{onelogin, provider};

const CALLS: usize = 250;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_at_once_and_no_account_holds_another() {
    let slow = Duration::from_millis(500);
    let good = provider::serve(onelogin::Account::new().memory).await;
    let other = provider::serve(onelogin::Account::new().memory).await;
    let slow_one = provider::serve_slowly(onelogin::Account::new().memory, slow).await;
    let failing = Memory::new();
    failing.handle(|_| Answer::json(500, r#"{"message": "broken"}"#));
    let failing = provider::serve(failing).await;
    let accounts: String = [
        ("good", &good),
        ("other", &other),
        ("slow", &slow_one),
        ("failing", &failing),
    ]
    .map(|(id, url)| gateway::account(id, "onelogin", url, "token", "ONELOGIN_TOKEN"))
    .concat();
    let config = gateway::config(&accounts).replace(&format!("accounts = [\"{TORII}\"]"), "");
    let running = Arc::new(Running::start(&config).await);

    let start = Instant::now();
    let mut calls = JoinSet::new();
    for _ in 0..CALLS {
        // The slow ones come first, so that the others would have to wait for them.
        for (account, expected) in [
            ("slow", 200),
            ("failing", 500),
            ("good", 200),
            ("other", 200),
        ] {
            let running = Arc::clone(&running);
            calls.spawn(async move {
                let line =
                    format!("GET /unified/user-directory/users/2?integrated_account_id={account}");
                let status = running.call(&line, "").await.status;
                (account, status == expected, start.elapsed())
            });
        }
    }
    let done = calls.join_all().await;
    assert_eq!(done.len(), 4 * CALLS);
    let wrong = done
        .iter()
        .filter(|(_, as_expected, _)| !as_expected)
        .count();
    assert_eq!(wrong, 0, "calls that were answered otherwise");
    let last = |name: &str| {
        let of_account = done.iter().filter(|(account, _, _)| *account == name);
        of_account
            .map(|(_, _, elapsed)| *elapsed)
            .max()
            .unwrap_or_default()
    };
    // 250 calls in slots of 64 take four rounds.
    assert!(last("slow") >= slow * 4);
    for account in ["good", "other", "failing"] {
        assert!(
            last(account) < last("slow"),
            "{account}: {:?}",
            last(account)
        );
    }
}

#[tokio::test]
async fn an_account_has_so_many_slots() {
    let slow =
        provider::serve_slowly(onelogin::Account::new().memory, Duration::from_millis(300)).await;
    let account = gateway::account("slow", "onelogin", &slow, "token", "ONELOGIN_TOKEN");
    let config = gateway::config(&format!("{account}\nconcurrency = 1\nwaiting = 1\n"));
    let running =
        Arc::new(Running::start(&config.replace(&format!("accounts = [\"{TORII}\"]"), "")).await);
    let mut calls = JoinSet::new();
    for _ in 0..5 {
        let running = Arc::clone(&running);
        calls.spawn(async move {
            let line = "GET /unified/user-directory/users/2?integrated_account_id=slow";
            let answer = running.call(line, "").await;
            (
                answer.status,
                answer.header("retry-after").map(str::to_owned),
            )
        });
    }
    let done = calls.join_all().await;
    let refused: Vec<_> = done.iter().filter(|(status, _)| *status == 429).collect();
    assert_eq!((refused.len(), done.len()), (3, 5), "{done:?}");
    assert!(refused.iter().all(|(_, wait)| wait.as_deref() == Some("1")));
}
