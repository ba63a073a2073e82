//! `signon generate`: documents → clients.

use std::error::Error;
use std::path::Path;

use signon_codegen::{Changes, Generator, Output, Runtime};

use crate::arguments::{Generate, Layout, MessageFormat, Misuse, Shape};
use crate::project::{self, Client};
use crate::{Outcome, input, message};

pub(crate) fn run(arguments: &Generate) -> Result<Outcome, Box<dyn Error>> {
    let clients = match (&arguments.input, &arguments.out) {
        (Some(document), Some(out)) => vec![Client {
            document: document.clone(),
            out: out.clone(),
            name: arguments.name.clone(),
            shape: arguments.shape.clone(),
            reading: arguments.reading.clone(),
        }],
        _ => project::clients()?,
    };
    // One client's problems do not hide those of the next.
    let mut outcome = Outcome::Done;
    for client in &clients {
        if one(client, arguments)? == Outcome::Problems {
            outcome = Outcome::Problems;
        }
    }
    Ok(outcome)
}

fn one(client: &Client, arguments: &Generate) -> Result<Outcome, Box<dyn Error>> {
    let format = arguments.message_format;
    let name = input::package_name(&client.document, client.name.as_deref())?;
    check(&client.shape)?;
    let generator = shaped(client.reading.generator(&name)?, &client.shape);
    let output = match generator.generate(&input::document(&client.document)?) {
        Ok(output) => output,
        Err(report) => {
            message::report(&report, format);
            if format == MessageFormat::Human {
                message::note(if report.is_unsupported() {
                    "nothing was written; with --keep-going, what is not supported is left out or simplified"
                } else {
                    "nothing was written"
                });
            }
            return Ok(Outcome::Problems);
        }
    };
    message::report(&output.report, format);
    let changes = match output.plan(&client.out, arguments.force) {
        Ok(changes) => changes,
        Err(report) => {
            message::report(&report, format);
            return Ok(Outcome::Problems);
        }
    };
    finish(&name, &output, &changes, &client.shape, arguments)
}

fn finish(
    name: &str,
    output: &Output,
    changes: &Changes,
    shape: &Shape,
    arguments: &Generate,
) -> Result<Outcome, Box<dyn Error>> {
    if arguments.check {
        if changes.is_empty() {
            return Ok(Outcome::Done);
        }
        message::planned(changes);
        message::note(&format!("`{name}` is stale: run `signon generate`"));
        return Ok(Outcome::Problems);
    }
    if arguments.dry_run {
        message::planned(changes);
        return Ok(Outcome::Done);
    }
    changes.apply()?;
    let format = arguments.message_format;
    message::generated(name, output, changes, format);
    if let Some(Runtime::Path(folder)) = checkout()
        && shape.runtime.is_none()
        && shape.layout != Layout::Module
        && format == MessageFormat::Human
    {
        message::note(&format!(
            "note: this program was built from a checkout, so `{name}` depends on `{folder}`; with `--runtime \
             version:{}` it depends on the published crate",
            env!("CARGO_PKG_VERSION")
        ));
    }
    Ok(Outcome::Done)
}

/// The runtime beside this program's sources, if it was built from a checkout: there, no version need be published.
fn checkout() -> Option<Runtime> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let folder = runtime.canonicalize().ok()?;
    let is_there = folder.join("Cargo.toml").is_file();
    is_there.then(|| Runtime::Path(folder.to_string_lossy().into_owned()))
}

/// Refuses what the layout would ignore.
fn check(shape: &Shape) -> Result<(), Misuse> {
    let of_packages = [
        ("runtime", shape.runtime.is_some()),
        ("package-version", shape.package_version.is_some()),
        ("license", shape.license.is_some()),
    ];
    let given = match shape.layout {
        Layout::Module => of_packages.into_iter().find(|(_, is_given)| *is_given),
        Layout::Crate | Layout::Member => Some(("module-path", shape.module_path.is_some())),
    };
    match given {
        Some((option, true)) => Err(Misuse(format!(
            "`{option}` has no effect in this layout: a module has a path, a package has the rest"
        ))),
        _ => Ok(()),
    }
}

fn shaped(generator: Generator, shape: &Shape) -> Generator {
    let generator = match (shape.layout, &shape.module_path) {
        (Layout::Crate, _) => generator.layout(signon_codegen::Layout::Crate),
        (Layout::Member, _) => generator.layout(signon_codegen::Layout::Member),
        (Layout::Module, None) => generator.module(),
        (Layout::Module, Some(path)) => {
            generator.layout(signon_codegen::Layout::Module(path.clone()))
        }
    };
    let mut generator = generator.types_only(shape.types_only);
    if let Some(runtime) = shape.runtime.clone().or_else(checkout) {
        generator = generator.runtime(runtime);
    }
    if let Some(version) = &shape.package_version {
        generator = generator.package_version(version);
    }
    if let Some(license) = &shape.license {
        generator = generator.license(license);
    }
    generator
}
