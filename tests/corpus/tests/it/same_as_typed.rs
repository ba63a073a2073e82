//! For equal arguments, the generated client and a call from its catalog put equal requests on the wire.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use signon_corpus_driver::{NO_CALL, Order, Report, Side};
use signon_corpus_tests::compare::{Difference, exact, request};
use signon_corpus_tests::crates::SCENARIOS;
use signon_corpus_tests::document::{Document, corpus};
use signon_corpus_tests::listed::Listed;
use signon_corpus_tests::operation::{self, Operation};
use signon_corpus_tests::plan::{Plan, plans};
use signon_corpus_tests::spector::arguments::find;
use signon_corpus_tests::spector::document;
use signon_corpus_tests::spector::scenario::{self, Body, Exchange};
use signon_corpus_tests::{build, drive};
use signon_oracle::skip;
use signon_runtime::catalog::{self, Catalog};

/// The calls that cannot be compared, with the reasons.
const LIST: &str = "dynamic-exceptions.tsv";

documents!(same);

fn same(name: &str) -> Result<(), String> {
    if skip::without(&corpus())? {
        return Ok(());
    }
    let document = Document::open(name)?;
    let (plans, errors) = plans(&document);
    let calls: Vec<Call> = plans.iter().map(Call::of_plan).collect();
    let mut tally = compare(name, &calls, &build::driver(name)?, &[])?;
    tally.differences.extend(errors);
    let operations = operation::operations(&document);
    tally.operations = operations.len();
    for endpoint in operations.iter().map(Operation::endpoint) {
        if !tally.compared.contains(&endpoint) {
            tally
                .differences
                .push(format!("{name} {endpoint} is not compared"));
        }
    }
    tally.report(name)
}

/// TypeSpec's scenarios, in which there is each style of each location, and each kind of body.
#[test]
fn scenarios() -> Result<(), String> {
    if skip::without(&scenario::folder())? {
        return Ok(());
    }
    let sources = document::all()?;
    let mut scenarios = scenario::all()?;
    scenario::supplement(&mut scenarios)?;
    let mut calls: BTreeMap<&str, Vec<Call>> = BTreeMap::new();
    for scenario in scenarios.values() {
        for exchange in &scenario.apis {
            if let Some((source, arguments)) = find(&sources, &scenario.dir, exchange, &[]) {
                let calls = calls.entry(&source.document.name).or_default();
                calls.push(Call::of_scenario(exchange, arguments.order));
            }
        }
    }
    let program = build::driver(SCENARIOS)?;
    let mut all = Tally::default();
    for (name, calls) in &calls {
        let mut tally = compare(name, calls, &program, &[name])?;
        let of_document = sources.iter().find(|source| source.document.name == *name);
        let operations = of_document.map(|source| operation::operations(&source.document).len());
        tally.operations = operations.unwrap_or_default();
        all.add(name, tally);
    }
    all.report("TypeSpec's scenarios")
}

/// A call to compare.
struct Call {
    /// The operation: `GET /users`.
    endpoint: String,
    /// What distinguishes the call from others of the operation.
    note: String,
    typed: Order,
    dynamic: Order,
    /// The body of a dynamic call, where it is XML: those of typed calls are written by the client.
    xml: Option<String>,
}

impl Call {
    fn of_plan(plan: &Plan) -> Self {
        Self {
            endpoint: plan.endpoint.clone(),
            note: format!("{:?}", plan.extent),
            typed: plan.order(Side::Ours, None),
            dynamic: plan.order(Side::Dynamic, None),
            xml: None,
        }
    }

    fn of_scenario(exchange: &Exchange, order: Order) -> Self {
        // One page is enough, and one credential is like the other.
        let typed = Order {
            pages: false,
            credential: None,
            ..order
        };
        let mut dynamic = Order {
            client: Side::Dynamic,
            ..typed.clone()
        };
        let xml = exchange.request.body.as_ref().and_then(Body::xml);
        if let Some(text) = xml {
            dynamic.given.body = Some(Value::from(text));
        }
        Self {
            endpoint: format!("{} {}", typed.method, typed.path),
            note: exchange.uri.clone(),
            xml: xml.map(str::to_owned),
            typed,
            dynamic,
        }
    }
}

/// The outcome of a comparison.
#[derive(Default)]
struct Tally {
    /// Operations of the document.
    operations: usize,
    /// Operations of which at least one call has equal requests.
    compared: BTreeSet<String>,
    /// Calls of which both requests were compared.
    calls: usize,
    /// Requests with a body.
    bodies: usize,
    /// Calls with a media type that the catalog lists as an alternative, which dynamic calls do not send.
    alternatives: usize,
    /// Calls with a media type that neither client sends.
    unsupported: usize,
    /// Exceptions that are listed with a reason.
    listed: usize,
    /// Differences, and operations without a comparison.
    differences: Vec<String>,
}

impl Tally {
    fn add(&mut self, document: &str, other: Self) {
        self.operations += other.operations;
        let compared = other.compared.into_iter();
        self.compared
            .extend(compared.map(|endpoint| format!("{document} {endpoint}")));
        self.calls += other.calls;
        self.bodies += other.bodies;
        self.alternatives += other.alternatives;
        self.unsupported += other.unsupported;
        self.listed += other.listed;
        self.differences.extend(other.differences);
    }

    /// Prints the counts; fails with what is not listed.
    fn report(self, name: &str) -> Result<(), String> {
        skip::say(&format!(
            "{name}: {} of {} operations compared in {} calls ({} with a body), {} calls with an alternative media type, \
             {} with one that neither client sends, {} exceptions, {} differences",
            self.compared.len(),
            self.operations,
            self.calls,
            self.bodies,
            self.alternatives,
            self.unsupported,
            self.listed,
            self.differences.len()
        ));
        if self.differences.is_empty() {
            Ok(())
        } else {
            Err(self.differences.join("\n"))
        }
    }
}

/// Has both clients make the calls of a document.
fn compare(
    name: &str,
    calls: &[Call],
    program: &Path,
    arguments: &[&str],
) -> Result<Tally, String> {
    let catalog = build::catalog(name)?;
    let typed = calls.iter().map(|call| call.typed.clone());
    let dynamic = calls.iter().map(|call| call.dynamic.clone());
    let reports = drive::reports(
        program,
        &typed.chain(dynamic).collect::<Vec<_>>(),
        arguments,
    )?;
    let (typed, dynamic) = reports.split_at(calls.len());
    let mut listed = Listed::read(LIST, name)?;
    let mut tally = Tally {
        listed: listed.count(),
        ..Tally::default()
    };
    for ((call, typed), dynamic) in calls.iter().zip(typed).zip(dynamic) {
        if is_alternative(&catalog, &call.typed) {
            tally.alternatives += 1;
            continue;
        }
        let has_no_call = |report: &Report| report.outcome.error.as_deref() == Some(NO_CALL);
        if has_no_call(typed) && has_no_call(dynamic) {
            tally.unsupported += 1;
            continue;
        }
        let differences = of_calls(&catalog, call, typed, dynamic);
        if differences.is_empty() {
            tally.calls += 1;
            tally.bodies += usize::from(typed.sent.iter().any(|sent| !sent.body.is_empty()));
            tally.compared.insert(call.endpoint.clone());
        }
        for Difference { part, text } in differences {
            if !listed.excepts(&call.endpoint, &part) {
                let Call { endpoint, note, .. } = call;
                tally
                    .differences
                    .push(format!("{name} {endpoint} ({note}), {part}: {text}"));
            }
        }
    }
    tally.differences.extend(listed.idle());
    Ok(tally)
}

/// What the catalog has for an order.
fn find_operation<'c>(catalog: &'c Catalog, order: &Order) -> Option<&'c catalog::Operation> {
    let mut operations = catalog.operations.iter();
    operations.find(|it| it.method == order.method && it.path == order.path)
}

/// Whether a call has a body of a media type that only typed calls send.
fn is_alternative(catalog: &Catalog, order: &Order) -> bool {
    let body = find_operation(catalog, order).and_then(|operation| operation.body.as_ref());
    let media = order.media.as_ref();
    media.is_some_and(|media| body.is_some_and(|body| body.alternatives.contains(media)))
}

/// The parts in which the two requests of a call differ.
fn of_calls(catalog: &Catalog, call: &Call, typed: &Report, dynamic: &Report) -> Vec<Difference> {
    let unmade = |part: &str, text: String| {
        let part = part.to_owned();
        vec![Difference { part, text }]
    };
    let (mut typed, mut dynamic) = match (request(typed), request(dynamic)) {
        (Ok(typed), Ok(dynamic)) => (typed.clone(), dynamic.clone()),
        (Err(typed), Err(dynamic)) => return unmade("call", format!("{typed}\n  and {dynamic}")),
        (Err(typed), Ok(_)) => return unmade("typed", typed),
        (Ok(_), Err(dynamic)) => return unmade("dynamic", dynamic),
    };
    if let Some(xml) = &call.xml {
        if *xml.as_bytes() != dynamic.body {
            return unmade("body", String::from_utf8_lossy(&dynamic.body).into_owned());
        }
        for sent in [&mut typed, &mut dynamic] {
            sent.body.clear();
            sent.headers.retain(|(name, _)| name != "content-length");
        }
    }
    let operation = find_operation(catalog, &call.typed);
    let key = operation.and_then(|operation| operation.idempotency_header.as_deref());
    exact(&typed, &dynamic, key)
}
