//! Edits of documents before the stages read them.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Strictness};
use crate::document::{At, Documents, Source, Tree};
use crate::load::{SpecSet, add};

fn set(text: &str, diagnostics: &mut Diagnostics) -> SpecSet {
    let mut documents = Documents::default();
    let main = add("spec.yaml", text.to_owned(), &mut documents, diagnostics);
    let main = main.expect("a document");
    SpecSet {
        documents,
        main,
        operation_files: vec![main],
        folder_of: vec![(main, "pets".to_owned())],
    }
}

#[test]
fn diagnostics_of_edited_documents_show_the_file() {
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let text = "definitions:\n  Pet:\n    type: objekt\n  Pet:\n    type: objekt\n";
    let mut set = set(text, &mut diagnostics);
    let mut tree = Tree::of(set.documents.root(set.main));
    let mut definitions = tree.take("definitions").expect("the key");
    let source = definitions.source;
    let pet = definitions.take("Pet").expect("the key");
    definitions.set("Animal", pet);
    tree.set("components", Tree::map([("schemas", definitions)], source));
    let replaced = set.main;
    let edited = set.replace(replaced, tree, &mut diagnostics);
    let edited = edited.expect("a shallow document");
    assert_eq!(set.main, edited);
    assert_eq!(set.operation_files, [edited]);
    assert_eq!(set.folder(edited), Some("pets"));
    assert_eq!(set.documents.by_name("spec.yaml"), Some(edited));
    assert_eq!(set.documents.ids().collect::<Vec<_>>(), [edited]);

    let found = set
        .documents
        .find(edited, "#/components/schemas/Animal/type");
    let at = found.expect("the edited document has the key");
    assert_eq!(at.pointer(), "/components/schemas/Animal/type");
    diagnostics.report(Diagnostic::new(Code::WrongKind, at, "no such type"));
    let components = set.documents.root(edited).get("components");
    let components = components.expect("the key");
    let message = "these are definitions";
    diagnostics.report(Diagnostic::new(Code::UnknownKey, components, message).on_key(components));
    let expected = "\
error[duplicate-key]: `Pet` is here twice
 --> spec.yaml:4:3
  |
2 |   Pet:
  |   --- the first one
3 |     type: objekt
4 |   Pet:
  |   ^^^

error[unknown-key]: these are definitions
 --> spec.yaml:1:1
  |
1 | definitions:
  | ^^^^^^^^^^^

error[wrong-kind]: no such type
 --> spec.yaml:5:11
  |
5 |     type: objekt
  |           ^^^^^^";
    let rendered = diagnostics.render(&set.documents, false);
    let blocks = |text: &str| {
        let mut blocks: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
        blocks.sort();
        blocks
    };
    assert_eq!(blocks(&rendered), blocks(expected), "{rendered}");
}

#[test]
fn identity_edits_keep_the_document() {
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let text = "a: [1, -0.5, null, true, x]\nbig: 170141183460469231731687303715884105727\n\
                base: &base {k: 1}\nmerged: {<<: *base, l: 2}\n";
    let mut set = set(text, &mut diagnostics);
    let before = set.documents.root(set.main).to_json();
    let tree = Tree::of(set.documents.root(set.main));
    assert_eq!(tree.to_json(), before);
    let edited = set.replace(set.main, tree, &mut diagnostics);
    let root = set.documents.root(edited.expect("a shallow document"));
    assert_eq!(root.to_json(), before);
    assert_eq!(root.get("big").and_then(At::integer), Some(i128::MAX));
    let merged = root.get("merged").and_then(|at| at.get("k"));
    assert_eq!(merged.map(At::pointer).as_deref(), Some("/merged/k"));
}

#[test]
fn edits_cannot_exceed_the_maximum_depth() {
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let mut set = set("a: 1\n", &mut diagnostics);
    let source: Source = set.documents.root(set.main).source();
    let nested = |levels| {
        (0..levels).fold(Tree::flag(true, source), |tree, _| {
            Tree::list(vec![tree], source)
        })
    };
    let main = set.main;
    assert!(set.replace(main, nested(127), &mut diagnostics).is_err());
    assert_eq!(set.main, main);
    let reported = diagnostics.render(&set.documents, false);
    assert!(reported.starts_with("error[too-large]"), "{reported}");
    assert!(set.replace(main, nested(126), &mut diagnostics).is_ok());
}
