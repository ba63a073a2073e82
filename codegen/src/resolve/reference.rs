//! What a `$ref` leads to, and what to say where it leads nowhere.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{At, Kind, RefFault};
use crate::keywords::is_schema_key;

/// What a node means: itself, or what its `$ref` leads to in the end.
pub(crate) fn follow<'d>(at: At<'d>, diagnostics: &mut Diagnostics) -> Option<At<'d>> {
    let mut target = at;
    let mut passed = Vec::new();
    while let Some(reference) = target.get("$ref") {
        let Some(text) = reference.str() else { break };
        if passed.contains(&reference) {
            report_cycle(Code::CyclicRef, reference, &passed, diagnostics);
            return None;
        }
        passed.push(reference);
        match target.documents().find(target.document(), text) {
            Ok(next) => target = next,
            Err(fault) => {
                report_ref(reference, text, &fault, diagnostics);
                return None;
            }
        }
    }
    Some(target)
}

/// Reports a cycle of references.
pub(crate) fn report_cycle(
    code: Code,
    reference: At<'_>,
    cycle: &[At<'_>],
    diagnostics: &mut Diagnostics,
) {
    let message = "this `$ref` leads back to itself";
    let help = if code == Code::CyclicMember {
        "remove one of the references: the cycle says nothing about the value"
    } else {
        "put what is meant in the place of one of the references"
    };
    let mut diagnostic = Diagnostic::new(code, reference, message).help(help);
    for other in cycle.iter().filter(|other| **other != reference).take(3) {
        diagnostic = diagnostic.also(Place::value(*other), "by way of this one");
    }
    diagnostics.report(diagnostic);
}

/// Whether a URL names a file of the machine (RFC 8089). Schemes are in any case.
fn is_file_url(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("file")
}

/// Reports a `$ref` that leads nowhere.
pub(crate) fn report_ref(
    reference: At<'_>,
    text: &str,
    fault: &RefFault,
    diagnostics: &mut Diagnostics,
) {
    let diagnostic = match fault {
        RefFault::Unread => return,
        RefFault::Outside(file) => {
            let message = format!("`{file}` is outside of the folder of the document");
            Diagnostic::new(Code::OutsideRef, reference, message).help(
                "move the file below that folder, or pass `--allow-refs-outside` if you trust the document",
            )
        }
        RefFault::Remote if is_file_url(text) => {
            let message = format!("`{text}` is a URL, where the path of a file belongs");
            Diagnostic::new(Code::RemoteRef, reference, message)
                .help("write the path of the file, relative to this document")
        }
        RefFault::Remote => {
            let message = format!("`{text}` is on the network");
            Diagnostic::new(Code::RemoteRef, reference, message)
                .help("download the file and refer to the copy")
        }
        RefFault::OtherOrigin(origin) => {
            let message = format!("`{text}` is of another origin than `{origin}`");
            Diagnostic::new(Code::RemoteRef, reference, message)
                .help("download the documents, and refer to the copies")
        }
        RefFault::NoFile(file) => no_file(reference, file),
        RefFault::NoTarget { file, found, step } => no_target(reference, text, file, found, step),
    };
    diagnostics.report(diagnostic);
}

/// The diagnostic of a `$ref` to a file that does not exist.
fn no_file(reference: At<'_>, file: &str) -> Diagnostic {
    let message = format!("there is no file `{file}`");
    let diagnostic = unresolved(reference, message);
    match similar_file(reference, file) {
        Some(near) => diagnostic.help(format!("a file with a similar name exists: `{near}`")),
        None => diagnostic,
    }
}

/// The diagnostic of a `$ref` to a part that the file does not have; `step` is the first that is missing after `found`.
fn no_target(reference: At<'_>, text: &str, file: &str, found: &str, step: &str) -> Diagnostic {
    let (path, pointer) = text.split_once('#').unwrap_or((text, ""));
    let steps: Vec<&str> = pointer.split('/').collect();
    let component = match steps.as_slice() {
        ["", "components", kind, name] => component(kind).map(|kind| (kind, name)),
        _ => None,
    };
    let message = match component {
        Some((kind, name)) => format!("no {kind} `{name}` in `{file}`"),
        None if found.is_empty() => format!("`{file}` has no `{step}`"),
        None => format!("`{file}` has no `{step}` at `#{found}`"),
    };
    let diagnostic = unresolved(reference, message);
    let parent = reference.documents().find(reference.document(), path).ok();
    match parent.and_then(|root| similar(root.at_pointer(found)?, step)) {
        Some(near) => {
            let key = near.key().unwrap_or_default();
            let help = format!("a similar name exists: `{key}`");
            diagnostic.help_at(Place::key(near), help)
        }
        None => diagnostic,
    }
}

fn unresolved(reference: At<'_>, message: String) -> Diagnostic {
    Diagnostic::new(Code::UnresolvedRef, reference, message).label("points at nothing")
}

/// Whether a `$ref` of a schema leads to one; reported otherwise.
pub(crate) fn is_schema(reference: At<'_>, target: At<'_>, diagnostics: &mut Diagnostics) -> bool {
    let message = match target.kind() {
        Kind::Bool => return true,
        // The keys of OpenAPI documents are checked for all of them at once.
        Kind::Map if target.documents().root(target.document()).has("openapi") => return true,
        Kind::Map if target.is_empty() => return true,
        Kind::Map if target.entries().any(|(key, _)| is_schema_key(key)) => return true,
        Kind::Map => "this `$ref` leads to a map that has no key of a schema".to_owned(),
        kind @ (Kind::Null | Kind::Integer | Kind::Float | Kind::String | Kind::List) => {
            let kind = kind.name();
            format!("this `$ref` leads to {kind} where a schema belongs")
        }
    };
    // A file that is not a schema may hold what does not belong into a log: it is named, not shown.
    let place = Place::File(target.file().to_string());
    let diagnostic = Diagnostic::new(Code::NotASchema, reference, message);
    diagnostics.report(diagnostic.also(place, "this is no schema"));
    false
}

/// What a reader calls a component.
fn component(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "schemas" => "schema",
        "responses" => "response",
        "parameters" => "parameter",
        "examples" => "example",
        "requestBodies" => "request body",
        "headers" => "header",
        "securitySchemes" => "security scheme",
        "links" => "link",
        "callbacks" => "callback",
        "pathItems" => "path",
        "mediaTypes" => "media type",
        _ => return None,
    })
}

/// The entry whose key is most like a name, if one is.
fn similar<'d>(map: At<'d>, name: &str) -> Option<At<'d>> {
    let limit = name.len() / 3 + 1;
    map.entries()
        .filter(|(key, _)| key.len().abs_diff(name.len()) <= limit && name.len() <= MAX_NAME)
        .map(|(key, at)| (distance(key, name), at))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, at)| at)
}

/// The file whose name is most like one, if one is.
fn similar_file(reference: At<'_>, name: &str) -> Option<String> {
    let documents = reference.documents();
    let names = documents
        .ids()
        .map(|id| documents.document(id).name.to_string());
    names
        .map(|file| (distance(&file, name), file))
        .filter(|(distance, _)| *distance <= 3)
        .min()
        .map(|(_, file)| file)
}

/// Maximum edit distance of a suggestion.
const MAX_NAME: usize = 100;

/// How many letters must change (Levenshtein).
pub fn distance(a: &str, b: &str) -> usize {
    if a.len().max(b.len()) > 2 * MAX_NAME {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (above, y) in row.iter().skip(1).zip(&b) {
            let best = (corner + usize::from(x != *y)).min(left + 1).min(above + 1);
            corner = *above;
            left = best;
            next.push(best);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
