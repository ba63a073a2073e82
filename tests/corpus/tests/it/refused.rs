//! Arguments that do not fit are rejected before anything is sent: with a JSON pointer, and the valid names.

use serde_json::{Map, Value, json};
use signon_corpus_driver::{Arguments, arguments};
use signon_corpus_tests::document::{Document, corpus};
use signon_corpus_tests::plan::plans;
use signon_corpus_tests::schema::{Extent, flat};
use signon_corpus_tests::{build, operation};
use signon_oracle::skip;
use signon_runtime::catalog::{Argument, Location, Operation};
use signon_runtime::dynamic::{ArgumentProblem, DynamicClient, Error, ProblemKind};
use signon_runtime::testing::Memory;

documents!(refused);

/// An argument that no operation has.
const UNKNOWN: &str = "noSuchArgument";

/// What was rejected, and what was not.
#[derive(Default)]
struct Tally {
    operations: usize,
    missing: usize,
    unknown: usize,
    types: usize,
    /// Arguments that the document gives no single type.
    untyped: usize,
    faults: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn refused(name: &str) -> Result<(), String> {
    if skip::without(&corpus())? {
        return Ok(());
    }
    let document = Document::open(name)?;
    let operations = operation::operations(&document);
    let memory = Memory::new();
    let client = DynamicClient::builder(build::catalog(name)?)
        .base_url("https://corpus.example")
        .transport(memory.clone())
        .build()
        .map_err(|error| error.to_string())?;
    let mut tally = Tally::default();
    let mut plans = plans(&document).0;
    plans.retain(|plan| plan.extent == Extent::Most);
    for of in &client.catalog().operations {
        let media = of.body.as_ref().map(|body| &body.media_type);
        let plan = plans.iter().find(|plan| {
            (&plan.method, &plan.path, plan.media.as_ref()) == (&of.method, &of.path, media)
        });
        let documented = operations
            .iter()
            .find(|it| it.method == of.method && it.path == of.path);
        let (Some(plan), Some(documented)) = (plan, documented) else {
            continue;
        };
        let Arguments {
            values: fitting, ..
        } = arguments(client.catalog(), of, &plan.given)?;
        tally.operations += 1;
        for change in changes(&document, documented, of, &mut tally) {
            let mut given = fitting.clone();
            change.apply(&mut given);
            let error = client.call(&of.id, given).await.err();
            let problems = error.as_ref().map(Error::problems);
            if !problems.is_some_and(|problems| change.is_reported(of, problems)) {
                let Change { name: argument, .. } = &change;
                tally.faults.push(format!(
                    "{name} {} with another `{argument}`: {problems:?}",
                    of.id
                ));
            }
        }
    }
    if memory.count() > 0 {
        tally
            .faults
            .push(format!("{} requests were sent", memory.count()));
    }
    skip::say(&format!(
        "{name}: {} operations refused {} missing arguments, {} unknown ones and {} of a wrong type; {} have no single type",
        tally.operations, tally.missing, tally.unknown, tally.types, tally.untyped
    ));
    if tally.faults.is_empty() {
        Ok(())
    } else {
        Err(tally.faults.join("\n"))
    }
}

/// A change to arguments that fit, after which they do not.
struct Change {
    name: String,
    /// The value that does not fit; none where the argument is left out.
    value: Option<Value>,
}

impl Change {
    fn apply(&self, given: &mut Map<String, Value>) {
        match &self.value {
            Some(value) => drop(given.insert(self.name.clone(), value.clone())),
            None => drop(given.remove(&self.name)),
        }
    }

    /// Whether the problems say where the change is, and what would fit.
    fn is_reported(&self, of: &Operation, problems: &[ArgumentProblem]) -> bool {
        let pointer = format!("/{}", self.name);
        let mut names: Vec<&String> = of.arguments.iter().map(|it| &it.name).collect();
        names.sort();
        problems.iter().any(|problem| {
            let lists_names = problem.valid.iter().eq(names.iter().copied());
            match &problem.kind {
                ProblemKind::UnknownName(name) => {
                    self.name == *name && problem.pointer == pointer && lists_names
                }
                ProblemKind::Missing(name) => {
                    self.value.is_none()
                        && self.name == *name
                        && problem.pointer.is_empty()
                        && lists_names
                }
                ProblemKind::WrongType(types) => problem.pointer == pointer && !types.is_empty(),
                ProblemKind::NoVariant | ProblemKind::UnknownValue => problem.pointer == pointer,
                ProblemKind::Keyword(_) | _ => false,
            }
        })
    }
}

/// Each way in which arguments of an operation are made not to fit.
fn changes(
    document: &Document,
    documented: &operation::Operation<'_>,
    of: &Operation,
    tally: &mut Tally,
) -> Vec<Change> {
    let mut changes = vec![Change {
        name: UNKNOWN.to_owned(),
        value: Some(json!(1)),
    }];
    tally.unknown += 1;
    for argument in &of.arguments {
        if argument.required && argument.default.is_none() {
            tally.missing += 1;
            changes.push(Change {
                name: argument.name.clone(),
                value: None,
            });
        }
        let types = schema(document, documented, of, argument).and_then(|it| types(document, &it));
        if let Some(value) = types.and_then(|types| other(&types)) {
            tally.types += 1;
            changes.push(Change {
                name: argument.name.clone(),
                value: Some(value),
            });
        } else {
            tally.untyped += 1;
        }
    }
    changes
}

/// What the document says of an argument.
fn schema(
    document: &Document,
    documented: &operation::Operation<'_>,
    of: &Operation,
    argument: &Argument,
) -> Option<Value> {
    let place = match argument.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::Querystring | Location::BodyField | Location::Part | Location::Body | _ => {
            let media = &of.body.as_ref()?.media_type;
            let mut bodies = documented.bodies.iter();
            let (_, content) = bodies.find(|(known, _)| known == media)?;
            let body = content.get("schema")?;
            if argument.location == Location::Body {
                return Some(body.clone());
            }
            let body = flat(document, body, Extent::Most, &mut Vec::new());
            return body.get("properties")?.get(&argument.wire_name).cloned();
        }
    };
    let mut parameters = documented.parameters.iter();
    let found = parameters.find(|it| it.place == place && it.name == argument.wire_name);
    found.map(|parameter| parameter.schema.clone())
}

/// The types that a schema allows, where it says so by itself.
fn types(document: &Document, schema: &Value) -> Option<Vec<String>> {
    let schema = document.follow(schema);
    let has_union = |schema: &Value| {
        ["oneOf", "anyOf", "allOf"]
            .iter()
            .any(|key| schema.get(key).is_some())
    };
    if has_union(schema) {
        return None;
    }
    let declared = schema.get("type")?;
    let mut types: Vec<String> = match declared.as_str() {
        Some(only) => vec![only.to_owned()],
        None => serde_json::from_value(declared.clone()).ok()?,
    };
    if schema.get("nullable") == Some(&json!(true)) {
        types.push("null".to_owned());
    }
    Some(types)
}

/// A value of none of the types.
fn other(types: &[String]) -> Option<Value> {
    let has = |name: &str| types.iter().any(|it| it == name);
    if !has("boolean") {
        return Some(json!(true));
    }
    (!has("integer") && !has("number")).then(|| json!(1))
}
