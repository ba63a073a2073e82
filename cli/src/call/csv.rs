//! Comma-separated values (RFC 4180).

use serde_json::Value;

use super::rows;

/// Returns the header line.
pub(super) fn header(columns: &[String]) -> String {
    line(columns.iter().map(|column| field(column)))
}

/// Formats items as lines.
pub(super) fn lines(items: &[Value], columns: &[String]) -> String {
    let cells = |item| {
        columns
            .iter()
            .map(move |column| field(&rows::cell(item, column)))
    };
    items.iter().map(|item| line(cells(item))).collect()
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
    fn fields_are_quoted_where_necessary() {
        let items = [
            json!({"id": 1, "name": "a, \"b\""}),
            json!({"id": 2, "tags": ["x"]}),
        ];
        let columns = ["id", "name", "tags"].map(str::to_owned);
        assert_eq!(
            format!("{}{}", header(&columns), lines(&items, &columns)),
            "id,name,tags\r\n1,\"a, \"\"b\"\"\",\r\n2,,\"[\"\"x\"\"]\"\r\n"
        );
    }
}
