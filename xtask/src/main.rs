//! The tasks of this workspace; `cargo xtask --help` lists them.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod arguments;
mod bench;
mod bundle;
mod ci;
mod corpus;
mod generate;
mod golden;
mod lint;
mod list;
mod workspace;

use std::process::ExitCode;

use arguments::Task;

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Done,
    /// There are faults in the specs, or the output is stale.
    Faults,
}

fn main() -> ExitCode {
    let task = match arguments::parse() {
        Ok(task) => task,
        Err(fault) => {
            workspace::complain(&format!("error: {fault}\n\n{}", arguments::USAGE));
            return ExitCode::from(2);
        }
    };
    let outcome = match task {
        Task::Help(task) => {
            let part = task.and_then(|task| arguments::help(&task));
            workspace::say(part.as_deref().unwrap_or(arguments::HELP));
            Ok(Outcome::Done)
        }
        Task::Version => {
            workspace::say(concat!("signon ", env!("CARGO_PKG_VERSION")));
            Ok(Outcome::Done)
        }
        Task::Generate(mode, providers) => generate::tree(mode, &providers),
        Task::GenerateFile(file) => generate::file(&file),
        Task::Lint => lint::run(),
        Task::List { json } => list::run(json),
        Task::Bundle { provider, json } => bundle::run(&provider, json),
        Task::Golden => golden::run(),
        Task::Ci { full } => ci::run(full),
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Inspect(path) => corpus::inspect(&path).map(|text| {
            workspace::say(&text);
            Outcome::Done
        }),
        Task::Measure {
            note,
            limit,
            command,
        } => corpus::measure::measure(&note, limit, &command).map(|()| Outcome::Done),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Err(fault) => {
            workspace::complain(&format!("error: {fault}"));
            ExitCode::from(1)
        }
    }
}
