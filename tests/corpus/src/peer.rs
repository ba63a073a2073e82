//! The peer: progenitor's client for a document, and how each of its functions is called.

use std::fmt::Write as _;

use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use syn::{FnArg, ImplItem, ImplItemFn, Item, Pat, Type};

use crate::document::Document;
use crate::operation::{Operation, operations};

/// The peer's output, and calls of all its functions.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The source of the client.
    pub client: String,
    /// The source of `calls`, over the client's crate.
    pub calls: String,
}

/// What progenitor makes of a document.
pub fn generate(document: &Document) -> Result<Peer, String> {
    let error = |error: &dyn std::fmt::Display| format!("progenitor, {}: {error}", document.name);
    let api = serde_json::from_value(document.root().clone()).map_err(|it| error(&it))?;
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Positional);
    let tokens = Generator::new(&settings)
        .generate_tokens(&api)
        .map_err(|it| error(&it))?;
    let file: syn::File = syn::parse2(tokens).map_err(|it| error(&it))?;
    let calls = calls(document, &file)?;
    Ok(Peer {
        client: prettyplease::unparse(&file),
        calls,
    })
}

/// A function for each method of the client, and the list of them.
fn calls(document: &Document, file: &syn::File) -> Result<String, String> {
    let krate = crate_name(&document.name);
    let operations = operations(document);
    let mut functions = String::new();
    let mut list = String::new();
    for (index, method) in methods(file).enumerate() {
        let endpoint = endpoint(method)
            .ok_or_else(|| format!("`{}` does not say what it sends", method.sig.ident))?;
        let operation = operations
            .iter()
            .find(|operation| operation.endpoint() == endpoint)
            .ok_or_else(|| format!("the document has no `{endpoint}`"))?;
        let arguments = method.sig.inputs.iter().skip(1);
        let arguments = arguments
            .map(|argument| self::argument(operation, argument))
            .collect::<Result<Vec<String>, String>>()?;
        let _ = write!(
            functions,
            "async fn call_{index}(server: &str, given: &Given) -> Result<(), String> {{\n    \
             let answer = {krate}::Client::new(server).{}({}).await;\n    \
             peer_outcome(answer)\n}}\n\n",
            method.sig.ident,
            arguments.join(", ")
        );
        let _ = writeln!(
            list,
            "        PeerCall {{ method: {:?}, path: {:?}, send: |server, given| Box::pin(call_{index}(server, given)) }},",
            operation.method, operation.path
        );
    }
    Ok(format!(
        "//! Calls of the peer's client.\n\nuse signon_corpus_driver::{{Given, PeerCall, borrowed}};\n\n\
         pub fn calls() -> Vec<PeerCall> {{\n    vec![\n{list}    ]\n}}\n\n{OUTCOME}{functions}"
    ).replace("KRATE", &krate))
}

/// What counts is whether a request was sent.
const OUTCOME: &str = "\
fn peer_outcome<T, E>(answer: Result<T, KRATE::Error<E>>) -> Result<(), String> {
    match answer {
        Err(KRATE::Error::InvalidRequest(error)) => Err(error),
        Err(KRATE::Error::CommunicationError(error)) => Err(format!(\"{error:?}\")),
        Ok(_) | Err(_) => Ok(()),
    }
}

";

/// The peer's crate for a document, as code names it.
fn crate_name(document: &str) -> String {
    format!("{document}-peer").replace('-', "_")
}

/// The methods of the client that make a call. Those that are not `async` make several.
fn methods(file: &syn::File) -> impl Iterator<Item = &ImplItemFn> {
    let items = file.items.iter().filter_map(|item| {
        let Item::Impl(block) = item else { return None };
        block.trait_.is_none().then_some(&block.items)
    });
    items.flatten().filter_map(|item| {
        let ImplItem::Fn(method) = item else {
            return None;
        };
        method.sig.asyncness.is_some().then_some(method)
    })
}

/// What a method sends, from its doc comment: ``Sends a `GET` request to `/users` ``.
fn endpoint(method: &ImplItemFn) -> Option<String> {
    let docs = method.attrs.iter().filter_map(|attribute| {
        let value = &attribute.meta.require_name_value().ok()?.value;
        if let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = value
        {
            Some(text.value())
        } else {
            None
        }
    });
    let docs: Vec<String> = docs.collect();
    let text = docs.join("\n");
    let sends = text.rfind("Sends a `")?;
    let mut words = text.get(sends..)?.split('`');
    let (method, path) = (words.nth(1)?, words.nth(1)?);
    Some(format!("{method} {path}"))
}

/// An argument: what is given for the parameter of this name, in the form that the method takes.
fn argument(operation: &Operation<'_>, argument: &FnArg) -> Result<String, String> {
    let endpoint = operation.endpoint();
    let FnArg::Typed(typed) = argument else {
        return Err(format!("{endpoint}: a method with two receivers"));
    };
    let Pat::Ident(name) = &*typed.pat else {
        return Err(format!("{endpoint}: an argument without a name"));
    };
    let name = name.ident.to_string();
    let parameter = operation
        .parameters
        .iter()
        .find(|parameter| plain(parameter.name) == plain(&name));
    Ok(match (parameter, form(&typed.ty)) {
        (Some(parameter), form) => {
            let at = format!("({:?}, {:?})?", parameter.place, parameter.name);
            match form {
                Form::Text => format!("&given.value::<String>{at}"),
                Form::Reference => format!("&given.value{at}"),
                Form::Value | Form::Content => format!("given.value{at}"),
                Form::OptionalText => format!("given.optional::<String>{at}.as_deref()"),
                Form::OptionalReference => format!("borrowed(&given.optional{at})"),
                Form::Optional => format!("given.optional{at}"),
            }
        }
        (None, Form::Content) if name == "body" => "given.body::<String>()?".to_owned(),
        (None, Form::Value) if name == "body" => "given.body()?".to_owned(),
        (None, Form::Reference) if name == "body" => "&given.body()?".to_owned(),
        (None, _) => return Err(format!("{endpoint}: no parameter is called `{name}`")),
    })
}

/// A name without what Rust's names do not have.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|char| char.to_ascii_lowercase())
        .collect()
}

/// The form of an argument.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// `&str`
    Text,
    /// `&T`
    Reference,
    /// `T`
    Value,
    /// `Option<&str>`
    OptionalText,
    /// `Option<&T>`
    OptionalReference,
    /// `Option<T>`
    Optional,
    /// `B`, which can be made a body of.
    Content,
}

fn form(ty: &Type) -> Form {
    if let Type::Reference(reference) = ty {
        return if is(&reference.elem, "str") {
            Form::Text
        } else {
            Form::Reference
        };
    }
    if is(ty, "B") {
        return Form::Content;
    }
    match inside_option(ty) {
        Some(Type::Reference(inner)) if is(&inner.elem, "str") => Form::OptionalText,
        Some(Type::Reference(_)) => Form::OptionalReference,
        Some(_) => Form::Optional,
        None => Form::Value,
    }
}

/// `T` of `Option<T>`.
fn inside_option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(inner)) if last.ident == "Option" => Some(inner),
        _ => None,
    }
}

/// Whether a type has this one name.
fn is(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}
