//! TypeSpec's scenarios: the generated clients make the calls, and TypeSpec's own server judges them. What is answered
//! must decode, and must be the same when it is written again.

use std::collections::BTreeMap;

use serde_json::Value;
use signon_corpus_driver::{Order, Outcome, Report};
use signon_corpus_tests::crates::SCENARIOS;
use signon_corpus_tests::listed::Listed;
use signon_corpus_tests::spector::arguments::find;
use signon_corpus_tests::spector::document::{self, Source};
use signon_corpus_tests::spector::scenario::{self, Body, Response, Scenario};
use signon_corpus_tests::spector::server::Server;
use signon_corpus_tests::{build, drive};
use signon_oracle::skip;

/// The scenarios that do not pass, with the reasons.
const LIST: &str = "spector-exceptions.tsv";

/// How many scenarios there are.
const COUNT: usize = 748;

#[tokio::test]
async fn scenarios() -> Result<(), String> {
    if skip::without(&scenario::folder())? {
        return Ok(());
    }
    let mut scenarios = scenario::all()?;
    scenario::supplement(&mut scenarios)?;
    assert_eq!(scenarios.len(), COUNT, "the set has other scenarios");
    let mut problems: BTreeMap<&String, String> = BTreeMap::new();
    let (calls, missing) = calls(&scenarios, &document::all()?);
    problems.extend(missing);
    let driver = build::driver(SCENARIOS)?;
    let server = Server::start().await?;
    for ((document, base), calls) in &calls {
        let orders: Vec<Order> = calls.iter().map(|call| call.order.clone()).collect();
        let (driver, document, url) = (driver.clone(), document.clone(), server.url.clone() + base);
        let reports = tokio::task::spawn_blocking(move || {
            drive::reports(&driver, &orders, &[document.as_str(), url.as_str()])
        });
        let reports = reports.await.map_err(|error| error.to_string())??;
        for (call, report) in calls.iter().zip(&reports) {
            if let Err(problem) = judge(report, call, &server.url) {
                problems.insert(call.scenario, problem);
            }
        }
    }
    let verdicts = server.stop().await?;
    for name in scenarios.keys() {
        let verdict = verdicts.get(name).map_or("unknown", String::as_str);
        if verdict != "pass" && !problems.contains_key(name) {
            problems.insert(name, format!("the server's verdict is {verdict}"));
        }
    }
    report(scenarios.len(), &problems)
}

/// Prints the count; fails with what is not listed, and with what is listed and passes.
fn report(count: usize, problems: &BTreeMap<&String, String>) -> Result<(), String> {
    let mut listed = Listed::read(LIST, SCENARIOS)?;
    let mut errors = Vec::new();
    for (name, problem) in problems {
        if !listed.excepts(name, "scenario") {
            errors.push(format!("{name}: {problem}"));
        }
    }
    errors.extend(listed.idle());
    skip::say(&format!(
        "TypeSpec: {} of {count} scenarios pass, {} are listed with a reason, {} are not as listed",
        count - problems.len(),
        listed.count(),
        errors.len()
    ));
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors.join("\n"))
    }
}

/// A call of a scenario.
struct Call<'s> {
    scenario: &'s String,
    order: Order,
    /// The response, or that of each page.
    answers: Vec<Answer<'s>>,
}

/// A response of the server.
struct Answer<'s> {
    response: &'s Response,
    /// What it means, where it is XML.
    xml: Option<Value>,
}

/// The calls for each document and each path of its server.
type Calls<'s> = BTreeMap<(String, String), Vec<Call<'s>>>;

/// The calls of all scenarios, and the scenarios that no document has operations for.
fn calls<'s>(
    scenarios: &'s BTreeMap<String, Scenario>,
    sources: &[Source],
) -> (Calls<'s>, BTreeMap<&'s String, String>) {
    let mut calls = Calls::new();
    let mut missing = BTreeMap::new();
    for (name, scenario) in scenarios {
        let mut exchanges = scenario.apis.as_slice();
        while let Some((exchange, following)) = exchanges.split_first() {
            let found = find(sources, &scenario.dir, exchange, following);
            exchanges = following;
            if let Some((source, arguments)) = found {
                let key = (source.document.name.clone(), arguments.base);
                exchanges = following.get(arguments.xml.len() - 1..).unwrap_or_default();
                let responses = std::iter::once(exchange).chain(following);
                let answers = responses.zip(arguments.xml).map(|(exchange, xml)| Answer {
                    response: &exchange.response,
                    xml,
                });
                calls.entry(key).or_default().push(Call {
                    scenario: name,
                    order: arguments.order,
                    answers: answers.collect(),
                });
            } else {
                let problem = format!("no operation for {} {}", exchange.method, exchange.uri);
                missing.insert(name, problem);
            }
        }
    }
    (calls, missing)
}

/// Whether a call ended as its scenario has it.
fn judge(report: &Report, call: &Call<'_>, server: &str) -> Result<(), String> {
    let outcome = &report.outcome;
    if !call.order.pages {
        let mut answers = call.answers.iter();
        return answers
            .try_for_each(|answer| judge_answer(outcome, answer, outcome.answer.as_ref(), server));
    }
    if outcome.pages.len() != call.answers.len() {
        let error = outcome.error.as_deref().unwrap_or_default();
        return Err(format!("{} pages came. {error}", outcome.pages.len()));
    }
    let mut pages = call.answers.iter().zip(&outcome.pages);
    pages.try_for_each(|(answer, page)| judge_answer(outcome, answer, page.as_ref(), server))
}

/// Whether a response came through as it was.
fn judge_answer(
    outcome: &Outcome,
    expected: &Answer<'_>,
    actual: Option<&Value>,
    server: &str,
) -> Result<(), String> {
    let response = expected.response;
    let error = || {
        let body = outcome.body.as_deref().unwrap_or_default();
        format!("{} {body}", outcome.error.as_deref().unwrap_or_default())
    };
    if response.status >= 400 {
        if expected.xml.is_some() && !outcome.documented {
            return Err(format!("the error is not decoded: {}", error()));
        }
        return if outcome.status == Some(response.status) {
            Ok(())
        } else {
            Err(format!("expected status {}: {}", response.status, error()))
        };
    }
    if outcome.error.is_some() {
        return Err(error());
    }
    let is_xml = response.body.as_ref().and_then(Body::xml).is_some();
    if is_xml && expected.xml.is_none() {
        return Err("the document does not say what the XML of the response means".to_owned());
    }
    let expected = response.json().or_else(|| expected.xml.clone());
    let expected = expected.map(|expected| on_server(expected, server));
    match (expected, actual) {
        (Some(expected), Some(answer)) if !same(&expected, answer) => {
            Err(format!("the answer {expected} became {answer}"))
        }
        (Some(expected), None) => Err(format!("the answer {expected} is not typed as JSON")),
        _ => Ok(()),
    }
}

/// A response with the address of the server instead of the one that the scenarios were recorded at.
fn on_server(answer: Value, server: &str) -> Value {
    let port = server.rsplit(':').next().unwrap_or_default();
    let text = answer.to_string();
    let text = text.replace("//localhost:3998/", &format!("//localhost:{port}/"));
    let text = text.replace("PLACEHOLDER_BASE_URL", server);
    serde_json::from_str(&text).unwrap_or(answer)
}

/// Whether two values are equal; numbers by value.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
