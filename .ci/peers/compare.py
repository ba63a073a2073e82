"""Measures each server, and prints the table. `run.py` starts it in the environment that it needs."""

import asyncio
import contextlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from document import bundle, headers, simplified
from recorder import Recorder, start_prism
from servers import HERE, Server, all_servers, free_port
from wire import comparable, differences

ROOT = HERE.parents[1]
HINTS = ["read_only_hint", "destructive_hint", "idempotent_hint", "open_world_hint"]


def note(*words):
    print(*words, file=sys.stderr, flush=True)


def one_line(text, most=160):
    return re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;]*m", "", str(text))).strip()[:most]


def cause(error):
    """The errors in an error of a group of tasks."""
    if isinstance(error, BaseExceptionGroup):
        return " ".join(cause(inner) for inner in error.exceptions)
    return str(error)


def plain(name):
    return re.sub("[^a-z0-9]", "", name.lower())


def pairs(catalog, tools):
    """The operations, each with its tool."""
    by_name = {plain(tool.name): tool for tool in tools}
    for operation in catalog["operations"]:
        tool = by_name.get(plain(operation["id"])) or by_name.get(plain(operation["tool"]))
        if tool is not None:
            yield operation, tool


async def list_tools(client):
    tools, cursor = [], None
    while True:
        page = await client.list_tools(cursor=cursor)
        tools.extend(page.tools)
        cursor = page.next_cursor
        if cursor is None:
            return tools


def tokens(cache, tools):
    listed = {"tools": [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools]}
    line = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    command = ["node", str(HERE / "tokens.cjs"), str(cache / "npm")]
    return int(subprocess.run(command, input=line, check=True, capture_output=True, text=True).stdout)


def of_all(count, total):
    return {0: "none", total: "all"}.get(count, f"{count} of {total}")


def described(tools):
    """Titles, output schemas and hints: how many tools have them."""
    titles = sum(bool(tool.title or (tool.annotations and tool.annotations.title)) for tool in tools)
    outputs = sum(tool.output_schema is not None for tool in tools)
    hinted = sum(tool.annotations is not None and all(isinstance(getattr(tool.annotations, hint), bool) for hint in HINTS) for tool in tools)
    total = len(tools)
    return f"{of_all(titles, total)}, {of_all(outputs, total)}", of_all(hinted, total)


async def call(client, tool, arguments):
    """The result of a call, or why it has none."""
    try:
        return await client.call_tool(tool.name, arguments), None
    except Exception as error:  # noqa: BLE001 - whatever a server or its client raises is the finding
        return None, cause(error)


def text(result):
    return " ".join(getattr(block, "text", "") for block in result.content)


async def calls(client, server, recorder, operations, typed, names):
    """How many calls are accepted by Prism and the client, and how many requests are the typed client's."""
    accepted = equal = 0
    for operation, tool in operations:
        recorder.take()
        result, error = await call(client, tool, server.arguments(operation, tool))
        requests = recorder.take()
        if result is not None and result.is_error:
            error = text(result)
        statuses = [request["status"] for request in requests]
        if error is None and len(statuses) == 1 and statuses[0] < 400:
            accepted += 1
        else:
            note(f"  {operation['id']}: not accepted: {statuses} {one_line(error)}")
        if len(requests) != 1:
            continue
        found = differences(typed[operation["id"]], comparable(requests[0], names))
        equal += not found
        for difference in found:
            note(f"  {operation['id']}: differs in {difference}")
    return accepted, equal


def tool_of(operations, operation_id):
    return next(tool for operation, tool in operations if operation["id"] == operation_id)


async def misspelled(client, tool, recorder):
    """What the answer to `idUsr` in place of `idUser` says."""
    recorder.take()
    result, error = await call(client, tool, {"idUsr": 1})
    said = error if result is None else text(result)
    note(f"  misspelled: {one_line(said, 400)}")
    kind = "protocol error" if result is None else "error result" if result.is_error else "result without `isError`"
    traits = {
        "a pointer": '"/idUsr"' in said,
        "the wrong name": "idUsr" in said,
        "the valid name": re.search(r"\bidUser\b", said) is not None,
        "a suggestion": re.search(r"did.you.mean|suggest|similar", said, re.IGNORECASE) is not None,
        "a request": bool(recorder.take()),
    }
    found = [trait for trait, holds in traits.items() if holds]
    return f"{kind}: {', '.join(found)}" if found else kind


async def large(client, tool):
    """What becomes of a list of 1 MB."""
    result, error = await call(client, tool, {"size": 999})
    if result is None or result.is_error:
        return f"error: {one_line(error if result is None else text(result), 80)}"
    shown = text(result)
    more = " and a cursor" if '"next_cursor"' in shown else ""
    return f"{len(shown) / 1000:,.0f} KB{more}"


async def measure(server, path, recorder, cache, catalog, typed, names):
    """The column of a server."""
    async with server.connect(path) as client:
        tools = await list_tools(client)
        operations = list(pairs(catalog, tools))
        note(f"{server.title}: {len(tools)} tools, {len(operations)} operations")
        shapes, hints = described(tools)
        accepted, equal = await calls(client, server, recorder, operations, typed, names)
        users = tool_of(operations, "listUsers")
        return {
            "`tools/list`, tokens (o200k)": f"{tokens(cache, tools):,}",
            "titles, output schemas": shapes,
            "the four hints": hints,
            "calls that Prism and the client accept": accepted,
            "requests like those of the typed client": equal,
            "a misspelled argument": await misspelled(client, tool_of(operations, "getUser"), recorder),
            "a list of 1 MB": await large(client, users),
            "credentials": server.credentials,
            "all pages in one call": "yes" if "all_pages" in users.input_schema.get("properties", {}) else "no",
        }


async def column(server, paths, *rest):
    """The column of a server, for the first of the documents that it serves."""
    refused = None
    for path in paths:
        try:
            measured = await measure(server, path, *rest)
        except Exception as error:  # noqa: BLE001 - a server that does not start is a finding
            note(f"{server.title}: {one_line(cause(error), 2000)}")
            refused = refused or cause(error)
            continue
        serves = "yes" if refused is None else f"no: {one_line(refused)}; measured with the simplified document"
        return {"serves the document": serves, **measured}
    return {"serves the document": f"no: {one_line(refused)}"}


def typed_requests(program, recorder, names):
    """The typed client's requests by the ids of their operations."""
    printed = subprocess.run([program, "torii", recorder.url], check=True, capture_output=True, text=True).stdout.split()
    requests = recorder.take()
    if len(printed) != len(requests):
        raise RuntimeError(f"{len(printed)} typed calls made {len(requests)} requests")
    return {operation: comparable(request, names) for operation, request in zip(printed, requests)}


def print_table(columns):
    titles = [title for title, _ in columns]
    rows = list(dict.fromkeys(row for _, column in columns for row in column))
    print("| | " + " | ".join(titles) + " |")
    print("|---" * (len(titles) + 1) + "|")
    for row in rows:
        cells = [str(column.get(row, "")).replace("|", "\\|") for _, column in columns]
        print(f"| {row} | " + " | ".join(cells) + " |")


async def onelogin(cache, signon, program):
    """OneLogin's own server beside ours: lists of tools alone."""
    account = {"ONELOGIN_URL": "https://example.onelogin.com", "ONELOGIN_CLIENT_ID": "a", "ONELOGIN_CLIENT_SECRET": "b"}
    subdomain = {"ONELOGIN_SUBDOMAIN": "example"}
    columns = []
    for title, command, variables in [
        ("`onelogin-mcp`", ["node", program], account),
        ("`signon mcp onelogin --no-search`", [signon, "mcp", "onelogin", "--no-search"], subdomain),
        ("`signon mcp onelogin`", [signon, "mcp", "onelogin"], subdomain),
    ]:
        server = Server(title=title, credentials="", command=lambda _, command=command: command, environment=variables)
        async with server.connect(None) as client:
            tools = await list_tools(client)
            name = client.server_info.version if program in command else ""
        shapes, hints = described(tools)
        counted = {"tools": len(tools), "`tools/list`, tokens (o200k)": f"{tokens(cache, tools):,}"}
        columns.append((f"{title} {name}".strip(), {**counted, "titles, output schemas": shapes, "the four hints": hints}))
    print()
    print_table(columns)


async def main(cache, signon, typed_calls, *rest):
    cache = Path(cache)
    catalog = json.loads((ROOT / "generated/torii/catalog.json").read_text(encoding="utf-8"))
    recorder = Recorder()
    whole = bundle(signon, "torii", ROOT / "specs", recorder.url)
    names = headers(whole)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        paths = [Path(folder) / "torii.json", Path(folder) / "torii-simplified.json"]
        for path, document in zip(paths, [whole, simplified(whole)]):
            path.write_text(json.dumps(document), encoding="utf-8")
        recorder.prism_port = free_port()
        prism = start_prism(cache / "prism/node_modules/.bin/prism", paths[0], recorder.prism_port)
        stack.callback(prism.wait)
        stack.callback(prism.kill)
        typed = typed_requests(typed_calls, recorder, names)
        note(f"{len(typed)} typed requests, {len(catalog['operations'])} operations")
        columns = []
        for server in all_servers(cache, signon, recorder.url):
            columns.append((server.title, await column(server, paths, recorder, cache, catalog, typed, names)))
        print_table(columns)
    for program in rest:
        await onelogin(cache, signon, program)


asyncio.run(main(*sys.argv[1:]))
