//! `signon generate`: generates clients from documents.

use std::error::Error;
use std::path::Path;

use signon_codegen::{Changes, Generator, Output, Runtime};

use crate::arguments::{Generate, Layout, MessageFormat, OutputOptions, UsageError};
use crate::project::{self, Client};
use crate::{Outcome, input, message};

pub(crate) fn run(arguments: &Generate) -> Result<Outcome, Box<dyn Error>> {
    let clients = match (&arguments.input, &arguments.out) {
        (Some(document), Some(out)) => vec![Client {
            document: document.clone(),
            out: out.clone(),
            name: arguments.name.clone(),
            output_options: arguments.output_options.clone(),
            input_options: arguments.input_options.clone(),
        }],
        _ => project::clients()?,
    };
    // Problems in one client do not hide problems in the next.
    let mut outcome = Outcome::Done;
    for client in &clients {
        if generate_client(client, arguments)? == Outcome::Problems {
            outcome = Outcome::Problems;
        }
    }
    Ok(outcome)
}

fn generate_client(client: &Client, arguments: &Generate) -> Result<Outcome, Box<dyn Error>> {
    let format = arguments.message_format;
    let name = input::package_name(&client.document, client.name.as_deref())?;
    check(&client.output_options)?;
    let generator = configure(
        client.input_options.generator(&name)?,
        &client.output_options,
    );
    let output = match generator.generate(&input::document(&client.document)?) {
        Ok(output) => output,
        Err(report) => {
            message::report(&report, format);
            if format == MessageFormat::Human {
                message::note(if report.is_unsupported() {
                    "nothing was written; use --keep-going to omit or simplify unsupported constructs"
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
    write_output(&name, &output, &changes, &client.output_options, arguments)
}

fn write_output(
    name: &str,
    output: &Output,
    changes: &Changes,
    options: &OutputOptions,
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
        && options.runtime.is_none()
        && options.layout != Layout::Module
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

/// Returns the runtime next to this program's sources, if it was built from a checkout: its version may not be published.
fn checkout() -> Option<Runtime> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let folder = runtime.canonicalize().ok()?;
    let exists = folder.join("Cargo.toml").is_file();
    exists.then(|| Runtime::Path(folder.to_string_lossy().into_owned()))
}

/// Rejects options that the layout would ignore.
fn check(options: &OutputOptions) -> Result<(), UsageError> {
    let package_options = [
        ("runtime", options.runtime.is_some()),
        ("package-version", options.package_version.is_some()),
        ("license", options.license.is_some()),
    ];
    let ignored = match options.layout {
        Layout::Module => package_options.into_iter().find(|(_, is_set)| *is_set),
        Layout::Crate | Layout::Member => Some(("module-path", options.module_path.is_some())),
    };
    match ignored {
        Some((option, true)) => Err(UsageError(format!(
            "`{option}` has no effect in this layout: `license`, `runtime` and `package-version` apply to packages, `module-path` to modules"
        ))),
        _ => Ok(()),
    }
}

fn configure(generator: Generator, options: &OutputOptions) -> Generator {
    let generator = match (options.layout, &options.module_path) {
        (Layout::Crate, _) => generator.layout(signon_codegen::Layout::Crate),
        (Layout::Member, _) => generator.layout(signon_codegen::Layout::Member),
        (Layout::Module, None) => generator.module(),
        (Layout::Module, Some(path)) => {
            generator.layout(signon_codegen::Layout::Module(path.clone()))
        }
    };
    let mut generator = generator.types_only(options.types_only);
    if let Some(runtime) = options.runtime.clone().or_else(checkout) {
        generator = generator.runtime(runtime);
    }
    if let Some(version) = &options.package_version {
        generator = generator.package_version(version);
    }
    if let Some(license) = &options.license {
        generator = generator.license(license);
    }
    generator
}
