//! Overlays: cases of our own, and hostile ones.

use std::time::{Duration, Instant};

use serde_json::Value as Json;

use super::{Overlay, apply};
use crate::diagnostic::{Code, Diagnostics, Strictness};
use crate::document::Documents;
use crate::load::{SpecSet, add, add_aside};
use crate::understand::understand;

fn vendor() -> Diagnostics {
    Diagnostics::new(Strictness::Vendor { keep_going: false })
}

fn set(text: &str, diagnostics: &mut Diagnostics) -> SpecSet {
    let mut documents = Documents::default();
    let main = add("api.yaml", text.to_owned(), &mut documents, diagnostics);
    SpecSet::of_document(documents, main.expect("a document"))
}

fn json(text: &str) -> Json {
    let set = set(text, &mut vendor());
    set.documents.root(set.main).to_json()
}

/// What an overlay of these actions makes of a document, and what is reported.
fn applied(document: &str, actions: &str) -> (Json, String) {
    let mut diagnostics = vendor();
    let mut set = set(document, &mut diagnostics);
    let header = "overlay: 1.1.0\ninfo: { title: Test, version: \"1\" }\nactions:\n";
    let text = header.to_owned() + actions;
    let overlay = add_aside("overlay.yaml", text, &mut set.documents, &mut diagnostics);
    apply(
        &mut set,
        overlay.ok().map(Overlay).as_slice(),
        &mut diagnostics,
    );
    let report = diagnostics.render(&set.documents, false);
    (set.documents.root(set.main).to_json(), report)
}

const PETS: &str = r"
info: { title: Pets, tags: [a, b] }
paths:
  /pets:
    get: { operationId: listPets, parameters: [{ name: limit }, { name: page }] }
    post: { operationId: createPet, x-internal: true }
  /owners:
    get: { operationId: listOwners, parameters: [{ name: page }] }
";

#[test]
fn actions_change_what_their_targets_match() {
    for (actions, expected) in [
        // Maps are merged at each level, lists are put together, other values are replaced.
        (
            "- { target: $.info, update: { title: Animals, tags: [c], contact: { name: Us } } }",
            "{ title: Animals, tags: [a, b, c], contact: { name: Us } }",
        ),
        // What is not a list is one more item of a list.
        (
            "- { target: $.info.tags, update: c }",
            "{ title: Pets, tags: [a, b, c] }",
        ),
        (
            "- { target: $.info.tags, update: [c, d] }",
            "{ title: Pets, tags: [a, b, c, d] }",
        ),
        (
            "- { target: $.info.title, update: Animals }",
            "{ title: Animals, tags: [a, b] }",
        ),
        (
            "- { target: \"$.info.tags[?@ == 'a']\", remove: true }",
            "{ title: Pets, tags: [b] }",
        ),
        (
            "- { target: '$.info.tags[*]', remove: true }",
            "{ title: Pets, tags: [] }",
        ),
        // An action works on what those before it left.
        (
            "- { target: $.info.tags, remove: true }\n- { target: $.info, update: { tags: { a: 1 } } }",
            "{ title: Pets, tags: { a: 1 } }",
        ),
        (
            "- { target: $.info.title, copy: '$.info.tags[1]' }",
            "{ title: b, tags: [a, b] }",
        ),
        (
            "- { target: $.info, copy: $.info }",
            "{ title: Pets, tags: [a, b, a, b] }",
        ),
        // To remove comes before all else.
        (
            "- { target: $.info.title, remove: true, update: x }",
            "{ tags: [a, b] }",
        ),
        (
            "- { target: $.info.title, remove: false }",
            "{ title: Pets, tags: [a, b] }",
        ),
    ] {
        let (result, report) = applied(PETS, actions);
        assert_eq!(report, "", "{actions}");
        assert_eq!(result.get("info"), Some(&json(expected)), "{actions}");
    }
}

#[test]
fn targets_are_found_by_json_path() {
    let ids = |document: &Json| -> Vec<String> {
        let paths = document.get("paths").and_then(Json::as_object);
        let operations = paths.into_iter().flat_map(|paths| paths.values());
        let operations = operations
            .filter_map(Json::as_object)
            .flat_map(|item| item.values());
        let ids = operations.filter_map(|operation| operation.get("operationId")?.as_str());
        ids.map(str::to_owned).collect()
    };
    for (target, remaining) in [
        ("$.paths.*[?@.x-internal]", &["listOwners", "listPets"][..]),
        (
            "$.paths.*[?@['x-internal'] == true]",
            &["listOwners", "listPets"],
        ),
        ("$..[?match(@.operationId, 'list.*')]", &["createPet"]),
        ("$.paths['/pets'][\"get\",'post']", &["listOwners"]),
        (
            "$.paths[?count(@.get.parameters[*]) > 1].get",
            &["listOwners", "createPet"],
        ),
        (
            "$.paths..[?@.operationId == $.paths['/pets'].get.operationId]",
            &["listOwners", "createPet"],
        ),
    ] {
        let actions = format!("- target: {}\n  remove: true", serde_json::json!(target));
        let (result, report) = applied(PETS, &actions);
        assert_eq!(report, "", "{target}");
        let mut ids = ids(&result);
        let mut remaining = remaining.to_vec();
        ids.sort();
        remaining.sort_unstable();
        assert_eq!(ids, remaining, "{target}");
    }
}

#[test]
fn an_overlay_applies_to_the_document_that_it_extends() {
    for (extends, changed, reports) in [
        ("", "api.yaml", 0),
        ("extends: other.yaml", "other.yaml", 0),
        ("extends: ./api.yaml", "api.yaml", 0),
        ("extends: https://example.com/openapi.yaml", "api.yaml", 0),
        ("extends: ../elsewhere.yaml", "api.yaml", 1),
    ] {
        let mut diagnostics = vendor();
        let mut set = set("a: {}", &mut diagnostics);
        let other = add(
            "other.yaml",
            "a: {}".to_owned(),
            &mut set.documents,
            &mut diagnostics,
        );
        assert!(other.is_ok());
        let text = format!(
            "overlay: 1.0.0\ninfo: {{ title: T, version: \"1\" }}\n{extends}\n\
             actions: [{{ target: $.a, update: {{ b: 1 }} }}]\n"
        );
        let overlay = add_aside("overlay.yaml", text, &mut set.documents, &mut diagnostics);
        apply(
            &mut set,
            overlay.ok().map(Overlay).as_slice(),
            &mut diagnostics,
        );
        assert_eq!(diagnostics.sorted().len(), reports, "{extends}");
        assert!(
            diagnostics
                .sorted()
                .iter()
                .all(|one| one.code == Code::OverlayTarget)
        );
        for id in set.documents.ids() {
            let at = set.documents.root(id);
            let has = at.get("a").is_some_and(|a| a.has("b"));
            assert_eq!(has, &**at.file() == changed, "{extends}: {}", at.file());
        }
    }
}

#[test]
fn an_overlay_of_a_swagger_document_changes_it_as_it_is_written() {
    let mut diagnostics = vendor();
    let document = "swagger: '2.0'\ninfo: { title: T, version: '1' }\npaths:\n  /a:\n    get:\n      \
                    operationId: a\n      responses: { '200': { description: A, schema: { $ref: '#/definitions/A' } } }\n\
                    definitions: { A: { type: object, properties: { b: { type: string } } } }\n";
    let mut set = set(document, &mut diagnostics);
    let text = "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions:\n  \
                - target: $.definitions.A.properties\n    update:\n      c: { type: integer, default: many }\n";
    let overlay = add_aside(
        "overlay.yaml",
        text.to_owned(),
        &mut set.documents,
        &mut diagnostics,
    );
    apply(
        &mut set,
        overlay.ok().map(Overlay).as_slice(),
        &mut diagnostics,
    );
    let (api, _) = understand(&mut set, "acme", &mut diagnostics).expect("an API");
    assert_eq!(api.types.len(), 1);
    let report = diagnostics.render(&set.documents, false);
    assert!(report.contains("[bad-default]"), "{report}");
    assert!(report.contains("--> overlay.yaml:6:36"), "{report}");
}

#[test]
fn many_values_are_removed_at_once() {
    let entries: Vec<String> = (0..60_000).map(|key| format!("k{key}: [1, 2]")).collect();
    let document = format!("a: {{ {} }}\n", entries.join(", "));
    let start = Instant::now();
    let actions = "- { target: '$.a.*[0]', remove: true }\n- { target: '$.a.*', remove: true }\n";
    let (result, report) = applied(&document, actions);
    assert_eq!(report, "");
    assert_eq!(result, json("a: {}"));
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{:?}",
        start.elapsed()
    );
}

/// A document of maps in maps.
fn nested(width: usize, depth: usize) -> String {
    if depth == 0 {
        return "{ name: x }".to_owned();
    }
    let inner = nested(width, depth - 1);
    let entries: Vec<String> = (0..width).map(|key| format!("k{key}: {inner}")).collect();
    format!("{{ {} }}", entries.join(", "))
}

#[test]
fn hostile_overlays_end_soon_in_a_report() {
    let document = format!("a: {}\nb: [1]\n", nested(3, 9));
    let doubled: Vec<String> = (0..60)
        .map(|round| format!("- {{ target: $.b, copy: $.b, description: \"{round}\" }}"))
        .collect();
    let deeper: Vec<String> = (0..200)
        .map(|round| format!("- {{ target: $, update: {{ b: {{}} }}, description: \"{round}\" }}\n- {{ target: $, copy: $ }}"))
        .collect();
    let longer = format!(
        "- {{ target: \"$.a{}\", remove: true }}",
        "..x".repeat(3000)
    );
    let brackets = format!(
        "- {{ target: \"$[?{}@.a{}]\", remove: true }}",
        "(".repeat(1000),
        ")".repeat(1000)
    );
    let wide = format!("- target: $..*\n  update: {}", nested(3, 8));
    for (actions, code) in [
        (
            "- { target: '$..*..*..*..*..*..*', remove: true }".to_owned(),
            "too-large",
        ),
        (
            "- { target: \"$..[?$..[?$..x]]\", remove: true }".to_owned(),
            "too-large",
        ),
        (
            "- { target: '$[*,*,*,*][*,*,*,*][*,*,*,*][*,*,*,*]..*', remove: true }".to_owned(),
            "too-large",
        ),
        (
            "- { target: \"$..[?match(@.name, '((a{90}){90}){90}')]\", remove: true }".to_owned(),
            "too-large",
        ),
        (doubled.join("\n"), "too-large"),
        (deeper.join("\n"), "bad-overlay"),
        (longer, "too-large"),
        (brackets, "too-large"),
        (wide, "too-large"),
    ] {
        let start = Instant::now();
        let (_, report) = applied(&document, &actions);
        let shown: String = actions.chars().take(80).collect();
        assert!(report.contains(&format!("[{code}]")), "{shown}: {report}");
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{shown}: {:?}",
            start.elapsed()
        );
    }
}

#[test]
fn an_overlay_nests_a_document_no_deeper_than_it_may_be() {
    let levels: Vec<String> = (0..130)
        .map(|level| {
            let path = "['k']".repeat(level);
            format!("- {{ target: \"$.a{path}\", update: {{ k: {{}} }} }}")
        })
        .collect();
    let (result, report) = applied("a: {}", &levels.join("\n"));
    assert!(report.contains("error[too-large]"), "{report}");
    let depth = std::iter::successors(result.get("a"), |at| at.get("k")).count();
    assert!((100..=127).contains(&depth), "{depth}");
}
