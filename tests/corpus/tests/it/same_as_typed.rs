//! For equal arguments, the generated client and a call from its catalog put equal requests on the wire.

use std::collections::BTreeSet;

use signon_corpus_driver::{NO_CALL, Report, Side};
use signon_corpus_tests::compare::{Difference, exact, request};
use signon_corpus_tests::document::{Document, corpus};
use signon_corpus_tests::listed::Listed;
use signon_corpus_tests::plan::{Plan, plans};
use signon_corpus_tests::{build, drive, operation};
use signon_oracle::skip;
use signon_runtime::catalog::{self, Catalog};

/// The calls that cannot be compared, with the reasons.
const LIST: &str = "dynamic-exceptions.tsv";

documents!(same;
    buildomat: "buildomat",
    clerk_bapi: "clerk-bapi",
    hanko_admin: "hanko-admin",
    intercom: "intercom",
    keeper: "keeper",
    nexus: "nexus",
    ory_hydra: "ory-hydra",
    petstore: "petstore",
    petstore_oai: "petstore-oai",
    propolis: "propolis",
    qdrant: "qdrant",
    spotify: "spotify",
    unkey: "unkey",
    vercel: "vercel"
);

/// What came of a comparison.
#[derive(Default)]
struct Tally {
    /// Operations of which at least one call has equal requests.
    compared: BTreeSet<String>,
    /// Calls with equal requests.
    calls: usize,
    /// Requests with a body.
    bodies: usize,
    /// Calls with a media type that the catalog lists as an alternative, which dynamic calls do not send.
    alternatives: usize,
    /// Calls with a media type that neither client sends.
    unsupported: usize,
}

fn same(name: &str) -> Result<(), String> {
    if skip::without(&corpus())? {
        return Ok(());
    }
    let document = Document::open(name)?;
    let program = build::driver(name)?;
    let catalog = build::catalog(name)?;
    let (plans, mut faults) = plans(&document);
    let orders: Vec<_> = [Side::Ours, Side::Dynamic]
        .into_iter()
        .flat_map(|side| plans.iter().map(move |plan| plan.order(side, None)))
        .collect();
    let reports = drive::reports(&program, &orders, &[])?;
    let (typed, dynamic) = reports.split_at(plans.len());
    let mut listed = Listed::read(LIST, name)?;
    let mut tally = Tally::default();
    for ((plan, typed), dynamic) in plans.iter().zip(typed).zip(dynamic) {
        if is_alternative(&catalog, plan) {
            tally.alternatives += 1;
            continue;
        }
        let has_no_call = |report: &Report| report.outcome.error.as_deref() == Some(NO_CALL);
        if has_no_call(typed) && has_no_call(dynamic) {
            tally.unsupported += 1;
            continue;
        }
        let differences = of_calls(&catalog, plan, typed, dynamic);
        if differences.is_empty() {
            tally.calls += 1;
            tally.bodies += usize::from(typed.sent.iter().any(|sent| !sent.body.is_empty()));
            tally.compared.insert(plan.endpoint.clone());
        }
        for Difference { part, text } in differences {
            if !listed.excepts(&plan.endpoint, &part) {
                let Plan {
                    endpoint, extent, ..
                } = plan;
                faults.push(format!("{name} {endpoint} ({extent:?}), {part}: {text}"));
            }
        }
    }
    let operations = operation::operations(&document);
    for operation in &operations {
        if !tally.compared.contains(&operation.endpoint()) {
            faults.push(format!("{name} {} is not compared", operation.endpoint()));
        }
    }
    faults.extend(listed.idle());
    skip::say(&format!(
        "{name}: {} of {} operations compared in {} calls ({} with a body), {} calls with an alternative media type, \
         {} with one that neither client sends, {} exceptions, {} faults",
        tally.compared.len(),
        operations.len(),
        tally.calls,
        tally.bodies,
        tally.alternatives,
        tally.unsupported,
        listed.count(),
        faults.len()
    ));
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("\n"))
    }
}

/// What the catalog has for a call.
fn find<'c>(catalog: &'c Catalog, plan: &Plan) -> Option<&'c catalog::Operation> {
    let mut operations = catalog.operations.iter();
    operations.find(|it| it.method == plan.method && it.path == plan.path)
}

/// Whether a call has a body of a media type that only typed calls send.
fn is_alternative(catalog: &Catalog, plan: &Plan) -> bool {
    let body = find(catalog, plan).and_then(|operation| operation.body.as_ref());
    let media = plan.media.as_ref();
    media.is_some_and(|media| body.is_some_and(|body| body.alternatives.contains(media)))
}

/// The parts in which the two requests of a call differ.
fn of_calls(catalog: &Catalog, plan: &Plan, typed: &Report, dynamic: &Report) -> Vec<Difference> {
    let unmade = |part: &str, text: String| {
        let part = part.to_owned();
        vec![Difference { part, text }]
    };
    match (request(typed), request(dynamic)) {
        (Ok(typed), Ok(dynamic)) => {
            let operation = find(catalog, plan);
            let key = operation.and_then(|operation| operation.idempotency_header.as_deref());
            exact(typed, dynamic, key)
        }
        (Err(typed), Err(dynamic)) => unmade("call", format!("{typed}\n  and {dynamic}")),
        (Err(typed), Ok(_)) => unmade("typed", typed),
        (Ok(_), Err(dynamic)) => unmade("dynamic", dynamic),
    }
}
