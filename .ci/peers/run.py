"""Compares `signon mcp` with other MCP servers of Torii's document, and prints the table "Compared" of docs/mcp.md.

Usage: python .ci/peers/run.py path/to/signon path/to/typed_calls [path/to/onelogin-mcp/index.js]

The other servers are installed in pinned versions into `~/.cache/signon-peers`. What a server does otherwise than
expected is on standard error. Takes a few minutes; the first run compiles one of the servers.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = Path.home() / ".cache/signon-peers"
RMCP_OPENAPI = "0.32.1"


def run(*command, cwd=None):
    subprocess.run([str(part) for part in command], cwd=cwd, check=True, stdout=sys.stderr)


def installed(folder, sources):
    """Whether a folder has what these files list; `done` records it."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    mark = folder / ".installed"
    if mark.exists() and mark.read_text(encoding="ascii") == digest:
        return None
    return lambda: mark.write_text(digest, encoding="ascii")


def install_npm(source, folder):
    """The packages of a lock file. None of their scripts is run."""
    files = [source / name for name in ["package.json", "package-lock.json", ".npmrc"]]
    if done := installed(folder, files):
        for file in files:
            (folder / file.name).write_bytes(file.read_bytes())
        run("npm", "ci", "--ignore-scripts", "--silent", cwd=folder)
        done()


def install_python(folder):
    requirements = HERE / "requirements.txt"
    python = folder / "bin/python"
    if done := installed(folder, [requirements]):
        run(sys.executable, "-m", "venv", folder)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
        run(*pip, "--requirement", requirements)
        done()
    return python


def install_cargo(folder):
    """A crate without a binary of its own in a package registry is compiled once."""
    program = folder / "bin/rmcp-openapi-server"
    if not program.exists():
        run("cargo", "install", "--locked", f"rmcp-openapi-server@{RMCP_OPENAPI}", "--root", folder)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    install_npm(HERE, CACHE / "npm")
    install_npm(HERE.parents[1] / "tests/prism", CACHE / "prism")
    install_cargo(CACHE / "cargo")
    python = install_python(CACHE / "python")
    programs = [str(Path(path).resolve(strict=True)) for path in sys.argv[1:]]
    os.execv(python, [str(python), "-B", str(HERE / "compare.py"), str(CACHE), *programs])


main()
