//! How long programs take to compile that call one, twenty and all operations of a generated crate.

use std::error::Error;
use std::path::{Path, PathBuf};

use super::arguments::BenchArguments;
use super::compile::{Subject, again, subjects, verdict};
use super::consumer::{Call, calls, program};
use super::peer::Peer;
use super::verdict::{Verdict, median};
use signon_corpus::cargo::cargo;
use signon_corpus::crate_folder::Folders;
use signon_corpus::grid;
use signon_corpus::progress::Progress;
use signon_workspace::{complain, root, say};

/// How many operations are called.
const SIZES: [usize; 3] = [1, 20, usize::MAX];

/// How they are built.
const MODES: [(&str, &[&str]); 2] = [("debug", &["build"]), ("release", &["build", "--release"])];

/// Measures all programs.
pub(super) fn run(
    arguments: &BenchArguments,
    peers: &[(Peer, PathBuf)],
) -> Result<Vec<Verdict>, Box<dyn Error>> {
    let ready = ready(arguments, peers)?;
    let mut rows = rows(&ready);
    let progress = Progress::new(SIZES.len() * MODES.len());
    let mut verdicts = Vec::new();
    let builds = SIZES
        .into_iter()
        .flat_map(|size| MODES.map(|(mode, command)| (size, mode, command)));
    for (column, (size, mode, command)) in (2..).zip(builds) {
        let title = if size == usize::MAX {
            format!("all {mode}")
        } else {
            format!("{size} {mode}")
        };
        let times = measure(arguments.rounds, size, command, &ready, &progress)?;
        progress.done(&title);
        for (row, (_, seconds)) in rows.iter_mut().skip(1).zip(&times) {
            if let (Some(cell), Some(seconds)) = (row.get_mut(column), seconds) {
                *cell = format!("{seconds:.2}");
            }
        }
        verdicts.extend(verdict(
            &format!("a program that calls {title}, in seconds"),
            &times,
            None,
        ));
    }
    say("Compiling a program that calls the crate: the median in seconds, the crate warm.\n");
    say(&grid(&rows));
    Ok(verdicts)
}

/// A crate, and the calls that can be made of it.
type Ready = (Subject, Vec<Call>);

/// The median of each generator.
type Medians = Vec<(&'static str, Option<f64>)>;

/// The crates that a program can call.
fn ready(
    arguments: &BenchArguments,
    peers: &[(Peer, PathBuf)],
) -> Result<Vec<Ready>, Box<dyn Error>> {
    let mut ready = Vec::new();
    for subject in subjects(arguments, peers)? {
        let calls = calls(&subject)?;
        match check(&subject, &calls) {
            Ok(()) => ready.push((subject, calls)),
            Err(fault) => complain(&format!(
                "no program calls what {} made: {fault}",
                subject.peer.name()
            )),
        }
    }
    Ok(ready)
}

/// The table's header, and a row for each generator, without times.
fn rows(ready: &[Ready]) -> Vec<[String; 8]> {
    let mut rows = vec![
        [
            "generator",
            "operations",
            "1 debug",
            "1 release",
            "20 debug",
            "20 release",
            "all debug",
            "all release",
        ]
        .map(str::to_owned),
    ];
    for (subject, calls) in ready {
        let mut row: [String; 8] = Default::default();
        subject.peer.name().clone_into(&mut row[0]);
        row[1] = calls.len().to_string();
        rows.push(row);
    }
    rows
}

fn measure(
    rounds: usize,
    size: usize,
    command: &[&str],
    ready: &[Ready],
    progress: &Progress,
) -> Result<Medians, Box<dyn Error>> {
    let mut times = vec![Vec::new(); ready.len()];
    for (subject, calls) in ready {
        let folder = write(subject, calls, size)?;
        cargo(command, &folder, &subject.target)?;
    }
    for _ in 0..rounds {
        for ((subject, _), seconds) in ready.iter().zip(&mut times) {
            progress.step(subject.peer.name(), &command.join(" "));
            seconds.push(again(command, &folder(subject), &subject.target)?.seconds);
        }
    }
    Ok(ready
        .iter()
        .zip(times)
        .map(|((subject, _), seconds)| (subject.peer.name(), median(seconds)))
        .collect())
}

/// Whether a program that calls everything compiles.
fn check(subject: &Subject, calls: &[Call]) -> Result<(), Box<dyn Error>> {
    let build = cargo(
        &["check"],
        &write(subject, calls, usize::MAX)?,
        &subject.target,
    )?;
    if build.ok {
        Ok(())
    } else {
        Err(build
            .errors
            .into_iter()
            .take(5)
            .collect::<Vec<_>>()
            .join("\n")
            .into())
    }
}

fn folder(subject: &Subject) -> PathBuf {
    Folders::of("bench", 0).program(&subject.name)
}

/// Writes a program that calls so many operations, evenly chosen.
fn write(subject: &Subject, calls: &[Call], size: usize) -> Result<PathBuf, Box<dyn Error>> {
    let folder = folder(subject);
    std::fs::create_dir_all(folder.join("src"))?;
    let step = if size == usize::MAX {
        1
    } else {
        calls.len().div_ceil(size).max(1)
    };
    let chosen: Vec<&Call> = calls.iter().step_by(step).take(size).collect();
    std::fs::write(folder.join("src/main.rs"), program(&chosen))?;
    std::fs::write(
        folder.join("Cargo.toml"),
        cargo_toml(subject, &root().join("runtime").canonicalize()?),
    )?;
    let lock = subject.folder.join("Cargo.lock");
    std::fs::copy(lock, folder.join("Cargo.lock"))?;
    Ok(folder)
}

fn cargo_toml(subject: &Subject, runtime: &Path) -> String {
    let (name, folder) = (&subject.name, subject.folder.display());
    let runtime = if subject.peer == Peer::Signon {
        format!("signon-runtime = {{ path = \"{}\" }}\n", runtime.display())
    } else {
        String::new()
    };
    format!(
        "[package]\nname = \"{name}-consumer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n{name} = {{ path = \"{folder}\" }}\n{runtime}"
    )
}
