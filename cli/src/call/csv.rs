//! Comma-separated values (RFC 4180).

use serde_json::Value;

use super::rows;

/// The items as lines, with a header.
pub(super) fn lines(items: &[Value], first: &[String]) -> String {
    let columns = rows::columns(items, first);
    let header = columns.iter().map(|column| field(column));
    let mut text = line(header);
    for item in items {
        text.push_str(&line(
            columns
                .iter()
                .map(|column| field(&rows::cell(item, column))),
        ));
    }
    text
}

fn line(fields: impl Iterator<Item = String>) -> String {
    format!("{}\r\n", fields.collect::<Vec<_>>().join(","))
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_quoted_where_they_have_to_be() {
        let items = [
            json!({"id": 1, "name": "a, \"b\""}),
            json!({"id": 2, "tags": ["x"]}),
        ];
        assert_eq!(
            lines(&items, &[]),
            "id,name,tags\r\n1,\"a, \"\"b\"\"\",\r\n2,,\"[\"\"x\"\"]\"\r\n"
        );
    }
}
