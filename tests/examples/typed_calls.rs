//! Makes each typed call of a provider once, with its documented example, and prints its operation's id: the requests
//! that `.ci/peers` compares others with.
//!
//! Usage: `typed_calls PROVIDER BASE_URL`

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write as _;

use signon_runtime::{Client, RetryPolicy};
use signon_tests::provider::Provider;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(provider), Some(url)) = (arguments.next(), arguments.next()) else {
        return Err("usage: typed_calls PROVIDER BASE_URL".into());
    };
    let provider = Provider::named(&provider).ok_or("there is no such provider")?;
    let builder = provider.client()?.base_url(url).keep_rate_limits(false);
    let client: Client = builder.retry(RetryPolicy::new().max_attempts(1)).build()?;
    let mut called = BTreeSet::new();
    for case in (provider.calls)() {
        // Of several media types, the first is what the catalog sends.
        if called.insert(case.operation) {
            case.send(&client).await?;
            writeln!(std::io::stdout(), "{}", case.operation)?;
        }
    }
    Ok(())
}
