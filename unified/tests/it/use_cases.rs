//! The use cases of `examples/`, against an account in memory; docs/use-cases shows what they print here.

mod access_review;
mod access_review_page;
mod contract_renewals;
mod enrich_custom_fields;
#[path = "../../examples/enrich_custom_fields/enrich_custom_fields.rs"]
mod enriching;
mod offboard;
#[path = "../../examples/offboard/offboard.rs"]
mod offboarding;
#[path = "../../examples/contract_renewals/contract_renewals.rs"]
mod renewing;
#[path = "../../examples/access_review/access_review.rs"]
mod reviewing;
#[path = "../../examples/shadow_it/shadow_it.rs"]
mod shadow;
mod shadow_it;
#[path = "../../examples/workflow_status/workflow_status.rs"]
mod status;
mod workflow_status;

use clap::Parser;
use serde_json::{Value, json};

/// The `text` block of a page that comes after a line, without its fences.
fn block(page: &str, after: &str) -> String {
    let path = format!("{}/../docs/use-cases/{page}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a page");
    let (_, rest) = text.split_once(after).expect("the line");
    let (_, rest) = rest.split_once("```text\n").expect("a block");
    let (block, _) = rest.split_once("```").expect("its end");
    block.to_owned()
}

/// The options of a command line.
fn options<O: Parser>(line: &str) -> Result<O, clap::Error> {
    O::try_parse_from(std::iter::once("program").chain(line.split_whitespace()))
}

/// What `--help` prints.
fn help<O: Parser>() -> String {
    O::command().render_help().to_string()
}

/// What a program prints, with the line ends of a page.
fn shown(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// An action about a user; the fields replace those that it has.
fn action(user: i64, fields: &Value) -> Value {
    let mut action = json!({
        "id": 1, "idOrg": 901, "idWorkflow": 7, "idWorkflowExecution": 70, "idAction": "a1",
        "actionType": "Suspend the user in Google", "runtimeInfo": { "idUser": user }, "isRun": true,
        "isCompleted": false, "continueOnError": false, "isIgnored": false,
    });
    if let (Value::Object(action), Value::Object(fields)) = (&mut action, fields) {
        action.extend(fields.clone());
    }
    action
}
