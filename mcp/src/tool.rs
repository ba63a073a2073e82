//! Converts operations of a catalog to tools.

use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use serde_json::{Map, Value, json};
use signon_runtime::catalog::{
    Argument, BodyEncoding, Catalog, Effect, Encoding, Location, Operation,
};

use crate::asked::{self, ClientArgument, FilledBy};
use crate::compact;
use crate::input;
use crate::options::Options;
use crate::record::Record;
use crate::schema;

/// The maximum length of a tool's description, in bytes; hosts silently truncate longer ones.
const MAX_DESCRIPTION_LEN: usize = 600;

/// An operation and its tool.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The position of the provider.
    pub(crate) provider: usize,
    /// The operation's id.
    pub(crate) id: String,
    /// The listed tool.
    pub(crate) tool: Tool,
    /// The complete schema of the operation's arguments.
    pub(crate) input: Map<String, Value>,
    /// The names of the additional arguments.
    pub(crate) extra: Extra,
    /// The arguments that are files.
    pub(crate) files: Vec<String>,
    /// The arguments that are secrets.
    pub(crate) secrets: Vec<String>,
    /// The arguments that the document requires.
    pub(crate) needed: Vec<Needed>,
    /// The arguments that the client fills in.
    pub(crate) asked: Vec<ClientArgument>,
    /// The URIs of the records that it reads or changes.
    pub(crate) record: Option<Record>,
    pub(crate) effect: Effect,
    /// Search keywords, in addition to the name and the description.
    pub(crate) keywords: String,
}

impl Entry {
    /// Whether a model wrote one of the filled-in arguments.
    pub(crate) fn is_drafted(&self, filled: &Map<String, Value>) -> bool {
        let mut drafts = self
            .asked
            .iter()
            .filter(|asked| asked.by == FilledBy::Model);
        drafts.any(|asked| filled.contains_key(&asked.name))
    }
}

/// An argument that the document requires.
#[derive(Debug)]
pub(crate) struct Needed {
    pub(crate) name: String,
    pub(crate) is_secret: bool,
    /// Whether a default is sent if it is omitted.
    pub(crate) has_default: bool,
}

/// The names of the arguments that shape a result; the operation's arguments have priority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extra {
    pub(crate) fields: Option<String>,
    pub(crate) jq: Option<String>,
    pub(crate) all_pages: Option<String>,
    pub(crate) cursor: Option<String>,
}

impl Extra {
    /// Returns all of them under their default names.
    pub(crate) fn default_names(options: &Options) -> Self {
        let name = |name: &str| Some(name.to_owned());
        Self {
            fields: name("fields"),
            jq: options.jq.is_some().then(|| "jq".to_owned()),
            all_pages: name("all_pages"),
            cursor: name("result_cursor"),
        }
    }

    /// Returns those that apply to a result of this schema, under names that the operation does not use.
    fn for_operation(
        operation: &Operation,
        options: &Options,
        output: Option<&Map<String, Value>>,
    ) -> Self {
        let names = Self::default_names(options);
        let free = |name: Option<String>, is_useful: bool| {
            let name = name.filter(|_| is_useful)?;
            let mut arguments = operation.arguments.iter();
            let is_taken = arguments.any(|argument| argument.name == name);
            Some(if is_taken {
                format!("result_{name}")
            } else {
                name
            })
        };
        let has_result = output.is_some();
        let has_pages = operation.pagination.is_some();
        let has_lists = has_pages || output.is_some_and(schema::has_lists);
        Self {
            fields: free(names.fields, has_result),
            jq: free(names.jq, has_result),
            all_pages: free(names.all_pages, has_pages),
            cursor: free(names.cursor, has_lists),
        }
    }

    /// Returns the schemas of the arguments; the server's instructions explain them once for all tools.
    pub(crate) fn schemas(&self) -> Vec<(String, Value)> {
        let text = json!({ "type": "string" });
        [
            (&self.fields, json!({ "type": "array", "items": text })),
            (&self.jq, text.clone()),
            (&self.all_pages, json!({ "type": "boolean" })),
            (&self.cursor, text),
        ]
        .into_iter()
        .filter_map(|(name, schema)| Some((name.clone()?, schema)))
        .collect()
    }
}

/// Converts an operation to a tool with this name.
pub(crate) fn entry(
    provider: usize,
    scheme: &str,
    catalog: &Catalog,
    operation: &Operation,
    name: String,
    options: &Options,
) -> Entry {
    let output = operation.output.as_ref();
    let output = output.map(|documented| schema::output(documented, &catalog.defs));
    let extra = Extra::for_operation(operation, options, output.as_ref());
    let files = files(operation);
    let asked = asked::chosen(catalog, operation, &name, options);
    let mut input = input::schema(catalog, operation);
    compact::strip(&mut input);
    asked::make_optional(&asked, &mut input);
    describe_files(&files, options, &mut input);
    let listed = listed(&input, &extra);
    let mut tool = Tool::new(name, description(operation), Arc::new(listed))
        .with_title(operation.title.clone())
        .with_annotations(annotations(operation.effect));
    if let Some(output) = output {
        tool = tool.with_raw_output_schema(Arc::new(output));
    }
    Entry {
        provider,
        id: operation.id.clone(),
        tool,
        input,
        extra,
        files,
        secrets: secrets(operation),
        needed: needed(operation),
        asked,
        record: Record::of(scheme, catalog, operation),
        effect: operation.effect,
        keywords: keywords(operation),
    }
}

/// Replaces the documented schemas of file arguments with the schema of a file.
fn describe_files(files: &[String], options: &Options, input: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) = input.get_mut("properties") else {
        return;
    };
    for file in files {
        if let Some(schema) = properties.get_mut(file) {
            *schema = file_schema(schema, options);
        }
    }
}

/// Returns the listed input schema: the operation's arguments, shortened, and the extra arguments.
fn listed(input: &Map<String, Value>, extra: &Extra) -> Map<String, Value> {
    let mut listed = input.clone();
    compact::drop_titles(&mut listed);
    let mut listed = compact::shorten(&listed);
    let properties = listed
        .entry("properties")
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(properties) = properties {
        properties.extend(extra.schemas());
    }
    listed
}

/// Returns the arguments that the document requires, including those with a default.
fn needed(operation: &Operation) -> Vec<Needed> {
    let arguments = operation.arguments.iter();
    let needed = arguments.filter(|argument| argument.required || argument.default.is_some());
    needed
        .map(|argument| Needed {
            name: argument.name.clone(),
            is_secret: argument.secret,
            has_default: argument.default.is_some(),
        })
        .collect()
}

/// Returns the arguments that are secrets.
fn secrets(operation: &Operation) -> Vec<String> {
    let secrets = operation
        .arguments
        .iter()
        .filter(|argument| argument.secret);
    secrets.map(|argument| argument.name.clone()).collect()
}

/// Returns the title of an operation's tool.
pub(crate) fn title(entry: &Entry) -> &str {
    entry.tool.title.as_deref().unwrap_or(&entry.tool.name)
}

/// Returns all four hints: hosts assume the worst for omitted ones.
pub(crate) fn annotations(effect: Effect) -> ToolAnnotations {
    ToolAnnotations::new()
        .read_only(effect.read_only)
        .destructive(effect.destructive)
        .idempotent(effect.idempotent)
        .open_world(effect.open_world)
}

/// Returns the description, cut at a sentence if it is too long.
fn description(operation: &Operation) -> String {
    let mut text = if operation.description.is_empty() {
        operation.title.clone()
    } else {
        operation.description.trim().to_owned()
    };
    if operation.deprecated {
        text = format!("Deprecated. {text}");
    }
    cut(&text, MAX_DESCRIPTION_LEN)
}

/// Truncates a text at the end of a sentence or a word.
pub(crate) fn cut(text: &str, max_len: usize) -> String {
    if text.len() <= max_len {
        return text.to_owned();
    }
    let kept = text
        .get(..text.floor_char_boundary(max_len.saturating_sub(3)))
        .unwrap_or("");
    if let Some(end) = kept.rfind(". ").filter(|end| *end > max_len / 2) {
        return kept.get(..=end).unwrap_or(kept).to_owned();
    }
    let end = kept.rfind(char::is_whitespace).unwrap_or(kept.len());
    format!("{}\u{2026}", kept.get(..end).unwrap_or(kept).trim_end())
}

/// Returns the search keywords of an operation.
fn keywords(operation: &Operation) -> String {
    let mut keywords = vec![operation.id.as_str(), &operation.group, &operation.path];
    keywords.extend(operation.tags.iter().map(String::as_str));
    keywords.extend(
        operation
            .arguments
            .iter()
            .map(|argument| argument.name.as_str()),
    );
    keywords.join(" ")
}

/// Returns the arguments that are files.
fn files(operation: &Operation) -> Vec<String> {
    let arguments = operation.arguments.iter();
    let files = arguments.filter(|argument| is_file(operation, argument));
    files.map(|argument| argument.name.clone()).collect()
}

/// Whether an argument is a file.
pub(crate) fn is_file(operation: &Operation, argument: &Argument) -> bool {
    let encoding = operation.body.as_ref().map(|body| &body.encoding);
    let is_binary = argument.location == Location::Body && encoding == Some(&BodyEncoding::Binary);
    is_binary || matches!(argument.encoding, Some(Encoding::File { .. }))
}

/// Returns the schema of a file: its content, or a path if uploads by path are allowed.
fn file_schema(documented: &Value, options: &Options) -> Value {
    let one = documented.get("items").unwrap_or(documented);
    let text = || json!({ "type": "string" });
    let mut properties = Map::from_iter([
        ("base64".to_owned(), text()),
        ("filename".to_owned(), text()),
        ("content_type".to_owned(), text()),
    ]);
    if options.upload_root.is_some() {
        let path = json!({ "type": "string", "description": "Path below the upload folder, in place of base64." });
        properties.insert("path".to_owned(), path);
    }
    let mut file = Map::from_iter([
        ("type".to_owned(), json!("object")),
        ("properties".to_owned(), Value::Object(properties)),
        ("additionalProperties".to_owned(), json!(false)),
    ]);
    if let Some(description) = one.get("description") {
        file.insert("description".to_owned(), description.clone());
    }
    if documented.get("items").is_some() {
        json!({ "type": "array", "items": file })
    } else {
        Value::Object(file)
    }
}
