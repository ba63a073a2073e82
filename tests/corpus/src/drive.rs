//! A driver, run.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use signon_corpus_driver::{Order, Report, Side};

use crate::plan::Plan;

impl Plan {
    /// The order for one of the two clients, with a wish for the server.
    pub fn order(&self, client: Side, prefer: Option<&str>) -> Order {
        Order {
            client,
            method: self.method.clone(),
            path: self.path.clone(),
            media: self.media.clone(),
            prefer: prefer.map(str::to_owned),
            headers: BTreeMap::new(),
            credential: None,
            nonsense: false,
            pages: false,
            given: self.given.clone(),
        }
    }
}

impl Plan {
    /// The order for the same call with a body that no server takes; none where the body is no JSON object.
    pub fn control(&self) -> Option<Order> {
        let is_object = self.given.body.as_ref().is_some_and(Value::is_object);
        let is_json = self.media.as_deref() == Some("application/json");
        (is_object && is_json).then(|| Order {
            nonsense: true,
            pages: false,
            ..self.order(Side::Ours, None)
        })
    }
}

/// Has a driver make the calls; a report for each. The arguments name the server, if it is not the driver's own.
pub fn reports(
    program: &Path,
    orders: &[Order],
    arguments: &[&str],
) -> Result<Vec<Report>, String> {
    let mut input = String::new();
    for order in orders {
        input += &serde_json::to_string(order).map_err(|error| error.to_string())?;
        input.push('\n');
    }
    let mut process = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let mut stdin = process.stdin.take().ok_or("the driver has no input")?;
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = process
        .wait_with_output()
        .map_err(|error| error.to_string())?;
    // A driver that ended early says why by itself.
    drop(writer.join());
    let text = String::from_utf8_lossy(&output.stdout);
    let reports = text
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("{error} in {line}")))
        .collect::<Result<Vec<Report>, String>>()?;
    if reports.len() == orders.len() {
        Ok(reports)
    } else {
        Err(format!(
            "the driver made {} of {} calls and ended ({})",
            reports.len(),
            orders.len(),
            output.status
        ))
    }
}
