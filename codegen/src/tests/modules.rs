//! The modules and files of operations and their types.

use crate::emit::{Context, CrateLayout, EmitOptions, Runtime};
use crate::generator::render;
use crate::ir::{Api, Group, GroupId, Operation, Presence, Status, Type, TypeId};
use crate::name::{NameMode, name};

use super::build::{api, component, operation, response, structure};

/// The types of [`tags`], by index.
const SHARED: usize = 0;
const INVOICE: usize = 1;
const LINE: usize = 2;
const UNUSED: usize = 3;
const PART: usize = 4;

fn of_group(group: usize, id: &str, output: usize) -> Operation {
    Operation {
        group: GroupId(group),
        ..operation(id, Type::Named(TypeId(output)))
    }
}

fn holding(key: &str, held: usize) -> crate::ir::TypeDef {
    let field = ("held", Type::Named(TypeId(held)), Presence::Optional);
    component(key, structure(&[field]))
}

/// Returns an API with two tags: both use `Shared`, one uses `Invoice` and its `Line`; `Unused` and its `Part` are used by an
/// operation of one tag and by a type without operations.
fn tags() -> Api {
    let mut api = api();
    api.groups.push(Group {
        key: "users".to_owned(),
        is_tag: true,
        description: None,
    });
    api.types = vec![
        component("Shared", structure(&[])),
        holding("Invoice", LINE),
        component("Line", structure(&[])),
        holding("Unused", PART),
        component("Part", structure(&[])),
    ];
    api.operations = vec![
        of_group(0, "listInvoices", INVOICE),
        of_group(0, "listShared", SHARED),
        of_group(1, "getShared", SHARED),
        of_group(1, "getPart", PART),
    ];
    api
}

/// Returns the path of each type.
fn paths(api: &Api, mode: NameMode) -> Vec<String> {
    let (names, _) = name(api, mode);
    let path = |name: &crate::name::TypeName| {
        format!("{}::{}", names.module(name.module).ident, name.ident)
    };
    names.types.iter().map(path).collect()
}

fn files(api: &Api) -> Vec<(String, String)> {
    let layout = CrateLayout::Alone(Runtime::Version("0.1".to_owned()));
    let options = EmitOptions::new("acme", "acme.yaml", layout);
    let (names, _) = name(api, NameMode::Resolve);
    let tree = render(Context::new(api, &names, &options));
    tree.files.into_iter().collect()
}

#[test]
fn types_of_a_single_tag_are_in_its_module() {
    let paths = paths(&tags(), NameMode::Resolve);
    assert_eq!(paths[SHARED], "models::Shared");
    assert_eq!(paths[INVOICE], "invoices::Invoice");
    assert_eq!(paths[LINE], "invoices::Line");
}

#[test]
fn types_that_are_required_without_a_tag_are_shared() {
    let paths = paths(&tags(), NameMode::Resolve);
    assert_eq!(paths[UNUSED], "models::Unused");
    assert_eq!(paths[PART], "models::Part");
}

#[test]
fn the_file_of_a_schema_is_its_module_in_our_specs() {
    let paths = paths(&tags(), NameMode::Strict);
    assert!(paths.iter().all(|path| path.starts_with("models::")));
}

#[test]
fn adding_a_type_moves_no_other_type() {
    let before = paths(&tags(), NameMode::Resolve);
    for key in ["Aardvark", "InvoiceLine", "Zebra"] {
        let mut after = tags();
        after.types.push(component(key, structure(&[])));
        assert_eq!(paths(&after, NameMode::Resolve)[..before.len()], before);
    }
}

#[test]
fn operations_models_errors_and_headers_are_in_separate_files() {
    let mut api = tags();
    let error = response(Status::Code(404), Some(Type::Named(TypeId(SHARED))));
    api.operations[0].errors = vec![error];
    let files = files(&api);
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    for expected in [
        "src/errors.rs",
        "src/invoices.rs",
        "src/invoices/errors.rs",
        "src/invoices/models.rs",
        "src/models.rs",
        "src/users.rs",
    ] {
        assert!(paths.contains(&expected), "{expected}: {paths:?}");
    }
    let text = |wanted: &str| {
        let file = files.iter().find(|(path, _)| path == wanted);
        file.map(|(_, text)| text.as_str()).unwrap_or_default()
    };
    assert!(text("src/invoices.rs").contains("pub struct ListInvoices"));
    assert!(text("src/invoices.rs").contains("pub use self::models::*;"));
    assert!(text("src/invoices/models.rs").contains("pub struct Invoice {"));
    assert!(text("src/invoices/errors.rs").contains("pub type ListInvoicesError = SharedFor404;"));
}

#[test]
fn files_of_long_modules_are_named_after_their_contents() {
    let mut api = tags();
    let fields: Vec<String> = (0..150).map(|index| format!("field{index}")).collect();
    let fields: Vec<(&str, Type, Presence)> = fields
        .iter()
        .map(|key| (key.as_str(), Type::String, Presence::Optional))
        .collect();
    api.types.push(component("LongRecord", structure(&fields)));
    api.types.push(component("Mod", structure(&fields)));
    api.types.push(component("Widest", structure(&fields)));
    let files = files(&api);
    let paths = files.iter().map(|(path, _)| path.as_str());
    let models: Vec<&str> = paths.filter(|path| path.contains("models")).collect();
    assert_eq!(
        models,
        [
            "src/invoices/models.rs",
            "src/models.rs",
            "src/models/long_record.rs",
            "src/models/mod_model.rs",
            "src/models/widest.rs",
            "src/users/models.rs",
        ]
    );
    let small = &files.iter().find(|(path, _)| path == "src/models.rs");
    let small = small.map(|(_, text)| text.as_str()).unwrap_or_default();
    assert!(small.contains("pub struct Shared"), "{small}");
}
