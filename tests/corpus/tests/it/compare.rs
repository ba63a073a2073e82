//! The comparison itself: what it must find, and what it must let pass.

use signon_corpus_driver::{Report, Sent};
use signon_corpus_tests::compare::differences;

fn sent() -> Sent {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Sent {
        method: "POST".to_owned(),
        target: "/a%2Fb/c?x=1&y=a%20b".to_owned(),
        headers: vec![
            header("accept", "application/json"),
            header("content-type", "application/json"),
            header("user-agent", "one/1.0"),
        ],
        body: br#"{"a":1,"b":[true]}"#.to_vec(),
    }
}

/// The parts in which a request with this change differs from one without.
fn parts(change: impl FnOnce(&mut Sent)) -> Vec<String> {
    let report = |sent: Sent| Report {
        sent: vec![sent],
        ..Report::default()
    };
    let mut changed = sent();
    change(&mut changed);
    differences(&report(sent()), &report(changed))
        .into_iter()
        .map(|difference| difference.part)
        .collect()
}

#[test]
fn what_means_the_same_is_equal() {
    assert_eq!(parts(|_| {}), [""; 0]);
    let spelled = |sent: &mut Sent| "/a%2fb/%63?y=a+b&x=1".clone_into(&mut sent.target);
    assert_eq!(parts(spelled), [""; 0]);
    let spaced = |sent: &mut Sent| sent.body = br#"{ "b": [true], "a": 1 }"#.to_vec();
    assert_eq!(parts(spaced), [""; 0]);
    let named = |sent: &mut Sent| "other/2.0".clone_into(&mut sent.headers[2].1);
    assert_eq!(parts(named), [""; 0]);
}

#[test]
fn every_part_counts() {
    assert_eq!(parts(|sent| "PUT".clone_into(&mut sent.method)), ["method"]);
    let slash = |sent: &mut Sent| "/a/b/c?x=1&y=a%20b".clone_into(&mut sent.target);
    assert_eq!(parts(slash), ["path"]);
    let twice = |sent: &mut Sent| sent.target.push_str("&x=1");
    assert_eq!(parts(twice), ["query"]);
    let text = |sent: &mut Sent| sent.body = br#"{"a":"1","b":[true]}"#.to_vec();
    assert_eq!(parts(text), ["body"]);
    let gone = |sent: &mut Sent| drop(sent.headers.remove(0));
    assert_eq!(parts(gone), ["accept"]);
    let more = |sent: &mut Sent| sent.headers.push(("x-trace".to_owned(), "1".to_owned()));
    assert_eq!(parts(more), ["x-trace"]);
}

#[test]
fn a_call_that_sends_nothing_or_twice_is_found() {
    let report = |sent: Vec<Sent>| Report {
        sent,
        ..Report::default()
    };
    let one = report(vec![sent()]);
    let parts = |ours: &Report, peer: &Report| {
        let found = differences(ours, peer);
        found.into_iter().map(|it| it.part).collect::<Vec<_>>()
    };
    assert_eq!(parts(&report(vec![]), &one), ["ours"]);
    assert_eq!(parts(&one, &report(vec![sent(), sent()])), ["peer"]);
    assert_eq!(parts(&report(vec![]), &report(vec![])), ["call"]);
}
