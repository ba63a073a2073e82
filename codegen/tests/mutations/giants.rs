//! Documents that are small for what they mean.

use std::fmt::Write as _;

/// All of them.
pub(crate) fn all() -> Vec<String> {
    vec![
        property_chain(2000),
        alias_chain(500),
        inheritance(150),
        nested(38, "{\"allOf\":[", "]}"),
        nested(60, "{\"items\":", "}"),
        nested(38, "{\"oneOf\":[{\"type\":\"string\"},", "]}"),
        nested(38, "{\"properties\":{\"a\":", "}}"),
        nested(
            38,
            "{\"oneOf\":[{\"type\":\"string\"},{\"properties\":{\"x\":{}}}],\"properties\":{\"a\":",
            "}}",
        ),
        product(12, 6),
        one_of_each_other(7, true),
        one_of_each_other(40, false),
        layers(12, 10),
        required_of_each_other(12),
        covariant(&[2, 3, 5, 7, 11, 13]),
        wide(1000),
        constants(2000),
        all_of_each_other(30),
        endless_files(),
        aliases(),
    ]
}

fn schemas(body: &str) -> String {
    format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"T\",\"version\":\"1\"}},\"paths\":{{\"/a\":{{\"post\":{{\"requestBody\":\
         {{\"content\":{{\"application/json\":{{\"schema\":{{\"$ref\":\"#/components/schemas/S0\"}}}},\"multipart/form-data\":\
         {{\"schema\":{{\"properties\":{{\"f\":{{\"$ref\":\"#/components/schemas/S0\"}}}}}}}}}}}},\"responses\":{{}}}}}}}},\
         \"components\":{{\"schemas\":{{{body}}}}}}}"
    )
}

fn each(count: usize, schema: impl Fn(usize) -> String) -> String {
    let entries: Vec<String> = (0..count)
        .map(|index| format!("\"S{index}\":{}", schema(index)))
        .collect();
    schemas(&entries.join(","))
}

fn to(index: usize) -> String {
    format!("{{\"$ref\":\"#/components/schemas/S{index}\"}}")
}

fn list(indices: impl Iterator<Item = usize>) -> String {
    indices.map(to).collect::<Vec<_>>().join(",")
}

/// Each record has the next one as a field.
fn property_chain(count: usize) -> String {
    each(count, |index| {
        format!(
            "{{\"properties\":{{\"next\":{}}}}}",
            to((index + 1) % count)
        )
    })
}

/// Each name is another name for the next one.
fn alias_chain(count: usize) -> String {
    each(count, |index| {
        if index + 1 == count {
            "{\"type\":\"string\"}".to_owned()
        } else {
            to(index + 1)
        }
    })
}

fn inheritance(count: usize) -> String {
    each(count, |index| {
        format!(
            "{{\"allOf\":[{}],\"properties\":{{\"k{index}\":{{}}}}}}",
            to((index + 1) % count)
        )
    })
}

fn nested(depth: usize, open: &str, close: &str) -> String {
    schemas(&format!(
        "\"S0\":{}{{\"type\":\"string\"}}{}",
        open.repeat(depth),
        close.repeat(depth)
    ))
}

/// Alternatives beside alternatives beside alternatives.
fn product(groups: usize, members: usize) -> String {
    let mut all = String::new();
    for group in 0..groups {
        let members: Vec<String> = (0..members)
            .map(|member| format!("{{\"properties\":{{\"k{group}x{member}\":{{}}}}}}"))
            .collect();
        write!(
            all,
            "{}{{\"oneOf\":[{}]}}",
            if group == 0 { "" } else { "," },
            members.join(",")
        )
        .expect("a string");
    }
    schemas(&format!(
        "\"S0\":{{\"properties\":{{\"id\":{{}}}},\"allOf\":[{all}]}}"
    ))
}

/// Each is one of the others, perhaps with a field of its own for all of them.
fn one_of_each_other(count: usize, with_field: bool) -> String {
    each(count, |index| {
        let others = list((0..count).filter(|other| *other != index));
        let field = if with_field {
            format!("\"properties\":{{\"k{index}\":{{}}}},")
        } else {
            String::new()
        };
        format!("{{{field}\"oneOf\":[{others}]}}")
    })
}

/// Layers of unions, each of all of the next layer.
fn layers(depth: usize, width: usize) -> String {
    each(depth * width, |index| {
        let next = (index / width + 1) * width;
        if next >= depth * width {
            return format!("{{\"type\":\"object\",\"properties\":{{\"k{index}\":{{}}}}}}");
        }
        format!("{{\"anyOf\":[{}]}}", list(next..next + width))
    })
}

/// Each demands all of them, so that no value is finite.
fn required_of_each_other(count: usize) -> String {
    each(count, |_| {
        let fields: Vec<String> = (0..count)
            .map(|other| format!("\"k{other}\":{}", to(other)))
            .collect();
        let keys: Vec<String> = (0..count).map(|other| format!("\"k{other}\"")).collect();
        format!(
            "{{\"properties\":{{{}}},\"required\":[{}]}}",
            fields.join(","),
            keys.join(",")
        )
    })
}

/// Circles of several lengths, whose fields are combined.
fn covariant(lengths: &[usize]) -> String {
    let starts: Vec<usize> = lengths
        .iter()
        .scan(1, |next, length| {
            Some(std::mem::replace(next, *next + length))
        })
        .collect();
    let mut entries = vec![format!(
        "\"S0\":{{\"allOf\":[{}]}}",
        list(starts.iter().copied())
    )];
    for (start, length) in starts.iter().zip(lengths) {
        for step in 0..*length {
            let next = to(start + (step + 1) % length);
            entries.push(format!(
                "\"S{}\":{{\"properties\":{{\"p\":{next}}}}}",
                start + step
            ));
        }
    }
    schemas(&entries.join(","))
}

fn wide(count: usize) -> String {
    let members: Vec<String> = (0..count)
        .map(|index| format!("{{\"properties\":{{\"k{index}\":{{}}}}}}"))
        .collect();
    schemas(&format!("\"S0\":{{\"oneOf\":[{}]}}", members.join(",")))
}

fn constants(count: usize) -> String {
    let members: Vec<String> = (0..count)
        .map(|index| format!("{{\"const\":\"v{index}\"}}"))
        .collect();
    schemas(&format!("\"S0\":{{\"oneOf\":[{}]}}", members.join(",")))
}

fn all_of_each_other(count: usize) -> String {
    each(count, |index| {
        format!(
            "{{\"allOf\":[{}],\"properties\":{{\"k{index}\":{{}}}}}}",
            list(0..count)
        )
    })
}

fn endless_files() -> String {
    "{\"$ref\":\"document.json\",\"openapi\":\"3.0.3\",\"paths\":{\"/\":{\"$ref\":\"document.json\"}}}".to_owned()
}

/// YAML's aliases, each of several of the one before.
fn aliases() -> String {
    let mut text =
        "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: {}\nx-0: &a0 [x, x]\n".to_owned();
    for index in 1..20 {
        writeln!(
            text,
            "x-{index}: &a{index} [*a{0}, *a{0}, *a{0}]",
            index - 1
        )
        .expect("a string");
    }
    text
}
