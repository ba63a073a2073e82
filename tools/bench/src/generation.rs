//! How long generation takes, document by document.

use std::error::Error;
use std::path::{Path, PathBuf};

use super::arguments::BenchArguments;
use super::peer::Peer;
use super::verdict::{Verdict, best, median};
use signon_corpus::crate_folder::Folders;
use signon_corpus::document::{Document, documents};
use signon_corpus::grid;
use signon_corpus::progress::Progress;
use signon_workspace::say;

/// A run that takes longer than this is not repeated as often.
const LONG: f64 = 3.0;

/// Where a run takes less than this, chance is a large part of it, and there are so many times as many.
const QUICK: f64 = 0.1;
const QUICK_ROUNDS: usize = 5;

/// Times and peaks of a generator on a document.
#[derive(Clone, Debug, Default)]
struct Runs {
    seconds: Vec<f64>,
    peak: Option<u64>,
    failed: bool,
}

/// Measures all generators on all documents that they take.
pub(super) fn run(
    arguments: &BenchArguments,
    peers: &[(Peer, PathBuf)],
) -> Result<Vec<Verdict>, Box<dyn Error>> {
    let documents = documents(&arguments.corpus, &arguments.only)?;
    let folder = Folders::of("bench", 0).client("runs");
    remove(&folder)?;
    let progress = Progress::new(documents.len());
    let mut lines: Vec<[String; 7]> = vec![head()];
    let mut verdicts = Vec::new();
    for document in &documents {
        let mut all = vec![Runs::default(); peers.len()];
        let mut round = 0;
        while round < rounds(&all, arguments.rounds) {
            for ((peer, program), runs) in peers.iter().zip(&mut all) {
                let long = runs.seconds.first().is_some_and(|first| *first > LONG);
                if !runs.failed && (round < 2 || !long) {
                    progress.step(&document.name, peer.name());
                    let out = folder.join(format!("{}-{}-{round}", document.name, peer.name()));
                    once(*peer, program, document, &out, runs)?;
                }
            }
            round += 1;
        }
        progress.done(&document.name);
        let medians: Vec<(&'static str, Option<f64>)> = peers
            .iter()
            .zip(&all)
            .map(|((peer, _), runs)| (peer.name(), median(runs.seconds.clone())))
            .collect();
        lines.push(line(document, peers, &all));
        let (ours, theirs): (Vec<_>, Vec<_>) = medians
            .into_iter()
            .partition(|(name, _)| *name == Peer::Signon.name());
        if let (Some((_, Some(ours))), Some(best)) = (ours.first(), best(&theirs)) {
            let what = format!("generating {}, in seconds", document.name);
            verdicts.push(Verdict {
                what,
                ours: *ours,
                best,
                bar: Some(1.0),
            });
        }
    }
    remove(&folder)?;
    say("Generation: the median in seconds, and the peak in megabytes.\n");
    say(&grid(&lines));
    Ok(verdicts)
}

/// How many rounds there are, by the first run of the first generator.
fn rounds(all: &[Runs], asked: usize) -> usize {
    let first = all.first().and_then(|runs| runs.seconds.first());
    if first.is_some_and(|first| *first < QUICK) {
        asked * QUICK_ROUNDS
    } else {
        asked
    }
}

fn remove(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// One run, into a folder that was never there: a file system may take its time to give out again what was just
/// removed, which no generator is to blame for.
fn once(
    peer: Peer,
    program: &Path,
    document: &Document,
    out: &Path,
    runs: &mut Runs,
) -> Result<(), Box<dyn Error>> {
    let name = format!("{}-{}", document.name, peer.name());
    let run = peer.generate(program, &document.path.canonicalize()?, out, &name)?;
    if run.ok {
        runs.seconds.push(run.seconds);
        runs.peak = runs.peak.max(run.peak);
    } else {
        *runs = Runs {
            failed: true,
            ..Runs::default()
        };
    }
    Ok(())
}

fn head() -> [String; 7] {
    let mut names = Peer::ALL.iter().map(|peer| peer.name());
    std::array::from_fn(|column| {
        if column == 0 {
            "document"
        } else {
            names.next().unwrap_or_default()
        }
        .to_owned()
    })
}

fn line(document: &Document, peers: &[(Peer, PathBuf)], all: &[Runs]) -> [String; 7] {
    let mut line = std::array::from_fn(|_| "-".to_owned());
    line[0].clone_from(&document.name);
    for ((peer, _), runs) in peers.iter().zip(all) {
        let column = Peer::ALL
            .iter()
            .position(|other| other == peer)
            .and_then(|index| line.get_mut(index + 1));
        if let (Some(cell), Some(seconds)) = (column, median(runs.seconds.clone())) {
            *cell = format!("{seconds:.3} {}", signon_corpus::megabytes(runs.peak));
        }
    }
    line
}
