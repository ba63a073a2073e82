"""Torii as the test plays it: a few users, three pages of them, errors, and an answer of 50 MB."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGES = {"": ("1", "p2"), "p2": ("2", "p3"), "p3": ("3", None)}
HUGE = 50_000_000
LARGE_USER = json.dumps({"id": 1, "firstName": "x" * 1000, "lastName": None})
ANSWER = ('{"users":[' + ",".join([LARGE_USER] * (HUGE // len(LARGE_USER))) + "]}").encode()


class Provider(ThreadingHTTPServer):
    """The server, what it was asked, and how many requests it had at a time."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.targets = []
        self.authorizations = set()
        self.running = 0
        self.most = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1.0"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        provider = self.server
        with provider.lock:
            provider.targets.append(self.path)
            provider.authorizations.add(self.headers["authorization"])
            provider.running += 1
            provider.most = max(provider.most, provider.running)
        time.sleep(0.002)
        status, body = self.answer()
        with provider.lock:
            provider.running -= 1
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self):
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if parts.path == "/v1.0/users" and query.get("size") == ["999"]:
            return 200, ANSWER
        if parts.path == "/v1.0/users":
            id, following = PAGES[query.get("cursor", [""])[0]]
            return 200, json.dumps({"users": [{"id": int(id)}], "count": 1, "total": 3, "nextCursor": following}).encode()
        if parts.path == "/v1.0/users/404":
            return 404, b'{"error":"NotFound","message":"no such user"}'
        user = parts.path.rsplit("/", 1)[1]
        return 200, json.dumps({"user": {"id": int(user) if user.isdigit() else 0}}).encode()

    def log_message(self, *_):
        pass
