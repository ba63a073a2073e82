"""`signon mcp torii`, and an account of `signon gateway`, as the official Python client sees them, in both eras of the protocol.

Usage: python .ci/python/check.py path/to/signon
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from provider import HUGE, Provider

SECRET = "tok-5f3a1c"
USER = "get_single_torii_user_by_id"
USERS = "list_all_torii_users"
CALLS = 1000
# Values that must stay one segment of a path.
SEGMENTS = ["../admin", "a/../../b", "a?x=1", "a#b", "a\r\nX-Evil: 1", "%2e%2e", "a;b=c", "https://evil.test/", "' OR 1=1--", "$(id)"]
# The server's memory for an answer of 50 MB, of which a result shows 24 KiB, as a multiple of the answer.
RATIO = 3


def environment(provider):
    return {"TORII_API_KEY": SECRET, "TORII_BASE_URL": provider.url, "PATH": os.environ["PATH"]}


def structured(result):
    """The structured content, which the text repeats, and which has no secret."""
    content = result.structured_content
    assert json.loads(result.content[0].text) == content
    assert SECRET not in json.dumps(content)
    return content


async def check(client, provider, prefix=""):
    """What each client can do over each transport; returns the number of tools."""
    user_tool, users_tool = prefix + USER, prefix + USERS
    tools = (await client.list_tools()).tools
    assert all(tool.annotations.read_only_hint is not None for tool in tools)
    assert SECRET not in str(tools)

    user = await client.call_tool(user_tool, {"idUser": 42})
    assert not user.is_error and structured(user) == {"user": {"id": 42}}, user
    assert provider.authorizations == {f"Bearer {SECRET}"}, provider.authorizations

    missing = await client.call_tool(user_tool, {"idUser": 404})
    assert missing.is_error and structured(missing)["error"]["status"] == 404, missing

    before = len(provider.targets)
    wrong = await client.call_tool(user_tool, {"idUsr": 1})
    problems = structured(wrong)["error"]["problems"]
    assert wrong.is_error and any(problem.get("did_you_mean") == "idUser" for problem in problems), wrong
    assert len(provider.targets) == before

    steps = []

    async def progress(step, _total, message):
        steps.append((step, message))

    pages = await client.call_tool(users_tool, {"all_pages": True}, progress_callback=progress)
    content = structured(pages)
    assert [user["id"] for user in content["users"]] == [1, 2, 3], pages
    assert content["_pages"] == {"collected": 3, "complete": True}, pages
    assert [message for _, message in steps].count("page 2 was read") == 1, steps
    return len(tools)


async def hostile(client, provider):
    """Arguments that are meant to do harm reach the provider as one segment, or not at all."""
    before = len(provider.targets)
    for value in SEGMENTS:
        await client.call_tool(USER, {"idUser": value})
    for target in provider.targets[before:]:
        segment = target.removeprefix("/v1.0/users/")
        assert segment != target and not set(segment) & set("/?#\r\n "), target
    before = len(provider.targets)
    for value in ["..", ".", "", "x" * 10_000_000]:
        result = await client.call_tool(USER, {"idUser": value})
        assert result.is_error and len(json.dumps(result.structured_content)) < 2000, value[:10]
    assert len(provider.targets) == before
    return len(SEGMENTS) + 4


async def many(client, provider):
    """Calls that are made at once are all answered, each with its own answer."""
    provider.most = 0
    started = time.monotonic()
    results = await asyncio.gather(*(client.call_tool(USER, {"idUser": 1000 + id}) for id in range(CALLS)))
    for id, result in enumerate(results):
        assert structured(result) == {"user": {"id": 1000 + id}}, result
    assert provider.most <= 8, provider.most
    return time.monotonic() - started


def memory(process):
    """Bytes of memory that the process had at most."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


async def huge(client, process):
    before = memory(process)
    result = await client.call_tool(USERS, {"size": 999})
    content = structured(result)
    assert len(json.dumps(content)) <= 24 * 1024 * 1.2, len(json.dumps(content))
    assert content["_truncated"]["arrays"][0]["total"] > 40_000
    ratio = (memory(process) - before) / HUGE
    assert ratio < RATIO, ratio
    return ratio, len(json.dumps(content))


def ends(signon, provider):
    """The end of standard input ends the server."""
    request = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "check", "version": "1"}}}
    process = subprocess.run([signon, "mcp", "torii"], input=json.dumps(request) + "\n", env=environment(provider), capture_output=True, text=True, timeout=20, check=True)
    assert json.loads(process.stdout)["result"]["serverInfo"]["name"] == "signon-mcp"


async def over_stdio(signon, provider, mode):
    server = StdioServerParameters(command=signon, args=["mcp", "torii"], env=environment(provider))
    async with Client(server, mode=mode) as client:
        count = await check(client, provider)
        refused = await hostile(client, provider)
        seconds = await many(client, provider)
        print(f"stdio, {client.protocol_version}: {count} tools, {refused} hostile arguments (one of 10 MB), {CALLS} calls at once in {seconds:.1f} s")


async def over_http(signon, provider, mode):
    process = subprocess.Popen([signon, "mcp", "torii", "--http", "127.0.0.1:0"], env=environment(provider), stderr=subprocess.PIPE, text=True)
    try:
        url = process.stderr.readline().split()[-1]
        # The client's own limit is 100 connections, and 30 seconds until one is free.
        http = httpx2.AsyncClient(limits=httpx2.Limits(max_connections=None), timeout=120)
        async with Client(streamable_http_client(url, http_client=http), mode=mode) as client:
            count = await check(client, provider)
            refused = await hostile(client, provider)
            seconds = await many(client, provider)
            ratio, shown = await huge(client, process)
            print(f"HTTP, {client.protocol_version}: {count} tools, {refused} hostile arguments (one of 10 MB), {CALLS} calls at once in {seconds:.1f} s, an answer of 50 MB in {ratio:.1f} times its size, shown in {shown} bytes")
    finally:
        process.kill()
        process.wait()


GATEWAY = """
[[tokens]]
name = "check"
token = {{ env = "CHECK_TOKEN" }}

[[accounts]]
id = "eu"
provider = "torii"
base_url = "{url}"
mcp = true
credentials.api_key = {{ env = "TORII_API_KEY" }}
"""


async def over_gateway(signon, provider, mode):
    """An account of `signon gateway` at `/mcp`."""
    token = "check-token-0123456789"
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as config:
        config.write(GATEWAY.format(url=provider.url))
        config.flush()
        command = [signon, "gateway", "--config", config.name, "--listen", "127.0.0.1:0"]
        process = subprocess.Popen(command, env={**environment(provider), "CHECK_TOKEN": token}, stderr=subprocess.PIPE, text=True)
        try:
            url = process.stderr.readline().split()[-1] + "/mcp"
            http = httpx2.AsyncClient(headers={"authorization": f"Bearer {token}"}, timeout=120)
            async with Client(streamable_http_client(url, http_client=http), mode=mode) as client:
                count = await check(client, provider, "eu_")
                print(f"gateway, {client.protocol_version}: {count} tools")
        finally:
            process.kill()
            process.wait()


async def main(signon):
    ends(signon, Provider())
    # Torii's documented rate limit makes a thousand calls take a minute: the runs go side by side.
    runs = [(run, mode) for run in [over_stdio, over_http, over_gateway] for mode in ["auto", "legacy"]]
    await asyncio.gather(*(run(signon, Provider(), mode) for run, mode in runs))


asyncio.run(main(sys.argv[1]))
