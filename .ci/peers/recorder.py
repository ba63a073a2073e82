"""A server on the loopback interface that records each request and lets Prism answer it."""

import http.client
import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# A list of about 1 MB: the answer to `GET /users?size=999`.
USER = {"id": 1, "firstName": "x" * 100, "lastName": None}
LARGE = json.dumps({"users": [USER] * 8000, "count": 8000, "total": 8000, "nextCursor": None}).encode()
# Headers that belong to one connection.
HOPS = {"connection", "content-length", "host", "keep-alive", "transfer-encoding"}


class Recorder(ThreadingHTTPServer):
    """The requests since `take`, each with the status that it was answered with."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.requests = []
        self.prism_port = None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def take(self):
        with self.lock:
            requests, self.requests = self.requests, []
        return requests


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        body = self.body()
        status, media, answer = self.answer(body)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = {"method": self.command, "target": self.path, "headers": headers, "body": body, "status": status}
        with self.server.lock:
            self.server.requests.append(request)
        self.send_response(status)
        if answer:
            self.send_header("content-type", media)
        if status not in (204, 304):
            self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def body(self):
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def answer(self, body):
        parts = urlsplit(self.path)
        if parts.path == "/users" and parse_qs(parts.query).get("size") == ["999"]:
            return 200, "application/json", LARGE
        prism = http.client.HTTPConnection("127.0.0.1", self.server.prism_port, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOPS}
        prism.request(self.command, self.path, body or None, headers)
        response = prism.getresponse()
        answer = response.read()
        prism.close()
        return response.status, response.headers.get("content-type", ""), answer

    def log_message(self, *_):
        pass


def start_prism(program, document, port):
    """Starts Prism for a document, and waits until it listens."""
    command = [str(program), "mock", "--errors", "--host", "127.0.0.1", "--port", str(port), str(document)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in process.stdout:
        if "Prism is listening" in line:
            # What it prints from here on is read, so that it can go on.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process
    raise RuntimeError("Prism ended before it listened")
