//! The server that judges the scenarios.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use signon_prism::{free_port, npm};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long the server may take to start or to stop, on a slow machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running server; it ends with the value.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub url: String,
    port: u16,
    process: Child,
    coverage: PathBuf,
}

#[derive(Deserialize)]
struct Coverage {
    results: BTreeMap<String, String>,
}

impl Server {
    /// Installs the server below `target/` and starts it.
    pub async fn start() -> Result<Self, String> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("spector");
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/spector");
        npm::install(&package, &home).await?;
        repository(&home).await?;
        let port = free_port().await.map_err(|error| error.to_string())?;
        let coverage = home.join(format!("coverage-{port}.json"));
        let mut process = Command::new(home.join("node_modules/.bin/tsp-spector"))
            .args(["serve", "node_modules/@typespec/http-specs/specs", "--port"])
            .arg(port.to_string())
            .arg("--coverageFile")
            .arg(&coverage)
            .current_dir(&home)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("the server cannot be started: {error}"))?;
        let output = process.stdout.take().ok_or("the server prints nothing")?;
        let mut lines = BufReader::new(output).lines();
        let listening = async {
            while let Ok(Some(line)) = lines.next_line().await {
                if line.contains("Started server") {
                    return Ok(());
                }
            }
            Err("the server ended before it listened".to_owned())
        };
        timeout(PATIENCE, listening)
            .await
            .map_err(|_| "the server does not listen".to_owned())??;
        // What it prints from here on is read, so that it can go on.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self {
            url: format!("http://localhost:{port}"),
            port,
            process,
            coverage,
        })
    }

    /// Stops the server; its verdict on each scenario: `pass`, `fail` or `not-implemented`.
    pub async fn stop(mut self) -> Result<BTreeMap<String, String>, String> {
        let stop = async {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
            let request = "POST /.admin/stop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            stream.write_all(request.as_bytes()).await?;
            let mut answer = Vec::new();
            // The server may close the connection as it ends.
            drop(stream.read_to_end(&mut answer).await);
            self.process.wait().await
        };
        timeout(PATIENCE, stop)
            .await
            .map_err(|_| "the server does not stop".to_owned())?
            .map_err(|error| error.to_string())?;
        let text = std::fs::read_to_string(&self.coverage).map_err(|error| error.to_string())?;
        drop(std::fs::remove_file(&self.coverage));
        let coverage: Vec<Coverage> =
            serde_json::from_str(&text).map_err(|error| error.to_string())?;
        Ok(coverage.into_iter().flat_map(|part| part.results).collect())
    }
}

/// The server asks git for the commit of the folder that it runs in.
async fn repository(home: &Path) -> Result<(), String> {
    if home.join(".git").exists() {
        return Ok(());
    }
    let author = [
        "-c",
        "user.name=signon",
        "-c",
        "user.email=signon@example.com",
    ];
    let commit = [
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        "Scenarios",
    ];
    for arguments in [
        vec!["init", "--quiet"],
        [author.as_slice(), &commit].concat(),
    ] {
        let git = Command::new("git")
            .args(&arguments)
            .current_dir(home)
            .status()
            .await
            .map_err(|error| format!("git cannot be run: {error}"))?;
        if !git.success() {
            return Err(format!("git {arguments:?} failed"));
        }
    }
    Ok(())
}
