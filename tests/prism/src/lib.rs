//! Prism, someone else's mock server: it judges requests by its own reading of a document.

pub mod npm;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long Prism may take until it listens, on a slow machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running Prism; it ends with the value.
#[derive(Debug)]
pub struct Prism {
    /// Where it listens.
    pub url: String,
    process: Child,
}

impl Prism {
    /// Installs Prism below `target/`, at the versions of the lock file, unless it is there. One process at a time.
    pub async fn install() -> Result<PathBuf, String> {
        let home = home();
        npm::install(Path::new(env!("CARGO_MANIFEST_DIR")), &home).await?;
        Ok(home.join("node_modules/.bin/prism"))
    }

    /// Starts Prism for the document in a file, and waits until it listens.
    pub async fn start(program: &Path, document: &Path) -> Result<Self, String> {
        let port = free_port().await.map_err(|fault| fault.to_string())?;
        let mut process = Command::new(program)
            .args([
                "mock",
                "--errors",
                "--host",
                "127.0.0.1",
                "--port",
                &port.to_string(),
            ])
            .arg(document)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|fault| format!("Prism cannot be started: {fault}"))?;
        let mut lines = BufReader::new(process.stdout.take().ok_or("Prism says nothing")?).lines();
        let listening = async {
            let mut said = String::new();
            while let Ok(Some(line)) = lines.next_line().await {
                if line.contains("Prism is listening") {
                    return Ok(());
                }
                said.push_str(&line);
                said.push('\n');
            }
            Err(format!("Prism ended before it listened: {said}"))
        };
        timeout(PATIENCE, listening)
            .await
            .map_err(|_| "Prism does not listen".to_owned())??;
        // What it says from here on is read, so that it can go on.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self {
            url: format!("http://127.0.0.1:{port}"),
            process,
        })
    }

    /// Ends Prism.
    pub async fn stop(mut self) -> Result<(), String> {
        self.process.kill().await.map_err(|fault| fault.to_string())
    }
}

/// Where Prism is installed.
pub fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/prism")
}

/// A free port of this machine.
pub async fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port())
}
