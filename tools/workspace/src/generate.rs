//! The crates below `generated/`, from the specs below `specs/`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use signon_codegen::{Changes, Notation};
use signon_providers::{Compiled, Provider, Tree};

use crate::{Outcome, color, complain, field_table, fingerprint, relative, release, root, say};

/// The outcome of generated files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They are written.
    Write,
    /// They are compared with what is there.
    Check,
}

/// Generates the crates of these providers, or of all.
pub fn tree(mode: Mode, wanted: &[String]) -> Result<Outcome, Box<dyn Error>> {
    if mode == Mode::Write && fingerprint::is_fresh(wanted) {
        return Ok(Outcome::Done);
    }
    let Some(prepared) = prepare(wanted)? else {
        return Ok(Outcome::Problems);
    };
    let mut trees =
        signon_providers::generate(&prepared, wanted.is_empty(), env!("CARGO_PKG_VERSION"))?;
    let mut table = None;
    // The unified models are mapped onto all providers.
    if wanted.is_empty() {
        let Some(compiled) = mappings(&prepared)? else {
            return Ok(Outcome::Problems);
        };
        table = field_table::stale(&compiled.table)?;
        trees.insert("unified/src/generated".to_owned(), compiled.tree);
    }
    let Some(all) = plan(trees, wanted) else {
        return Ok(Outcome::Problems);
    };
    let unannounced = release::unannounced(&prepared)?;
    if !unannounced.is_empty() {
        complain(&unannounced);
    }
    if mode == Mode::Check {
        let outcome = check(&all, table.is_some());
        return Ok(if unannounced.is_empty() {
            outcome
        } else {
            Outcome::Problems
        });
    }
    let changed = all.iter().map(|changes| changes.paths().len());
    let count = changed.sum::<usize>() + usize::from(table.is_some());
    if let Some(table) = &table {
        field_table::write(table)?;
        say(field_table::name());
    }
    for changes in &all {
        changes.apply()?;
        report(changes, &relative);
    }
    if count > 0 {
        say(&files_changed(count));
    }
    if let Some(hint) = facade_hint(&root(), &prepared).filter(|_| !wanted.is_empty()) {
        complain(hint);
        return Ok(Outcome::Done);
    }
    // The next run reports it again.
    if unannounced.is_empty() {
        fingerprint::remember(wanted);
    }
    Ok(Outcome::Done)
}

/// The compiled mappings of the unified models; none if there are errors, which are reported.
fn mappings(providers: &[Provider]) -> Result<Option<Compiled>, Box<dyn Error>> {
    match signon_providers::mappings(&root(), providers) {
        Ok(compiled) => Ok(Some(compiled?)),
        Err(report) => {
            complain(report.render(color()).trim_end());
            Ok(None)
        }
    }
}

/// What to do where the facade, which is made from all providers, does not say of these what they say of themselves.
fn facade_hint(root: &Path, providers: &[Provider]) -> Option<&'static str> {
    let readme = std::fs::read_to_string(root.join("generated/signon/README.md"));
    (!signon_providers::facade_lists(&readme.unwrap_or_default(), providers))
        .then_some("`generated/signon` is stale: run `cargo xtask gen` for all providers")
}

/// What must change in each folder; none if a file is in the way, which is reported.
fn plan(trees: BTreeMap<String, Tree>, wanted: &[String]) -> Option<Vec<Changes>> {
    // The tests of the other providers are beside those of one.
    let is_partial = |folder: &str| !wanted.is_empty() && folder.starts_with("tests/");
    match signon_providers::plan(&root(), trees, is_partial) {
        Ok(all) => Some(all),
        Err(report) => {
            complain(&report.render(color()));
            None
        }
    }
}

/// Whether the output is what the specs say, and nothing else is among it.
fn check(all: &[Changes], is_table_stale: bool) -> Outcome {
    let mut outcome = Outcome::Done;
    if is_table_stale {
        complain(&format!(
            "the table in `{}` is stale: run `cargo xtask gen`",
            field_table::name()
        ));
        outcome = Outcome::Problems;
    }
    for changes in all {
        for path in changes.paths() {
            complain(&format!(
                "`{}` is stale: run `cargo xtask gen`",
                relative(path)
            ));
            outcome = Outcome::Problems;
        }
        for path in &changes.unknown {
            complain(&format!(
                "`{}` is not generated: move it out of the generated sources",
                relative(path)
            ));
            outcome = Outcome::Problems;
        }
    }
    outcome
}

/// Prints a line for each file that changed.
fn report(changes: &Changes, name: &dyn Fn(&Path) -> String) {
    for path in changes.paths() {
        if changes.remove.iter().any(|removed| removed == path) {
            say(&format!("{} (removed)", name(path)));
        } else {
            say(&name(path));
        }
    }
}

/// `1 file changed`.
pub fn files_changed(count: usize) -> String {
    let files = if count == 1 { "file" } else { "files" };
    format!("{count} {files} changed")
}

/// Understands the specs of these providers, or of all; none if there are errors, which are reported.
pub fn prepare(wanted: &[String]) -> Result<Option<Vec<Provider>>, Box<dyn Error>> {
    let known = signon_providers::providers(&root())?;
    if let Some(stranger) = wanted.iter().find(|name| !known.contains(name)) {
        return Err(format!(
            "there is no `specs/{stranger}`; the providers are {}",
            known.join(", ")
        )
        .into());
    }
    let names: Vec<String> = known
        .into_iter()
        .filter(|name| wanted.is_empty() || wanted.contains(name))
        .collect();
    let understood = signon_providers::understand(&root(), &names, color());
    if !understood.report.is_empty() {
        complain(understood.report.trim_end());
    }
    Ok((!understood.faulty).then_some(understood.providers))
}

/// A provider's specs as one document, in YAML or JSON; errors in the files are reported at once.
pub fn bundle(provider: &str, notation: Notation) -> Result<String, Box<dyn Error>> {
    signon_providers::bundle(&root(), provider, notation).map_err(|report| {
        complain(&report.render(color()));
        format!("the specs of `{provider}` cannot be read").into()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use signon_providers::{Provider, generate, understand};

    use super::facade_hint;
    use crate::target;

    const OPERATION: &str = r#"
openapi: 3.0.3
info: { title: Acme, version: "1" }
paths:
  /pings:
    get:
      operationId: listPings
      tags: [pings]
      summary: Lists the pings.
      externalDocs: { url: https://docs.acme.example/pings }
      responses: { "204": { description: Done. } }
"#;

    /// The provider `acme`, whose API has this title.
    fn acme(root: &Path, title: &str) -> Vec<Provider> {
        let folder = root.join("specs/acme");
        fs::create_dir_all(folder.join("pings")).expect("a folder");
        let provider = format!(
            "openapi: 3.0.3\ninfo: {{ title: {title}, version: \"1\" }}\n\
             servers: [{{ url: https://acme.example }}]\npaths: {{}}\n"
        );
        fs::write(folder.join("provider.yaml"), provider).expect("a file");
        fs::write(folder.join("pings/list_pings.yaml"), OPERATION).expect("a file");
        let understood = understand(root, &["acme".to_owned()], false);
        assert!(!understood.faulty, "{}", understood.report);
        understood.providers
    }

    #[test]
    fn a_provider_that_the_facade_does_not_list_as_it_is_makes_the_facade_stale() {
        let root = target().join("tmp/facade-hint");
        let readme = root.join("generated/signon/README.md");
        drop(fs::remove_file(&readme));
        let providers = acme(&root, "Acme");
        let hint = facade_hint(&root, &providers).expect("there is no facade");
        assert!(hint.contains("`cargo xtask gen` for all"), "{hint}");

        let trees = generate(&providers, true, "0.1.0").expect("trees");
        let facade = trees.get("generated/signon").expect("a facade");
        let text = facade.files.get("README.md").expect("a README");
        fs::create_dir_all(readme.parent().expect("a folder")).expect("a folder");
        fs::write(&readme, text).expect("a file");
        assert_eq!(facade_hint(&root, &providers), None);

        let renamed = acme(&root, "Acme Identity");
        assert!(facade_hint(&root, &renamed).is_some());
    }
}
