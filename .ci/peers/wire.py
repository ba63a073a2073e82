"""Requests in a form in which equal ones are equal."""

import json
from urllib.parse import parse_qsl, urlsplit


def as_json(text):
    """JSON text with its keys in order; other text as it is."""
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def comparable(request, headers):
    """A request without the order of its query and keys; multipart bodies are compared by type alone."""
    parts = urlsplit(request["target"])
    query = sorted((name, as_json(value)) for name, value in parse_qsl(parts.query, keep_blank_values=True))
    own = {name: value for name, value in request["headers"].items() if name in headers}
    body = request["body"].decode("utf-8", "replace")
    media = request["headers"].get("content-type", "").split(";")[0] if body else ""
    if media.startswith("multipart/"):
        body = ""
    return {
        "method": request["method"],
        "path": parts.path,
        "query": query,
        "headers": own,
        "media type": media,
        "body": as_json(body),
    }


def differences(expected, found):
    """What differs between two comparable requests."""
    return [f"{key}: {found[key]!r:.160} instead of {expected[key]!r:.160}" for key in expected if expected[key] != found[key]]
