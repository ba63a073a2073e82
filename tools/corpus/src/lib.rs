//! Real documents → crates, compiled, and real values through their models.

mod arguments;
mod bars;
pub mod cargo;
pub mod ceilings;
pub mod crate_folder;
pub mod document;
mod exceptions;
mod forward;
mod freeform;
mod generate;
mod golden;
mod inspect;
pub mod measure;
mod operations;
mod program;
pub mod progress;
mod report;
mod round_trip;
mod semver;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use self::ceilings::Ceilings;
use self::crate_folder::{Folders, Generated, generate};
use self::document::Document;
use self::inspect::inspect;
use self::progress::Progress;
use self::round_trip::Score;
use signon_workspace::{Outcome, complain, say};

pub use self::arguments::{CorpusArguments, Task, USAGE, internal, parse};
pub use self::generate::Request;
pub use self::report::{grid, megabytes};

/// The outcome of a document.
#[derive(Clone, Debug)]
struct Row {
    document: Document,
    generated: Generated,
    /// What Cargo said of the crate; none where it was not asked.
    check: Option<cargo::Build>,
    /// How the values did; none where there are no values.
    score: Option<Score>,
    /// What went wrong on the way.
    errors: Vec<String>,
}

/// Runs a task.
pub fn run(task: Task) -> Result<Outcome, Box<dyn Error>> {
    match task {
        Task::Help => say(USAGE),
        Task::Corpus(arguments) => return corpus(&arguments),
        Task::Golden => return golden::run(),
        Task::Semver(folder) => return semver::run(&folder),
        Task::Generate(request) => return generate::generate(&request),
        Task::Inspect(path) => say(&inspect(&path)?),
        Task::Measure {
            note,
            limit,
            command,
        } => measure::measure(&note, limit, &command)?,
    }
    Ok(Outcome::Done)
}

/// Ends the program as a task ended.
pub fn exit_code(outcome: Result<Outcome, Box<dyn Error>>) -> ExitCode {
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(error) => {
            complain(&format!("error: {error}"));
            ExitCode::from(1)
        }
    }
}

/// Runs all documents, prints the table, and holds the result against the bars.
fn corpus(arguments: &CorpusArguments) -> Result<Outcome, Box<dyn Error>> {
    let exceptions = exceptions::read()?;
    let ceilings = Ceilings::read()?;
    let documents = document::documents(&arguments.folder, &arguments.only)?;
    let progress = Progress::new(documents.len());
    let left = Mutex::new(documents.into_iter());
    let rows = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for worker in 0..arguments.jobs {
            let (left, rows, progress) = (&left, &rows, &progress);
            scope.spawn(move || {
                let folders = Folders::of("corpus", worker);
                while let Some(document) = next(left) {
                    let row = one(document, arguments, &folders, progress);
                    progress.done(&report::line(&row));
                    if let Ok(mut rows) = rows.lock() {
                        rows.push(row);
                    }
                }
            });
        }
    });
    let mut rows = rows.into_inner().map_err(|_| "a worker ended in a panic")?;
    rows.sort_by(|one, other| one.document.name.cmp(&other.document.name));
    let misses = bars::misses(&rows, &exceptions, &ceilings, arguments);
    if let Some(file) = &arguments.json {
        std::fs::write(
            file,
            serde_json::to_string_pretty(&report::json(&rows, &misses))? + "\n",
        )?;
    }
    say(&report::details(&rows));
    say(&report::table(&rows));
    say(&bars::summary(&rows, &misses));
    Ok(if misses.is_empty() {
        Outcome::Done
    } else {
        Outcome::Problems
    })
}

fn next(left: &Mutex<impl Iterator<Item = Document>>) -> Option<Document> {
    left.lock().ok()?.next()
}

/// Takes one document through everything that was asked for, and goes on after whatever fails.
fn one(
    document: Document,
    arguments: &CorpusArguments,
    folders: &Folders,
    progress: &Progress,
) -> Row {
    let mut row = Row {
        document,
        generated: Generated::default(),
        check: None,
        score: None,
        errors: Vec::new(),
    };
    progress.step(&row.document.name, "generating");
    match generate(&row.document, folders) {
        Ok(generated) => row.generated = generated,
        Err(error) => row.generated.error = Some(error.to_string()),
    }
    if row.generated.error.is_some() {
        return row;
    }
    let client = folders.client(&row.document.name);
    if arguments.check {
        progress.step(&row.document.name, "checking");
        match check(&client, folders) {
            Ok(check) => row.check = Some(check),
            Err(error) => row.errors.push(format!("cargo check: {error}")),
        }
    }
    let values = arguments
        .values
        .as_ref()
        .map(|folder| folder.join(format!("{}.jsonl", row.document.name)));
    if let Some(values) = values.filter(|file| file.is_file()) {
        progress.step(&row.document.name, "sending values through its models");
        match round_trips(&row.document, &values, folders) {
            Ok(score) => row.score = Some(score),
            Err(error) => row.errors.push(format!("values: {error}")),
        }
    }
    row
}

/// Checks a crate; its dependencies are built before, so that they are not measured.
fn check(client: &Path, folders: &Folders) -> Result<cargo::Build, Box<dyn Error>> {
    cargo::cargo(&["check"], client, &folders.target)?;
    cargo::touch(client)?;
    cargo::cargo(&["check"], client, &folders.target)
}

fn round_trips(
    document: &Document,
    values: &Path,
    folders: &Folders,
) -> Result<Score, Box<dyn Error>> {
    let oracle = signon_oracle::document::Document::new(document.read()?);
    let cases = round_trip::cases(&oracle, values)?;
    let answers = program::answers(&document.name, &cases, folders)?;
    Ok(round_trip::judge(&oracle, &cases, &answers))
}
