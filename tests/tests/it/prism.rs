//! Every call of every operation, judged and answered by Prism.

use std::path::{Path, PathBuf};

use http::Method;
use signon_oracle::skip;
use signon_prism::Prism;
use signon_runtime::metadata::Api;
use signon_runtime::{Client, ClientBuilder, Request};
use signon_tests::provider::{PROVIDERS, Provider};
use tokio::task::JoinSet;

/// Runs where `SIGNON_PRISM` is set, as in CI: it needs Node, and the network once.
#[tokio::test]
async fn prism_rejects_no_request_and_every_answer_decodes() {
    if !skip::is_set("SIGNON_PRISM") {
        skip::say("skipped: `SIGNON_PRISM=1` sends every call to Prism; it needs Node and npm");
        return;
    }
    let found = each_provider(|provider, program| async move { run(provider, &program).await });
    let found = found.await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Runs all providers at once, each with the path of the Prism program; what went wrong.
pub(crate) async fn each_provider<F>(run: impl Fn(&'static Provider, PathBuf) -> F) -> Vec<String>
where
    F: Future<Output = Result<Vec<String>, String>> + Send + 'static,
{
    let program = Prism::install().await.expect("Prism");
    let runs: JoinSet<_> = PROVIDERS
        .iter()
        .map(|provider| run(provider, program.clone()))
        .collect();
    let found = runs.join_all().await.into_iter();
    found.flat_map(|found| found.expect("a run")).collect()
}

/// Sends all calls of a provider to a Prism of its own; what went wrong.
async fn run(provider: &Provider, program: &Path) -> Result<Vec<String>, String> {
    let bundle = signon_prism::home().join(format!("{}.json", provider.name));
    std::fs::write(&bundle, &provider.spec()?.text).map_err(|error| error.to_string())?;
    let prism = Prism::start(program, &bundle).await?;
    refuses_strangers(provider, &prism).await?;
    let (count, errors) = calls(provider, &prism).await?;
    skip::say(&format!(
        "{}: Prism was sent {count} calls, and {} failed",
        provider.name,
        errors.len()
    ));
    prism.stop().await?;
    Ok(errors)
}

/// An API without security.
static NOBODY: Api = Api::new("nobody", "1");

/// Prism must be a judge: it rejects a path that the document does not have, and calls without credentials.
async fn refuses_strangers(provider: &Provider, prism: &Prism) -> Result<(), String> {
    let builder = ClientBuilder::new(&NOBODY).base_url(&prism.url);
    let stranger: Client = builder.build().map_err(|error| error.to_string())?;
    let endpoints = provider.spec()?.endpoints();
    let mut lists = endpoints
        .iter()
        .filter(|endpoint| endpoint.method == "GET" && !endpoint.path.contains('{'));
    let list = lists.next().ok_or("there is no list")?;
    for path in ["/no/such/path", list.path] {
        if stranger
            .call_raw(Request::custom(Method::GET, path))
            .await
            .is_ok()
        {
            return Err(format!("{}: Prism lets anyone get {path}", provider.name));
        }
    }
    Ok(())
}

/// Makes all calls of a provider; how many there are, and what went wrong.
async fn calls(provider: &Provider, prism: &Prism) -> Result<(usize, Vec<String>), String> {
    let builder = provider
        .client()?
        .base_url(&prism.url)
        .keep_rate_limits(false);
    let client: Client = builder.build().map_err(|error| error.to_string())?;
    let calls = (provider.calls)();
    let endpoints = provider.spec()?.endpoints();
    let mut found: Vec<_> = endpoints
        .iter()
        .filter(|endpoint| !calls.iter().any(|case| case.operation == endpoint.id()))
        .map(|endpoint| format!("{} {}: has no call", provider.name, endpoint.id()))
        .collect();
    for case in &calls {
        if let Err(error) = case.send(&client).await {
            let said = error
                .body()
                .map(|body| String::from_utf8_lossy(body).into_owned())
                .unwrap_or_default();
            found.push(format!(
                "{} {}: {error} {said}",
                provider.name, case.operation
            ));
        }
    }
    Ok((calls.len(), found))
}
