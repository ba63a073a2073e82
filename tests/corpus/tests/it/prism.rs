//! Every operation is called with what is required and with everything set; Prism judges the requests and makes up
//! answers, which must decode.

use std::collections::BTreeSet;
use std::path::Path;

use signon_corpus_driver::{Order, Side};
use signon_corpus_tests::document::{Document, corpus};
use signon_corpus_tests::judge::{self, Verdict, verdict};
use signon_corpus_tests::listed::Listed;
use signon_corpus_tests::operation::{self, Operation};
use signon_corpus_tests::plan::{self, Plan};
use signon_corpus_tests::{build, drive};
use signon_oracle::skip;
use signon_prism::Prism;

/// The operations that Prism or their own document are wrong about, with the reasons.
const LIST: &str = "prism-exceptions.tsv";

documents!(judged);

/// What Prism is asked for where its first response breaks the document: one made up from the schema, always the same.
const FROM_SCHEMA: &str = "dynamic=true, seed=signon";

#[tokio::main(flavor = "current_thread")]
async fn judged(name: &str) -> Result<(), String> {
    if skip::without(&corpus())? {
        return Ok(());
    }
    let document = Document::open(name)?;
    let operations = operation::operations(&document);
    let (plans, mut errors) = plan::plans(&document);
    let driver = build::driver(name)?;
    let program = Prism::install().await?;
    let file = signon_prism::home().join(format!("corpus-{name}.json"));
    let text = judge::for_prism(document.root()).to_string();
    std::fs::write(&file, text).map_err(|error| error.to_string())?;
    let prism = Prism::start(&program, &file).await?;
    let mut listed = Listed::read(LIST, name)?;
    errors.extend(controls(&plans, &driver, &prism.url, &mut listed)?);
    let mut open: Vec<&Plan> = plans.iter().collect();
    let (mut passed, mut not_offered) = (BTreeSet::new(), BTreeSet::new());
    for prefer in [None, Some(FROM_SCHEMA)] {
        let orders: Vec<_> = open
            .iter()
            .map(|plan| {
                let only = plan.only_error.map(|status| format!("code={status}"));
                plan.order(Side::Ours, only.as_deref().or(prefer))
            })
            .collect();
        let (driver, url) = (driver.clone(), prism.url.clone());
        let calls = tokio::task::spawn_blocking(move || drive::reports(&driver, &orders, &[&url]));
        let reports = calls.await.map_err(|error| error.to_string())??;
        let mut unanswered = Vec::new();
        for (plan, report) in open.iter().zip(&reports) {
            let of_plan = |it: &&Operation<'_>| it.endpoint() == plan.endpoint;
            let Some(operation) = operations.iter().find(of_plan) else {
                continue;
            };
            let (part, text) = match verdict(&document, operation, report) {
                Verdict::Fine => {
                    passed.insert((&plan.endpoint, plan.extent, &plan.media));
                    continue;
                }
                Verdict::NotOffered => {
                    not_offered.insert((&plan.endpoint, plan.extent));
                    continue;
                }
                Verdict::Unanswered(_) if prefer.is_none() => {
                    unanswered.push(*plan);
                    continue;
                }
                Verdict::Unanswered(text) => ("answer", text),
                Verdict::Problem { part, text } => (part, text),
            };
            if !listed.excepts(&plan.endpoint, part) {
                let (endpoint, extent) = (&plan.endpoint, plan.extent);
                errors.push(format!("{name} {endpoint} ({extent:?}), {part}: {text}"));
            }
        }
        open = unanswered;
    }
    prism.stop().await?;
    // One media type of several is enough.
    for (endpoint, extent) in not_offered {
        let is_called = passed
            .iter()
            .any(|(of, at, _)| (*of, *at) == (endpoint, extent));
        if !is_called && !listed.excepts(endpoint, "call") {
            errors.push(format!(
                "{name} {endpoint} ({extent:?}), call: there is none"
            ));
        }
    }
    errors.extend(listed.idle());
    skip::say(&format!(
        "{name}: {} operations, {} calls, {} let through and decoded, {} exceptions, {} errors",
        operations.len(),
        plans.len(),
        passed.len(),
        listed.count(),
        errors.len()
    ));
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors.join("\n"))
    }
}

/// Prism must be a judge: of each operation with a JSON body, it rejects a body that does not fit.
fn controls(
    plans: &[Plan],
    driver: &Path,
    url: &str,
    listed: &mut Listed,
) -> Result<Vec<String>, String> {
    let (plans, orders): (Vec<&Plan>, Vec<Order>) = plans
        .iter()
        .filter_map(|plan| Some((plan, plan.control()?)))
        .unzip();
    let reports = drive::reports(driver, &orders, &[url])?;
    let taken = plans.iter().zip(&reports).filter(|(_, report)| {
        let is_refused = report.outcome.status.is_some_and(|status| status >= 400);
        report.outcome.made && !is_refused
    });
    let mut errors = Vec::new();
    for (plan, _) in taken {
        if !listed.excepts(&plan.endpoint, "control") {
            let (endpoint, extent) = (&plan.endpoint, plan.extent);
            errors.push(format!(
                "{endpoint} ({extent:?}), control: Prism takes nonsense"
            ));
        }
    }
    Ok(errors)
}
