"""The MCP servers that are compared: how each is started, and which form its arguments have."""

import asyncio
import base64
import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

HERE = Path(__file__).resolve().parent
TOKEN = "tok"
PATIENCE = 60
BODIES = ("requestBody", "request_body", "body")


@dataclass
class Server:
    """A server, and what no program can measure about it."""

    title: str
    credentials: str
    # How a file of a documented example is given: `{"base64", "filename"}` in ours.
    file: callable = lambda example: base64.b64decode(example["base64"]).decode()
    own: bool = False
    # The command and environment of a server over stdio, for a document in a file.
    command: callable = None
    environment: dict = field(default_factory=dict)
    # The command of a server over HTTP, for a document in a file and a port.
    http: callable = None

    @contextlib.asynccontextmanager
    async def connect(self, document):
        if self.http is None:
            program, *arguments = await asyncio.to_thread(self.command, document)
            server = StdioServerParameters(command=program, args=arguments, env=environment(**self.environment))
            # What it logs is of no interest.
            with open(os.devnull, "w", encoding="utf-8") as log:
                async with Client(stdio_client(server, errlog=log), read_timeout_seconds=PATIENCE) as client:
                    yield client
            return
        port = free_port()
        command = [str(part) for part in self.http(document, port)]
        with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
            process = subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            try:
                await asyncio.to_thread(listening, process, port, log)
                http = httpx2.AsyncClient(timeout=PATIENCE)
                url = f"http://127.0.0.1:{port}/mcp"
                async with Client(streamable_http_client(url, http_client=http), read_timeout_seconds=PATIENCE) as client:
                    yield client
            finally:
                process.kill()
                process.wait()

    def arguments(self, operation, tool):
        """The arguments of the documented example, as this server's tool takes them."""
        example = dict(operation["examples"][0]["arguments"])
        if self.own:
            return example
        where = {argument["name"]: argument["in"] for argument in operation["arguments"]}
        body = {name: example.pop(name) for name in list(example) if where[name] in ("body", "body_field", "part")}
        for name, value in body.items():
            if where[name] == "part" and isinstance(value, dict) and "base64" in value:
                body[name] = self.file(value)
        if "body" in body and where["body"] == "body":
            body = body["body"]
        properties = tool.input_schema.get("properties", {})
        wrapper = next((name for name in BODIES if name in properties), None)
        if body and wrapper:
            example[wrapper] = body
        elif body:
            example.update(body)
        # Headers with a constant value, which ours sends by itself, are arguments of the others.
        for constant in operation.get("fixed", []):
            for name in properties:
                if name.endswith(constant["wire_name"]):
                    example[name] = constant["value"]
        return example


def environment(**variables):
    """Nothing of this process's environment but where programs are: neither variables nor files with credentials."""
    return {"PATH": os.environ["PATH"], "HOME": tempfile.gettempdir(), **variables}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def listening(process, port, log):
    """Waits until a process listens; an error is the last that it printed before it ended."""
    for _ in range(PATIENCE * 10):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        log.seek(0)
        raise RuntimeError(last_error(log.read()))
    raise RuntimeError("it does not listen")


def last_error(log):
    """The innermost error of the last line of a log."""
    lines = log.strip().splitlines() or ["it ended"]
    return re.split(r"\b[Ee]rror: ", lines[-1])[-1]


def generated(cache, document):
    """The server that openapi-mcp-generator writes, compiled. It finds its packages in the folder above."""
    folder = cache / "npm/generated"
    shutil.rmtree(folder, ignore_errors=True)
    modules = cache / "npm/node_modules"
    for command in [
        ["node", modules / "openapi-mcp-generator/bin/openapi-mcp-generator.js", "-i", document, "-o", folder],
        ["node", modules / "typescript/bin/tsc", "--project", folder],
    ]:
        subprocess.run([str(part) for part in command], check=True, capture_output=True, env=environment())
    return ["node", str(folder / "build/index.js")]


def all_servers(cache, signon, url):
    fastmcp = [sys.executable, str(HERE / "fastmcp_server.py")]
    openapi = cache / "cargo/bin/rmcp-openapi-server"
    return [
        Server(
            title="`signon mcp`",
            credentials="environment or file, from the security schemes",
            own=True,
            command=lambda _: [signon, "mcp", "torii", "--no-search"],
            environment={"TORII_API_KEY": TOKEN, "TORII_BASE_URL": url},
        ),
        Server(
            title=f"FastMCP {metadata.version('fastmcp')}, `from_openapi`",
            credentials="the HTTP client's, in code",
            command=lambda document: [*fastmcp, str(document), url, TOKEN],
            # The order of its lists, and so the number of tokens, depends on Python's hashes.
            environment={"PYTHONHASHSEED": "0"},
        ),
        Server(
            title=f"`openapi-mcp-generator` {version(cache, 'openapi-mcp-generator')}",
            credentials="environment, from the security schemes",
            command=lambda document: generated(cache, document),
            environment={"API_BASE_URL": url, "BEARER_TOKEN_APIKEY": TOKEN},
        ),
        Server(
            title=f"`rmcp-openapi-server` {program_version(openapi)}",
            credentials="an option on the command line",
            file=lambda example: {"content": f"data:text/csv;base64,{example['base64']}"},
            http=lambda document, port: [openapi, "--base-url", url, "--port", port, "--header", f"Authorization: Bearer {TOKEN}", document],
        ),
    ]


def version(cache, package):
    text = (cache / "npm/node_modules" / package / "package.json").read_text(encoding="utf-8")
    return json.loads(text)["version"]


def program_version(program):
    return subprocess.run([str(program), "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
