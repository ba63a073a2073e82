//! A program that calls operations of a generated crate, made from what the crate's source declares.
//!
//! Arguments come from a function that the compiler cannot look into, so that only the calls are compiled.

mod source;

use std::error::Error;

use quote::ToTokens as _;
use serde_json::Value;
use syn::{FnArg, GenericArgument, PathArguments, Signature, Type};

use self::source::Source;
use super::compile::Subject;
use super::peer::Peer;

/// A call of an operation: the body of an async function that has a `client`.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The type of the client.
    client: String,
    /// The expression, without `.await`.
    expression: String,
}

/// All operations of a crate, each called once.
pub(super) fn calls(subject: &Subject) -> Result<Vec<Call>, Box<dyn Error>> {
    let source = Source::read(&subject.folder.join("src"))?;
    let krate = subject.name.replace('-', "_");
    let calls = match subject.peer {
        Peer::Signon => ours(subject, &source, &krate)?,
        Peer::OpenapiGenerator => functions(&source, &krate),
        // Its client is exported at the root alone.
        Peer::Oas3Gen => methods(&source, &krate, true),
        Peer::Progenitor | Peer::OpenapiToRust | Peer::Ploidy => methods(&source, &krate, false),
    };
    if calls.is_empty() {
        Err("there is nothing to call".into())
    } else {
        Ok(calls)
    }
}

/// The program.
pub(super) fn program(calls: &[&Call]) -> String {
    let mut text =
        String::from("use std::future::Future;\nuse std::hint::black_box;\nuse std::pin::Pin;\n\n");
    text += "fn make<T>() -> T {\n    panic!()\n}\n\nfn any<T>() -> T {\n    black_box(make::<T> as fn() -> T)()\n}\n\n";
    for (index, call) in calls.iter().enumerate() {
        let Call { client, expression } = call;
        text += &[
            "async fn call_",
            &index.to_string(),
            "(client: &",
            client,
            ") {\n    drop(black_box(",
            expression,
            ".await));\n}\n\n",
        ]
        .concat();
    }
    text += "fn main() {\n    let all = async {\n";
    for index in 0..calls.len() {
        text += &["        call_", &index.to_string(), "(any()).await;\n"].concat();
    }
    text + "    };\n    black_box(Box::pin(all) as Pin<Box<dyn Future<Output = ()>>>);\n}\n"
}

/// Methods of the type that has most of them.
fn methods(source: &Source, krate: &str, at_root: bool) -> Vec<Call> {
    let Some((module, owner)) = source.largest_client() else {
        return Vec::new();
    };
    let module = if at_root {
        String::new()
    } else {
        module_prefix(&module)
    };
    let client = format!("{krate}::{module}{owner}");
    source
        .methods(&owner)
        .map(|method| {
            let arguments = arguments(method, 1, krate);
            Call {
                client: client.clone(),
                expression: format!("client.{}({arguments})", method.ident),
            }
        })
        .collect()
}

/// Functions whose first argument is the configuration.
fn functions(source: &Source, krate: &str) -> Vec<Call> {
    source
        .functions()
        .map(|(module, function)| {
            let arguments = arguments(function, 1, krate);
            let path = format!("{krate}::{}{}", module_prefix(module), function.ident);
            let client = format!("{krate}::apis::configuration::Configuration");
            Call {
                client,
                expression: format!("{path}(client, {arguments})"),
            }
        })
        .collect()
}

/// Operations as values, found through the manifest.
fn ours(subject: &Subject, source: &Source, krate: &str) -> Result<Vec<Call>, Box<dyn Error>> {
    let manifest: Value = serde_json::from_str(&std::fs::read_to_string(
        subject.folder.join("manifest.json"),
    )?)?;
    let operations = manifest
        .get("operations")
        .and_then(Value::as_array)
        .ok_or("the manifest names no operations")?;
    let mut calls = Vec::new();
    for operation in operations {
        let path = operation
            .get("rust")
            .and_then(Value::as_str)
            .ok_or("an operation has no Rust path")?;
        let new = source
            .constructor(path)
            .ok_or_else(|| format!("`{path}` has no `new`"))?;
        let arguments = arguments(new, 0, krate);
        let expression =
            format!("signon_runtime::Operation::send(&{path}::new({arguments}), client)");
        calls.push(Call {
            client: format!("{krate}::Client"),
            expression,
        });
    }
    Ok(calls)
}

fn module_prefix(module: &[String]) -> String {
    module
        .iter()
        .fold(String::new(), |prefix, step| prefix + step + "::")
}

/// Arguments out of nowhere, after the first `skip`.
fn arguments(function: &Signature, skip: usize, krate: &str) -> String {
    let open: Vec<String> = function
        .generics
        .type_params()
        .map(|parameter| parameter.ident.to_string())
        .collect();
    let typed = function
        .inputs
        .iter()
        .skip(skip)
        .filter_map(|input| match input {
            FnArg::Typed(typed) if open.contains(&typed.ty.to_token_stream().to_string()) => {
                Some("any::<Vec<u8>>()".to_owned())
            }
            FnArg::Typed(typed) => Some(argument(&typed.ty, krate)),
            FnArg::Receiver(_) => None,
        });
    typed.collect::<Vec<_>>().join(", ")
}

/// An argument of a type: where the function leaves the type open, the plainest one that fits.
fn argument(ty: &Type, krate: &str) -> String {
    let text = ty.to_token_stream().to_string();
    if !text.contains("impl ") {
        return "any()".to_owned();
    }
    if text.starts_with("Option") {
        return "None::<String>".to_owned();
    }
    match converted(ty) {
        Some(target) => match target.to_token_stream().to_string().replace(' ', "") {
            // What comes from a crate that the program does not know can be made from text.
            text if text == "String" || text.starts_with("::") => "any::<String>()".to_owned(),
            text if text.starts_with("crate::") => {
                format!("any::<{}>()", text.replacen("crate", krate, 1))
            }
            text if is_runtime(&text) => format!("any::<signon_runtime::{text}>()"),
            text => format!("any::<{krate}::models::{text}>()"),
        },
        None => "any::<String>()".to_owned(),
    }
}

/// `T` of `impl Into<T>`.
fn converted(ty: &Type) -> Option<&Type> {
    let Type::ImplTrait(bounds) = ty else {
        return None;
    };
    let bound = bounds.bounds.iter().find_map(|bound| {
        if let syn::TypeParamBound::Trait(bound) = bound {
            bound.path.segments.last()
        } else {
            None
        }
    })?;
    let PathArguments::AngleBracketed(arguments) = &bound.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(target)) if bound.ident == "Into" => Some(target),
        _ => None,
    }
}

/// Whether a type is the runtime's.
fn is_runtime(name: &str) -> bool {
    let bare = name.split('<').next().unwrap_or_default();
    [
        "Date",
        "DateTime",
        "Time",
        "IsoDuration",
        "Uuid",
        "Uri",
        "Decimal",
        "Base64",
        "Secret",
        "Json",
        "Body",
        "File",
        "Field",
    ]
    .contains(&bare)
}
