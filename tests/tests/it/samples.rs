//! Payloads that the providers published: decoded, encoded, compared.

use serde_json::Value;
use signon_oracle::skip;
use signon_tests::payload::{judge, report};
use signon_tests::sample::{Row, folder, rows};

/// Operations that the specs leave out on purpose, as `METHOD path`.
const OUT_OF_SCOPE: &[&str] = &[];

#[test]
fn samples_survive_their_models() {
    let folder = folder();
    if skip::without(&folder).unwrap() {
        return;
    }
    let rows = rows(&folder).unwrap();
    assert!(!rows.is_empty(), "`MAP.tsv` has no row");
    let operation = |row: &Row| format!("{} {}", row.method, row.path);

    let mut errors = Vec::new();
    for row in &rows {
        let name = format!("{} ({} {})", row.file, operation(row), row.status);
        let known = OUT_OF_SCOPE.contains(&operation(row).as_str());
        match row.endpoint() {
            None if known => {}
            None => errors.push(format!("{name}: the specs have no such operation")),
            Some(_) if known => {
                errors.push(format!("{name}: is listed as out of scope, and is not"));
            }
            Some(_) => errors.extend(through(row, &name, &folder)),
        }
    }
    let idle = OUT_OF_SCOPE
        .iter()
        .filter(|known| !rows.iter().any(|row| operation(row) == **known));
    errors.extend(
        idle.map(|known| format!("{known}: is listed as out of scope, and no row asks for it")),
    );
    assert!(
        errors.is_empty(),
        "{} of {} rows:\n{}",
        errors.len(),
        rows.len(),
        errors.join("\n")
    );
    skip::say(&format!("{} samples round-trip", rows.len()));
}

fn through(row: &Row, name: &str, folder: &std::path::Path) -> Vec<String> {
    let outcome = || {
        let text =
            std::fs::read_to_string(folder.join(&row.file)).map_err(|error| error.to_string())?;
        let payload: Value =
            serde_json::from_str(&text).map_err(|error| format!("is no JSON: {error}"))?;
        let (Some(provider), Some(endpoint)) = (row.provider(), row.endpoint()) else {
            return Err("there is no such operation".to_owned());
        };
        let place = endpoint
            .body(row.side, &row.status)
            .ok_or("the operation has no such body")?;
        judge(provider, endpoint, &place, &payload)
    };
    report(name, outcome())
}
