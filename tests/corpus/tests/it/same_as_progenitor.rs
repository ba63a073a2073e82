//! Both clients, signon's and progenitor's, put equal requests on the wire for equal arguments.

use signon_corpus_driver::Side;
use signon_corpus_tests::compare::{differences, spelling};
use signon_corpus_tests::document::{Document, corpus};
use signon_corpus_tests::listed::Listed;
use signon_corpus_tests::{build, drive, operation, plan};
use signon_oracle::skip;

/// The operations in which the two differ, or that one of the two does not have, with the reasons.
const LIST: &str = "progenitor-differs.tsv";

documents!(same;
    buildomat: "buildomat",
    keeper: "keeper",
    nexus: "nexus",
    propolis: "propolis"
);

fn same(name: &str) -> Result<(), String> {
    if skip::without(&corpus())? {
        return Ok(());
    }
    let document = Document::open(name)?;
    let (plans, mut errors) = plan::plans(&document);
    let program = build::driver(name)?;
    let orders: Vec<_> = [Side::Ours, Side::Peer]
        .into_iter()
        .flat_map(|side| plans.iter().map(move |plan| plan.order(side, None)))
        .collect();
    let reports = drive::reports(&program, &orders, &[])?;
    let (ours, peers) = reports.split_at(plans.len());
    let mut listed = Listed::read(LIST, name)?;
    let (mut equal, mut spelled) = (0, Vec::new());
    for ((plan, ours), peer) in plans.iter().zip(ours).zip(peers) {
        let mut differences = differences(ours, peer);
        differences.retain(|difference| !listed.excepts(&plan.endpoint, &difference.part));
        equal += usize::from(differences.is_empty());
        spelled.extend(spelling(ours, peer));
        errors.extend(differences.iter().map(|difference| {
            format!(
                "{name} {} ({:?}), {}: {}",
                plan.endpoint, plan.extent, difference.part, difference.text
            )
        }));
    }
    errors.extend(listed.idle());
    skip::say(&format!(
        "{name}: {} operations, {} calls by each client, {equal} as expected, {} exceptions, {} spelled another way",
        operation::operations(&document).len(),
        plans.len(),
        listed.count(),
        spelled.len()
    ));
    for text in spelled.iter().take(3) {
        skip::say(&format!("{name}: spelled another way: {text}"));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors.join("\n"))
    }
}
