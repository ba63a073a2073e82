"""FastMCP's server of a document. Usage: python fastmcp_server.py DOCUMENT BASE_URL TOKEN"""

import json
import sys
from pathlib import Path

import httpx2
from fastmcp import FastMCP

path, url, token = sys.argv[1:]
document = json.loads(Path(path).read_text(encoding="utf-8"))
client = httpx2.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {token}"})
FastMCP.from_openapi(openapi_spec=document, client=client, name="peer").run(show_banner=False)
